"""Which unit a form is about: its code at full width, its name as names are compared, and since when it has its land.

Codes, not names, join files; what is not known, a code or a name, never tells two units apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from xhht_score.criteria import UnitKind
from xhht_score.letters import composed
from xhht_score.submission import Unit

#: How many digits the official codes of a kind of unit have; spreadsheets lose the zeros in front.
_WIDTHS: Mapping[str, int] = {"province": 2, "district": 3, "commune": 5}
#: The year on whose 1 July the communes, districts and provinces of the country were drawn anew.
_REDRAWN = 2025
#: A number as spreadsheets write it where the digits of a code were lost, such as 1E+05 and 26740.0.
_FLOAT = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE][+-][0-9]+|[0-9]+\.0+")
#: The word for the kind of unit before its name, whole or short.
_KIND = re.compile(
    r"(?:(?:xã|phường|thị trấn|đặc khu|huyện đảo|huyện|quận|thị xã|thành phố|tỉnh|tp|tx|tt) |(?:tp|tx|tt|[xphqt])\. ?)"
)


def is_lost_code(text: str) -> bool:
    """Tell whether a text is what a spreadsheet made of a code that it took for a number.

    >>> is_lost_code("1E+05"), is_lost_code("00004"), is_lost_code("38-DBK")
    (True, False, False)
    """
    return _FLOAT.fullmatch(text) is not None


def full_code(code: str, kind: UnitKind) -> str:
    """Give a code with the zeros in front that its kind of unit has; never with fewer than were typed.

    >>> full_code("4", "commune"), full_code("0386", "district"), full_code("TRUONG-1", "organisation")
    ('00004', '0386', 'TRUONG-1')
    """
    return code.zfill(_WIDTHS[kind]) if kind in _WIDTHS and code.isascii() and code.isdigit() else code


def code_of(text: str, kind: UnitKind | None) -> str | None:
    """Give the code that a text means for a kind of unit (None: not known which), or None where it means none."""
    if not text or is_lost_code(text):
        return None
    return text if kind is None else full_code(text, kind)


def kind_above(kind: UnitKind) -> UnitKind | None:
    """Give the kind of the unit above, None where that may be one of several: a commune's is a district or province."""
    return "province" if kind == "district" else None


def is_code_of(parent: str | None, code: str | None, kind: UnitKind) -> bool:
    """Tell whether the code of a unit above is that of a unit of some kind, however many zeros were left out."""
    return parent is not None and code is not None and full_code(parent, kind) == full_code(code, kind)


def name_key(name: str, kind: UnitKind) -> str:
    """Give a name as it is compared: composed, without capitals, with single spaces, without the word for its kind.

    >>> name_key("TP.  Sầm Sơn", "district") == name_key("thành phố Sầm Sơn", "district")
    True
    """
    seen = "".join(letter for letter in name if unicodedata.category(letter) != "Cf")
    folded = " ".join(composed(seen).split()).casefold()
    if kind in _WIDTHS and (found := _KIND.match(folded)):
        return folded[found.end() :] or folded
    return folded


class Identity(NamedTuple):
    """What the forms of one unit have in common: its code, or else its name as names are compared, or else its file."""

    known_by: str
    coded: bool


def identity_of(unit: Unit, kind: UnitKind, file: str) -> Identity:
    """Give what a unit is known by."""
    return Identity(unit.code or name_key(unit.own_name, kind) or file, unit.code is not None)


def may_be_one(one: str, other: str, kind: UnitKind) -> bool:
    """Tell whether two names may be those of one unit; "" is a name that is not known.

    >>> may_be_one("Phường Bến Nghé", "Phường Sài Gòn", "commune"), may_be_one("Bến Nghé", "", "commune")
    (False, True)
    """
    return not one or not other or name_key(one, kind) == name_key(other, kind)


def may_be_other_land(kind: UnitKind, earlier: int | None, later: int | None) -> bool:
    """Tell whether a unit of a kind may have had other land in an earlier year, because 1 July 2025 lies between."""
    return kind in _WIDTHS and earlier is not None and later is not None and earlier < _REDRAWN <= later
