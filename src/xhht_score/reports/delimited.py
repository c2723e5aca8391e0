"""Plain values as CSV for Excel as it is used there: UTF-8 with a byte-order mark, numbers as the language has them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from fractions import Fraction
from io import StringIO

from xhht_score.numbers import Language, cut, exact_text

Value = str | int | Fraction | None

_DIALECTS: dict[Language, tuple[str, str]] = {"vi": (";", ","), "en": (",", ".")}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_DECIMALS = 9


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]], language: Language) -> str:
    """Give CSV text with its byte-order mark: `vi` has semicolons and decimal commas, `en` commas and points.

    Numbers that do not terminate are cut to nine decimals. A text that a spreadsheet could take for a formula gets
    an apostrophe before it.
    """
    delimiter, decimal_mark = _DIALECTS[language]
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([_safe(name) for name in header])
    for row in rows:
        writer.writerow([_value(value, decimal_mark) for value in row])
    return "\ufeff" + out.getvalue()


def _value(value: Value, decimal_mark: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _safe(value)
    text = exact_text(Fraction(value))
    if "/" in text:
        text = exact_text(cut(Fraction(value), _DECIMALS))
    return text.replace(".", decimal_mark)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
