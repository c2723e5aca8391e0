"""Exact numbers: reading them from text, rounding, the one rule by which they are shown, in each language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Literal, NamedTuple, overload

from xhht_score.records import record

Language = Literal["vi", "en"]

#: The largest number that may be reported; times 10,000 it stays far below 2**53, so a spreadsheet holds it exactly.
LARGEST = Fraction(999_999_999)

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
#: A number of more digits was not written by anybody who meant it.
MOST_DIGITS = 30
#: Decimal mark and thousands mark as each language writes them.
_MARKS: dict[Language, tuple[str, str]] = {"vi": (",", "."), "en": (".", ",")}
_MOST_DECIMALS = 30
_NOTHING, _WHOLE = Fraction(0), Fraction(100)


class Percentage(NamedTuple):
    """A share that is said as a percentage; `stored` is the number that its cell holds, where that looks otherwise."""

    share: Fraction
    stored: Fraction | None = None


@overload
def measured(value: Fraction, *, percent: bool) -> Fraction | Percentage: ...
@overload
def measured(value: None, *, percent: bool) -> None: ...
def measured(value: Fraction | None, *, percent: bool) -> Fraction | Percentage | None:
    """Give a number as a sentence takes it: a share as a percentage."""
    return Percentage(value) if percent and value is not None else value


def parse_number(text: str) -> Fraction | None:
    """Give the exact value of a plain decimal number such as `33.30`, or None where the text is none or endless.

    >>> parse_number("33.30"), parse_number("1e3")
    (Fraction(333, 10), None)
    """
    if not _NUMBER.fullmatch(text) or len(text.lstrip("+-").replace(".", "")) > MOST_DIGITS:
        return None
    return Fraction(text)


def parse_percent(text: str) -> Fraction | None:
    """Give the exact share that a percentage such as `60%` stands for, or None where the text is none.

    >>> parse_percent("60%"), parse_percent("60")
    (Fraction(3, 5), None)
    """
    if not text.endswith("%"):
        return None
    value = parse_number(text[:-1].rstrip())
    return None if value is None else value / 100


@lru_cache(maxsize=2048)
def from_float(value: float) -> Fraction:
    """Give the decimal of at most 15 significant digits that a spreadsheet shows for a stored double.

    >>> from_float(0.7 + 0.1)
    Fraction(4, 5)
    """
    if value.is_integer() and abs(value) < 1e15:
        return Fraction(int(value))
    return Fraction(f"{value:.15g}")


def below(one: Fraction, other: Fraction) -> bool:
    """Tell whether `one < other`, six times faster than the operator, which is where scoring spends its time.

    >>> below(Fraction(1, 3), Fraction(2, 5)), below(Fraction(1), Fraction(1))
    (True, False)
    """
    (top, bottom), (other_top, other_bottom) = one.as_integer_ratio(), other.as_integer_ratio()
    return top * other_bottom < other_top * bottom


def total(values: Iterable[Fraction]) -> Fraction:
    """Give the exact sum, adding whole numbers for each denominator first, and those as parts of one whole.

    >>> total([Fraction(1, 3), Fraction(1, 2), Fraction(2, 3)])
    Fraction(3, 2)
    """
    tops: dict[int, int] = {}
    for value in values:
        top, bottom = value.as_integer_ratio()
        tops[bottom] = tops.get(bottom, 0) + top
    whole = lcm(*tops)
    return Fraction(sum(top * (whole // bottom) for bottom, top in tops.items()), whole)


@lru_cache(maxsize=4096)
def round_half_away(value: Fraction, decimals: int) -> Fraction:
    """Round to `decimals` places, halves away from zero.

    >>> round_half_away(Fraction("0.125"), 2), round_half_away(Fraction("-0.125"), 2)
    (Fraction(13, 100), Fraction(-13, 100))
    """
    scale = 10**decimals
    tops = (abs(value.numerator) * scale * 2 + value.denominator) // (2 * value.denominator)
    return Fraction(tops if value >= 0 else -tops, scale)


def as_stored(value: Fraction) -> int | float:
    """Give an exact number as a spreadsheet stores it."""
    return value.numerator if value.denominator == 1 else float(value)


def exact_text(value: Fraction) -> str:
    """Give the number as decimal text where it terminates, else `n/d` in lowest terms (the form used in JSON).

    >>> exact_text(Fraction(3, 8)), exact_text(Fraction(1, 3)), exact_text(Fraction(5))
    ('0.375', '1/3', '5')
    """
    top, bottom = value.numerator, value.denominator
    if bottom == 1:
        return str(top)
    hundredths, rest = divmod(top * 100, bottom)
    if not rest and top > 0:
        whole, part = divmod(hundredths, 100)
        return f"{whole}.{part:02d}".rstrip("0")
    decimals = _terminates_after(value)
    return str(value) if decimals is None else _decimal(value, decimals)


def shown(value: Fraction, decimals: int, marks: Iterable[Fraction]) -> Fraction:
    """Give the number that is shown for another one: the one rule of every page, table, message and form.

    It is rounded half away from zero to `decimals` places, unless the rounded one then stands on another side of a mark
    than the number does; then it is cut toward the side of the number. Where neither stands as the number does, it has
    more decimals until one does. A number that is itself a mark is shown whole.

    >>> shown(Fraction("74.996"), 2, [Fraction(75)]), shown(Fraction("2.004"), 2, [Fraction(2)])
    (Fraction(7499, 100), Fraction(201, 100))
    >>> shown(Fraction("74.996"), 2, [Fraction(75), Fraction("74.99")])
    Fraction(18749, 250)
    """
    if 10**decimals % value.denominator == 0:  # nothing is rounded
        return value
    placed = [mark for mark in marks if mark != value or _terminates_after(mark) is not None]
    for places in range(decimals, max(decimals, _MOST_DECIMALS) + 1):
        near = round_half_away(value, places)
        if near == value:
            break
        step = Fraction(1 if near < value else -1, 10**places)
        for found in (near, near + step):
            if all(below(found, mark) == below(value, mark) and below(mark, found) == below(mark, value)
                   for mark in placed):  # fmt: skip
                return found
    return near


def shown_percent(share: Fraction, marks: Iterable[Fraction] = (), *, decimals: int = 2) -> Fraction:
    """Give the percentage that is shown for a share; `marks` are shares too, none and the whole are always marks.

    >>> shown_percent(Fraction("0.74996"), [Fraction(3, 4)]), shown_percent(Fraction("0.99996"))
    (Fraction(7499, 100), Fraction(9999, 100))
    """
    return shown(share * 100, decimals, [_NOTHING, _WHOLE, *(mark * 100 for mark in marks)])


def show(
    value: Fraction, language: Language, *, decimals: int = 2, against: Iterable[Fraction] = (), fixed: bool = False
) -> str:
    """Give the number as the language writes it, by the rule of `shown`; 0 is always a mark.

    Trailing zeros go unless `fixed`. A number against itself is shown exactly.

    >>> show(Fraction("1234.5"), "vi"), show(Fraction("1234.5"), "en")
    ('1.234,5', '1,234.5')
    >>> show(Fraction("79.9999"), "en", against=[Fraction(80)])
    '79.99'
    """
    return _written(shown(value, decimals, [_NOTHING, *against]), language, decimals if fixed else 0)


def show_percent(
    share: Fraction, language: Language, *, decimals: int = 2, against: Iterable[Fraction] = (), fixed: bool = False
) -> str:
    """Give a share as a percentage: 3/5 as `60%`; `against` are shares too. Shown as `shown_percent` gives it.

    >>> show_percent(Fraction("0.95598"), "vi", fixed=True), show_percent(Fraction("0.99996"), "vi")
    ('95,60%', '99,99%')
    """
    return _written(shown_percent(share, against, decimals=decimals), language, decimals if fixed else 0) + "%"


def show_stored(value: Fraction, language: Language) -> str:
    """Give a number as somebody types it: all its digits, no thousands mark; six decimals of one that never ends.

    >>> show_stored(Fraction("1264.5"), "vi"), show_stored(Fraction("12.0000000001"), "en")
    ('1264,5', '12.0000000001')
    """
    ends = _terminates_after(value) is not None
    return exact_text(value if ends else round_half_away(value, 6)).replace(".", _MARKS[language][0])


def _written(value: Fraction, language: Language, least: int) -> str:
    """Give a decimal with the digits that it has, and with `least` decimals at least."""
    return _dress(_decimal(value, max(least, _terminates_after(value) or 0)), language)


def _terminates_after(value: Fraction) -> int | None:
    """Give how many decimals the number needs, or None where its decimal form never ends."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def _decimal(value: Fraction, decimals: int) -> str:
    """Give a number that has at most `decimals` decimals as text with exactly so many."""
    tops = abs(value.numerator) * 10**decimals // value.denominator
    digits = str(tops).rjust(decimals + 1, "0")
    whole, part = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    return ("-" if value < 0 else "") + whole + (f".{part}" if part else "")


