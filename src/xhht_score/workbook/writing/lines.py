"""How many lines a text takes in a column: words are broken as spreadsheet programs break them, letters as wide as they
are in the form's font.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: The size of letters in points, and how high a line of them is.
SIZE, LINE = 11, 12.75
#: Points of a unit of column width, and what a cell leaves free on both sides together.
_UNIT, _FREE = 5.25, 4
#: What programs draw wider than the font says, on screens above all, and how much wider bold letters are.
_DRAWN_WIDER, _BOLD = 1.01, 1.05
#: Thousandths of the size of the letters that are not as wide as most are, after the metrics of Times.
_WIDTHS = {
    **dict.fromkeys(" .,", 250), **dict.fromkeys("iljt/:;\\", 278), **dict.fromkeys("frI()-[]!'", 333), "s": 389,
    "J": 389, **dict.fromkeys("acez?“”", 444), **dict.fromkeys("PSZLEFT", 600),
    **dict.fromkeys("wABCDGHKNOQRUVXY", 722), **dict.fromkeys("mM%W…", 900),
}  # fmt: skip
_MOST, _WIDEST = 500, max(500, *_WIDTHS.values())


@lru_cache(maxsize=4096)
def lines_of(text: str, width: float, *, bold: bool = False) -> int:
    """Give how many lines a text takes in columns of this width together."""
    room = (width * _UNIT - _FREE) / (SIZE * _DRAWN_WIDER * (_BOLD if bold else 1)) * 1000
    return sum(_broken(part, int(room)) for part in text.split("\n"))


@lru_cache(maxsize=4096)
def _broken(text: str, room: int) -> int:
    if len(text) * _WIDEST <= room:
        return 1
    lines, taken = 1, 0
    for word in text.split(" "):
        wide = _word(word)
        if taken and taken + 250 + wide > room:
            lines, taken = lines + 1, 0
        taken += wide + (250 if taken else 0)
        lines, taken = lines + taken // (room + 1), taken % (room + 1)
    return lines


@lru_cache(maxsize=4096)
def _word(word: str) -> int:
    return sum(map(_wide, word))


@lru_cache(maxsize=1024)
def _wide(letter: str) -> int:
    return _WIDTHS.get(unicodedata.normalize("NFD", letter)[0], _MOST)
