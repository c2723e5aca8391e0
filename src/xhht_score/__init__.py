"""Scores "learning society" titles of Viet Nam: rule sets in YAML, self-assessments in Excel, exact explained verdicts.

The main steps, each a function: `load_criteria`, `read_workbook`, `score`, `judge`; `assess` does them all for a file.

>>> from xhht_score import load_criteria
>>> criteria_set = load_criteria("thanh-hoa-2020")
>>> criteria_set.status
'illustrative'
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.2.0.dev0"
__all__ = [
    "Assessment",
    "CriteriaSet",
    "Problem",
    "Scorecard",
    "Submission",
    "Verdict",
    "XhhtError",
    "assess",
    "judge",
    "load_criteria",
    "read_workbook",
    "score",
]

_HOMES = {
    "Assessment": "reports.assessment",
    "CriteriaSet": "criteria",
    "Problem": "errors",
    "Scorecard": "results",
    "Submission": "submission",
    "Verdict": "results",
    "XhhtError": "errors",
    "assess": "api",
    "judge": "recognition",
    "load_criteria": "api",
    "read_workbook": "api",
    "score": "engine",
}

if TYPE_CHECKING:
    from xhht_score.api import assess as assess
    from xhht_score.api import load_criteria as load_criteria
    from xhht_score.api import read_workbook as read_workbook
    from xhht_score.criteria import CriteriaSet as CriteriaSet
    from xhht_score.engine import score as score
    from xhht_score.errors import Problem as Problem
    from xhht_score.errors import XhhtError as XhhtError
    from xhht_score.recognition import judge as judge
    from xhht_score.reports.assessment import Assessment as Assessment
    from xhht_score.results import Scorecard as Scorecard
    from xhht_score.results import Verdict as Verdict
    from xhht_score.submission import Submission as Submission


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that the command starts fast."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
