"""Last year's form beside this year's, end to end: what it fills in, what differs, and when it gives nothing."""

from __future__ import annotations

import json

from command import Outcome
from communes import (
    HEAD,
    all_problems,
    codes,
    flat,
    indicator_of,
    levels_of,
    the,
    write,
)
from make import submission_from
from xhht_score.api.single import load_once
from xhht_score.words import Words
from xhht_score.workbook.writing.template import make_form


def test_last_years_form_fills_blanks_and_is_compared(tmp_path, run, last):
    last(answers={"4.2": "40 -> 46.8", "4.3": "95 -> 96"})
    write(tmp_path / "2024.xlsx", "huyen-mau", answers={"4.2": "? -> 51.25", "4.3": "96.1 -> 96.4"})
    done = run("score", "2024.xlsx", "--last-year", "2023.xlsx", "--lang", "en", "--format", "json")
    assert done.returncode == 0
    values = [
        (one["name"], one["value"], one["source"], one["cell"] is None)
        for one in (*indicator_of(done, "4.2")["values"], *indicator_of(done, "4.3")["values"])
    ]
    assert values == [
        ("4.2.last_year", "46.8", "last-year", True), ("4.2.this_year", "51.25", None, False),
        ("4.3.last_year", "96.1", None, False), ("4.3.this_year", "96.4", None, False),
    ]  # fmt: skip
    assert indicator_of(done, "4.2")["levels"]["muc-do-1"]["met"] is True
    filled, differs = the(done, "last-year-filled"), the(done, "last-year-differs")
    assert (filled["severity"], differs["severity"]) == ("notice", "warning")
    assert "is given as 96.1, last year's form has 96; what was given is kept" in differs["message"]
    assert differs["place"]["cell"] == values_cell(done, "4.3")
    assert "answer-blank" not in {one["code"] for one in all_problems(done) if "4.2" in one["message"]}
    explained = run("explain", "2024.xlsx", "4.2", "--last-year", "2023.xlsx", "--lang", "en")
    assert "46.8 (from last year's form)" in flat(explained)


def values_cell(done: Outcome, identifier: str) -> str:
    return indicator_of(done, identifier)["values"][0]["cell"]


def test_last_year_and_lower_units_go_together(xa, tmp_path, district, last):
    last(answers={"4.2": "40 -> 46.8"})
    write(tmp_path / "huyen.xlsx", "huyen-mau", answers={"4.2": "? -> 51.25"})
    done = district("--last-year", "2023.xlsx")
    assert done.returncode == 0
    assert levels_of(done)["muc-do-1"] == "eligible"
    assert {"last-year-filled", "lower-filled"} <= codes(done)


def test_the_form_of_last_year_is_found_in_a_folder(xa, tmp_path, run, last):
    last(answers={"4.2": "40 -> 46.8"})
    write(tmp_path / "2024.xlsx", "huyen-mau", answers={"4.2": "? -> 51.25"})
    done = run("score", "2024.xlsx", "--last-year", tmp_path, "--format", "json")
    assert done.returncode == 0
    assert indicator_of(done, "4.2")["values"][0] == {
        "name": "4.2.last_year", "value": "46.8", "cell": None, "source": "last-year",
    }  # fmt: skip


def test_last_years_form_may_be_scored_in_the_same_run(tmp_path, run, last):
    last(answers={"4.2": "40 -> 46.8"})
    write(tmp_path / "2024.xlsx", "huyen-mau", answers={"4.2": "? -> 51.25"})
    done = run("score", "2024.xlsx", "2023.xlsx", "--last-year", "2023.xlsx", "--format", "json")
    (this, _) = json.loads(done.stdout)["units"]
    assert "last-year-filled" in {problem["code"] for problem in this["problems"]}


