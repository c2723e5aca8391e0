"""Numbers of a criteria file in which the decimal point may be meant as a thousands mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xhht_score.errors import Flaw
from xhht_score.loading.tree import Mapping, Node, Scalar, Sequence
from xhht_score.terms import WAYS

#: Keys whose values are points, bounds or marks; below the marks stand levels, parts or other marks.
_MARKS = frozenset((*WAYS, "target", "zero_at", "floor"))
_NUMBERS = _MARKS | {"maximum", "points", "total_points", "met_from", "each", "from", "to", "step"}
_THREE_DECIMALS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


def three_decimals(node: Node | None, path: tuple[str | int, ...] = (), key: str = "") -> Iterator[Flaw]:
    """Give a flaw for each number of exactly three decimals; one more zero says that they are meant."""
    match node:
        case Scalar() if key in _NUMBERS and _THREE_DECIMALS.fullmatch(node.text):
            yield _flaw(node.text, path)
        case Sequence():
            for at, item in enumerate(node.items):
                yield from three_decimals(item, (*path, at), key)
        case Mapping():
            for name, (_, value) in node.entries.items():
                if key in _MARKS and _THREE_DECIMALS.fullmatch(name):
                    yield _flaw(name, (*path, name))
                yield from three_decimals(value, (*path, name), key if key in _MARKS else name)
        case _:
            pass


def _flaw(text: str, path: tuple[str | int, ...]) -> Flaw:
    return Flaw("three-decimals", path, {"given": text, "other": text.replace(".", ""), "better": f"{text}0"})
