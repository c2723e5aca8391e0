"""Figures of another unit are not taken, and those of another territory not without a word, wherever they come from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from communes import all_problems, codes, indicator_of, the, typed, write
from xhht_score.api.single import assess, load_once
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import open_form
from xhht_score.workbook.reading.form import read_form

FAULTS = Path(__file__).parents[1] / "faults"
OLD, NEW = FAULTS / "code-reused-2024.xlsx", FAULTS / "code-reused-2025.xlsx"
DISTRICT = "tt25-2023-huyen"


def test_code_reused(run):
    """The code of Phường Bến Nghé is that of Phường Sài Gòn since 1 July 2025; its figures met the trend."""
    done = run("score", NEW, "--last-year", OLD, "--format", "json")
    problem = the(done, "last-year-other-unit")
    assert problem["severity"] == "warning"
    assert "“Phường Bến Nghé”" in problem["message"]
    assert "“Phường Sài Gòn”" in problem["message"]
    alone = run("score", NEW, "--format", "json")
    assert json.loads(done.stdout)["criteria"] == json.loads(alone.stdout)["criteria"]
    assert {"last-year-filled", "last-year-other-land"}.isdisjoint(codes(done))


def test_the_next_form_of_a_unit_with_another_name_takes_nothing(run, tmp_path):
    done = run("template", DISTRICT, "--from", OLD, "--unit", "Phường Sài Gòn", "-o", "new.xlsx")
    assert done.returncode == 0
    assert "“Phường Bến Nghé”" in done.stderr
    assert "“Phường Sài Gòn”" in done.stderr
    new = read_form(open_form(tmp_path / "new.xlsx"), load_once(DISTRICT).criteria_set).submission
    assert (new.unit.name, new.unit.code, new.year, new.dates.decision) == ("Phường Sài Gòn", "26740", 2025, None)
    assert all(value is None for answer in new.answers.values() for value in answer.values.values())
    assert set(new.facts.values()) <= {None}


@pytest.mark.parametrize(
    ("arguments", "taken"),
    [
        ((), True), (("--unit", "bến  NGHÉ"), True), (("--code", "26740"), True), (("--code", "26741"), False),
        (("--unit", "Sài Gòn"), False),
    ],
)  # fmt: skip
def test_across_1_july_2025_figures_come_with_a_warning_even_of_one_code_and_name(run, tmp_path, arguments, taken):
    done = run("template", DISTRICT, "--from", OLD, "-o", "new.xlsx", "--lang", "en", *arguments)
    assert ("1 July 2025" in done.stderr) is taken
    assert ("nothing of it is taken" in done.stderr) is not taken
    new = read_form(open_form(tmp_path / "new.xlsx"), load_once(DISTRICT).criteria_set).submission
    assert any(answer.values.get("last_year") is not None for answer in new.answers.values()) is taken


def test_before_1_july_2025_there_is_no_such_warning(run, last):
    done = run("template", DISTRICT, "--from", last(), "-o", "new.xlsx", "--lang", "en")
    assert "1 July 2025" not in done.stderr


def test_last_year_across_1_july_2025(tmp_path, run):
    write(tmp_path / "2024.xlsx", "huyen-mau", typed(layout.UNIT_NAME, "HUYỆN MẪU"), answers={"4.2": "40 -> 46.8"})
    write(tmp_path / "2025.xlsx", "huyen-mau", year=2025, answers={"4.2": "? -> 51.25"})
    done = run("score", "2025.xlsx", "--last-year", "2024.xlsx", "--lang", "en", "--format", "json")
    assert {"last-year-filled", "last-year-other-land"} <= codes(done)
    assert the(done, "last-year-other-land")["severity"] == "warning"
    assert indicator_of(done, "4.2")["values"][0]["value"] == "46.8"


def test_a_name_that_nobody_gave_is_not_another_one(tmp_path, run):
    unnamed = typed(layout.UNIT_NAME, None)
    write(tmp_path / "2023.xlsx", "huyen-mau", unnamed, year=2023, answers={"4.2": "40 -> 46.8"})
    write(tmp_path / "2024.xlsx", "huyen-mau", answers={"4.2": "? -> 51.25"})
    done = run("score", "2024.xlsx", "--last-year", "2023.xlsx", "--lang", "en", "--format", "json")
    assert "last-year-filled" in codes(done)
    assert "last-year-other-unit" not in codes(done)


# ---------------------------------------------------------------- lower units


def test_lower_forms_from_before_1_july_2025_count_with_a_warning(xa, tmp_path, district):
    write(tmp_path / "huyen.xlsx", "huyen-mau", year=2025)
    problem = the(district(), "lower-other-land")
    assert problem["severity"] == "warning"
    assert "Xã Mẫu Một (xa/xa-01.xlsx)" in problem["message"]


def test_the_earlier_form_of_a_commune_with_another_name_is_named(xa, district):
    write(xa / "cu.xlsx", "xa-01", typed(layout.UNIT_NAME, "Xã Cũ"), year=2023)
    problem = the(district(), "lower-renamed")
    assert "Xã Cũ (xa/cu.xlsx) → Xã Mẫu Một (xa/xa-01.xlsx)" in problem["message"]


TWO_ASSIGNEES = """\
offices: {van-phong: {vi: Văn phòng, en: Office}}
criteria:
  - id: "1"
    indicators:
      - {id: "1.1", assignee: van-phong}
