"""Met or not met at each level: bars just below, at and above their marks, parts, who is asked what, evidence, open."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from builders import (
    SMALL,
    Raw,
    made,
    one_bar,
    one_indicator,
    raw_bar_indicator,
    raw_criterion,
    raw_indicator,
    raw_set,
    read,
    submitted,
    text,
)
from xhht_score import XhhtError
from xhht_score.engine import score
from xhht_score.recognition import judge
from xhht_score.results import AtLevel, IndicatorResult, LevelResult, Scorecard, Verdict
from xhht_score.submission import Submission
from xhht_score.words import LANGUAGES, Words

RATIO = {**SMALL["ratio"], "maximum": "10000"}
PERCENTAGE = {"kind": "ratio", "of": text("share"), "percentage_only": "yes"}
AMOUNT = {**SMALL["amount"], "maximum": "100"}
TWO = {"muc-1": ["all_met"], "muc-2": ["all_met"]}
FACTS = {
    "type": {"title": text("type"), "choices": {"school": text("school"), "office": text("office")}},
    "area": {"title": text("area"), "choices": {"ordinary": text("ordinary"), "difficult": text("difficult")}},
}
SCHOOL, OFFICE = {"type": "school", "area": "ordinary"}, {"type": "office", "area": "ordinary"}


def bars(way: str = "at_least", applies_when: Raw | None = None, when: Any = None, **marks: Any) -> Raw:
    """Give bars of one way; the levels are `muc_1` and so on, as names of arguments cannot have a hyphen."""
    named = {level.replace("_", "-"): mark for level, mark in marks.items()}
    more = {name: given for name, given in (("applies_when", applies_when), ("when", when)) if given is not None}
    return {"kind": "bars", way: named, **more}


def submission_of(raw: Raw, given: Mapping[str, Any], year: int | None = None, **rest: Any) -> Submission:
    return submitted(made(raw), given, **rest).model_copy(update={"year": year})


def scored(raw: Raw, given: Mapping[str, Any], year: int | None = None, **rest: Any) -> Scorecard:
    return score(made(raw), submission_of(raw, given, year, **rest))


def judged(raw: Raw, given: Mapping[str, Any], **rest: Any) -> Verdict:
    return judge(made(raw), scored(raw, given, **rest), submission_of(raw, given, **rest))


def result(raw: Raw, given: Any, identifier: str = "1.1", **rest: Any) -> IndicatorResult:
    answers = given if isinstance(given, dict) and "1.1" in given else {identifier: given}
    card = scored(raw, answers, **rest)
    return next(one for criterion in card.criteria for one in criterion.indicators if one.id == identifier)


def levels(raw: Raw, given: Mapping[str, Any], **rest: Any) -> tuple[LevelResult, ...]:
    return judged(raw, given, **rest).levels


def met(found: AtLevel) -> str:
    """Give in one word how an indicator stands at a level."""
    if not found.asked:
        return "not asked"
    return "met" if found.met_low else "open" if found.met_high else "short"


def standing(raw: Raw, given: Any, **rest: Any) -> list[str]:
    return [met(found) for found in result(raw, given, **rest).levels]


# ---------------------------------------------------------------- at the mark, just below it, just above it


@pytest.mark.parametrize(
    ("way", "below", "at", "above"),
    [
        ("at_least", "short", "met", "met"),
        ("above", "short", "short", "met"),
        ("at_most", "met", "met", "short"),
        ("below", "met", "short", "short"),
    ],
)
def test_a_bar_around_its_mark(way, below, at, above):
    for measure, mark, tries in (
        (RATIO, "60%", ("5999/10000", "6000/10000", "6001/10000")),
        (PERCENTAGE, "60%", ("59.99%", "60%", "60.01%")),
        (AMOUNT, "45.5", ("45.499999999", "45.5", "45.500000001")),
        ({**SMALL["count"], "maximum": "9"}, "4", ("3", "4", "5")),
        (SMALL["status"], "muc-2", ("muc-1", "muc-2", "muc-3")),
        (SMALL["checklist"], "2", (["a"], ["a", "b"], ["a", "b", "c"])),
        (SMALL["change"], "1", ("1 -> 1", "1 -> 2", "1 -> 3")),
        ({**SMALL["share_of_units"], "maximum": "90"}, "50%", *[
            ({"kha": "0", "tot": "44", "all": "89"}, {"kha": "0", "tot": "44", "all": "88"},
             {"kha": "0", "tot": "44", "all": "87"})
        ]),
    ):  # fmt: skip
        raw = one_bar(measure, bars(way, dat=mark))
        assert [standing(raw, given) for given in tries] == [[below], [at], [above]], measure["kind"]


@pytest.mark.parametrize(
    ("measure", "given", "expected"),
    [
        ("yes_no", "yes", "met"),
        ("yes_no", "no", "short"),
        ("yes_no", "?", "open"),
        (SMALL["checklist"], ["a", "b", "c"], "met"),
        (SMALL["checklist"], ["a", "b"], "short"),
        (SMALL["change"], "2 -> 3", "met"),
        (SMALL["change"], "2 -> 2", "short"),  # as much as last year is no rise
        (SMALL["change"], "3 -> 2", "short"),
        (SMALL["change"], "3 -> ?", "short"),  # no more than 3 can be reported
        (SMALL["change"], "2 -> ?", "open"),
        ({**SMALL["change"], "direction": "falls"}, "3 -> 2", "met"),
        ({**SMALL["change"], "direction": "falls"}, "2 -> 2", "short"),
    ],
)
def test_without_a_mark_a_measure_is_met_at_its_own_goal(measure, given, expected):
    assert standing(one_bar(measure), given) == [expected]


@pytest.mark.parametrize(
    ("given", "lower", "higher"),
    [
        ("5999/10000", "short", "short"),
        ("6000/10000", "met", "short"),
        ("7999/10000", "met", "short"),
        ("8000/10000", "met", "met"),
        ("?/?", "open", "open"),
        ("6000/?", "met", "open"),  # of at most 10000
        ("5999/?", "open", "open"),
        ("0/?", "short", "short"),
        ("10000/?", "met", "met"),  # there cannot be more than 10000
    ],
)
def test_each_level_has_its_own_mark(given, lower, higher):
    raw = one_bar(RATIO, bars(muc_1="60%", muc_2="80%"), levels=TWO)
    assert standing(raw, given) == [lower, higher]
    states = {"met": "eligible", "open": "possible", "short": "not_eligible"}
    assert [level.state for level in levels(raw, {"1.1": given})] == [states[lower], states[higher]]


def test_a_lower_level_may_be_missed_where_the_higher_is_reached():
    """No level is implied by a higher one."""
    raw = one_bar(RATIO, {"kind": "bars", "at_most": {"muc-1": "50%"}, "at_least": {"muc-2": "80%"}}, levels=TWO)
    assert standing(raw, "9/10") == ["short", "met"]
    verdict = judged(raw, {"1.1": "9/10"})
    assert (verdict.certain, verdict.possible) == ("muc-2", "muc-2")


def test_what_was_found_and_what_is_lacking_is_exact():
    (lower, higher) = result(one_bar(RATIO, bars(muc_1="60%", muc_2="80%"), levels=TWO), "59/100").levels
    (one,), (other,) = lower.bars, higher.bars
    assert (one.state, one.short_by, one.found.low, one.found.high) == (
        "short", Fraction(1, 100), Fraction(59, 100), Fraction(59, 100),
    )  # fmt: skip
    assert other.short_by == Fraction(21, 100)
    (only,) = result(one_bar(AMOUNT, bars("below", dat="45")), "45").levels[0].bars
    assert only.short_by == 0  # just the mark is reached, and less is asked
    (met_one,) = result(one_bar(AMOUNT, bars("below", dat="45")), "44.9").levels[0].bars
    assert (met_one.state, met_one.short_by) == ("met", None)


def test_what_is_half_filled_in_lacks_only_what_the_best_filling_lacks():
    """Of at most 4 people 1 is counted, so the share is at least 25%."""
    (only,) = result(one_bar(SMALL["ratio"], bars("at_most", dat="20%")), "1/?").levels[0].bars
    assert (only.found.low, only.found.high) == (Fraction(1, 4), Fraction(1))
    assert (only.state, only.short_by) == ("short", Fraction(1, 20))


def test_a_set_without_points_gives_none():
    card = scored(one_bar("yes_no"), {"1.1": "yes"})
    assert (card.total.points.high, card.total.maximum.high, card.total.percent) == (0, 0, None)


def test_a_number_out_of_bounds_counts_as_missing():
    criteria_set = made(one_bar(SMALL["count"], bars(dat="3")))
    submission = submitted(criteria_set, {"1.1": "5"})
    answer = submission.answers["1.1"].model_copy(update={"values": {"number": Fraction(6)}})
    card = score(criteria_set, submission.model_copy(update={"answers": {"1.1": answer}}))
    (found,) = card.criteria[0].indicators
    assert (found.state, met(found.levels[0])) == ("missing", "open")


# ---------------------------------------------------------------- shares that count otherwise at each level


SHARE: Raw = {
    **{name: value for name, value in SMALL["share_of_units"].items() if name != "counted"},
    "counted_at": {"muc-1": ["kha", "tot"], "muc-2": ["tot"]},
    "maximum": "50",
}


@pytest.mark.parametrize(
    ("kha", "tot", "count", "expected"),
    [
        ("5", "4", "10", ["met", "short"]),
        ("0", "9", "10", ["met", "met"]),  # a unit at the higher level counts at the lower one too
        ("8", "0", "10", ["short", "short"]),
        ("?", "9", "10", ["met", "met"]),
        ("9", "?", "10", ["met", "short"]),  # at most one of ten can still be at the higher level
        ("?", "5", "10", ["open", "short"]),
        ("5", "?", "?", ["open", "open"]),
        ("?", "?", "?", ["open", "open"]),
    ],
)
def test_a_share_counts_the_levels_that_its_level_names(kha, tot, count, expected):
    raw = one_bar(SHARE, bars(muc_1="90%", muc_2="90%"), levels=TWO)
    assert standing(raw, {"1.1": {"kha": kha, "tot": tot, "all": count}}) == expected


def test_a_share_that_differs_between_the_levels_has_no_single_place():
    found = result(
        one_bar(SHARE, bars(muc_1="90%", muc_2="90%"), levels=TWO), {"1.1": {"kha": "1", "tot": "1", "all": "4"}}
    )
    assert found.value is None
    assert [bar.found.low for at in found.levels for bar in at.bars] == [Fraction(1, 2), Fraction(1, 4)]


# ---------------------------------------------------------------- parts


TRAINED: Raw = {"trained": RATIO, "graduates": RATIO}
MARKS = {"muc_1": {"trained": "50%", "graduates": "12%"}, "muc_2": {"trained": "60%", "graduates": "15%"}}


@pytest.mark.parametrize(
    ("trained", "graduates", "expected"),
    [
        ("50/100", "12/100", ["met", "short"]),
        ("4999/10000", "12/100", ["short", "short"]),
        ("50/100", "1199/10000", ["short", "short"]),
        ("60/100", "15/100", ["met", "met"]),
        ("60/100", "14/100", ["met", "short"]),
        ("60/100", "?", ["open", "open"]),
        ("40/100", "?", ["short", "short"]),  # what is open cannot help
        ("?", "?", ["open", "open"]),
    ],
)
def test_all_parts_have_to_pass(trained, graduates, expected):
    raw = one_bar(TRAINED, bars(**MARKS), levels=TWO)
    assert standing(raw, {"1.1": {"trained": trained, "graduates": graduates}}) == expected


def test_parts_of_other_kinds_stand_together_each_with_its_own_bar():
    parts = {"programmes": {**SMALL["count"], "maximum": "9"}, "open": SMALL["yes_no"], "fewer": SMALL["change"]}
    raw = one_bar(parts, {"kind": "bars", "at_least": {"dat": {"programmes": "4"}}, "at_most": {"dat": {"fewer": "0"}}})
    assert standing(raw, {"1.1": {"programmes": "4", "open": "yes", "fewer": "2 -> 2"}}) == ["met"]
    for wrong in ({"programmes": "3"}, {"open": "no"}, {"fewer": "2 -> 3"}):
        assert standing(raw, {"1.1": {"programmes": "4", "open": "yes", "fewer": "2 -> 2", **wrong}}) == ["short"]


def test_each_part_says_how_it_stands():
    raw = one_bar(TRAINED, bars(**MARKS), levels=TWO)
    found = result(raw, {"1.1": {"trained": "50/100", "graduates": "?"}})
    assert [[(bar.part, bar.state) for bar in at.bars] for at in found.levels] == [
        [("trained", "met"), ("graduates", "open")],
        [("trained", "short"), ("graduates", "open")],
    ]
    assert (found.state, found.value) == ("missing", None)
    assert [one.name for one in found.values] == ["trained.of", "trained.over", "graduates.of", "graduates.over"]


# ---------------------------------------------------------------- other marks for other units


def test_a_unit_is_measured_by_the_first_marks_that_fit_it():
    lower = {"muc-1": {"trained": "40%", "graduates": "10%"}, "muc-2": {"trained": "50%", "graduates": "12%"}}
    raw = one_bar(TRAINED, bars(**MARKS, when=[{"area": "difficult", "at_least": lower}]), levels=TWO, facts=FACTS)
    given = {"1.1": {"trained": "40/100", "graduates": "10/100"}}
    assert standing(raw, given, facts=SCHOOL) == ["short", "short"]
    assert standing(raw, given, facts={**SCHOOL, "area": "difficult"}) == ["met", "short"]
    assert standing(raw, given, facts={"type": "school"}) == ["open", "short"]  # the area is not known


# ---------------------------------------------------------------- who is asked what


def asked_set(**own: Any) -> Raw:
    """Give a set of an indicator that everybody is asked and one that is asked as `own` says."""
    scoring = own.pop("scoring", "bars")
    reported = own.pop("reported", "yes_no")
    both = [raw_bar_indicator("1.1", "yes_no"), raw_bar_indicator("1.2", reported, scoring, **own)]
    return raw_set(raw_criterion("1", *both), levels=TWO, facts=FACTS)


def test_an_indicator_that_is_not_asked_of_a_unit_is_left_out_of_every_level():
    raw = asked_set(applies_when={"type": "school"})
    for given in ({"1.1": "yes"}, {"1.1": "yes", "1.2": "no"}):
        found = result(raw, given, "1.2", facts=OFFICE)
        assert (found.state, standing(raw, given, identifier="1.2", facts=OFFICE)) == ("not_asked", ["not asked"] * 2)
        for level in levels(raw, given, facts=OFFICE):
            assert level.state == "eligible"
            assert [finding.state for finding in level.conditions[0].findings] == ["met", "left_out"]
            assert (level.attainment.met.low, level.attainment.applicable.low) == (1, 1)
    assert [level.state for level in levels(raw, {"1.1": "yes", "1.2": "no"}, facts=SCHOOL)] == ["not_eligible"] * 2
    assert [level.state for level in levels(raw, {"1.1": "yes"}, facts=SCHOOL)] == ["possible"] * 2


def test_an_indicator_may_be_asked_of_units_by_several_facts_and_choices():
    raw = asked_set(applies_when={"type": ["school", "office"], "area": "difficult"})
    for facts, expected in ((SCHOOL, "not asked"), ({**OFFICE, "area": "difficult"}, "open")):
        assert standing(raw, {"1.1": "yes"}, identifier="1.2", facts=facts) == [expected] * 2


def test_a_part_that_is_not_asked_of_a_unit_need_not_pass():
    reported = {"members": RATIO, "learners": {"measure": RATIO, "applies_when": {"type": "school"}}}
    both = {"members": "90%", "learners": "95%"}
    raw = asked_set(reported=reported, scoring=bars(muc_1=both, muc_2=both))
    for learners in ("?", "1/100"):
        given = {"1.1": "yes", "1.2": {"members": "9/10", "learners": learners}}
        found = result(raw, given, "1.2", facts=OFFICE)
        assert (found.state, [met(at) for at in found.levels]) == ("answered", ["met", "met"])
        assert [[bar.part for bar in at.bars] for at in found.levels] == [["members"], ["members"]]
    given = {"1.1": "yes", "1.2": {"members": "9/10", "learners": "94/100"}}
    assert standing(raw, given, identifier="1.2", facts=SCHOOL) == ["short", "short"]


def test_an_indicator_none_of_whose_parts_is_asked_is_not_asked():
    reported = {name: {"measure": RATIO, "applies_when": {"type": "school"}} for name in ("a", "b")}
    raw = asked_set(reported=reported, scoring=bars(muc_1={"a": "90%", "b": "95%"}, muc_2={"a": "90%", "b": "95%"}))
    assert result(raw, {"1.1": "yes"}, "1.2", facts=OFFICE).state == "not_asked"
    assert [level.state for level in levels(raw, {"1.1": "yes"}, facts=OFFICE)] == ["eligible", "eligible"]


def test_a_level_that_does_not_ask_an_indicator_does_not_need_it():
    raw = asked_set(scoring=bars(applies_when={"muc-2": {"type": "school"}}))
    given = {"1.1": "yes", "1.2": "no"}
    assert standing(raw, given, identifier="1.2", facts=OFFICE) == ["short", "not asked"]
    assert standing(raw, given, identifier="1.2", facts=SCHOOL) == ["short", "short"]
    lower, higher = levels(raw, given, facts=OFFICE)
    assert (lower.state, higher.state) == ("not_eligible", "eligible")
    assert (lower.attainment.met.low, lower.attainment.applicable.low) == (1, 2)
    assert (higher.attainment.met.low, higher.attainment.applicable.low) == (1, 1)
    assert [finding.state for finding in higher.conditions[0].findings] == ["met", "left_out"]
    assert higher.criteria[0] == higher.attainment


def test_while_a_fact_is_not_known_the_level_is_as_sure_as_every_choice_makes_it():
    raw = asked_set(applies_when={"type": "school"})
    for answer, state in (("yes", "eligible"), ("no", "possible"), ("?", "possible")):
        for level in levels(raw, {"1.1": "yes", "1.2": answer}, facts={"area": "ordinary"}):
            assert level.state == state
            assert (level.attainment.applicable.low, level.attainment.applicable.high) == (1, 2)


def test_a_level_that_asks_nothing_of_a_unit_is_not_eligible():
    """A rule that could not run has not been passed."""
    raw = one_bar("yes_no", levels=TWO, own={"applies_when": {"type": "school"}}, facts=FACTS)
    for level in levels(raw, {"1.1": "yes"}, facts=OFFICE):
        assert ([one.state for one in level.conditions], level.state) == (["left_out"], "not_eligible")
        assert level.attainment.percent is None


def test_what_a_unit_may_declare_not_applicable_is_left_out_like_what_is_not_asked():
    raw = one_bar("yes_no", levels=TWO, own={"not_applicable": {"for": {"type": "office"}}}, facts=FACTS)
    declared = {"1.1": {"not_applicable": "không có"}}
    assert result(raw, declared, facts=OFFICE).state == "not_applicable"
    assert standing(raw, declared, facts=OFFICE) == ["not asked", "not asked"]
    assert standing(raw, declared, facts=SCHOOL) == ["open", "open"]


# ---------------------------------------------------------------- evidence


@pytest.mark.parametrize(
    ("without", "evidence", "expected"),
    [
        *((without, True, "met") for without in ("warn", "zero", "not_met", "not_scored")),
        *((without, None, "open") for without in ("zero", "not_met", "not_scored")),
        *((without, False, "short") for without in ("zero", "not_met", "not_scored")),
        ("warn", None, "met"),
        ("warn", False, "met"),
    ],
)
def test_an_indicator_without_its_evidence_is_not_met(without, evidence, expected):
    raw = one_bar("yes_no", levels=TWO, evidence={"policy": "required", "without": without})
    assert standing(raw, "yes", evidence={"1.1": evidence}) == [expected] * 2
    assert standing(raw, "no", evidence={"1.1": evidence}) == ["short"] * 2
    states = {"met": "eligible", "open": "possible", "short": "not_eligible"}
    assert {level.state for level in levels(raw, {"1.1": "yes"}, evidence={"1.1": evidence})} == {states[expected]}


@pytest.mark.parametrize("policy", ["advised", "none"])
def test_evidence_that_is_not_required_changes_nothing(policy):
    raw = one_bar("yes_no", levels=TWO, evidence={"policy": policy, "without": "not_met"})
    assert standing(raw, "yes", evidence={"1.1": False}) == ["met", "met"]


def test_an_indicator_may_have_an_evidence_policy_of_its_own():
    own = {"evidence": {"policy": "none"}}
    raw = one_bar("yes_no", levels=TWO, own=own, evidence={"policy": "required", "without": "not_met"})
    assert standing(raw, "yes", evidence={"1.1": False}) == ["met", "met"]


def test_the_lack_of_evidence_does_not_bring_in_what_is_not_asked():
    raw = asked_set(scoring=bars(applies_when={"muc-2": {"type": "school"}}))
    raw["evidence"] = {"policy": "required", "without": "not_met"}
    given = {"1.1": "yes", "1.2": "yes"}
    assert standing(raw, given, identifier="1.2", facts=OFFICE, evidence={"1.2": False}) == ["short", "not asked"]


def test_what_lacks_its_evidence_is_among_the_problems():
    raw = one_bar("yes_no", evidence={"policy": "required", "without": "not_met"})
    for evidence, code in ((False, "evidence-lacking"), (None, "evidence-blank")):
        (problem,) = scored(raw, {"1.1": "yes"}, evidence={"1.1": evidence}).problems
        assert (problem.code, problem.arguments["indicator"], problem.arguments["without"]) == (
            code,
            "1.1",
            "without-not_met",
        )
    assert scored(raw, {"1.1": "no"}, evidence={"1.1": True}).problems == ()


# ---------------------------------------------------------------- a rule that nobody can read


NOTE = text("districts ended")
OPEN = {"open_from": {"year": "2025", "note": NOTE}}
FILLINGS = [
    {"kha": "0", "tot": "10", "all": "10"},
    {"kha": "0", "tot": "0", "all": "10"},
    {"kha": "?", "tot": "?", "all": "?"},
    {"kha": "1", "tot": "?", "all": "?"},
]


@pytest.mark.parametrize("year", [2025, 2026, 2030])
@pytest.mark.parametrize("given", FILLINGS)
def test_an_open_reading_stays_open_whatever_is_filled_in(year, given):
    raw = one_bar(SHARE, bars(muc_1="90%", muc_2="90%"), levels=TWO, own=OPEN)
    assert standing(raw, {"1.1": given}, year=year) == ["open", "open"]
    assert [level.state for level in levels(raw, {"1.1": given}, year=year)] == ["possible", "possible"]
    (problem,) = scored(raw, {"1.1": given}, year=year).problems
    assert (problem.code, problem.arguments["indicator"], problem.arguments["year"]) == (
        "reading-open",
        "1.1",
        str(year),
    )
    for language in LANGUAGES:
        assert Words(language).text(problem.arguments["note"]) in Words(language).message(problem)


def test_before_its_year_an_open_reading_is_judged_like_any_other():
    year = 2024
    raw = one_bar(SHARE, bars(muc_1="90%", muc_2="90%"), levels=TWO, own=OPEN)
    assert [standing(raw, {"1.1": given}, year=year) for given in FILLINGS] == [
        ["met", "met"], ["short", "short"], ["open", "open"], ["open", "open"],
    ]  # fmt: skip
    assert scored(raw, {"1.1": FILLINGS[0]}, year=year).problems == ()


def test_without_a_year_an_open_reading_stays_open():
    """A year that is not known could be one of those in which nobody knows how to read it."""
    raw = one_bar(SHARE, bars(muc_1="90%", muc_2="90%"), levels=TWO, own=OPEN)
    assert [standing(raw, {"1.1": given}, year=None) for given in FILLINGS] == [["open", "open"]] * len(FILLINGS)


@pytest.mark.parametrize("year", [2024, 2025, None])
@pytest.mark.parametrize("counts", [("0", "0"), ("0", None), ("1", "0"), (None, None)])
def test_no_units_at_all_are_never_divided_by(year, counts):
    """Without districts the unit may well report 0 of 0; the answer counts as missing, and the indicator is open."""
    criteria_set = made(one_bar(SHARE, bars(muc_1="90%", muc_2="90%"), levels=TWO, own=OPEN))
    submission = submitted(criteria_set, {"1.1": "?"})
    values = {
        name: None if value is None else Fraction(value) for name, value in zip(("kha", "tot"), counts, strict=True)
    }
    answer = submission.answers["1.1"].model_copy(update={"values": {**values, "all": Fraction(0)}})
    submission = submission.model_copy(update={"year": year, "answers": {"1.1": answer}})
    card = score(criteria_set, submission)
    (found,) = card.criteria[0].indicators
    assert [met(at) for at in found.levels] == ["open", "open"]
    assert [level.state for level in judge(criteria_set, card, submission).levels] == ["possible", "possible"]


def test_an_open_reading_with_points_gives_nothing_to_everything():
    indicator = one_indicator("yes_no", "full_if_met")
    indicator["criteria"][0]["indicators"][0]["open_from"] = OPEN["open_from"]
    for year, low in ((2024, 4), (2025, 0)):
        points = scored(indicator, {"1.1": "yes"}, year=year).total.points
        assert (points.low, points.high) == (low, 4)


def test_what_is_short_elsewhere_is_not_saved_by_what_is_open():
    both = [raw_bar_indicator("1.1", "yes_no", **OPEN), raw_bar_indicator("1.2", "yes_no")]
    raw = raw_set(raw_criterion("1", *both), levels=TWO)
    for answer, state in (("yes", "possible"), ("no", "not_eligible")):
        assert {level.state for level in levels(raw, {"1.1": "yes", "1.2": answer}, year=2025)} == {state}


# ---------------------------------------------------------------- all met, and named ones


def test_a_level_may_ask_for_named_indicators_only():
    each = [raw_bar_indicator(f"1.{number}", "yes_no") for number in (1, 2, 3)]
    wanted = {"muc-1": [{"indicators": {"met": ["1.1", "1.3"]}}], "muc-2": ["all_met"]}
    raw = raw_set(raw_criterion("1", *each), levels=wanted)
    lower, higher = levels(raw, {"1.1": "yes", "1.2": "no", "1.3": "yes"})
    assert (lower.state, higher.state) == ("eligible", "not_eligible")
    assert higher.conditions[0].short_by == 1
    assert (lower.attainment.met.low, lower.attainment.applicable.low) == (2, 3)


# ---------------------------------------------------------------- beside indicators with points


def mixed(*required: Any) -> Raw:
    """Give a set with an indicator of 10 points, and beside it one that is only met or not met."""
    each = [raw_indicator("1.1", "yes_no", "full_if_met", 10), raw_bar_indicator("1.2", "yes_no")]
    return raw_set(raw_criterion("1", *each), levels={"dat": list(required)})


@pytest.mark.parametrize(("answer", "state"), [("yes", "met"), ("no", "short"), ("?", "open")])
def test_an_indicator_without_points_counts_among_all_that_is_met(answer, state):
    (level,) = levels(mixed("all_met", {"total": {"at_least": "100%"}}), {"1.1": "yes", "1.2": answer})
    assert [condition.state for condition in level.conditions] == [state, "met"]


def test_an_indicator_without_points_has_no_part_in_what_each_indicator_has_to_earn():
    """It cannot earn any, so the level could never be reached."""
    (level,) = levels(mixed({"each_indicator": {"at_least": "5"}}), {"1.1": "yes", "1.2": "yes"})
    assert [finding.state for finding in level.conditions[0].findings] == ["met", "left_out"]
    assert level.state == "eligible"


# ---------------------------------------------------------------- drafts


def draft(**fields: Any) -> Raw:
    return one_bar("yes_no", status="draft", lacking=[text("the maximum points"), text("the annex")], **fields)


def test_a_draft_loads_and_is_refused_by_scoring_with_what_it_lacks():
    criteria_set = made(draft())
    with pytest.raises(XhhtError) as error:
        score(criteria_set, submitted(criteria_set, {"1.1": "yes"}))
    (problem,) = error.value.problems
    assert (problem.code, problem.arguments["given"]) == ("set-is-draft", "small")
    for language in LANGUAGES:
        said = Words(language).message(problem)
        for lacking in criteria_set.lacking:
            assert Words(language).text(lacking) in said


def test_only_a_draft_may_have_a_criterion_without_indicators_or_without_its_points():
    empty = {"id": "2", "title": text("criterion")}
    for status, codes in (("draft", set()), ("illustrative", {"field-lacking"})):
        raw = one_bar("yes_no", status=status)
        raw["criteria"].append(empty)
        assert {problem.code for problem in read(raw)[1]} == codes
