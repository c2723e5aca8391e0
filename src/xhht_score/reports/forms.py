"""Forms that were made in one run, as a page and as rows: whose each is, in which file, and what it holds already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xhht_score.criteria import CriteriaSet
from xhht_score.reports.document import Block, Cell, Column, Document, Heading, Listing, Paragraph, Table, Value
from xhht_score.submission import Submission
from xhht_score.words import Words


class MadeForm(NamedTuple):
    """One form that was made: what it holds, the name of its file, and the earlier form that it takes over, if any."""

    submission: Submission
    file: str
    earlier: str | None

    def known(self, criteria_set: CriteriaSet) -> int:
        """Give how many facts of the unit stand in the form."""
        return sum(self.submission.facts.get(name) is not None for name in criteria_set.facts)


class MadeForms(NamedTuple):
    """The forms of one run; `earlier` says whether earlier forms were looked at, `left_over` are those of no unit."""

    criteria_set: CriteriaSet
    forms: Sequence[MadeForm]
    earlier: bool = False
    left_over: Sequence[str] = ()

    @property
    def without(self) -> list[str]:
        """The units that have no earlier form."""
        return [one.submission.unit.name or one.file for one in self.forms if one.earlier is None]


def compose_forms(words: Words, made: MadeForms) -> Document:
    """Give the table of what was made, and who is without an earlier form or which of these is without a unit."""
    columns = [
        Column(words.say("col-unit"), share=2),
        Column(words.say("csv-code")),
        Column(words.say("col-file"), share=3),
        Column(words.say("col-facts"), right=True),
    ]
    if made.earlier:
        columns.append(Column(words.say("col-earlier"), share=2))
    rows = tuple(tuple(_cells(words, made, one)) for one in made.forms)
    blocks: list[Block] = [Heading(1, words.say("forms-title", n=len(rows))), Table(tuple(columns), rows)]
    if made.earlier:
        blocks += _of_earlier(words, made)
    return Document(tuple(blocks))


def _cells(words: Words, made: MadeForms, one: MadeForm) -> Iterator[Cell]:
    unit, known, asked = one.submission.unit, one.known(made.criteria_set), len(made.criteria_set.facts)
    yield Cell(unit.name)
    yield Cell(unit.code or "–")
    yield Cell(one.file)
    yield Cell(f"{known}/{asked}", "open" if known < asked else "plain")
    if made.earlier:
        yield Cell(
            words.say("earlier-none") if one.earlier is None else one.earlier,
            "open" if one.earlier is None else "muted",
        )


def _of_earlier(words: Words, made: MadeForms) -> Iterator[Block]:
    without, left = made.without, made.left_over
    counts = {"carried": len(made.forms) - len(without), "without": len(without), "left": len(left)}
    yield Paragraph(words.say("forms-earlier", **counts), "strong")
    for key, names in (("forms-without", without), ("forms-left-over", left)):
        if names:
            yield Paragraph(words.say(key), "open")
            yield Listing(tuple(map(Cell, names)))


def form_records(words: Words, made: MadeForms) -> tuple[list[str], list[list[Value]]]:
    """Give the heading and a row for each form; earlier forms that no unit was given have a row at the end."""
    keys = ("csv-unit", "csv-code", "csv-year", "csv-file", "csv-facts-known", "csv-facts-asked", "col-earlier")
    asked = len(made.criteria_set.facts)
    rows: list[list[Value]] = []
    for one in made.forms:
        unit, year = one.submission.unit, one.submission.year
        rows.append([unit.name, unit.code, year, one.file, one.known(made.criteria_set), asked, one.earlier])
    rows += [[None, None, None, None, None, None, one] for one in made.left_over]
    return [words.say(key) for key in keys], rows
