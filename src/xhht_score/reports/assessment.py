"""What a report is made from: one unit's answers, scores and verdict, with the set that they rest on."""

from __future__ import annotations

from dataclasses import dataclass

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Problem
from xhht_score.results import Scorecard, Verdict
from xhht_score.submission import Submission


@dataclass(frozen=True, slots=True)
class Assessment:
    """One unit, assessed: where it was read, by which set, what it reported, and what came out."""

    file: str
    criteria_set: CriteriaSet
    sha256: str
    submission: Submission
    scorecard: Scorecard
    verdict: Verdict
    problems: tuple[Problem, ...]
