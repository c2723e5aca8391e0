"""Numbers as people type them in texts, to exact numbers; what can be read in two ways is a problem, no guess."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from xhht_score.numbers import parse_number
from xhht_score.workbook.reading.cells import clean, understood

_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:([., ])[0-9]{3})(?:\1[0-9]{3})*")
_SURE_GROUPS = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}(?:\1[0-9]{3})+")
_FULL = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+)|([0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+)")
_SIMPLE = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_LONGEST_NUMBER = 50


class Cleaned(NamedTuple):
    """What a cell means (None: nothing usable), and the code of what there is to say about it."""

    value: Fraction | None = None
    code: str | None = None
    arguments: Mapping[str, Any] = MappingProxyType({})


def number_in(text: str, *, whole: bool) -> Cleaned:
    """Read a number with the marks of either custom; `whole` says that thousands are meant where they may be."""
    said = understood(text)
    if len(said) > _LONGEST_NUMBER:
        return Cleaned(code="cell-not-a-number", arguments={"given": clean(text)})
    if full := _FULL.fullmatch(said):
        return Cleaned(parse_number(said.replace(".", "").replace(",", ".") if full[1] else said.replace(",", "")))
    if _SURE_GROUPS.fullmatch(said):
        return Cleaned(parse_number(re.sub("[.,]", "", said)))
    if groups := _GROUPS.fullmatch(said):
        if whole or groups[1] == " ":
            meant = parse_number(said.replace(groups[1], ""))
            return Cleaned(meant, "cell-thousands-read", {"given": clean(text), "value": meant})
        return Cleaned(code="cell-ambiguous-number", arguments={"given": clean(text)})
    if _SIMPLE.fullmatch(said):
        return Cleaned(parse_number(said.replace(",", ".")))
    return Cleaned(code="cell-not-a-number", arguments={"given": clean(text)})
