"""A form scored by a variant of its set: what is carried by id, what is blank, and what cannot be carried."""

from __future__ import annotations

from communes import (
    A_CHANGE,
    ONE_MORE,
    codes,
    indicator_of,
    levels_of,
    of_indicator,
    the,
    write,
)

NO_FORM = of_indicator(
    "4.2",
    "measure: {kind: status, of: {vi: Mức độ, en: Level}, steps: {chua-dat: {vi: Chưa, en: Not yet}, "
    "dang: {vi: Đang, en: Under way}, muc-do-1: {vi: Một, en: One}, muc-do-2: {vi: Hai, en: Two}, "
    "muc-do-3: {vi: Ba, en: Three}}}, scoring: {kind: bars, at_least: {muc-do-1: muc-do-2, muc-do-2: muc-do-3}}",
)
LEAST_STEP = of_indicator("4.2", "scoring: {kind: bars, at_least: {muc-do-1: muc-do-1, muc-do-2: muc-do-2}}")
ONE_LESS = 'remove:\n  indicators: ["3.2"]\n'


def test_answers_are_carried_by_the_id_of_a_choice_not_by_its_place(tmp_path, run, variant):
    """The variant inserts a step below: what was the second step is the third now, and still the same level."""
    write(tmp_path / "xa.xlsx", "xa-03")
    done = run("score", "xa.xlsx", "--criteria", variant(NO_FORM), "--lang", "en", "--format", "json")
    assert done.returncode == 0
    one = indicator_of(done, "4.2")
    assert [(each["name"], each["value"]) for each in one["values"]] == [("4.2.step", "muc-do-2")]
    assert (one["levels"]["muc-do-1"]["met"], one["levels"]["muc-do-2"]["met"]) == (True, False)
    assert "set-differs" in codes(done)
    assert not codes(done) & {"answer-not-carried", "answer-blank"}


def test_a_ratio_is_not_read_as_a_change(tmp_path, run, variant):
    write(tmp_path / "xa.xlsx", "xa-02")
    done = run("score", "xa.xlsx", "--criteria", variant(A_CHANGE), "--lang", "en", "--format", "json")
    assert done.returncode == 2
    said = the(done, "answer-not-carried")
    assert (said["severity"], said["place"]["file"]) == ("error", "xa.xlsx")
    assert "indicator 5.1" in said["message"]
    one = indicator_of(done, "5.1")
    assert (one["state"], [each["value"] for each in one["values"]]) == ("missing", [None, None])
    assert levels_of(done)["muc-do-1"] == "possible"


def test_an_indicator_that_a_variant_adds_is_blank_in_a_form_of_its_base(tmp_path, run, variant):
    write(tmp_path / "xa.xlsx", "xa-02")
    done = run("score", "xa.xlsx", "--criteria", variant(ONE_MORE), "--lang", "en", "--format", "json")
    assert done.returncode == 0
    assert "indicator 1.4" in the(done, "answer-blank")["message"]
    assert indicator_of(done, "1.4")["state"] == "missing"
    assert levels_of(done)["muc-do-1"] == "possible"
    assert not codes(done) & {"row-lacking", "row-id-unknown", "column-lacking"}


def test_an_indicator_that_a_variant_drops_is_no_error_in_a_form_of_its_base(tmp_path, run, variant):
    write(tmp_path / "xa.xlsx", "xa-02", answers={"3.2": "no"})
    assert levels_of(run("score", "xa.xlsx", "--format", "json"))["muc-do-1"] == "not_eligible"
    done = run("score", "xa.xlsx", "--criteria", variant(ONE_LESS), "--lang", "en", "--format", "json")
    assert done.returncode == 0
    assert levels_of(done)["muc-do-1"] == "eligible"
    assert not codes(done) & {"row-lacking", "row-id-unknown", "answer-not-carried"}


def test_a_form_of_a_variant_is_read_by_its_own_rows(tmp_path, run, variant):
    path = variant(ONE_MORE)
    write(tmp_path / "xa.xlsx", "xa-02", criteria_set=str(path), answers={"1.4": "yes"})
    done = run("score", "xa.xlsx", "--criteria", path, "--lang", "en", "--format", "json")
    assert (done.returncode, levels_of(done)["muc-do-1"]) == (0, "eligible")
    assert "set-differs" not in codes(done)
