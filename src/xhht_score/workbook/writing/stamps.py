"""Units' forms as files: the form of a set is written, then cut where a unit's own stands and stamped for each unit.

The pieces between the cuts are those that the workbook's own writer wrote, and what is put between them is made by the
same functions: there is no second way in which a form is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from itertools import chain, groupby
from typing import TYPE_CHECKING, NamedTuple

from xhht_score.workbook.formulas.values import FormSpot
from xhht_score.workbook.symbols import ANSWERS, APPRAISAL, INFO, OWN_ROW
from xhht_score.workbook.writing.answers_sheet import ABOUT_ROW
from xhht_score.workbook.writing.forms import FORM_RESULTS, Shape
from xhht_score.workbook.writing.packing import CLOSELY, FAIRLY, QUICKLY, PackedStretch, archive_of, stretch_of
from xhht_score.workbook.writing.plan import (
    CachedValue,
    PlannedRow,
    PlannedSheet,
    PlannedValue,
    UnitContent,
    named_cell,
)
from xhht_score.workbook.writing.rows import (
    END_OF_FORMULA,
    END_OF_ROW,
    FORMULA,
    OF_TEXT,
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
    height_xml,
    row_head,
)
from xhht_score.workbook.writing.template import as_result, first_to_fill_in, to_fill_in, write_form, written_cell

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
OwnTexts = Mapping[Hashable, bytes]
_NOW = "now"
_OF_TEXT = OF_TEXT.encode()


@lru_cache(maxsize=4096, typed=True)
def _typed(value: PlannedValue) -> bytes:
    """Write what stands in a cell that may be filled in, after how the cell begins; the same stands in many."""
    cell = written_cell(value)
    return (blank_xml("") if cell.value is None else filled_xml("", cell)).encode()


@lru_cache(maxsize=4096, typed=True)
def _result(value: CachedValue) -> bytes:
    """Write what a formula comes to as its cell has it; the same stands in many."""
    return (escaped(str(as_result(value))) if isinstance(value, str) else repr(value)).encode()


class Cut(NamedTuple):
    """Where a unit's own stands: `spot` says what, `nothing` is written where a form has nothing there."""

    spot: Hashable
    nothing: bytes = b""


#: A text that stands in every form of the shape, or a cut.
Piece = str | Cut


class StampedLine(NamedTuple):
    """A line of a part in pieces; `number` takes the place of `OWN_ROW` in its texts.

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
        self._kinds = {spot: "\t".join(("kind", *spot)) for spot in shape.filled(None).results}
        self._cutters = {sheet.title: _Cutter(sheet, self._kinds) for sheet in shape.plan.sheets.values()}
        book = write_form(shape.context.words, shape.plan)
        self._others = RowsXml()
        parts = book.parts(self._row)
        titles = {page.path[1:]: page.title for page in book.worksheets}
        book.let_go()
        self._parts = {
            name: [_Lines(lines, of_unit) for of_unit, lines in groupby(found, lambda line: line.of_unit)]
            for name, content in parts.items()
            for found in (self._lines(name, content.decode(), titles.get(name, "")),)
        }
        self._alike: dict[str, _Alike] = {}
        self._typed = frozenset(chain.from_iterable(one.typed for one in self._cutters.values()))
        self._fixed = frozenset(chain.from_iterable(one.fixed for one in self._cutters.values()))

    def stamped(self, filled: UnitContent) -> bytes:
        """Give a unit's form as a file."""
        assert filled.results.keys() <= self._kinds.keys()
        assert filled.values.keys() <= self._typed
        alike = self._alike.get(filled.alike)
        parts: Mapping[str, PackedPart] = self._parts
        if alike is not None:
            own = self._own(filled, {spot: filled.results[spot] for spot in alike.results & filled.results.keys()})
            parts = alike.parts
        else:
            own = self._own(filled, filled.results)
            if filled.alike:
                if len(self._alike) >= _MOST_KEPT:
                    self._alike.clear()
                parts = self._alike.setdefault(filled.alike, self._all_alike(own)).parts
        return archive_of((name, _packed(part, own)) for name, part in parts.items())

    def _all_alike(self, own: OwnTexts) -> _Alike:
        """Give the form of units that are alike, in which nothing is answered."""
        parts: dict[str, PackedPart] = {
            name: [one if one.of_unit else one.stretches(own) for one in part] for name, part in self._parts.items()
        }
        spots = chain.from_iterable(one.spots for part in self._parts.values() for one in part if one.of_unit)
        return _Alike(parts, self._kinds.keys() & spots)

    def _own(self, filled: UnitContent, results: Mapping[FormSpot, CachedValue]) -> OwnTexts:
        """Give what a unit's form has of its own, of what formulas come to that of `results`."""
        values = filled.values
        own: dict[Hashable, bytes] = dict(zip(results, map(_result, results.values()), strict=True))
        own |= {self._kinds[spot]: _OF_TEXT for spot, one in results.items() if isinstance(one, str)}
        own.update(zip(values, map(_typed, values.values()), strict=True))
        own |= {row: height_xml(one, fixed=row in self._fixed).encode() for row, one in filled.heights.items()}
        own[_NOW] = f"{datetime.now(tz=UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
        for cutter in self._cutters.values():
            own |= cutter.chosen(filled)
        return own

    def _lines(self, name: str, text: str, title: str) -> list[StampedLine]:
        """Give a part in lines."""
        if name == _ABOUT_FILE:
            return [StampedLine(_between(_MOMENT, text, Cut(_NOW)), of_unit=True)]
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


