"""What a page or a paper was made from, in short: fingerprints of the answers, of the set, and the program's version.

Two files with the same answers have one fingerprint, whatever program saved them and in whatever order their rows are.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

from xhht_score.assessment import Assessment
from xhht_score.submission import Submission

#: Where something stands, or who filled it in, is not what was reported.
_NOT_REPORTED = frozenset(("places", "evidence_place", "sources", "unread", "assignee"))


class Fingerprints(NamedTuple):
    """What a page was made from: 16 hexadecimal digits for the form's answers and for the set, and the version."""

    form: str
    criteria_set: str
    program: str


def fingerprints(assessment: Assessment, version: str) -> Fingerprints:
    """Give what an assessment was made from, by the program of a version."""
    own = assessment.both[0] if assessment.both else assessment
    return Fingerprints(submission_fingerprint(own.submission), assessment.sha256[:16], version)


def submission_fingerprint(submission: Submission) -> str:
    """Give 16 hexadecimal digits for a unit, its year, facts, dates and answers, and what the council decided."""
    told = json.dumps(_plain(submission.model_dump()), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """Give a value of nothing but texts, lists and named texts, without what is blank."""
    if isinstance(value, dict):
        named = {str(key): _plain(one) for key, one in value.items() if key not in _NOT_REPORTED}
        return {key: one for key, one in named.items() if one not in (None, {}, [])}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return None if value is None else str(value)
