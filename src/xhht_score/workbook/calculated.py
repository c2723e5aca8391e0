"""What stored results belong to: short names of a form's answers and of its results, as writer and reader take them.

A program that changes an answer and computes nothing leaves the results of the answers before, which are then none of
the answers that stand there.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import isfinite

from xhht_score.foreign import cell_text
from xhht_score.letters import composed
from xhht_score.numbers import exact_text, from_float
from xhht_score.workbook import layout
from xhht_score.workbook.symbols import ANSWERS, INFO, RESULTS

#: Sheet, row, field and value of a cell, and the same without the value.
ValuedCell = tuple[str, str, str, object]
NamedCell = tuple[str, str, str]
_COMPUTED = (layout.STATE, layout.POINTS_LOW, layout.POINTS_HIGH)
_SUMS = (layout.VALUE, "low", "high", "maximum")
_RESULT_ROWS = ("verdict", "progress", "criterion.", "total", "level.", "condition.")
_ANSWERED = (layout.NOT_APPLICABLE, layout.REASON, layout.EVIDENCE)


def answers_digest(cells: Iterable[ValuedCell]) -> str:
    """Give a short name for the answers among some cells: what results rest on."""
    return _digest(one for one in cells if is_answer(*one[:3]))


def results_digest(cells: Iterable[ValuedCell]) -> str:
    """Give a short name for the results among some cells."""
    return _digest(one for one in cells if is_result(*one[:3]))


def is_answer(sheet: str, row: str, field: str) -> bool:
    """Tell whether a cell is an answer: what results rest on."""
    if sheet == INFO:
        return field == layout.VALUE and not row.startswith(layout.OWN_ROWS)
    return sheet == ANSWERS and (field.startswith("value_") or field in _ANSWERED)


def is_result(sheet: str, row: str, field: str) -> bool:
    """Tell whether a cell is a result."""
    if sheet == ANSWERS:
        return field in _COMPUTED or field.startswith("result_")
    return sheet == RESULTS and field in _SUMS and row.startswith(_RESULT_ROWS)


class Digest:
    """Gives the same short names for what is written into certain cells, whichever of them are filled."""

    def __init__(self, cells: Iterable[NamedCell]) -> None:
        """Take each cell once."""
        self._cells = sorted(("\t".join((*one, "")), one) for one in cells if one[1])

    def __call__(self, values: Mapping[NamedCell, object]) -> str:
        """Give the name of what is to stand there."""
        told = [name + said for name, one in self._cells if (said := _once_written(values.get(one)))]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def _digest(cells: Iterable[ValuedCell]) -> str:
    told = sorted("\t".join((*one[:3], said)) for one in cells if one[1] and (said := _said(one[3])))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


@lru_cache(maxsize=4096, typed=True)
def _once_written(value: object) -> str:
    """Give a value that is yet to be written as text; the same ones stand in every form."""
    return _said(cell_text(value) if isinstance(value, str) else value)


def _said(value: object) -> str:
    """Give a value as text, the same for what is written and what is read of it."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _text(str(value)) if value is not None else ""
    return _number(float(value))


@lru_cache(maxsize=4096)
def _text(text: str) -> str:
    """Give a text of a cell; the same ones stand in every form."""
    return " ".join(composed(text).split())


@lru_cache(maxsize=4096)
def _number(value: float) -> str:
    return exact_text(from_float(value)) if isfinite(value) else str(value)  # a file can say 1E999
