"""Scores "learning society" titles of Viet Nam: rule sets in YAML, self-assessments in Excel, exact explained verdicts.

The main steps, each a function: `load_criteria`, `read_workbook`, `score`, `judge`; `assess` does them all for a file,
`assess_all` for a folder. `write_form`, `split_form`, `merge_forms` and `deliveries` are for the forms themselves,
`write_dossier` writes their papers, `to_rows`, `to_json`, `make_report` and `sentence` are for what came out.
docs/python.md shows each of them.

>>> from xhht_score import load_criteria
>>> load_criteria("thanh-hoa-2020")
CriteriaSet('thanh-hoa-2020', version='2020.1', illustrative, unit=district, criteria=4, indicators=38)
"""

import os
from typing import TYPE_CHECKING, Any

from xhht_score.version import __version__ as __version__

#: openpyxl writes other bytes where lxml is installed, which the libraries for Word files bring along: forms are the
#: same whatever is installed beside the program. It is read when openpyxl is loaded first.
os.environ.setdefault("OPENPYXL_LXML", "False")

__all__ = [
    "Assessed",
    "Assessment",
    "CriteriaSet",
    "Problem",
    "Scorecard",
    "Submission",
    "Verdict",
    "Written",
    "XhhtError",
    "assess",
    "assess_all",
    "deliveries",
    "judge",
    "load_criteria",
    "make_report",
    "merge_forms",
    "read_others",
    "read_workbook",
    "score",
    "sentence",
    "split_form",
    "to_json",
    "to_rows",
    "write_dossier",
    "write_form",
]

_HOMES = {
    "Assessed": "api.many",
    "Assessment": "assessment",
    "CriteriaSet": "criteria",
    "Problem": "errors",
    "Scorecard": "results",
    "Submission": "submission",
    "Verdict": "results",
    "Written": "api.written",
    "XhhtError": "errors",
    "assess": "api",
    "assess_all": "api.many",
    "deliveries": "api.written",
    "judge": "api",
    "load_criteria": "api",
    "make_report": "api.output",
    "merge_forms": "api.written",
    "read_others": "api.others",
    "read_workbook": "api",
    "score": "api",
    "sentence": "api.sentences",
    "split_form": "api.written",
    "to_json": "api.output",
    "to_rows": "api.output",
    "write_dossier": "api.dossier",
    "write_form": "api.written",
}

if TYPE_CHECKING:
    from xhht_score.api import assess as assess
    from xhht_score.api import judge as judge
    from xhht_score.api import load_criteria as load_criteria
    from xhht_score.api import read_workbook as read_workbook
    from xhht_score.api import score as score
    from xhht_score.api.dossier import write_dossier as write_dossier
    from xhht_score.api.many import Assessed as Assessed
    from xhht_score.api.many import assess_all as assess_all
    from xhht_score.api.others import read_others as read_others
    from xhht_score.api.output import make_report as make_report
    from xhht_score.api.output import to_json as to_json
    from xhht_score.api.output import to_rows as to_rows
    from xhht_score.api.sentences import sentence as sentence
    from xhht_score.api.written import Written as Written
    from xhht_score.api.written import deliveries as deliveries
    from xhht_score.api.written import merge_forms as merge_forms
    from xhht_score.api.written import split_form as split_form
    from xhht_score.api.written import write_form as write_form
    from xhht_score.assessment import Assessment as Assessment
    from xhht_score.criteria import CriteriaSet as CriteriaSet
    from xhht_score.errors import Problem as Problem
    from xhht_score.errors import XhhtError as XhhtError
    from xhht_score.results import Scorecard as Scorecard
    from xhht_score.results import Verdict as Verdict
    from xhht_score.submission import Submission as Submission


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that the command starts fast."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """Give the public names too, which a notebook offers before they are imported."""
    return sorted({*globals(), *__all__})
