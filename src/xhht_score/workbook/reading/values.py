"""The figures of one indicator, read together: each cell by its unit and its format, and the doubts that are left."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from xhht_score.criteria import Indicator, Question
from xhht_score.errors import Problem
from xhht_score.measures import Change
from xhht_score.numbers import Percentage
from xhht_score.spreadsheet.moments import day_of, moment_of
from xhht_score.workbook import layout
from xhht_score.workbook.reading import checks, percentages
from xhht_score.workbook.reading.cells import Form, FormCell, clean, stored_number
from xhht_score.workbook.reading.cleaning import is_blank, word_in, year_of
from xhht_score.workbook.reading.lookalikes import (
    FIRST_DAY,
    Filled,
    Remark,
    looks_like_days,
    may_have_thousands,
    shows_otherwise,
)
from xhht_score.workbook.reading.numerals import Cleaned, number_in
from xhht_score.workbook.reading.percentages import Told


class Figures(NamedTuple):
    """The value of each cell by its question, None where it is blank or cannot be used, and what there is to say."""

    values: dict[str, Fraction | None]
    problems: list[Problem]


def figures_in(
    form: Form, indicator: Indicator, cells: Mapping[str, FormCell], about: Collection[str] | None = None
) -> Figures:
    """Read the cells of an indicator, by the names of its questions; `about` are those to speak of (None: all)."""
    filled: list[Filled] = []
    problems: list[Problem] = []
    for question in indicator.questions:
        cell = cells.get(question.name)
        if cell is not None and not is_blank(cell.value):
            filled.append(Filled(question, cell))
        elif about is None or question.name in about:
            problems += checks.hidden_in_blank(form, cell)
    spoken_of = [one for one in filled if about is None or one.question.name in about]
    for one, code, arguments in [*_readings(form, indicator, filled, spoken_of), *_doubts(form, indicator, filled)]:
        if one in spoken_of:
            problems.append(Problem(code, form.place(one.cell), {"indicator": indicator.id, **arguments}))
    values = dict.fromkeys(cells) | {one.question.name: one.value for one in filled}
    return Figures(values, problems)


def figure_in(
    form: Form, indicator: Indicator, question: Question, cell: FormCell, row: Mapping[str, FormCell]
) -> tuple[Fraction | None, list[Problem]]:
    """Read a cell as the answer to a question, beside the other cells of its row (by their fields)."""
    cells = {**cells_of(indicator, row), question.name: cell}
    found = figures_in(form, indicator, cells, (question.name,))
    return found.values[question.name], found.problems


def cells_of(indicator: Indicator, row: Mapping[str, FormCell]) -> dict[str, FormCell]:
    """Give the cells in which a unit answers, by the names of the questions."""
    fields = ((one.name, layout.value_field(at)) for at, one in enumerate(indicator.questions))
    return {name: row[field] for name, field in fields if field in row}


def text_in(cell: FormCell | None) -> str | None:
    """Give the cleaned text of a cell, None where it is blank or lacking."""
    return None if cell is None or is_blank(cell.value) else clean(cell.value)


def _readings(
    form: Form, indicator: Indicator, filled: Sequence[Filled], spoken_of: Sequence[Filled]
) -> Iterator[Remark]:
    """Give each cell its value, and say what is wrong with it; a cell without a value is never passed over."""
    remarks: list[Remark] = []
    for one in filled:
        found = _single(form, one)
        if isinstance(found, Told):
            one.told = found
        else:
            one.value = found.value
            if found.code is not None:
                remarks.append((one, found.code, found.arguments))
    remarks += _percentages(form, indicator, filled, spoken_of)
    said = {id(one) for one, *_ in remarks}
    unsaid = (one for one in filled if one.value is None and id(one) not in said)
    yield from (*remarks, *((one, "cell-not-understood", {"given": clean(one.cell.value)}) for one in unsaid))


def _single(form: Form, one: Filled) -> Cleaned | Told:
    """Read a cell by itself; where its unit is %, what it tells is settled with the cells beside it."""
    expected, value = one.question.input, one.cell.value
    if expected.kind in ("yes_no", "choice"):
        return word_in(expected, value)
    if (moment := moment_of(value)) is not None:
        return Cleaned(code="cell-holds-date", arguments={"given": moment})
    if isinstance(value, str):
        if expected.in_percent:
            return percentages.told_by_text(value)
        return number_in(value, whole=expected.kind == "whole")
    one.number = stored_number(value)
    return _number(form, one, one.number) if one.number is not None else _no_number(value)


def _no_number(value: object) -> Cleaned:
    return Cleaned(code="cell-not-a-number", arguments={"given": clean(value)})


def _number(form: Form, one: Filled, number: Fraction) -> Cleaned | Told:
    expected, package = one.question.input, form.package
    one.look = look = package.look(one.cell.sheet, one.cell.cell)
    if look is not None and look.is_date(number):
        day = day_of(number, since_1904=package.since_1904)
        return Cleaned(code="cell-holds-date", arguments={"given": day or number})
    if expected.in_percent:
        return percentages.told_by_number(number, look, expected)
    if look is not None and look.sign(number) == "share":
        return Cleaned(code="cell-percent-format", arguments={"given": Percentage(number)})
    return Cleaned(number)


def _percentages(
    form: Form, indicator: Indicator, filled: Sequence[Filled], spoken_of: Sequence[Filled]
) -> Iterator[Remark]:
    """Settle which percentages are meant, the two figures of a change together, and say where that is not plain."""
    by_name = {one.question.name: one for one in filled if one.told is not None}
    for part, measure in indicator.measures.items() if by_name else ():
        cells = [by_name.get(one.name) for one in indicator.questions if one.part == part]
        told = [one.told if one is not None else None for one in cells]
        together = percentages.settled if isinstance(measure, Change) else percentages.each_alone
        taken = together(*told)
        for one, percentage in zip(cells, taken, strict=True):
            if one is not None and one.told is not None:
                if percentage is not None:
                    one.value = percentages.as_input(one.question.input, percentage)
                unknown = one.number is not None and one.look is None
                remark = percentages.remark(one.told, percentage, unknown=unknown, percent_cells=form.percent_cells)
                yield from ((one, *each) for each in remark)
        if isinstance(measure, Change) and percentages.are_unlike(*taken):
            value, other = (Percentage(each / 100) for each in taken if each is not None)
            pair = (one for one in spoken_of if one in cells)
            yield from ((one, "change-far-apart", {"value": value, "other": other}) for one in islice(pair, 1))


def _doubts(form: Form, indicator: Indicator, filled: Sequence[Filled]) -> Iterator[Remark]:
    """Say what else the numbers of an indicator may stand for, once they are read."""
    numbers = [one.number for one in filled if one.number is not None]
    if not numbers:
        return
    if any(one.numerator > FIRST_DAY for one in numbers) and (first := year_of(form.text(layout.YEAR))) is not None:
        years = range(first, max(first, form.read_in or first) + 1)
        yield from looks_like_days(filled, years, since_1904=form.package.since_1904)
    yield from may_have_thousands(indicator, filled)
    yield from shows_otherwise(indicator, filled)
