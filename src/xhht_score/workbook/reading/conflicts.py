"""What the conflicts sheet of a form says: the candidates of each field, which is chosen, and what that settles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from xhht_score.merging import (
    NOT_APPLICABLE,
    AnswerSource,
    Key,
    grouped,
)
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import CandidateCell, Form, FormCell, Options, clean
from xhht_score.workbook.reading.cleaning import is_blank, yes_or_no

_DASHES = ("-", "–", "—")


def options_of(form: Form) -> dict[Key, Options]:
    """Give the candidates of every field on the conflicts sheet."""
    found: dict[Key, Options] = {}
    for row in form.contested:
        if layout.CANDIDATE in row:
            cell = row[layout.CANDIDATE]
            key = Key(cell.id, NOT_APPLICABLE if cell.field == layout.FIGURES else cell.field)
            chosen = _chosen(row[layout.CHOICE].value) if layout.CHOICE in row else None
            found[key] = (*found.get(key, ()), CandidateCell(cell, chosen, tuple(_sources(row))))
    return found


def _chosen(value: Any) -> bool | None:
    if is_blank(value):
        return None
    return False if clean(value) in _DASHES else yes_or_no(value)


def _sources(row: Mapping[str, FormCell]) -> Iterator[AnswerSource]:
    columns = (
        str(row[name].value).split("\n") if name in row else [] for name in (layout.WHO, layout.FILE, layout.CELL)
    )
    for who, file, place in zip_longest(*columns, fillvalue=""):
        sheet, _, cell = place.rpartition("!")
        yield AnswerSource(who.strip(), file.strip(), sheet, cell.strip())


def decided(options: Options) -> CandidateCell | None:
    """Give the one candidate that is chosen, or the only one that nobody decided against; None while it is open."""
    chosen = [one for one in options if one.chosen] or [one for one in options if one.chosen is None]
    return chosen[0] if len(chosen) == 1 else None


def settled(form: Form) -> Form:
    """Give the form with every chosen candidate in the blank cell that it is for; what is still open is told apart.

    A cell that is filled in is a decision too, and stays as it is.
    """
    options = options_of(form)
    if not options:
        return form
    info, undecided = dict(form.info), dict[Key, Options]()
    for key, ones in options.items():
        if not key.indicator and (key.field not in info or is_blank(info[key.field].value)):
            if (one := decided(ones)) is None:
                undecided[key] = ones
            else:
                info[key.field] = FormCell(one.cell.sheet, one.cell.cell, key.field, "value", one.cell.value)
    by_indicator = grouped(options)
    answers = tuple(_settled_row(row, by_indicator.get(row[0].id, {}), undecided) for row in form.answers)
    return replace(form, info=info, answers=answers, undecided=grouped(undecided))


def choices_counted(form: Form) -> tuple[FormCell, ...]:
    """Give the cells of a settled form that a chosen candidate stands in for, the blank in its place."""
    if not form.contested:
        return ()
    title = form.contested[0][layout.FIELD].sheet
    cells = (*form.info.values(), *(cell for row in form.answers for cell in row))
    return tuple(cell for cell in cells if cell.sheet == title)


def _settled_row(
    row: tuple[FormCell, ...], mine: Mapping[str, Options], undecided: dict[Key, Options]
) -> tuple[FormCell, ...]:
    if not mine:
        return row
    identifier = row[0].id
    cells = {cell.field: cell for cell in row}
    typed = {field for field, cell in cells.items() if not is_blank(cell.value)}
    figures = {field for field in mine if field not in layout.ASIDE}
    wanted = set(mine) - typed - {NOT_APPLICABLE}
    if NOT_APPLICABLE in typed:
        wanted -= figures
    elif NOT_APPLICABLE in mine and not any(field.startswith("value_") for field in typed):
        one = decided(mine[NOT_APPLICABLE])
        if one is None:
            undecided[Key(identifier, NOT_APPLICABLE)] = mine[NOT_APPLICABLE]
        if one is None or not one.stands_for_figures:
            wanted -= figures
        if one is not None and not one.stands_for_figures:
            place = (one.cell.sheet, one.cell.cell, identifier)
            cells[layout.NOT_APPLICABLE] = FormCell(*place, layout.NOT_APPLICABLE, layout.CHOSEN)
            cells[layout.REASON] = FormCell(*place, layout.REASON, one.cell.value)
    for field in sorted(wanted):
        one = decided(mine[field])
        if one is None:
            undecided[Key(identifier, field)] = mine[field]
        else:
            cells[field] = one.cell
    return tuple(cells.values())
