"""`xhht compare` on real forms: what it says equals what `score` says of each, both parts of a change are the whole."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from answers import faults
from command import Outcome
from communes import ONE_MORE, of_indicator, write
from make import HERE

HARDER = of_indicator("5.1", "scoring: {kind: bars, at_least: {muc-do-1: 65%, muc-do-2: 80%}}")
YEARS = ("xa", "xa-2025")


@pytest.fixture
def years(tmp_path: Path) -> Path:
    """Give the forms of communes of two years in the test's own directory."""
    for name in YEARS:
        shutil.copytree(HERE / "tt25" / name, tmp_path / name)
    return tmp_path


def answer_of(done: Outcome) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)
    assert faults("CompareAnswer", found) == []
    return found


def ends(found: dict[str, str]) -> tuple[Fraction, Fraction]:
    return Fraction(found["low"]), Fraction(found["high"])


def test_before_and_after_are_what_score_gives(run):
    old, new = HERE / "bathuoc.xlsx", HERE / "yendinh.xlsx"
    (found,) = answer_of(run("compare", old, new, "--format", "json"))["units"]
    scores = [json.loads(run("score", one, "--format", "json").stdout) for one in (old, new)]
    for side, unit in zip(("old", "new"), scores, strict=True):
        assert ends(found["points"][side]) == ends(unit["total"])
        assert {one["level"]: one[side] for one in found["levels"]} == {
            one["id"]: one["state"] for one in unit["levels"]
        }
        points = {one["id"]: ends(one) for criterion in unit["criteria"] for one in criterion["indicators"]}
        assert all(ends(one["points"][side]) == points[one["id"]] for one in found["indicators"])
    changed = {one["id"] for one in found["indicators"]}
    was, now = (
        {one["id"]: one["values"] for criterion in unit["criteria"] for one in criterion["indicators"]}
        for unit in scores
    )
    silent = {name for name in was if [x["value"] for x in was[name]] == [x["value"] for x in now[name]]}
    told = {one["id"] for one in found["indicators"] if any(each["kind"] == "value" for each in one["reported"])}
    assert told == was.keys() - silent
    assert found["unchanged"] == len(was.keys() - changed)
    moved = [ends(one["points"]["change"]) for one in found["indicators"]]
    assert tuple(map(sum, zip(*moved, strict=True))) == ends(found["points"]["change"])


def test_two_folders_are_matched_by_code_and_the_rest_is_listed(run, years):
    found = answer_of(run("compare", "xa", "xa-2025", "--format", "json"))
    assert [one["unit"]["code"] for one in found["units"]] == ["X07", "X04", "X02", "X10", "X08"]
    assert sorted(one["code"] for one in found["only_old"]) == ["X01", "X03", "X05", "X06", "X09"]
    assert found["only_new"] == []
    assert {one["other_land"] for one in found["units"]} == {True}
    assert [one["code"] for one in found["problems"]] == ["compare-other-land"]
    lost = {
        one["unit"]["code"]: [
            (each["id"], level)
            for each in one["indicators"]
            for level, at in each["levels"].items()
            if at["outcome"] == "lost"
        ]
        for one in found["units"]
    }
    assert lost["X07"] == [("3.2", "muc-do-1"), ("3.2", "muc-do-2")]
    assert lost["X04"] == [("5.1", "muc-do-1")]
    assert lost["X08"] == []  # what is open now is not lost


def test_a_form_without_a_code_is_found_by_its_name(run, years):
    write(years / "xa-2025" / "xa-04-2025.xlsx", "xa-04", code="", year=2025)
    found = answer_of(run("compare", "xa", "xa-2025", "--format", "json"))
    assert "Xã Mẫu Bốn" in {one["unit"]["name"] for one in found["units"]}


def test_names_of_files_and_the_order_in_which_they_come_make_no_difference(run, years):
    first = answer_of(run("compare", "xa", "xa-2025", "--format", "json"))
    for place in YEARS:
        for number, path in enumerate(sorted((years / place).iterdir(), reverse=True)):
            path.rename(path.with_name(f"{number}.xlsx"))
    again = answer_of(run("compare", "xa", "xa-2025", "--format", "json"))
    assert [one["indicators"] for one in again["units"]] == [one["indicators"] for one in first["units"]]
    assert sorted(one["code"] for one in again["only_old"]) == sorted(one["code"] for one in first["only_old"])


def test_several_processes_say_what_one_says(run, years):
    one, two = (run("compare", "xa", "xa-2025", "--jobs", jobs) for jobs in ("1", "2"))
    assert one == two


@pytest.mark.parametrize("form", ["table", "md", "json", "csv"])
def test_every_format_says_through_which_figure(run, years, form):
    done = run("compare", "xa", "xa-2025", "--format", form, "-o", f"ra.{form}")
    assert done.returncode == 0
    text = (years / f"ra.{form}").read_text(encoding="utf-8-sig")
    assert ("5999" if form == "json" else "5.999") in text


