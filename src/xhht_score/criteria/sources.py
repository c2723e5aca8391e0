"""Where rules stand and when they hold: documents, clauses, periods and years."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from xhht_score.definitions import Date, Definition, Line, Numbered, Text, Whole, flaw


class Clause(Definition):
    """A place in a document: article, clause (khoản) and point (điểm)."""

    document: Line | None = None
    article: Numbered | None = None
    clause: Numbered | None = None
    point: Line | None = None


def _both(raw: object) -> object:
    """Give a text that is the same in both languages, such as the name of a document, as one that says so."""
    return {"vi": raw, "en": raw} if isinstance(raw, str) else raw


class Reference(Clause):
    """Where a rule stands: a document and its article, clause and point, or free text.

    `refers_to` is the clause that holds the words, where the cited one only refers on. `certainty: partial` marks what
    is known at second hand only.
    """

    text: Annotated[Text, BeforeValidator(_both, json_schema_input_type=Text | Line)] | None = None
    refers_to: Clause | None = None
    certainty: Literal["partial"] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.document is None and self.text is None:
            raise flaw("field-lacking", field="document")
        return self

    @property
    def cites_a_clause(self) -> bool:
        """Whether document, article and clause are all named."""
        return None not in (self.document, self.article, self.clause)


class Period(Definition):
    """From one date to another, both included; an open end has none."""

    start: Date | None = Field(default=None, alias="from")
    end: Date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.start and self.end and self.start > self.end:
            raise flaw("period-reversed", "to", first=self.start.isoformat(), last=self.end.isoformat())
        return self

    def __contains__(self, day: datetime.date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Dated(Definition):
    """Something of the procedure that holds from one date to another, both included, and how certain that is.

    `partial` is known at second hand only, `practice` was seen done so and no text that says it, of `not_seen` nobody
    knows; certain where nothing is said. `note` says what was seen.
    """

    start: Date | None = Field(default=None, alias="from")
    end: Date | None = Field(default=None, alias="to")
    certainty: Literal["partial", "practice", "not_seen"] | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _has_a_period(self) -> Self:
        Period.model_validate({"from": self.start, "to": self.end})
        return self

    @property
    def period(self) -> Period:
        """From when to when it holds."""
        return Period.model_validate({"from": self.start, "to": self.end})


class Years(Definition):
    """From one assessment year to another, both included; an open end has none."""

    first: Whole | None = Field(default=None, alias="from")
    last: Whole | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _run_forward(self) -> Self:
        if self.first and self.last and self.first > self.last:
            raise flaw("period-reversed", "to", first=str(self.first), last=str(self.last))
        return self

    def __contains__(self, year: int) -> bool:
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


class Source(Definition):
    """A document that the set rests on."""

    document: Line
    date: Date | None = None
    note: Text | None = None
