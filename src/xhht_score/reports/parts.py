"""A form in parts as a page: what each assignee was given, what conflicts when parts are joined, who has delivered."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Problem
from xhht_score.merging import AnswerSource, Conflict, Delivery, FormPart
from xhht_score.reports.document import Block, Cell, Column, Document, Heading, Paragraph, Table, Tone
from xhht_score.words import Words, fields

#: How many people or cells a candidate is shown with.
_MOST_NAMED = 2
_TONES: dict[str, Tone] = {"none": "bad", "blank": "bad", "some": "open", "full": "good"}


def compose_split(
    words: Words, criteria_set: CriteriaSet, unit: str, parts: Mapping[str, FormPart], files: Mapping[str, Path]
) -> Document:
    """Give what each office was given to fill in, by whom and by when where that is known, and in which file."""
    who, when = any(one.person for one in parts.values()), any(one.deadline for one in parts.values())
    columns = (
        Column(words.say("col-assignee"), share=2),
        *((Column(words.say("col-person"), share=1),) if who else ()),
        *((Column(words.say("col-deadline")),) if when else ()),
        Column(words.say("col-rows"), share=2),
        Column(words.say("col-file"), share=2),
    )
    rows = [
        (
            Cell(fields.office(words, criteria_set, one)),
            *((Cell(parts[one].person or "–"),) if who else ()),
            *((_day_cell(words, parts[one].deadline),) if when else ()),
            Cell(", ".join(parts[one].rows)),
            Cell(path.name),
        )
        for one, path in files.items()
    ]
    title = words.say("split-title", unit=unit, n=len(rows))
    return Document((Heading(1, title), Table(columns, tuple(rows))))


def _day_cell(words: Words, day: datetime.date | None) -> Cell:
    return Cell("–" if day is None else words.date(day))


def compose_merge(
    words: Words,
    criteria_set: CriteriaSet,
    unit: str,
    conflicts: Sequence[Conflict],
    progress: Delivery,
    files: int,
    leftovers: int,
) -> Document:
    """Give the conflicts that nobody has decided, each candidate with who gave it and where, then what was joined.

    `leftovers` counts the cells that could not be joined.
    """
    blocks: list[Block] = [Heading(1, words.say("merge-title", unit=unit))]
    undecided = [one for one in conflicts if one.is_open]
    if undecided:
        blocks += [
            Heading(2, words.say("merge-conflicts", n=len(undecided))),
            _conflicts(words, criteria_set, undecided),
            Paragraph(words.say("merge-how"), "open"),
        ]
    else:
        blocks.append(Paragraph(words.say("merge-none"), "good"))
    summary = words.say(
        "merge-summary",
        parts=files,
        answered=progress.answered,
        asked=progress.asked,
        conflicts=len(undecided),
        decided=sum(len(one.candidates) > 1 and not one.is_open for one in conflicts),
        missing=progress.asked - progress.answered,
    )
    if leftovers:
        blocks.append(Paragraph(words.say("merge-leftovers", n=leftovers), "open"))
    return Document((*blocks, Paragraph(summary, "strong")))


def _conflicts(words: Words, criteria_set: CriteriaSet, conflicts: Iterable[Conflict]) -> Table:
    columns = (
        Column(words.say("csv-indicator")),
        Column(words.say("col-title"), share=2),
        Column(words.say("col-candidate"), share=2),
        Column(words.say("col-who"), share=2),
        Column(words.say("col-where"), share=2),
    )
    rows = []
    for conflict in conflicts:
        asked = (conflict.key.indicator or "–", fields.asked(words, criteria_set, conflict.key))
        for candidate in conflict.left:
            value = fields.said(words, criteria_set, conflict.key, candidate.value)
            who, where = (_short(words, texts) for texts in _said_by(candidate.sources))
            rows.append((*map(Cell, asked), Cell(value, "strong"), Cell(who), Cell(where, "muted")))
            asked = ("", "")
    return Table(columns, tuple(rows))


def _said_by(sources: Sequence[AnswerSource]) -> tuple[list[str], list[str]]:
    """Give who said something, and in which cells."""
    who = list(dict.fromkeys(one.who for one in sources))
    return who, [f"{one.file} › {one.sheet}!{one.cell}" for one in sources]


def _short(words: Words, texts: Sequence[str]) -> str:
    """Give the first few; the conflicts sheet has them all."""
    more = [words.say("more-of-them", n=len(texts) - _MOST_NAMED)] if len(texts) > _MOST_NAMED else []
    return "; ".join((*texts[:_MOST_NAMED], *more))


def compose_status(
    words: Words, units: Iterable[tuple[CriteriaSet, str, int | None, Sequence[Delivery]]], directory: Path
) -> Document:
    """Give who has delivered what, unit by unit."""
    blocks: list[Block] = [Heading(1, words.say("status-title"))]
    for criteria_set, unit, year, deliveries in units:
        said = words.say("year-unknown") if year is None else str(year)
        blocks.append(Heading(2, words.say("unit-year", unit=unit, year=said)))
        blocks.append(_deliveries(words, criteria_set, deliveries, directory))
        blocks.append(Paragraph(_summary(words, deliveries), "strong"))
        if wrong := [(one, problem) for one in deliveries for problem in one.wrong]:
            blocks += [Heading(3, words.say("status-wrong")), _wrong(words, criteria_set, wrong)]
    return Document(tuple(blocks))


def _wrong(words: Words, criteria_set: CriteriaSet, found: Iterable[tuple[Delivery, Problem]]) -> Table:
    """Give which errors each office has, cell by cell."""
    columns = (
        Column(words.say("col-assignee"), share=1),
        Column(words.say("col-where"), share=1),
        Column(words.say("col-wrong"), share=2),
    )
    rows = []
    for one, problem in found:
        office = words.say("status-whole") if one.assignee is None else fields.office(words, criteria_set, one.assignee)
        where = f"{problem.place.sheet}!{problem.place.cell}" if problem.place.cell else problem.place.sheet or "–"
        rows.append((Cell(office), Cell(where), Cell(words.message(problem), "bad")))
    return Table(columns, tuple(rows))


def _deliveries(words: Words, criteria_set: CriteriaSet, deliveries: Iterable[Delivery], directory: Path) -> Table:
    deliveries = list(deliveries)
    who, when = any(one.person for one in deliveries), any(one.deadline for one in deliveries)
    columns = (
        Column(words.say("col-assignee"), share=3),
        *((Column(words.say("col-person"), share=1),) if who else ()),
        *((Column(words.say("col-deadline")),) if when else ()),
        Column(words.say("col-state"), share=1),
        Column(words.say("col-answered"), right=True),
        Column(words.say("col-to-look-at"), share=1),
        Column(words.say("col-file"), share=2),
    )
    return Table(columns, tuple(tuple(_row(words, criteria_set, one, directory, who, when)) for one in deliveries))


def _row(
    words: Words, criteria_set: CriteriaSet, one: Delivery, directory: Path, who: bool, when: bool
) -> Iterator[Cell]:
    whole = one.assignee is None
    yield Cell(words.say("status-whole") if one.assignee is None else fields.office(words, criteria_set, one.assignee))
    if who:
        yield Cell(one.person or "–")
    if when:
        yield _day_cell(words, one.deadline)
    state = state_of(one)
    yield Cell(words.say(f"status-{state}"), _TONES[state])
    yield Cell(f"{one.answered}/{one.asked}")
    yield Cell(_to_look_at(words, one), "bad" if one.unread or one.errors else "open")
    yield Cell("–" if one.file is None else _within(directory, Path(one.file)), "strong" if whole else "plain")


def _to_look_at(words: Words, one: Delivery) -> str:
    """Give how much of a file is blank or wrong; a dash where nothing is."""
    counts = {"blanks": one.blanks, "unread": one.unread, "errors": one.errors, "warnings": one.warnings}
    return ", ".join(words.say(f"with-{name}", n=n) for name, n in counts.items() if n) or "–"


def state_of(one: Delivery) -> str:
    """Give how far something was delivered: `none`, `blank`, `some` or `full`."""
    if one.file is None:
        return "none"
    return "full" if one.answered == one.asked else "some" if one.answered or one.unread else "blank"


def _within(directory: Path, path: Path) -> str:
    return str(path.relative_to(directory)) if path.is_relative_to(directory) else str(path)


def _summary(words: Words, deliveries: Sequence[Delivery]) -> str:
    """Give how many have delivered; of several files of one assignee the fullest counts."""
    best: dict[str | None, Delivery] = {}
    for one in deliveries:
        if one.assignee not in best or one.answered > best[one.assignee].answered:
            best[one.assignee] = one
    mine = [one for assignee, one in best.items() if assignee is not None] or list(best.values())
    return words.say(
        "status-summary",
        delivered=sum(one.file is not None for one in mine),
        n=len(mine),
        answered=sum(one.answered for one in mine),
        asked=sum(one.asked for one in mine),
    )
