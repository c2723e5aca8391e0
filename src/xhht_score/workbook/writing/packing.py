"""Packages of parts of which most is the same every time: what stays is packed once, what is new is packed on its own.

A part is packed in stretches, each to the end of a byte and looking back at nothing before it, so that packed stretches
stand one after the other as they are.
"""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Iterable
from functools import cached_property
from zipfile import ZIP_DEFLATED, ZipInfo

#: How closely that is packed which is packed once for all, whole parts of one file, and stretches of one.
CLOSELY, FAIRLY, QUICKLY = 6, 3, 1
#: What ends a part; an entry of an archive's contents, and what ends these.
_END, _ENTRY, _LAST = b"\3\0", struct.Struct("<4s4B4H3L5H2L"), struct.Struct("<4s4H2LH")
_RIGHTS = 0o600 << 16
#: So long is a stretch at the most that is not packed, and so it begins; a stretch used so often is used ever again.
_SHORT, _AS_IT_IS, _MANY = 1024, struct.Struct("<BHH"), 2
#: How far back a short stretch looks, as a power of two: a packer for more takes longer to be made than to pack it.
_SMALL = 12


class PackedStretch:
    """A stretch of a part, as it is and as it is packed."""

    def __init__(self, content: bytes, packed: bytes) -> None:
        """Take both."""
        self.size, self.packed, self._content, self._uses = len(content), packed, content, 0

    def checked(self, before: int) -> int:
        """Give the checksum of what has one so far and of this stretch after it.

        One that is used again and again is not gone through each time: what so many bytes make of a checksum is put
        together of what they make of each of its bytes.
        """
        self._uses += 1
        if not before:
            return self._sum
        if self._uses <= _MANY:
            return zlib.crc32(self._content, before)
        first, second, third, fourth = self._moved
        moved = first[before & 255] ^ second[before >> 8 & 255] ^ third[before >> 16 & 255] ^ fourth[before >> 24]
        return moved ^ self._sum

    @cached_property
    def _sum(self) -> int:
        return zlib.crc32(self._content)

    @cached_property
    def _moved(self) -> list[list[int]]:
        """What the stretch makes of the checksum before it, of each of its four bytes by itself."""
        nothing = bytes(self.size)
        still = zlib.crc32(nothing)
        bits = [zlib.crc32(nothing, 1 << bit) ^ still for bit in range(32)]
        tables = []
        for at in range(0, 32, 8):
            table = [0]
            for bit in bits[at : at + 8]:
                table += [one ^ bit for one in table]
            tables.append(table)
        return tables


def stretch_of(content: bytes, level: int) -> PackedStretch:
    """Give a stretch of a part; a short one that is packed for one file is put there as it is."""
    if level == QUICKLY and len(content) <= _SHORT:
        size = len(content)
        return PackedStretch(content, _AS_IT_IS.pack(0, size, size ^ 0xFFFF) + content)
    window, memory = (_SMALL, 5) if len(content) <= 1 << _SMALL else (zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
    packer = zlib.compressobj(level, zlib.DEFLATED, -window, memory)
    # the next one is another packer's
    return PackedStretch(content, packer.compress(content) + packer.flush(zlib.Z_SYNC_FLUSH))


def archive_of(parts: Iterable[tuple[str, Iterable[PackedStretch]]]) -> bytes:
    """Give an archive of parts by name, as the library for archives writes one of a few files now."""
    pieces, entries, at, now = list[bytes](), list[bytes](), 0, time.localtime()[:6]
    for name, stretches in parts:
        info, packed, checksum = ZipInfo(name, now), list[bytes](), 0
        info.compress_type, info.external_attr, info.header_offset = ZIP_DEFLATED, _RIGHTS, at
        info.file_size, info.compress_size = 0, len(_END)
        for one in stretches:
            packed.append(one.packed)
            checksum = one.checked(checksum)
            info.file_size += one.size
            info.compress_size += len(one.packed)
        info.CRC = checksum
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
