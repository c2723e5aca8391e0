"""The published schema takes every unit, report and envelope that the command gives, and refuses what is no answer."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from answers import PUBLISHED, checker, faults
from make import HERE
from xhht_score import assess
from xhht_score.reports.interface import unit_object
from xhht_score.reports.schema import results_schema
from xhht_score.words import Words

COMMUNES = (HERE / "tt25/xa/xa-01.xlsx", HERE / "tt25/xa/xa-02.xlsx")


@pytest.fixture(scope="module")
def unit() -> dict[str, Any]:
    return json.loads(json.dumps(unit_object(Words("vi"), assess(HERE / "yendinh.xlsx"))))


def test_the_schema_is_the_one_that_is_kept_and_is_a_schema():
    assert results_schema() == PUBLISHED.read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(results_schema()))


def test_every_definition_is_referred_to():
    schema = json.loads(results_schema())
    assert [name for name in schema["$defs"] if f'"#/$defs/{name}"' not in json.dumps(schema)] == []


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("UnitObject", ("score", HERE / "bathuoc.xlsx")),
        ("UnitsObject", ("score", *COMMUNES)),
        ("ReportObject", ("report", *COMMUNES)),
        ("ReportObject", ("report", "--all", "--dir", HERE / "tt25/xa-2025", "--lang", "en")),
    ],
)
def test_what_the_command_gives_is_what_is_published(run, name, arguments):
    found = json.loads(run(*arguments, "-f", "json").stdout)
    assert faults(name, found) == []
    assert Draft202012Validator(json.loads(results_schema())).is_valid(found)


def test_problems_of_files_that_gave_no_result_are_in_the_envelope(run, tmp_path):
    damaged = tmp_path / "hỏng.xlsx"
    damaged.write_bytes(b"PK")
    found = json.loads(run("score", COMMUNES[0], damaged, "-f", "json").stdout)
    assert found["problems"]
    assert faults("UnitsObject", found) == []


def test_the_unit_that_is_kept_beside_the_examples_is_taken():
    assert faults("UnitObject", json.loads((HERE / "bathuoc.json").read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("total", "low"), 81.07),
        (("total", "low"), "81,07"),
        (("total", "percent_low"), "82/0"),
        (("criteria", 0, "indicators", 0, "state"), "unknown"),
        (("criteria", 0, "indicators", 0, "titel"), "a key too many"),
        (("unit", "requested"), "31/12/2020"),
        (("unit", "year"), "2020"),
        (("levels", 0, "attainment", "met_low"), None),
        (("which",), "both"),
    ],
)
def test_a_value_of_another_kind_is_refused(unit, path, value):
    changed = copy.deepcopy(unit)
    inner: Any = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert faults("UnitObject", unit) == []
    assert not checker("UnitObject").is_valid(changed)


@pytest.mark.parametrize("key", ["schema_version", "total", "problems", "procedure"])
def test_a_unit_without_one_of_its_keys_is_refused(unit, key):
    assert not checker("UnitObject").is_valid({name: one for name, one in unit.items() if name != key})
