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
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipInfo

#: How closely that is packed which is packed once for all, whole parts of one file, and stretches of one.
CLOSELY, FAIRLY, QUICKLY = 6, 3, 1
#: What ends a part; what stands before one, an entry of an archive's contents, and what ends these.
_END, _HEAD = b"\3\0", struct.Struct("<4s2B4H3L2H")
_ENTRY, _LAST = struct.Struct("<4s4B4H3L5H2L"), struct.Struct("<4s4H2LH")
_RIGHTS = 0o600 << 16
#: A part as the library for archives would write it, for the versions and the system that it names.
_AS_WRITTEN = ZipInfo("part")
#: So long is a stretch at the most that is not packed, and so it begins; a stretch used so often is used ever again.
_SHORT, _AS_IT_IS, _MANY = 4096, struct.Struct("<BHH"), 8
#: How far back a short stretch looks, as a power of two: a packer for more takes longer to be made than to pack it.
_SMALL = 12


class PackedStretch:
    """A stretch of a part, as it is and as it is packed."""

    def __init__(self, content: bytes, packed: bytes) -> None:
        """Take both."""
        self.size, self.packed, self.content, self._uses = len(content), packed, content, 0

    def checked(self, before: int) -> int:
        """Give the checksum of what has one so far and of this stretch after it.

        One that is used again and again is not gone through each time: what so many bytes make of a checksum is put
        together of what they make of each of its bytes.
        """
        self._uses += 1
        if not before:
            return self._sum
        if self._uses <= _MANY:
            return zlib.crc32(self.content, before)
        first, second, third, fourth = self._moved
        moved = first[before & 255] ^ second[before >> 8 & 255] ^ third[before >> 16 & 255] ^ fourth[before >> 24]
        return moved ^ self._sum

    @cached_property
    def _sum(self) -> int:
        return zlib.crc32(self.content)

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


class _Packed(NamedTuple):
    """A part that is packed: how long it was, how long it is, its checksum."""

    size: int
    packed: int
    checksum: int


def archive_of(parts: Iterable[tuple[str, Iterable[PackedStretch]]]) -> bytes:
    """Give an archive of parts by name, as the library for archives writes one of a few files now."""
    pieces, entries, at = list[bytes](), list[bytes](), 0
    year, month, day, hour, minute, second = time.localtime()[:6]
    when = hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
    for name, stretches in parts:
        own, size, packed, checksum = list[bytes](), 0, len(_END), 0
        for one in stretches:
            own.append(one.packed)
            checksum = one.checked(checksum)
            size += one.size
            packed += len(one.packed)
        told, about = name.encode("ascii"), _Packed(size, packed, checksum)
        head = _head(told, when, about)
        pieces += (head, told, *own, _END)
        entries += (_entry(told, when, about, at), told)
        at += len(head) + len(told) + packed
    listed, many = b"".join(entries), len(entries) // 2
    last = _LAST.pack(b"PK\5\6", 0, 0, many, many, len(listed), at, 0)
    return b"".join((*pieces, listed, last))


def _head(name: bytes, when: tuple[int, int], about: _Packed) -> bytes:
    """Give what stands before a part, but for its name."""
    return _HEAD.pack(
        b"PK\3\4", _AS_WRITTEN.extract_version, 0, 0, ZIP_DEFLATED, *when, about.checksum, about.packed, about.size,
        len(name), 0,
    )  # fmt: skip


def _entry(name: bytes, when: tuple[int, int], about: _Packed, at: int) -> bytes:
    """Give what the contents of an archive say of a part, which begins there, but for its name."""
    one = _AS_WRITTEN
    return _ENTRY.pack(
        b"PK\1\2", one.create_version, one.create_system, one.extract_version, 0, 0, ZIP_DEFLATED, *when,
        about.checksum, about.packed, about.size, len(name), 0, 0, 0, 0, _RIGHTS, at,
    )  # fmt: skip
