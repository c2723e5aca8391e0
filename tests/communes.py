"""Forms of the example district and its ten communes, variants of the communes' set, and what JSON output says."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from command import Outcome
from filled import FilledForm, entries, form_of
from make import HERE, VARIANT

ENTRIES = entries()
COMMUNES = [f"xa-{number:02}" for number in range(1, 11)]
EXAMPLE_VARIANT = HERE / VARIANT
#: What a variant of the set of communes begins with.
HEAD = """\
id: xa-khac
extends: tt25-2023-xa
version: "1"
status: illustrative
title: {vi: Biến thể, en: Variant}
"""


def write(path: Path, name: str, change: Callable[[FilledForm], object] = lambda _: None, /, **fields: Any) -> Path:
    """Write the form of an example unit with some fields of its entry replaced, after `change` has been at it."""
    form = form_of(name, **fields)
    change(form)
    path.parent.mkdir(parents=True, exist_ok=True)
    form.leave(path)
    return path


def typed(key: str, value: object) -> Callable[[FilledForm], object]:
    """Give a change that types a value into a row of the info sheet."""
    return lambda form: setattr(form.about(key), "value", value)


def answered(**cells: Any) -> Callable[[FilledForm], object]:
    """Give a change that types values into the cells of an indicator: `id`, then `value_1` and so on."""
    identifier = cells.pop("id")

    def change(form: FilledForm) -> None:
        for field, value in cells.items():
            form.cell(identifier, field).value = value

    return change


def unit_of(done: Outcome) -> dict[str, Any]:
    """Give the one unit of JSON output."""
    found = json.loads(done.stdout)
    (unit,) = found.get("units", [found])
    return unit


def all_problems(done: Outcome) -> list[dict[str, Any]]:
    """Give the problems of JSON output, those of the unit and those of files that gave none."""
    found = json.loads(done.stdout)
    return [*unit_of(done)["problems"], *(found["problems"] if "units" in found else [])]


def codes(done: Outcome) -> set[str]:
    return {problem["code"] for problem in all_problems(done)}


def the(done: Outcome, code: str) -> dict[str, Any]:
    """Give the one problem with a code."""
    (found,) = [problem for problem in all_problems(done) if problem["code"] == code]
    return found


def indicator_of(done: Outcome, identifier: str) -> dict[str, Any]:
    for criterion in unit_of(done)["criteria"]:
        for one in criterion["indicators"]:
            if one["id"] == identifier:
                return one
    raise AssertionError(identifier)


def levels_of(done: Outcome) -> dict[str, str]:
    return {level["id"]: level["state"] for level in unit_of(done)["levels"]}


def share_of(done: Outcome, level: str = "muc-do-1") -> Fraction:
    """Give the share of units at a level as 4.1 has it; it is certain."""
    (bar,) = indicator_of(done, "4.1")["levels"][level]["bars"]
    assert bar["low"] == bar["high"]
    return Fraction(bar["low"])


def lower_states(done: Outcome) -> dict[str, str]:
    """Give the state of each lower unit by its file's name."""
    (rolled,) = unit_of(done)["lower_units"]
    return {Path(one["file"]).name: one["state"] for one in rolled["units"]}


def assert_not_filled(done: Outcome, clear: int, given: int = 10) -> None:
    """Check that the counts stay blank and level 1 open where not every lower unit has one clear form."""
    said = the(done, "lower-incomplete")
    assert said["severity"] == "warning"
    assert f"{clear} lower units have a clear form, the total is given as {given}" in said["message"]
    assert [one["value"] for one in indicator_of(done, "4.1")["values"]] == [None, None, str(given)]
    assert levels_of(done)["muc-do-1"] == "possible"


def flat(done: Outcome) -> str:
    """Give everything that a run said, without line breaks."""
    return " ".join((done.stdout + done.stderr).split())


def of_indicator(identifier: str, fields: str) -> str:
    """Give the lines of a variant that change one indicator; `fields` is YAML in flow style."""
    return f'criteria:\n  - id: "{identifier[0]}"\n    indicators:\n      - {{id: "{identifier}", {fields}}}\n'


A_CHANGE = of_indicator(
    "5.1",
    "measure: {kind: change, direction: rises, of: {vi: Số công dân, en: Citizens}, unit: {vi: người, en: people}, "
    "maximum: 99999}, scoring: bars",
)
ONE_MORE = of_indicator("1.4", "title: {vi: Thêm, en: One more}, measure: yes_no, scoring: bars")
