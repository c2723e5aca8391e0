"""The cheapest way to a level: nothing cheaper leads there, and doing what a plan says does."""

from __future__ import annotations

import effort
from builders import completions
from small_plans import cases_of, cheaper_ways_tried, done, holds, rank
from xhht_score.plan.planning import PlanLimits, plan


def test_no_way_is_cheaper_than_the_plan() -> None:
    """`tests/plans.py` tries two thousand sets."""
    assert sum(cheaper_ways_tried(*case) for case in cases_of(50, 0.1, eligible=False)) > 300


def test_of_items_that_are_taken_back_the_cheapest_go_first() -> None:
    """A checklist whose items count downward, each with an effort of its own; it was found by `tests/plans.py`."""
    (case,) = cases_of(1, 0.1, eligible=False, start=66537)
    assert cheaper_ways_tried(*case) > 0


def test_a_share_of_a_blank_whole_stands_at_its_worst() -> None:
    """It is good enough whatever the whole becomes, so that there is a way; found by `tests/plans.py`."""
    (case,) = cases_of(1, 0.1, eligible=False, start=384)
    assert plan(*case[1:]).outlooks[-1].plans


def test_a_second_plan_leaves_out_something_of_the_first() -> None:
    several = 0
    for seed, criteria_set, submission, level in cases_of(effort.times(30, 300), 0.1, eligible=False):
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
    for seed, criteria_set, submission, level in cases_of(effort.times(60, 600), 0.15, eligible=False):
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
