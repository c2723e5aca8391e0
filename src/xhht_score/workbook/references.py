"""Formulas as a file has them, turned back into the symbols that they were planned with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache

from xhht_score.records import record
from xhht_score.spreadsheet.cell_names import column_letters, column_number
from xhht_score.workbook import layout
from xhht_score.workbook.symbols import LISTS, OWN_ROW, replaced

#: No formula of a spreadsheet is longer.
LONGEST = 8_192
_CELL = r"\$?([A-Z]{1,3})\$?([0-9]{1,7})"
_NAME = r"'(?:[^']|'')*+'"
_REFERENCE = rf"(?:({_NAME}|[^\W\d][\w.]*+)!)?{_CELL}(?::{_CELL})?(?![\w(!])"
#: What stands as it is: texts, signs, and words that are no reference and no truth.
_IS_OTHER = rf"(?:(?:{_NAME}|[^\W\d][\w.]*+)!)?\$?[A-Z]{{1,3}}\$?[0-9]{{1,7}}(?![\w(!])|(?:TRUE|FALSE)\(\)"
_PLAIN = rf"""(?:"(?:[^"]|"")*+"?|(?!{_IS_OTHER})[\w.$]++|[^\w.$"'\s])++"""
#: A formula in pieces: what stands as it is, a reference, a truth; a name that is none of them is taken whole, so that
#: no letter is looked at again and again.
_PIECES = re.compile(rf"({_PLAIN})|{_REFERENCE}|(TRUE|FALSE)\(\)|{_NAME}|\s++|.", re.DOTALL)
_TEXT = re.compile(r'("(?:[^"]|"")*+")')
_OWN = re.compile(rf"(?<![\w!'$.]){_CELL}(?![\w(!])")


@record(slots=False)
class FormPlaces:
    """Where our sheets, rows and columns stand in a file.

    `titles` gives a sheet by its title in small letters, `keys` and `fields` what stands at its rows and columns.
    """

    titles: Mapping[str, str]
    keys: Mapping[str, Mapping[int, str]]
    fields: Mapping[str, Mapping[str, str]]

    @cached_property
    def extents(self) -> dict[str, tuple[int, int]]:
        """The first and the last of our rows on each sheet that has any."""
        return {sheet: (min(keys), max(keys)) for sheet, keys in self.keys.items() if keys}


def symbolic(formula: str, sheet: str, where: FormPlaces, own_row: int = 0) -> str:
    """Give a formula of a sheet with every cell named by sheet, row and field, spaces set aside.

    With the formula's own row it is given as it is planned: a cell of that row by its field alone, lists by numbers.
    """
    return _PIECES.sub(lambda found: _symbol(found, sheet, where, own_row), formula[:LONGEST])


def _symbol(found: re.Match[str], sheet: str, where: FormPlaces, own_row: int) -> str:
    text, title, letters, row, last_letters, last_row, truth = found.groups()
    if text is not None:
        return text
    if truth is not None or letters is None:
        return truth or "".join(found[0].split())
    written, other = "".join(found[0].split()), sheet
    if title is not None:
        bare = title[1:-1].replace("''", "'") if title.startswith("'") else title
        if bare == layout.LISTS_SHEET:
            return f"{{{LISTS}|{row}|{column_number(letters) if own_row else letters}}}"
        other = where.titles.get(bare.casefold(), "")
    if other not in where.keys:
        return written
    field, keys = where.fields[other].get(letters), where.keys[other]
    if last_row is None:
        key = keys.get(int(row))
        if field and title is None and int(row) == own_row and not found[0].endswith(f"${row}"):
            return f"{{||{field}}}"
        return f"{{{other}|{key}|{field}}}" if key and field else written
    if not keys or not field or last_letters != letters:
        return written
    first, last = where.extents[other]
    if int(row) <= first and int(last_row) >= last:
        return f"{{{other}|*|{field}}}"
    ends = keys.get(int(row)), keys.get(int(last_row))
    return ":".join(f"{{{other}|{one}|{field}}}" for one in ends) if all(ends) else written


def full(formula: str, sheet: str, key: str) -> str:
    """Give a planned formula with its own sheet and row named in full, to be compared with `symbolic`."""
    return _full(formula, sheet).replace(OWN_ROW, key)


@lru_cache(maxsize=4096)
def _full(formula: str, sheet: str) -> str:
    """Give what all rows of a sheet have of a formula; many rows have the same ones."""

    def named(other: str, row: str, field: str) -> str:
        if other == LISTS:
            return f"{{{LISTS}|{row}|{column_letters(int(field))}}}"
        return f"{{{other or sheet}|{row or OWN_ROW}|{field}}}"

    parts = _TEXT.split(formula)
    for position in range(0, len(parts), 2):
        parts[position] = "".join(replaced(parts[position], named).split())
    return "".join(parts)


def shifted(formula: str, columns: int, rows: int) -> str:
    """Give a formula as it reads so many columns and rows further, as one that Excel shares between cells does."""

    def moved(found: re.Match[str]) -> str:
        whole = found[0]
        letters, row = found[1], int(found[2])
        dollar = whole.startswith("$")
        column = letters if dollar else column_letters(column_number(letters) + columns)
        fixed = "$" in whole[1:]
        return f"{'$' if dollar else ''}{column}{'$' if fixed else ''}{row if fixed else row + rows}"

    parts = _TEXT.split(formula)
    for position in range(0, len(parts), 2):
        parts[position] = _OWN.sub(moved, parts[position])
    return "".join(parts)
