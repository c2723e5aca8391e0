"""The texts that the cells of an .xlsx share, in one strict spelling, each without its looks and readings."""

from __future__ import annotations

import re

from xhht_score.spreadsheet.archive import MAIN, Attributes, Clock, Refused, escaped, walk
from xhht_score.spreadsheet.nesting import Nesting

_STRICT = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")? ?\?>)?\s*+'
    rb'<sst xmlns="' + re.escape(MAIN.encode()) + rb'"(?: (?:uniqueC|c)ount="[0-9]*+")*+>'
    rb'(?:<si><t(?: xml:space="preserve")?+(?:>[^<]*+</t>| ?+/>)</si>)*+</sst>\s*+'
)
_HOLDS = {"sst": ("si",), "si": ("t", "r"), "r": ("t",)}


def texts_anew(xml: bytes, clock: Clock) -> bytes:
    """Give the part with shared texts as nothing can read it in two ways; raises `Refused` where something could."""
    if not xml or _STRICT.fullmatch(xml):
        return xml
    anew = _TextsAnew()
    walk(xml, clock, anew.start, anew.end, anew.text)
    return b'<sst xmlns="%s">%s</sst>' % (MAIN.encode(), b"".join(anew.written))


class _TextsAnew:
    """Writes each text anew as it is read."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self._nesting: Nesting | None = None
        self._pieces: list[str] = []

    def start(self, name: str, _: Attributes) -> None:
        if self._nesting is None:
            if name != "sst":
                raise Refused("workbook-damaged")
            self._nesting = Nesting(name, _HOLDS)
        elif self._nesting.enters(name) and name == "si":
            self._pieces = []

    def end(self, _: str) -> None:
        left = self._nesting.leaves() if self._nesting else ""
        if left == "si":
            self.written.append(
                b'<si><t xml:space="preserve">%s</t></si>' % escaped("".join(self._pieces)).encode("utf-8", "replace")
            )

    def text(self, piece: str) -> None:
        if self._nesting and self._nesting.within == "t":
            self._pieces.append(piece)
