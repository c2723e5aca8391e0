"""Forms in memory, and how tests fill them in: where it is cells that change, only these are written anew.

To open a form and save it again takes openpyxl sixty milliseconds, and tests do it thousands of times to change a cell.
A `KeptForm` is its file: cells that change are put into the file as openpyxl would have written them, and as soon as
anything else is asked for than values, kinds and number formats, it is the workbook. `tests/test_quick.py` holds both
side by side.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from copy import deepcopy
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE, BUILTIN_FORMATS_REVERSE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS

import quick
from xhht_score.workbook import layout


class FilledForm:
    """A filled form in memory: cells are found by key, id and field, changed, and then the form is saved."""

    book: Any
    info: Worksheet
    answers: Worksheet
    council: Worksheet

    def __init__(self, book: Any) -> None:
        by_marker = {sheet["A1"].value: sheet for sheet in book.worksheets}
        self.book = book
        self.info, self.answers = by_marker[layout.INFO_MARKER], by_marker[layout.ANSWERS_MARKER]
        self.council = by_marker.get(layout.APPRAISAL_MARKER, self.answers)  # where forms had it before

    def row(self, identifier: str, sheet: Worksheet | None = None) -> int:
        """Give the row of an id, on the answers sheet unless told otherwise."""
        return next(cell.row for cell in (sheet or self.answers)["A"] if cell.value == identifier)

    def cell(self, identifier: str, field: str = "value_1") -> Cell:
        """Give a cell of the answers sheet, or of the council's, by its row's id and its column's field."""
        sheet = self.council if layout.is_appraised(field) else self.answers
        column = next(cell.column for cell in sheet[1] if cell.value == field)
        return sheet.cell(self.row(identifier, sheet), column)

    def about(self, key: str) -> Cell:
        """Give the value cell of a row of the info sheet."""
        row = next(cell.row for cell in self.info["A"] if cell.value == key)
        return self.info.cell(row, layout.INFO_VALUE_COLUMN + 1)

    def save(self, file: Path | BytesIO) -> None:
        """Save the form as it is now."""
        self.book.save(file)

    def leave(self, file: Path | BytesIO) -> None:
        """Save the form, which nobody asks for anything after this.

        Its cells and its sheets know each other and would lie about, by thousands, until garbage is looked for.
        """
        self.save(file)
        for sheet in self.book.worksheets:
            sheet._cells.clear()


class Kept:
    """A form as it was made: as a workbook, as a file, and where what stands in it."""

    def __init__(self, make: Callable[[], Any]) -> None:
        """Keep the form that `make` makes, the same each time."""
        self._make, self._first = make, make()
        form = FilledForm(self._first)
        self.info, self.answers, self.council = map(_Sheet.of, (form.info, form.answers, form.council))

    @cached_property
    def pickled(self) -> bytes:
        """The workbook, from which others are made."""
        return pickle.dumps(self._taken())

    @cached_property
    def parts(self) -> dict[str, bytes]:
        """The parts of its file by name."""
        out = BytesIO()
        self._taken().save(out)
        with ZipFile(out) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @cached_property
    def looked_at(self) -> FilledForm:
        """The form in which nobody changes anything."""
        return FilledForm(pickle.loads(self.pickled))

    def _taken(self) -> Any:
        """Give a workbook that nobody else has; most forms are either saved or opened, and need one."""
        book, self._first = self._first, None
        return FilledForm(book or self._make()).book  # whose cells are made as soon as one is looked at


class _Sheet(NamedTuple):
    """Where what stands on a sheet: rows by their first cell, columns by their uppermost."""

    title: str
    part: str
    rows: dict[Any, int]
    columns: dict[Any, int]

    @classmethod
    def of(cls, sheet: Worksheet) -> _Sheet:
        part = f"xl/worksheets/sheet{sheet.parent.worksheets.index(sheet) + 1}.xml"
        rows = {cell.value: cell.row for cell in reversed(sheet["A"])}
        return cls(sheet.title, part, rows, {cell.value: cell.column for cell in reversed(sheet[1])})


class _Changed(NamedTuple):
    """What was changed of a cell: its value, and where they are not those of the value or the form, kind and format."""

    value: Any
    kind: str | None = None
    number_format: str | None = None


