"""A zip of parts, read within limits, and the elements of XML in it; no link, entity or macro is ever followed."""

from __future__ import annotations

import re
import struct
import time
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from html import escape
from io import BytesIO
from typing import Any
from xml.parsers import expat

from xhht_score.recent import Recent
from xhht_score.spreadsheet.limits import MEGABYTE, SETTINGS, Limits

#: Parts, relations and sheets that a workbook may have; beyond, it is no workbook that people use.
MOST_PARTS = 10_000
#: A part smaller than this may be packed as tightly as it likes.
_SMALL_PART = MEGABYTE
#: So many bytes of XML are read between two looks at the clock.
_CHUNK = MEGABYTE
#: XML nested deeper is no spreadsheet's, and takes a lot of memory.
_DEEPEST = 200
#: So many names of elements and attributes are remembered.
_MOST_NAMES = 10_000
#: What stands in shorter parts is remembered.
_KEPT = 20_000
#: So many parts that were unpacked last, and are no longer than this, are remembered.
_PARTS_KEPT, _LONGEST_KEPT = 32, 250_000
#: The length of what stands before the name of a part and its extra field, with their lengths at its end.
_HEADER = 30
#: The letters that a part says it is written in, and what they may be: UTF-8, of which ASCII is a part.
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml [^?>]*?encoding=["']([^"'?>]*)["']""")
_UTF8 = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_EPOCH = (1980, 1, 1, 0, 0, 0)

Attributes = Mapping[str, str]

#: The namespace of a spreadsheet, as nearly every file says it.
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#: What is put before the names of each namespace, whatever prefix a file has for it; of all others their address is.
PREFIXES = {
    MAIN: "",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main": "x14:",
    "http://schemas.microsoft.com/office/excel/2006/main": "xm:",
    **{f"urn:oasis:names:tc:opendocument:xmlns:{one}:1.0": f"{one}:" for one in ("office", "table", "text")},
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext:",
}


class Refused(Exception):
    """The container cannot be read as a workbook; `code` says why, `sheet` and `cell` where, if that is known."""

    def __init__(self, code: str, sheet: str | None = None, cell: str | None = None, **arguments: object) -> None:
        super().__init__(code)
        self.code = code
        self.sheet, self.cell = sheet, cell
        self.arguments = arguments


def too_large(limits: Limits, name: str) -> Refused:
    """Give the refusal of a file that is over the limit of this name."""
    return Refused("workbook-too-large", over=(name, getattr(limits, name)), setting=SETTINGS[name].variable)


class Clock:
    """The time of the processor that one file may take; what else the machine is busy with does not count."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._end, self._soonest = time.thread_time() + limits.seconds, time.monotonic() + limits.seconds

    def left(self) -> float:
        """Give the seconds that are left at the least; raises `Refused` where none are."""
        left = self._soonest - time.monotonic()
        if left > 0:  # no processor is faster than the clock, which is read in no time
            return left
        left = self._end - time.thread_time()
        if left <= 0:
            raise too_slow(self._limits.seconds)
        return left


def too_slow(seconds: int, reason: str = "time-processor") -> Refused:
    """Give the refusal of a file that takes longer than so many seconds, of the processor or by the clock."""
    return Refused("workbook-too-slow", seconds=seconds, reason=reason, setting=SETTINGS["seconds"].variable)


@contextmanager
def damage() -> Iterator[None]:
    """Turn whatever a damaged container raises into `Refused`."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise Refused("workbook-damaged") from error
    except (expat.ExpatError, KeyError, ValueError, OverflowError) as error:
        raise Refused("workbook-damaged") from error


class Archive:
    """The parts of a zip by name, whatever the case and the slashes; each is unpacked once, and only if asked for."""

    def __init__(self, content: bytes, limits: Limits, clock: Clock) -> None:
        """Look at the list of parts; raises `Refused`."""
        if content.count(b"PK\x01\x02") > MOST_PARTS:
            raise too_large(limits, "unpacked")
        with damage():
            self._zip = zipfile.ZipFile(BytesIO(content))
        self._content, self._limits, self._clock = content, limits, clock
        self._left = limits.unpacked * MEGABYTE
        self._entries: dict[str, list[zipfile.ZipInfo]] = {}
        self._read: dict[str, bytes] = {}
        self._sound: set[str] = set()
        self._again: set[str] = set()
        self._starts = [*sorted(entry.header_offset for entry in self._zip.infolist()), self._zip.start_dir]
        for entry in self._zip.infolist():
            if entry.file_size > max(_SMALL_PART, limits.ratio * entry.compress_size):
                raise too_large(limits, "ratio")
            self._entries.setdefault(_key(entry.filename), []).append(entry)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts as the zip has them."""
        return tuple(entries[0].filename for entries in self._entries.values())

    def read(self, name: str) -> bytes:
        """Give the bytes of a part, b"" where there is none; raises `Refused`.

        How large a part is said to be is not believed: no more is unpacked than the limit leaves.
        """
        key = _key(name)
        if key not in self._read:
            self._read[key] = self._unpack(self._entries.get(key, []))
        return self._read[key]

    def xml(self, name: str) -> bytes:
        """Give the bytes of an XML part, free of declarations of entities and of other letters than UTF-8's."""
        part = self.read(name)
        if _key(name) in self._sound or _sound.get(id(part)) is part:
            return part
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise Refused("workbook-unsafe")
        said = _ENCODING.match(part)
        if b"\0" in part or (said and said[1].lower() not in _UTF8):
            raise Refused("workbook-damaged")
        self._sound.add(_key(name))
        if _key(name) in self._again:
            _sound.put(id(part), part)
        return part

    def forget(self, name: str) -> None:
        """Keep the bytes of a part no longer, which nobody asks for again."""
        self._read.pop(_key(name), None)

    def _unpack(self, entries: list[zipfile.ZipInfo]) -> bytes:
        if not entries:
            return b""
        if entries[0].flag_bits & 0x1:
            raise Refused("workbook-password")
        if len(entries) > 1 or entries[0].compress_type not in _READABLE:
            raise Refused("workbook-damaged")
        self._clock.left()
        with damage(), self._zip.open(entries[0]) as file:
            key = self._as_packed(entries[0])
            part = _again.get(key)
            if part is None or len(part) > self._left:
                part = file.read(self._left + 1)
                if _seen.get(hash(key)) and len(part) <= min(_LONGEST_KEPT, self._left):
                    _again.put(key, part)
                _seen.put(hash(key), True)
            else:
                self._again.add(_key(entries[0].filename))
        self._left -= len(part)
        if self._left < 0:
            raise too_large(self._limits, "unpacked")
        return part

    def _as_packed(self, entry: zipfile.ZipInfo) -> _AsPacked:
        """Give all that the bytes of a part come from; it reaches into nothing that stands behind it.

        Later releases of Python ask for that as well, earlier ones do not.
        """
        start = entry.header_offset
        name, extra = struct.unpack("<HH", self._content[start + _HEADER - 4 : start + _HEADER])
        end = start + _HEADER + name + extra + entry.compress_size
        if end > self._starts[bisect_right(self._starts, start, hi=len(self._starts) - 1)]:
            raise zipfile.BadZipFile("it reaches into the next part")
        return entry.compress_type, entry.CRC, entry.file_size, self._content[start:end]


