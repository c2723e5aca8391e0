"""Plain values as CSV for Excel as it is used there: UTF-8 with a byte-order mark, numbers as the language has them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from io import StringIO

from xhht_score.numbers import Language, exact_text, shown

Value = str | int | Fraction | None

_DIALECTS: dict[Language, tuple[str, str]] = {"vi": (";", ","), "en": (",", ".")}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_DECIMALS = 9


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]], language: Language) -> str:
    """Give CSV text as `csv_pieces` gives it, in one piece."""
    return "".join(csv_pieces(header, rows, language))


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[Value]], language: Language) -> Iterator[str]:
    """Give CSV text row by row, with a byte-order mark: `vi` has semicolons and decimal commas, `en` commas and points.

    Numbers that do not terminate are shown with nine decimals. A text that a spreadsheet could take for a formula gets
    an apostrophe before it.
    """
    delimiter, decimal_mark = _DIALECTS[language]
    yield "\ufeff" + _line([_safe(name) for name in header], delimiter)
    for row in rows:
        yield _line([_value(value, decimal_mark) for value in row], delimiter)


def _line(fields: Sequence[str], delimiter: str) -> str:
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow(fields)
    return out.getvalue()


def _value(value: Value, decimal_mark: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _safe(value)
    text = exact_text(Fraction(value))
    if "/" in text:
        text = exact_text(shown(Fraction(value), _DECIMALS, [Fraction(0)]))
    return text.replace(".", decimal_mark)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
