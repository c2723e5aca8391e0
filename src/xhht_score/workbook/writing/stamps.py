"""Units' forms as files: the form of a set is written, then cut where a unit's own stands and stamped for each unit.

The pieces between the cuts are those that the workbook's own writer wrote, and what is put between them is made by the
same functions: there is no second way in which a form is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property, lru_cache, partial
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from xhht_score.workbook.formulas.values import FormSpot
from xhht_score.workbook.symbols import ANSWERS, APPRAISAL, INFO, OWN_ROW
from xhht_score.workbook.writing.answers_sheet import ABOUT_ROW
from xhht_score.workbook.writing.forms import FORM_RESULTS, Shape
from xhht_score.workbook.writing.packing import CLOSELY, FAIRLY, QUICKLY, PackedStretch, archive_of, stretch_of
from xhht_score.workbook.writing.plan import PlannedRow, PlannedSheet, UnitContent, named_cell
from xhht_score.workbook.writing.rows import (
    END_OF_FORMULA,
    END_OF_ROW,
    FORMULA,
    RowsXml,
    WrittenCell,
    WrittenRow,
    blank_xml,
    cell_head,
    cell_in,
    cell_xml,
    escaped,
    filled_xml,
    formula_xml,
    row_head,
)
from xhht_score.workbook.writing.template import as_result, first_to_fill_in, write_form, written_cell

if TYPE_CHECKING:
    from openpyxl.styles.cell_style import StyleArray

#: Where a workbook says when it was made and saved, and where its rows go.
_ABOUT_FILE, _MOMENT = "docProps/core.xml", re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=</dcterms:)")
_BEGIN, _END = "<sheetData>", "</sheetData>"
#: A text of so many letters between two cuts is packed apart from them: once, for all forms.
_LONG = 2500
#: So many kinds of forms are kept packed in which nothing is answered.
_MOST_KEPT = 16
#: The sheets on which a unit's own stands.
_TYPED = (INFO, ANSWERS, APPRAISAL)

#: Whatever a form has of a unit's own: its cells, how high its rows are, which cells are chosen, when it is made.
OwnCells = Mapping[Any, Any]
_NOW = "now"


class Say(Protocol):
    """Writes what stands at a cut, None where the form has nothing there."""

    def __call__(self, value: Any, /) -> str:
        """Write it."""

    def in_row(self, number: str, /) -> Say:
        """Give what writes it in a row of this number."""


class _Anywhere(NamedTuple):
    """Writes what stands at a cut that is in no row, or knows its row."""

    write: Callable[[Any], str]

    def __call__(self, value: Any, /) -> str:
        return self.write(value)

    def in_row(self, _: str, /) -> Say:
        return self


class _Typed(NamedTuple):
    """Writes a cell that may be filled in."""

    head: str

    def __call__(self, value: Any, /) -> str:
        cell = written_cell(value)
        return blank_xml(self.head) if cell.value is None else filled_xml(self.head, cell)

    def in_row(self, number: str, /) -> Say:
        return _Typed(self.head.replace(OWN_ROW, number))


class _Computed(NamedTuple):
    """Writes a cell with a formula, of which the beginnings are given before a text and before a number."""

    text: str
    number: str

    def __call__(self, value: Any, /) -> str:
        if isinstance(value, str):
            return f"{self.text}{_result_text(value)}{END_OF_FORMULA}"
        return f"{self.number}{'' if value is None else repr(value)}{END_OF_FORMULA}"

    def in_row(self, number: str, /) -> Say:
        return _Computed(self.text.replace(OWN_ROW, number), self.number.replace(OWN_ROW, number))


@lru_cache(maxsize=4096)
def _result_text(value: str) -> str:
    """Give what a formula comes to as its cell has it; the same texts stand in every form."""
    return escaped(str(as_result(value)))


class Cut(NamedTuple):
    """Where a unit's own stands: `spot` says what, `say` writes it."""

    spot: Hashable
    say: Say


#: A text that stands in every form of the shape, or a cut.
Piece = str | Cut


class StampedLine(NamedTuple):
    """A line of a part in pieces; `number` takes the place of `OWN_ROW` in them.

    One with a cut that is `of_unit` is another for every unit, even where none has answered anything.
    """

    pieces: list[Piece]
    number: str = OWN_ROW
    of_unit: bool = False


@lru_cache(maxsize=16)
def files_of(shape: Shape) -> FormFiles:
    """Give what makes files of the forms of a shape."""
    return FormFiles(shape)


class FormFiles:
    """Makes files of the forms of a shape: the first is written, for most shapes have one only; others are stamped."""

    def __init__(self, shape: Shape) -> None:
        """Begin with no form."""
        self.shape, self._is_first = shape, True

    def file(self, filled: UnitContent) -> bytes:
        """Give a unit's form as a file."""
        if not self._is_first:
            return self._stamps.stamped(filled)
        self._is_first = False
        book = write_form(self.shape.context.words, self.shape.plan.filled(filled))
        written = book.parts()
        book.let_go()
        return archive_of((name, (stretch_of(content, FAIRLY),)) for name, content in written.items())

    @cached_property
    def _stamps(self) -> Stamps:
        return Stamps(self.shape)


