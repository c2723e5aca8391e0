"""The title of a set: its levels, what each requires, who decides, by when, and for how long it holds."""

from __future__ import annotations

import datetime
from calendar import monthrange
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from xhht_score.criteria.papers import Paper
from xhht_score.criteria.sources import Dated, Reference
from xhht_score.definitions import (
    MOST_CHOICES,
    Amount,
    DayOfYear,
    Definition,
    Flag,
    Id,
    Mark,
    Share,
    Shown,
    Text,
    Units,
    Whole,
    between,
    flaw,
    share,
)
from xhht_score.numbers import parse_number

#: More than any document asks of one level.
MOST_CONDITIONS = 200


def _percent_or_points(raw: object) -> object:
    """Read `75%` as a share and `75` as points."""
    if isinstance(raw, str) and not raw.endswith("%") and (number := parse_number(raw)) is not None and number > 1:
        return Mark(raw, number)
    return raw if isinstance(raw, Mark) else Mark(str(raw), share(raw), percent=True)


class Total(Definition):
    """The total reaches a percentage of the applicable points, or a number of points."""

    kind: Literal["total"] = "total"
    at_least: Annotated[Mark, BeforeValidator(_percent_or_points), Shown({"type": ["string", "number"]})]


class EachCriterion(Definition):
    """Each criterion reaches a percentage of its applicable points, or has more than `above` points."""

    kind: Literal["each_criterion"] = "each_criterion"
    at_least: Share | None = None
    above: Amount | None = None

    @model_validator(mode="after")
    def _has_one_bound(self) -> Self:
        if (self.at_least is None) == (self.above is None):
            raise flaw("one-of-fields", fields=("at_least", "above"))
        return self


class OneCriterion(Definition):
    """One named criterion reaches a percentage of its applicable points."""

    kind: Literal["criterion"] = "criterion"
    id: Id
    at_least: Share


class EachIndicator(Definition):
    """Each indicator reaches a number of points, before rounding."""

    kind: Literal["each_indicator"] = "each_indicator"
    at_least: Amount


class Indicators(Definition):
    """Each of the named indicators is met."""

    kind: Literal["indicators"] = "indicators"
    met: tuple[Id, ...] = Field(min_length=1)


#: A number of months, from 1 to 50 years.
Months = Annotated[int, between(1, 600), Shown({"type": "integer", "minimum": 1, "maximum": 600})]


class AllMet(Definition):
    """Every indicator that is asked at the level is met at it."""

    kind: Literal["all_met"] = "all_met"


class Upgrade(Definition):
    """A unit that holds level `origin` waits so many months after its decision before it asks for level `target`.

    It binds only a unit that holds a valid decision at that level; other units may ask for any level directly.
    """

    kind: Literal["upgrade"] = "upgrade"
    origin: Id = Field(alias="from")
    target: Id = Field(alias="to")
    after_months: Months
    reference: Reference | None = None


def _tagged(raw: object) -> object:
    """Read `{total: {at_least: 80%}}` as a condition of kind `total`, and `all_met` as one without fields."""
    if isinstance(raw, str) and raw:
        return {"kind": raw}
    if not isinstance(raw, dict):
        return raw
    if len(raw) != 1:
        raise flaw("expected-mapping")
    ((kind, fields),) = raw.items()
    if not isinstance(fields, dict):
        raise flaw("expected-mapping", kind)
    return {**fields, "kind": kind}


CONDITIONS = (Total, EachCriterion, OneCriterion, EachIndicator, Indicators, AllMet)

#: What a level may require, as the file says it.
Required = Annotated[
    Total | EachCriterion | OneCriterion | EachIndicator | Indicators | AllMet,
    Field(discriminator="kind"),
    BeforeValidator(_tagged),
]
#: Everything that a level is judged by: what it requires, and the wait before an upgrade to it.
Condition = Total | EachCriterion | OneCriterion | EachIndicator | Indicators | AllMet | Upgrade


class Level(Definition):
    """One level of the title, with everything that it requires."""

    id: Id
    title: Text
    requires: tuple[Required, ...] = Field(min_length=1, max_length=MOST_CONDITIONS)
    reference: Reference | None = None


class Decider(Dated):
    """Who decides on recognition; `is_applicant` where that is the body that asks for it.

    `office` is the body whose paper the decision is; dots stand in it for a name that depends on the unit.
    """

    title: Text
    office: Text | None = None
    is_applicant: Flag = False
    reference: Reference | None = None


