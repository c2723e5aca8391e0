"""What alone changes a level: the change that is told does, one step less does not; refusals as few as can be."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction

import effort
from builders import Values, place
from make import HERE
from small_plans import cases_of, holds, reachable, start_of
from xhht_score.api.single import assess
from xhht_score.criteria import CriteriaSet
from xhht_score.measures import Measure
from xhht_score.plan.firmness import firmness
from xhht_score.plan.records import Flip
from xhht_score.submission import Submission


def with_values(submission: Submission, one: Flip, values: Mapping[str, Fraction | None]) -> Submission:
    """Give the unit with other values of the indicator of a flip, and with its evidence where the flip hands it in."""
    answer = submission.answers[one.indicator]
    made = answer.model_copy(update={"values": values, "evidence": True if one.evidence else answer.evidence})
    return submission.model_copy(update={"answers": {**submission.answers, one.indicator: made}})


def states_of(measure: Measure, given: Values, up: bool) -> list[dict[str, Fraction]]:
    """Give what a figure may be moved to, points that a council gives among them; none where its whole is blank."""
    if measure.kind == "given_points":
        parts = 1 / measure.step if measure.step else 100
        return [{"points": Fraction(at, parts)}
                for at in range(int(measure.least * parts), int(measure.most * parts) + 1)]  # fmt: skip
    return reachable(measure, given, up) or []


def one_less(
    criteria_set: CriteriaSet, submission: Submission, one: Flip, part: str, level: str, is_certain: bool
) -> dict[str, Fraction | None] | None:
    """Give the values of an indicator with one figure as near to the flip as it can be without being there.

    None where the flip does not move the figure, or nothing lies between.
    """
    indicator = criteria_set.indicators[one.indicator]
    measure, before = indicator.measures[part], submission.answers[one.indicator].values
    flipped = {**before, **{each.question: each.after for each in one.changes}}
    prefix = f"{part}." if part else ""
    given, after = ({each.name: values.get(prefix + each.name) for each in measure.inputs}
                    for values in (before, flipped))  # fmt: skip
    if given == after or None in after.values():
        return None
    up = indicator.rules[-1].scoring.upward != is_certain
    start = {**after, **given} if measure.kind == "given_points" else start_of(measure, given, up)
    if start is None:
        return None
    first, last = place(measure, start, level), place(measure, after, level)
    assert (last > first) == up, (one, first, last)
    between = [each for each in states_of(measure, given, up)
               if min(first, last) < place(measure, each, level) < max(first, last)]  # fmt: skip
    if not between:
        return None
    nearest = (max if up else min)(between, key=lambda each: place(measure, each, level))
    return {**flipped, **{prefix + name: value for name, value in nearest.items()}}


def test_the_change_that_is_told_flips_the_level_and_one_less_does_not() -> None:
    flips, shorter = 0, set[str]()
    for seed, criteria_set, submission, level in cases_of(effort.times(400, 4000), 0.1, eligible=None):
        found = firmness(criteria_set, submission, level)
        assert found.is_certain == holds(criteria_set, submission, level), seed
        for one in found.flips:
            values = submission.answers[one.indicator].values
            moved = {**values, **{each.question: each.after for each in one.changes}}
            assert holds(criteria_set, with_values(submission, one, moved), level) != found.is_certain, (seed, one)
            flips += 1
            for part, measure in criteria_set.indicators[one.indicator].measures.items():
                less = one_less(criteria_set, submission, one, part, level, found.is_certain)
                if less is not None:
                    unit = with_values(submission, one, less)
                    assert holds(criteria_set, unit, level) == found.is_certain, (seed, one, less)
                    shorter.add(measure.kind)
    assert flips > 100
    assert shorter >= {"status", "ratio", "count", "amount", "change", "checklist", "share_of_units"}


def test_an_indicator_that_is_not_among_the_flips_cannot_change_the_level_alone() -> None:
    for seed, criteria_set, submission, level in cases_of(effort.times(30, 300), 0.0, eligible=True):
        named = {one.indicator for one in firmness(criteria_set, submission, level).flips}
        for name, answer in submission.answers.items():
            nothing = {key: Fraction(0) if key not in ("over", "all", "last_year") else value
                       for key, value in answer.values.items()}  # fmt: skip
            upward = all(rule.scoring.upward for rule in criteria_set.indicators[name].rules)
            is_change = any(each.kind in ("change", "given_points")
                            for each in criteria_set.indicators[name].measures.values())  # fmt: skip
            if name in named or not upward or is_change or criteria_set.indicators[name].parts:
                continue
            made = answer.model_copy(update={"values": nothing})
            changed = submission.model_copy(update={"answers": {**submission.answers, name: made}})
            assert holds(criteria_set, changed, level), (seed, name)


def test_no_fewer_refusals_take_the_level_away() -> None:
    some = 0
    for seed, criteria_set, submission, level in cases_of(effort.times(30, 300), 0.0, eligible=True):
        found = firmness(criteria_set, submission, level).refusals
        names = [name for name in submission.answers if criteria_set.evidence_policies[name].policy != "none"]
        for size in range(1, len(names) + 1):
            lost = [chosen for chosen in itertools.combinations(names, size)
                    if not holds(criteria_set, refused(submission, chosen), level)]  # fmt: skip
            if lost:
                assert len(found) == size, (seed, found, lost)
                assert not holds(criteria_set, refused(submission, found), level), seed
                some += 1
                break
        else:
            assert found == (), seed
    assert some > 5


def refused(submission: Submission, names: tuple[str, ...]) -> Submission:
    answers = {name: answer.model_copy(update={"evidence": False, "refused": "uncounted"}) if name in names else answer
               for name, answer in submission.answers.items()}  # fmt: skip
    return submission.model_copy(update={"answers": answers})


def test_evidence_that_alone_makes_a_level_certain_is_a_change_without_figures() -> None:
    one = assess(HERE / "tt24" / "van-phong-huyen-mau.xlsx")
    found = firmness(one.criteria_set, one.submission, one.criteria_set.level_ids[0])
    assert found.flips == (Flip("2.3", (), True, Fraction(0)),)
    made = with_values(one.submission, found.flips[0], one.submission.answers["2.3"].values)
    assert firmness(one.criteria_set, made, found.level).is_certain