class Stamps:
    """The form of a shape as a file, with room for what a unit's form has."""

    def __init__(self, shape: Shape) -> None:
        """Write the form once and cut it."""
        self._results = shape.filled(None).results.keys()
        self._cutters = {sheet.title: _Cutter(sheet, self._results) for sheet in shape.plan.sheets.values()}
        book = write_form(shape.context.words, shape.plan)
        self._others = RowsXml()
        parts = book.parts(self._row)
        titles = {page.path[1:]: page.title for page in book.worksheets}
        book.let_go()
        self._parts = [
            (name, _Part(self._lines(name, content.decode(), titles.get(name, "")))) for name, content in parts.items()
        ]
        self._typed = frozenset(chain.from_iterable(one.typed for one in self._cutters.values()))

    def stamped(self, filled: UnitContent) -> bytes:
        """Give a unit's form as a file."""
        assert filled.results.keys() <= self._results
        assert filled.values.keys() <= self._typed
        own: dict[Any, Any] = {**filled.results, **filled.values}
        own |= filled.heights
        own[_NOW] = f"{datetime.now(tz=UTC):%Y-%m-%dT%H:%M:%SZ}"
        for cutter in self._cutters.values():
            own |= cutter.chosen(filled)
        return archive_of((name, part.stretches(own, filled.alike)) for name, part in self._parts)

    def _lines(self, name: str, text: str, title: str) -> list[StampedLine]:
        """Give a part in lines."""
        if name == _ABOUT_FILE:
            return [StampedLine(_between(_MOMENT, text, Cut(_NOW, _Anywhere(str))), of_unit=True)]
        if title not in self._cutters:
            return [StampedLine([text])]
        cutter, (before, after) = self._cutters[title], text.split(_BEGIN + _END)
        head = cutter.head(before)
        return [head._replace(pieces=[*head.pieces, _BEGIN]), *cutter.lines, StampedLine([_END + after])]

    def _row(self, title: str, row: WrittenRow, style_of: Callable[[StyleArray], int]) -> str:
        """Take a row of a sheet, cut; nothing is written of it meanwhile."""
        if title in self._cutters:
            self._cutters[title].take(row, style_of)
            return ""
        return self._others(row, style_of)


class _Mould(NamedTuple):
    """A cell of any row: what stands there in every form, and what writes it where a unit's own stands.

    A formula that names one cell and nothing else has the sheet, the row and the field of that cell, "" for its own.
    """

    cell: WrittenCell
    same: str
    say: Say | None = None
    named: FormSpot | None = None


class _Cutter:
    """Cuts the rows of a sheet into `lines`; `typed` are the cells in which something may be filled in.

    Rows that are alike have the same cells, so that how a cell is written is found out once.
    """

    def __init__(self, sheet: PlannedSheet, results: Collection[FormSpot]) -> None:
        """Cut a sheet of a form whose formulas come to `results`."""
        self._sheet, self._results, self._takes = sheet, results, sheet.name in _TYPED
        self._moulds: dict[tuple[int, int], _Mould] = {}
        self.lines: list[StampedLine] = []
        self.typed: set[FormSpot] = set()
        self._chosen = ""

    def head(self, before: str) -> StampedLine:
        """Cut where it stands which cell is chosen when the sheet is opened: the first that is blank."""
        self._chosen = first_to_fill_in(self._sheet, lambda *_: True) if self._takes else ""
        if not self._chosen:
            return StampedLine([before])
        first = re.compile(rf'(?<=activeCell="){self._chosen}(?=")|(?<=sqref="){self._chosen}(?=")')
        cut = Cut(("chosen", self._sheet.name), _Anywhere(str))
        return StampedLine(_between(first, before, cut), of_unit=self._sheet.name == INFO)

    def chosen(self, filled: UnitContent) -> Mapping[Hashable, str]:
        """Give which cell is chosen in a unit's form."""
        if not self._chosen:
            return {}
        name, values = self._sheet.name, filled.values
        blank = first_to_fill_in(self._sheet, lambda row, field: values.get((name, row.key, field)) is None)
        return {("chosen", name): blank}

    def take(self, row: WrittenRow, style_of: Callable[[StyleArray], int]) -> None:
        """Cut a row."""
        at, name, fields = row.number - (2 if self._sheet.marker else 1), self._sheet.name, self._sheet.fields
        planned = self._sheet.rows[at] if at >= 0 else _NO_ROW
        pieces, is_cut, of_unit = list[Piece](), False, False
        for column, cell in sorted(row.cells.items()):
            mould = self._moulds.get((column, id(cell)))
            if mould is None:
                made = self._mould(column, cell, planned, None if cell.look is None else style_of(cell.look))
                mould = self._moulds[column, id(cell)] = made
            spot = None if mould.say is None else self._spot(mould, (name, planned.key, fields[column - 1]))
            if spot is None or mould.say is None:
                pieces.append(mould.same)
            else:
                pieces.append(Cut(spot, mould.say))
                is_cut, of_unit = True, of_unit or spot[0] == INFO
        if (name, at) == (ANSWERS, ABOUT_ROW) or (is_cut and self._takes):
            head: Piece = Cut((name, at), _Anywhere(partial(_head, row._replace(cells={}))))
            of_unit |= (name, at) == (ANSWERS, ABOUT_ROW)
        else:
            head = row_head(row)
        self.lines.append(StampedLine([head, *pieces, END_OF_ROW], str(row.number), of_unit))

    def _spot(self, mould: _Mould, own: FormSpot) -> FormSpot | None:
        """Give where it is known what a cell of a row has of a unit's own, None where that is nowhere."""
        if mould.cell.kind == FORMULA and mould.cell.value is not None:
            if own in self._results:
                return own
            if mould.named is not None:
                sheet, key, field = mould.named
                named = sheet or own[0], key or own[1], field
                return named if named in self._results else None
            return None
        if not own[1]:
            return None
        self.typed.add(own)
        return own

    def _mould(self, column: int, cell: WrittenCell, planned: PlannedRow, style: int | None) -> _Mould:
        where, name = cell_in(column), self._sheet.fields[column - 1]
        same, one = cell_xml(where, cell, style), planned.cells.get(name)
        if one is None:
            return _Mould(cell, same)
        if one.formula:
            return _Mould(cell, same, _Computed(*formula_xml(cell_head(where, style), cell)), named_cell(one.formula))
        is_typed = self._takes and one.style in ("input", "appraisal")
        if is_typed or (self._sheet.name, planned.key, name) == FORM_RESULTS:
            return _Mould(cell, same, _Typed(cell_head(where, style)))
        return _Mould(cell, same)


