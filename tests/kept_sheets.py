"""Sheets of small workbooks read once for all tests, which read the same forms, or forms of which one sheet differs.

What a sheet is read as follows from its bytes and the limits alone, and so does what calamine finds in a workbook. What
is refused is refused anew each time, and where a test counts the lines that run, all of them do. `tests/test_quick.py`
holds what is kept against what is read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from types import FunctionType
from typing import Any

from xhht_score.recent import Recent
from xhht_score.spreadsheet import models, package, sheets
from xhht_score.spreadsheet.archive import Clock
from xhht_score.spreadsheet.extraction import outcome
from xhht_score.spreadsheet.limits import Limits
from xhht_score.spreadsheet.worksheet import Worksheet, read_worksheet

#: Larger parts are few, and made by tests that look at what reading them takes.
_SMALL = 200_000
_worksheets: Recent[Any, Worksheet] = Recent(1_000)
_found: Recent[Any, Any] = Recent(200)


def worksheet_once(xml: bytes, title: str, limits: Limits, clock: Clock) -> Worksheet:
    """Give what `read_worksheet` gives."""
    if len(xml) > _SMALL or _is_counted():
        return read_worksheet(xml, title, limits, clock)
    key = xml, title, limits
    found = _worksheets.get(key)
    if found is None:
        found = read_worksheet(xml, title, limits, clock)
        _worksheets.put(key, found)
    return found


def outcome_once(
    content: bytes, markers: Sequence[str], most: Mapping[str, int], on_sheet: Callable[[], object] = lambda: None
) -> tuple[str, Any]:
    """Give what `outcome` gives, whose rows are the caller's own."""
    if len(content) > _SMALL or _is_counted():
        return outcome(content, markers, most, on_sheet)
    key = content, tuple(markers), tuple(most.items())
    found = _found.get(key)
    if found is None:
        found = outcome(content, markers, most, on_sheet)
        if found[0] != "sheets":
            return found
        _found.put(key, found)
    on_sheet()
    word, (marked, seen, formats) = found
    rows_of = {
        marker: [(name, [*map(list, rows)], *place) for name, rows, *place in alike] for marker, alike in marked.items()
    }
    return word, (rows_of, [*seen], formats)


def _is_counted() -> bool:
    return isinstance(sys.gettrace(), FunctionType)  # that of coverage is none


def install() -> None:
    """Have sheets read this way."""
    package.read_worksheet = worksheet_once
    sheets.outcome = models.outcome = outcome_once
