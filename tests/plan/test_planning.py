"""The cheapest way to a level: nothing cheaper leads there, and doing what a plan says does."""

from __future__ import annotations

import effort
from small_plans import best_cost, cases_of, cheaper_ways_tried, done, holds, rank
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


def test_the_best_case_takes_what_a_unit_takes_whose_blanks_turned_out_best() -> None:
    """Where that is less than the way that is certain takes; what it says of the blanks is enough."""
    tried = 0
    for seed, criteria_set, submission, level in cases_of(effort.times(120, 1200), 0.15, eligible=False):
        found = plan(criteria_set, submission, level).outlooks
        if not found:
            continue
        best = found[0].plans[0] if found[0].plans else None
        costs = [best_cost(criteria_set, submission, level), *(rank(one) for one in found[-1].plans[:1])]
        least = min((one for one in costs if one is not None), default=None)
        assert least == (None if best is None else rank(best)), seed
        if best is not None and len(found) > 1:
            assert holds(criteria_set, done(submission, best), level), seed
            assert all(rank(best) < rank(one) for one in found[1].plans), seed
            tried += 1
    assert tried > 20
