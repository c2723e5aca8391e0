"""The papers that the procedure asks for: what each is called, who writes it, at which step, and where that stands."""

from __future__ import annotations

from typing import Literal

from xhht_score.criteria.sources import Dated, Reference
from xhht_score.definitions import Id, Text

#: What is written: the first four by the unit, the others by the council or by whoever decides.
PaperKind = Literal[
    "request", "self_report", "summary", "minutes",
    "appraisal_report", "appraised_summary", "appraisal_minutes", "proposal", "decision", "reply", "joint_decision",
]  # fmt: skip
#: Whose papers: those that the unit sends, or those that come of the appraisal.
Stage = Literal["unit", "council"]


class Paper(Dated):
    """One paper of the dossier, called as the document calls it.

    `step` is the id of its step among the deadlines. `when` says that it is written only where the unit is eligible, or
    only where it is not. `issued_by` names who writes it, with `{unit}` for the unit's name; the unit itself, the
    council or whoever decides where nothing is said. A `joint_decision` is one paper for several units.
    """

    id: Id
    kind: PaperKind
    title: Text
    stage: Stage
    step: Id | None = None
    when: Literal["met", "not_met"] | None = None
    issued_by: Text | None = None
    reference: Reference | None = None
