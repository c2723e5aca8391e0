"""How a cell as people fill it in becomes a yes or no, a choice, a date; what is unclear is a problem, no guess."""

from __future__ import annotations

import datetime
import re
from fractions import Fraction

from xhht_score.measures import Input
from xhht_score.workbook.reading.cells import clean, folded, understood
from xhht_score.workbook.reading.numerals import Cleaned

#: Years that a form can be about; any other is a slip of the pen.
PLAUSIBLE_YEARS = range(1990, 2101)
_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")

_YES = frozenset(("có", "đạt", "đúng", "rồi", "x", "v", "✓", "✔", "yes", "y", "met", "true", "1"))
_NO = frozenset(("không", "không đạt", "chưa", "chưa đạt", "không có", "chưa có", "no", "n", "not met", "false", "0"))


def is_blank(value: object) -> bool:
    """Tell whether a cell holds nothing but white space and letters that nobody sees."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    return not value or value.isspace() or (not value[:1].isalnum() and not understood(value))


def yes_or_no(value: object) -> bool | None:
    """Give what a cell says to a yes/no question, or None where it says neither."""
    if isinstance(value, bool):
        return value
    word = folded(value) if isinstance(value, str) else clean(value)
    return True if word in _YES else False if word in _NO else None


def year_of(value: object) -> int | None:
    """Read a year that a form can be about, else None."""
    text = understood(value)
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if year in PLAUSIBLE_YEARS else None


def date_of(value: object) -> datetime.date | None:
    """Read a date: a date cell, `15/3/2025` day first as it is written in Viet Nam, or `2025-03-15`; else None.

    A year far from ours is a slip of the pen.
    """
    if isinstance(value, datetime.datetime):
        day = value.date()
    elif isinstance(value, datetime.date):
        day = value
    else:
        text = understood(value)
        found = _DATE.fullmatch(text)
        try:
            day = (
                datetime.date(int(found[3]), int(found[2]), int(found[1]))
                if found
                else datetime.date.fromisoformat(text)
            )
        except ValueError:
            return None
    return day if day.year in PLAUSIBLE_YEARS else None


def word_in(one: Input, value: object) -> Cleaned:
    """Read a yes or no, or a choice by its id or its title in either language, as its position."""
    expected: object = "yes_no"
    if one.kind == "yes_no":
        answer = yes_or_no(value)
        if answer is not None:
            return Cleaned(Fraction(answer))
    else:
        word = folded(clean(value))
        for position, (identifier, title) in enumerate(one.choices):
            if word in (identifier, folded(title.vi), folded(title.en)):
                return Cleaned(Fraction(position))
        expected = tuple(title for _, title in one.choices)
    return Cleaned(code="cell-word-unknown", arguments={"given": clean(value), "expected": expected})
