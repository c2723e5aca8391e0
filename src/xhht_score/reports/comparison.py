"""What changed between forms of two times, unit by unit: a page, rows for CSV, and JSON.

It is put together from entries that were made one by one: an entry holds what its format needs, as bytes that may wait
in a spool.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator

from xhht_score.compare.pairing import KnownForm
from xhht_score.compare.sets import Difference
from xhht_score.compare.units import MetChange, UnitChange
from xhht_score.criteria import CriteriaSet
from xhht_score.errors import MOST_LISTED, Problem
from xhht_score.records import record
from xhht_score.reports import interface, json_texts
from xhht_score.reports.change_cells import change_cell, ends_of, ends_text
from xhht_score.reports.change_objects import change_object, lone_object, pair_of_sets
from xhht_score.reports.change_rows import COLUMNS, change_rows
from xhht_score.reports.document import (
    Block,
    Cell,
    Column,
    Composed,
    Document,
    Heading,
    Listing,
    Paragraph,
    Table,
    Tone,
    Value,
)
from xhht_score.reports.figures import attainment_cell
from xhht_score.reports.spool import Spooled
from xhht_score.reports.unit import level_reached, set_lines
from xhht_score.reports.unit_changes import ComparedForm as ComparedForm
from xhht_score.reports.unit_changes import ComparedPair as ComparedPair
from xhht_score.reports.unit_changes import unit_changes
from xhht_score.reports.variant import difference_list
from xhht_score.words import Words
from xhht_score.words.bounded import bounded


@record
class SetPair:
    """The sets of an earlier and a later form, and everything that differs between them."""

    old: CriteriaSet
    new: CriteriaSet
    rules: tuple[Difference, ...]


@record
class ChangeEntry:
    """What changed for one unit: its row among all units, its severities, and its part of the output."""

    unit: str
    row: tuple[Cell, ...]
    severities: tuple[str, ...]
    part: bytes | Spooled

    @property
    def content(self) -> bytes:
        """Its part of the output, wherever that waits."""
        return self.part if isinstance(self.part, bytes) else self.part.read()


@record
class ChangeReport:
    """Everything that a comparison tells: units that stand in both times, the sets, the forms without a match."""

    folders: bool
    entries: tuple[ChangeEntry, ...]
    sets: tuple[SetPair, ...]
    only_old: tuple[KnownForm, ...]
    only_new: tuple[KnownForm, ...]
    problems: tuple[Problem, ...]
    failed: tuple[str, ...]


def make_change_entry(words: Words, pair: ComparedPair, form: str) -> ChangeEntry:
    """Give the part of one unit in a comparison of the format `form`."""
    match form:
        case "json":
            part = json_texts.json_text(change_object(words, pair)).encode()
        case "csv":
            part = pickle.dumps(list(change_rows(words, pair)))
        case _:
            part = pickle.dumps(tuple(unit_changes(words, pair)))
    severities = tuple(one.severity for one in pair.problems) if form != "csv" else ()
    return ChangeEntry(pair.unit, _row(words, pair), severities, part)


def compose_comparison(words: Words, found: ChangeReport) -> Document:
    """Give the page: the sets and what differs between them, all units in a table, then a section for each."""
    return Document(Composed(lambda: _blocks(words, found)))


def _blocks(words: Words, found: ChangeReport) -> Iterator[Block]:
    if found.folders:
        yield Heading(1, words.say("compare-title-many", n=len(found.entries)))
    else:
        yield Heading(1, words.say("compare-title", unit=found.entries[0].unit))
    for pair in found.sets:
        yield from _sets(words, pair)
    if found.folders:
        yield from _overview(words, found)
    if found.problems:
        yield Heading(2, words.say("compare-notes"))
        yield Listing(tuple(Cell(words.line(problem)) for problem in bounded(found.problems)))
    for entry in found.entries:
        blocks: tuple[Block, ...] = pickle.loads(entry.content)
        if found.folders:
            yield Heading(2, entry.unit)
        for block in blocks:
            below = isinstance(block, Heading) and not found.folders
            yield Heading(block.level - 1, block.text) if isinstance(block, Heading) and below else block


def _sets(words: Words, pair: SetPair) -> Iterator[Block]:
    yield from set_lines(words, pair.new)
    if pair.old.id == pair.new.id and pair.old.version == pair.new.version and not pair.rules:
        return
    yield from set_lines(words, pair.old)
    if not pair.rules:
        yield Paragraph(words.say("compare-same-rules"))
    elif pair.old.family & pair.new.family:
        yield Heading(2, words.say("compare-rules", old=_named(pair.old), new=_named(pair.new)))
        yield difference_list(words, pair.old, pair.new, pair.rules)
    else:
        yield Paragraph(words.say("compare-strangers", old=_named(pair.old), new=_named(pair.new)), "open")


def _named(criteria_set: CriteriaSet) -> str:
    return f"{criteria_set.id} {criteria_set.version}"


def _overview(words: Words, found: ChangeReport) -> Iterator[Block]:
    if found.entries:
        columns = (
            Column(words.say("col-unit"), share=2),
            Column(words.say("compare-col-before"), right=True),
            Column(words.say("compare-col-now"), right=True),
            Column(words.say("compare-col-change"), right=True),
            Column(words.say("col-verdict"), share=2),
            Column(words.say("compare-col-gained"), right=True),
            Column(words.say("compare-col-lost"), right=True),
            Column(words.say("compare-col-open"), right=True),
        )
        yield Heading(2, words.say("compare-overview"))
        yield Table(columns, tuple(entry.row for entry in found.entries))
        yield Paragraph(words.say("compare-counting"), "muted")
    for key, alone in (("compare-only-old", found.only_old), ("compare-only-new", found.only_new)):
        if alone:
            yield Heading(2, words.say(key, n=len(alone)))
            yield Listing(tuple(Cell(words.say("compare-lone", unit=one.unit, file=one.file)) for one in alone))


def _row(words: Words, pair: ComparedPair) -> tuple[Cell, ...]:
    found = pair.change
    counts = {kind: count(found, kind) for kind in ("gained", "lost", "open")}
    tones: tuple[tuple[MetChange, Tone], ...] = (("gained", "good"), ("lost", "bad"), ("open", "open"))
    return (
        Cell(pair.unit, "strong"),
        *_attained(words, found),
        _verdicts(words, found),
        *(Cell(str(counts[kind]), tone if counts[kind] else "muted", counts[kind]) for kind, tone in tones),
    )


def count(found: UnitChange, kind: MetChange) -> int:
    """Give how many indicators came to that at some level: with points those that a level asks to be met, or points.

    Without points an indicator counts once, however many levels it moved at.
    """
    if found.points is None:
        return sum(kind in {one.met(level) for level in one.standing} for one in found.changed)
    moves = [(one.points.old, one.points.new) for one in found.changed]
    match kind:
        case "gained":
            return sum(old.known and new.known and new.low > old.low for old, new in moves)
        case "lost":
            return sum(old.known and new.known and new.low < old.low for old, new in moves)
        case _:
            return sum(not (old.known and new.known) for old, new in moves)


def _attained(words: Words, found: UnitChange) -> tuple[Cell, Cell, Cell]:
    """Give the attainment before, now, and how much it went up: in percent, or indicators met at each level."""
    if found.points is not None:
        old, new = (attainment_cell(words, one.criteria_set, one.scorecard.total) for one in (found.old, found.new))
        return old, new, change_cell(words, ends_of(old), ends_of(new))
    ends = [(one.old, one.new) for one in found.levels]
    met = [[None if one is None else one.attainment.met for one in each] for each in ends]
    before, now = (" · ".join(ends_text(one[at]) for one in met) for at in (0, 1))
    return Cell(before), Cell(now), Cell(" · ".join(change_cell(words, old, new).text for old, new in met))


def _verdicts(words: Words, found: UnitChange) -> Cell:
    """Give the verdict before and now; one where they are the same."""
    old, new = (level_reached(words, one.criteria_set, one.verdict) for one in (found.old, found.new))
    kinds = {one.outcome for one in found.levels}
    tone: Tone = "bad" if "lost" in kinds else "good" if "gained" in kinds else "open" if "open" in kinds else "plain"
    return Cell(old if old == new else words.say("compare-passage", old=old, new=new), tone)


def comparison_records(words: Words, found: ChangeReport) -> tuple[list[str], Iterator[list[Value]]]:
    """Give the header and the rows for CSV: one for the unit as a whole, and one for each indicator that changed."""
    header = [words.say(f"compare-csv-{name}") for name in COLUMNS]
    return header, (row for entry in found.entries for row in pickle.loads(entry.content))


def comparison_json(words: Words, found: ChangeReport) -> Iterator[str]:
    """Give `{"units": [...], "sets": [...], "only_old": [...], ...}` in pieces, one unit a line."""
    return json_texts.envelope(
        (entry.content.decode() for entry in found.entries),
        sets=[pair_of_sets(words, one.old, one.new, one.rules) for one in found.sets],
        only_old=[lone_object(one) for one in found.only_old],
        only_new=[lone_object(one) for one in found.only_new],
        problems=[interface.problem_object(words, problem) for problem in bounded(found.problems, MOST_LISTED)],
    )
