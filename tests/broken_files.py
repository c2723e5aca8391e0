"""Files that are no sound workbook, as bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from containers import compound
from make import HERE


def zipped(*members: tuple[str, bytes]) -> bytes:
    """Give a zip with these members."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def foreign() -> bytes:
    """Give a spreadsheet that is none of our forms."""
    out, book = BytesIO(), Workbook()
    book.active.append(["Huyện", "Điểm"])
    book.save(out)
    return out.getvalue()


def patched(path: Path, change: Callable[[bytes], bytes], parts: str = r"xl/worksheets/.*") -> Path:
    """Change the bytes of a saved form's parts, as another program would have written them."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, change(content) if re.fullmatch(parts, name) else content)
    return path


def far_cell(path: Path, cell: bytes = b'<c r="XFD1048576"><v>1</v></c>') -> Path:
    """Add a cell to every sheet of a saved form: by default the last one that Excel has."""
    tail = b'<row r="9000">' + cell + b"</row></sheetData>"
    return patched(path, lambda xml: xml.replace(b"</sheetData>", tail))


BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
ENTITY = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
CONTAINERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "text": ("not-a-workbook", lambda: "Huyện Bá Thước; 12".encode()),
    "html named xlsx": ("not-a-workbook", lambda: b"<html><table><tr><td>12</td></tr></table></html>"),
    "docx named xlsx": ("not-a-workbook", lambda: zipped(("[Content_Types].xml", b"<a/>"), ("word/document.xml", b""))),
    "another zip": ("not-a-workbook", lambda: zipped(("anh.jpg", b"\xff\xd8"))),
    "no byte": ("workbook-empty", lambda: b""),
    "cut off": ("workbook-damaged", lambda: (HERE / "bathuoc.xlsx").read_bytes()[:9000]),
    "zip without its parts": ("workbook-damaged", lambda: zipped((BOOK, b"<workbook/>"))),
    "rubbish in its parts": ("workbook-damaged", lambda: zipped((BOOK, b"<wo"), (RELATIONS, b"<"))),
    "entities": ("workbook-unsafe", lambda: zipped((BOOK, b"<a/>"), (RELATIONS, ENTITY))),
    "another program's": ("workbook-foreign", foreign),
    "password": ("workbook-password", lambda: compound({"EncryptionInfo": b"", "EncryptedPackage": b""})),
    "rubbish in a compound file": ("workbook-damaged", lambda: compound({"Thumbs": b""})),
    "zip bomb": ("workbook-too-large", lambda: zipped((BOOK, b"<a/>"), ("xl/media/a", bytes(120_000_000)))),
}