_NO_ROW = PlannedRow("", {})


def _head(row: WrittenRow, height: float | None) -> str:
    return row_head(row if height is None else row._replace(height=height))


def _between(found: re.Pattern[str], text: str, cut: Cut) -> list[Piece]:
    """Give a text in pieces, with a cut in place of all that is found."""
    first, *others = found.split(text)
    return [first, *chain.from_iterable((cut, one) for one in others)]


class _Lines:
    """Lines of pieces, a text before every cut and one at the end; long texts are packed once for all forms."""

    def __init__(self, lines: Iterable[StampedLine]) -> None:
        texts, spots, says = [list[str]()], list[Hashable](), list[Say]()
        for pieces, number, _ in lines:
            for piece in pieces:
                if isinstance(piece, str):
                    texts[-1].append(piece.replace(OWN_ROW, number))
                else:
                    spots.append(piece.spot)
                    says.append(piece.say.in_row(number))
                    texts.append([])
        self._spots, self._texts = spots, list(map("".join, texts))
        self._says = [(say, say(None)) for say in says]
        self._known: dict[str, PackedStretch] = {}
        self._alike: dict[str, list[PackedStretch]] = {}

    def once(self, alike: str, own: OwnCells) -> list[PackedStretch]:
        """Give the lines of a form in which nothing is answered, packed once for all that are `alike`."""
        if alike not in self._alike:
            if len(self._alike) >= _MOST_KEPT:
                self._alike.clear()
            self._alike[alike] = self.stretches(own)
        return self._alike[alike]

    def stretches(self, own: OwnCells) -> list[PackedStretch]:
        """Give the lines of a unit's form."""
        found, said = list[PackedStretch](), list[str]()
        for (say, nothing), one, text in zip(self._says, map(own.get, self._spots), self._texts, strict=False):
            if len(text) < _LONG:
                said.append(text)
            else:
                found += self._apart(said, text)
                said = []
            said.append(nothing if one is None else say(one))
        last = self._texts[-1]
        if self._says and len(last) < _LONG:
            return [*found, stretch_of("".join([*said, last]).encode(), QUICKLY)]
        return [*found, *self._apart(said, last)]

    def _apart(self, before: list[str], text: str) -> list[PackedStretch]:
        """Give a long text, packed by itself, after what stands before it."""
        if text not in self._known:
            self._known[text] = stretch_of(text.encode(), CLOSELY)
        return [*([stretch_of("".join(before).encode(), QUICKLY)] if before else []), self._known[text]]


class _Part:
    """A part of the package, in lines; those that differ for every unit are packed apart from the others."""

    def __init__(self, lines: list[StampedLine]) -> None:
        self._lines = lines
        self._is_cut = any(isinstance(piece, Cut) for line in lines for piece in line.pieces)

    def stretches(self, own: OwnCells, alike: str) -> list[PackedStretch]:
        """Give the part of a unit's form; forms in which nothing is answered may be `alike`."""
        if not (alike and self._is_cut):
            return self._whole.stretches(own)
        return [
            one
            for of_unit, lines in self._apart
            for one in (lines.stretches(own) if of_unit else lines.once(alike, own))
        ]

    @cached_property
    def _whole(self) -> _Lines:
        return _Lines(self._lines)

    @cached_property
    def _apart(self) -> list[tuple[bool, _Lines]]:
        return [(of_unit, _Lines(lines)) for of_unit, lines in groupby(self._lines, lambda line: line.of_unit)]
