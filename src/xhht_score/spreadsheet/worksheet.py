"""One reading of a worksheet of an .xlsx: its rows in one strict spelling, and what stands around them.

Whatever asks for cells, calamine included, gets these rows: those of the one `sheetData` of the spreadsheet's own
namespace. Cells and values that could be read in two ways are refused; whatever holds none is passed over.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import field
from functools import cached_property, lru_cache
from html import escape
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from xhht_score.records import record
from xhht_score.spreadsheet.archive import Attributes, Clock, Refused, escaped, local, too_large, walk
from xhht_score.spreadsheet.cell_names import cell_name, column_letters, column_number
from xhht_score.spreadsheet.limits import Limits
from xhht_score.spreadsheet.nesting import Nesting

#: Attributes without one that declares a namespace, in which rows would be foreign.
_ATTRIBUTES = rb'(?: (?!xmlns)[\w:]++="[^"<>&]*+")*+ ?+'
_VALUE = rb'(?: t="(?:b|d|e|n|s|str)")?+(?: [cv]m="[0-9]{1,9}")*+ ?+(?:/>|>%s(?:<v>[^<&]*+</v>|<v ?+/>)?+</c>)'
_WORDS = rb' t="(?:str|e)"(?: [cv]m="[0-9]{1,9}")*+ ?+>%s<v>[^<]*+</v></c>'
_INLINE = rb' t="inlineStr" ?+(?:/>|>(?:<is><t(?: xml:space="preserve")?+(?:>[^<]*+</t>| ?+/>)</is>)?+</c>)'
_FORMULA = rb"(?:<f" + _ATTRIBUTES + rb"(?:/>|>[^<]*+</f>))?+"
_CELL = (
    rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,5}")?+'
    rb"(?:" + _VALUE % _FORMULA + rb"|" + _WORDS % _FORMULA + rb"|" + _INLINE + rb")"
)
_ROW = rb'<row r="[0-9]{1,7}"' + _ATTRIBUTES + rb"(?:/>|>(?:" + _CELL + rb")*+</row>)"
#: Rows spelt as nearly every program spells them. Every piece begins with a letter that ends the one before it, and
#: none is given back, so that looking takes as long as there are letters.
_STRICT = re.compile(rb"(?:" + _ROW + rb")*+")
_BEGINNING, _END = b"<sheetData>", b"</sheetData>"

_NAMES = re.compile(rb'<c r="([A-Z]+)([0-9]+)"')
#: Cells with an error, which may have a formula too, and cells with a formula.
_MAY_HIDE = re.compile(rb'<c r="([A-Z]+[0-9]+)"(?: s="[0-9]+")?(?: t="e"|[^<>]*+><f[ />])')
_HIDDEN_ROW = re.compile(rb'<row r="([0-9]+)"[^<>]*? hidden="(?:1|true)"')
_FORMULAS = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^<>]*+><f([^<>]*+)>(?:([^<]*+)</f>)?')
_ROW_STARTS = re.compile(rb'<row r="([0-9]+)"')
_STORED = re.compile(
    rb'<c r="[A-Z]+[0-9]+"(?: s="([0-9]+)")?(?: t="(\w+)")?[^<>]*+>(<f[^<>]*+>(?:[^<]*+</f>)?)?(?:<v>([^<]*+))?'
)
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")

_MOST_MERGED = 1_000
#: Cells of an area, and of all areas, to which rules of what may be put there can belong.
_MOST_CELLS_OF_A_RULE, _MOST_RULED = 5_000, 500_000
_KEPT_FRAMES = 100_000
#: Elements that hold cells or values, and what each may hold.
_HOLDS = {"sheetData": ("row",), "row": ("c",), "c": ("f", "v", "is"), "is": ("t", "r"), "r": ("t",)}
_OF_FORMULAS, _OF_RULES = ("t", "ref", "si"), frozenset(("formula1", "formula2", "sqref"))
_TYPES = frozenset(("b", "d", "e", "n", "s", "str", "inlineStr"))


class Area(NamedTuple):
    """Cells from the first to the last row and column, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


class FormattingRule(NamedTuple):
    """What may be put into a cell, as a file says it: the kind, how two texts bound it, and these texts."""

    kind: str
    operator: str
    first: str
    second: str