class _Alike(NamedTuple):
    """The parts of forms that are alike, and the cells of what formulas come to that is another for each of them."""

    parts: Mapping[str, PackedPart]
    results: Set[FormSpot]


class _Mould(NamedTuple):
    """A cell of any row: what stands there in every form, and how it begins where a unit's own stands, "" for nowhere.

    A formula has the `rest` that stands before what it comes to; one that names one cell and nothing else has the
    sheet, the row and the field of that cell, "" for its own.
    """

    cell: WrittenCell
    same: str
    head: str = ""
    rest: str = ""
    named: FormSpot | None = None

    def cut(self, spot: FormSpot, kinds: Mapping[FormSpot, Hashable]) -> list[Piece]:
        """Give it with what stands there of a unit's own; `kinds` says where it is told of which kind a result is."""
        if self.rest:
            return [self.head, Cut(kinds[spot]), self.rest, Cut(spot), END_OF_FORMULA]
        return [self.head, Cut(spot, _typed(None))]


class _Cutter:
    """Cuts the rows of a sheet into `lines`; `typed` are the cells in which something may be filled in.

    Rows that are alike have the same cells, so that how a cell is written is found out once. Those that are `fixed`
    have their height whatever is typed.
    """

    def __init__(self, sheet: PlannedSheet, kinds: Mapping[FormSpot, Hashable]) -> None:
        """Cut a sheet; `kinds` has the cells of all formulas of the form whose results are known, as `_Mould.cut`."""
        self._sheet, self._kinds, self._takes = sheet, kinds, sheet.name in _TYPED
        self._moulds: dict[tuple[int, int], _Mould] = {}
        self.lines: list[StampedLine] = []
        self.typed: set[FormSpot] = set()
        self.fixed: set[tuple[str, int]] = set()
        self._chosen = ""

    def head(self, before: str) -> StampedLine:
        """Cut where it stands which cell is chosen when the sheet is opened: the first that is blank."""
        self._chosen = first_to_fill_in(self._sheet, lambda *_: True) if self._takes else ""
        if not self._chosen:
            return StampedLine([before])
        first = re.compile(rf'(?<=activeCell="){self._chosen}(?=")|(?<=sqref="){self._chosen}(?=")')
        cut = Cut(("chosen", self._sheet.name))
        return StampedLine(_between(first, before, cut), of_unit=self._sheet.name == INFO)

    def chosen(self, filled: UnitContent) -> OwnTexts:
        """Give which cell is chosen in a unit's form."""
        if not self._chosen:
            return {}
        blank = (cell for cell, spot in self._to_fill_in if filled.values.get(spot) is None)
        return {("chosen", self._sheet.name): next(blank, self._chosen).encode()}

    @cached_property
    def _to_fill_in(self) -> list[tuple[str, FormSpot]]:
        """The cells that people see and fill in, from the first."""
        return [(cell, (self._sheet.name, row.key, field)) for cell, row, field in to_fill_in(self._sheet)]

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
            spot = self._spot(mould, (name, planned.key, fields[column - 1])) if mould.head else None
            if spot is None:
                pieces.append(mould.same)
            else:
                pieces += mould.cut(spot, self._kinds)
                is_cut, of_unit = True, of_unit or spot[0] == INFO
        if (name, at) == (ANSWERS, ABOUT_ROW) or (is_cut and self._takes):
            before, height, after = row_head(row._replace(height=None)), height_xml(row.height, fixed=row.fixed), ">"
            head: list[Piece] = [before.removesuffix(after), Cut((name, at), height.encode()), after]
            of_unit |= (name, at) == (ANSWERS, ABOUT_ROW)
            if row.fixed:
                self.fixed.add((name, at))
        else:
            head = [row_head(row)]
        self.lines.append(StampedLine([*head, *pieces, END_OF_ROW], str(row.number), of_unit))

    def _spot(self, mould: _Mould, own: FormSpot) -> FormSpot | None:
        """Give where it is known what a cell of a row has of a unit's own, None where that is nowhere."""
        if mould.cell.kind == FORMULA and mould.cell.value is not None:
            if own in self._kinds:
                return own
            if mould.named is not None:
                sheet, key, field = mould.named
                named = sheet or own[0], key or own[1], field
                return named if named in self._kinds else None
            return None
        if not own[1]:
            return None
        self.typed.add(own)
        return own

    def _mould(self, column: int, cell: WrittenCell, planned: PlannedRow, style: int | None) -> _Mould:
        where, name = cell_in(column), self._sheet.fields[column - 1]
        same, head, one = cell_xml(where, cell, style), cell_head(where, style), planned.cells.get(name)
        if one is None:
            return _Mould(cell, same)
        if one.formula:
            return _Mould(cell, same, head, formula_xml("", cell).number, named_cell(one.formula))
        is_typed = self._takes and one.style in ("input", "appraisal")
        if is_typed or (self._sheet.name, planned.key, name) == FORM_RESULTS:
            return _Mould(cell, same, head)
        return _Mould(cell, same)


