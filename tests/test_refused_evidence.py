"""What the council refuses does not count, whatever the set says of lacking evidence, unless it enters a figure."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from builders import Raw, assessments, made, one_bar, one_indicator, submitted
from xhht_score.api.single import assess
from xhht_score.engine import score
from xhht_score.recognition import judge
from xhht_score.reports.explanation import compose_explanation
from xhht_score.reports.interface import unit_object
from xhht_score.reports.markdown import write_markdown
from xhht_score.reports.unit import compose_unit
from xhht_score.results import IndicatorResult
from xhht_score.submission import Answer, Appraisal, Submission, appraised
from xhht_score.words import LANGUAGES, Words

FAULT = Path(__file__).parent / "faults/council-refuses-evidence.xlsx"
POLICIES = [
    ("required", "zero"), ("required", "not_met"), ("required", "not_scored"),
    ("required", "warn"), ("advised", "warn"),
]  # fmt: skip
REFUSED = Appraisal(evidence=False, reason="ảnh của năm trước")


def with_policy(policy: str, without: str, points: bool) -> Raw:
    fields: Raw = {"evidence": {"policy": policy, "without": without}}
    return one_indicator("yes_no", "full_if_met", **fields) if points else one_bar("yes_no", own=fields)


def decided(raw: Raw, answer: Any, appraisal: Appraisal, evidence: bool | None = True) -> IndicatorResult:
    """Give the one indicator as the council decided it."""
    criteria_set = made(raw)
    submission = submitted(criteria_set, {"1.1": answer}, evidence={"1.1": evidence})
    submission = appraised(submission.model_copy(update={"appraisals": {"1.1": appraisal}}))
    return score(criteria_set, submission).criteria[0].indicators[0]


def outcome(found: IndicatorResult) -> tuple[Any, ...]:
    return found.state, found.points.low, found.points.high, *((at.met_low, at.met_high) for at in found.levels)


@pytest.mark.parametrize("points", [True, False])
@pytest.mark.parametrize(("policy", "without"), POLICIES)
@pytest.mark.parametrize("answer", ["yes", "?"])
def test_refused_evidence_counts_for_nothing_under_every_policy(policy, without, points, answer):
    found = decided(with_policy(policy, without, points), answer, REFUSED)
    assert outcome(found) == ("refused", 0, 0, (False, False))


@pytest.mark.parametrize("points", [True, False])
def test_a_set_that_asks_for_no_evidence_has_none_to_refuse(points):
    found = decided(with_policy("none", "warn", points), "yes", REFUSED)
    assert outcome(found) == ("answered", 4 if points else 0, 4 if points else 0, (True, True))


@pytest.mark.parametrize("points", [True, False])
@pytest.mark.parametrize(("policy", "without"), POLICIES)
def test_a_figure_of_the_council_counts_beside_the_refusal(policy, without, points):
    own = REFUSED.model_copy(update={"values": {"answer": Fraction(1)}})
    found = decided(with_policy(policy, without, points), "no", own)
    assert outcome(found) == ("answered", 4 if points else 0, 4 if points else 0, (True, True))
    unreadable = REFUSED.model_copy(update={"values": {"answer": None}})
    found = decided(with_policy(policy, without, points), "no", unreadable)
    assert outcome(found) == ("missing", 0, 4 if points else 0, (False, True))


@pytest.mark.parametrize(("policy", "without"), POLICIES)
def test_the_unit_s_own_no_follows_the_set(policy, without):
    silent = decided(with_policy(policy, without, True), "yes", Appraisal(), evidence=False)
    paid = without in ("warn", "not_met")
    assert (silent.state, silent.points.low) == ("answered", 4 if paid else 0)
    assert silent.levels[0].met_low is (without == "warn")
    assert outcome(decided(with_policy(policy, without, True), "yes", REFUSED, evidence=False))[0] == "refused"


def test_a_refusal_is_a_change_even_where_the_unit_has_no_evidence():
    assert REFUSED.changes(Answer(evidence=False))
    assert not Appraisal(evidence=True).changes(Answer(evidence=True))
    assert not REFUSED.changes(Answer(not_applicable="không có trường"))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data(), pair=assessments())
def test_a_refusal_never_raises_points_or_level(data, pair):
    criteria_set, submission = pair
    stated = [name for name, one in submission.answers.items() if one.not_applicable is None]
    assume(stated)
    named = data.draw(st.sets(st.sampled_from(stated), min_size=1))
    refusing = submission.model_copy(update={"appraisals": dict.fromkeys(named, REFUSED)})
    council = appraised(refusing)
    before, after = score(criteria_set, submission), score(criteria_set, council)
    for one, other in zip(before.sheets, after.sheets, strict=True):
        for old, new in zip(one.criteria, other.criteria, strict=True):
            for was, now in zip(old.indicators, new.indicators, strict=True):
                counted = was.state not in ("not_applicable", "not_asked")
                if was.id in named and counted and criteria_set.evidence_policies[was.id].policy != "none":
                    assert (now.state, now.points.high, now.maximum) == ("refused", 0, was.maximum)
                    assert not any(at.met_high for at in now.levels)
                else:
                    assert now.points == was.points
                    assert now.levels == was.levels
    pairs = zip(reached(criteria_set, before, submission), reached(criteria_set, after, council), strict=True)
    assert all(now <= was for was, now in pairs)


def reached(criteria_set: Any, card: Any, submission: Submission) -> list[int]:
    order = ("not_eligible", "possible", "eligible")
    return [order.index(level.state) for level in judge(criteria_set, card, submission).levels]


# ---------------------------------------------------------------- the fault


def test_council_refuses_evidence():
    """Level 1 was granted, without a word, where the council refused the evidence of one of its indicators."""
    own, council = assess(FAULT, which="both").both
    assert (own.verdict.certain, council.verdict.certain, council.verdict.possible) == ("muc-do-1", None, None)
    found = unit_object(Words("vi"), assess(FAULT, which="appraised"))
    (one,) = [one for each in found["criteria"] for one in each["indicators"] if one["id"] == "3.2"]
    assert (one["state"], one["evidence"]) == ("refused", False)
    assert {name: at["met"] for name, at in one["levels"].items()} == {"muc-do-1": False, "muc-do-2": False}
    (change,) = json.loads(json.dumps(found["appraisal"]))["changes"]
    assert (change["id"], change["appraised"]["state"], change["evidence_accepted"]) == ("3.2", "refused", False)


def test_points_of_refused_evidence_are_0_in_json(form_file):
    def refuse(form: Any) -> None:
        form.cell("1.1", "appraised_evidence").value = "không chấp nhận"

    found = unit_object(Words("vi"), assess(form_file(refuse), which="appraised"))
    one = found["criteria"][0]["indicators"][0]
    assert (one["state"], one["met"], one["low"], one["high"]) == ("refused", False, "0", "0")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_beside_the_reason_that_this_is_a_reading(language):
    words = Words(language)
    assessment = assess(FAULT, which="appraised")
    page = write_markdown(compose_unit(words, assessment))
    (row,) = [line for line in page.splitlines() if line.startswith("| 3.2 |") and "Không có thư viện" in line]
    assert words.say("appraisal-evidence-uncounted") in row
    assert words.say("appraisal-refused-rule") in page
    assert words.say("separating-refused") in page
    explained = write_markdown(compose_explanation(words, assessment, "3.2"))
    assert words.say("appraisal-refused-rule") in explained


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_with_a_figure_says_only_that(form_file, language):
    words = Words(language)

    def refuse(form: Any) -> None:
        for field, value in (("appraised_evidence", "không chấp nhận"), ("appraised_1", 40), ("appraised_reason", "x")):
            form.cell("2.2", field).value = value

    page = write_markdown(compose_unit(words, assess(form_file(refuse))))
    (row,) = [line for line in page.splitlines() if line.startswith("| 2.2 |") and "40 / 73" in line]
    assert words.say("appraisal-evidence-refused") in row
    assert words.say("appraisal-evidence-uncounted") not in row
    assert words.say("appraisal-refused-rule") not in page
