"""The cheapest way to a level: nothing cheaper leads there, and doing what a plan says does."""

from __future__ import annotations

import random

import pytest

import agreement
import effort
import fillings
from small_plans import best_case_told, cases_of, cheaper_ways_tried, rank
from xhht_score.engine import score
from xhht_score.loading.loader import load
from xhht_score.plan.ahead import look_ahead
from xhht_score.plan.planning import PlanLimits, plan
from xhht_score.recognition import judge


def test_no_way_is_cheaper_than_the_plan() -> None:
    """`tests/plans.py` tries two thousand sets."""
    assert sum(cheaper_ways_tried(*case) for case in cases_of(30, 0.1, eligible=False)) > 150


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
    """`tests/plans.py` tries two thousand."""
    cases = cases_of(effort.times(120, 600), 0.15, eligible=False)
    assert sum(best_case_told(*case) for case in cases) > 20


@pytest.mark.parametrize("seed", [30, 267, 331, 437, 929, 1039])
def test_blanks_that_were_once_planned_for_wrongly(seed: int) -> None:
    """Found by brute force: a blank that bears only on what is done later, two blank years, a whole that may be more.

    After a blank has turned out best, the unit works on from there.
    """
    (case,) = cases_of(1, 0.15, eligible=False, start=seed - 1)
    best_case_told(*case)


def test_whatever_is_filled_in_there_is_something_to_say_of_what_lies_ahead() -> None:
    sets = [load(name).criteria_set for name in agreement.SHIPPED]
    for seed in range(effort.times(8, 600)):
        chance, criteria_set = random.Random(seed), sets[seed % len(sets)]
        submission = fillings.filled_in(chance, criteria_set)
        card = score(criteria_set, submission)
        verdict = judge(criteria_set, card, submission)
        found = look_ahead(criteria_set, submission, card, verdict, "plans")
        assert found.planned is None or found.planned.level == found.level, seed
