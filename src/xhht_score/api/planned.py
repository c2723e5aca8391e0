"""A unit on the way to a level: its plans, and how firm each level is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xhht_score.assessment import Assessment
from xhht_score.errors import Place, Problem, XhhtError, nearest
from xhht_score.identity import Identity, identity_of, may_be_one, may_be_other_land
from xhht_score.letters import composed
from xhht_score.plan.ahead import Sight, look_ahead
from xhht_score.plan.checking import far_off, places_of, since, to_check
from xhht_score.plan.firmness import firmness
from xhht_score.plan.planning import PlanLimits, plan
from xhht_score.plan.records import Firmness, PlannedLevel, Reason


def planned_for(assessment: Assessment, level: str | None = None, limits: PlanLimits | None = None) -> PlannedLevel:
    """Give how a unit gets to a level (its id or title; None: the lowest that is not certain); raises `XhhtError`."""
    return plan(assessment.criteria_set, assessment.submission, level_wanted(assessment, level), limits or PlanLimits())


def looking_ahead(assessment: Assessment, sight: Sight = "unit") -> Assessment:
    """Give an assessment with what lies ahead of its unit, as pages show it; as it is where that is there already."""
    if assessment.ahead is not None:
        return assessment
    made = (assessment.criteria_set, assessment.submission, assessment.scorecard, assessment.verdict)
    return replace(assessment, ahead=look_ahead(*made, sight))


def firm(assessment: Assessment) -> tuple[Firmness, ...]:
    """Give how firm each level of a unit is, from low to high."""
    levels = assessment.criteria_set.level_ids
    return tuple(firmness(assessment.criteria_set, assessment.submission, one) for one in levels)


def checked(assessments: Sequence[Assessment]) -> list[tuple[Reason, ...]]:
    """Give what to check of each of several units.

    Units of one set and year are compared with one another, and each with its own form of the year before.
    """
    found = [to_check(one.criteria_set, one.submission, firm(one)) for one in assessments]
    kinds: dict[tuple[str, str, int | None], list[int]] = {}
    for at, one in enumerate(assessments):
        kinds.setdefault((one.criteria_set.id, one.criteria_set.version, one.submission.year), []).append(at)
    for members in kinds.values():
        places = [places_of(assessments[at].criteria_set, assessments[at].submission) for at in members]
        for at, further in zip(members, far_off(places), strict=True):
            found[at] = (*found[at], *further)
    by_unit = dict[tuple[str, Identity, int | None], list[Assessment]]()
    for one in assessments:
        by_unit.setdefault(_known(one), []).append(one)
    for at, one in enumerate(assessments):
        criteria, unit, year = _known(one)
        earlier = by_unit.get((criteria, unit, year - 1), ()) if year is not None else ()
        for before in earlier if len(earlier) == 1 else ():
            names = one.submission.unit.own_name, before.submission.unit.own_name
            kind = one.criteria_set.unit
            if may_be_one(*names, kind) and not may_be_other_land(kind, before.submission.year, year):
                found[at] = (*found[at], *since(one.criteria_set, one.submission, before.submission))
    return found


def _known(one: Assessment) -> tuple[str, Identity, int | None]:
    """Give the set, the unit and the year of a form."""
    submission, criteria_set = one.submission, one.criteria_set
    return criteria_set.id, identity_of(submission.unit, criteria_set.unit, one.file or ""), submission.year


def level_wanted(assessment: Assessment, level: str | None) -> str:
    """Give the id of the level that a word means; without one the lowest that is not certain, else the highest."""
    criteria_set = assessment.criteria_set
    if level is None:
        open_ones = [one.id for one in assessment.verdict.levels if one.state != "eligible"]
        return open_ones[0] if open_ones else criteria_set.level_ids[-1]
    word = composed(level).casefold()
    for one in criteria_set.recognition.levels:
        if word in (one.id, one.title.vi.casefold(), one.title.en.casefold()):
            return one.id
    known = criteria_set.level_ids
    arguments = {"given": level, "expected": known, "nearest": nearest(level, known)}
    raise XhhtError([Problem("unknown-level", Place(assessment.file), arguments)])