def _dress(text: str, language: Language) -> str:
    decimal_mark, thousands_mark = _MARKS[language]
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, part = digits.partition(".")
    grouped = f"{int(whole):,}".replace(",", thousands_mark)
    return sign + grouped + (decimal_mark + part if part else "")


# ---------------------------------------------------------------- what is known of a number


@record
class Range:
    """The least and the greatest over all completions."""

    low: Fraction
    high: Fraction

    def __str__(self) -> str:
        """Give the one number, or both ends: `81.07`, `75.5..78`."""
        low, high = exact_text(self.low), exact_text(self.high)
        return low if low == high else f"{low}..{high}"

    @classmethod
    def of(cls, value: Fraction | int) -> Range:
        """Give the range of a number that is known."""
        exact = value if isinstance(value, Fraction) else Fraction(value)
        return cls(exact, exact)

    @classmethod
    def hull(cls, ranges: Iterable[Range | None]) -> Range | None:
        """Give the least range that covers all that are there, None where none is.

        >>> str(Range.hull([Range.of(3), None, Range(Fraction(1), Fraction(2))]))
        '1..3'
        """
        known = [one for one in ranges if one is not None]
        return cls(min(one.low for one in known), max(one.high for one in known)) if known else None

    @property
    def known(self) -> bool:
        """Whether it is one number, whatever the blanks become."""
        return self.low is self.high or self.low == self.high

    def times(self, factor: Fraction | int) -> Range:
        """Give it so many times; `factor` is above nothing."""
        low = self.low * factor
        return Range(low, low if self.high is self.low else self.high * factor)

    @classmethod
    def sum(cls, ranges: Sequence[Range]) -> Range:
        """Give the range of a sum, exactly.

        >>> str(Range.sum([Range.of(3), Range(Fraction(1), Fraction(2))]))
        '4..5'
        """
        low = total(one.low for one in ranges)
        return cls(low, low if all(one.low is one.high for one in ranges) else total(one.high for one in ranges))
