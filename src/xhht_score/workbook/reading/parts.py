"""What one form adds to a union: its answers with who gave them and where, and what its conflicts sheet holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Problem
from xhht_score.merging import (
    ASSIGNEE,
    EVERYBODY,
    EVIDENCE,
    FIGURES,
    JOINED,
    NOT_APPLICABLE,
    AnsweredValue,
    AnswerSource,
    Dropped,
    Joint,
    Key,
    Leftover,
    Said,
    flat,
    owns,
    shares,
)
from xhht_score.submission import Submission
from xhht_score.words import Words, fields
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import CandidateCell, Form, FormCell, clean
from xhht_score.workbook.reading.checks import contested_fields, level_of
from xhht_score.workbook.reading.cleaning import date_of, yes_or_no
from xhht_score.workbook.reading.conflicts import decided, options_of
from xhht_score.workbook.reading.form import fact_of
from xhht_score.workbook.reading.leftovers import source_of
from xhht_score.workbook.reading.offices import is_joined, listed_in, office_named, part_of
from xhht_score.workbook.reading.values import figure_in

#: What each candidate means, and what is wrong with it.
_Read = Mapping[CandidateCell, tuple[AnsweredValue | None, list[Problem]]]
#: Between the names of several people who filled a merged form in.
BETWEEN = "; "


def owners_of(form: Form, criteria_set: CriteriaSet) -> frozenset[str]:
    """Give the indicators that a form was made for, with `JOINED` among them where it was joined of several parts.

    `EVERYBODY` stands for a form that was not split.
    """
    if (part := part_of(form, criteria_set)) is None:
        return frozenset((EVERYBODY,))
    return frozenset((*part.rows, *((JOINED,) if is_joined(form) else ())))


def unknown_assignees(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Check that a part is one of offices, or of rows, that the set knows."""
    for key, known in (
        (layout.PART_ASSIGNEE, tuple(shares(criteria_set))),
        (layout.PART_ROWS, criteria_set.indicators),
    ):
        for name in listed_in(form, key):
            if name not in known:
                place = form.place(form.info[key])
                yield Problem("part-assignee-unknown", place, {"given": name, "expected": tuple(known)})


def joint_of(
    words: Words, form: Form, criteria_set: CriteriaSet, submission: Submission, left: Iterable[Leftover] = ()
) -> tuple[Joint, tuple[Problem, ...]]:
    """Give what a form says, as it was understood and read, and the problems of candidates that cannot be read.

    `left` are the leftovers of the form.
    """
    owners = owners_of(form, criteria_set)
    problems: list[Problem] = list(unknown_assignees(form, criteria_set))
    values = flat(criteria_set, submission)
    said: set[Said] = set()
    dropped: set[Dropped] = set()
    contested: dict[Key, dict[AnsweredValue, tuple[AnswerSource, ...]]] = {}
    known_fields = contested_fields(criteria_set)
    rows = {row[0].id: {cell.field: cell for cell in row} for row in form.answers}
    for key, options in options_of(form).items():
        if key not in known_fields:
            continue
        own = owns(owners, criteria_set, key)
        read = {one: _value(form, criteria_set, key, one.cell, rows.get(key.indicator, {})) for one in options}
        known, found = _candidates(form, key, read)
        problems += found
        contested[key] = known
        said |= {Said(key, value, one, own) for value, sources in known.items() if value != FIGURES for one in sources}
        dropped |= {Dropped(key, value, own) for value in _rejected(key, read, values)}
    cells = _cells(form)
    for key, value in values.items():
        if value not in contested.get(key, ()):
            source = source_of(words, form, criteria_set, key.indicator, cells.get(key))
            said.add(Said(key, value, source, owns(owners, criteria_set, key)))
    leftovers = (one._replace(own=owns(owners, criteria_set, one.key)) for one in left)
    return Joint(owners, frozenset(said), frozenset(dropped), frozenset(leftovers)), tuple(problems)


def _candidates(
    form: Form, key: Key, read: _Read
) -> tuple[dict[AnsweredValue, tuple[AnswerSource, ...]], list[Problem]]:
    known: dict[AnsweredValue, tuple[AnswerSource, ...]] = {}
    problems: list[Problem] = []
    for one, (value, found) in read.items():
        problems += found
        if value is not None:
            known[value] = (*known.get(value, ()), *one.sources)
        elif not found:
            problems.append(Problem("conflict-unknown", form.place(one.cell), {"given": clean(one.cell.value)}))
    return known, problems


def _rejected(key: Key, read: _Read, values: Mapping[Key, AnsweredValue]) -> set[AnsweredValue]:
    """Give the candidates that were decided against: by another one that counts now, or by a mark."""
    found = {one: value for one, (value, _) in read.items()}
    given = {value for value in found.values() if value is not None}
    if key in values:
        return given - {values[key]}
    if key.field == NOT_APPLICABLE and _has_figures(key, values):
        return given - {FIGURES}
    chosen = decided(tuple(read))
    if chosen is not None and found[chosen] is not None:
        return given - {found[chosen]}
    return {value for one, value in found.items() if one.chosen is False and value is not None}


def _has_figures(key: Key, values: Mapping[Key, AnsweredValue]) -> bool:
    return any(one.indicator == key.indicator and one.field.startswith("value_") for one in values)


def _value(
    form: Form, criteria_set: CriteriaSet, key: Key, cell: FormCell, row: Mapping[str, FormCell]
) -> tuple[AnsweredValue | None, list[Problem]]:
    """Read one candidate as the cell that it is for would be read beside the others of its row."""
    if question := fields.question_of(criteria_set, key):
        return figure_in(form, criteria_set.indicators[key.indicator], question, cell, row)
    text = clean(cell.value)
    if cell.field == layout.FIGURES:
        return FIGURES, []
    if key.field == ASSIGNEE:
        return office_named(criteria_set, text), []
    if key.field == EVIDENCE:
        return yes_or_no(cell.value), []
    if key.field in (layout.DECISION_DATE, layout.REQUEST_DATE):
        return date_of(cell.value), []
    if key.field == layout.DECISION_LEVEL:
        return level_of(criteria_set, text), []
    if key.field.startswith(layout.FACT_PREFIX):
        name = key.field.removeprefix(layout.FACT_PREFIX)
        return (fact_of(criteria_set, name, text) if name in criteria_set.facts else None), []
    return text or None, []


def _cells(form: Form) -> dict[Key, FormCell]:
    """Give the cells of a form by what they answer."""
    found = {Key("", key): cell for key, cell in form.info.items()}
    for row in reversed(form.answers):
        found |= {Key(cell.id, cell.field): cell for cell in row}
    return found
