"""What calamine cannot tell of a workbook: kind of container, far-off cells, formulas without a value, error cells,
formats. All of it is looked up in the bytes of the package, without opening anything else that they name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

from xhht_score.workbook import extent
from xhht_score.workbook.archive import Archive, Attributes, Clock, Refused, elements, pack, too_large, walk
from xhht_score.workbook.limits import MEGABYTE, Limits
from xhht_score.workbook.looks import Looks, RawCell, looks_of_ods, looks_of_xls
from xhht_score.workbook.number_formats import Format, Look, built_in, format_of

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: What a sheet has to hold for a blank to be more than a blank: a formula or an error cell.
_FORMULA, _PREFIXED_FORMULA = re.compile(rb"<f[\s/>]"), re.compile(rb":f[\s/>]")
_CELL = re.compile(rb"<((?:\w+:)?c)(\s[^>]*?)(?:/>|>(.*?)</\1>)", re.DOTALL)
_VALUE = re.compile(rb"<v>|<is>")
_HIDDEN_ROW, _ROW_NUMBER = re.compile(rb'<row [^>]*?\bhidden="(?:1|true)"[^>]*'), re.compile(rb'\br="(\d{1,7})"')
_HIDDEN_COLUMNS = re.compile(rb'<col [^>]*?\bhidden="(?:1|true)"[^>]*')
_FIRST, _LAST = re.compile(rb'\bmin="(\d{1,5})"'), re.compile(rb'\bmax="(\d{1,5})"')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_MOST_MERGED = 1_000
_ROW, _CAPITALS = re.compile(rb'<row\s[^>]*?\br="(\d+)"'), bytes(range(65, 91))
_STYLE = re.compile(rb"""\ss=["'](\d+)""")
#: White space that an .ods writes as an element of its own, which calamine leaves out, and the beginning of a table
#: that is laid out with white space between its elements, which calamine does not take.
_ODS_SPACE, _LAID_OUT = re.compile(rb"<text:(?:tab|line-break)\s*/>"), re.compile(rb"<table:table-row[^<>]*>\s+<")
_PARAGRAPH, _PARAGRAPH_END = (b"text:p", b"text:h"), (b"/text:p", b"/text:h")
#: Parts of less than this, whose texts cannot add up to more than that, are read in this process.
_PLAIN_BYTES, _PLAIN_TEXT = 2 * MEGABYTE, 16 * MEGABYTE
_SHORTEST_TEXT_CELL = len('<c t="s"><v>0</v></c>')
_KEPT_STYLES = 100_000
_MOST_STYLES = 65_536  # Excel allows 65,490

_ROOT, _WORKBOOK, _MANIFEST = "_rels/.rels", "xl/workbook.xml", "META-INF/manifest.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = f'<Relationship Id="{{id}}" Type="{_OFFICE}/{{kind}}" Target="/{{target}}"/>'
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_BOOK = (
    f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_OFFICE}">'
    '<workbookPr date1904="{since_1904:d}"/><sheets>{sheets}</sheets></workbook>'
)
_SHEET = '<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>'


class Area(NamedTuple):
    """Cells from the first to the last row and column, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A worksheet of an .xlsx: its name as people see it, its state, and the name of its XML part."""

    name: str
    state: str
    part: str


