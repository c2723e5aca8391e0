"""Units' forms as files: the form of a set is written once, cut where a unit's own stands, and stamped for each unit.

The pieces between the cuts are those that the workbook's own writer wrote, and what is put between them is made by the
same functions: there is no second way in which a form is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import UTC, datetime
from functools import cached_property, lru_cache, partial
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from xhht_score.workbook.formulas.values import FormSpot
from xhht_score.workbook.symbols import ANSWERS, APPRAISAL, INFO, OWN_ROW, SYMBOL
from xhht_score.workbook.writing.answers_sheet import ABOUT_ROW
from xhht_score.workbook.writing.forms import FORM_RESULTS, Shape
from xhht_score.workbook.writing.packing import CLOSELY, QUICKLY, PackedStretch, archive_of, stretch_of
from xhht_score.workbook.writing.plan import PlannedRow, PlannedSheet, UnitContent
from xhht_score.workbook.writing.rows import (
    END_OF_ROW,
    FORMULA,
    WrittenCell,
    WrittenRow,
    cell_head,
    cell_in,
    cell_xml,
    escaped,
    formula_xml,
    row_head,
    row_xml,
)
from xhht_score.workbook.writing.template import as_result, first_to_fill_in, write_form, written_cell

if TYPE_CHECKING:
    from openpyxl.styles.cell_style import StyleArray

#: Where a workbook says when it was made and saved, and where its rows go.
_ABOUT_FILE, _MOMENT = "docProps/core.xml", re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=</dcterms:)")
_BEGIN, _END = "<sheetData>", "</sheetData>"
#: So many packed stretches are kept of each part: units that have answered nothing have the same ones.
_MOST_KEPT = 16
#: So many texts are kept of each line: most rows are alike in most forms.
_MOST_LINES = 32
#: The sheets on which a unit's own stands.
_TYPED = (INFO, ANSWERS, APPRAISAL)

#: Whatever a form has of a unit's own: its cells, how high its rows are, which cells are chosen, when it is made.
Own = Mapping[Any, Any]
_NOW = "now"
#: Writes what stands at a cut, None where the form has nothing there.
Say = Callable[[Any], str]


class Cut(NamedTuple):
    """Where a unit's own stands: `spot` says what, `say` writes it."""

    spot: Hashable
    say: Say


#: A text that stands in every form of the shape, or a cut.
Piece = str | Cut


class Line(NamedTuple):
    """A line of a part in pieces; `number` takes the place of `OWN_ROW` in them.

    One with a cut that is `of_unit` is another for every unit, even where none has answered anything.
    """

    pieces: list[Piece]
    number: str = OWN_ROW
    of_unit: bool = False


@lru_cache(maxsize=16)
def stamps_of(shape: Shape) -> Stamps:
    """Give the form of a shape ready to be stamped, cut once for all units."""
    return Stamps(shape)


class Stamps:
    """The form of a shape as a file, with room for what a unit's form has."""

    def __init__(self, shape: Shape) -> None:
        """Write the form once and cut it."""
        self._results = shape.filled(None).results.keys()
        self._cutters = {sheet.title: _Cutter(sheet, self._results) for sheet in shape.plan.sheets.values()}
        book = write_form(shape.context.words, shape.plan)
        parts = book.parts(self._row)
        titles = {page.path[1:]: page.title for page in book.worksheets}
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

    def _lines(self, name: str, text: str, title: str) -> list[Line]:
        """Give a part in lines."""
        if name == _ABOUT_FILE:
            return [Line(_between(_MOMENT, text, Cut(_NOW, str)), of_unit=True)]
        if title not in self._cutters:
            return [Line([text])]
        cutter, (before, after) = self._cutters[title], text.split(_BEGIN + _END)
        head = cutter.head(before)
        return [head._replace(pieces=[*head.pieces, _BEGIN]), *cutter.lines, Line([_END + after])]

    def _row(self, title: str, row: WrittenRow, style_of: Callable[[StyleArray], int]) -> str:
        """Take a row of a sheet, cut; nothing is written of it meanwhile."""
        if title in self._cutters:
            self._cutters[title].take(row, style_of)
            return ""
        return row_xml(row, style_of)


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
        self.lines: list[Line] = []
        self.typed: set[FormSpot] = set()
        self._chosen = ""

    def head(self, before: str) -> Line:
        """Cut where it stands which cell is chosen when the sheet is opened: the first that is blank."""
        self._chosen = first_to_fill_in(self._sheet, lambda *_: True) if self._takes else ""
        if not self._chosen:
            return Line([before])
        first = re.compile(rf'(?<=activeCell="){self._chosen}(?=")|(?<=sqref="){self._chosen}(?=")')
        cut = Cut(("chosen", self._sheet.name), str)
        return Line(_between(first, before, cut), of_unit=self._sheet.name == INFO)

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
            head: Piece = Cut((name, at), partial(_head, row._replace(cells={})))
            of_unit |= (name, at) == (ANSWERS, ABOUT_ROW)
        else:
            head = row_head(row)
        self.lines.append(Line([head, *pieces, END_OF_ROW], str(row.number), of_unit))

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
            head, formula, found = cell_head(where, style), escaped(cell.value[1:]), SYMBOL.fullmatch(one.formula)
            named = (found[1], found[2], found[3]) if found else None
            return _Mould(cell, same, lambda result: formula_xml(head, formula, as_result(result)), named)
        is_typed = self._takes and one.style in ("input", "appraisal")
        if is_typed or (self._sheet.name, planned.key, name) == FORM_RESULTS:
            return _Mould(cell, same, lambda value: cell_xml(where, written_cell(value, cell.look), style))
        return _Mould(cell, same)


