"""The lower units that a share of units counts, each with what its own workbook says."""

from __future__ import annotations

from collections.abc import Iterator

from xhht_score.assessment import Assessment
from xhht_score.criteria import CriteriaSet
from xhht_score.measures import ShareOfUnits
from xhht_score.reports.document import Block, Cell, Column, Heading, Paragraph, Table, Tone
from xhht_score.rollup import LowerUnit, RollUp
from xhht_score.words import Words

_TONES: dict[str, Tone] = {"recognised": "good", "undecided": "open", "unclear": "open", "later": "open"}


def lower_units(words: Words, assessment: Assessment) -> Iterator[Block]:
    """Give a table for each share of units whose lower units' workbooks were looked at."""
    for one in assessment.rolled_up:
        if one.units:
            yield Heading(2, words.say("lower-heading", id=one.indicator))
            yield _table(words, assessment.criteria_set, one)
            yield Paragraph(words.say("lower-line", n=sum(one.counts.values()), all=one.total), "strong")


def _table(words: Words, criteria_set: CriteriaSet, rolled: RollUp) -> Table:
    columns = (
        Column(words.say("csv-code")),
        Column(words.say("col-unit"), share=2),
        Column(words.say("col-state"), share=2),
        Column(words.say("col-until")),
    )
    return Table(columns, tuple(_row(words, criteria_set, rolled, one) for one in rolled.units))


def _row(words: Words, criteria_set: CriteriaSet, rolled: RollUp, one: LowerUnit) -> tuple[Cell, ...]:
    measure = criteria_set.indicators[rolled.indicator].measures[rolled.part]
    assert isinstance(measure, ShareOfUnits)
    said = (
        words.say(f"lower-{one.state}", day=rolled.on) if one.level is None else words.text(measure.levels[one.level])
    )
    until = words.date(one.until) if one.until is not None else "–"
    return Cell(one.code), Cell(one.unit), Cell(said, _TONES.get(one.state, "bad")), Cell(until)
