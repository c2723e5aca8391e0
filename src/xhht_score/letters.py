"""Letters as they are understood: invisible ones fall away, digits of every script and full-width marks become plain.

Nothing is taken apart that says more than its plain letters would: 12² is not 122, and ½ is not 12.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

#: So many combining marks in a row are composed at a time (Unicode's Stream-Safe Text Format, UAX #15): putting them in
#: order takes the square of their number. No language has more on one letter.
MOST_MARKS = 30
#: Where more of them could stand at all.
_RUN = re.compile(f"[^\0-\x7f]{{{MOST_MARKS + 1}}}")
#: Marks of numbers and dates in the widths and scripts that keyboards and scanned papers give.
_MARKS = {
    "．": ".", "﹒": ".", "٫": ".", "，": ",", "﹐": ",", "٬": ",", "％": "%", "﹪": "%", "٪": "%",
    "＋": "+", "﹢": "+", "－": "-", "﹣": "-", "−": "-", "‐": "-", "‑": "-", "／": "/", "：": ":", "＃": "#",
}  # fmt: skip


class _Plain(dict[int, str | None]):
    """The plain form of each letter by its number, found when it is first met; None for one that nobody sees."""

    def __missing__(self, number: int) -> str | None:
        letter = chr(number)
        match unicodedata.category(letter):
            case "Cf":
                found = None
            case "Nd":
                found = str(unicodedata.decimal(letter))
            case _:
                found = _MARKS.get(letter, letter)
        self[number] = found
        return found


_PLAIN = _Plain()


def crowded(text: str) -> list[int]:
    """Give where marks stand that are one too many in a row, counted anew from each."""
    if text.isascii() or not _RUN.search(text):
        return []
    found, marks = [], 0
    for at, letter in enumerate(text):
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > MOST_MARKS:
            found.append(at)
            marks = 1
    return found


def composed(text: str) -> str:
    """Give a text composed (NFC), in time that grows as its length; marks beyond `MOST_MARKS` in a row stay apart.

    >>> composed("Ho\u0301a") == "Hóa"
    True
    """
    ends = (0, *crowded(text), len(text))
    return "".join(unicodedata.normalize("NFC", text[at:end]) for at, end in pairwise(ends))


def plain(text: str) -> str:
    """Give a text as it is understood: plain letters, composed (NFC), trimmed, with single white space.

    >>> plain("１２"), plain("Có\\u200b "), plain("٣٫٥％"), plain("12²")
    ('12', 'Có', '3.5%', '12²')
    """
    if not text.isascii():
        text = composed(text.translate(_PLAIN))
    return " ".join(text.split())


#: The Vietnamese alphabet, with the letters of other languages where people look for them.
_ALPHABET = {letter: at for at, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
#: The tones in the order of Vietnamese dictionaries: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = {tone: at for at, tone in enumerate("\0\u0300\u0309\u0303\u0301\u0323")}


def alphabetical(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """Give a key by which texts stand in the order of the Vietnamese alphabet: letters first, then their tones.

    >>> sorted(["Đông", "Dậu", "Em", "Da", "Dã", "2"], key=alphabetical)
    ['2', 'Da', 'Dã', 'Dậu', 'Đông', 'Em']
    """
    letters: list[int] = []
    tones: list[int] = []
    for letter in composed(text).casefold():
        apart = unicodedata.normalize("NFD", letter)
        tone = next((one for one in apart if one in _TONES), "\0")
        bare = unicodedata.normalize("NFC", "".join(one for one in apart if one != tone))
        at = _ALPHABET.get(bare)
        letters.append(ord(letter) - 0x110000 if at is None else at)  # digits and signs before letters
        tones.append(_TONES[tone] if at is not None else 0)
    return tuple(letters), tuple(tones), text
