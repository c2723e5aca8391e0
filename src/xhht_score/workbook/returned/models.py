"""A sound form as the model of the next ones of its origin, which are read by what differs in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

from xhht_score.criteria import CriteriaSet
from xhht_score.letters import MOST_MARKS
from xhht_score.recent import Recent
from xhht_score.spreadsheet.archive import Clock
from xhht_score.spreadsheet.cell_names import cell_name, column_number
from xhht_score.spreadsheet.models import Model, RawValue, SheetsFound, values_of
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import (
    Form,
    FormCell,
    answer_row,
    filled_columns,
    info_cells,
    unfit,
    value_columns,
    with_council,
)
from xhht_score.workbook.reading.form import (
    FormReading,
    RowReading,
    UnitReading,
    read_row,
    said_of_sheets,
    told,
    unit_in,
)
from xhht_score.workbook.reading.oddities import is_for_council, legacy_encoded
from xhht_score.workbook.reading.refitting import asks_as_now
from xhht_score.workbook.returned.fingerprint import changes
from xhht_score.workbook.returned.origins import handed_out
from xhht_score.workbook.returned.stored import is_looked_at
from xhht_score.workbook.symbols import ANSWERS, APPRAISAL, INFO, RESULTS

#: The sheets of a form that nobody has split, merged or repaired.
_SHEETS = frozenset((INFO, ANSWERS, RESULTS, APPRAISAL))
#: So many values, and so many rows, that stood last in the forms of one model are remembered at least.
_VALUES, _ROWS = 2_048, 2_048


class _Spot(NamedTuple):
    """Where a cell stands: its page, and row and column, counted from 0."""

    page: str
    row: int
    column: int


class _FormRow(NamedTuple):
    """The row of an indicator as it was read: its cells, what they say, and what there is to say, without a file."""

    cells: tuple[FormCell, ...]
    read: RowReading | None


class FormModel:
    """A form that was read whole and in which nothing was found but what its cells to fill in hold."""

    def __init__(self, form: Form, criteria_set: CriteriaSet, found: SheetsFound) -> None:
        """Keep a form, of which the sheets as they were found are given; `is_sound` tells whether it may be a model."""
        self._form, self.criteria_set = replace(form, file=""), criteria_set
        self._columns = {name: filled_columns(form.pages[name]) for name in (ANSWERS, APPRAISAL) if name in form.pages}
        self._always_there = {
            at for at, _, field, wanted in self._columns[ANSWERS] if wanted and not layout.is_appraised(field)
        }
        self._open = dict(self._open_cells())
        self._titles = {page.title: name for name, page in form.pages.items()}
        self._computed = frozenset(self._formulas())
        told = (spot for spot in self._computed if self._is_looked_at(spot))
        self._workbook = Model(found, self._names(self._open), self._names(told))
        self._spots: dict[tuple[str, str], tuple[_Spot | None, str | None]] = {}
        self._values = Recent[bytes, Any](_VALUES)
        self._rows = Recent[tuple[object, ...], _FormRow](_ROWS)

    def _open_cells(self) -> Iterator[tuple[_Spot, str]]:
        """Give the cells that people fill in, or that are filled in for them, with the key of each row."""
        page = self._form.pages[INFO]
        for key in self._form.info:
            if key == layout.FORM_RESULTS or not key.startswith(layout.OWN_ROWS):
                yield _Spot(INFO, page.keys[key], value_columns(page)[0]), key
        for name, columns in self._columns.items():
            for number, key, _ in self._form.pages[name].body:
                indicator = self.criteria_set.indicators.get(key)
                for at, _, field, _ in columns if indicator is not None else ():
                    if name == ANSWERS or (indicator is not None and is_for_council(indicator, field)):
                        yield _Spot(name, number, at), key

    def _formulas(self) -> Iterator[_Spot]:
        """Give the cells with a formula."""
        for name, page in self._form.pages.items():
            for letters, number, *_ in chain.from_iterable(self._form.package.formulas(page.title)):
                yield _Spot(name, int(number) - 1, column_number(letters.decode()))

    def _is_looked_at(self, spot: _Spot) -> bool:
        """Tell whether the result of a formula is of any concern."""
        page = self._form.pages[spot.page]
        return any(is_looked_at(spot.page, field) for field, at in page.columns.items() if at == spot.column)

    def _names(self, spots: Iterable[_Spot]) -> dict[str, list[str]]:
        """Give the names of cells by their sheets."""
        cells: dict[str, list[str]] = {}
        for name, row, column in spots:
            cells.setdefault(self._form.pages[name].title, []).append(cell_name(row, column))
        return cells

    @property
    def is_sound(self) -> bool:
        """Whether all that is not to fill in is as it was handed out, and stays so whatever is filled in.

        What hidden rows and columns and merged cells hide is told of cells that hold something, so it is looked at as
        if all did, those with results among them.
        """
        form, criteria_set = self._form, self.criteria_set
        if not form.pages.keys() <= _SHEETS or form.copies or not form.text(layout.FORM_FORMULAS):
            return False
        if not asks_as_now(form, criteria_set) or handed_out(form, criteria_set) is None:
            return False
        if any(layout.is_appraised(column[2]) for column in self._columns[ANSWERS]) or not self._are_single():
            return False
        if not all(form.package.worksheet(page.title).as_found for page in form.pages.values()):
            return False
        rest = (cell for row in form.answers if row[0].id not in criteria_set.indicators for cell in row)
        full = self._with("", dict.fromkeys((*self._open, *self._computed), "x"))
        known = criteria_set.indicators
        full = replace(
            full, answers=tuple(self._row(full, row[0].id) if row[0].id in known else row for row in form.answers)
        )
        said = (said_of_sheets(one, criteria_set, criteria_set) for one in (form, full))
        return not any(True for one in (*said, changes(form, criteria_set), legacy_encoded(form, rest)) for _ in one)

    def _are_single(self) -> bool:
        """Tell whether every key and every id stands there once."""
        form = self._form
        if len(value_columns(form.pages[INFO])) > 1:
            return False
        for name in self._columns.keys() | {INFO}:
            keys = [key for _, key, _ in form.pages[name].body if key]
            if len({*keys}) < len(keys):
                return False
        return True

    def read(self, file: str, found: SheetsFound, clock: Clock) -> FormReading | None:
        """Read another form that differs from the model in nothing but values; None where it has to be read whole."""
        differing = self._workbook.differing(found)
        known = None if differing is None else self._known(differing, clock)
        if differing is None or known is None:
            return None
        changed: dict[str, list[RawValue]] = {}
        values: dict[_Spot, Any] = {}
        for one in differing:
            spot, key = self._spot(one)
            if spot is None:
                continue
            values[spot] = known[one.xml]
            if key is not None:
                changed.setdefault(key, []).append(one)
        styles = {(one.sheet, one.name): one.style for of_row in changed.values() for one in of_row}
        form = replace(self._with(file, values), package=self._form.package.restyled(styles))
        unit = unit_in(form, self.criteria_set)
        rows = self._read_rows(replace(form, file=""), unit, changed)
        form = replace(form, answers=tuple(row.cells for row in rows))
        read = {row.cells[0].id: row.read for row in rows if row.read is not None}
        said = (one.within(file) for row in read.values() for one in row.problems)
        answers = {key: row.answer for key, row in read.items()}
        appraisals = {key: row.appraisal for key, row in read.items() if row.appraisal is not None}
        problems = (*unit.problems, *legacy_encoded(form, form.info.values()), *said)
        return FormReading(unit.submission(answers, appraisals), told(form, problems), form, self.criteria_set)

    def _read_rows(self, form: Form, unit: UnitReading, changed: Mapping[str, list[RawValue]]) -> list[_FormRow]:
        """Read the rows of a form without a file; of equal cells and an equal unit the reading is the same one."""
        about = (unit.year, *unit.facts.items())
        rows: list[_FormRow] = []
        for row in form.answers:
            identifier = row[0].id
            key = (identifier, about, *changed.get(identifier, ()))
            known = self._rows.get(key)
            if known is None:
                known = self._read_row(form, unit, row, changed.get(identifier, ()))
                self._rows.put(key, known)
            rows.append(known)
        return rows

    def _read_row(
        self, form: Form, unit: UnitReading, row: tuple[FormCell, ...], changed: Sequence[RawValue]
    ) -> _FormRow:
        identifier = row[0].id
        indicator = self.criteria_set.indicators.get(identifier)
        if indicator is None:
            return _FormRow(row, None)
        cells = self._changed_row(form, row, changed)
        read = read_row(form, self.criteria_set, indicator, {one.field: one for one in cells}, unit.facts, unit.year)
        problems = (*legacy_encoded(form, cells), *read.problems)
        return _FormRow(cells, RowReading(read.answer, read.appraisal, problems))

    def _known(self, cells: Sequence[RawValue], clock: Clock) -> dict[bytes, Any] | None:
        """Give the values of cells by their XML, None where not all of them can be told."""
        known = {one.xml: self._values.get(one.xml) for one in cells}
        unknown = [one for one in cells if known[one.xml] is None]
        found = values_of(self._form.package, unknown, clock) if unknown else {}
        if found is None or any(type(one) is str and len(one) > MOST_MARKS and unfit(one) for one in found.values()):
            return None
        for one, value in found.items():
            self._values.put(one, value)
        return known | found

    def _spot(self, cell: RawValue) -> tuple[_Spot | None, str | None]:
        """Give where a cell stands, None on a sheet that is not read, and whose row it is in, if it is filled in."""
        place = (cell.sheet, cell.name)
        found = self._spots.get(place)
        if found is None:
            name, letters = self._titles.get(cell.sheet), cell.name.rstrip("0123456789")
            spot = None if name is None else _Spot(name, int(cell.name[len(letters) :]) - 1, column_number(letters))
            found = self._spots[place] = spot, None if spot is None or name == INFO else self._open.get(spot)
        return found

    def _with(self, file: str, values: Mapping[_Spot, Any]) -> Form:
        """Give the form of a file with other values on its pages and about its unit; its rows are the model's."""
        rows = {name: list(page.rows) for name, page in self._form.pages.items()}
        anew: set[tuple[str, int]] = set()
        for (name, row, column), value in values.items():
            page = rows[name]
            if row < len(page) and column < len(page[row]):
                if (name, row) not in anew:
                    anew.add((name, row))
                    page[row] = list(page[row])
                page[row][column] = value
        pages = {name: page.holding(rows[name]) for name, page in self._form.pages.items()}
        return replace(self._form, file=file, info=info_cells(pages[INFO]), pages=pages)

    def _changed_row(self, form: Form, row: tuple[FormCell, ...], changed: Sequence[RawValue]) -> tuple[FormCell, ...]:
        """Give the cells of a row of the model as the form's pages have them, where some are changed.

        A column that has a cell in every row, whatever it holds, and in which the council writes nothing, changes
        nothing but the value of its cell.
        """
        values: dict[str, Any] = {}
        for one in changed:
            spot, _ = self._spot(one)
            if spot is None or spot.page != ANSWERS or spot.column not in self._always_there:
                return self._row(form, row[0].id)
            values[one.name] = form.pages[ANSWERS].rows[spot.row][spot.column]
        title = form.answers_sheet
        return tuple(
            one._replace(value=values[one.cell]) if one.cell in values and one.sheet == title else one for one in row
        )

    def _row(self, form: Form, identifier: str) -> tuple[FormCell, ...]:
        """Give the cells of the row of an indicator, with what the council wrote, as its pages have them."""
        mine, councils = (self._cells(form, name, identifier) for name in (ANSWERS, APPRAISAL))
        return with_council(mine, councils)[0]

    def _cells(self, form: Form, name: str, identifier: str) -> tuple[tuple[FormCell, ...], ...]:
        page = form.pages.get(name)
        number = None if page is None else page.keys.get(identifier)
        if page is None or number is None:
            return ()
        return (answer_row(page, self._columns[name], number, identifier, page.rows[number]),)
