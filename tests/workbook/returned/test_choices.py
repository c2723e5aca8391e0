"""Drop-downs and bounds are compared by what they let through, not by how a program spells it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import generations
from broken_files import patched
from xhht_score import assess
from xhht_score.errors import Problem
from xhht_score.workbook import layout

CODES = ("choices-changed", "changes-more", "bounds-take-fractions")
FAULTS = generations.HERE / "0.1.0"


def said(path: Path) -> list[Problem]:
    return [one for one in assess(path).problems if one.code in CODES]


def respelt(path: Path, pattern: str, new: str) -> Path:
    """Change every rule of a saved form in which a pattern stands; there must be some."""
    count = 0

    def change(xml: bytes) -> bytes:
        def rules(found: re.Match[str]) -> str:
            nonlocal count
            text, times = re.subn(pattern, new, found[0])
            count += times
            return text

        return re.sub(r"<dataValidations.*</dataValidations>", rules, xml.decode(), flags=re.DOTALL).encode()

    patched(path, change)
    assert count, f"no rule has {pattern}"
    return path


LISTS = layout.LISTS_SHEET
SAME = {
    "the name of the sheet in quotes": (rf"{LISTS}!", rf"'{LISTS}'!"),
    "the sheet named at both ends": (rf"({LISTS}!)(\$\w+\$\d+):(\$\w+\$\d+)", r"\1\2:\1\3"),
    "an area of one cell": (r"(\$[A-Z]+\$\d+):\1(?=<)", r"\1"),
    "an equals sign first": (r"<formula1>(?=xhht)", "<formula1>="),
    "bounds with decimals": (r"<(formula[12])>(\d+)<", r"<\1>\2.0<"),
    "bounds between which the same whole numbers lie": (
        r'(type="whole".*?<formula1>)0(</.*?<formula2>\d+)',
        r"\1-0.5\2.5",
    ),
}


@pytest.mark.parametrize(("pattern", "new"), SAME.values(), ids=SAME)
def test_nothing_is_said_where_a_rule_lets_through_the_same(form_file, pattern, new):
    assert said(respelt(form_file(), pattern, new)) == []


def test_one_cell_for_an_area_of_one_cell(tmp_path):
    assert said(shutil.copy(FAULTS / "fault-dv-single-cell-area.xlsx", tmp_path)) == []


def test_decimal_for_whole_on_the_same_bounds_is_one_notice(tmp_path, form_file):
    (problem,) = said(shutil.copy(FAULTS / "fault-dv-whole-to-decimal.xlsx", tmp_path))
    assert (problem.code, problem.severity) == ("bounds-take-fractions", "notice")
    cells = int(problem.arguments["n"])
    (again,) = said(respelt(form_file(), 'type="whole"', 'type="decimal"'))
    assert (again.code, int(again.arguments["n"])) == ("bounds-take-fractions", cells)
    assert cells > 20


def one_rule(change: Callable[[Any], object]) -> Callable[[Any], Any]:
    """Give a change of the rule of one cell alone."""

    def made(form: Any) -> Any:
        cell = form.cell("1.5")
        rules = form.answers.data_validations.dataValidation
        old = next(one for one in rules if cell.coordinate in one.sqref)
        new = type(old)(
            type=old.type, operator=old.operator, formula1=old.formula1, formula2=old.formula2, sqref=cell.coordinate
        )
        old.sqref = type(old.sqref)(" ".join(one for one in str(old.sqref).split() if one != cell.coordinate))
        change(new)
        rules.append(new)
        return cell

    return made


def bounds(kind: str, operator: str, first: str, second: str = "") -> Callable[[Any], None]:
    def change(rule: Any) -> None:
        rule.type, rule.operator, rule.formula1, rule.formula2 = kind, operator, first, second or None

    return change


OTHERS = {
    "everything but what is between": lambda rule: setattr(rule, "operator", "notBetween"),
    "no upper end": bounds("whole", "greaterThanOrEqual", "0"),
    "one less": lambda rule: setattr(rule, "formula2", "999999998"),
    "decimal with another end": bounds("decimal", "between", "0", "5"),
    "bounds that are no numbers": bounds("whole", "between", "A1", "B1"),
    "a list": bounds("list", "between", '"1,2"'),
}


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_a_rule_that_lets_through_something_else_is_named(form_file, change):
    cells = []
    (problem,) = said(form_file(lambda form: cells.append(one_rule(change)(form))))
    assert (problem.code, problem.place.cell) == ("choices-changed", cells[0].coordinate)


def test_words_in_another_order_are_the_same_words_and_other_words_are_not(form_file):
    for words, expected in ((("Không", "Có"), 0), (("Có",), 1), (("Có", "Không", "Chưa rõ"), 1)):

        def change(form: Any, words: tuple[str, ...] = words) -> None:
            cell = form.cell("1.1", layout.EVIDENCE)
            rules = form.answers.data_validations.dataValidation
            old = next(one for one in rules if cell.coordinate in one.sqref)
            old.sqref = type(old.sqref)(" ".join(one for one in str(old.sqref).split() if one != cell.coordinate))
            rules.append(type(old)(type="list", formula1=f'"{",".join(words)}"', sqref=cell.coordinate))

        assert len(said(form_file(change))) == expected, words


def test_an_area_that_moves_with_its_cell_is_another_one(form_file):
    path = respelt(form_file(), rf"{LISTS}!\$([A-Z]+)\$(\d+)", rf"{LISTS}!\1\2")
    assert {one.code for one in said(path)} == {"choices-changed", "changes-more"}
