"""Units' forms as files: the form of a set is written once, cut where a unit's own stands, and stamped for each unit.

The pieces between the cuts are those that the workbook's own writer wrote, and what is put between them is made by the
same functions: there is no second way in which a form is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from xhht_score.spreadsheet.cell_names import cell_name
from xhht_score.workbook.formulas.values import FormSpot
from xhht_score.workbook.symbols import ANSWERS, APPRAISAL, INFO
from xhht_score.workbook.writing.answers_sheet import ABOUT_ROW
from xhht_score.workbook.writing.forms import FORM_RESULTS, Shape
from xhht_score.workbook.writing.packing import CLOSELY, QUICKLY, PackedStretch, archive_of, stretch_of
from xhht_score.workbook.writing.plan import CachedValue, PlannedSheet, UnitContent, result_spots
from xhht_score.workbook.writing.rows import (
    END_OF_ROW,
    WrittenCell,
    WrittenRow,
    cell_head,
    cell_xml,
    escaped,
    formula_xml,
    row_head,
    row_xml,
)
from xhht_score.workbook.writing.template import as_result, first_blank, to_fill_in, write_form, written_cell

if TYPE_CHECKING:
    from openpyxl.styles.cell_style import StyleArray

#: Where a workbook says when it was made and saved, and where its rows go.
_ABOUT_FILE, _MOMENT = "docProps/core.xml", re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=</dcterms:)")
_BEGIN, _END = "<sheetData>", "</sheetData>"
#: So many packed stretches are kept of each part: units that have answered nothing have the same ones.
_MOST_KEPT = 16
#: So many texts are kept of each line: most rows are alike in most forms.
_MOST_LINES = 32


class Cut(NamedTuple):
    """Where a unit's own stands: `found` takes it from what the form has, `said` writes it.

    What is `of_unit` is another for every unit, even where none has answered anything.
    """

    found: Callable[[UnitContent], Any]
    said: Callable[[Any], str]
    of_unit: bool = False


#: A text that stands in every form of the shape, or a cut.
Piece = str | Cut


@lru_cache(maxsize=16)
def stamps_of(shape: Shape) -> Stamps:
    """Give the form of a shape ready to be stamped, cut once for all units."""
    return Stamps(shape)


class Stamps:
    """The form of a shape as a file, with room for what a unit's form has."""

    def __init__(self, shape: Shape) -> None:
        """Write the form once and cut it."""
        self._plan, self._known = shape.plan, shape.filled(None).results.keys()
        self._sheets = {sheet.title: sheet for sheet in shape.plan.sheets.values()}
        self._spots = {FORM_RESULTS, *_typed_spots(shape)}
        self._rows: dict[str, list[list[Piece]]] = {title: [] for title in self._sheets}
        book = write_form(shape.context.words, shape.plan)
        parts = book.parts(self._row)
        titles = {page.path[1:]: page.title for page in book.worksheets}
        self._parts = [
            (name, _Part(self._pieces(name, content.decode(), titles.get(name, "")))) for name, content in parts.items()
        ]

    def stamped(self, filled: UnitContent) -> bytes:
        """Give a unit's form as a file."""
        assert filled.results.keys() <= self._known
        assert filled.values.keys() <= self._spots
        return archive_of((name, part.stretches(filled)) for name, part in self._parts)

    def _pieces(self, name: str, text: str, title: str) -> list[list[Piece]]:
        """Give a part in lines of pieces."""
        if name == _ABOUT_FILE:
            return [_between(_MOMENT, text, Cut(_now, str, of_unit=True))]
        if title not in self._sheets:
            return [[text]]
        before, after = text.split(_BEGIN + _END)
        return [[*self._chosen(self._sheets[title], before), _BEGIN], *self._rows[title], [_END + after]]

    def _chosen(self, sheet: PlannedSheet, before: str) -> list[Piece]:
        """Cut where it stands which cell is chosen when a sheet is opened: the first that is blank."""
        opened = [(cell, (sheet.name, row.key, name)) for cell, row, name in to_fill_in(sheet)]
        if not opened or not self._spots.issuperset(spot for _, spot in opened):
            return [before]
        first = re.compile(rf'(?<=activeCell="){opened[0][0]}(?=")|(?<=sqref="){opened[0][0]}(?=")')
        cut = Cut(
            lambda filled: first_blank([(cell, filled.values.get(spot) is None) for cell, spot in opened]),
            str,
            sheet.name == INFO,
        )
        return _between(first, before, cut)

    def _row(self, title: str, row: WrittenRow, style_of: Callable[[StyleArray], int]) -> str:
        """Take a row of a sheet, cut; nothing is written of it meanwhile."""
        if title in self._sheets:
            self._rows[title].append(list(self._cut_row(self._sheets[title], row, style_of)))
            return ""
        return row_xml(row, style_of)

    def _cut_row(self, sheet: PlannedSheet, row: WrittenRow, style_of: Callable[[StyleArray], int]) -> Iterator[Piece]:
        at = row.number - (2 if sheet.marker else 1)
        cells: list[Piece] = []
        for column, cell in sorted(row.cells.items()):
            where = cell_name(row.number - 1, column - 1)
            style = None if cell.look is None else style_of(cell.look)
            cut = self._cut(sheet, at, sheet.fields[column - 1], where, cell, style) if at >= 0 else None
            cells.append(cut or cell_xml(where, cell, style))
        spot, is_about = (sheet.name, at), (sheet.name, at) == (ANSWERS, ABOUT_ROW)
        if is_about or (sheet.name in _TYPED and any(isinstance(one, Cut) for one in cells)):
            yield Cut(
                lambda filled: filled.heights.get(spot, row.height),
                lambda height: row_head(row._replace(height=height)),
                is_about or sheet.name == INFO,
            )
        else:
            yield row_head(row)
        yield from cells
        yield END_OF_ROW

    def _cut(
        self, sheet: PlannedSheet, at: int, name: str, where: str, cell: WrittenCell, style: int | None
    ) -> Cut | None:
        """Give the cut at a cell, None where the same stands there in every form."""
        row = sheet.rows[at]
        if name not in row.cells:
            return None
        spot = sheet.name, row.key, name
        if spot in self._spots:
            return Cut(
                lambda filled: filled.values.get(spot),
                lambda value: cell_xml(where, written_cell(value, cell.look), style),
                sheet.name == INFO,
            )
        spots = [one for one in result_spots(sheet, row, name) if one in self._known]
        if not spots:
            return None
        head, formula = cell_head(where, style), escaped(cell.value[1:])
        return Cut(
            _result_at(spots[0], spots[-1]),
            lambda result: formula_xml(head, formula, as_result(result)),
            any(one[0] == INFO for one in spots),
        )