#: How a part is packed, the sum of its bytes, how many they are said to be, and all that stands packed.
_AsPacked = tuple[int, int, int, bytes]
#: The forms of one batch have parts in common: those that were unpacked before, what they hold if they came again, and
#: which of those, by identity, were found to be XML that may be read.
_seen = Recent[int, bool](8 * _PARTS_KEPT)
_again = Recent[_AsPacked, bytes](_PARTS_KEPT)
_sound = Recent[int, bytes](_PARTS_KEPT)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Give a zip of these parts, as they are."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), part)
    return out.getvalue()


class _Names(dict[str, str]):
    """Names as expat gives them, and as they are called here; `bare` is put before one that has no namespace."""

    def __init__(self, bare: str) -> None:
        super().__init__()
        self._prefixes = {**PREFIXES, "": bare}

    def __missing__(self, name: str) -> str:
        space, _, local = name.rpartition(" ")
        called = self._prefixes[space] + local if space in self._prefixes else name
        if len(self) < _MOST_NAMES:
            self[name] = called
        return called


def walk(
    xml: bytes,
    clock: Clock,
    start: Callable[[str, Attributes], Any],
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], Any] | None = None,
    space: Callable[[str, str], Any] | None = None,
) -> None:
    """Read XML through, streaming, and call `start` with each element's name and attributes; raises `Refused`.

    `end` is called with the name of each element that ends, `text` with each piece of text, `space` with prefix and
    address of each namespace that is declared. Names begin as `PREFIXES` says, whatever the file calls them: plain
    ones are a spreadsheet's own, and an element with a blank in its name is foreign.
    """
    depth, tags, names = 0, _Names(" "), _Names("")

    def opened(tag: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise Refused("workbook-damaged")
        start(tags[tag], {names[name]: value for name, value in attributes.items()})

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(tags[tag])

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    if text is not None:
        parser.CharacterDataHandler = text
    if space is not None:
        parser.StartNamespaceDeclHandler = lambda prefix, address: space(prefix or "", address or "")
    with damage():
        for at in range(0, len(xml), _CHUNK):
            clock.left()
            parser.Parse(xml[at : at + _CHUNK], False)
        parser.Parse(b"", True)


def local(name: str) -> str:
    """Give the name of an element without whatever says whose it is."""
    return name.rpartition(" ")[2].rpartition(":")[2]


def escaped(text: str) -> str:
    """Give a text as it stands between the tags of XML, line ends included."""
    return escape(text, quote=False).replace("\r", "&#13;")


def elements(xml: bytes, clock: Clock, *names: str) -> Sequence[tuple[str, Attributes]]:
    """Give name and attributes of all elements with these names; raises `Refused`."""
    return _kept_elements(xml, names) if len(xml) < _KEPT else _elements(xml, clock, names)


def _elements(xml: bytes, clock: Clock, names: tuple[str, ...]) -> Sequence[tuple[str, Attributes]]:
    found: list[tuple[str, Attributes]] = []

    def start(name: str, attributes: Attributes) -> None:
        if name in names:
            found.append((name, attributes))
            if len(found) > MOST_PARTS:
                raise Refused("workbook-damaged")

    walk(xml, clock, start)
    return found


@lru_cache(maxsize=64)
def _kept_elements(xml: bytes, names: tuple[str, ...]) -> Sequence[tuple[str, Attributes]]:
    """Give what `_elements` gives; the forms of one batch have the same parts beside their sheets."""
    return _elements(xml, Clock(Limits()), names)
