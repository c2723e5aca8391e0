"""The shipped sets as a list, and one set with everything that it asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.reports.document import Block, Cell, Column, Document, Heading, Listing, Paragraph, Table
from xhht_score.reports.unit import set_lines
from xhht_score.words import Words, rules


def compose_sets(words: Words, sets: Sequence[CriteriaSet]) -> Document:
    """Give a table of criteria sets."""
    columns = (
        Column(words.say("col-id")),
        Column(words.say("col-set"), share=1),
        Column(words.say("col-version")),
        Column(words.say("col-kind")),
        Column(words.say("col-status")),
    )
    rows = tuple(
        (
            Cell(one.id),
            Cell(words.text(one.title)),
            Cell(one.version),
            Cell(words.say(f"kind-{one.unit}")),
            Cell(words.say(f"status-{one.status}"), "plain" if one.status == "official" else "open"),
        )
        for one in sets
    )
    return Document((Table(columns, rows),))


def compose_set(words: Words, criteria_set: CriteriaSet) -> Document:
    """Give everything that a set asks: its indicators with their rules, its conditions, sources and notes."""
    return Document(tuple(_blocks(words, criteria_set)))


def _blocks(words: Words, criteria_set: CriteriaSet) -> Iterator[Block]:
    yield Heading(1, words.text(criteria_set.title))
    yield from set_lines(words, criteria_set)
    if criteria_set.issuer:
        yield Paragraph(words.say("show-issuer", issuer=words.text(criteria_set.issuer)))
    if criteria_set.effective:
        period = criteria_set.effective
        yield Paragraph(words.say("show-effective", start=period.start, end=period.end))
    for criterion in criteria_set.criteria:
        title = words.say("criterion-heading", id=criterion.id, title=words.text(criterion.title))
        points = words.say("points-unit", n=words.number(criterion.points))
        yield Heading(2, f"{title} ({points})")
        yield _indicators(words, criteria_set, criterion.indicators)
    yield Heading(2, words.say("verdict-heading", title=words.text(criteria_set.recognition.title)))
    levels = []
    for level in criteria_set.recognition.levels:
        conditions = "; ".join(rules.condition(words, condition) for condition in level.requires)
        levels.append(Cell(words.say("show-requires", level=words.text(level.title), conditions=conditions)))
    yield Listing(tuple(levels))
    if criteria_set.sources:
        yield Heading(2, words.say("show-sources"))
        yield Listing(tuple(Cell(_source(words, one.document, one.date, one.note)) for one in criteria_set.sources))
    if criteria_set.notes:
        yield Heading(2, words.say("show-notes"))
        yield Listing(tuple(Cell(words.text(note)) for note in criteria_set.notes))


def _source(words: Words, document: str, date: object, note: object) -> str:
    return "; ".join(str(part) for part in (document, date, words.text(note) if note else None) if part)


def _indicators(words: Words, criteria_set: CriteriaSet, indicators: Sequence[Indicator]) -> Table:
    columns = (
        Column(words.say("col-id")),
        Column(words.say("col-title"), share=3),
        Column(words.say("col-maximum"), right=True),
        Column(words.say("col-rule"), share=4),
        Column(words.say("col-assignee"), share=2),
    )
    rows = []
    for indicator in indicators:
        office = criteria_set.offices.get(indicator.assignee or "")
        rows.append(
            (
                Cell(indicator.id),
                Cell(words.text(indicator.title)),
                Cell(words.number(indicator.points)),
                Cell(rules.every_rule(words, criteria_set, indicator)),
                Cell(words.text(office) if office else "–"),
            )
        )
    return Table(columns, tuple(rows))