_NO_ROW = PlannedRow("", {})


def _head(row: WrittenRow, height: float | None) -> str:
    return row_head(row if height is None else row._replace(height=height))


def _between(found: re.Pattern[str], text: str, cut: Cut) -> list[Piece]:
    """Give a text in pieces, with a cut in place of all that is found."""
    first, *others = found.split(text)
    return [first, *chain.from_iterable((cut, one) for one in others)]


class _CutLine:
    """A line of pieces, as a text."""

    def __init__(self, line: Line) -> None:
        texts, self._spots, self._says = [list[str]()], list[Hashable](), list[Say]()
        for piece in line.pieces:
            if isinstance(piece, str):
                texts[-1].append(piece)
            else:
                self._spots.append(piece.spot)
                self._says.append(piece.say)
                texts.append([])
        self._first, *self._texts = map("".join, texts)
        self._number, self.of_unit, self.is_cut = line.number, line.of_unit, bool(self._spots)
        self._known: dict[tuple[object, ...], str] = {}

    def text(self, own: Own) -> str:
        """Give the text of a unit's form; many units have the same."""
        found = tuple(map(own.get, self._spots))
        known = self._known.get(found)
        if known is None:
            said = [self._first]
            for say, one, text in zip(self._says, found, self._texts, strict=True):
                said += (say(one), text)
            known = "".join(said).replace(OWN_ROW, self._number)
            if not self.of_unit:
                if len(self._known) >= _MOST_LINES:
                    self._known.clear()
                self._known[found] = known
        return known


class _Part:
    """A part of the package, in lines; those that differ for every unit are packed apart from the others."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = list(map(_CutLine, lines))
        self._is_cut = any(line.is_cut for line in self._lines)
        self._apart = [list(several) for _, several in groupby(self._lines, lambda line: line.of_unit)]
        self._known: dict[tuple[int, str], PackedStretch] = {}

    def stretches(self, own: Own, alike: str) -> list[PackedStretch]:
        """Give the part of a unit's form; forms in which nothing is answered may be `alike`."""
        if not self._is_cut:
            return [self._same]
        if not alike:
            return [_packed(self._lines, own, QUICKLY)]
        return [
            _packed(lines, own, QUICKLY) if lines[0].of_unit else self._alike(at, alike, lines, own)
            for at, lines in enumerate(self._apart)
        ]

    def _alike(self, at: int, alike: str, lines: list[_CutLine], own: Own) -> PackedStretch:
        """Give lines of a form in which nothing is answered, packed once for all such forms."""
        key = at, alike
        if key not in self._known:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[key] = _packed(lines, own, QUICKLY)
        return self._known[key]

    @cached_property
    def _same(self) -> PackedStretch:
        return _packed(self._lines, {}, CLOSELY)


def _packed(lines: list[_CutLine], own: Own, level: int) -> PackedStretch:
    return stretch_of("".join([line.text(own) for line in lines]), level)
