"""What lies ahead of a unit, as pages show it: `look_ahead(criteria_set, submission, card, verdict) -> Ahead`."""

from __future__ import annotations

from typing import Literal

from xhht_score.criteria import AllMet, CriteriaSet, EachCriterion, Indicators, OneCriterion, Total
from xhht_score.plan.firmness import firmness
from xhht_score.plan.first import level_ahead
from xhht_score.plan.planning import PlanLimits, plan
from xhht_score.plan.records import Ahead
from xhht_score.results import Scorecard, Verdict
from xhht_score.scoring import Proportional
from xhht_score.submission import Submission

#: A page waits for the plan of a set of so many indicators.
_MOST_PLANNED = 60
#: How far is looked: at every level, with the plan where a page can wait for it; at the next level only, with a plan
#: where each indicator is asked by itself, which takes next to nothing, else how firm it is; or at both, with every
#: plan that is quick.
Sight = Literal["unit", "many", "plans"]


def look_ahead(
    criteria_set: CriteriaSet, submission: Submission, card: Scorecard, verdict: Verdict, sight: Sight = "unit"
) -> Ahead:
    """Give how firm the levels of a unit are, and its plan for the next one. Raises `XhhtError` for a draft."""
    level = level_ahead(verdict)
    looked_for = level is not None and _is_wanted(criteria_set, level, sight)
    ahead = () if level is None or (looked_for and sight == "many") else (level,)
    levels = criteria_set.level_ids if sight == "unit" else ahead
    planned = None
    if level is not None and looked_for:
        planned = plan(criteria_set, submission, level, PlanLimits(keep=_needless(criteria_set, card, level)))
    return Ahead(level, tuple(firmness(criteria_set, submission, each, card.sheets) for each in levels), planned)


def _needless(criteria_set: CriteriaSet, card: Scorecard, level: str) -> frozenset[str]:
    """Give the indicators that no plan moves: those that are met already, where a level asks for nothing else."""
    at = criteria_set.level_ids.index(level)
    if not all(isinstance(one, AllMet | Indicators) for one in criteria_set.recognition.levels[at].requires):
        return frozenset()
    found = ((name, one.levels[at]) for name, one in card.indicators.items())
    return frozenset(name for name, one in found if one.met_low or not one.asked)


def _is_wanted(criteria_set: CriteriaSet, level: str, sight: Sight) -> bool:
    return is_quick(criteria_set, level) and not (sight == "many" and _sums(criteria_set, level))


def is_quick(criteria_set: CriteriaSet, level: str) -> bool:
    """Tell whether a page can wait for a plan: not where there may be too many ways to try."""
    if not _sums(criteria_set, level):
        return True
    rules = [rule.scoring for one in criteria_set.indicators.values() for rule in one.rules]
    few = criteria_set.rounding is not None or not any(isinstance(one, Proportional) for one in rules)
    return few and len(criteria_set.indicators) <= _MOST_PLANNED


def _sums(criteria_set: CriteriaSet, level: str) -> bool:
    """Tell whether a level asks for sums of points."""
    found = next(one for one in criteria_set.recognition.levels if one.id == level)
    return any(isinstance(one, Total | EachCriterion | OneCriterion) for one in found.requires)