class Package:
    """A workbook that is within its limits, and what is known of its cells beside their values."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Look at the container and all that will be read of it; raises `Refused`."""
        self.limits, self.clock = limits, Clock(limits)
        self.is_plain = False
        self._content, self._table = content, b""
        self._archive: Archive | None = None
        self._sheets: list[_Sheet] = []
        self._parts: dict[str, str] = {}
        self._fixed: dict[str, str] = {}
        self._since_1904 = False
        self._hiding: dict[str, bool] = {}
        self._rows: dict[str, dict[bytes, tuple[int, int]]] = {}
        self._xml: dict[str, bytes] = {}
        if not content:
            raise Refused("workbook-empty")
        if len(content) > limits.megabytes * MEGABYTE:
            raise too_large(limits, "megabytes")
        if content.startswith(_OLE):
            if _ENCRYPTED in content:
                raise Refused("workbook-password")
        elif content.startswith(b"PK"):
            self._unzip(Archive(content, limits, self.clock))
        else:
            raise Refused("not-a-workbook")

    def _unzip(self, archive: Archive) -> None:
        workbook = _root_of(archive, self.clock)
        if workbook.endswith(".xml") and workbook in archive:
            self._open_xlsx(archive, workbook)
        elif workbook.endswith(".bin") and workbook in archive:
            raise Refused("workbook-binary")
        elif b"manifest:encryption-data" in archive.read(_MANIFEST):
            raise Refused("workbook-password")
        elif "content.xml" in archive:
            extent.check_tables(archive.xml("content.xml"), self.limits, self.clock)
            self._table = archive.xml("content.xml")
            table = _ODS_SPACE.sub(b" ", self._table)
            table = _closed_up(table) if _LAID_OUT.search(table) else table
            self._content = pack({name: archive.xml(name) for name in ("mimetype", _MANIFEST)} | {"content.xml": table})
        else:
            raise Refused("not-a-workbook")

    def _open_xlsx(self, archive: Archive, workbook: str) -> None:
        relations = _relations_of(archive, workbook, self.clock)
        found = elements(archive.xml(workbook), self.clock, "workbook", "workbookPr", "sheet")
        if not found or found[0][0] != "workbook":
            raise Refused("not-a-workbook")
        self._archive = archive
        for kind in ("styles", "sharedStrings"):
            parts = [part for is_a, part in relations.values() if is_a == kind]
            self._fixed[kind] = parts[0] if parts else f"xl/{kind}.xml"
        for name, attributes in found:
            if name == "workbookPr":
                self._since_1904 = attributes.get("date1904", "0") in ("1", "true")
            elif name == "sheet":
                is_a, part = relations.get(_relation_named(attributes), ("", ""))
                if is_a == "worksheet" and part in archive:
                    self._sheets.append(_Sheet(attributes.get("name", ""), attributes.get("state", "visible"), part))
        if len({sheet.part for sheet in self._sheets}) < len(self._sheets):
            raise Refused("workbook-damaged")
        for sheet in self._sheets:
            self._parts.setdefault(sheet.name, sheet.part)
            extent.check_sheet(archive.xml(sheet.part), self.limits, self.clock)
            self.clock.left()
        self.is_plain = self._is_plain(archive)

    def _is_plain(self, archive: Archive) -> bool:
        """Tell whether the parts are so small that reading them cannot take much, even if every cell has one text."""
        size = sum(len(archive.xml(part)) for part in {*self._fixed.values(), *self._parts.values()})
        if size > _PLAIN_BYTES:
            return False
        longest = max(map(len, archive.xml(self._fixed["sharedStrings"]).split(b"</si>")))
        return longest * size // _SHORTEST_TEXT_CELL <= _PLAIN_TEXT

    def checked(self) -> bytes:
        """Give the workbook for calamine to read: of an .xlsx the parts that were looked at, in a package written anew.

        So nothing can be in it, or be taken for something else in it, that was not looked at.
        """
        if self._archive is None:
            return self._content
        kinds = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedStrings.xml"}
        parts = {target: part for kind, target in kinds.items() if (part := self._archive.xml(self._fixed[kind]))}
        relations = [_RELATION.format(id=kind, kind=kind, target=kinds[kind]) for kind in kinds if kinds[kind] in parts]
        sheets = []
        for n, sheet in enumerate(self._sheets, 1):
            target = f"xl/worksheets/sheet{n}.xml"
            parts[target] = self._archive.xml(sheet.part)
            relations.append(_RELATION.format(id=f"s{n}", kind="worksheet", target=target))
            sheets.append(_SHEET.format(name=_quoted(sheet.name), n=n))
        root = _RELATION.format(id="book", kind="officeDocument", target=_WORKBOOK)
        parts[_ROOT] = _RELATIONS.format(root).encode()
        parts[_WORKBOOK] = _BOOK.format(since_1904=self._since_1904, sheets="".join(sheets)).encode()
        parts["xl/_rels/workbook.xml.rels"] = _RELATIONS.format("".join(relations)).encode()
        return pack(parts)

    def xml(self, sheet: str) -> bytes:
        """Give a sheet of an .xlsx as it is stored; nothing for other containers."""
        if sheet not in self._xml:
            part = self._parts.get(sheet)
            self._xml[sheet] = self._archive.xml(part) if self._archive and part else b""
        return self._xml[sheet]

    @property
    def keeps_xml(self) -> bool:
        """Whether formulas and rules of cells can be asked for: of an .xlsx only."""
        return self._archive is not None

    def look(self, sheet: str, name: str) -> Look | None:
        """Give how a cell shows its number, None where that is not known."""
        if self._archive is None:
            raw = self.cell(sheet, name)
            return None if raw is None else raw.look
        xml = self.xml(sheet)
        at = self._found(sheet, xml, name.encode())
        if at < 0:
            return None
        style = _STYLE.search(xml, xml.rfind(b"<", 0, at), xml.find(b">", at))
        return self._look_of(int(style[1]) if style else 0)

    def _look_of(self, style: int) -> Look | None:
        return self._styles[style] if style < len(self._styles) else None

    def is_percentage(self, sheet: str, name: str, number: Fraction) -> bool | None:
        """Tell whether a number is shown as a percentage in a cell, None where that is not known."""
        look = self.look(sheet, name)
        return None if look is None else look.sign(number) == "share"

    @property
    def tells_looks(self) -> bool:
        """Whether formats and error values of cells can be read at all."""
        return bool(self._styles) if self._archive is not None else self._looks is not None

    @property
    def since_1904(self) -> bool:
        """Whether days are counted from 1904 on."""
        return self._since_1904 if self._looks is None else self._looks.since_1904

    @cached_property
    def _looks(self) -> Looks | None:
        """How the cells of another container than .xlsx look, None where that is not known."""
        if self._archive is not None:
            return None
        with suppress(Refused):
            return looks_of_ods(self._table, self.clock) if self._table else looks_of_xls(self._content)
        return None

    def is_hidden(self, sheet: str) -> bool:
        """Tell whether a sheet is hidden, as far as the container tells."""
        return any(one.name == sheet and one.state != "visible" for one in self._sheets)

    def filled_sheets(self) -> tuple[str, ...]:
        """Give the names of the sheets that hold anything, as far as the container tells."""
        return tuple(one.name for one in self._sheets if _VALUE.search(self.xml(one.name)))

    def hidden_rows(self, sheet: str) -> frozenset[int]:
        """Give the rows of a sheet that are hidden, counted from 1."""
        found = (_ROW_NUMBER.search(row[0]) for row in _HIDDEN_ROW.finditer(self.xml(sheet)))
        return frozenset(int(number[1]) for number in found if number)

    def hidden_columns(self, sheet: str) -> tuple[range, ...]:
        """Give the columns of a sheet that are hidden, counted from 1."""
        found = ((_FIRST.search(one[0]), _LAST.search(one[0])) for one in _HIDDEN_COLUMNS.finditer(self.xml(sheet)))
        return tuple(range(int(first[1]), int(last[1]) + 1) for first, last in found if first and last)

    def merged(self, sheet: str) -> Iterator[Area]:
        """Give the areas of merged cells of a sheet, no more than anybody merges by hand."""
        for found in islice(_MERGED.finditer(self.xml(sheet)), _MOST_MERGED):
            left, top, right, bottom = (one.decode() for one in found.groups())
            yield Area(int(top), extent.column_number(left), int(bottom), extent.column_number(right))

    def may_hide(self, sheet: str) -> bool:
        """Tell whether a sheet has any formula or error cell at all, so that its blanks need a second look."""
        if self._archive is None:
            return self._looks is not None
        if sheet not in self._hiding:
            xml = self.xml(sheet)
            formula = _FORMULA.search(xml) or _PREFIXED_FORMULA.search(xml)
            self._hiding[sheet] = formula is not None or b't="e"' in xml or b"t='e'" in xml
        return self._hiding[sheet]

    def cell(self, sheet: str, name: str) -> RawCell | None:
        """Give what is stored of a cell beside its value, or None where the sheet has no such cell or does not tell."""
        if self._archive is None:
            return None if self._looks is None else self._looks.cells.get(sheet, {}).get(name)
        xml = self.xml(sheet)
        at = self._found(sheet, xml, name.encode())
        found = _CELL.match(xml, xml.rfind(b"<", 0, at)) if at >= 0 else None
        if found is None:
            return None
        attributes, inside = found[2], found[3] or b""
        style = _STYLE.search(attributes)
        formula = re.search(rb"<(?:\w+:)?f[\s/>]", inside) is not None
        value = re.search(rb"<(?:\w+:)?v>([^<]*)", inside)
        error = value[1].decode("utf-8", "replace") if value and re.search(rb"""\st=["']e["']""", attributes) else None
        return RawCell(self._look_of(int(style[1]) if style else 0), error, formula and value is None)

    def _found(self, sheet: str, xml: bytes, name: bytes) -> int:
        """Give where a cell is named in the XML of a sheet, -1 where it is not; its own row is looked through first."""
        if sheet not in self._rows:
            starts = [(one[1], one.start()) for one in _ROW.finditer(xml)]
            ends = [start for _, start in starts[1:]] + [len(xml)]
            self._rows[sheet] = {number: (start, end) for (number, start), end in zip(starts, ends, strict=False)}
        row = self._rows[sheet].get(name.lstrip(_CAPITALS))
        at = xml.find(b'r="%s"' % name, *row) if row else -1
        return at if at >= 0 else max(xml.find(b'r="%s"' % name), xml.find(b"r='%s'" % name))

    @cached_property
    def _styles(self) -> tuple[Format, ...]:
        """The format of each style of an .xlsx: of an unstyled cell only where there are no styles, none if damaged."""
        styles = self._archive.xml(self._fixed["styles"]) if self._archive else b""
        if not styles:
            return (format_of("General"),)
        try:
            return _kept_formats(styles) if len(styles) < _KEPT_STYLES else formats_of_styles(styles, self.clock)
        except Refused:
            return ()


