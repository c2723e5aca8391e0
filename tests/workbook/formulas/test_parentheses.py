"""Formulas have the parentheses that they need, and no others: IronCalc, which saves what it parsed, changes none."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import effort
from agreement import SHIPPED
from calculation import Sheets
from xhht_score.api.single import load_once
from xhht_score.program.whole import (
    INDICATORS,
    At,
    Combined,
    Fixed,
    Integer,
    Name,
    Operation,
    add,
    divide,
    fixed,
    larger,
    multiply,
    smaller,
    subtract,
)
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook.formulas.written import MULTIPLIED, WHOLE, FormulaWriter
from xhht_score.workbook.writing.forms import plan_form
from xhht_score.workbook.writing.template import write_form

#: The numbers that stand in the cells of formulas here.
CELLS = {"A1": 7, "B1": -5, "C1": 3}
WRITE = FormulaWriter(typed={Name(INDICATORS, "1.1", name): name for name in CELLS})
WAYS: dict[Operation, Callable[[int, int], int]] = {
    "add": lambda one, other: one + other,
    "subtract": lambda one, other: one - other,
    "multiply": lambda one, other: one * other,
    "divide": lambda one, other: one // other,
    "smaller": min,
    "larger": max,
}


def divided(one: Integer, other: Integer) -> Integer:
    """Divide what is raised until it can be."""
    top, bottom = (
        part if part.least >= least else add(part, fixed(least - part.least)) for part, least in ((one, 0), (other, 1))
    )
    return divide(top, bottom)


MAKERS = (add, subtract, multiply, divided, smaller, larger)
LEAVES: tuple[Integer, ...] = (
    *(At(value if value > 0 else -9, 9, Name(INDICATORS, "1.1", name)) for name, value in CELLS.items()),
    fixed(2),
    fixed(-4),
)
PAIRS = tuple(make(one, other) for make in MAKERS for one, other in product(LEAVES, repeat=2))
#: Any two operators, the second of them on either side of the first.
NESTED = tuple(make(*pair) for make in MAKERS for one in PAIRS for pair in ((one, LEAVES[0]), (LEAVES[0], one)))
NUMBERS = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.builds(lambda make, one, other: make(one, other), st.sampled_from(MAKERS), inner, inner),
    max_leaves=8,
)


def value(one: Integer) -> int:
    """Give what a number comes to."""
    match one:
        case Fixed(least=number):
            return number
        case At(name=name):
            return CELLS[name.field]
        case Combined(way=way, one=first, other=second):
            return WAYS[way](value(first), value(second))
        case _:
            raise AssertionError


def computed(formulas: Iterable[str]) -> list[Any]:
    """Give what formulas come to beside the cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    for name, number in CELLS.items():
        sheet[name] = number
    rows = [sheet.cell(row, 1, f"={formula}").coordinate for row, formula in enumerate(formulas, 2)]
    sheets = Sheets(book)
    return [sheets.value(sheet.title, cell) for cell in rows]


def differently(every: Iterable[Integer]) -> list[tuple[str, Any]]:
    """Give the formulas that come to something else than their numbers, alone or beside an operator."""
    wanted = {}
    for one in every:
        wanted[WRITE.number(one)] = value(one)
        wanted[f"1-{WRITE.number(one, MULTIPLIED)}*2"] = 1 - value(one) * 2
        wanted[f"INT(1000/{WRITE.number(one, WHOLE)})"] = 1000 // value(one) if value(one) else None
    found = zip(wanted.items(), computed(wanted), strict=True)
    return [(formula, given) for (formula, number), given in found if number is not None and given != number]


def test_any_two_operators_beside_each_other_compute_what_they_should():
    assert len(NESTED) > 1_000
    assert differently(NESTED) == []


@given(NUMBERS)
def test_formulas_compute_what_their_numbers_come_to(one):
    assert differently([one]) == []


# ---------------------------------------------------------------- none that is not needed


@pytest.fixture(scope="module")
def ironcalc() -> Any:
    if os.environ.get("CI") != "true":
        pytest.importorskip("ironcalc")
    import ironcalc

    return ironcalc


def written_otherwise(ironcalc: Any, formulas: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give each formula that is written otherwise when it was parsed, and how."""
    model = ironcalc.create("formulas", "en", "UTC", "en")
    for formula in formulas:
        model.set_user_input(0, 2, 1, f"={formula}")
        if (found := model.get_cell_content(0, 2, 1)) != f"={formula}":
            yield formula, found


@pytest.mark.readers
def test_a_parenthesis_is_noticed_only_where_it_is_not_needed(ironcalc):
    needless = ("(A1*B1)/C1", "A1+(B1+C1)", "A1*(-4)", "INT(A1/(C1))", "IF((A1+B1)>2,1,0)", "MAX((A1),2)")
    needed = ("(A1+B1)*C1", "A1-(B1-C1)", "A1/(B1*C1)", "-(A1+B1)", "A1--4*B1")
    assert [formula for formula, _ in written_otherwise(ironcalc, (*needless, *needed))] == list(needless)


@pytest.mark.readers
def test_any_two_operators_beside_each_other_have_no_needless_parenthesis(ironcalc):
    assert list(written_otherwise(ironcalc, map(WRITE.number, NESTED))) == []


@pytest.mark.readers
@pytest.mark.parametrize(("name", "language"), effort.in_turn(SHIPPED, LANGUAGES))
def test_no_form_has_a_parenthesis_that_is_not_needed(ironcalc, name, language, tmp_path):
    """IronCalc quotes no title that needs none, and shows with an @ where it takes one cell of several."""
    path, words = tmp_path / "form.xlsx", Words(language)
    write_form(words, plan_form(words, load_once(name).criteria_set, "")).save(path)
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    titles = [one["name"] for one in model.get_worksheets_properties()]
    pairs = [
        (cell.value, model.get_cell_content(titles.index(sheet.title), cell.row, cell.column))
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(pairs) > 200
    assert [pair for pair in pairs if pair[0].replace("'", "") != pair[1].replace("'", "").replace("@", "")] == []
