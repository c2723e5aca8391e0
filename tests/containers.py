"""Files that are no sound workbook, as bytes."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from make import HERE


def ole_file(names: list[str]) -> bytes:
    """Give a small compound file whose directory has these streams, as Excel wraps a workbook with a password."""

    def entry(name: str, kind: int, child: int, sibling: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, sibling, child)
        return head.ljust(116, b"\0") + struct.pack("<IQ", 0xFFFFFFFE, 0)

    entries = [entry("Root Entry", 5, 1, 0xFFFFFFFF)]
    entries += [entry(name, 2, 0xFFFFFFFF, at + 2 if at + 1 < len(names) else 0xFFFFFFFF)
                for at, name in enumerate(names)]  # fmt: skip
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    return header + table + b"".join(entries).ljust(512, b"\0")


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
    "password": ("workbook-password", lambda: ole_file(["EncryptionInfo", "EncryptedPackage"])),
    "rubbish in a compound file": ("workbook-damaged", lambda: ole_file(["Thumbs"])),
    "zip bomb": ("workbook-too-large", lambda: zipped((BOOK, b"<a/>"), ("xl/media/a", bytes(120_000_000)))),
}
