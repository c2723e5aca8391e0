"""What calamine cannot tell of a workbook: kind of container, far-off cells, formulas without a value, error cells,
formats. All of it is looked up in the bytes of the package, without opening anything else that they name."""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import cached_property

from xhht_score.records import record
from xhht_score.spreadsheet import extent
from xhht_score.spreadsheet.archive import MAIN, Archive, Clock, Refused, elements, pack, too_large
from xhht_score.spreadsheet.extraction import OLE, Formats, Seen
from xhht_score.spreadsheet.limits import MEGABYTE, Limits
from xhht_score.spreadsheet.looks import Looks, RawCell, looks_of_ods, looks_of_xls
from xhht_score.spreadsheet.number_formats import Look
from xhht_score.spreadsheet.shared_texts import texts_anew
from xhht_score.spreadsheet.styles import Styles, styles_of
from xhht_score.spreadsheet.worksheet import Formula, Frame, Worksheet, read_worksheet

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: White space that an .ods writes as an element of its own, which calamine leaves out, and the beginning of a table
#: that is laid out with white space between its elements, which calamine does not take.
_ODS_SPACE, _LAID_OUT = re.compile(rb"<text:(?:tab|line-break)\s*/>"), re.compile(rb"<table:table-row[^<>]*>\s+<")
_PARAGRAPH, _PARAGRAPH_END = (b"text:p", b"text:h"), (b"/text:p", b"/text:h")
#: Parts of less than this, whose texts cannot add up to more than that, are read in this process.
_PLAIN_BYTES, _PLAIN_TEXT = 2 * MEGABYTE, 16 * MEGABYTE
_SHORTEST_TEXT_CELL = len('<c t="s"><v>0</v></c>')

_ROOT, _WORKBOOK, _MANIFEST = "_rels/.rels", "xl/workbook.xml", "META-INF/manifest.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = f'<Relationship Id="{{id}}" Type="{_OFFICE}/{{kind}}" Target="/{{target}}"/>'
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">'
    '<workbookPr date1904="{since_1904:d}"/><sheets>{sheets}</sheets></workbook>'
)
_SHEET = '<sheet name="{name}" sheetId="{n}" state="{state}" r:id="s{n}"/>'
_ROWS = f'<worksheet xmlns="{MAIN}"><sheetData>%s</sheetData></worksheet>'.encode()
_LONGEST_TITLE = 255  # Excel takes 31
_STATES = ("visible", "hidden", "veryHidden")


@record
class SheetPart:
    """A worksheet of an .xlsx: its name as people see it, its state, and the name of its XML part."""

    name: str
    state: str
    part: str


@record
class Unread:
    """The parts of an .xlsx before any cell is read: its sheets, and the names of those with texts and styles."""

    archive: Archive
    sheets: list[SheetPart]
    since_1904: bool
    texts: str
    styles: str


