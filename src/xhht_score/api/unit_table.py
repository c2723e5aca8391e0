"""A list of units, one form a row: every mistake with its line and column or its cell, before anything is made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from xhht_score.api.table_fields import LONGEST_FIELD, MOST_COLUMNS, Field, FieldRow, RawTable, over
from xhht_score.api.table_headings import Headings, headings_of
from xhht_score.api.table_sheets import sheet_tables
from xhht_score.api.table_text import text_table
from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Place, Problem, XhhtError, has_errors, in_order
from xhht_score.files import content_of
from xhht_score.identity import code_of, is_lost_code, kind_above
from xhht_score.letters import MOST_MARKS, crowded
from xhht_score.spreadsheet.extraction import OLE
from xhht_score.spreadsheet.limits import MEGABYTE, current_limits
from xhht_score.submission import Submission, Unit
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cleaning import year_of
from xhht_score.workbook.reading.form import fact_of
from xhht_score.workbook.reading.legacy import looks_legacy

TABLE_SUFFIXES = (".csv", ".tsv", ".txt")
#: What a program leaves of letters that its encoding does not have.
_LOST_LETTERS = re.compile(r"[^\W\d_]\?|\?[^\W\d_]|\ufffd")
_ROW_NUMBER = re.compile(r"\d+$")


class UnitRow(NamedTuple):
    """One unit of the list, and where its name stands."""

    submission: Submission
    filled_by: str
    place: Place = Place()


class UnitList(NamedTuple):
    """The units of a list, and what there is to say of how it was read; no error is among it."""

    rows: list[UnitRow]
    problems: tuple[Problem, ...] = ()


def read_units(path: Path, criteria_set: CriteriaSet, year: int | None = None) -> UnitList:
    """Give the units of a list (text, .xlsx, .xls or .ods), those without a year with `year`.

    Raises `XhhtError` with every problem of it.
    """
    headings = headings_of(criteria_set)
    table, top, said = _table_of(path, headings)
    head = table.rows[top]
    problems = [*table.problems, *said, *headings.wrong(head)]
    if not has_errors(problems):
        problems += _said_of(table, top, headings)
    body = table.rows[top + 1 :]
    if not body:
        problems.append(Problem("table-empty", Place(str(path), sheet=table.sheet or None)))
    if has_errors(problems):
        raise XhhtError(problems)
    reader = _Reader(criteria_set, headings.keys(head), year, table.merged)
    rows = [reader.read(row) for row in body]
    problems += [*reader.problems, *reader.doubts()]
    if has_errors(problems):
        raise XhhtError(problems)
    return UnitList(rows, in_order(problems))


# ---------------------------------------------------------------- which table


def _table_of(path: Path, headings: Headings) -> tuple[RawTable, int, list[Problem]]:
    """Give the table of a file, the position of its headings among its rows, and what else is in the file."""
    limits = current_limits()
    content = content_of(path, limits.megabytes * MEGABYTE + 1)
    is_text = path.suffix.lower() in TABLE_SUFFIXES and not content.startswith((b"PK\x03\x04", OLE))
    if not is_text:
        return _sheet_of(path, headings)
    if len(content) > limits.megabytes * MEGABYTE:
        raise XhhtError([Problem("table-too-large", Place(str(path)), {"most": str(limits.megabytes)})])
    table = text_table(path, content, headings.is_name)
    if not table.rows:
        raise XhhtError([Problem("table-empty", Place(str(path)))])
    top = headings.find(table.rows)
    return table, headings.nearest_to_one(table.rows) if top is None else top, []


def _sheet_of(path: Path, headings: Headings) -> tuple[RawTable, int, list[Problem]]:
    """Give the one sheet that has such headings; where none has, the one that is nearest to having them."""
    tables = sheet_tables(path)
    found = [(one, top) for one in tables if (top := headings.find(one.rows)) is not None]
    if len(found) > 1:
        (first, _), (other, top) = found[:2]
        arguments = {"first": first.sheet, "other": other.sheet}
        raise XhhtError([headings.name_in(other.rows[top]).says("table-sheets-several", **arguments)])
    if not found:
        near = [(one, headings.nearest_to_one(one.rows)) for one in tables]
        table, top = max(near, key=lambda one: headings.known_in(one[0].rows[one[1]]), default=(RawTable([]), 0))
        if not table.rows or not headings.known_in(table.rows[top]):
            raise XhhtError([Problem("table-not-found", Place(str(path)))])
        return table, top, []
    table, top = found[0]
    beside = tuple(one.sheet for one in tables if one is not table)
    said = [Problem("table-sheets-beside", Place(str(path)), {"given": table.sheet, "sheets": beside})]
    return table, top, said if beside else []


def _said_of(table: RawTable, top: int, headings: Headings) -> Iterator[Problem]:
    """Say which lines stand above the headings, which headings come again, and which rows nobody sees."""
    head = headings.name_in(table.rows[top])
    at = table.rows[top].index(head)
    above = [field for row in table.rows[:top] for field in row if field.text]
    if above:
        yield above[0].says("table-lines-above", n=top, given=above[0].text)
    body = [row for row in table.rows[top + 1 :] if len(row) > at]
    for row in body:
        if headings.is_name(row[at].text):
            yield row[at].says("table-headings-again", given=row[at].text, first=str(head.place))
    yield from _unseen(table, head, [row[at] for row in body])


def _unseen(table: RawTable, head: Field, names: Sequence[Field]) -> Iterator[Problem]:
    """Say what is read though nobody sees it: the sheet, columns, rows."""
    if table.is_hidden:
        yield head.says("table-hidden", reason="hidden-sheet", names=(table.sheet,))
    row = next(row for row in table.rows if head in row)
    columns = tuple(one.text for at, one in enumerate(row, 1) if one.text and at in table.hidden_columns)
    if columns:
        yield head.says("table-hidden", reason="hidden-columns", names=columns)
    if rows := [one for one in names if _number_of(one) in table.hidden]:
        yield rows[0].says("table-hidden", reason="hidden-rows", names=tuple(one.text for one in rows))


def _number_of(field: Field) -> int:
    found = _ROW_NUMBER.search(field.place.cell or "")
    return int(found[0]) if found else 0


# ---------------------------------------------------------------- rows


class _Reader:
    """Reads the rows of a table by what its columns hold, and keeps what is wrong about them."""

    def __init__(
        self, criteria_set: CriteriaSet, keys: Sequence[str], year: int | None, merged: frozenset[Place]
    ) -> None:
        """Take what the columns hold, the year of all units, and the cells that stand for further ones."""
        self._set, self._keys, self._year, self._merged = criteria_set, keys, year, merged
        self._codes: dict[str, Field] = {}
        self._uncoded: list[Field] = []
        self._years: Field | None = None
        self.problems: list[Problem] = []

    def read(self, row: FieldRow) -> UnitRow:
        """Give the unit of a row; what is wrong about it is kept."""
        for at, field in enumerate(row):
            self.problems += _unfit(field, MOST_COLUMNS if at >= MOST_COLUMNS and field.text else 0)
            if field.text and (at >= len(self._keys) or not self._keys[at]):
                self.problems.append(field.says("table-cell-beside", given=field.text))
            elif field.text and field.place in self._merged:
                self.problems.append(field.says("table-cell-merged", given=field.text))
        found = {key: field for key, field in zip(self._keys, row, strict=False) if key}
        found = {key: field for key, field in found.items() if field.kind not in ("day", "error")}
        self.problems += self._wrong(found, row)
        return self._unit(found)

    def doubts(self) -> Iterator[Problem]:
        """Give the rows without a code, where others have one."""
        for field in self._uncoded if self._codes else ():
            yield field.says("table-code-blank", given=field.text)

    def _wrong(self, row: Mapping[str, Field], whole: FieldRow) -> Iterator[Problem]:
        name, code, year = (row.get(key) for key in (layout.UNIT_NAME, layout.UNIT_CODE, layout.YEAR))
        if name is None or not name.text:
            at = self._keys.index(layout.UNIT_NAME)
            place = whole[min(at, len(whole) - 1)]
            if place.kind not in ("day", "error"):
                yield place.says("table-name-blank")
        for field in (code, row.get(layout.UNIT_PARENT)):
            if field is not None and _is_lost(field):
                yield field.says("code-unusable", given=field.text)
        yield from self._code(code, name)
        if year is not None and year.text:
            yield from self._year_of(year)
        for fact, one in self._set.facts.items():
            field = row.get(layout.FACT_PREFIX + fact)
            if field is not None and field.text and fact_of(self._set, fact, field.text) is None:
                yield field.says("choice-unknown", given=field.text, expected=tuple(one.choices.values()))

    def _code(self, code: Field | None, name: Field | None) -> Iterator[Problem]:
        full = None if code is None else code_of(code.text, self._set.unit)
        if code is not None and full is not None:
            if full in self._codes:
                first = str(self._codes[full].place)
                yield code.says("table-code-repeated", given=code.text, first=first)
            self._codes.setdefault(full, code)
        elif name is not None and name.text and (code is None or not code.text):
            self._uncoded.append(name)

    def _year_of(self, field: Field) -> Iterator[Problem]:
        year = year_of(field.text)
        if year is None:
            yield field.says("table-year-unusable", given=field.text)
        elif self._year is not None and year != self._year:
            yield field.says("table-year-differs", given=field.text, other=f"--year {self._year}")
        elif self._years is not None and year != year_of(self._years.text):
            other = f"{self._years.text} ({self._years.place})"
            yield field.says("table-year-differs", given=field.text, other=other)
        self._years = self._years or (field if year else None)

    def _unit(self, row: Mapping[str, Field]) -> UnitRow:
        texts = {key: field.text for key, field in row.items() if field.text}
        kind = self._set.unit
        unit = Unit(
            name=texts.get(layout.UNIT_NAME, ""),
            code=code_of(texts.get(layout.UNIT_CODE, ""), kind),
            parent=code_of(texts.get(layout.UNIT_PARENT, ""), kind_above(kind)),
        )
        facts = {name: fact_of(self._set, name, texts.get(layout.FACT_PREFIX + name, "")) for name in self._set.facts}
        year = year_of(texts[layout.YEAR]) if layout.YEAR in texts else self._year
        place = row[layout.UNIT_NAME].place if layout.UNIT_NAME in row else Place()
        return UnitRow(Submission(unit=unit, year=year, facts=facts), texts.get(layout.FILLED_BY, ""), place)


def _unfit(field: Field, columns: int) -> Iterator[Problem]:
    """Say what makes a field no text of a list: what Excel made of it, letters that are lost, too much."""
    if columns:
        yield over(field.place, "columns", columns)
    if field.kind == "day":
        yield field.says("table-cell-day", given=field.text)
    elif field.kind == "error":
        yield field.says("table-cell-error", given=field.text)
    elif len(field.text) > LONGEST_FIELD:
        yield over(field.place, "letters", LONGEST_FIELD)
    elif crowded(field.text):
        yield field.says("marks-too-many", most=MOST_MARKS)
    elif _LOST_LETTERS.search(field.text):
        yield field.says("table-letters-lost", given=field.text)
    elif looks_legacy(field.text):
        yield field.says("cell-legacy-encoding", given=field.text)


def _is_lost(field: Field) -> bool:
    """Tell whether a field holds what a spreadsheet made of a code: a number that is not whole, or far too long."""
    return is_lost_code(field.text) or (field.kind == "number" and not (field.text.isdigit() and len(field.text) <= 15))
