"""The formulas of a sheet as its cells have them, those included that Excel shares between cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from itertools import chain

from xhht_score.spreadsheet.cell_names import column_number
from xhht_score.spreadsheet.worksheet import Formula
from xhht_score.workbook.references import LONGEST, shifted

#: The entities of XML, the sign last that the others begin with.
_SIGNS = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_REFERENCE = re.compile(r"&#?\w+;")
#: What says that a formula is shared between cells, and by which group of them.
IS_SHARED, _SHARED = b't="shared"', re.compile(rb'\bsi="([0-9]+)"')


def formula_cells(rows: Iterable[Iterable[Formula]]) -> Iterator[tuple[str, int, str]]:
    """Give column, row and text of every formula of some rows."""
    shared: dict[bytes, tuple[int, int, str]] = {}
    for letters, row, attributes, text in chain.from_iterable(rows):
        name, number, formula = letters.decode(), int(row), _plain(text.decode("utf-8", "replace"))[: LONGEST + 1]
        if IS_SHARED in attributes and (group := _SHARED.search(attributes)):
            column = column_number(name)
            if formula:
                shared[group[1]] = (column, number, formula)
            elif group[1] in shared:
                first_column, first_row, formula = shared[group[1]]
                formula = shifted(formula, column - first_column, number - first_row)
        yield name, number, formula


def ways_of_writing(formula: str) -> tuple[bytes, ...]:
    """Give how programs write a formula in XML: letters as they are or by their numbers, quotes as they are or not."""
    marked = formula
    for entity, sign in reversed(_SIGNS[:2] + _SIGNS[-1:]):
        marked = marked.replace(sign, entity)
    whole = marked.encode()
    others = marked.encode("ascii", "xmlcharrefreplace"), marked.replace('"', "&quot;").encode()
    return whole, *(one for one in others if one != whole)


def _plain(text: str) -> str:
    """Give a text of XML as it is meant; most have no other entities than those of signs."""
    if "&#" in text:
        return _REFERENCE.sub(lambda found: _meant(found[0]), text)
    for entity, sign in _SIGNS:
        text = text.replace(entity, sign)
    return text


@lru_cache(maxsize=1024)
def _meant(reference: str) -> str:
    return unescape(reference)
