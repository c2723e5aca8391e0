"""Tables of values: what each condition of a level says of a unit, and no points where a set has none."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from typing import Any

import pytest

from effort import in_turn, some
from make import HERE
from xhht_score.words import LANGUAGES, Words

WITH = [HERE / f"{name}.xlsx" for name in ("bathuoc", "nongcong", "yendinh", "dangbokhoi")]
WITHOUT = [
    *some(sorted((HERE / "tt25/xa").glob("*.xlsx")), 4),
    HERE / "tt25/huyen-mau.xlsx",
    HERE / "tt25/tinh-mau.xlsx",
]
#: A number of points, which are no percentage points; a point of a clause has a letter.
OF_POINTS = {"vi": re.compile(r"\b[\d.,]+ điểm\b(?! phần trăm)"), "en": re.compile(r"\b[\d.,]+ points?\b")}
IN_JSON = re.compile(r"\.criteria(\.indicators)?\.(low|high|max\w*|met|percent_\w+)")


def rows_of(run, *arguments: object, language: str = "en") -> list[dict[str, str]]:
    done = run(*arguments, "-f", "csv", "--lang", language)
    delimiter = ";" if language == "vi" else ","
    return list(csv.DictReader(StringIO(done.stdout.removeprefix("\ufeff")), delimiter=delimiter))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("files", [WITH, WITHOUT], ids=["points", "no points"])
def test_every_condition_has_its_state_and_what_it_lacks_in_the_row_of_a_unit(run, files, language):
    words = Words(language)
    units = json.loads(run("report", *files, "-f", "json", "--lang", language).stdout)["units"]
    rows = {one[words.say("csv-file")]: one for one in rows_of(run, "report", *files, language=language)}
    states = set()
    for unit in units:
        for level in unit["levels"]:
            for one in level["conditions"]:
                named = {"level": level["id"], "condition": one["title"]}
                row = rows[unit["file"]]
                assert row[words.say("csv-condition", **named)] == words.say(f"condition-{one['state']}")
                lacks = row[words.say("csv-condition-lacks", **named)]
                assert bool(lacks) == (one["state"] in ("short", "open"))
                subjects = [each["subject"] for each in one["findings"] if each["state"] == "short" and each["subject"]]
                assert all(subject in lacks for subject in subjects)
                states.add(one["state"])
    assert states >= {"met", "short", "open"}


@pytest.mark.parametrize(("command", "language"), in_turn(["score", "report"], LANGUAGES))
def test_a_set_without_points_has_neither_columns_nor_values_of_points(run, command, language):
    words = Words(language)
    points = {words.say(f"csv-{name}") for name in ("low", "high", "max", "open_points", "percent_low")}
    alone = rows_of(run, command, *WITHOUT, language=language)
    assert points & alone[0].keys() == set()
    beside = rows_of(run, command, *WITHOUT, *WITH, language=language)
    without = {words.say("csv-set"): "tt25-2023-xa"}.items()
    mine = [row for row in beside if without <= row.items()]
    assert mine
    assert {row[name] for row in mine for name in points & row.keys()} == {""}
    assert words.say("csv-low") in beside[0]


def numbers(value: Any, path: str = "") -> Any:
    if isinstance(value, list):
        for one in value:
            yield from numbers(one, path)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from numbers(one, f"{path}.{key}")
    else:
        yield path, value


@pytest.mark.parametrize(("command", "language"), in_turn(["score", "report"], LANGUAGES))
def test_no_page_of_a_set_without_points_speaks_of_points(run, command, language):
    def said(files: Any, form: str) -> set[str]:
        page = run(command, *files, "-f", form, "--lang", language).stdout
        return set(OF_POINTS[language].findall(" ".join(page.split())))

    for form in ("table", "md"):
        assert said(WITHOUT, form) == set()
        assert said(WITH, form)
    for unit in json.loads(run(command, *WITHOUT, "-f", "json").stdout)["units"]:
        assert unit["total"] is None
        assert {value for path, value in numbers(unit) if IN_JSON.fullmatch(path)} == {None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_reported_is_counted_in_indicators_where_there_are_no_points(run, language):
    words = Words(language)
    rows = rows_of(run, "report", *WITHOUT, language=language)
    page = run("report", *WITHOUT, "-f", "md", "--lang", language).stdout.replace("\\", "")
    for row in rows:
        (line,) = (
            one for one in page.splitlines() if one.startswith("| ") and f"| {row[words.say('csv-unit')]}, " in one
        )
        assert line.split(" | ")[-3] == row[words.say("csv-open_indicators")]
