"""The cheapest way to a level: nothing cheaper leads there, and doing what a plan says does."""

from __future__ import annotations

import random

import effort
from small_plans import cheaper, holds, small_set, small_unit
from xhht_score.criteria import CriteriaSet
from xhht_score.plan.planning import Limits, plan
from xhht_score.plan.records import Outlook, Plan
from xhht_score.submission import Submission

#: Ways that are tried where there is said to be none.
_MOST_WAYS = 100


def cases(count: int, blanks: float) -> list[tuple[int, CriteriaSet, Submission, str]]:
    found, seed = [], 0
    while len(found) < count:
        seed += 1
        chance = random.Random(seed)
        criteria_set = small_set(chance)
        if criteria_set is None:
            continue
        submission = small_unit(chance, criteria_set, blanks)
        level = chance.choice(criteria_set.level_ids)
        if not holds(criteria_set, submission, level):
            found.append((seed, criteria_set, submission, level))
    return found


def done(submission: Submission, one: Plan) -> Submission:
    """Give the unit after it has done what a plan says, and the blanks have come out as it says."""
    answers = dict(submission.answers)
    for step in (*one.steps, *one.blanks):
        answer = answers[step.indicator]
        values = {**answer.values, **{change.question: change.after for change in step.changes}}
        answers[step.indicator] = answer.model_copy(
            update={"values": values, "evidence": True if step.evidence else answer.evidence}
        )
    return submission.model_copy(update={"answers": answers, "facts": {**submission.facts, **one.facts}})


def rank(one: Plan) -> tuple[object, ...]:
    return one.effort, len(one.steps), one.share


def certain(found: tuple[Outlook, ...]) -> Outlook:
    """Give the outlook that holds whatever the blanks become."""
    return found[-1]


def test_no_way_is_cheaper_than_the_plan() -> None:
    tried = 0
    for seed, criteria_set, submission, level in cases(effort.times(200, 2400), 0.1):
        outlook = certain(plan(criteria_set, submission, level).outlooks)
        best = outlook.plans[0] if outlook.plans else None
        if best is not None:
            assert holds(criteria_set, done(submission, best), level), seed
        than = None if best is None else (best.effort, len(best.steps), best.share)
        for at, (cost, made) in enumerate(cheaper(criteria_set, submission, level, than)):
            if best is None and at == _MOST_WAYS:
                break
            assert not holds(criteria_set, made, level), (seed, cost, than)
            tried += 1
    assert tried > 1000


def test_a_second_plan_leaves_out_something_of_the_first() -> None:
    several = 0
    for seed, criteria_set, submission, level in cases(effort.times(60, 600), 0.1):
        for outlook in plan(criteria_set, submission, level, Limits(plans=3)).outlooks:
            sets = [{step.indicator for step in one.steps} for one in outlook.plans]
            assert [rank(one) for one in outlook.plans] == sorted(rank(one) for one in outlook.plans), seed
            assert all(not one <= other for at, one in enumerate(sets) for other in sets[at + 1 :]), seed
            several += len(sets) > 1
    assert several