_NO_ROW = PlannedRow("", {})


def _between(found: re.Pattern[str], text: str, cut: Cut) -> list[Piece]:
    """Give a text in pieces, with a cut in place of all that is found."""
    first, *others = found.split(text)
    return [first, *chain.from_iterable((cut, one) for one in others)]


class _Stretch(NamedTuple):
    """Texts with a cut between each two, then a long text that is packed once for all forms, None where none follows.

    `nothing` has what stands at each cut, which `spots` names, where a form has nothing there.
    """

    texts: list[bytes]
    spots: list[Hashable]
    nothing: list[bytes]
    then: PackedStretch | None

    def __call__(self, own: OwnTexts) -> bytes:
        """Give everything of a unit's form up to the long text."""
        pieces = self.texts.copy()
        pieces[1::2] = map(own.get, self.spots, self.nothing)
        return b"".join(pieces)


class _Lines:
    """Lines of pieces: runs of texts and cuts, each up to a text that is long; whether they differ for every unit."""

    def __init__(self, lines: Iterable[StampedLine], of_unit: bool) -> None:
        """Take lines one below the other."""
        self.of_unit = of_unit
        texts, cuts = [list[str]()], list[Cut]()
        for pieces, number, _ in lines:
            for piece in pieces:
                if isinstance(piece, str):
                    texts[-1].append(piece.replace(OWN_ROW, number))
                else:
                    cuts.append(piece)
                    texts.append([])
        self._runs = list(_runs(["".join(one).encode() for one in texts], cuts))
        self._last: dict[int, PackedStretch] = {}

    @property
    def spots(self) -> Iterator[Hashable]:
        """What stands at the cuts."""
        return chain.from_iterable(run.spots for run in self._runs)

    def stretches(self, own: OwnTexts) -> list[PackedStretch]:
        """Give the lines of a unit's form; a stretch that is as in the form before is not packed again."""
        found = list[PackedStretch]()
        for at, run in enumerate(self._runs):
            if said := run(own):
                last = self._last.get(at)
                if last is None or last.content != said:
                    last = self._last[at] = stretch_of(said, QUICKLY)
                found.append(last)
            if run.then is not None:
                found.append(run.then)
        return found


def _runs(texts: Sequence[bytes], cuts: Sequence[Cut]) -> Iterator[_Stretch]:
    """Give texts with a cut between each two in runs."""
    last, packed = len(cuts), dict[bytes, PackedStretch]()
    before, own = list[bytes](), list[Cut]()
    for at, text in enumerate(texts):
        is_long = len(text) >= _LONG or not cuts
        before += [b"" if is_long else text, b""]
        if is_long and text not in packed:
            packed[text] = stretch_of(text, CLOSELY)
        if is_long or at == last:
            spots, nothing = [one.spot for one in own], [one.nothing for one in own]
            yield _Stretch(before[:-1], spots, nothing, packed[text] if is_long else None)
            before, own = [b"", b""], []
        own += cuts[at : at + 1]


#: A part of a form: lines that are yet to be packed, or what is packed of them once for all forms that are alike.
PackedPart = Sequence[_Lines | list[PackedStretch]]


def _packed(part: PackedPart, own: OwnTexts) -> Iterator[PackedStretch]:
    """Give a part of a unit's form."""
    for one in part:
        yield from one.stretches(own) if isinstance(one, _Lines) else one
