"""What the files of many forms are called: by code and name of the unit, safe on Windows, each different."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xhht_score.files import is_device
from xhht_score.foreign import shown_text
from xhht_score.submission import Unit
from xhht_score.workbook.reading.cells import clean_text

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_LONGEST_NAME = 80


def wanted_name(unit: Unit, otherwise: str = "") -> str:
    """Give what the file of a unit should be called, before its letters are looked at.

    >>> wanted_name(Unit(name="Xã Bá Thước", code="14923")), wanted_name(Unit(name="", code="14923"))
    ('14923 Xã Bá Thước', '14923')
    """
    return " ".join(filter(None, (unit.code, unit.name))) or otherwise


def file_names(wanted: Iterable[str], *, suffix: str = ".xlsx", longest: int = _LONGEST_NAME) -> list[str]:
    """Give a file name for each wanted one: safe on Windows, each different from all others.

    >>> file_names(["14869", "Xã A/B", "xã a_b", "con", "…. "])
    ['14869.xlsx', 'Xã A_B.xlsx', 'xã a_b-2.xlsx', '_con.xlsx', '….xlsx']
    """
    taken: set[str] = set()
    last: dict[str, int] = {}
    found = []
    for one in wanted:
        safe = shown_text(_UNSAFE.sub("_", clean_text(one)))[:longest].strip(" .") or "_"
        stem = f"_{safe}" if is_device(safe) else safe
        name, number = stem, last.get(stem.casefold(), 1)
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        last[stem.casefold()] = number
        taken.add(name.casefold())
        found.append(f"{name}{suffix}")
    return found
