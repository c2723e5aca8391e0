"""A report tells units apart: codes at full width, names where there is no code, parts from wholes, year from year."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from filled import few_offices
from make import HERE
from xhht_score.api.batch import report_on
from xhht_score.api.parts import status
from xhht_score.api.single import assess
from xhht_score.assessment import Assessment
from xhht_score.errors import Problem
from xhht_score.reports.markdown import write_markdown
from xhht_score.reports.overview import Report, UnitEntry, compose_report, duplicates, make_entry, namesakes, ranked
from xhht_score.submission import Unit
from xhht_score.words import LANGUAGES, Words

FAULTS = Path(__file__).parents[1] / "faults"
WORDS = Words("vi")


def reported(folder: Path) -> Report:
    return report_on(sorted(folder.rglob("*.xlsx")), WORDS, "md")


def said(report: Report) -> list[tuple[str, str, tuple[str, ...]]]:
    """Give code, file and the other files of everything that is said of the files together."""
    return [
        (one.code, Path(one.place.file).name, tuple(Path(file).name for file in one.arguments["other"].named))
        for one in report.problems
        if "other" in one.arguments
    ]


def ranks(report: Report) -> dict[str, int | None]:
    return {Path(entry.file).name: rank for key in report.sets for rank, entry in ranked(report, key)}


# ---------------------------------------------------------------- the faults


def test_same_unit_twice():
    """The code was left out in one form of a unit: both are named and stay ranked. Another code is another unit."""
    report = reported(FAULTS / "same-unit-twice")
    assert said(report) == [("duplicate-name", "b.xlsx", ("a.xlsx", "c.xlsx"))]
    assert sorted(ranks(report)) == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert None not in ranks(report).values()
    assert "b.xlsx" in write_markdown(compose_report(WORDS, report))


def test_codes_without_zeros():
    report = reported(FAULTS / "codes-without-zeros")
    assert said(report) == [("duplicate-unit", "a.xlsx", ("b.xlsx",)), ("duplicate-unit", "b.xlsx", ("a.xlsx",))]
    assert ranks(report) == {"a.xlsx": None, "b.xlsx": None}
    assert {assess(one.file).submission.unit.code for one in report.entries} == {"00004"}


@pytest.mark.parametrize(
    ("folder", "code", "exit_code", "named"),
    [("same-unit-twice", "duplicate-name", 0, "abc"), ("codes-without-zeros", "duplicate-unit", 2, "ab")],
)
def test_the_command_names_the_files_of_such_a_folder(run, folder, code, exit_code, named):
    done = run("report", "--all", "--dir", FAULTS / folder, "-f", "json")
    assert done.returncode == exit_code
    mine = [one for one in json.loads(done.stdout)["problems"] if one["code"] == code]
    said = " ".join(one["place"]["file"] + one["message"] for one in mine)
    assert [name for name in "abc" if f"{name}.xlsx" in said] == list(named)


# ---------------------------------------------------------------- who may be whom


@pytest.fixture(scope="module")
def samson() -> Assessment:
    return assess(HERE / "samson.xlsx")


def entry(one: Assessment, file: str, year: int | None = 2020, **unit: Any) -> UnitEntry:
    submission = one.submission.model_copy(
        update={"unit": Unit(**{"name": "Huyện A", "parent": "38", **unit}), "year": year}
    )
    return make_entry(WORDS, replace(one, file=file, submission=submission), "md")


def pairs(problems: list[Problem]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.code, one.place.file, one.arguments["other"].named) for one in problems]


def named(*entries: UnitEntry) -> list[tuple[str, tuple[str, ...]]]:
    return [(file, other) for _, file, other in pairs(list(namesakes(entries)))]


def test_a_name_only_warns_and_only_where_a_code_is_lacking(samson):
    a, b = entry(samson, "a", code="001"), entry(samson, "b", name="HUYỆN  A")
    assert named(a, b) == [("b", ("a",))]
    assert duplicates([a, b]) == ([], frozenset())
    assert named(a, entry(samson, "b", code="002")) == []
    assert named(entry(samson, "a"), entry(samson, "b", name="A")) == [("a", ("b",))]


def test_units_above_that_contradict_tell_units_apart(samson):
    lacking = entry(samson, "b")
    assert named(entry(samson, "a", code="001", parent="37"), lacking) == []
    assert named(entry(samson, "a", code="001", parent=None), lacking) == [("b", ("a",))]
    assert named(entry(samson, "a", code="001", parent="038"), lacking) == [("b", ("a",))]
    assert named(entry(samson, "a", code="001", parent=None), entry(samson, "b", parent=None)) == [("b", ("a",))]
    two = entry(samson, "a", parent="37"), entry(samson, "b", parent="38"), entry(samson, "c", parent=None)
    assert named(*two) == [("a", ("c",)), ("b", ("c",))]


def test_other_years_other_names_and_no_names_are_no_namesakes(samson):
    lacking = entry(samson, "b")
    assert named(entry(samson, "a", 2021), lacking) == []
    assert named(entry(samson, "a", name="Huyện B"), lacking) == []
    assert named(entry(samson, "x/a", name="a", named=False), entry(samson, "y/a", name="a", named=False)) == []


def test_one_code_is_one_unit_whatever_the_names(samson):
    entries = [entry(samson, "a", code="001"), entry(samson, "b", code="001", name="Huyện B")]
    problems, files = duplicates(entries)
    assert pairs(problems) == [("duplicate-unit", "a", ("b",)), ("duplicate-unit", "b", ("a",))]
    assert files == {"a", "b"}


# ---------------------------------------------------------------- years


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_years_are_two_rankings(samson, language):
    words = Words(language)
    lesser = assess(HERE / "yendinh.xlsx")
    entries = (
        entry(samson, "a", 2019, code="001"), entry(lesser, "b", 2020, code="001"),
        entry(samson, "c", 2020, code="002"), entry(lesser, "d", None, code="001"),
    )  # fmt: skip
    key = entries[0].set_key
    report = Report(entries, {key: samson.criteria_set})
    assert [(one.file, rank) for rank, one in ranked(report, key)] == [("c", 1), ("b", 2), ("a", 1), ("d", 1)]
    page = write_markdown(compose_report(words, report))
    tables = [
        words.say("unit-year", unit=words.say(what), year=year)
        for what in ("ranking", "attainment-by-criterion")
        for year in ("2020", "2019", words.say("year-unknown"))
    ]
    places = [page.index(f"### {one}\n") for one in tables]
    assert places == sorted(places)
    one_year = write_markdown(compose_report(words, replace(report, entries=entries[1:3])))
    assert f"### {words.say('ranking')}" not in one_year


# ---------------------------------------------------------------- parts


def test_parts_beside_the_merged_form_are_passed_over_with_one_line(run, split_form, tmp_path):
    assert run("merge", "parts", "-o", "parts/whole.xlsx").returncode == 0
    report = reported(tmp_path / "parts")
    assert ranks(report) == {"whole.xlsx": 1}
    (one,) = [problem for problem in report.problems if problem.code == "parts-passed-over"]
    assert (Path(one.place.file).name, len(one.arguments["files"])) == ("whole.xlsx", 5)
    assert (one.severity, said(report)) == ("notice", [])
    (unit,), problems = status(sorted((tmp_path / "parts").glob("*.xlsx")))
    assert {Path(found.file or "").name for found in unit.deliveries} == {"whole.xlsx"}
    assert [problem.code for problem in problems] == ["parts-passed-over"]


def test_a_form_that_was_never_split_does_not_stand_for_newer_parts(split_form, tmp_path):
    (split_form / "whole.xlsx").write_bytes((HERE / "yendinh.xlsx").read_bytes())
    report = reported(tmp_path / "parts")
    assert set(ranks(report).values()) == {None}
    assert {code for code, _, _ in said(report)} == {"duplicate-unit"}


def test_validate_judges_a_part_by_its_own_rows(run, tmp_path):
    offices = few_offices(tmp_path / "a.csv", "khuyen-hoc", "van-hoa", "doan")
    run("split", HERE / "nongcong.xlsx", "--by", offices, "-o", "parts")
    own, foreign = (run("validate", f"parts/nongcong-{one}.xlsx") for one in ("van-hoa", "doan"))
    assert "2.9" in own.stdout
    assert "2.9" not in foreign.stdout
    assert "0 cảnh báo" in foreign.stdout
