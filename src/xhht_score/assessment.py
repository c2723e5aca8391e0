"""One unit, assessed: its answers, scores and verdict, with the set that they rest on; what a report is made from."""

from __future__ import annotations

from typing import Literal

from xhht_score.compare import Difference
from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Problem
from xhht_score.merging import EVERYBODY
from xhht_score.plan.records import Ahead
from xhht_score.records import record
from xhht_score.results import Otherwise, Scorecard, Verdict
from xhht_score.rollup import RollUp
from xhht_score.submission import Submission

#: Whose result: the unit's own, or the council's.
Whose = Literal["self", "appraised"]
Which = Literal["self", "appraised", "both"]


@record
class Assessment:
    """One unit, assessed: where it was read, by which set, what it reported, and what came out.

    `differences` says what the set changes in its `base`, where it is a variant; `rolled_up` what the lower units'
    own workbooks say, where they were looked at. `which` says whose result it is, the unit's own or the council's, and
    `beside` holds the other one where both are wanted and the council has written anything. `owners` are the assignees
    whose rows the form was made for, as `merging` knows them. `otherwise` has the readings of the set that decide.
    `ahead` is what lies ahead of the unit, None where nobody looked.
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
    which: Whose = "self"
    beside: Assessment | None = None
    owners: frozenset[str] = frozenset((EVERYBODY,))
    otherwise: tuple[Otherwise, ...] = ()
    ahead: Ahead | None = None

    def __repr__(self) -> str:
        unit, verdict = self.submission.unit, self.verdict
        about = f"{unit.name!r}, year={self.submission.year}, set={self.criteria_set.id!r}, {self.which}"
        found = f"certain={verdict.certain!r}, possible={verdict.possible!r}, problems={len(self.problems)}"
        return f"Assessment({about}, {found})"

    @property
    def both(self) -> tuple[Assessment, Assessment] | None:
        """The unit's own result and the council's, None where only one is there."""
        if self.beside is None:
            return None
        return (self, self.beside) if self.which == "self" else (self.beside, self)

    @property
    def listed(self) -> tuple[Problem, ...]:
        """The problems that a page lists; what is blank is shown as missing already."""
        return tuple(one for one in self.problems if one.code != "answer-blank")
