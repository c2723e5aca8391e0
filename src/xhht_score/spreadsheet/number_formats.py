"""What a cell shows of the number that it stores: a percentage, a date, fewer digits, thousandths, or nothing."""

from __future__ import annotations

import re
from dataclasses import field
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from xhht_score.letters import plain
from xhht_score.numbers import round_half_away
from xhht_score.records import record

FormatKind = Literal["general", "number", "date", "nothing"]
#: What a percent sign in a cell says: that the number is a share shown as a percentage, or nothing, being mere text.
FormatSign = Literal["share", "text", "none"]

#: The formats that have numbers of their own, as far as they are no dates; all others without a code are General.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
    41: "#,##0;-#,##0;\"-\"", 42: "#,##0;-#,##0;\"-\"", 43: "#,##0.00;-#,##0.00;\"-\"",
    44: "#,##0.00;-#,##0.00;\"-\"", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))

#: Digits that the format General shows at the most.
_GENERAL_DIGITS = 11
_LONGEST_NUMBER = 50
_LONGEST_FORMAT = 255  # Excel takes no longer one
#: What is no part of a number: quoted words, escaped letters, the space of a letter, a letter that fills the cell.
_ASIDE = re.compile(r'"[^"]*"?|[\\_*].?', re.DOTALL)
_PERCENT_TEXT, _TEXT = "\1", "\2"
_BRACKETS = re.compile(r"\[([^\]]*)\]?")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_NUMBER = re.compile(r"[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+")
_EXPONENT = re.compile(r"e[+-][0#?]+")
_DATE, _AS_FRACTION = re.compile("[dmyhs]"), re.compile(r"[0-9#?] */ *[0-9#?]")
_SHOWN = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_GROUP = re.compile(r"[+-]?[0-9]{1,3}(?:([., ])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]+)?")


class Section(NamedTuple):
    """One part of a number format, for numbers that fulfil its condition (None: those of its place)."""

    kind: FormatKind
    condition: tuple[str, Fraction] | None = None
    sign: FormatSign = "none"
    decimals: int = 0
    thousands: int = 0
    shows_zero: bool = True
    is_exponential: bool = False


@record
class Format:
    """A number format of a spreadsheet program, by its sections."""

    sections: tuple[Section, ...]
    code: str = field(default="", compare=False)

    @property
    def told(self) -> str:
        """What the file says of how a number looks, "" where that is nothing special."""
        return "" if self.code.lower() == "general" else self.code

    def sign(self, number: Fraction) -> FormatSign:
        """Give what the percent sign says that a number is shown with."""
        return self._section(number).sign

    def is_date(self, number: Fraction) -> bool:
        """Tell whether a number is shown as a day or a time."""
        return self._section(number).kind == "date"

    def shown(self, number: Fraction) -> tuple[Fraction, ...]:
        """Give the number that can be read off the cell, a share of a percentage; none where no digit is shown."""
        section = self._section(number)
        match section.kind:
            case "nothing":
                return (number,) if section.shows_zero and not number else ()
            case "date":
                return (number,)
            case "general":
                return (_significant(number, _GENERAL_DIGITS),)
            case "number" if (
                number.denominator == 1 and number and not section.thousands and not section.is_exponential
            ):
                return (number,)
            case "number":
                return _as_number(section, number)

    def _section(self, number: Fraction) -> Section:
        """Give the section that a number is shown by: the first whose condition it fulfils, else that of its sign."""
        sections = self.sections
        if len(sections) == 1:
            return sections[0]
        if any(one.condition for one in sections):
            meant = (one for one in sections if one.condition is None or _fulfils(number, one.condition))
            return next(meant, sections[-1])
        at = 1 if number < 0 else 2 if number == 0 else 0
        return sections[at] if at < len(sections) else sections[0]


@record
class AsShown:
    """What an OpenDocument table says of a cell: its kind of value, and its text as it was shown, where it tells."""

    text: str | None
    kind: str = "float"

    @property
    def told(self) -> str:
        """What the file says of how a number looks, "" where that is nothing special."""
        return self.text or ""

    def sign(self, number: Fraction) -> FormatSign:
        """Give what the percent sign says that a number is shown with."""
        if self.kind == "percentage":
            return "share"
        digits, signed = self._digits()
        if not signed:
            return "none"
        return "text" if any(_is_rounded(one, number) for one in _readings(digits)) else "share"

    def is_date(self, number: Fraction) -> bool:
        """Tell whether a number is shown as a day or a time."""
        return self.kind in ("date", "time")

    def shown(self, number: Fraction) -> tuple[Fraction, ...]:
        """Give the numbers that can be read off the cell, by the marks of either custom; none where no digit is shown.

        A text that is not known, or is no number, such as one with a currency, says nothing against the number.
        """
        digits, _ = self._digits()
        if self.text is None or (not number and digits == "-"):
            return (number,)
        if not any(letter.isdigit() for letter in digits):
            return ()
        share = 100 if self.sign(number) == "share" else 1
        return tuple(one / share for one in _readings(digits)) or (number,)

    def _digits(self) -> tuple[str, bool]:
        """Give the text without its percent sign, and whether it has one."""
        text = plain(self.text or "")
        return text.removesuffix("%").rstrip(), text.endswith("%")


