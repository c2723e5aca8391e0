"""The cheapest way to a level: nothing cheaper leads there, and doing what a plan says does."""

from __future__ import annotations

import effort
from builders import completions
from small_plans import cases_of, cheaper, holds
from xhht_score.plan.planning import PlanLimits, plan
from xhht_score.plan.records import Outlook, StepPlan
from xhht_score.submission import Submission

#: Ways that are tried where there is said to be none.
_MOST_WAYS = 100


def done(submission: Submission, one: StepPlan) -> Submission:
    """Give the unit after it has done what a plan says, and the blanks have come out as it says."""
    answers = dict(submission.answers)
    for step in (*one.steps, *one.blanks):
        answer = answers[step.indicator]
        values = {**answer.values, **{change.question: change.after for change in step.changes}}
        answers[step.indicator] = answer.model_copy(
            update={"values": values, "evidence": True if step.evidence else answer.evidence}
        )
    return submission.model_copy(update={"answers": answers, "facts": {**submission.facts, **one.facts}})


def rank(one: StepPlan) -> tuple[object, ...]:
    return one.effort, len(one.steps), one.share


def certain(found: tuple[Outlook, ...]) -> Outlook:
    """Give the outlook that holds whatever the blanks become."""
    return found[-1]


def test_no_way_is_cheaper_than_the_plan() -> None:
    tried = 0
    for seed, criteria_set, submission, level in cases_of(effort.times(200, 2400), 0.1, eligible=False):
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
    for seed, criteria_set, submission, level in cases_of(effort.times(60, 600), 0.1, eligible=False):
        for outlook in plan(criteria_set, submission, level, PlanLimits(plans=3)).outlooks:
            sets = [{step.indicator for step in one.steps} for one in outlook.plans]
            assert [rank(one) for one in outlook.plans] == sorted(rank(one) for one in outlook.plans), seed
            assert all(not one <= other for at, one in enumerate(sets) for other in sets[at + 1 :]), seed
            several += len(sets) > 1
    assert several


#: Units with more completions are left to the others.
_MOST_COMPLETIONS = 60


def test_where_some_completion_has_a_way_the_best_case_has_one() -> None:
    tried = 0
    for seed, criteria_set, submission, level in cases_of(effort.times(120, 1200), 0.15, eligible=False):
        found = plan(criteria_set, submission, level).outlooks
        if len(found) < 2:
            continue
        every = [one for _, one in zip(range(_MOST_COMPLETIONS), completions(criteria_set, submission), strict=False)]
        best = found[0].plans[0] if found[0].plans else None
        if best is not None:
            assert holds(criteria_set, done(submission, best), level), seed
            tried += 1
            continue
        for one in every:
            outlooks = plan(criteria_set, one, level).outlooks
            assert not holds(criteria_set, one, level), seed
            assert not outlooks[-1].plans, seed
    assert tried > 5
