"""The ways in which people write a number into a cell, and in which its cell comes to look otherwise."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple

from xhht_score.criteria import Question


class Held(NamedTuple):
    """A number as a cell holds it, for a question whose unit is % also as the percentage itself, and its format."""

    question: Question
    number: float
    percentage: float | None
    number_format: str


#: Gives the value and the format that a cell has then, None where nobody would do it there.
Way = Callable[[Held], tuple[Any, str] | None]


def _percent(change: Callable[[float], tuple[Any, str]]) -> Way:
    """Give a way in which people write percentages."""
    return lambda held: None if held.percentage is None else change(held.percentage)


def _thousands(held: Held) -> tuple[Any, str] | None:
    """Type 1.264 for 1,264 where a point is a decimal point; what ends in 0 loses a decimal that nobody sees."""
    grouped = 1000 <= held.number < 1_000_000 and held.number == int(held.number) and held.number % 10
    return (held.number / 1000, held.number_format) if grouped else None


def _text(write: Callable[[str], str]) -> Way:
    """Give a way in which people write texts in place of numbers."""
    return lambda held: (write(f"{held.number:.10g}"), "@")


def _shown(number_format: str) -> Way:
    """Give a way in which a number comes to be shown otherwise."""
    return lambda held: (held.number, number_format)


WAYS: dict[str, Way] = {
    "the sign typed into a number cell": _percent(lambda number: (number / 100, "#,##0.##########")),
    "a share pasted": _percent(lambda number: (number / 100, "General")),
    "the percentage pasted": _percent(lambda number: (number, "General")),
    "a percent format put on": _percent(lambda number: (number, "0.00%")),
    "typed with its sign": _percent(lambda number: (number / 100, "0.00%")),
    "a text with its sign": _percent(lambda number: (f"{number:.10g}%".replace(".", ","), "@")),
    "a text without its sign": _percent(lambda number: (f"{number:.10g}".replace(".", ","), "@")),
    "the text of a share": _percent(lambda number: (f"{number / 100:.10g}", "@")),
    "a percent format where none belongs": _shown("0%"),
    "a thousands mark as a decimal point": _thousands,
    "a thousands mark in a text": lambda held: (f"{held.number:,.10g}".replace(",", "."), "@"),
    "a text with a decimal comma": _text(lambda text: text.replace(".", ",")),
    "full-width digits": _text(lambda text: "".join(chr(ord(one) + 0xFEE0) for one in text)),
    "an invisible letter": _text(lambda text: f"\u200b{text}\ufeff"),
    "a unit behind": _text(lambda text: f"{text} người"),
    "a superscript": _text(lambda text: f"{text}²"),
    "a day typed into a number cell": lambda _: (46115, "#,##0"),
    "a day": lambda _: (datetime.date(2026, 4, 3), "d/m/yyyy"),
    "a time": lambda _: (datetime.timedelta(hours=36), "[h]:mm"),
    "a formula that fails": lambda held: ("#DIV/0!", held.number_format),
    "a formula never calculated": lambda held: ("=1+1", held.number_format),
    "hidden": _shown(";;;"),
    "shown in thousands": _shown("#,##0,"),
    "no decimals shown": _shown("0"),
    "yes": lambda held: (True, held.number_format),
    "a dash": lambda held: ("-", held.number_format),
}
