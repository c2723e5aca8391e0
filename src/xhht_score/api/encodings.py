"""The text of a file in whichever usual encoding it has: read only where that is certain, else the likely one is named.

Words tell: a file in an old encoding has one reading in which every word is spelt as Vietnamese is.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import NamedTuple

from xhht_score.api.syllables import is_syllable, words_beyond_ascii
from xhht_score.letters import composed

#: What bytes of TCVN3 (ABC) stand for, from the first to the last of each run.
_TCVN3_RUNS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ", 0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
}  # fmt: skip
_TCVN3 = {start + at: letter for start, letters in _TCVN3_RUNS.items() for at, letter in enumerate(letters)}
#: What a mark behind a vowel does in VNI: the breve or the circumflex, and the tone.
_VNI_MARKS = {
    "ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309", "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
}  # fmt: skip
_VNI_LETTERS = {
    "ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
    "Ô": "Ơ", "Ö": "Ư", "Ñ": "Đ", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị", "Î": "Ỵ",
}  # fmt: skip
_VNI_MARKED = re.compile("([aeouyôöAEOUYÔÖ])([øùûõïêèéúüëâàáåãäØÙÛÕÏÊÈÉÚÜËÂÀÁÅÃÄ])")
#: Byte-order marks; UTF-32's begins as UTF-16's does.
_MARKED = ((codecs.BOM_UTF32_LE, ""), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
           (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
#: An encoding is likely where so many of the words are Vietnamese in it, and another is out of the question up to here.
_LIKELY, _UNLIKELY = 0.6, 0.5
#: No list of units is longer; of what is longer so much is looked at, to name its encoding.
_MOST_LOOKED_AT = 2_000_000


class Decoded(NamedTuple):
    """A text; `taken` names the encoding where the file does not say it, and only one is possible."""

    text: str
    taken: str = ""


class Unreadable(NamedTuple):
    """Why a file is not read: the encodings that it is likely to have, if any, and where its first strange byte is."""

    likely: tuple[str, ...]
    line: int
    column: int


def decoded(content: bytes) -> Decoded | Unreadable:
    """Give the text of a file, or why there is more than one."""
    mark, name = next(((mark, name) for mark, name in _MARKED if content.startswith(mark)), (b"", "utf-8"))
    if mark and not name:
        return Unreadable(("UTF-32",), 1, 1)
    body = content[len(mark) :]
    try:
        text = body.decode(name)
    except UnicodeDecodeError as error:
        before = body[: error.start].decode(name, "replace")
        return _by_its_words(body, before) if name == "utf-8" and not mark else _unreadable((), before)
    if "\0" in text:
        return _unreadable(("UTF-16",) if name == "utf-8" and _is_utf_16(body) else (), text.partition("\0")[0])
    return Decoded(text)


def _unreadable(likely: tuple[str, ...], before: str) -> Unreadable:
    return Unreadable(likely, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _is_utf_16(content: bytes) -> bool:
    """Tell whether nearly all zero bytes stand at every other place, and many of them are zero."""
    zeros = sorted((content[0::2].count(0), content[1::2].count(0)))
    return len(content) % 2 == 0 and zeros[1] * 8 >= len(content) and zeros[0] * 8 <= zeros[1]


def _by_its_words(content: bytes, before: str) -> Decoded | Unreadable:
    """Give the one reading in which every word is Vietnamese, else name the likely ones."""
    if content.count(0) and _is_utf_16(content):
        return _unreadable(("UTF-16",), before)
    texts = {name: decode(content[:_MOST_LOOKED_AT]) for name, decode in _DECODERS.items()}
    shares = {name: _share(text) for name, text in texts.items()}
    for name in _TRUSTED if len(content) <= _MOST_LOOKED_AT else ():
        others = (share for other, share in shares.items() if texts[other] != texts[name])
        if shares[name] == 1 and all(share <= _UNLIKELY for share in others):
            return Decoded(texts[name], name)
    most = max(shares.values())
    likely: dict[str, str] = {}
    for name, share in shares.items():
        if share == most >= _LIKELY:
            likely.setdefault(texts[name], name)
    return _unreadable(tuple(likely.values()), before)


def _share(text: str) -> float:
    """Give how many of the words with other letters than ASCII's are Vietnamese, from 0 to 1."""
    words = words_beyond_ascii(text)
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def _tcvn3(content: bytes) -> str:
    return composed(content.decode("latin-1").translate(_TCVN3))


def _vni(content: bytes) -> str:
    return composed(_VNI_MARKED.sub(_vni_letter, content.decode("cp1252", "replace")).translate(_VNI_OTHERS))


def _vni_letter(found: re.Match[str]) -> str:
    vowel, mark = found.groups()
    return composed(_VNI_LETTERS.get(vowel, vowel) + _VNI_MARKS[mark.lower()]) + _KEPT


#: Stands behind a letter that was put together, so that it is not taken for one of VNI's own.
_KEPT = "\u2060"
_VNI_OTHERS = str.maketrans({**_VNI_LETTERS, _KEPT: ""})


def _windows(name: str) -> Callable[[bytes], str]:
    return lambda content: composed(content.decode(name, "replace"))


#: Encodings by the names that programs give them, each with what reads it, and those of them that are read.
_DECODERS: dict[str, Callable[[bytes], str]] = {
    "Windows-1258": _windows("cp1258"), "Windows-1252": _windows("cp1252"), "TCVN3 (ABC)": _tcvn3, "VNI": _vni,
}  # fmt: skip
_TRUSTED = ("Windows-1258", "Windows-1252")