class Stored(NamedTuple):
    """What a sheet stores of a cell: its style, its type ("" for a number), whether it has a formula, its value."""

    style: int
    type: str
    has_formula: bool
    value: str | None


#: Column, row, attributes and text of a formula, as they are stored.
Formula = tuple[bytes, ...]


@record(slots=False)
class Frame:
    """What stands around the rows: hidden columns, merged cells, and rules of what may be put where.

    `columns` and `merged` are counted from 1; each rule has the areas that it is for. `sheets` is how many times rows
    stand there.
    """

    columns: tuple[range, ...] = ()
    merged: tuple[Area, ...] = ()
    rulings: tuple[tuple[str, FormattingRule], ...] = ()
    sheets: int = 0

    @cached_property
    def rules(self) -> dict[str, FormattingRule]:
        """What may be put into each cell, by its name."""
        pairs = ((name, rule) for areas, rule in self.rulings for name in _cells(areas))
        return dict(islice(pairs, _MOST_RULED))

    @cached_property
    def mark(self) -> bytes:
        """A short name for the rules."""
        return hashlib.blake2b(repr(self.rulings).encode("utf-8", "replace"), digest_size=16).digest()


@record(slots=False)
class Worksheet:
    """The rows of a sheet, spelt as `_STRICT` says, and its frame; `as_found` tells that the file spells them so."""

    rows: bytes
    frame: Frame
    as_found: bool = False
    _starts: dict[bytes, tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def may_hide(self) -> frozenset[str]:
        """The cells with a formula or an error, so that those that read as blank need a second look."""
        return frozenset(one.decode() for one in _MAY_HIDE.findall(self.rows))

    @cached_property
    def hidden_rows(self) -> frozenset[int]:
        """The rows that are hidden, counted from 1."""
        return frozenset(int(one) for one in _HIDDEN_ROW.findall(self.rows))

    def formulas(self) -> Iterator[list[Formula]]:
        """Give the formulas of each row in the order of its cells."""
        return map(_FORMULAS.findall, self.rows.split(b"</row>"))

    def stored(self, name: str) -> Stored | None:
        """Give what is stored of a cell, None where there is no such cell."""
        if not self._starts:
            starts = [(one[1], one.start()) for one in _ROW_STARTS.finditer(self.rows)]
            ends = [start for _, start in starts[1:]] + [len(self.rows)]
            self._starts.update((row, (at, end)) for (row, at), end in zip(starts, ends, strict=True))
        letters = name.rstrip("0123456789")
        place = self._starts.get(name[len(letters) :].encode())
        at = self.rows.find(b'<c r="%s"' % name.encode(), *place) if place else -1
        found = _STORED.match(self.rows, at) if at >= 0 else None
        if found is None:
            return None
        style, kind, formula, value = found.groups()
        said = None if value is None else value.decode("utf-8", "replace")
        return Stored(int(style or 0), (kind or b"").decode(), formula is not None, said)


def read_worksheet(xml: bytes, title: str, limits: Limits, clock: Clock) -> Worksheet:
    """Read the XML of a sheet; raises `Refused` for cells too many, too far off, or to be read in two ways."""
    rows, around = cut_out(xml)
    if around and _STRICT.fullmatch(rows):
        frame = frame_in(around, clock)
        if frame.sheets == 1:
            _check(rows, title, limits)
            return Worksheet(rows, frame, as_found=True)
    anew = _SheetAnew(title, limits)
    walk(xml, clock, anew.start, anew.end, anew.text)
    rows = b"".join(anew.rows)
    _check(rows, title, limits)
    return Worksheet(rows, anew.around.frame())


def cut_out(xml: bytes) -> tuple[bytes, bytes]:
    """Give the rows of a sheet as they stand in its XML, and what is around them; nothing where they are not found."""
    start, end = xml.find(_BEGINNING), xml.rfind(_END)
    if not 0 <= start < end:
        return b"", b""
    return xml[start + len(_BEGINNING) : end], xml[:start] + b"<sheetData/>" + xml[end + len(_END) :]


def frame_in(around: bytes, clock: Clock) -> Frame:
    """Give what the XML of a sheet says around its rows; raises `Refused`."""
    return _kept_frame(around) if len(around) < _KEPT_FRAMES else _frame(around, clock)


def _check(rows: bytes, title: str, limits: Limits) -> None:
    """Refuse rows that are too many or reach too far, and such as have a cell or a row twice."""
    if rows.count(b"<c ") > limits.cells:
        raise too_large(limits, "cells")
    seen: set[bytes] = set()
    columns: set[bytes] = set()
    bottom, unclear = 0, ""
    for piece in rows.split(b"</row>"):
        names, numbers = _NAMES.findall(piece), _ROW_STARTS.findall(piece)
        row = numbers[-1] if numbers else b"?"  # those before it have no cells
        letters, places = set(map(itemgetter(0), names)), set(map(itemgetter(1), names))
        if len(letters) < len(names) or not places <= {row} or _again(numbers, seen):
            unclear = unclear or f'row r="{row.decode()}"'
        seen.update(numbers)
        columns |= letters
        bottom = max(bottom, *map(int, places), 0)
    right = max((column_number(one.decode()) + 1 for one in columns), default=0)
    for name, reach in (("rows", bottom), ("columns", right), ("cells", bottom * right)):
        if reach > getattr(limits, name):
            raise too_large(limits, name)
    if unclear:
        raise Refused("cells-unclear", title, given=unclear)


def _again(numbers: list[bytes], seen: set[bytes]) -> bool:
    """Tell whether a row stands there twice."""
    return len({*numbers}) < len(numbers) or not seen.isdisjoint(numbers)


class _Around:
    """Follows what stands around the rows of a sheet."""

    def __init__(self) -> None:
        self.sheets = 0
        self._columns: list[range] = []
        self._merged: list[Area] = []
        self._rulings: list[tuple[str, FormattingRule]] = []
        self._rule: dict[str, str] | None = None
        self._text: list[str] | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        last = name.rpartition(":")[2]
        if name == "sheetData":
            self.sheets += 1
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self._columns.append(range(int(attributes.get("min", "0")), int(attributes.get("max", "0")) + 1))
        elif name == "mergeCell" and len(self._merged) < _MOST_MERGED:
            if (found := _AREA.fullmatch(attributes.get("ref", ""))) and found[3]:
                self._merged.append(_area(found))
        elif last == "dataValidation":
            self._rule = dict(attributes)
        elif self._rule is not None and last in _OF_RULES:
            self._text = []

    def text(self, piece: str) -> None:
        if self._text is not None:
            self._text.append(piece)

    def end(self, name: str) -> None:
        last = name.rpartition(":")[2]
        if self._rule is None:
            return
        if last in _OF_RULES and self._text is not None:
            self._rule[last] = "".join(self._text).strip()
            self._text = None
        elif last == "dataValidation":
            one, self._rule = self._rule, None
            rule = FormattingRule(
                one.get("type", ""), one.get("operator", "between"), one.get("formula1", ""), one.get("formula2", "")
            )
            if rule.kind and one.get("sqref"):
                self._rulings.append((one["sqref"], rule))

    def frame(self) -> Frame:
        """Give what was found."""
        return Frame(tuple(self._columns), tuple(self._merged), tuple(self._rulings), self.sheets)


def _frame(xml: bytes, clock: Clock) -> Frame:
    """Give what stands around the rows in the XML of a sheet that has none any more."""
    around, depth = _Around(), 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth == 1 and name != "worksheet":
            raise Refused("workbook-damaged")
        if depth == 2 or local(name) != "sheetData":
            around.start(name, attributes)
        if local(name) == "sheetData" and (depth != 2 or name != "sheetData"):
            around.sheets += 2

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        around.end(name)

    walk(xml, clock, start, end, around.text)
    return around.frame()


@lru_cache(maxsize=64)
def _kept_frame(xml: bytes) -> Frame:
    """Give what `_frame` gives; the forms of one batch have the same frames."""
    return _frame(xml, Clock(Limits()))


class _SheetAnew:
    """Writes the rows of a sheet anew as it is read, in the strict spelling."""

    def __init__(self, title: str, limits: Limits) -> None:
        self.around = _Around()
        self.rows: list[bytes] = []
        self._title, self._limits = title, limits
        self._depth = 0
        self._nesting: Nesting | None = None  # inside the rows
        self._row = self._column = self._cells = 0
        self._name = self._head = self._formula = ""
        self._value: list[str] = []
        self._held: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if self._nesting:
            if self._nesting.enters(name):
                self._begin(name, attributes)
            return
        self._depth += 1
        if self._depth == 1 and name != "worksheet":
            raise Refused("workbook-damaged")
        if local(name) == "sheetData":
            if name != "sheetData" or self._depth != 2 or self.around.sheets:
                self._refuse(local(name))
            self._nesting = Nesting(name, _HOLDS, self._title)
        self.around.start(name, attributes)

    def end(self, name: str) -> None:
        match self._nesting.leaves() if self._nesting else None:
            case None:
                self._depth -= 1
                self.around.end(name)
            case "row":
                self.rows.append(b"</row>")
            case "c":
                self._close()
            case "sheetData":
                self._nesting = None
                self._depth -= 1
            case _:
                pass

    def text(self, piece: str) -> None:
        where = self._nesting.within if self._nesting else None
        if where == "f":
            self._formula += escaped(piece)
        elif where in ("v", "t"):
            self._value.append(piece)
        elif where is None:
            self.around.text(piece)

    def _begin(self, name: str, attributes: Attributes) -> None:
        match name:
            case "row":
                self._row, self._column = self._number(attributes.get("r"), self._row + 1), 0
                hidden = ' hidden="1"' if attributes.get("hidden") in ("1", "true") else ""
                self.rows.append(f'<row r="{self._row}"{hidden}>'.encode())
            case "c":
                self._open(attributes)
            case "f" | "v" | "is":
                self._held.append(name)
                if name == "f":
                    kept = (f' {key}="{escape(attributes[key])}"' for key in _OF_FORMULAS if key in attributes)
                    self._formula = f"<f{''.join(kept)}>"
            case _:
                pass

    def _number(self, said: str | None, implied: int) -> int:
        if said is None:
            return implied
        if not (said.isascii() and said.isdigit() and len(said) < 8):
            raise Refused("workbook-damaged")
        return int(said)

    def _open(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
            number = self._row
        elif found := _REFERENCE.fullmatch(reference):
            self._column, number = column_number(found[1].upper()) + 1, int(found[2])
        else:
            raise Refused("workbook-damaged")
        self._cells += 1
        if self._cells > self._limits.cells:
            raise too_large(self._limits, "cells")
        if self._column > self._limits.columns:
            raise too_large(self._limits, "columns")
        self._name = f"{column_letters(self._column - 1)}{number}"
        style, kind = attributes.get("s", "0"), attributes.get("t", "n")
        if not (style.isascii() and style.isdigit() and len(style) < 6) or kind not in _TYPES:
            raise Refused("workbook-damaged")
        self._head = f'<c r="{self._name}" s="{style}" t="{kind}">'
        self._formula, self._value, self._held = "", [], []

    def _close(self) -> None:
        """Write the cell that ends here."""
        inline, held = 't="inlineStr"' in self._head, self._held
        if ("is" in held and not inline) or ("v" in held and inline):
            self._refuse(held[-1])
        said = escaped("".join(self._value))
        inside = f"{self._formula}</f>" if "f" in held else ""
        if "is" in held:
            inside += f'<is><t xml:space="preserve">{said}</t></is>'
        elif "v" in held:
            inside += f"<v>{said}</v>"
        self.rows.append(f"{self._head}{inside}</c>".encode("utf-8", "replace"))
        self._name = ""

    def _refuse(self, local: str) -> None:
        raise Refused("cells-unclear", self._title, self._name or None, given=local)


def _area(found: re.Match[str]) -> Area:
    left, top, right, bottom = found.groups()
    return Area(int(top), column_number(left) + 1, int(bottom or top), column_number(right or left) + 1)


def _cells(areas: str) -> Iterator[str]:
    """Give the names of the cells of areas as a rule lists them."""
    for one in areas.split():
        if found := _AREA.fullmatch(one):
            area = _area(found)
            if (area.right - area.left + 1) * (area.bottom - area.top + 1) <= _MOST_CELLS_OF_A_RULE:
                for row in range(area.top, area.bottom + 1):
                    for column in range(area.left, area.right + 1):
                        yield cell_name(row - 1, column - 1)