def test_the_same_form_twice_has_no_change(run):
    done = run("compare", HERE / "samson.xlsx", HERE / "samson.xlsx")
    assert done.returncode == 0
    assert "Không có thay đổi nào giữa hai biểu." in done.stdout
    assert "Chỉ tiêu có thay đổi" not in done.stdout


def test_a_harder_rule_alone_is_told_as_the_rule(run, years):
    (years / "kho.yaml").write_text(
        'id: kho\nextends: tt25-2023-xa\nversion: "1"\nstatus: illustrative\ntitle: {vi: Khó, en: Hard}\n' + HARDER,
        encoding="utf-8",
    )
    line = ("compare", "xa/xa-01.xlsx", "xa/xa-01.xlsx", "--criteria", "kho.yaml", "--old-criteria", "tt25-2023-xa")
    (found,) = answer_of(run(*line, "--format", "json"))["units"]
    assert found["rule_changed"]
    (one,) = found["indicators"]
    assert (one["id"], one["reported"], one["through_rule"], one["through_figures"]) == ("5.1", [], True, False)
    level = found["levels"][0]
    assert (level["outcome"], level["by_rule"]["indicators"], level["by_figures"]) == ("lost", ["5.1"], None)
    assert (level["met"]["through_rule"], level["met"]["through_figures"]) == (
        {"low": "-1", "high": "-1"}, {"low": "0", "high": "0"},
    )  # fmt: skip
    said = run(*line, "--lang", "en").stdout
    assert "the rule changed" in said
    assert "What differs between tt25-2023-xa 2024.1 and kho 1" in said


def test_what_the_later_rule_asks_anew_is_the_rule_s_part(run, years):
    head = 'id: them\nextends: tt25-2023-xa\nversion: "1"\nstatus: illustrative\ntitle: {vi: T, en: T}\n'
    (years / "them.yaml").write_text(head + ONE_MORE, encoding="utf-8")
    write(years / "moi.xlsx", "xa-01", criteria_set=str(years / "them.yaml"), answers={"1.4": "yes"})
    line = ("compare", "xa/xa-01.xlsx", "moi.xlsx", "--criteria", "them.yaml", "--old-criteria", "tt25-2023-xa")
    (found,) = answer_of(run(*line, "--format", "json"))["units"]
    (one,) = found["indicators"]
    assert (one["id"], one["in_old"], one["in_new"], one["asked_anew"]) == ("1.4", False, True, ["1.4.answer"])
    assert (one["through_rule"], one["through_figures"]) == (True, False)
    assert [each["met"]["through_rule"] for each in found["levels"]] == [{"low": "1", "high": "1"}] * 2


def test_the_council_s_result_is_compared_where_it_is_asked_for(run, tmp_path):
    found = answer_of(run("compare", HERE / "tt25/huyen-mau.xlsx", HERE / "tt25/huyen-mau.xlsx", "--format", "json"))
    assert [one["which"] for one in (found["units"][0]["old"], found["units"][0]["new"])] == ["self", "self"]
    done = run("compare", HERE / "nongcong.xlsx", HERE / "nongcong.xlsx", "--which", "appraised", "--format", "json")
    (unit,) = answer_of(done)["units"]
    score = json.loads(run("score", HERE / "nongcong.xlsx", "--which", "appraised", "--format", "json").stdout)
    assert ends(unit["points"]["new"]) == ends(score["total"])


def test_forms_with_errors_are_compared_as_far_as_can_be(run, years):
    def change(form: Any) -> None:
        form.cell("5.1", "value_1").value = "nhiều"

    write(years / "xa-2025" / "xa-04-2025.xlsx", "xa-04", change, year=2025)
    (years / "xa-2025" / "hỏng.xlsx").write_bytes(b"x")
    done = run("compare", "xa", "xa-2025", "--format", "json")
    found = answer_of(done)
    assert done.returncode == 2
    assert len(found["units"]) == 5
    (unit,) = [one for one in found["units"] if one["unit"]["code"] == "X04"]
    assert "error" in {one["severity"] for one in unit["problems"]}
    (changed,) = [one for one in unit["indicators"] if one["id"] == "5.1"]
    assert {at["outcome"] for at in changed["levels"].values()} == {"open"}
    assert "hỏng.xlsx" in json.dumps(found["problems"], ensure_ascii=False)


def test_nothing_of_a_form_becomes_a_formula_or_markup(run, years):
    write(years / "a.xlsx", "xa-01", name="=1+1|<b>", year=2024)
    write(years / "b.xlsx", "xa-01", name="=1+1|<b>", year=2024, answers={"5.1": "1/100"})
    rows = run("compare", "a.xlsx", "b.xlsx", "--format", "csv").stdout.splitlines()[1:]
    assert rows
    assert all(row.startswith("'=1+1") for row in rows)
    page = run("compare", "a.xlsx", "b.xlsx", "--format", "md").stdout
    assert "<b>" not in page
