"""Foreign text as it leaves the program: letters that steer a screen, turn a line around or are not seen, by name."""

from __future__ import annotations

import re
import unicodedata

#: Controls, invisible letters and those that change the direction, halves of letters, ends of lines and paragraphs.
_BY_NAME = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
#: How Python holds a byte of a file's name that is no UTF-8: 0xDC00 and the byte.
_BYTES = range(0xDC80, 0xDD00)
#: Control characters that XML does not know.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HALVES = re.compile("[\ud800-\udfff]")


class _Shown(dict[int, str]):
    """What is shown for each letter by its number, found when it is first met."""

    def __missing__(self, number: int) -> str:
        letter = chr(number)
        if unicodedata.category(letter) not in _BY_NAME:
            found = letter
        else:
            found = f"‹\\x{number - 0xDC00:02x}›" if number in _BYTES else f"‹U+{number:04X}›"
        self[number] = found
        return found


class _Escaped(dict[int, str]):
    """What stands in JSON for each letter by its number: the same data, in letters that do nothing to a screen."""

    def __missing__(self, number: int) -> str:
        letter = chr(number)
        if number < 0x80 or unicodedata.category(letter) not in _BY_NAME:
            found = letter
        else:
            pair = letter.encode("utf-16-be", "surrogatepass")
            found = "".join(f"\\u{pair[at : at + 2].hex()}" for at in range(0, len(pair), 2))
        self[number] = found
        return found


_SHOWN, _ESCAPED = _Shown(), _Escaped({0x7F: "\\u007f"})


def shown_text(text: str) -> str:
    r"""Give a text as one line in which nobody can hide anything; what is shown already stays as it is.

    >>> shown_text("Xã A\u202e\x1b[2J\n"), shown_text("x\udcff.xlsx")
    ('Xã A‹U+202E›‹U+001B›[2J‹U+000A›', 'x‹\\xff›.xlsx')
    """
    return text if text.isprintable() else text.translate(_SHOWN)


def escaped_json(text: str) -> str:
    r"""Give JSON text that says the same and steers no screen.

    >>> escaped_json('"\u202e"')
    '"\\u202e"'
    """
    is_harmless = text.replace("\n", "").isprintable() or (text.isascii() and "\x7f" not in text)
    return text if is_harmless else text.translate(_ESCAPED)


def storable(text: str) -> str:
    r"""Give a text that can be written as UTF-8: halves of letters by name.

    >>> storable("x\udcff.xlsx")
    'x‹\\xff›.xlsx'
    """
    return _HALVES.sub(lambda half: shown_text(half[0]), text)


def cell_text(text: str) -> str:
    r"""Give a text that a cell of a spreadsheet can hold: storable, without control characters.

    >>> cell_text("A\x01B\n\udcff")
    'AB\n‹\\xff›'
    """
    return _NO_XML.sub("", storable(text))
