"""The text of a workbook with results: the cells of each sheet, numbers as the format of their cell says them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from math import isfinite
from typing import Any

from xhht_score.letters import plain
from xhht_score.numbers import exact_text, from_float
from xhht_score.papers.reading import PAPER_LIMITS, said_of
from xhht_score.papers.reading_word import document_properties
from xhht_score.proof.lines import PaperRemark, PaperSpot, PaperText, TextLine, filled_lines
from xhht_score.spreadsheet.archive import Archive, Clock
from xhht_score.spreadsheet.cell_names import cell_name, column_number
from xhht_score.spreadsheet.number_formats import Look
from xhht_score.spreadsheet.package import Package
from xhht_score.spreadsheet.sheets import our_sheets

#: Spreadsheets keep no more digits than these through all programs.
_DIGITS = 12


def sheets_text(content: bytes) -> PaperText:
    """Give the text of a workbook; raises `Refused` where it is damaged, unsafe or too large.

    A percentage is read as one. Formulas, which no workbook of results has, and hidden sheets are remarked.
    """
    clock = Clock(PAPER_LIMITS)
    package = Package(content, PAPER_LIMITS)
    lines: list[TextLine] = []
    remarks: list[tuple[PaperRemark, PaperSpot | None]] = []
    for title, rows, *_ in our_sheets(package, ()).get("", ()):
        lines.append(TextLine(PaperSpot(0, sheet=title), (plain(title),)))
        if package.is_hidden(title):
            remarks.append(("hidden", PaperSpot(0, sheet=title)))
        for number, row in enumerate(rows):
            cells = [_said(value, package.look(title, cell_name(number, at))) for at, value in enumerate(row)]
            while cells and not cells[-1]:
                cells.pop()
            lines.append(TextLine(PaperSpot(number + 1, sheet=title), tuple(cells)))
        remarks += (("formula", spot) for spot in _formulas(package, title))
    made = said_of(document_properties(Archive(content, PAPER_LIMITS, clock), clock))
    return PaperText("xlsx", filled_lines(lines), made, tuple(remarks))


def _formulas(package: Package, sheet: str) -> Iterator[PaperSpot]:
    for row in package.formulas(sheet):
        for letters, number, *_ in row:
            yield PaperSpot(int(number), sheet=sheet, column=column_number(letters.decode()) + 1)


def _said(value: Any, look: Look | None) -> str:
    """Give what stands in a cell."""
    match value:
        case bool():
            return str(value).casefold()
        case datetime() | date():
            return value.isoformat()[:10]
        case int() | float() if isfinite(value):
            return _number(Fraction(value) if isinstance(value, int) else from_float(value), look)
        case _:
            return plain(str(value))


def _number(number: Fraction, look: Look | None) -> str:
    """Give the number that a cell shows, and behind it the one that it holds where that is another one."""
    held = from_float(float(f"{float(number):.{_DIGITS}g}"))
    if look is None:
        return exact_text(held)
    sign, scale = ("%", 100) if look.sign(number) == "share" else ("", 1)
    stored = f"{exact_text(held * scale)}{sign}"
    shown = "".join(f"{exact_text(one * scale)}{sign}" for one in look.shown(held))
    return stored if shown == stored else f"{shown} ({stored})"
