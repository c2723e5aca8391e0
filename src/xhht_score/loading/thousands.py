"""Numbers of a criteria file in which the decimal point may be meant as a thousands mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xhht_score.errors import Flaw
from xhht_score.terms import WAYS

#: Keys whose values are points, bounds or marks; below the marks stand levels, parts or other marks.
_MARKS = frozenset((*WAYS, "target", "zero_at", "floor"))
_NUMBERS = _MARKS | {"maximum", "points", "total_points", "met_from", "each", "from", "to", "step"}
_THREE_DECIMALS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


def three_decimals(raw: object, path: tuple[str | int, ...] = (), key: str = "") -> Iterator[Flaw]:
    """Give a flaw for each number of exactly three decimals; one more zero says that they are meant.

    `raw` is what a file says, as dicts, lists and texts.
    """
    if isinstance(raw, str):
        if key in _NUMBERS and _THREE_DECIMALS.fullmatch(raw):
            yield _flaw(raw, path)
    elif isinstance(raw, list):
        for at, item in enumerate(raw):
            if key in _NUMBERS or not isinstance(item, str):
                yield from three_decimals(item, (*path, at), key)
    elif isinstance(raw, dict):
        for name, value in raw.items():
            if key in _MARKS and _THREE_DECIMALS.fullmatch(name):
                yield _flaw(name, (*path, name))
            below = key if key in _MARKS else name
            if below in _NUMBERS or not isinstance(value, str):
                yield from three_decimals(value, (*path, name), below)


def _flaw(text: str, path: tuple[str | int, ...]) -> Flaw:
    return Flaw("three-decimals", path, {"given": text, "other": text.replace(".", ""), "better": f"{text}0"})
