"""What the leftovers sheet of a form still says: each row that nobody has dealt with, and the problem that it is."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xhht_score.criteria import CriteriaSet
from xhht_score.definitions import Text
from xhht_score.errors import Place, Problem
from xhht_score.merging import AnswerSource, Key, Leftover
from xhht_score.problems import entry_of, is_known
from xhht_score.spreadsheet.cell_names import cell_name
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import Form, FormCell, clean
from xhht_score.workbook.symbols import ANSWERS, LEFTOVERS


class Standing(NamedTuple):
    """A leftover of a form that nobody has dealt with: its row, and the problem that it still is."""

    leftover: Leftover
    problem: Problem


def standing(form: Form, chosen: Form, criteria_set: CriteriaSet) -> Iterator[Standing]:
    """Give what the leftovers sheet says of cells that hold what the program put there, until the row is cleared.

    `chosen` is the form with every chosen candidate in its cell. The problems have the code that they had in the old
    form; `said` is what was said of it then.
    """
    page = form.pages.get(LEFTOVERS)
    if page is None or not page.columns.keys() >= {*layout.LEFTOVER_FIELDS, *layout.LEFTOVER_HIDDEN}:
        return
    targets = _Targets(form, chosen)
    for number, identifier, values in page.body:
        row = {name: clean(values[at]) for name, at in page.columns.items()}
        if not row[layout.FIELD] or not row[layout.SHOWN]:
            continue
        key, target = targets.of(Key(identifier, row[layout.FIELD]))
        if target is not None and held(target.value) != row[layout.CARRIED]:
            continue
        name = cell_name(number, page.columns[layout.SHOWN])
        place = form.place(target) if target else Place(form.file, None, None, page.title, name)
        yield _standing(criteria_set, key, row, place)


def _standing(criteria_set: CriteriaSet, key: Key, row: Mapping[str, str], place: Place) -> Standing:
    sheet, _, cell = row[layout.CELL].rpartition("!")
    source = AnswerSource(row[layout.WHO], row[layout.FILE], sheet, cell)
    code, why = row[layout.CODE], tuple(row[name] for name in layout.LEFTOVER_REASONS)
    about = {"indicator": key.indicator} if key.indicator in criteria_set.indicators else {}
    if not is_known(code) or entry_of(code).severity == "notice" or not all(why):
        problem = Problem("not-carried", place, {**about, "given": row[layout.SHOWN], "reason": "lost-unusable"})
        why = tuple(Words(language).message(problem) for language in LANGUAGES)
    else:
        said = Text(**dict(zip(LANGUAGES, why, strict=True)))
        old = f"{source.file} › {row[layout.CELL]}"
        problem = Problem(code, place, {**about, "said": said, "shown": row[layout.SHOWN], "old": old})
    return Standing(Leftover(key, problem.code, row[layout.SHOWN], why, source, own=True), problem)


class _Targets:
    """The cells of a form by the fields that the leftovers sheet names."""

    def __init__(self, form: Form, chosen: Form) -> None:
        self._page, self._info = form.pages[ANSWERS], chosen.info
        self._now = {cell.cell: Key(cell.id, cell.field) for row in form.answers for cell in row[1:]}
        self._cells = {Key(cell.id, cell.field): cell for row in chosen.answers for cell in row}

    def of(self, key: Key) -> tuple[Key, FormCell | None]:
        """Give the field as the set has it now, and its cell, blank or not; None where the form has no such cell."""
        if not key.indicator:
            return key, self._info.get(key.field)
        row, column = self._page.keys.get(key.indicator), self._page.columns.get(key.field)
        if row is None or column is None:
            return key, None
        name = cell_name(row, column)
        key = self._now.get(name, key)
        return key, self._cells.get(key, FormCell(self._page.title, name, *key, self._page.rows[row][column]))


def held(value: object) -> str:
    """Give what a cell holds as text, the same when it is planned and when it is read back."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    return "" if value is None else clean(value)
