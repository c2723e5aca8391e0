"""How a cell as people fill it in becomes a number, a yes or no, a choice; what is unclear is a problem, no guess."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from fractions import Fraction
from math import isfinite
from types import MappingProxyType
from typing import Any, NamedTuple

from xhht_score.measures import Input
from xhht_score.numbers import from_float, parse_number
from xhht_score.workbook.cells import clean, folded

_GROUPS = re.compile(r"[1-9]\d{0,2}(?:([.,\u00a0 ])\d{3})(?:\1\d{3})*")
_SURE_GROUPS = re.compile(r"[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})+")
_FULL = re.compile(r"(\d{1,3}(?:\.\d{3})+,\d+)|(\d{1,3}(?:,\d{3})+\.\d+)")
_SIMPLE = re.compile(r"[+-]?\d+(?:[.,]\d+)?")

_LONGEST_NUMBER = 50

#: Years that a form can be about; any other is a slip of the pen.
PLAUSIBLE_YEARS = range(1990, 2101)
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")

_YES = frozenset(("có", "đạt", "đúng", "rồi", "x", "v", "✓", "✔", "yes", "y", "met", "true", "1"))
_NO = frozenset(("không", "không đạt", "chưa", "chưa đạt", "không có", "chưa có", "no", "n", "not met", "false", "0"))


class Cleaned(NamedTuple):
    """What a cell means (None: nothing usable), and the code of what there is to say about it."""

    value: Fraction | None = None
    code: str | None = None
    arguments: Mapping[str, Any] = MappingProxyType({})


def is_blank(value: object) -> bool:
    """Tell whether a cell holds nothing but white space."""
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


def yes_or_no(value: object) -> bool | None:
    """Give what a cell says to a yes/no question, or None where it says neither."""
    if isinstance(value, bool):
        return value
    word = folded(value) if isinstance(value, str) else clean(value)
    return True if word in _YES else False if word in _NO else None


def date_of(value: object) -> datetime.date | None:
    """Read a date: a date cell, `15/3/2025` day first as it is written in Viet Nam, or `2025-03-15`; else None.

    A year far from ours is a slip of the pen.
    """
    if isinstance(value, datetime.datetime):
        day = value.date()
    elif isinstance(value, datetime.date):
        day = value
    else:
        found = _DATE.fullmatch(clean(value))
        try:
            day = (
                datetime.date(int(found[3]), int(found[2]), int(found[1]))
                if found
                else datetime.date.fromisoformat(clean(value))
            )
        except ValueError:
            return None
    return day if day.year in PLAUSIBLE_YEARS else None


def clean_value(one: Input, value: object, percent_format: bool | None) -> Cleaned:
    """Read one input cell; `percent_format` is None where the file does not tell formats."""
    match one.kind:
        case "yes_no":
            answer = yes_or_no(value)
            if answer is None:
                return Cleaned(code="cell-word-unknown", arguments={"given": clean(value), "expected": "yes_no"})
            return Cleaned(Fraction(answer))
        case "choice":
            return _choice(one, value)
        case "percent":
            return _percent(value, percent_format)
        case "decimal" if one.unit is not None and one.unit.vi == "%":
            return _number_of_percent(value, percent_format)
        case "decimal" if percent_format:
            return Cleaned(code="cell-percent-format", arguments={"given": clean(value)})
        case "whole" | "decimal":
            return _number(value, whole=one.kind == "whole")


def _choice(one: Input, value: object) -> Cleaned:
    word = folded(clean(value))
    for position, (identifier, title) in enumerate(one.choices):
        if word in (identifier, folded(title.vi), folded(title.en)):
            return Cleaned(Fraction(position))
    titles = tuple(title for _, title in one.choices)
    return Cleaned(code="cell-word-unknown", arguments={"given": clean(value), "expected": titles})


def _number(value: object, *, whole: bool) -> Cleaned:
    if isinstance(value, bool) or not isinstance(value, int | float | str) or not _is_finite(value):
        return Cleaned(code="cell-not-a-number", arguments={"given": clean(value)})
    if isinstance(value, int | float):
        return Cleaned(from_float(float(value)))
    text = clean(value)
    if len(text) > _LONGEST_NUMBER:
        return Cleaned(code="cell-not-a-number", arguments={"given": text})
    if full := _FULL.fullmatch(text):
        plain = text.replace(".", "").replace(",", ".") if full[1] else text.replace(",", "")
        return Cleaned(parse_number(plain))
    if _SURE_GROUPS.fullmatch(text):
        return Cleaned(parse_number(re.sub(r"\D", "", text)))
    if groups := _GROUPS.fullmatch(text):
        if whole or groups[1] == " ":
            meant = parse_number(re.sub(r"\D", "", text))
            return Cleaned(meant, "cell-thousands-read", {"given": text, "value": meant})
        return Cleaned(code="cell-ambiguous-number", arguments={"given": text})
    if _SIMPLE.fullmatch(text):
        return Cleaned(parse_number(text.replace(",", ".")))
    return Cleaned(code="cell-not-a-number", arguments={"given": text})


def _is_finite(value: float | str) -> bool:
    """Tell whether a value is neither infinite nor the number that is none; a file can hold them all the same."""
    return isinstance(value, str) or isfinite(value)


def _number_of_percent(value: object, percent_format: bool | None) -> Cleaned:
    """Read a number whose unit is %: 7.5, the text `7,5%`, or a percent cell, which stores 0.075."""
    if isinstance(value, str):
        return _number(clean(value).rstrip("% "), whole=False)
    number = _number(value, whole=False)
    return Cleaned(number.value * 100) if percent_format and number.value is not None else number


def _percent(value: object, percent_format: bool | None) -> Cleaned:
    """Read a percentage: 75.5% typed into a percent cell is stored as 0.755; without the format 0.8 could be either."""
    if isinstance(value, str):
        text = clean(value)
        number = _number(text.rstrip("% "), whole=False)
        if number.value is None:
            return Cleaned(code=number.code, arguments={"given": text})
        if not text.endswith("%") and number.value <= 1 and number.value:
            return Cleaned(code="cell-percent-ambiguous", arguments={"given": text})
        return Cleaned(number.value / 100)
    number = _number(value, whole=False)
    if number.value is None or percent_format or not number.value:
        return number
    if number.value <= 1:
        return Cleaned(code="cell-percent-ambiguous", arguments={"given": clean(value)})
    return Cleaned(number.value / 100)