FACTS_OF_PARTS = """\
id: co-phan
version: "1"
status: illustrative
title: {vi: Có phần, en: With parts}
unit: organisation
facts: {type: {title: {vi: Loại, en: Type}, choices: {a: {vi: A, en: A}, b: {vi: B, en: B}}}}
criteria:
  - id: "1"
    title: {vi: Một, en: One}
    indicators:
      - id: "1.1"
        title: {vi: Chỉ tiêu, en: Indicator}
        scoring: bars
        parts:
          thu: {title: {vi: Thu nhập, en: Income}, measure: {kind: change, direction: rises,
            of: {vi: Thu nhập, en: Income}, unit: {vi: triệu, en: million}, maximum: 99}}
          khac: {title: {vi: Khác, en: Other}, applies_when: {type: b}, measure: yes_no}
recognition:
  title: {vi: Danh hiệu, en: Title}
  levels: [{id: dat, title: {vi: Đạt, en: Met}, requires: [all_met]}]
"""


def test_what_was_filled_in_is_not_called_blank_because_of_a_part_that_is_not_asked(tmp_path, run):
    path = tmp_path / "phần.yaml"
    path.write_text(FACTS_OF_PARTS, encoding="utf-8")
    for year, income in (("2023", "1 -> 2"), ("2024", "? -> 3")):
        submission = submission_from(
            {"criteria_set": str(path), "name": "Đơn vị", "code": "D1", "parent": "T1", "year": year,
             "facts": {"type": "a"}, "answers": {"1.1": {"thu": income}}}
        )  # fmt: skip
        loaded = load_once(str(path))
        make_form(Words("vi"), loaded.criteria_set, loaded.sha256, submission=submission).save(
            tmp_path / f"{year}.xlsx"
        )
    done = run("score", "2024.xlsx", "-c", path, "--last-year", "2023.xlsx", "--format", "json")
    assert (done.returncode, levels_of(done)) == (0, {"dat": "eligible"})
    assert "last-year-filled" in codes(done)
    assert "answer-blank" not in codes(done)


def test_a_form_of_another_set_gives_nothing(tmp_path, run, last):
    """The province asks of 4.2 its poverty rate, which is no income of a district."""
    last("tinh-mau", code="H01")
    write(tmp_path / "2024.xlsx", "huyen-mau", answers={"4.2": "? -> 51.25"})
    done = run("score", "2024.xlsx", "--last-year", "2023.xlsx", "--lang", "en", "--format", "json")
    assert done.returncode == 0
    said = the(done, "last-year-lacking")["message"]
    assert "there are 0 forms of Huyện Mẫu for 2023 by code and set tt25-2023-huyen" in said
    assert indicator_of(done, "4.2")["values"][0]["value"] is None
    assert {one["source"] for one in indicator_of(done, "4.2")["values"]} == {None}


def test_a_variant_that_asks_for_another_figure_takes_none(tmp_path, run, last):
    last(answers={"4.2": "40 -> 46.8", "4.3": "95 -> 96"})
    variant = (
        HEAD.replace("tt25-2023-xa", "tt25-2023-huyen").replace("xa-khac", "huyen-khac")
        + 'criteria:\n  - id: "4"\n    indicators:\n      - id: "4.2"\n        measure:\n          kind: change\n'
        "          direction: rises\n          of: {vi: Tổng thu, en: Revenue}\n"
        "          unit: {vi: tỷ đồng, en: billion đồng}\n          maximum: 9999\n"
    )
    (tmp_path / "variant.yaml").write_text(variant, encoding="utf-8")
    path = str(tmp_path / "variant.yaml")
    write(tmp_path / "2024.xlsx", "huyen-mau", criteria_set=path, answers={"4.2": "? -> 51.25", "4.3": "? -> 96.4"})
    for last_set in ((), ("-c", path)):
        done = run("score", "2024.xlsx", "--criteria", path, "--last-year", "2023.xlsx", "--lang", "en", "-f", "json")
        assert done.returncode == 0, last_set
        assert indicator_of(done, "4.2")["values"][0]["value"] is None
        assert indicator_of(done, "4.3")["values"][0]["value"] == "96"
        assert "indicator 4.2: last year's form asks for something else" in the(done, "last-year-unlike")["message"]


def test_a_set_that_compares_nothing_with_last_year_says_so(xa, run):
    done = run("score", "xa/xa-01.xlsx", "--last-year", "xa/xa-02.xlsx", "--lang", "en", "--format", "json")
    assert (done.returncode, the(done, "last-year-useless")["severity"]) == (0, "notice")