def _root_of(archive: Archive, clock: Clock) -> str:
    """Give the part that the package names as its document, or where a workbook stands by custom."""
    relations = _relations(archive.xml(_ROOT), "", clock) if _ROOT in archive else {}
    parts = [part for kind, part in relations.values() if kind == "officeDocument" and part in archive]
    by_custom = _WORKBOOK if _WORKBOOK in archive or "xl/workbook.bin" not in archive else "xl/workbook.bin"
    return parts[0] if parts else by_custom


def _relations_of(archive: Archive, part: str, clock: Clock) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    return _relations(archive.xml(posixpath.join(folder, "_rels", f"{name}.rels")), folder, clock)


def _relations(xml: bytes, folder: str, clock: Clock) -> dict[str, tuple[str, str]]:
    """Give kind and part of each relation by its id; what lies outside the package is left out."""
    found: dict[str, tuple[str, str]] = {}
    for _, attributes in elements(xml, clock, "Relationship"):
        if attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            whole = target if target.startswith(("/", "xl/")) else posixpath.join(folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, posixpath.normpath(whole).lstrip("/"))
    return found


def _relation_named(attributes: Attributes) -> str:
    return next((value for key, value in attributes.items() if key.endswith(":id")), "")


def _quoted(text: str) -> str:
    """Give a text as it stands in an attribute of XML."""
    for letter in '&<"\t\n\r':
        text = text.replace(letter, f"&#{ord(letter)};")
    return text


