"""A list of units, one form a row: every mistake with its line and column or its cell, before anything is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from xhht_score.api.table_fields import MOST_COLUMNS, Field, FieldRow
from xhht_score.api.table_files import listed_in, unfit
from xhht_score.api.table_headings import headings_of
from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Place, Problem, XhhtError, has_errors, in_order
from xhht_score.identity import code_of, is_lost_code, kind_above
from xhht_score.submission import Submission, Unit
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cleaning import year_of
from xhht_score.workbook.reading.form import fact_of


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
    table = listed_in(path, headings)
    reader = _Reader(criteria_set, headings.keys(table.head), year, table.merged)
    rows = [reader.read(row) for row in table.body]
    problems = [*table.problems, *reader.problems, *reader.doubts()]
    if has_errors(problems):
        raise XhhtError(problems)
    return UnitList(rows, in_order(problems))


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
            self.problems += unfit(field, MOST_COLUMNS if at >= MOST_COLUMNS and field.text else 0)
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


def _is_lost(field: Field) -> bool:
    """Tell whether a field holds what a spreadsheet made of a code: a number that is not whole, or far too long."""
    return is_lost_code(field.text) or (field.kind == "number" and not (field.text.isdigit() and len(field.text) <= 15))