#: The step in which the dossier is sent, and the one in which recognition is decided.
Role = Literal["request", "decision"]


class Deadline(Dated):
    """A step of the procedure and when it ends, counted from the year after the assessment year.

    `before: 28/02` ends on the day before, `by: 31/03` on that day; `within` says it in words where it is no date.
    `role` names the step in which the dossier is sent, and the one in which recognition is decided. `recipient` is who
    receives what is sent in it. Papers name a step by its `id`, which those share that stand there for two periods.
    """

    id: Id | None = None
    step: Text
    recipient: Text | None = None
    role: Role | None = None
    before: DayOfYear | None = None
    by: DayOfYear | None = None
    within: Text | None = None
    years_after: Whole = 1
    reference: Reference | None = None

    @model_validator(mode="after")
    def _has_one_end(self) -> Self:
        if sum(one is not None for one in (self.before, self.by, self.within)) != 1:
            raise flaw("one-of-fields", fields=("before", "by", "within"))
        return self

    def last_day(self, year: int) -> datetime.date | None:
        """Give the last day of the step for an assessment year, None where the end is no date."""
        day, month = self.before or self.by or (0, 0)
        if not month:
            return None
        year += self.years_after
        if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
            return None
        last = monthrange(year, month)[1]
        if self.before and day > last:  # before 29/02 in a common year
            return datetime.date(year, month, last)
        date = datetime.date(year, month, min(day, last))
        return date - datetime.timedelta(days=1) if self.before else date


def _several(raw: object) -> object:
    return (raw,) if isinstance(raw, dict) else raw


class Recognition(Definition):
    """The title, its levels from low to high, who decides, the deadlines, and how many months it is valid.

    Of several who decide, and of a step that stands there for two periods, the one holds in whose period it falls.
    `titles` has, for a choice of a fact, what the title is called of such units. `lower_decisions` says which decisions
    of lower units count: those that hold on the last day of the unit's own dossier, or on 31/12 of the assessment year.
    `valid_months` follow the year of recognition: a decision of any day of 2024 with 36 months holds to 31/12/2027.
    `papers` are those that the procedure asks for; `party` says which units are organisations of the Party.
    """

    title: Text
    titles: dict[Id, dict[Id, Text]] = {}
    no_level: Text | None = None
    levels: tuple[Level, ...] = Field(min_length=1, max_length=MOST_CHOICES)
    valid_months: Months | None = None
    valid_reference: Reference | None = None
    upgrade: Upgrade | None = None
    decided_by: Annotated[
        tuple[Decider, ...], BeforeValidator(_several, json_schema_input_type=Decider | tuple[Decider, ...])
    ] = ()
    deadlines: tuple[Deadline, ...] = ()
    papers: tuple[Paper, ...] = Field(default=(), max_length=MOST_CHOICES)
    party: Units = ()
    lower_decisions: Literal["dossier", "year_end"] = "year_end"

    def conditions(self, level: Level) -> tuple[Condition, ...]:
        """Give everything that a level is judged by, in the order of the results."""
        wait = (self.upgrade,) if self.upgrade is not None and self.upgrade.target == level.id else ()
        return (*level.requires, *wait)

    def last_day(self, role: Role, year: int) -> datetime.date | None:
        """Give the last day of the step with a role for an assessment year, None where the set does not say."""
        days = (one.last_day(year) for one in self.deadlines if one.role == role)
        return next((day for day in days if day is not None), None)

    def last_day_in(self, role: Role, calendar_year: int) -> datetime.date | None:
        """Give the last day of the step with a role in a calendar year, None where the set does not say."""
        years = {one.years_after for one in self.deadlines if one.role == role}
        days = (self.last_day(role, calendar_year - after) for after in sorted(years))
        return next((day for day in days if day is not None and day.year == calendar_year), None)

    def valid_until(self, decided: datetime.date) -> datetime.date | None:
        """Give the last day on which a decision holds, None where the set does not say."""
        if self.valid_months is None:
            return None
        return months_after(datetime.date(decided.year, 12, 31), self.valid_months)


def months_after(date: datetime.date, months: int) -> datetime.date:
    """Give the same day so many months later, or the last day of a month that is too short for it.

    A day beyond the calendar of the program is its last day, 31/12/9999.
    """
    years, month = divmod(date.month - 1 + months, 12)
    year = date.year + years
    if year > datetime.MAXYEAR:
        return datetime.date.max
    return datetime.date(year, month + 1, min(date.day, monthrange(year, month + 1)[1]))
