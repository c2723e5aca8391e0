"""A paper as lines of text, whatever file it lies in: a paragraph is a line of one cell, a row of a table of many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Literal, NamedTuple

from xhht_score.records import record

PaperFormat = Literal["docx", "html", "xlsx", "md"]

#: What stands where a paper leaves room for what its writer does not know.
DOTTED = re.compile(r"(?:\.{3,}|…)(?:[.…]|\s(?=[.…]))*")


class PaperSpot(NamedTuple):
    """Where a line stands, counted from 1: a paragraph, or a row of a `table` or `sheet`; `column` is a cell's."""

    row: int
    table: int | None = None
    sheet: str | None = None
    column: int | None = None


class TextLine(NamedTuple):
    """One paragraph or one row of a table, in plain letters and with single spaces (`letters.plain`)."""

    spot: PaperSpot
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole line, its cells apart."""
        return " | ".join(one for one in self.cells if one)


#: What makes a reader see something else than the text, or the text change by itself.
PaperRemark = Literal["tracked", "formula", "hidden", "dressed"]


@record
class PaperText:
    """What can be read on a paper, and what it says of how it was `made`, by name (nothing where it does not say).

    `remarks` name what is more than text, and where: changes of Word that nobody has accepted or rejected yet, a
    formula in place of a figure, hidden sheets, a page whose style or script is not the program's.
    """

    format: PaperFormat
    lines: tuple[TextLine, ...]
    made: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[tuple[PaperRemark, PaperSpot | None], ...] = ()


def filled_lines(found: Iterable[TextLine]) -> tuple[TextLine, ...]:
    """Give the lines that hold anything."""
    return tuple(one for one in found if any(one.cells))
