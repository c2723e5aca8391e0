"""What alone changes a level: the change that is told does, one step less does not; refusals as few as can be."""

from __future__ import annotations

import itertools
from fractions import Fraction

import effort
from make import HERE
from small_plans import cases_of, holds
from xhht_score.api.single import assess
from xhht_score.criteria import CriteriaSet
from xhht_score.measures import Checklist
from xhht_score.plan.firmness import firmness
from xhht_score.plan.records import Flip
from xhht_score.submission import Submission


def flipped(submission: Submission, one: Flip, less: Fraction = Fraction(0)) -> Submission:
    """Give the unit after a change, or after one that is less by some amount in its last figure."""
    answer = submission.answers[one.indicator]
    values = {**answer.values, **{each.question: each.after for each in one.changes}}
    if less:
        last = one.changes[-1]
        assert last.before is not None
        values[last.question] = last.after - less * (1 if last.after > last.before else -1)
    made = answer.model_copy(update={"values": values, "evidence": True if one.evidence else answer.evidence})
    return submission.model_copy(update={"answers": {**submission.answers, one.indicator: made}})


def one_less(criteria_set: CriteriaSet, one: Flip) -> Fraction | None:
    """Give the smallest amount of the figure that changes, where a single one does."""
    if len(one.changes) != 1 or one.changes[0].before is None:
        return None
    question = next(each for each in criteria_set.indicators[one.indicator].questions
                    if each.name == one.changes[0].question)  # fmt: skip
    if isinstance(question.measure, Checklist):
        return None
    return {"whole": Fraction(1), "percent": Fraction(1, 10_000), "decimal": Fraction(1, 100)}.get(
        question.input.kind, Fraction(1)
    )


def test_the_change_that_is_told_flips_the_level_and_one_less_does_not() -> None:
    flips = shorter = 0
    for seed, criteria_set, submission, level in cases_of(effort.times(80, 800), 0.1, eligible=None):
        found = firmness(criteria_set, submission, level)
        assert found.is_certain == holds(criteria_set, submission, level), seed
        for one in found.flips:
            assert holds(criteria_set, flipped(submission, one), level) != found.is_certain, (seed, one)
            flips += 1
            less = one_less(criteria_set, one)
            if less is not None and one.changes[0].before is not None:
                before = one.changes[0].before
                if abs(one.changes[0].after - before) > less:
                    assert holds(criteria_set, flipped(submission, one, less), level) == found.is_certain, (seed, one)
                    shorter += 1
    assert flips > 25
    assert shorter > 8


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
    made = flipped(one.submission, found.flips[0])
    assert firmness(one.criteria_set, made, found.level).is_certain
