"""What a unit is on the way to, and with which step of a plan it begins."""

from __future__ import annotations

from fractions import Fraction

from xhht_score.plan.records import Step, StepPlan
from xhht_score.results import Verdict


def level_ahead(verdict: Verdict) -> str | None:
    """Give the lowest level that is not certain; None where the highest is."""
    if verdict.levels[-1].state == "eligible":
        return None
    return next(one.id for one in verdict.levels if one.state != "eligible")


def first_step(plan: StepPlan) -> Step | None:
    """Give the step of a plan that brings the most points for its effort, else the one of the least effort.

    All steps of a plan are needed; of equal ones the first in the order of the set is given. None where there is none.
    """
    return min(plan.steps, key=_rank, default=None)


def _rank(one: Step) -> tuple[bool, Fraction, Fraction]:
    if not one.effort:
        return False, Fraction(0), Fraction(0)
    return True, -(one.after.low - one.before.low) / one.effort, one.effort
