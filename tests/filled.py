"""Filled forms of the example units, and the changes that tests and the catalogue make to them."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from xhht_score.api.single import load_once
from xhht_score.merging import shares
from xhht_score.numbers import Language
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.writing.plan import PERCENT_FORMAT
from xhht_score.workbook.writing.template import make_form

sys.path.append(str(Path(__file__).resolve().parents[1] / "examples"))  # pytest has it already, scripts have not
from kept_forms import FilledForm, Kept, KeptForm
from make import CRITERIA, submission_from, units

#: What Sầm Sơn answers where nothing is to be said of its form: its own 0.94% could be read as 94%.
QUIET = {"4.3": "1.31 -> 1.04"}
#: Among whom tests split the example of Yên Định; the first collects what is left of the pilot's sixteen offices.
PART_OFFICES = ("khuyen-hoc", "giao-duc", "noi-vu", "doan", "cap-uy")


Change = Callable[[FilledForm], Any]


def as_form(book: Any) -> FilledForm:
    """Give a workbook as a form."""
    return FilledForm(book)


@cache
def entries() -> dict[str, dict[str, Any]]:
    """Give the entries of the example units by file name without folder and suffix."""
    return {Path(entry["file"]).name: entry for entry in units()}


def form_of(unit: str | None, language: Language = "vi", /, **fields: Any) -> FilledForm:
    """Give the form of an example unit with some fields of its entry replaced, answers one by one; anew at each call.

    For None it is the form of the pilot set, which nobody has filled in.
    """
    return KeptForm(_kept(unit, language, _Fields(fields)))


def old_form_of(unit: str, /, **fields: Any) -> FilledForm:
    """Give the form of an example unit as `form_of` does, without percent cells; anew at each call."""
    return KeptForm(_kept(unit, "vi", _Fields(fields), old=True))


def file_of(unit: str, **fields: Any) -> bytes:
    """Give the form of an example unit, with nothing else changed, as a file."""
    return _saved(unit, _Fields(fields))


def few_offices(path: Path, *offices: str) -> Path:
    """Write a list by which some offices of the pilot collect what they do anyway, and the first all the rest.

    The pilot has sixteen, and as many parts take two seconds to write.
    """
    criteria_set = load_once(CRITERIA).criteria_set
    own = {row: office for office, rows in shares(criteria_set).items() for row in rows}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("Chỉ tiêu", "Cơ quan"))
        for one in criteria_set.indicators:
            office = own.get(one, "")
            rows.writerow((one, criteria_set.offices[office if office in offices else offices[0]].vi))
    return path


class _Fields(dict[str, Any]):
    """Fields of an entry, which are the same where they look the same."""

    def __hash__(self) -> int:
        return hash(repr(self))


@cache
def _kept(unit: str | None, language: Language, fields: _Fields, *, old: bool = False) -> Kept:
    entry = {} if unit is None else {**entries()[unit], **fields}
    loaded = load_once(entry.get("criteria_set", CRITERIA))
    submission = None
    if unit is not None:
        answers = {**entries()[unit]["answers"], **fields.get("answers", {})}
        submission = submission_from({**entry, "answers": answers})

    def make() -> Any:
        book = make_form(Words(language), loaded.criteria_set, loaded.sha256, submission=submission)
        return without_percent_cells(as_form(book)).book if old else book

    return Kept(make)


@cache
def _saved(unit: str, fields: _Fields) -> bytes:
    out = BytesIO()
    form_of(unit, **fields).save(out)
    return out.getvalue()


def without_percent_cells(form: FilledForm) -> FilledForm:
    """Give a form as generation 0.1.0 handed it out as far as its cells of percentages go: without a percent format."""
    form.about(layout.FORM_GENERATION).value = None
    for row in form.answers.iter_rows():
        for cell in row:
            if cell.number_format == PERCENT_FORMAT:
                cell.number_format = "#,##0.##########"
                if isinstance(cell.value, float | int):
                    cell.value = round(cell.value * 100, 12)
    return form


# Changes: each gives the cell that it is about


@dataclass(frozen=True)
class _Put:
    """Fills one cell of the answers sheet."""

    identifier: str
    value: Any
    field: str
    number_format: str | None

    def __call__(self, form: FilledForm) -> Cell:
        cell = form.cell(self.identifier, self.field)
        cell.value = self.value
        if self.number_format:
            cell.number_format = self.number_format
        return cell

    def __str__(self) -> str:
        shown = f", with the number format `{self.number_format}`" if self.number_format else ""
        return f"`{self.field}` of indicator {self.identifier} {_holds(self.value)}{shown}"


@dataclass(frozen=True)
class _About:
    """Fills one cell of the info sheet."""

    key: str
    value: Any

    def __call__(self, form: FilledForm) -> Cell:
        cell = form.about(self.key)
        cell.value = self.value
        return cell

    def __str__(self) -> str:
        return f"`{self.key}` of the first sheet {_holds(self.value)}"


def _holds(value: Any) -> str:
    return "is blank" if value is None else f"is `{value}`"


def put(identifier: str, value: Any, field: str = "value_1", number_format: str | None = None) -> Change:
    """Give a change that fills one cell of the answers sheet and gives that cell."""
    return _Put(identifier, value, field, number_format)


def about(key: str, value: Any) -> Change:
    """Give a change that fills one cell of the info sheet and gives that cell."""
    return _About(key, value)


def declare(identifier: str, mark: Any, reason: Any) -> Change:
    """Give a change that declares an indicator not applicable and gives the cell of the mark."""

    def change(form: FilledForm) -> Cell:
        put(identifier, reason, layout.REASON)(form)
        return put(identifier, mark, layout.NOT_APPLICABLE)(form)

    return change


def renamed(old: str, new: str | None) -> Change:
    """Give a change that writes another id into a row and gives that cell."""

    def change(form: FilledForm) -> Cell:
        cell = form.answers.cell(form.row(old), 1)
        cell.value = new
        return cell

    return change


def row_added(identifier: str) -> Change:
    """Give a change that writes an id below the last row and gives that cell."""

    def change(form: FilledForm) -> Cell:
        cell = form.answers.cell(form.answers.max_row + 1, 1)
        cell.value = identifier
        return cell

    return change


def column_gone(field: str) -> Change:
    """Give a change that takes away the hidden name of a column and gives the sheet."""

    def change(form: FilledForm) -> Worksheet:
        next(cell for cell in form.answers[1] if cell.value == field).value = None
        return form.answers

    return change
