"""A report over several years: each unit with its attainment and level year by year, and what changed since."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from answers import faults
from communes import HEAD, write
from make import HERE

YEARS = range(2020, 2027)


def trends_of(run: Any, place: Path, *more: object) -> list[dict[str, Any]]:
    found = json.loads(run("report", "--all", "--dir", place, "--format", "json", *more).stdout)
    assert faults("ReportObject", found) == []
    return found["trends"]


@pytest.fixture(scope="module")
def seven_years(tmp_path_factory):
    """Give forms of one unit for each year from 2020 to 2026, and of another one for 2021 only."""
    place = tmp_path_factory.mktemp("nam")
    for year in YEARS:
        write(place / f"{year}.xlsx", "samson", year=year, answers={"1.5": str(year - 2015)})
    write(place / "mot-nam.xlsx", "bathuoc", year=2021)
    return place


def test_every_year_is_what_score_gives_and_the_change_is_last_less_first(run, seven_years):
    (one,) = trends_of(run, seven_years)
    assert (one["code"], [each["year"] for each in one["years"]]) == ("382", [*YEARS])
    for each in one["years"]:
        (unit,) = [json.loads(run("score", each["file"], "--format", "json").stdout)]
        assert (each["percent"]["low"], each["percent"]["high"]) == (
            unit["total"]["percent_low"], unit["total"]["percent_high"],
        )  # fmt: skip
        assert (each["certain"], each["possible"]) == (unit["verdict"]["certain"], unit["verdict"]["possible"])
    first, last = (Fraction(one["years"][at]["percent"]["low"]) for at in (0, -1))
    assert Fraction(one["change"]["percent"]["low"]) == last - first > 0
    assert one["other_land"]  # 1 July 2025 lies between


def test_the_page_has_a_row_for_each_unit_and_a_column_for_each_year(run, seven_years):
    page = run("report", "--all", "--dir", seven_years, "--format", "md").stdout
    table = [line for line in page.split("Diễn biến qua các năm")[1].splitlines() if line.startswith("|")][:3]
    assert [cell.strip() for cell in table[0].strip("|").split("|")] == ["Đơn vị", *map(str, YEARS), "Thay đổi"]
    cells = [cell.strip() for cell in table[2].strip("|").split("|")]
    assert "Sầm Sơn" in cells[0]
    assert len(cells) == 9
    assert all("%" in cell for cell in cells[1:-1])
    assert "Bá Thước" not in "".join(table)


@pytest.mark.parametrize("width", ["80", "120"])
def test_it_fits_the_terminal(run, seven_years, width):
    page = run("report", "--all", "--dir", seven_years, COLUMNS=width).stdout
    part = page.split("Diễn biến qua các năm")[1].split("năm 2026")[0]
    assert max(map(len, part.splitlines())) <= int(width)
    assert "Thay đổi" in part


def test_one_year_has_no_trend(run):
    assert trends_of(run, HERE / "tt25/xa") == []
    assert "Diễn biến" not in run("report", "--all", "--dir", HERE / "tt25/xa").stdout


def test_what_is_open_is_no_change(run, tmp_path):
    write(tmp_path / "a.xlsx", "samson", year=2020)
    write(tmp_path / "b.xlsx", "samson", year=2021, answers={"1.5": "?"})
    (one,) = trends_of(run, tmp_path)
    assert one["years"][1]["percent"]["low"] != one["years"][1]["percent"]["high"]
    page = run("report", "--all", "--dir", tmp_path, "--lang", "en", "--format", "md").stdout
    row = next(line for line in page.split("Over the years")[1].splitlines() if "Sầm Sơn" in line)
    assert row.split("|")[-2].strip().startswith("open")


def test_a_variant_and_its_base_are_one_family_and_strangers_are_none(run, tmp_path):
    (tmp_path / "xa-khac.yaml").write_text(HEAD, encoding="utf-8")
    place = tmp_path / "bieu"
    write(place / "a.xlsx", "xa-01", year=2024)
    write(place / "b.xlsx", "xa-01", year=2025)
    (one,) = trends_of(run, place, "--criteria", tmp_path / "xa-khac.yaml")
    assert [each["criteria_set"] for each in one["years"]] == ["xa-khac"] * 2
    assert set(one["years"][0]["levels"]) == {"muc-do-1", "muc-do-2"}
    write(place / "c.xlsx", "samson", year=2021, code="X01")
    assert len(trends_of(run, place)) == 1


def test_a_code_that_was_given_to_another_unit_makes_no_trend(run, tmp_path):
    write(tmp_path / "a.xlsx", "xa-01", year=2024, name="Xã Cũ")
    write(tmp_path / "b.xlsx", "xa-01", year=2025, name="Xã Mới")
    assert trends_of(run, tmp_path) == []


def test_a_unit_that_stands_twice_in_a_year_is_left_out_of_its_trend(run, tmp_path):
    for name, year in (("a", 2024), ("b", 2024), ("c", 2025)):
        write(tmp_path / f"{name}.xlsx", "xa-01", year=year)
    assert trends_of(run, tmp_path) == []
