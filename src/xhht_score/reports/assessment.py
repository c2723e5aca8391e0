"""What a report is made from: one unit's answers, scores and verdict, with the set that they rest on."""

from __future__ import annotations

from dataclasses import dataclass

from xhht_score.compare import Difference
from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Problem
from xhht_score.results import Scorecard, Verdict
from xhht_score.rollup import RollUp
from xhht_score.submission import Submission


@dataclass(frozen=True, slots=True)
class Assessment:
    """One unit, assessed: where it was read, by which set, what it reported, and what came out.

    `differences` says what the set changes in its `base`, where it is a variant; `rolled_up` what the lower units'
    own workbooks say, where they were looked at.
    """

    file: str
    criteria_set: CriteriaSet
    sha256: str
    submission: Submission
    scorecard: Scorecard
    verdict: Verdict
    problems: tuple[Problem, ...]
    base: CriteriaSet | None = None
    differences: tuple[Difference, ...] = ()
    rolled_up: tuple[RollUp, ...] = ()
