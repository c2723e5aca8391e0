"""Packages of parts of which most is the same every time: what stays is packed once, what is new is packed on its own.

A part is packed in stretches, each to the end of a byte and looking back at nothing before it, so that packed stretches
stand one after the other as they are.
"""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Iterable
from zipfile import ZIP_DEFLATED, ZipInfo

#: A stretch of a part, as it is and as it is packed.
PackedStretch = tuple[bytes, bytes]
#: How closely what is packed once is packed, and what is packed for one file.
CLOSELY, QUICKLY = 6, 1
#: What ends a part; an entry of an archive's contents, and what ends these.
_END, _ENTRY, _LAST = b"\3\0", struct.Struct("<4s4B4H3L5H2L"), struct.Struct("<4s4H2LH")
_RIGHTS = 0o600 << 16
#: How far back a short stretch looks, as a power of two: a packer for more takes longer to be made than to pack it.
_SMALL = 12


def stretch_of(text: str, level: int) -> PackedStretch:
    """Give a stretch of a part."""
    content = text.encode()
    window, memory = (_SMALL, 5) if len(content) <= 1 << _SMALL else (zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
    packer = zlib.compressobj(level, zlib.DEFLATED, -window, memory)
    return content, packer.compress(content) + packer.flush(zlib.Z_SYNC_FLUSH)  # the next one is another packer's


def archive_of(parts: Iterable[tuple[str, Iterable[PackedStretch]]]) -> bytes:
    """Give an archive of parts by name, as the library for archives writes one of a few files now."""
    pieces, entries, at, now = list[bytes](), list[bytes](), 0, time.localtime()[:6]
    for name, stretches in parts:
        contents, packed = zip(*stretches, strict=True)
        info = ZipInfo(name, now)
        info.compress_type, info.external_attr, info.header_offset = ZIP_DEFLATED, _RIGHTS, at
        info.file_size, info.compress_size = sum(map(len, contents)), sum(map(len, packed)) + len(_END)
        for content in contents:
            info.CRC = zlib.crc32(content, getattr(info, "CRC", 0))
        local = [info.FileHeader(zip64=False), *packed, _END]
        pieces += local
        at += sum(map(len, local))
        entries.append(_entry(info))
    listed = b"".join(entries)
    last = _LAST.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(listed), at, 0)
    return b"".join((*pieces, listed, last))


def _entry(info: ZipInfo) -> bytes:
    """Give what the contents of an archive say of a part, beside its header."""
    name, (year, month, day, hour, minute, second) = info.filename.encode("ascii"), info.date_time
    date, moment = (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2
    return (
        _ENTRY.pack(
            b"PK\1\2", info.create_version, info.create_system, info.extract_version, 0, info.flag_bits,
            info.compress_type, moment, date, info.CRC, info.compress_size, info.file_size, len(name), 0, 0, 0, 0,
            info.external_attr, info.header_offset,
        )
        + name
    )  # fmt: skip