#: The sheets on which a unit's own stands.
_TYPED = (INFO, ANSWERS, APPRAISAL)


def _typed_spots(shape: Shape) -> Iterator[FormSpot]:
    """Give every cell that a unit's form may have anything in."""
    for sheet in (shape.plan.sheets[name] for name in _TYPED):
        for row in sheet.rows:
            for name, cell in row.cells.items():
                if row.key and cell.style in ("input", "appraisal"):
                    yield sheet.name, row.key, name


def _result_at(first: FormSpot, second: FormSpot) -> Callable[[UnitContent], CachedValue | None]:
    """Give what takes the result of a cell, or of the one that it names."""
    if first == second:
        return lambda filled: filled.results.get(first)
    return lambda filled: filled.results.get(first, filled.results.get(second))


def _now(_: UnitContent) -> str:
    return f"{datetime.now(tz=UTC):%Y-%m-%dT%H:%M:%SZ}"


def _between(found: re.Pattern[str], text: str, cut: Cut) -> list[Piece]:
    """Give a text in pieces, with a cut in place of all that is found."""
    first, *others = found.split(text)
    return [first, *chain.from_iterable((cut, one) for one in others)]


class _CutLine:
    """A line of pieces, as a text."""

    def __init__(self, pieces: list[Piece]) -> None:
        texts, self.cuts = [""], list[Cut]()
        for piece in pieces:
            if isinstance(piece, Cut):
                self.cuts.append(piece)
                texts.append("")
            else:
                texts[-1] += piece
        self.first, *self._texts = texts
        self.of_unit = any(one.of_unit for one in self.cuts)
        self._known: dict[tuple[object, ...], str] = {}

    def text(self, filled: UnitContent) -> str:
        """Give the text of a unit's form; many units have the same."""
        found = tuple([cut.found(filled) for cut in self.cuts])
        known = self._known.get(found)
        if known is None:
            said = [cut.said(one) + text for cut, one, text in zip(self.cuts, found, self._texts, strict=True)]
            known = self.first + "".join(said)
            if not self.of_unit:
                if len(self._known) >= _MOST_LINES:
                    self._known.clear()
                self._known[found] = known
        return known


class _Part:
    """A part of the package, in lines; those that differ for every unit are packed apart from the others."""

    def __init__(self, lines: list[list[Piece]]) -> None:
        self._lines = list(map(_CutLine, lines))
        self._apart = [list(several) for _, several in groupby(self._lines, lambda line: line.of_unit)]
        self._known: dict[tuple[int, str], PackedStretch] = {}

    def stretches(self, filled: UnitContent) -> list[PackedStretch]:
        """Give the part of a unit's form."""
        if not any(line.cuts for line in self._lines):
            return [self._same]
        if not filled.alike:
            return [_packed(self._lines, filled)]
        return [
            _packed(lines, filled) if lines[0].of_unit else self._alike(at, lines, filled)
            for at, lines in enumerate(self._apart)
        ]

    def _alike(self, at: int, lines: list[_CutLine], filled: UnitContent) -> PackedStretch:
        """Give lines of a form in which nothing is answered, packed once for all such forms."""
        key = at, filled.alike
        if key not in self._known:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[key] = _packed(lines, filled)
        return self._known[key]

    @cached_property
    def _same(self) -> PackedStretch:
        return stretch_of("".join([line.first for line in self._lines]), CLOSELY)


def _packed(lines: list[_CutLine], filled: UnitContent) -> PackedStretch:
    return stretch_of("".join([line.text(filled) for line in lines]), QUICKLY)