class Package:
    """A workbook that is within its limits, and what is known of its cells beside their values."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Look at the container and what it says of its sheets; raises `Refused`."""
        self.limits, self.clock = limits, Clock(limits)
        self.is_plain = False
        #: What is done while another process reads the sheets.
        self.meanwhile: Callable[[], object] | None = None
        self.seen: Seen = []
        self.formats: Formats | None = None
        self._content, self._table = content, b""
        self._archive: Archive | None = None
        self._sheets: list[SheetPart] = []
        self._pages: dict[str, Worksheet] = {}
        self._unread: Unread | None = None
        self._texts = b""
        self._styles = Styles(())
        self._restyled: Mapping[tuple[str, str], int] = {}
        self._since_1904 = False
        if not content:
            raise Refused("workbook-empty")
        if len(content) > limits.megabytes * MEGABYTE:
            raise too_large(limits, "megabytes")
        if content.startswith(OLE):
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
            raise Refused("workbook-binary", kind="xlsb")
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
        fixed = {kind: f"xl/{kind}.xml" for kind in ("styles", "sharedStrings")}
        for is_a, part in reversed(relations.values()):
            if is_a in fixed:
                fixed[is_a] = part
        for name, attributes in found:
            if name == "workbookPr":
                self._since_1904 = attributes.get("date1904", "0") in ("1", "true")
            elif name == "sheet":
                is_a, part = relations.get(attributes.get("r:id", ""), ("", ""))
                if is_a == "worksheet" and part in archive:
                    state = attributes.get("state", "visible")
                    self._sheets.append(SheetPart(attributes.get("name", ""), state, part))
        names = {sheet.name.casefold() for sheet in self._sheets}
        parts = {sheet.part for sheet in self._sheets}
        if min(len(names), len(parts)) < len(self._sheets) or max(map(len, names), default=0) > _LONGEST_TITLE:
            raise Refused("workbook-damaged")
        self._unread = Unread(archive, self._sheets, self._since_1904, fixed["sharedStrings"], fixed["styles"])

    def read(self) -> None:
        """Look at all that will be read of the sheets of an .xlsx, once; raises `Refused`."""
        if self._unread is None:
            return
        parts, self._unread = self._unread, None
        for sheet in self._sheets:
            xml = parts.archive.xml(sheet.part)
            self._pages[sheet.name] = read_worksheet(xml, sheet.name, self.limits, self.clock)
            parts.archive.forget(sheet.part)
            self.clock.left()
        self._texts = texts_anew(parts.archive.xml(parts.texts), self.clock)
        self._styles = styles_of(parts.archive.xml(parts.styles), self.clock)
        self.is_plain = is_plain([page.rows for page in self._pages.values()], self._texts, self._styles)

    def checked(self) -> bytes:
        """Give the workbook for calamine to read: of an .xlsx the rows that were looked at, in a package written anew.

        So nothing can be in it, or be taken for something else in it, that was not looked at.
        """
        self.read()
        if self._archive is None:
            return self._content
        rows = {sheet.name: self._pages[sheet.name].rows for sheet in self._sheets}
        return self.packed(rows, self._texts)

    def packed(self, rows: Mapping[str, bytes], texts: bytes) -> bytes:
        """Give a package of these rows, by the titles of their sheets, and of the texts that their cells share.

        It has no sheet for which no rows are given.
        """
        kinds = {"styles": self._styles.part, "sharedStrings": texts}
        parts = {f"xl/{kind}.xml": part for kind, part in kinds.items() if part}
        relations = [_RELATION.format(id=one, kind=one, target=f"xl/{one}.xml") for one in kinds if kinds[one]]
        sheets = []
        for n, sheet in enumerate((one for one in self._sheets if one.name in rows), 1):
            target = f"xl/worksheets/sheet{n}.xml"
            parts[target] = _ROWS % rows[sheet.name]
            relations.append(_RELATION.format(id=f"s{n}", kind="worksheet", target=target))
            state = sheet.state if sheet.state in _STATES else "visible"
            sheets.append(_SHEET.format(name=_quoted(sheet.name), n=n, state=state))
        root = _RELATION.format(id="book", kind="officeDocument", target=_WORKBOOK)
        parts[_ROOT] = _RELATIONS.format(root).encode()
        parts[_WORKBOOK] = _BOOK.format(since_1904=self._since_1904, sheets="".join(sheets)).encode()
        parts["xl/_rels/workbook.xml.rels"] = _RELATIONS.format("".join(relations)).encode()
        return pack(parts)

    def formulas(self, sheet: str) -> Iterator[list[Formula]]:
        """Give the formulas of each row of a sheet of an .xlsx; none of other containers."""
        page = self._pages.get(sheet)
        return page.formulas() if page else iter(())

    def frame(self, sheet: str) -> Frame:
        """Give what stands around the rows of a sheet of an .xlsx; nothing of other containers."""
        page = self._pages.get(sheet)
        return page.frame if page else Frame()

    @property
    def unread(self) -> Unread | None:
        """The parts of an .xlsx of which no cell was read yet."""
        return self._unread

    def worksheet(self, sheet: str) -> Worksheet:
        """Give a sheet of an .xlsx that was read."""
        return self._pages[sheet]

    @property
    def kind(self) -> str:
        """The suffix of what the file is, whatever it is called."""
        return "xls" if self._content.startswith(OLE) else "ods" if self._table else "xlsx"

    @property
    def keeps_xml(self) -> bool:
        """Whether formulas and rules of cells can be asked for: of an .xlsx only."""
        return self._archive is not None

    def look(self, sheet: str, name: str) -> Look | None:
        """Give how a cell shows its number, None where that is not known."""
        raw = self.cell(sheet, name)
        return None if raw is None else raw.look

    def _look_of(self, style: int) -> Look | None:
        formats = self._styles.formats
        return formats[style] if style < len(formats) else None

    def is_percentage(self, sheet: str, name: str, number: Fraction) -> bool | None:
        """Tell whether a number is shown as a percentage in a cell, None where that is not known."""
        look = self.look(sheet, name)
        return None if look is None else look.sign(number) == "share"

    @property
    def tells_looks(self) -> bool:
        """Whether formats and error values of cells can be read at all."""
        return bool(self._styles.formats) if self._archive is not None else self._looks is not None

    @property
    def since_1904(self) -> bool:
        """Whether days are counted from 1904 on."""
        return self._since_1904 if self._looks is None else self._looks.since_1904

    @cached_property
    def _looks(self) -> Looks | None:
        """How the cells of another container than .xlsx look, None where that is not known."""
        with suppress(Refused):
            if self._table:
                return looks_of_ods(self._table, self.limits, self.clock)
            return looks_of_xls(self.formats) if self.formats else None
        return None

    def is_hidden(self, sheet: str) -> bool:
        """Tell whether a sheet is hidden."""
        return any(name == sheet and hidden for name, hidden, _ in self.seen)

    def filled_sheets(self) -> tuple[str, ...]:
        """Give the names of the sheets that hold anything."""
        return tuple(name for name, _, filled in self.seen if filled)

    def hidden_rows(self, sheet: str) -> frozenset[int]:
        """Give the rows of a sheet that are hidden, counted from 1."""
        page = self._pages.get(sheet)
        return page.hidden_rows if page else frozenset()

    def may_hide_any(self, sheet: str) -> bool:
        """Tell whether a sheet has any formula or error cell at all."""
        page = self._pages.get(sheet)
        return bool(page.may_hide) if page else self._looks is not None

    def may_hide(self, sheet: str, name: str) -> bool:
        """Tell whether a cell that reads as blank may be an error or a formula, so that it needs a second look."""
        page = self._pages.get(sheet)
        return name in page.may_hide if page else self._looks is not None

    def restyled(self, styles: Mapping[tuple[str, str], int]) -> Package:
        """Give the workbook with plain values of other styles in some cells, by sheet and name."""
        other = copy.copy(self)
        other._restyled = styles
        return other

    def cell(self, sheet: str, name: str) -> RawCell | None:
        """Give what is stored of a cell beside its value, or None where the sheet has no such cell or does not tell."""
        if (style := self._restyled.get((sheet, name))) is not None:
            return RawCell(self._look_of(style), None, formula_without_value=False)
        if self._archive is None:
            return None if self._looks is None else self._looks.cells.get(sheet, {}).get(name)
        page = self._pages.get(sheet)
        found = page.stored(name) if page else None
        if found is None:
            return None
        error = found.value if found.type == "e" else None
        # `<v></v>` is how openpyxl writes no value by lxml, and how a text of no letters is kept, which says `t="str"`
        lacking = found.value is None or (not found.value and found.type != "str")
        return RawCell(self._look_of(found.style), error, found.has_formula and lacking)


def is_plain(rows: Sequence[bytes], texts: bytes, styles: Styles) -> bool:
    """Tell whether the parts are so small that reading them cannot take much, even if every cell has one text."""
    size = sum(map(len, rows)) + len(texts) + len(styles.part)
    if size > _PLAIN_BYTES:
        return False
    longest = max(map(len, texts.split(b"</si>")))
    return longest * size // _SHORTEST_TEXT_CELL <= _PLAIN_TEXT


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
