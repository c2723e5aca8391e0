"""The shipped sets as a list, one set with everything that it asks, and two sets side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xhht_score.compare import Difference, Gain, Shift
from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.reports.document import Block, Cell, Column, Document, Heading, Listing, Paragraph, Table
from xhht_score.reports.unit import set_lines
from xhht_score.reports.variant import difference_list
from xhht_score.words import Words, clauses, rules


def compose_sets(words: Words, sets: Sequence[CriteriaSet], ended: Sequence[CriteriaSet] = ()) -> Document:
    """Give a table of criteria sets, then those that would fit if their tier had not ended before."""
    columns = (
        Column(words.say("col-id")),
        Column(words.say("col-set"), share=1),
        Column(words.say("col-kind")),
        Column(words.say("col-years")),
        Column(words.say("col-status")),
    )
    rows = tuple(
        (
            Cell(one.id),
            Cell(words.text(one.title)),
            Cell(words.say(f"kind-{one.unit}")),
            Cell(_years(words, one)),
            Cell(words.say(f"status-{one.status}"), "plain" if one.status == "official" else "open"),
        )
        for one in sets
    )
    blocks: list[Block] = [Table(columns, rows) if rows else Paragraph(words.say("no-set"))]
    for one in ended:
        if one.tier_ended is not None:
            note = words.text(one.tier_ended.note)
            blocks.append(Paragraph(words.say("list-ended", id=one.id, date=one.tier_ended.date, note=note), "open"))
    return Document(tuple(blocks))


def _years(words: Words, criteria_set: CriteriaSet) -> str:
    years = criteria_set.assessment_years
    return "–" if years is None else words.span(years.first, years.last)


def compose_set(
    words: Words, criteria_set: CriteriaSet, base: CriteriaSet | None = None, differences: Iterable[Difference] = ()
) -> Document:
    """Give everything that a set asks: its indicators with their rules, its conditions, sources and notes."""
    return Document(tuple(_blocks(words, criteria_set, base, differences)))


def _blocks(
    words: Words, criteria_set: CriteriaSet, base: CriteriaSet | None, differences: Iterable[Difference]
) -> Iterator[Block]:
    yield Heading(1, words.text(criteria_set.title))
    yield from about_set(words, criteria_set)
    for criterion in criteria_set.criteria:
        title = words.say("criterion-heading", id=criterion.id, title=words.text(criterion.title))
        if criterion.points is not None:
            title += f" ({words.say('points-unit', n=words.exact(criterion.points))})"
        yield Heading(2, title)
        if criterion.indicators:
            yield _indicators(words, criteria_set, criterion.indicators)
    yield Heading(2, words.say("verdict-heading", title=words.text(criteria_set.recognition.title)))
    yield from recognition(words, criteria_set)
    yield from papers(words, criteria_set)
    if criteria_set.sources:
        yield Heading(2, words.say("show-sources"))
        yield Listing(tuple(Cell(_source(words, one.document, one.date, one.note)) for one in criteria_set.sources))
    yield from readings(words, criteria_set)
    if notes := tuple(_notes(words, criteria_set)):
        yield Heading(2, words.say("show-notes"))
        yield Listing(notes)
    if base is not None:
        yield Heading(2, words.say("variant-heading", id=base.id))
        yield difference_list(words, base, criteria_set, differences)


def readings(words: Words, criteria_set: CriteriaSet) -> Iterator[Block]:
    """Give the questions that the text leaves open, with the reading taken and the others."""
    if criteria_set.readings:
        yield Heading(2, words.say("readings-heading"))
        items = criteria_set.readings.items()
        yield Listing(tuple(Cell(f"{clauses.reading(words, one)} [{name}]") for name, one in items))


def about_set(words: Words, criteria_set: CriteriaSet) -> Iterator[Block]:
    """Give what a set is: its status, issuer, dates, and what a draft lacks."""
    yield from set_lines(words, criteria_set)
    if criteria_set.lacking:
        yield Listing(tuple(Cell(words.text(one), "open") for one in criteria_set.lacking))
    if criteria_set.issuer:
        yield Paragraph(words.say("show-issuer", issuer=words.text(criteria_set.issuer)))
    if criteria_set.effective:
        period = criteria_set.effective
        yield Paragraph(words.say("show-effective", period=words.span(period.start, period.end)))
    if criteria_set.assessment_years:
        yield Paragraph(words.say("show-years", years=_years(words, criteria_set)))
    if criteria_set.tier_ended:
        ended = criteria_set.tier_ended
        yield Paragraph(words.say("show-ended", date=ended.date, note=words.text(ended.note)), "open")


def recognition(words: Words, criteria_set: CriteriaSet) -> Iterator[Block]:
    """Give the levels with their conditions, then who decides, until when, and for how long it holds."""
    found = criteria_set.recognition
    items = []
    for level in found.levels:
        conditions = "; ".join(clauses.condition(words, condition) for condition in found.conditions(level))
        said = words.say("show-requires", level=words.text(level.title), conditions=conditions)
        items.append(f"{said} ({clauses.reference(words, level.reference)})" if level.reference else said)
    for decider in found.decided_by:
        said = clauses.decider(words, decider)
        items.append(f"{said} ({clauses.reference(words, decider.reference)})" if decider.reference else said)
    for one in found.deadlines:
        said = clauses.deadline(words, one, None)
        items.append(f"{said} ({clauses.reference(words, one.reference)})" if one.reference else said)
    if found.valid_months is not None:
        said = words.say("show-valid", n=found.valid_months)
        cited = found.valid_reference
        items.append(f"{said} ({clauses.reference(words, cited)})" if cited else said)
    if found.upgrade is not None and found.upgrade.reference is not None:
        said = clauses.condition(words, found.upgrade)
        items.append(f"{said} ({clauses.reference(words, found.upgrade.reference)})")
    yield Listing(tuple(Cell(item) for item in items))


def papers(words: Words, criteria_set: CriteriaSet) -> Iterator[Block]:
    """Give the papers of a dossier with their ids: whose each is, when it is written, and where that stands."""
    found = criteria_set.recognition.papers
    if found:
        yield Heading(2, words.say("show-papers"))
        yield Listing(tuple(Cell(f"{clauses.paper(words, criteria_set, one)} [{one.id}]") for one in found))


def _notes(words: Words, criteria_set: CriteriaSet) -> Iterator[Cell]:
    yield from (Cell(words.text(note)) for note in criteria_set.notes)
    for indicator in criteria_set.indicators.values():
        if indicator.note is not None:
            yield Cell(words.say("note-of", id=indicator.id, note=words.text(indicator.note)))
        if indicator.open_from is not None:
            year, note = indicator.open_from.year, words.text(indicator.open_from.note)
            yield Cell(words.say("note-open", id=indicator.id, year=str(year), note=note))


def _source(words: Words, document: str, date: object, note: object) -> str:
    said = (document, words.say("plain", value=date) if date else None, words.text(note) if note else None)
    return "; ".join(part for part in said if part)


def _indicators(words: Words, criteria_set: CriteriaSet, indicators: Sequence[Indicator]) -> Table:
    with_points, offices = criteria_set.total_points is not None, criteria_set.offices
    columns = [Column(words.say("col-id")), Column(words.say("col-title"), share=3)]
    if with_points:
        columns.append(Column(words.say("col-maximum"), right=True))
    columns.append(Column(words.say("col-rule" if with_points else "col-rule-met"), share=4))
    columns.append(Column(words.say("col-assignee") if offices else words.say("csv-reference"), share=2))
    rows = []
    for indicator in indicators:
        office = offices.get(indicator.assignee or "")
        cells = [indicator.id, words.text(indicator.title)]
        cells += [words.exact(indicator.weight)] if with_points else []
        cells.append(rules.every_rule(words, criteria_set, indicator))
        if offices:
            cells.append(words.text(office) if office else "–")
        else:
            cells.append(clauses.short_references(words, criteria_set, indicator))
        rows.append(tuple(Cell(cell) for cell in cells))
    return Table(tuple(columns), tuple(rows))


def compose_diff(
    words: Words,
    old: CriteriaSet,
    new: CriteriaSet,
    found: Iterable[Difference],
    gains: Sequence[Gain] | None = None,
    looked_at: int = 0,
) -> Document:
    """Give what differs between two sets, and for workbooks that were looked at who gains or loses which level."""
    blocks: list[Block] = [Heading(1, words.say("diff-title", old=old.id, new=new.id))]
    for one in (old, new):
        blocks += set_lines(words, one)
    blocks += [Heading(2, words.say("diff-heading")), difference_list(words, old, new, found)]
    if gains is not None:
        blocks.append(Heading(2, words.say("gains-heading", n=looked_at)))
        blocks.append(_gains(words, old, new, gains) if gains else Paragraph(words.say("gains-none")))
    return Document(tuple(blocks))


def _gains(words: Words, old: CriteriaSet, new: CriteriaSet, gains: Sequence[Gain]) -> Table:
    columns = (
        Column(words.say("col-unit"), share=2),
        Column(words.say("col-level"), share=1),
        Column(words.say("col-before"), share=1),
        Column(words.say("col-after"), share=1),
        Column(words.say("col-through"), share=2),
    )
    titles = {level.id: words.text(level.title) for one in (old, new) for level in one.recognition.levels}
    rows = [
        (
            Cell(gain.unit, "strong"),
            Cell(titles[shift.level]),
            Cell(words.say(f"level-{shift.old}") if shift.old else "–"),
            Cell(words.say(f"level-{shift.new}") if shift.new else "–", "good" if shift.new == "eligible" else "bad"),
            Cell(_through(words, shift)),
        )
        for gain in gains
        for shift in gain.shifts
    ]
    return Table(columns, tuple(rows))


def _through(words: Words, shift: Shift) -> str:
    """Give what moved a level: indicators by id, then the conditions whose state changed."""
    said = [", ".join(shift.indicators)] if shift.indicators else []
    said += [words.say(f"kind-of-{kind}") for kind in shift.conditions if kind not in ("all_met", "indicators")]
    return "; ".join(said) or "–"
