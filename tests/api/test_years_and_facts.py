"""Far years, years of which nobody knows the rule, and facts that are not known, end to end."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from communes import (
    COMMUNES,
    all_problems,
    answered,
    codes,
    flat,
    indicator_of,
    levels_of,
    lower_states,
    the,
    typed,
    unit_of,
    write,
)
from filled import FilledForm
from xhht_score.api.single import assess
from xhht_score.workbook import layout

# ---------------------------------------------------------------- far years, and years of which nobody knows the rule


FAR: dict[str, tuple[str, object]] = {
    "a decision in the year 9999": (layout.DECISION_DATE, datetime.date(9999, 12, 31)),
    "a decision in 9999 as text": (layout.DECISION_DATE, "31/12/9999"),
    "a decision after 2100": (layout.DECISION_DATE, datetime.date(2101, 1, 1)),
    "a decision at the end of 2100": (layout.DECISION_DATE, datetime.date(2100, 12, 31)),
    "a request in the year 9999": (layout.REQUEST_DATE, datetime.date(9999, 12, 31)),
    "the assessment year 9999": (layout.YEAR, 9999),
    "the assessment year 2100": (layout.YEAR, 2100),
    "a decision before our time": (layout.DECISION_DATE, "01/01/0001"),
}


@pytest.mark.parametrize(("key", "value"), FAR.values(), ids=FAR)
def test_a_far_year_in_one_form_of_a_batch_does_not_end_the_run(xa, run, district, key, value):
    for name in COMMUNES[3:]:
        (xa / f"{name}.xlsx").unlink()
    write(xa / "xa-01.xlsx", "xa-01", typed(key, value))
    done = run("report", "--dir", "xa", "--format", "json")
    assert done.returncode in (0, 2)
    assert "Traceback" not in done.stderr
    assert len(json.loads(done.stdout)["units"]) == 3
    far = value not in (datetime.date(2100, 12, 31), 2100)
    assert (done.returncode == 2) is far
    rolled = district()
    assert "Traceback" not in rolled.stderr
    assert len(lower_states(rolled)) + ("lower-passed-over" in codes(rolled)) == 3
    page = run("score", "xa/xa-01.xlsx")
    assert page.returncode == done.returncode
    assert "Traceback" not in page.stderr


def province(path: Path, change: Callable[[FilledForm], object] = lambda _: None, **fields: Any) -> Path:
    """Write the form of a province that meets everything but, perhaps, 4.1."""
    return write(path, "tinh-mau", change, **{**fields, "answers": {"2.4": "yes", **fields.get("answers", {})}})


COUNTS = {
    "all districts gone": (0, 0, 0),
    "every district": (0, 27, 27),
    "no district": (0, 0, 27),
    "blank": (None,) * 3,
}


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize("counts", COUNTS.values(), ids=COUNTS)
def test_the_share_of_districts_stays_open_from_2025_whatever_is_filled_in(tmp_path, run, year, counts):
    fields = dict(zip(("value_1", "value_2", "value_3"), counts, strict=True))
    province(tmp_path / "tinh.xlsx", answered(id="4.1", **fields), year=year)
    done = run("score", "tinh.xlsx", "--lang", "en", "--format", "json")
    assert done.returncode == 0
    assert indicator_of(done, "4.1")["state"] == "undecided"
    assert levels_of(done) == {"muc-do-1": "possible", "muc-do-2": "possible"}
    assert unit_of(done)["verdict"] == {"certain": None, "possible": "muc-do-2"}
    assert the(done, "reading-open")["severity"] == "notice"
    assert {problem["severity"] for problem in all_problems(done)} == {"notice"}
    page = flat(run("score", "tinh.xlsx", "--lang", "en"))
    assert "denominator" not in page
    assert "0 errors" in page


JUDGED = {
    "every district": ((0, 27, 27), 0, "eligible", "eligible"),
    "just nine of ten": ((7, 2, 10), 0, "eligible", "not_eligible"),
    "no district": ((0, 0, 27), 0, "not_eligible", "not_eligible"),
    "blank": ((None, None, None), 0, "possible", "possible"),
    "all districts gone": ((0, 0, 0), 2, "possible", "possible"),
}


@pytest.mark.parametrize(("counts", "code", "first", "second"), JUDGED.values(), ids=JUDGED)
def test_the_share_of_districts_of_2024_is_judged(tmp_path, run, counts, code, first, second):
    fields = dict(zip(("value_1", "value_2", "value_3"), counts, strict=True))
    province(tmp_path / "tinh.xlsx", answered(id="4.1", **fields))
    done = run("score", "tinh.xlsx", "--format", "json")
    assert done.returncode == code
    assert levels_of(done) == {"muc-do-1": first, "muc-do-2": second}
    assert ("denominator-zero" in codes(done)) is (code == 2)
    assert "reading-open" not in codes(done)


@pytest.mark.parametrize("year", [None, "hai nghìn"])
def test_where_the_year_is_missing_the_share_of_districts_stays_open(tmp_path, run, year):
    def change(form: FilledForm) -> None:
        typed(layout.YEAR, year)(form)
        answered(id="4.1", value_1=0, value_2=0, value_3=0)(form)

    province(tmp_path / "tinh.xlsx", change)
    done = run("score", "tinh.xlsx", "--lang", "en", "--format", "json")
    assert done.returncode == 2  # the year has to be filled in
    assert indicator_of(done, "4.1")["state"] == "undecided"
    assert levels_of(done)["muc-do-1"] == "possible"
    assert {problem["code"] for problem in all_problems(done) if problem["severity"] == "error"} == {"year-unusable"}
    assert "None" not in the(done, "reading-open")["message"]


def test_forms_of_districts_do_not_decide_what_stays_open(tmp_path, run):
    for year in (2024, 2025):
        province(tmp_path / "tinh.xlsx", year=year, answers={"4.1": {"all": "1"}})
        held = {"number": "9", "date": "2024-05-01", "level": "muc-do-2"}
        write(tmp_path / "huyen" / "huyen.xlsx", "huyen-mau", decision=held)
        done = run("score", "tinh.xlsx", "--lower", "huyen", "--lang", "en", "--format", "json")
        assert done.returncode == 0
        assert lower_states(done) == {"huyen.xlsx": "recognised"}
        assert levels_of(done)["muc-do-2"] == ("eligible" if year == 2024 else "possible")


def test_what_stays_open_is_not_found_wrong_because_of_forms_of_former_districts(tmp_path, run):
    """There are no districts left, and a decision of 2024 still holds; nothing is judged, so nothing is an error."""
    province(tmp_path / "tinh.xlsx", answered(id="4.1", value_1=None, value_2=None, value_3=0), year=2025)
    write(
        tmp_path / "huyen" / "a.xlsx", "huyen-mau", decision={"number": "9", "date": "2024-05-01", "level": "muc-do-2"}
    )
    done = run("score", "tinh.xlsx", "--lower", "huyen", "--lang", "en", "--format", "json")
    assert indicator_of(done, "4.1")["state"] == "undecided"
    assert not codes(done) & {"denominator-zero", "parts-above-whole"}
    assert done.returncode == 0


# ---------------------------------------------------------------- facts that are not known


@pytest.mark.parametrize(("answer", "state"), [("?", "possible"), ("no", "possible"), ("yes", "eligible")])
def test_what_only_public_units_are_asked_is_open_while_ownership_is_unknown(tmp_path, run, answer, state):
    """A private service unit is not asked for its budget, so "no" does not keep it from the level."""
    write(
        tmp_path / "co-quan.xlsx", "van-phong-huyen-mau", facts={"type": "su-nghiep"}, without_evidence=[],
        answers={"1.3": answer, "2.1": "20/20", "3.1": {"thanh-vien": "19/20"}},
    )  # fmt: skip
    done = run("score", "co-quan.xlsx", "--lang", "en", "--format", "json")
    assert done.returncode == 0
    assert "fact-blank" in codes(done)
    assert levels_of(done)["muc-do-1"] == state
    met = {"?": None, "no": None, "yes": True}[answer]
    assert indicator_of(done, "1.3")["levels"]["muc-do-1"]["met"] is met
    (condition, *_) = unit_of(done)["levels"][0]["conditions"]
    assert {one["subject"]: one["state"] for one in condition["findings"]}["1.3"] == ("met" if met else "open")
    page = flat(run("score", "co-quan.xlsx", "--lang", "en"))
    assert ("indicator 1.3: not met" in page) is False


@pytest.mark.parametrize(("ownership", "state"), [("cong-lap", "not_eligible"), ("ngoai-cong-lap", "eligible")])
def test_once_ownership_is_known_it_is_decided(tmp_path, ownership, state):
    path = write(
        tmp_path / "co-quan.xlsx", "van-phong-huyen-mau", facts={"type": "su-nghiep", "ownership": ownership},
        without_evidence=[], answers={"1.3": "no", "2.1": "20/20", "3.1": {"thanh-vien": "19/20"}},
    )  # fmt: skip
    assert assess(path).verdict.levels[0].state == state


@pytest.mark.parametrize("answer", ["no", "yes"])
def test_an_office_is_asked_for_its_budget_and_not_whether_it_is_public(tmp_path, run, answer):
    write(tmp_path / "co-quan.xlsx", "ban-tuyen-giao-mau", answers={"1.3": answer})
    done = run("score", "co-quan.xlsx", "--lang", "en", "--format", "json")
    assert "fact-blank" not in codes(done)
    assert levels_of(done)["muc-do-1"] == ("eligible" if answer == "yes" else "not_eligible")
