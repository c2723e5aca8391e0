"""What calamine cannot tell of a workbook: kind of container, far-off cells, formulas without a value, error cells,
percent formats. All of it is looked up in the bytes of the package, without opening anything else that they name."""

from __future__ import annotations

import re
import zipfile
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
_FAR = re.compile(rb"""\sr\s*=\s*["'](?:[A-Z]{3}|[A-Z]{0,2}\d{5})""")
_BUILT_IN_PERCENT = {9, 10}
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


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
        self._sheets: dict[str, bytes] = {}
        self._styles = b""
        self.foreign_kind: str | None = None
        if not content:
            raise Refused("workbook-empty")
        if content.startswith(_OLE):
            if _ENCRYPTED in content:
                raise Refused("workbook-password")
        elif content.startswith(b"PK"):
            self._unzip(content)
        else:
            raise Refused("not-a-workbook")

    def _unzip(self, content: bytes) -> None:
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                names = set(archive.namelist())
                unpacked = sum(entry.file_size for entry in archive.infolist())
                if unpacked > MOST_UNPACKED_BYTES:
                    raise Refused("workbook-too-large", limit=f"{MOST_UNPACKED_BYTES // 1_000_000} MB")
                if "xl/workbook.xml" in names:
                    self._take_sheets(archive, names)
                elif "xl/workbook.bin" not in names and "content.xml" not in names:
                    raise Refused("not-a-workbook")
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            EOFError,
            OSError,
            RuntimeError,
            ElementTree.ParseError,
        ) as error:
            raise Refused("workbook-damaged", detail=str(error)) from None
        except (KeyError, ValueError) as error:
            raise Refused("workbook-damaged", detail=str(error)) from None

    def _take_sheets(self, archive: zipfile.ZipFile, names: set[str]) -> None:
        targets = {
            relation.get("Id"): relation.get("Target", "")
            for relation in _parse(archive.read("xl/_rels/workbook.xml.rels"))
        }
        for sheet in _parse(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
            target = targets.get(sheet.get(_RELATION), "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in names:
                self._sheets[sheet.get("name", "")] = xml = archive.read(path)
                if _FAR.search(xml):
                    raise Refused("workbook-too-large", limit=f"{MOST_ROWS} × {MOST_COLUMNS}")
        if "xl/styles.xml" in names:
            self._styles = archive.read("xl/styles.xml")

    @property
    def knows_formats(self) -> bool:
        """Whether formats and formulas can be asked for."""
        return bool(self._sheets)

    def may_hide(self, sheet: str) -> bool:
        """Tell whether a sheet has any formula or error cell at all, so that its blanks need a second look."""
        xml = self._sheets.get(sheet, b"")
        return any(sign in xml for sign in (b"<f", b":f", b't="e"', b"t='e'"))

    def cell(self, sheet: str, name: str) -> RawCell | None:
        """Give a cell of an .xlsx sheet as it is stored, or None where the sheet has no such cell."""
        pattern = rb"""<((?:\w+:)?c)(?=\s)([^>]*?\sr=["']%s["'][^>]*?)(?:/>|>(.*?)</\1>)""" % name.encode()
        found = re.search(pattern, self._sheets.get(sheet, b""), re.DOTALL)
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
        return style in _percent_styles(self._styles)


def _parse(xml: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in xml:
        raise Refused("workbook-damaged", detail="DOCTYPE")
    return ElementTree.fromstring(xml)


@lru_cache(maxsize=64)
def _percent_styles(styles: bytes) -> frozenset[int]:
    if not styles:
        return frozenset()
    try:
        root = _parse(styles)
    except ElementTree.ParseError:
        return frozenset()
    codes = {number.get("numFmtId"): number.get("formatCode", "") for number in root.iter(f"{_MAIN}numFmt")}
    percent = {
        int(identifier or 0) for identifier, code in codes.items() if "%" in re.sub(r'"[^"]*"|\\.', "", code)
    } | _BUILT_IN_PERCENT
    formats = root.find(f"{_MAIN}cellXfs")
    return frozenset(
        position
        for position, one in enumerate(formats if formats is not None else ())
        if int(one.get("numFmtId", "0")) in percent
    )
