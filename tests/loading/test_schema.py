"""The JSON Schema that editors check with takes every shipped set and example, and refuses a slip of the pen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from xhht_score.loading.schema import criteria_schema
from xhht_score.loading.shipped import is_criteria_file

TOP = Path(__file__).resolve().parents[2]
FOLDERS = ("criteria", "examples", "tests/variants")
FILES = [path for folder in FOLDERS for path in sorted((TOP / folder).rglob("*.yaml")) if is_criteria_file(path)]
CHECKER = jsonschema.Draft202012Validator(json.loads(criteria_schema()))


def data(path: Path) -> Any:
    """Give a file as an editor sees it: typed by plain YAML, dates as text."""
    return json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_set_is_valid(path):
    found = [f"{'/'.join(map(str, one.absolute_path))}: {one.message}" for one in CHECKER.iter_errors(data(path))]
    assert found == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_misspelt_key_is_refused_in_a_set_and_in_a_variant(path):
    raw = data(path)
    raw["criteria"][0]["titel"] = {"vi": "tên", "en": "name"}
    assert not CHECKER.is_valid(raw)


def test_the_schema_is_the_same_every_time_and_the_one_that_is_kept():
    """Defaults of one field do not end up in another one that shares its type."""
    assert criteria_schema() == criteria_schema() == (TOP / "criteria/schema.json").read_text(encoding="utf-8")
    year = json.loads(criteria_schema())["$defs"]["Undecided"]["properties"]["year"]
    assert year == {"minimum": 0, "title": "Year", "type": "integer"}
