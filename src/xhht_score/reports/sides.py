"""What stands against what in a unit's own result and the council's, whatever it is shown as."""

from __future__ import annotations

from xhht_score.assessment import Assessment
from xhht_score.results import IndicatorResult
from xhht_score.submission import Answer


def changed(own: Assessment) -> list[str]:
    """Give the ids of the indicators that the council changed or gave a reason for, or the unit answered, in order."""
    answers, appraisals = own.submission.answers, own.submission.appraisals
    return [
        name
        for name in own.criteria_set.indicators
        if (one := appraisals.get(name)) is not None
        and (one.changes(answers.get(name, Answer())) or one.reason or one.answer)
    ]


def results_by_id(assessment: Assessment) -> dict[str, IndicatorResult]:
    """Give the result of every indicator by its id."""
    return {one.id: one for criterion in assessment.scorecard.criteria for one in criterion.indicators}
