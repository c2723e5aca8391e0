"""Plain values as CSV for Excel as it is used there: UTF-8 with a byte-order mark, numbers as the language has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from xhht_score.foreign import shown_text
from xhht_score.numbers import Language, exact_text, shown
from xhht_score.reports.document import Value

_DIALECTS: dict[Language, tuple[str, str]] = {"vi": (";", ","), "en": (",", ".")}
#: Where a field could begin with a formula, whichever delimiter a spreadsheet takes: blanks, quotation marks and
#: letters shown by name may stand before it.
_FORMULA = re.compile(r"(^|[,;])(?=(?:[\s\"]|‹[^‹›]{1,8}›)*[=+\-@＝＋－＠])")
_TO_QUOTE = re.compile(r"[,;\t\"]")
_DECIMALS = 9


def write_csv(
    header: Sequence[str], rows: Iterable[Sequence[Value]], language: Language, delimiter: str | None = None
) -> str:
    """Give CSV text as `csv_pieces` gives it, in one piece."""
    return "".join(csv_pieces(header, rows, language, delimiter))


def csv_pieces(
    header: Sequence[str], rows: Iterable[Sequence[Value]], language: Language, delimiter: str | None = None
) -> Iterator[str]:
    """Give CSV text row by row, with a byte-order mark: `vi` has semicolons and decimal commas, `en` commas and points.

    Another `delimiter` leaves the decimal mark as it is; a number that has the delimiter in it is quoted. Numbers that
    do not terminate are shown with nine decimals. A text that a spreadsheet could take for a formula, with this
    delimiter or the other, gets an apostrophe before it.
    """
    usual, decimal_mark = _DIALECTS[language]
    between = delimiter or usual
    yield "\ufeff" + between.join(map(_text, header)) + "\r\n"
    for row in rows:
        yield between.join(_value(value, decimal_mark, between) for value in row) + "\r\n"


def _value(value: Value, decimal_mark: str, delimiter: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _text(value)
    text = exact_text(Fraction(value))
    if "/" in text:
        text = exact_text(shown(Fraction(value), _DECIMALS, [Fraction(0)]))
    text = text.replace(".", decimal_mark)
    return f'"{text}"' if delimiter in text else text


def _text(text: str) -> str:
    safe = _FORMULA.sub(r"\1'", shown_text(text))
    return '"{}"'.format(safe.replace('"', '""')) if _TO_QUOTE.search(safe) else safe
