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
_TO_QUOTE = re.compile(r"[,;\"]")
_DECIMALS = 9


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]], language: Language) -> str:
    """Give CSV text as `csv_pieces` gives it, in one piece."""
    return "".join(csv_pieces(header, rows, language))


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[Value]], language: Language) -> Iterator[str]:
    """Give CSV text row by row, with a byte-order mark: `vi` has semicolons and decimal commas, `en` commas and points.

    Numbers that do not terminate are shown with nine decimals. A text that a spreadsheet could take for a formula,
    with this delimiter or the other, gets an apostrophe before it.
    """
    delimiter, decimal_mark = _DIALECTS[language]
    yield "\ufeff" + delimiter.join(map(_text, header)) + "\r\n"
    for row in rows:
        yield delimiter.join(_value(value, decimal_mark) for value in row) + "\r\n"


def _value(value: Value, decimal_mark: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _text(value)
    text = exact_text(Fraction(value))
    if "/" in text:
        text = exact_text(shown(Fraction(value), _DECIMALS, [Fraction(0)]))
    return text.replace(".", decimal_mark)


def _text(text: str) -> str:
    safe = _FORMULA.sub(r"\1'", shown_text(text))
    return '"{}"'.format(safe.replace('"', '""')) if _TO_QUOTE.search(safe) else safe
