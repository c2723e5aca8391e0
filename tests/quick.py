"""Cells of openpyxl written as it writes them, several times as fast: tests save a thousand forms.

Its own writer makes a tree of every cell and walks through it, which took a tenth of the time of all tests. Whatever is
no plain text, number, truth, error or formula is left to it. `tests/test_quick.py` holds the two side by side.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.cell import _writer as of_cells
from openpyxl.compat import safe_string
from openpyxl.worksheet import _writer as of_sheets

own = of_cells.etree_write_cell
_PLAIN = {"s": (str,), "f": (str,), "n": (int, float, type(None)), "b": (bool,), "e": (str,)}


def write_cell(xf: Any, worksheet: Any, cell: Any, styled: bool = False) -> None:
    """Write a cell as `own` does."""
    value, kind = cell._value, cell.data_type
    if type(value) not in _PLAIN.get(kind, ()) or cell.hyperlink is not None:
        own(xf, worksheet, cell, styled)
        return
    head = f'<c r="{cell.coordinate}"'
    if styled:
        head += f' s="{_style(xf, cell)}"'
    if kind != "f":
        head += ' t="inlineStr"' if kind == "s" else f' t="{kind}"'
    if value is None or value == "":
        xf._file(f"{head} />")
    elif kind == "f":
        inside = escape(value[1:])
        xf._file(f"{head}><f>{inside}</f><v /></c>" if inside else f"{head}><f /><v /></c>")
    elif kind == "s":
        kept = ' xml:space="preserve"' if value != (bare := value.strip()) and bare else ""
        xf._file(f"{head}><is><t{kept}>{escape(value)}</t></is></c>")
    else:
        inside = escape(safe_string(value))
        xf._file(f"{head}><v>{inside}</v></c>" if inside else f"{head}><v /></c>")


def _style(xf: Any, cell: Any) -> int:
    """Give the number of a cell's style, looked up once for all that look alike on a sheet."""
    known = vars(xf).setdefault("styles of tests", {})
    key = cell._style.tobytes()
    if key not in known:
        known[key] = cell.style_id
    return int(known[key])


def install() -> None:
    """Have openpyxl write cells this way, but where it has lxml, which is fast itself."""
    if not openpyxl.LXML:
        of_sheets.write_cell = write_cell  # type: ignore[attr-defined]
