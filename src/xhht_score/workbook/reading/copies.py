"""Sheets, rows and keys that stand in a form more than once: where they differ none is trusted, and both are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Place, Problem
from xhht_score.merging import Key
from xhht_score.spreadsheet.cell_names import cell_name
from xhht_score.workbook import layout
from xhht_score.workbook.reading import checks
from xhht_score.workbook.reading.cells import (
    Form,
    FormCell,
    Page,
    answer_row,
    answer_rows,
    clean,
    filled_columns,
    info_cells,
    stored_number,
    value_columns,
)
from xhht_score.workbook.reading.cleaning import is_blank
from xhht_score.workbook.symbols import ANSWERS, APPRAISAL, INFO

#: So many cells that differ are named; how many there are is said.
MOST_NAMED = 12

#: A cell of the copy that is read and the same one of another copy; None where one has no such cell.
CellPair = tuple[FormCell | None, FormCell | None]


def copies(form: Form, criteria_set: CriteriaSet) -> tuple[dict[Key, Problem], list[Problem]]:
    """Give the fields about which copies do not agree, with what to say of each, and everything there is to say."""
    doubts: dict[Key, Problem] = {}
    problems: list[Problem] = []
    for fields, problem in (*_sheets(form), *_rows(form, criteria_set), *_keys(form), *_council(form, criteria_set)):
        doubts |= dict.fromkeys(fields, problem)
        problems.append(problem)
    return doubts, problems


FoundCopies = tuple[set[Key], Problem]


def _sheets(form: Form) -> Iterator[FoundCopies]:
    """Compare every further sheet with a marker with the one that is read."""
    rows = form.answers if form.copies else ()
    now = {cell.cell: Key(cell.id, cell.field) for row in rows for cell in row[1:]}
    for name, others in form.copies.items():
        main = form.pages[name]
        for other in others:
            differing = _differing(form, _fields(name, main), _fields(name, other))
            fields = {_now(now, key, pair[0]) for key, pair in differing.items() if isinstance(key, Key)}
            place, known = Place(form.file, sheet=main.title), {"first": main.title, "second": other.title}
            yield fields, _problem(form, "sheet-repeated", place, known, differing.values())


def _now(now: Mapping[str, Key], key: Key, cell: FormCell | None) -> Key:
    """Give the field that a cell has as the set asks now, where the form is one of an earlier version."""
    return now.get(cell.cell, key) if key.indicator and cell is not None else key


def _rows(form: Form, criteria_set: CriteriaSet) -> Iterator[FoundCopies]:
    """Compare every further row of an indicator with its first one."""
    first: dict[str, tuple[FormCell, ...]] = {}
    for row in form.answers:
        main = first.setdefault(row[0].id, row)
        if main is not row and row[0].id in criteria_set.indicators:
            one, other = ({Key(cell.id, cell.field): cell for cell in each[1:]} for each in (main, row))
            differing = _differing(form, one, other)
            known = {"given": row[0].id, "first": main[0].cell, "second": row[0].cell, "indicator": row[0].id}
            yield set(differing), _problem(form, "row-id-repeated", form.place(row[0]), known, differing.values())


def _keys(form: Form) -> Iterator[FoundCopies]:
    """Compare every further value of a key of the info sheet with its first one, in rows and columns."""
    page = form.pages[INFO]
    columns = value_columns(page)
    for number, identifier, row in page.body:
        main = form.info.get(identifier)
        for column in columns if main else ():
            other = FormCell(page.title, cell_name(number, column), identifier, layout.VALUE, row[column])
            if main is not None and other.cell != main.cell:
                key = Key("", identifier)
                differing = _differing(form, {key: main}, {key: other})
                label = clean(page.value(identifier, layout.LABEL)) or identifier
                known = {"given": label, "first": main.cell, "second": other.cell}
                yield set(differing), _problem(form, "key-repeated", form.place(other), known, differing.values())


def _council(form: Form, criteria_set: CriteriaSet) -> Iterator[FoundCopies]:
    """Compare what the council wrote of an indicator, in every row and on either sheet that it can stand on."""
    found: dict[Key, list[FormCell]] = {}
    for page in (form.pages[name] for name in (APPRAISAL, ANSWERS) if APPRAISAL in form.pages):
        council = [one for one in filled_columns(page) if layout.is_appraised(one[2])]
        columns = [(at, letters, field, False) for at, letters, field, _ in council]  # a blank cell says nothing
        for number, identifier, row in page.body:
            own = answer_row(page, columns, number, identifier, row) if identifier in criteria_set.indicators else ()
            for cell in own[1:]:
                if not is_blank(cell.value):
                    found.setdefault(Key(cell.id, cell.field), []).append(cell)
    for key, cells in found.items():
        other = next((one for one in cells if _content(form, one) != _content(form, cells[0])), None)
        if other is not None:
            pair = (cells[0], other)
            said = tuple(f"{one.sheet}!{one.cell} ({clean(one.value)})" for one in pair)
            arguments = {"indicator": key.indicator, "first": said[0], "second": said[1]}
            yield {key}, Problem("appraisal-differs", form.place(cells[0]), arguments)


def _problem(form: Form, code: str, place: Place, known: Mapping[str, str], pairs: Iterable[CellPair]) -> Problem:
    """Give the error that names what differs, or the notice that nothing does."""
    named = [_named(pair) for pair in pairs]
    if not named:
        return Problem("copy-alike", place, {"first": known["first"], "second": known["second"]})
    return Problem(code, place, {**known, "cells": tuple(named[:MOST_NAMED]), "n": str(len(named))})


def _named(pair: CellPair) -> str:
    """Give the cells of a pair with what stands in each."""
    one, other = pair
    names = dict.fromkeys(cell.cell for cell in pair if cell is not None)
    values = (clean(cell.value) if cell is not None and not is_blank(cell.value) else "–" for cell in (one, other))
    return f"{'/'.join(names)} ({' ≠ '.join(values)})"


def _fields(name: str, page: Page) -> dict[Any, FormCell]:
    """Give the cells of a sheet that bear on anything: what is filled in by key, of other sheets all by place."""
    if name == INFO:
        return {Key("", key): cell for key, cell in info_cells(page).items()}
    if name in (ANSWERS, APPRAISAL):
        found: dict[Any, FormCell] = {}
        for row in answer_rows(page):
            for cell in row[1:]:
                found.setdefault(Key(cell.id, cell.field), cell)
        return found
    return {
        (number - page.top, column - page.left): FormCell(page.title, cell_name(number, column), key, "", value)
        for number, key, row in page.body
        for column, value in enumerate(row)
    }


def _differing(form: Form, main: Mapping[Any, FormCell], other: Mapping[Any, FormCell]) -> dict[Any, CellPair]:
    """Give the pairs of cells that do not hold the same."""
    pairs = {key: (main.get(key), other.get(key)) for key in (*main, *other)}
    return {
        key: pair
        for key, pair in pairs.items()
        if _content(form, pair[0]) != _content(form, pair[1]) and not _unsaid(pair)
    }


def _unsaid(pair: CellPair) -> bool:
    """Tell whether one of two cells does not say whose row it is, which contradicts nothing."""
    offices = [one for one in pair if one is not None and one.field == layout.ASSIGNEE]
    return bool(offices) and (len(offices) < len(pair) or any(is_blank(one.value) for one in offices))


def _content(form: Form, cell: FormCell | None) -> object:
    """Give all that a cell means: its value with its type, what its percent sign says, what its blank hides."""
    if cell is None:
        return None
    if is_blank(cell.value):
        return next(((one.code, one.arguments) for one in checks.hidden_in_blank(form, cell)), None)
    number = stored_number(cell.value)
    look = None if number is None else form.package.look(cell.sheet, cell.cell)
    return type(cell.value), clean(cell.value), None if look is None or number is None else look.sign(number)
