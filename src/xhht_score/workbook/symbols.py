"""How formulas name cells before these have a place, and the few phrases of formulas that every room here needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

#: `{sheet|row|field}`; see the package's own words.
SYMBOL = re.compile(r"\{([^|{}]*)\|([^|{}]*)\|([^|{}]*)\}")

#: Stands where a formula names its own row, until that is known.
OWN_ROW = "\0"

INFO, ANSWERS, RESULTS, LISTS, APPRAISAL = "info", "answers", "results", "lists", "appraisal"
CONFLICTS, LEFTOVERS = "conflicts", "leftovers"


def own(field: str) -> str:
    """Give the cell of a field in the formula's own row."""
    return f"{{||{field}}}"


def at(sheet: str, row: str, field: str) -> str:
    """Give the cell of a row and a field on a sheet."""
    return f"{{{sheet}|{row}|{field}}}"


def column(field: str) -> str:
    """Give every row of a field on the sheet of answers."""
    return f"{{{ANSWERS}|*|{field}}}"


def replaced(formula: str, place: Callable[[str, str, str], str]) -> str:
    """Give a formula with each symbol turned into what `place` gives for its sheet, row and field."""
    return SYMBOL.sub(lambda found: place(found[1], found[2], found[3]), formula)


class Placed:
    """Puts cells into the places of symbols; what all rows have of a formula is worked out once.

    `place` gives the cell for a sheet, a row and a field, with `OWN_ROW` where the row is the formula's own.
    """

    def __init__(self, place: Callable[[str, str, str], str]) -> None:
        self._place = place
        self._known: dict[str, str] = {}

    def __call__(self, formula: str, own_row: str) -> str:
        """Give a formula of a row."""
        if formula not in self._known:
            self._known[formula] = replaced(formula, self._place)
        return self._known[formula].replace(OWN_ROW, own_row)


def quoted(title: str) -> str:
    """Give the name of a sheet as formulas write it.

    >>> quoted("Council's")
    "'Council''s'"
    """
    doubled = title.replace("'", "''")
    return f"'{doubled}'"


def text(value: str) -> str:
    """Give a text as a formula writes it."""
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def all_of(conditions: Iterable[str]) -> str:
    """Give the condition that all of some conditions hold; "" where there are none."""
    return _joined("AND", conditions)


def any_of(conditions: Iterable[str]) -> str:
    """Give the condition that one of some conditions holds; "" where there are none."""
    return _joined("OR", conditions)


def _joined(name: str, conditions: Iterable[str]) -> str:
    given = [one for one in conditions if one]
    return given[0] if len(given) == 1 else f"{name}({','.join(given)})" if given else ""


def flag(condition: str) -> str:
    """Give 1 where a condition holds, else 0; no condition always holds."""
    return f"IF({condition},1,0)" if condition else "1"
