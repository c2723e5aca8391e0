"""A table as it stands in a file, before anything is known of its columns: fields with their places, row by row."""

from __future__ import annotations

from typing import Literal, NamedTuple

from xhht_score.errors import Place, Problem

#: Nobody has a longer name, and no set asks so many things of a unit itself.
LONGEST_FIELD, MOST_COLUMNS, MOST_FIELDS = 1_000, 200, 500_000


class Field(NamedTuple):
    """One field of a table: its text, where it stands, and what it is.

    A `day` is a date or a time; an `error` is a cell that shows an error value, or whose formula was never calculated.
    """

    text: str
    place: Place
    kind: Literal["text", "number", "day", "error"] = "text"

    def says(self, code: str, **arguments: object) -> Problem:
        """Give a problem at the place of this field."""
        return Problem(code, self.place, arguments)


#: One row of a table, with its blank fields.
FieldRow = list[Field]


class RawTable(NamedTuple):
    """The rows of a file or of one sheet that hold anything, and what there is to say of how they were read.

    `merged` are fields that stand for further cells; `hidden` and `hidden_columns` are the numbers of rows and columns
    that nobody sees, counted from 1, and `is_hidden` says that of the whole sheet.
    """

    rows: list[FieldRow]
    sheet: str = ""
    problems: tuple[Problem, ...] = ()
    merged: frozenset[Place] = frozenset()
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False


def over(field: Place, limit: str, most: int) -> Problem:
    """Give the problem of a table that is over a limit."""
    return Problem("table-too-wide", field, {"over": (limit, most)})
