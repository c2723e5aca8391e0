"""Workbooks made byte by byte: the other containers (.xls, .xlsb, .ods) and zips that no program would write."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Sheets = Mapping[str, Sequence[Sequence[Any]]]

_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Give a zip of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method, 1)  # with a date that is always the same
    return out.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Give the parts of a zip."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_header(content: bytes, name: str, at: int, form: str, value: int) -> bytes:
    """Change a field of a part's entry in the central directory, counted from its start, and of nothing else."""
    found = bytearray(content)
    start = found.rindex(b"PK\x01\x02", 0, found.rindex(name.encode()))
    struct.pack_into(form, found, start + at, value)
    return bytes(found)


def with_local_header(content: bytes, name: str, at: int, form: str, value: int) -> bytes:
    """Change a field of a part's own header."""
    found = bytearray(content)
    start = found.rindex(b"PK\x03\x04", 0, found.index(name.encode()))
    struct.pack_into(form, found, start + at, value)
    return bytes(found)


def _entry(name: str, kind: int, child: int, sibling: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, _FREE, sibling, child)
    return head.ljust(116, b"\0") + struct.pack("<IQ", start, size)


def compound(streams: Mapping[str, bytes], *, circle: bool = False) -> bytes:
    """Give a compound file (OLE) with these streams; with `circle` the last sector of each leads back to its first."""
    table: list[int] = []
    data, entries = b"", []
    for at, (name, stream) in enumerate(streams.items()):
        sectors = max(1, -(-max(len(stream), 4096) // 512))
        first = len(table)
        table += [*range(first + 1, first + sectors), first if circle else _END]
        data += stream.ljust(sectors * 512, b"\0")
        sibling = at + 2 if at + 1 < len(streams) else _FREE
        entries.append((name, sibling, first, 0x7FFFFFFF if circle else max(len(stream), 4096)))
    size = -(-(len(table) + 2) // 128)
    while size * 128 < len(table) + size + 1:
        size += 1
    shift = size + 1  # the table of sectors and the directory stand before the data
    moved = [one if one == _END else one + shift for one in table]
    fat = [*[0xFFFFFFFD] * size, _END, *moved]
    fat += [_FREE] * (size * 128 - len(fat))
    directory = _entry("Root Entry", 5, 1 if streams else _FREE, _FREE, _END, 0)
    directory += b"".join(
        _entry(name, 2, _FREE, after, first + shift, length) for name, after, first, length in entries
    )
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, size, size, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(size), *[_FREE] * (109 - size))
    return header + struct.pack(f"<{size * 128}I", *fat) + directory.ljust(512, b"\0") + data


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _unicode(text: str, form: str) -> bytes:
    return struct.pack(form, len(text)) + b"\x01" + text.encode("utf-16-le")


def xls(sheets: Sheets) -> bytes:
    """Give an .xls (BIFF8) with these sheets of texts and numbers."""
    return compound({"Workbook": biff(sheets)})


def biff(sheets: Sheets) -> bytes:
    """Give the stream of an .xls."""
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    bodies = []
    for rows in sheets.values():
        body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str) and value:
                    body += _record(0x0204, struct.pack("<HHH", at, column, 0) + _unicode(value[:4000], "<H"))
                elif isinstance(value, int | float):
                    body += _record(0x0203, struct.pack("<HHHd", at, column, 0, value))
        bodies.append(body + _record(0x000A, b""))
    names = [_record(0x0085, struct.pack("<IBB", 0, 0, 0) + _unicode(name, "<B")) for name in sheets]
    end, place = _record(0x000A, b""), len(start) + sum(map(len, names)) + 4
    found = start
    for name, body in zip(names, bodies, strict=True):
        found += name[:4] + struct.pack("<I", place) + name[8:]
        place += len(body)
    return found + end + b"".join(bodies)


_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml">{}</manifest:file-entry></manifest:manifest>'
)
_CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>{}'
    "</office:spreadsheet></office:body></office:document-content>"
)


def ods(sheets: Sheets, extra: str = "", *, inside: str = "") -> dict[str, bytes]:
    """Give the parts of an .ods with these sheets, `extra` rows at the end of the last, `inside` its manifest."""
    tables = []
    for at, (name, rows) in enumerate(sheets.items(), 1):
        body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        body += extra if at == len(sheets) else ""
        tables.append(f"<table:table table:name={quoteattr(name)}>{body}</table:table>")
    return {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": _MANIFEST.format(inside).encode(),
        "content.xml": _CONTENT.format("".join(tables)).encode(),
    }


def _ods_cell(value: Any) -> str:
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    if not value:
        return "<table:table-cell/>"
    text = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def _xlsb_record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, sizes = len(content), b""
    while True:
        sizes += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return head + sizes + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(sheets: Sheets) -> dict[str, bytes]:
    """Give the parts of an .xlsb with these sheets."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = '<Relationship Id="{}" Type="' + office + '/{}" Target="{}"/>'
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    parts, bundles, named = {}, b"", ""
    for n, (name, rows) in enumerate(sheets.items(), 1):
        bundles += _xlsb_record(156, struct.pack("<II", 0, n) + _wide(f"rId{n}") + _wide(name))
        named += relation.format(f"rId{n}", "worksheet", f"worksheets/sheet{n}.bin")
        body = b""
        for at, row in enumerate(rows):
            body += _xlsb_record(0, struct.pack("<I", at).ljust(17, b"\0"))
            for column, value in enumerate(row):
                if isinstance(value, str) and value:
                    body += _xlsb_record(6, struct.pack("<II", column, 0) + _wide(value))
                elif isinstance(value, int | float):
                    body += _xlsb_record(5, struct.pack("<IId", column, 0, value))
        size = struct.pack("<IIII", 0, len(rows), 0, 30)
        parts[f"xl/worksheets/sheet{n}.bin"] = (
            _xlsb_record(129)
            + _xlsb_record(148, size)
            + _xlsb_record(145)
            + body
            + _xlsb_record(146)
            + _xlsb_record(130)
        )
    book = _xlsb_record(131) + _xlsb_record(143) + bundles + _xlsb_record(144) + _xlsb_record(132)
    return {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": relations.format(relation.format("rId1", "officeDocument", "xl/workbook.bin")).encode(),
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": relations.format(named).encode(),
        **parts,
    }
