"""`xhht plan` and `xhht score --set`: what they say, their exit codes, and that the numbers are those of a score."""

from __future__ import annotations

import json
import random

import fillings
from make import HERE
from xhht_score.api.single import assess
from xhht_score.loading.loader import load
from xhht_score.submission import Unit
from xhht_score.words import Words
from xhht_score.workbook.writing.template import make_form

NONG_CONG = str(HERE / "nongcong.xlsx")
YEN_DINH = str(HERE / "yendinh.xlsx")
BA_THUOC = str(HERE / "bathuoc.xlsx")


def planned(run, *arguments):
    outcome = run("plan", *arguments, "--format", "json")
    return outcome, json.loads(outcome.stdout)["plans"]


def test_the_cheapest_plan_leads_to_the_level_when_it_is_supposed(run):
    outcome, (one,) = planned(run, NONG_CONG)
    assert outcome.returncode == 0
    assert one["state"] == "not_eligible"
    (outlook,) = one["outlooks"]
    (cheapest,) = outlook["plans"]
    settings = [f"--set={each['input']}={_typed(each['input'], each['after'])}"
                for step in cheapest["steps"] for each in step["changes"]]  # fmt: skip
    answer = json.loads(run("score", NONG_CONG, *settings, "--format", "json").stdout)
    (unit,) = answer["units"]
    assert unit["now"]["verdict"]["certain"] is None
    assert unit["then"]["verdict"]["certain"] == "dat"


def _typed(path, value):
    """Give a figure as somebody types it: the share of 2.12 as a percentage."""
    top, _, bottom = value.partition("/")
    return f"{float(top) / float(bottom or 1) * 100:.2f}%" if path.startswith("2.12") else value


def test_the_page_says_it_in_the_measures_own_terms(run):
    page = run("plan", NONG_CONG, "--keep", "2.12").stdout
    assert "thêm 1: từ 160 lên 161 trên 242" in page.replace("\n", " ").replace("        ", "")
    assert "Điểm minh họa" in page


def test_blanks_give_two_cases(run):
    _, (one,) = planned(run, YEN_DINH)
    assert [each["case"] for each in one["outlooks"]] == ["best", "worst"]
    best, worst = one["outlooks"]
    assert best["plans"][0]["effort"] == "0"
    assert [each["indicator"] for each in best["plans"][0]["blanks"]] == ["3.8"]
    assert worst["plans"][0]["steps"]


def test_a_level_that_is_certain_needs_no_plan_and_says_how_firm_it_is(run):
    outcome, (one,) = planned(run, BA_THUOC)
    assert outcome.returncode == 0
    assert one["outlooks"] == []
    assert one["firm"][0]["certain"]
    assert one["firm"][0]["refusals"] == ["1.1"]


def test_a_budget_that_is_too_small_says_what_it_takes(run):
    outcome, (one,) = planned(run, NONG_CONG, "--budget", "0.001")
    assert outcome.returncode == 1
    assert one["outlooks"][0]["needs"] is not None
    assert one["outlooks"][0]["plans"] == []


def test_where_everything_is_kept_the_condition_that_blocks_is_named(run):
    kept = [f"--keep={one}" for one in assess(NONG_CONG).criteria_set.indicators]
    outcome, (one,) = planned(run, NONG_CONG, *kept)
    assert outcome.returncode == 1
    (blocked,) = one["outlooks"][0]["blocked"]
    assert blocked["kind"] == "each_criterion"
    assert "2" in blocked["said"]


def test_several_plans_are_ranked(run):
    _, (one,) = planned(run, NONG_CONG, "--plans", "3")
    efforts = [_number(each["effort"]) for each in one["outlooks"][0]["plans"]]
    assert len(efforts) == 3
    assert efforts == sorted(efforts)


def _number(text):
    top, _, bottom = text.partition("/")
    return float(top) / float(bottom or 1)


def test_a_level_that_the_set_does_not_have_is_refused_with_those_it_has(run):
    outcome = run("plan", NONG_CONG, "--level", "vang")
    assert outcome.returncode == 2
    assert "không có mức “vang”" in outcome.stderr


def test_what_to_check_names_the_figures_at_the_edge_and_lacking_evidence(run):
    outcome = run("plan", "--check", NONG_CONG, BA_THUOC, "--format", "json")
    assert outcome.returncode == 0
    first, second = json.loads(outcome.stdout)["units"]
    assert ("2.9", "flip") in {(each["indicator"], each["kind"]) for each in first["reasons"]}
    assert ("2.9", "evidence") in {(each["indicator"], each["kind"]) for each in first["reasons"]}
    assert ("1.1", "refusal") in {(each["indicator"], each["kind"]) for each in second["reasons"]}


def test_what_to_check_of_many_forms_of_one_origin_is_what_it_is_of_each(run, tmp_path):
    chance, loaded = random.Random(6), load("thanh-hoa-2020")
    for number in range(5):
        unit = Unit(name=f"Huyện {number}", code=f"{number:03}")
        submission = fillings.filled_in(chance, loaded.criteria_set).model_copy(update={"unit": unit})
        form = make_form(Words("vi"), loaded.criteria_set, loaded.sha256, submission=submission)
        form.save_with_results(tmp_path / f"{number}.xlsx")

    def units(path):
        return json.loads(run("plan", "--check", str(path), "--format", "json").stdout)["units"]

    together, alone = units(tmp_path), [one for path in sorted(tmp_path.iterdir()) for one in units(path)]
    assert len(together) == 5
    assert together == alone
    assert any(one["reasons"] for one in alone)


def test_what_if_leaves_the_form_as_it_is(run):
    before = (HERE / "nongcong.xlsx").read_bytes()
    page = run("score", NONG_CONG, "--brief", "--set", "2.10.of=105").stdout
    assert "Khi ấy: 85,56/100 điểm" in page
    assert (HERE / "nongcong.xlsx").read_bytes() == before


def test_figures_that_cannot_be_supposed_are_all_named(run):
    outcome = run("score", NONG_CONG, "--set", "2.10.off=1", "--set", "2.1=da-duyt")
    assert outcome.returncode == 2
    assert "có phải “2.10.of”?" in outcome.stderr
    assert "có phải “da-duyet”?" in outcome.stderr