"""


def test_parts_of_a_commune_beside_its_merged_form_are_passed_over(xa, run, district, variant):
    before = json.loads(district().stdout)["lower_units"][0]["counts"]
    write(xa / "xa-01.xlsx", "xa-01", criteria_set=str(variant(TWO_ASSIGNEES)))
    run("split", "xa/xa-01.xlsx", "-o", "xa/parts", "--criteria", "xa-khac.yaml")
    run("merge", "xa/parts", "-o", "xa/merged.xlsx", "--criteria", "xa-khac.yaml")
    (xa / "xa-01.xlsx").unlink()
    assert len(list(xa.rglob("*.xlsx"))) == 9 + 2 + 1
    done = district("--lower-criteria", "xa-khac.yaml")
    assert json.loads(done.stdout)["units"][0]["lower_units"][0]["counts"] == before
    assert "lower-twice" not in codes(done)
    assert "parts-passed-over" in codes(done)


def test_codes_and_parents_without_their_zeros_join(xa, tmp_path, district):
    write(tmp_path / "huyen.xlsx", "huyen-mau", typed(layout.UNIT_CODE, "038"), answers={"4.1": "?"})
    write(xa / "xa-01.xlsx", "xa-01", typed(layout.UNIT_CODE, 4), parent="38")
    (units,) = json.loads(district().stdout)["lower_units"]
    assert [(one["code"], one["state"]) for one in units["units"]] == [("00004", "recognised")]


def test_without_a_known_lower_set_that_is_said(run, examples):
    done = run("score", examples / "samson.xlsx", "--lower", examples / "tt25/xa", "--lang", "en", "--format", "json")
    assert {"lower-set-unnamed"} <= codes(done)
    assert {"lower-none", "lower-useless"}.isdisjoint(codes(done))
    assert "lower_set" in the(done, "lower-set-unnamed")["remedy"]


def test_a_folder_without_a_form_of_the_lower_set_is_said(run, examples, tmp_path):
    write(tmp_path / "xa" / "khac.xlsx", "samson")
    done = run("score", examples / "tt25/huyen-mau.xlsx", "--lower", "xa", "--lang", "en", "--format", "json")
    assert "tt25-2023-xa" in the(done, "lower-set-absent")["message"]
    assert "lower-none" not in codes(done)


# ---------------------------------------------------------------- codes that are none


@pytest.mark.parametrize("key", [layout.UNIT_CODE, layout.UNIT_PARENT])
def test_a_code_that_became_a_float_is_no_code(tmp_path, key):
    assessment = assess(write(tmp_path / "a.xlsx", "xa-01", typed(key, "1E+05")))
    (problem,) = [one for one in assessment.problems if one.code == "code-unusable"]
    assert (problem.severity, problem.arguments["given"]) == ("error", "1E+05")
    unit = assessment.submission.unit
    assert (unit.code, unit.parent)[key == layout.UNIT_PARENT] is None


def test_a_lower_unit_with_such_a_code_is_named(xa, district):
    write(xa / "xa-01.xlsx", "xa-01", typed(layout.UNIT_CODE, "1E+05"))
    done = district()
    assert [one["place"]["file"] for one in all_problems(done) if one["code"] == "code-unusable"] == ["xa/xa-01.xlsx"]


def test_a_table_of_units_and_an_option_refuse_it_too(run, tmp_path):
    (tmp_path / "units.csv").write_text("name,code,parent\nXã A,4,1\nXã B,00004,1\nXã C,1E+05,\n", encoding="utf-8")
    done = run("template", "tt25-2023-xa", "--from", "units.csv", "-o", "out", "--lang", "en")
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == ["units.csv:3:6", "units.csv:4:6"]
    (tmp_path / "units.csv").write_text("name,code,parent\nXã A,4,1\n", encoding="utf-8")
    assert run("template", "tt25-2023-xa", "--from", "units.csv", "-o", "out").returncode == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["00004 Xã A.xlsx"]
    refused = run("template", "tt25-2023-xa", "--code", "1E+05", "-o", "new.xlsx")
    assert (refused.returncode, (tmp_path / "new.xlsx").exists()) == (2, False)


def test_merging_takes_a_code_with_and_without_its_zeros_for_one(run, form_file, tmp_path):
    form_file(typed(layout.UNIT_CODE, "7"), name="a.xlsx")
    form_file(typed(layout.UNIT_CODE, "007"), name="b.xlsx")
    assert run("merge", "a.xlsx", "b.xlsx", "-o", "m.xlsx").returncode == 0
    assert open_form(tmp_path / "m.xlsx").text(layout.UNIT_CODE) == "007"