Look = Format | AsShown


@lru_cache(maxsize=512)
def format_of(code: str) -> Format:
    """Give what a format code means, such as `#,##0.00` or `0.00%;-0.00%;;@`.

    >>> format_of("0.0%").sign(Fraction(1, 2)), format_of("#,##0,").shown(Fraction(3412))
    ('share', (Fraction(3, 1),))
    >>> format_of(";;;").shown(Fraction(3412))
    ()
    """
    sections = _ASIDE.sub(_mere_text, code[:_LONGEST_FORMAT]).split(";")
    return Format(tuple(_section(one) for one in sections[:3]), code)  # the fourth section is for texts


def _mere_text(found: re.Match[str]) -> str:
    """Give a letter that stands for a text beside the number: for a blank, a percent sign, or anything else."""
    said = found[0].strip('"') if found[0].startswith('"') else found[0][1:] if found[0].startswith("\\") else ""
    return _PERCENT_TEXT if "%" in said else _TEXT if said.strip() else " "


def _section(code: str) -> Section:
    condition = _CONDITION.search(" ".join(_BRACKETS.findall(code)))
    limit = (condition[1], Fraction(condition[2])) if condition else None
    elapsed = _ELAPSED.search(code)
    code = _BRACKETS.sub("", code).lower()
    sign: FormatSign = "share" if "%" in code else "text" if _PERCENT_TEXT in code else "none"
    exponent = _EXPONENT.search(code)
    if elapsed or (exponent is None and _DATE.search(code)):
        return Section("date", limit)
    number = _NUMBER.search(code)
    dash = _TEXT in code or "-" in code  # as accountants write a zero
    if number is None or _AS_FRACTION.search(code):
        shows = number is not None or "general" in code or "@" in code
        return Section("general" if shows else "nothing", limit, sign, shows_zero=dash)
    whole, _, part = number[0].partition(".")
    after = code[number.end() :]
    scaled = len(whole) - len(whole.rstrip(",")) + (len(after) - len(after.lstrip(",")) if part else 0)
    return Section(
        "number",
        limit,
        sign,
        sum(letter in "0#?" for letter in part),
        scaled,
        "0" in number[0] or dash,
        exponent is not None,
    )


def _as_number(section: Section, number: Fraction) -> tuple[Fraction, ...]:
    """Give what a section with digits shows; a percentage as it would be stored."""
    if section.is_exponential:
        return (_significant(number, 1 + section.decimals),)
    share = 100 if section.sign == "share" else 1
    found = round_half_away(number * share / 1000**section.thousands, section.decimals) / share
    return (found,) if found or section.shows_zero else ()


def _readings(digits: str) -> tuple[Fraction, ...]:
    """Give the numbers that digits with marks may stand for."""
    found: list[Fraction] = []
    if len(digits) > _LONGEST_NUMBER:
        return ()
    if _SHOWN.fullmatch(digits):
        found.append(Fraction(digits.replace(",", ".")))
    if group := _GROUP.fullmatch(digits):
        found.append(Fraction(digits.replace(group[1], "").replace(",", ".")))
    return tuple(found)


def _is_rounded(shown: Fraction, number: Fraction) -> bool:
    """Tell whether a number is another one with fewer decimals."""
    decimals = next(at for at in range(_LONGEST_NUMBER) if (shown * 10**at).denominator == 1)
    return round_half_away(number, decimals) == shown


def _significant(number: Fraction, digits: int) -> Fraction:
    """Round a number to so many digits."""
    if number.denominator == 1:
        return number
    size = len(str(abs(number.numerator) // number.denominator)) if abs(number) >= 1 else 1
    return round_half_away(number, max(digits - size, 0))


def _fulfils(number: Fraction, condition: tuple[str, Fraction]) -> bool:
    sign, limit = condition
    match sign:
        case "<=":
            return number <= limit
        case ">=":
            return number >= limit
        case "<>":
            return number != limit
        case "<":
            return number < limit
        case ">":
            return number > limit
        case _:
            return number == limit


def built_in(number: int) -> str:
    """Give the code of a format that is known by its number alone."""
    return "d/m/yyyy h:mm" if number in _BUILT_IN_DATES else _BUILT_IN.get(number, "General")
