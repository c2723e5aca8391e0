"""What pages, workbooks and JSON show of what lies ahead is what `plan` says, in every format."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import openpyxl
import pytest

from filled import form_of
from make import HERE
from xhht_score import make_report, to_json
from xhht_score.api.planned import firm, looking_ahead, planned_for
from xhht_score.api.proving import ProofInputs, prove
from xhht_score.api.single import assess
from xhht_score.assessment import Assessment
from xhht_score.plan.ahead import is_quick
from xhht_score.plan.first import first_step, level_ahead
from xhht_score.reports.firm import flip_text, step_told
from xhht_score.words import Words

VI = Words("vi")
#: One step, blanks, nothing to do, two levels with evidence, many steps, blanks without points, a wait only.
FORMS = (
    "nongcong.xlsx", "yendinh.xlsx", "bathuoc.xlsx", "tt24/van-phong-huyen-mau.xlsx", "tt25/xa/xa-01.xlsx",
    "tt25/huyen-mau.xlsx", "tt25/xa/xa-02.xlsx",
)  # fmt: skip
CERTAIN = ("bathuoc.xlsx", "tt25/xa/xa-05.xlsx")


def flat(text: str) -> str:
    """Give a text without the places where its lines break."""
    return " ".join(text.replace("•", " ").replace("\\", "").replace("**", "").split())


def seen(file: str) -> Assessment:
    return looking_ahead(assess(HERE / file))


@pytest.mark.parametrize("file", FORMS)
def test_a_unit_is_planned_for_as_the_command_plans(file):
    one = seen(file)
    assert one.ahead is not None
    assert one.ahead.firm == firm(one)
    assert one.ahead.level == level_ahead(one.verdict)
    if one.ahead.level is None:
        assert one.ahead.planned is None
        return
    asked, shown = planned_for(one), one.ahead.planned
    assert shown is not None
    assert shown.level == asked.level
    assert shown.waits == asked.waits
    assert [(each.case, each.plans, each.blocked) for each in shown.outlooks] == [
        (each.case, each.plans, each.blocked) for each in asked.outlooks
    ]


@pytest.mark.parametrize("file", FORMS)
@pytest.mark.parametrize("form", ["table", "md", "html"])
def test_every_page_says_the_first_step_and_how_firm_the_result_is(run, file, form):
    one = seen(file)
    page = run("score", HERE / file, "--format", form).stdout
    said = flat(page.replace("&quot;", '"').replace("&#x27;", "'"))
    assert one.ahead is not None
    for each in one.ahead.firm:
        for flip in each.flips[:5]:
            assert flat(flip_text(VI, one, flip)) in said
        if each.is_certain and each.refusals:
            assert f"không chấp nhận {len(each.refusals)} chỉ tiêu ({', '.join(each.refusals)})" in said
    planned = one.ahead.planned
    steps = planned.outlooks[0].plans[0].steps if planned and planned.outlooks and planned.outlooks[0].plans else ()
    if steps:
        first = first_step(planned.outlooks[0].plans[0])
        assert flat(f"{first.indicator} {step_told(VI, one, first)}") in said
    assert ("Việc nên làm trước" in said) == (len(steps) > 1)
    assert ("Việc cần làm:" in said) == (len(steps) == 1)


@pytest.mark.parametrize("file", FORMS)
def test_json_has_the_plan_in_short_and_what_plan_says_of_firmness(run, file):
    found = json.loads(run("score", HERE / file, "--format", "json").stdout)["ahead"]
    (whole,) = json.loads(run("plan", HERE / file, "--format", "json").stdout)["plans"]
    assert found["firm"] == whole["firm"]
    if found["level"] is None:
        assert found["plan"] is None
        assert not found["planned"]
        return
    assert found["level"] == whole["level"]
    assert found["waits"] == whole["waits"]
    plans = whole["outlooks"][0]["plans"] if whole["outlooks"] else []
    assert (found["plan"] is None) == (not plans)
    if plans:
        steps = plans[0]["steps"]
        assert found["plan"]["effort"] == plans[0]["effort"]
        assert found["plan"]["at_least"] == plans[0]["at_least"]
        assert (found["plan"]["steps"], found["plan"]["blanks"]) == (len(steps), len(plans[0]["blanks"]))
        assert found["plan"]["first"] in (steps or [None])


@pytest.mark.parametrize("file", CERTAIN)
def test_nothing_lies_ahead_of_a_unit_that_has_the_highest_level_for_certain(run, file):
    for form in ("table", "md", "html"):
        page = run("score", HERE / file, "--format", form).stdout
        assert "Để chắc chắn đạt" not in page
        assert "Kết quả chắc đến đâu" in page
    assert "Để chắc chắn đạt" not in run("report", HERE / file, "--plan", "--format", "md").stdout


def test_the_first_step_brings_most_for_its_effort_and_all_are_needed():
    one = seen("tt25/xa/xa-01.xlsx")
    assert one.ahead is not None
    assert one.ahead.planned is not None
    plan = one.ahead.planned.outlooks[0].plans[0]
    first = first_step(plan)
    assert first is not None
    assert first in plan.steps
    assert first.effort == min(each.effort for each in plan.steps)  # without points the one of the least effort
    dear, cheap = replace(first, effort=first.effort * 9, indicator="a"), replace(first, indicator="b")
    assert first_step(replace(plan, steps=(dear, cheap))) == cheap


def test_a_report_plans_where_each_indicator_is_asked_by_itself_and_elsewhere_when_asked(run):
    files = [HERE / one for one in ("nongcong.xlsx", "tt25/xa/xa-01.xlsx")]
    plain = json.loads(run("report", *files, "--format", "json").stdout)["units"]
    asked = json.loads(run("report", *files, "--format", "json", "--plan").stdout)["units"]
    by_set = {unit["criteria_set"]["id"]: unit["ahead"]["planned"] for unit in plain}
    assert by_set == {"thanh-hoa-2020": False, "tt25-2023-xa": True}
    assert all(unit["ahead"]["planned"] for unit in asked)
    one = seen("nongcong.xlsx")
    assert one.ahead is not None
    smallest = flat(flip_text(VI, one, one.ahead.firm[0].flips[0]))
    for arguments in ([], ["--plan"]):
        page = flat(run("report", *files, *arguments, "--format", "md").stdout)
        assert smallest in page
        assert ("Cách ít công sức nhất (không cách nào ít hơn): công sức 0,02" in page) == bool(arguments)
        assert "Điểm minh họa" in page


def test_where_no_change_alone_is_enough_a_report_names_the_next_step_that_brings_most(tmp_path):
    form = form_of("nongcong")
    for name in ("3.1", "3.2", "3.4", "3.6", "4.1", "4.2"):
        form.cell(name).value = 1
    form.save(tmp_path / "f.xlsx")
    one = looking_ahead(assess(tmp_path / "f.xlsx"), "many")
    assert one.ahead is not None
    assert one.ahead.planned is None
    assert one.ahead.firm[0].flips == ()
    page = flat(make_report([one]))
    assert "Không chỉ tiêu nào tự nó làm đổi kết quả “Đạt danh hiệu”." in page
    assert "Bước kế tiếp thêm được nhiều điểm nhất: " in page
    assert "Cách ít công sức nhất" not in page


def test_tables_of_values_have_the_plan_and_the_changes(run, tmp_path):
    files = [HERE / one for one in ("nongcong.xlsx", "yendinh.xlsx")]
    rows = list(csv.DictReader(io.StringIO(run("report", *files, "--plan", "--format", "csv").stdout.lstrip("\ufeff")),
                               delimiter=";"))  # fmt: skip
    one = seen("nongcong.xlsx")
    assert one.ahead is not None
    assert one.ahead.planned is not None
    first = first_step(one.ahead.planned.outlooks[0].plans[0])
    assert first is not None
    assert rows[0]["Riêng một thay đổi là đủ"] == flip_text(VI, one, one.ahead.firm[0].flips[0])
    assert rows[0]["Việc nên làm trước"] == f"{first.indicator} {step_told(VI, one, first)}"
    assert (rows[0]["Công sức của cách ít nhất"], rows[0]["Số việc phải làm"]) == ("0,02", "1")
    assert (rows[1]["Công sức của cách ít nhất"], rows[1]["Số việc phải làm"], rows[1]["Việc nên làm trước"]) == (
        "0", "0", "",
    )  # fmt: skip
    assert run("score", files[0], "-o", tmp_path / "s.xlsx").returncode == 0
    book = openpyxl.load_workbook(tmp_path / "s.xlsx", read_only=True)
    changes = [row[3] for row in book["Chắc đến đâu"].iter_rows(min_row=2, values_only=True)]
    assert changes == [flip.indicator for flip in one.ahead.firm[0].flips]


def test_a_set_whose_plans_may_take_long_is_not_planned_on_pages(tmp_path, run):
    text = (HERE.parent / "criteria" / "thanh-hoa-2020.yaml").read_text(encoding="utf-8")
    lines = [one for one in text.splitlines() if not one.startswith("rounding:")]
    (tmp_path / "s.yaml").write_text("\n".join(lines), encoding="utf-8")
    one = assess(HERE / "nongcong.xlsx", str(tmp_path / "s.yaml"))
    assert not is_quick(one.criteria_set, "dat")
    page = flat(run("score", HERE / "nongcong.xlsx", "-c", "s.yaml", "--format", "md").stdout)
    assert "Ở đây chưa tìm cách ít công sức nhất" in page
    assert "công sức nhất (không cách nào ít hơn)" not in page


def test_a_form_with_errors_is_looked_ahead_of_as_far_as_it_can_be_read(tmp_path, run):
    form = form_of("nongcong")
    form.cell("2.2").value = "nhiều"
    form.save(tmp_path / "f.xlsx")
    outcome = run("score", "f.xlsx", "--format", "json")
    assert outcome.returncode == 2
    found = json.loads(outcome.stdout)["ahead"]
    (whole,) = json.loads(run("plan", "f.xlsx", "--format", "json").stdout)["plans"]
    assert found["firm"] == whole["firm"]
    assert found["plan"]["case"] == whole["outlooks"][0]["case"] == "best"
    assert found["plan"]["effort"] == whole["outlooks"][0]["plans"][0]["effort"]


@pytest.mark.parametrize("suffix", ["html", "md", "xlsx"])
def test_reports_with_plans_are_proven_and_an_altered_step_is_found(run, tmp_path, suffix):
    files = tuple(HERE / one for one in ("nongcong.xlsx", "tt25/xa/xa-01.xlsx"))
    for name, arguments in (("a", ["--plan"]), ("b", [])):
        paper = tmp_path / f"{name}.{suffix}"
        assert run("report", *files, *arguments, "-o", paper).returncode == 0
        found = prove(paper, ProofInputs(files))
        assert (found.deviations, found.problems) == ((), ())
    if suffix != "xlsx":
        text = (tmp_path / "a.md").read_text(encoding="utf-8") if suffix == "md" else paper.read_text(encoding="utf-8")
        assert "lên 79,75%" in text
        paper.write_text(text.replace("lên 79,75%", "lên 79,65%"), encoding="utf-8")
        assert prove(paper, ProofInputs(files)).deviations


def test_python_gives_what_the_command_gives(run):
    one = assess(HERE / "nongcong.xlsx")
    given = json.loads(to_json(one, language="vi"))["ahead"]
    assert given == json.loads(run("score", HERE / "nongcong.xlsx", "--format", "json").stdout)["ahead"]


def test_explain_says_what_one_indicator_alone_can_do(run):
    one = seen("bathuoc.xlsx")
    assert one.ahead is not None
    answer = json.loads(run("explain", HERE / "bathuoc.xlsx", "2.2", "--format", "json").stdout)
    (found,) = answer["firm"]
    own = [flip for flip in one.ahead.firm[0].flips if flip.indicator == "2.2"]
    assert [each["indicator"] for each in found["flips"]] == ["2.2"] * len(own)
    assert found["refusals"] == list(one.ahead.firm[0].refusals)
    page = flat(run("explain", HERE / "bathuoc.xlsx", "2.2").stdout)
    assert "riêng chỉ tiêu này làm mất mức ấy khi" in page
