"""The formulas of a sheet as its XML has them, those included that Excel shares between cells."""

from __future__ import annotations

import re
from html import unescape

from xhht_score.workbook import layout
from xhht_score.workbook.references import shifted

_CELL = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*>\s*<(?:\w+:)?f\b([^>]*?)(?:/>|>([^<]*)</(?:\w+:)?f>)'
)
_SHARED = re.compile(rb'\bsi="(\d+)"')

#: Column, row, attributes and text of every formula, as they stand in the XML.
Stored = list[tuple[bytes, bytes, bytes, bytes]]


def stored_formulas(xml: bytes) -> Stored:
    """Give every formula of a sheet as it is stored."""
    return _CELL.findall(xml)


def formula_cells(stored: Stored) -> list[tuple[str, int, str]]:
    """Give column, row and text of every formula."""
    found: list[tuple[str, int, str]] = []
    shared: dict[bytes, tuple[int, int, str]] = {}
    for letters, row, attributes, text in stored:
        name, number, formula = letters.decode(), int(row), unescape(text.decode("utf-8", "replace"))
        if b't="shared"' in attributes and (group := _SHARED.search(attributes)):
            column = layout.column_number(name)
            if formula:
                shared[group[1]] = (column, number, formula)
            elif group[1] in shared:
                first_column, first_row, formula = shared[group[1]]
                formula = shifted(formula, column - first_column, number - first_row)
        found.append((name, number, formula))
    return found