class KeptForm(FilledForm):
    """A form that is a file until something else is asked for than its cells."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._changed: dict[KeptCell, _Changed] = {}

    @property
    def is_opened(self) -> bool:
        return "_opened" in vars(self)

    @cached_property
    def _opened(self) -> FilledForm:
        form = FilledForm(pickle.loads(self._kept.pickled))
        for cell, changed in self._changed.items():
            own = form.book[cell.sheet.title].cell(cell.row, cell.column)
            own.value = changed.value
            own.data_type = changed.kind or own.data_type
            own.number_format = changed.number_format or own.number_format
        return form

    @property
    def book(self) -> Any:  # type: ignore[override]
        return self._opened.book

    @property
    def info(self) -> Worksheet:  # type: ignore[override]
        return self._opened.info

    @property
    def answers(self) -> Worksheet:  # type: ignore[override]
        return self._opened.answers

    @property
    def council(self) -> Worksheet:  # type: ignore[override]
        return self._opened.council

    def row(self, identifier: str, sheet: Worksheet | None = None) -> int:
        if sheet is None and not self.is_opened:
            return self._kept.answers.rows[identifier]
        return super().row(identifier, sheet)

    def cell(self, identifier: str, field: str = "value_1") -> Any:
        if self.is_opened:
            return super().cell(identifier, field)
        sheet = self._kept.council if layout.is_appraised(field) else self._kept.answers
        return KeptCell(self, sheet, sheet.rows[identifier], sheet.columns[field])

    def about(self, key: str) -> Any:
        if self.is_opened:
            return super().about(key)
        return KeptCell(self, self._kept.info, self._kept.info.rows[key], layout.INFO_VALUE_COLUMN + 1)

    def save(self, file: Path | BytesIO) -> None:
        if self.is_opened:
            super().save(file)
            return
        parts = {**self._kept.parts}
        for cell, changed in self._changed.items():
            cell.write(parts, changed)
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

    def leave(self, file: Path | BytesIO) -> None:
        if self.is_opened:
            super().leave(file)
        else:
            self.save(file)


class KeptCell:
    """A cell of a kept form: its value and its format can be changed as it is, and for the rest the form is opened."""

    def __init__(self, form: KeptForm, sheet: _Sheet, row: int, column: int) -> None:
        vars(self).update(form=form, sheet=sheet, row=row, column=column)

    @property
    def parent(self) -> Any:
        """The sheet: of a form that is not opened, its title."""
        return self.form.book[self.sheet.title] if self.form.is_opened else self.sheet

    @property
    def coordinate(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"

    def __getattr__(self, name: str) -> Any:
        if name in ("value", "number_format") and not self.form.is_opened:
            changed = self.form._changed.get(self)
            if changed is None or (name == "number_format" and changed.number_format is None):
                return getattr(self._in(self.form._kept.looked_at), name)
            return getattr(changed, name)
        return getattr(self._own, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _KEPT and not self.form.is_opened and isinstance(value, _KEPT[name]):
            changed = self.form._changed.get(self) or _Changed(value if name == "value" else self.value)
            if name == "value":  # which says anew of what kind it is
                changed = changed._replace(value=value, kind=None)
            else:
                changed = changed._replace(**{"kind" if name == "data_type" else name: value})
            self.form._changed[self] = changed
        else:
            setattr(self._own, name, value)

    @property
    def _own(self) -> Any:
        return self._in(self.form)

    def _in(self, form: FilledForm) -> Any:
        return form.book[self.sheet.title].cell(self.row, self.column)

    @property
    def _place(self) -> tuple[str, int, int]:
        return self.sheet.part, self.row, self.column

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeptCell) and self._place == other._place

    def __hash__(self) -> int:
        return hash(self._place)

    def write(self, parts: dict[str, bytes], changed: _Changed) -> None:
        """Put what was changed into the parts of a file."""
        cell: Any = Cell(_scratch(), self.row, self.column)
        cell.value = changed.value
        cell.data_type = changed.kind or cell.data_type
        sheet, name = parts[self.sheet.part], self.coordinate.encode()
        found = re.search(rb'<c r="%b"(?: s="(\d+)")?[^>]*?(?:/>|(?<!/)>.*?</c>)' % name, sheet, re.DOTALL)
        assert found is not None, f"no cell {self.coordinate}"
        style = None if found[1] is None else int(found[1])
        if changed.number_format is not None:
            parts[_STYLES], style = _shown_as(parts[_STYLES], style or 0, changed.number_format)
        new = quick.plain(cell, style).encode()
        parts[self.sheet.part] = sheet[: found.start()] + new + sheet[found.end() :]


#: What can be changed of a cell as it is, and to what.
_KEPT: dict[str, Any] = {"value": str | int | float | None, "data_type": str, "number_format": str}
_STYLES, _NAMESPACE = "xl/styles.xml", f' xmlns="{SHEET_MAIN_NS}"'.encode()


def _shown_as(styles: bytes, style: int, number_format: str) -> tuple[bytes, int]:
    """Give the styles of a book with one more, which is like another but for its number format, and its number."""
    root = ElementTree.fromstring(styles.replace(_NAMESPACE, b"", 1))
    looks, formats = root.find("cellXfs"), root.find("numFmts")
    assert looks is not None
    assert formats is not None
    known = {one.attrib["formatCode"]: one.attrib["numFmtId"] for one in formats}
    number = known.get(number_format) or str(BUILTIN_FORMATS_REVERSE.get(number_format, ""))
    if not number:
        number = str(max(BUILTIN_FORMATS_MAX_SIZE, *(int(one) + 1 for one in known.values())))
        ElementTree.SubElement(formats, "numFmt", numFmtId=number, formatCode=number_format)
    look = deepcopy(looks[style])
    look.set("numFmtId", number)
    looks.append(look)
    for one in (looks, formats):
        one.set("count", str(len(one)))
    return ElementTree.tostring(root).replace(b"<styleSheet", b"<styleSheet" + _NAMESPACE, 1), len(looks) - 1


@cache
def _scratch() -> Worksheet:
    """Give a sheet for cells that find out what kind of value they hold."""
    return Workbook().worksheets[0]
