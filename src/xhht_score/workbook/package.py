"""What calamine cannot tell of a workbook: kind of container, far-off cells, formulas without a value, error cells,
percent formats. All of it is looked up in the bytes of the package, without opening anything else that they name."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from xml.etree import ElementTree

#: Limits on one file; beyond them it is refused with a sentence.
MOST_UNPACKED_BYTES = 100_000_000
MOST_ROWS = 9_999
MOST_COLUMNS = 702  # ZZ

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: A cell or row whose reference is not plainly near: the sheet then has to be read through.
_NOT_PLAINLY_NEAR = re.compile(rb'<(?:c|row)(?![A-Za-z])(?! r="(?:[A-Z]{1,2})?\d{1,4}")')
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
#: What a sheet has to hold for a blank to be more than a blank: a formula or an error cell.
_FORMULA, _PREFIXED_FORMULA = re.compile(rb"<f[\s/>]"), re.compile(rb":f[\s/>]")
_CELL = re.compile(rb"<((?:\w+:)?c)(\s[^>]*?)(?:/>|>(.*?)</\1>)", re.DOTALL)
_BUILT_IN_PERCENT = {9, 10}


class Refused(Exception):
    """The container cannot be read as a workbook; `code` says why."""

    def __init__(self, code: str, **arguments: object) -> None:
        super().__init__(code)
        self.code = code
        self.arguments = arguments


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell as the package has it."""

    style: int
    error: str | None
    formula_without_value: bool


class Package:
    """The bytes of a workbook; sheets of an .xlsx can be asked for single cells, other containers cannot."""

    def __init__(self, content: bytes) -> None:
        """Look at the container and its limits; raises `Refused`."""
        self._archive: zipfile.ZipFile | None = None
        self._paths: dict[str, str] = {}
        self._worksheets: list[str] = []
        self._read: dict[str, bytes] = {}
        self._hiding: dict[str, bool] = {}
        if not content:
            raise Refused("workbook-empty")
        if content.startswith(_OLE):
            if _ENCRYPTED in content:
                raise Refused("workbook-password")
        elif content.startswith(b"PK"):
            with _damage():
                self._unzip(zipfile.ZipFile(BytesIO(content)))
        else:
            raise Refused("not-a-workbook")

    def _unzip(self, archive: zipfile.ZipFile) -> None:
        names = {entry.filename for entry in archive.infolist()}
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED_BYTES:
            raise Refused("workbook-too-large", limit=f"{MOST_UNPACKED_BYTES // 1_000_000} MB")
        if "xl/workbook.xml" not in names:
            if "xl/workbook.bin" not in names and "content.xml" not in names:
                raise Refused("not-a-workbook")
            return
        self._archive = archive
        self._worksheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        relations = _parse(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
        for sheet in _parse(archive.read("xl/workbook.xml")).iter():
            if not sheet.tag.endswith("}sheet"):
                continue
            identifier = next((value for key, value in sheet.items() if key.endswith("}id")), None)
            target = targets.get(identifier, "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in names:
                self._paths[sheet.get("name", "")] = path

    def check_extent(self, sheet: str) -> None:
        """Refuse a sheet with a cell so far off that reading it would take all memory; raises `Refused`."""
        parts = [self._paths[sheet]] if sheet in self._paths else self._worksheets
        for part in parts:
            xml = self._part(part)
            if (_NOT_PLAINLY_NEAR.search(xml) or _PREFIXED.search(xml)) and _is_far(xml):
                raise Refused("workbook-too-large", limit=f"{MOST_ROWS} × {MOST_COLUMNS}")

    def xml(self, sheet: str) -> bytes:
        """Give a sheet of an .xlsx as it is stored; nothing for other containers."""
        path = self._paths.get(sheet)
        return self._part(path) if path else b""

    def _part(self, path: str) -> bytes:
        if path not in self._read:
            with _damage():
                self._read[path] = self._archive.read(path) if self._archive else b""
        return self._read[path]

    @property
    def knows_formats(self) -> bool:
        """Whether formats and formulas can be asked for."""
        return self._archive is not None

    def may_hide(self, sheet: str) -> bool:
        """Tell whether a sheet has any formula or error cell at all, so that its blanks need a second look."""
        if sheet not in self._hiding:
            xml = self.xml(sheet)
            formula = _FORMULA.search(xml) or _PREFIXED_FORMULA.search(xml)
            self._hiding[sheet] = formula is not None or b't="e"' in xml or b"t='e'" in xml
        return self._hiding[sheet]

    def cell(self, sheet: str, name: str) -> RawCell | None:
        """Give a cell of an .xlsx sheet as it is stored, or None where the sheet has no such cell."""
        xml = self.xml(sheet)
        at = max(xml.find(b'r="%s"' % name.encode()), xml.find(b"r='%s'" % name.encode()))
        found = _CELL.match(xml, xml.rfind(b"<", 0, at)) if at >= 0 else None
        if found is None:
            return None
        attributes, inside = found[2], found[3] or b""
        style = re.search(rb"""\ss=["'](\d+)""", attributes)
        formula = re.search(rb"<(?:\w+:)?f[\s/>]", inside) is not None
        value = re.search(rb"<(?:\w+:)?v>([^<]*)", inside)
        error = value[1].decode("utf-8", "replace") if value and re.search(rb"""\st=["']e["']""", attributes) else None
        return RawCell(int(style[1]) if style else 0, error, formula and value is None)

    def is_percent(self, style: int) -> bool:
        """Tell whether a cell of this style is shown as a percentage."""
        try:
            return style in _percent_styles(self._part("xl/styles.xml"))
        except Refused:
            return False


@contextmanager
def _damage() -> Iterator[None]:
    """Turn whatever a damaged package raises into `Refused`."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise Refused("workbook-damaged") from error
    except (ElementTree.ParseError, KeyError, ValueError) as error:
        raise Refused("workbook-damaged") from error


def _is_far(xml: bytes) -> bool:
    """Read a sheet through, streaming, and tell whether any cell or row lies beyond the limits."""
    from xml.parsers import expat

    far = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal far
        reference = attributes.get("r", "").upper()
        if reference and tag.rpartition(":")[2] in ("c", "row"):
            letters = reference.rstrip("0123456789")
            row = reference[len(letters) :]
            far = far or len(letters) > 2 or len(row) > len(str(MOST_ROWS)) or not (letters + row).isalnum()

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Refused("workbook-damaged") from error
    return far


def _parse(xml: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in xml:
        raise Refused("workbook-damaged")
    return ElementTree.fromstring(xml)


@lru_cache(maxsize=64)
def _percent_styles(styles: bytes) -> frozenset[int]:
    if not styles:
        return frozenset()
    try:
        root = _parse(styles)
    except ElementTree.ParseError:
        return frozenset()
    by_name: dict[str, list[ElementTree.Element]] = {}
    for element in root.iter():
        by_name.setdefault(element.tag.rpartition("}")[2], []).append(element)
    codes = {number.get("numFmtId"): number.get("formatCode", "") for number in by_name.get("numFmt", ())}
    percent = {
        int(identifier or 0) for identifier, code in codes.items() if "%" in re.sub(r'"[^"]*"|\\.', "", code)
    } | _BUILT_IN_PERCENT
    formats = by_name.get("cellXfs", [ElementTree.Element("none")])[0]
    return frozenset(position for position, one in enumerate(formats) if int(one.get("numFmtId", "0")) in percent)
