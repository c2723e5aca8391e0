"""A form with nothing in it that cannot be trusted: blank where a copy says otherwise, or the row is another's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Place, Problem
from xhht_score.merging import Key
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import Form, FormCell
from xhht_score.workbook.reading.cleaning import is_blank
from xhht_score.workbook.reading.conflicts import settled
from xhht_score.workbook.reading.copies import copies
from xhht_score.workbook.reading.mixed import mixed_up
from xhht_score.workbook.reading.standing import standing
from xhht_score.workbook.symbols import APPRAISAL, CONFLICTS


def sound(form: Form, criteria_set: CriteriaSet) -> Form:
    """Give the form with every chosen candidate in its cell, and blank where there are doubts.

    `doubts` says why, field by field, `said` everything that was found; `leftovers` are those of an old form that
    nobody has dealt with yet.
    """
    differing, said = copies(form, criteria_set)
    doubts = {key: (problem,) for key, problem in differing.items() if not key.field.startswith(layout.OWN_ROWS)}
    for identifier, problem in mixed_up(form, criteria_set):
        said.append(problem)
        for key in _filled(form, identifier, only_council=_is_of(form, problem.place, APPRAISAL)):
            doubts[key] = (*doubts.get(key, ()), problem)
    if any(one.code == "sheet-repeated" and _is_of(form, one.place, CONFLICTS) for one in said):
        form = replace(form, contested=tuple(map(_undecided, form.contested)))
    chosen = settled(form)
    standings = tuple(standing(form, chosen, criteria_set))
    for left, problem in standings:
        said.append(problem)
        if problem.severity == "error":
            doubts[left.key] = (*doubts.get(left.key, ()), problem)
    return replace(_without(chosen, doubts), said=tuple(said), leftovers=tuple(left for left, _ in standings))


def _filled(form: Form, identifier: str, *, only_council: bool) -> Iterator[Key]:
    """Give the fields of a row that hold anything, or those that the council filled in alone."""
    for row in form.answers:
        if row[0].id == identifier:
            found = (cell for cell in row[1:] if layout.is_appraised(cell.field) or not only_council)
            yield from (Key(cell.id, cell.field) for cell in found if not is_blank(cell.value))


def _is_of(form: Form, place: Place, name: str) -> bool:
    return name in form.pages and place.sheet == form.pages[name].title


def _undecided(row: dict[str, FormCell]) -> dict[str, FormCell]:
    """Give a row of the conflicts sheet as if nobody had chosen."""
    return {name: cell._replace(value="") if name == layout.CHOICE else cell for name, cell in row.items()}


def _without(form: Form, doubts: Mapping[Key, tuple[Problem, ...]]) -> Form:
    """Give the form with blanks where there are doubts."""
    if not doubts:
        return replace(form, doubts=doubts)
    info = {key: cell._replace(value="") if Key("", key) in doubts else cell for key, cell in form.info.items()}
    answers = tuple(
        tuple(cell._replace(value="") if Key(cell.id, cell.field) in doubts else cell for cell in row)
        for row in form.answers
    )
    return replace(form, info=info, answers=answers, doubts=doubts)
