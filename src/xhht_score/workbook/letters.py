"""Letters as they are understood: invisible ones fall away, digits of every script and full-width marks become plain.

Nothing is taken apart that says more than its plain letters would: 12² is not 122, and ½ is not 12.
"""

from __future__ import annotations

import unicodedata

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


def plain(text: str) -> str:
    """Give a text as it is understood: plain letters, composed (NFC), trimmed, with single white space.

    >>> plain("１２"), plain("Có\\u200b "), plain("٣٫٥％"), plain("12²")
    ('12', 'Có', '3.5%', '12²')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_PLAIN))
    return " ".join(text.split())