def _closed_up(table: bytes) -> bytes:
    """Give the XML of an .ods without the white space between its elements; what stands in a paragraph stays."""
    pieces, paragraphs = table.split(b"<"), 0
    for at, piece in enumerate(pieces):
        end = piece.rfind(b">") + 1
        if piece.startswith(_PARAGRAPH):
            paragraphs += not piece[:end].endswith(b"/>")
        elif piece.startswith(_PARAGRAPH_END):
            paragraphs -= 1
        if paragraphs <= 0 and piece[end:].isspace():
            pieces[at] = piece[:end]
    return b"<".join(pieces)


def formats_of_styles(styles: bytes, clock: Clock) -> tuple[Format, ...]:
    """Give the number format of each cell style, by its number; raises `Refused`."""
    codes: dict[int, str] = {}
    found: list[Format] = []
    inside = False

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal inside
        name = tag.rpartition(":")[2]
        if name == "numFmt":
            codes.setdefault(int(attributes.get("numFmtId", "0")), attributes.get("formatCode", ""))
        elif name == "cellXfs":
            inside = True
        elif inside and name == "xf":
            number = int(attributes.get("numFmtId", "0"))
            found.append(format_of(codes[number] if number in codes else built_in(number)))
            if len(found) > _MOST_STYLES:
                raise Refused("workbook-damaged")

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag.rpartition(":")[2] != "cellXfs"

    walk(styles, clock, start, end)
    return tuple(found)


@lru_cache(maxsize=64)
def _kept_formats(styles: bytes) -> tuple[Format, ...]:
    """Give what `formats_of_styles` gives; the forms of one batch have the same styles."""
    return formats_of_styles(styles, Clock(Limits()))
