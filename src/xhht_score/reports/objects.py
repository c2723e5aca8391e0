"""What the commands beside `score` and `report` answer, as JSON objects; `interface` writes them. See docs/json.md."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from xhht_score.assessment import Assessment
from xhht_score.compare import Gain
from xhht_score.criteria import CriteriaSet, Period, Years
from xhht_score.merging import AnsweredValue, AnswerSource, Conflict, Delivery, FormPart, Key, Leftover
from xhht_score.numbers import exact_text
from xhht_score.reports.ahead_objects import firm_object
from xhht_score.reports.answer_shapes import (
    ConflictObject,
    DeliveryObject,
    ExplanationObject,
    FieldObject,
    GainObject,
    LeftoverObject,
    MadeFormObject,
    MadeFormsObject,
    MergeObject,
    NextObject,
    OfficeObject,
    PartObject,
    PeriodObject,
    SetObject,
    ShiftObject,
    SourceObject,
    SplitObject,
    UnitDeliveriesObject,
    YearsObject,
)
from xhht_score.reports.explanation import Explanation
from xhht_score.reports.forms import MadeForms
from xhht_score.reports.interface import (
    dated_object,
    day_text,
    indicator_object,
    reported_value,
    set_named,
    unit_named,
)
from xhht_score.reports.next_steps import NextStep
from xhht_score.reports.parts import state_of
from xhht_score.submission import Submission
from xhht_score.words import Words, fields


def explanation_object(words: Words, assessment: Assessment, found: Explanation) -> ExplanationObject:
    """Give how one indicator came out: its record as in a unit, and the lines that explain it."""
    criteria_set = assessment.criteria_set
    criterion = next(one.id for one in assessment.scorecard.criteria if found.result in one.indicators)
    return {
        "file": assessment.file,
        "unit": unit_named(criteria_set, assessment.submission),
        "criteria_set": set_named(words, criteria_set),
        "criterion": criterion,
        "indicator": indicator_object(words, criteria_set, found.result),
        "explanation": {
            "read": list(found.read),
            "outcome": list(found.outcome),
            "grounds": list(found.grounds),
            "calculation": found.calculation or None,
            "next": None if found.next_step is None else _next(found.next_step),
        },
        "firm": [firm_object(words, assessment, one) for one in found.firm],
    }


def _next(step: NextStep) -> NextObject:
    points = None if step.points is None else exact_text(step.points)
    return {"level": step.level, "points": points, "asked": step.asked}


def split_object(
    words: Words, criteria_set: CriteriaSet, unit: str, parts: Mapping[str, FormPart], files: Mapping[str, Path]
) -> SplitObject:
    """Give what each office was given to fill in, by whom and by when, and in which file."""
    given: list[PartObject] = [
        {
            **_assignee(words, criteria_set, one),
            "person": parts[one].person or None,
            "deadline": _day(parts[one].deadline),
            "indicators": list(parts[one].rows),
            "file": str(path),
        }
        for one, path in files.items()
    ]
    return {"unit": {"name": unit}, "criteria_set": set_named(words, criteria_set), "parts": given}


def _day(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


def forms_object(words: Words, directory: Path, made: MadeForms) -> MadeFormsObject:
    """Give the forms that were made in one run."""
    forms: list[MadeFormObject] = [
        {
            "unit": {"name": one.submission.unit.name, "code": one.submission.unit.code, "year": one.submission.year},
            "file": one.file,
            "facts_known": one.known(made.criteria_set),
            "facts_asked": len(made.criteria_set.facts),
            "earlier": one.earlier,
        }
        for one in made.forms
    ]
    return {
        "directory": str(directory),
        "criteria_set": set_named(words, made.criteria_set),
        "forms": forms,
        "without_earlier": made.without if made.earlier else None,
        "left_over": list(made.left_over) if made.earlier else None,
    }


def merge_object(
    words: Words,
    criteria_set: CriteriaSet,
    submission: Submission,
    conflicts: Iterable[Conflict],
    leftovers: Iterable[Leftover],
    progress: Delivery,
    *,
    output: str,
    files: Sequence[str],
    left_out: Sequence[str],
) -> MergeObject:
    """Give what was joined and what contradicts what; `files` were read, `left_out` were not, `output` was written."""
    return {
        "output": output,
        "files": list(files),
        "left_out": list(left_out),
        "unit": unit_named(criteria_set, submission),
        "criteria_set": set_named(words, criteria_set),
        "answered": progress.answered,
        "asked": progress.asked,
        "open": list(progress.open),
        "conflicts": [_conflict(words, criteria_set, one) for one in conflicts],
        "leftovers": [_leftover(criteria_set, one) for one in leftovers],
    }


def _conflict(words: Words, criteria_set: CriteriaSet, conflict: Conflict) -> ConflictObject:
    return {
        **_key(criteria_set, conflict.key),
        "title": fields.asked(words, criteria_set, conflict.key),
        "open": conflict.is_open,
        "candidates": [
            {
                "value": _value(criteria_set, conflict.key, one.value),
                "text": fields.said(words, criteria_set, conflict.key, one.value),
                "dropped": one.dropped,
                "sources": list(map(_source, one.sources)),
            }
            for one in conflict.candidates
        ],
    }


def _leftover(criteria_set: CriteriaSet, one: Leftover) -> LeftoverObject:
    return {**_key(criteria_set, one.key), "code": one.code, "text": one.shown, "source": _source(one.source)}


def _key(criteria_set: CriteriaSet, key: Key) -> FieldObject:
    """Give what a field is: a figure by the name that it has among the values of its indicator."""
    question = fields.question_of(criteria_set, key) if key.indicator in criteria_set.indicators else None
    return {"indicator": key.indicator or None, "field": question.path if question else key.field}


def _value(criteria_set: CriteriaSet, key: Key, value: AnsweredValue) -> str | bool | int | None:
    if question := fields.question_of(criteria_set, key):
        assert isinstance(value, Fraction)
        return reported_value(question.input, value)
    match value:
        case Fraction():  # of all others only the year is a number
            return int(value)
        case datetime.date():
            return value.isoformat()
        case bool():
            return value
        case _:
            return value or None


def _source(one: AnswerSource) -> SourceObject:
    return {"who": one.who, "file": one.file, "sheet": one.sheet, "cell": one.cell}


def delivery_object(
    words: Words,
    criteria_set: CriteriaSet,
    deliveries: Iterable[Delivery],
    *,
    name: str,
    code: str | None,
    year: int | None,
) -> UnitDeliveriesObject:
    """Give who has delivered what of one unit's form."""
    return {
        "unit": {"name": name, "code": code, "year": year, "kind": criteria_set.unit},
        "criteria_set": set_named(words, criteria_set),
        "deliveries": [_delivery(words, criteria_set, one) for one in deliveries],
    }


def _delivery(words: Words, criteria_set: CriteriaSet, one: Delivery) -> DeliveryObject:
    return {
        **_assignee(words, criteria_set, one.assignee),
        "person": one.person or None,
        "deadline": _day(one.deadline),
        "state": state_of(one),
        "file": one.file,
        "answered": one.answered,
        "asked": one.asked,
        "open": list(one.open),
        "blanks": one.blanks,
        "unread": one.unread,
        "errors": one.errors,
        "warnings": one.warnings,
    }


def _assignee(words: Words, criteria_set: CriteriaSet, assignee: str | None) -> OfficeObject:
    title = words.say("status-whole") if assignee is None else fields.office(words, criteria_set, assignee)
    return {"assignee": assignee, "title": title}


def set_object(words: Words, one: CriteriaSet) -> SetObject:
    """Give what a set is for: which units, years and levels, and who decides."""
    ended = one.tier_ended
    return {
        **set_named(words, one),
        "unit": one.unit,
        "years": _years(one.assessment_years),
        "effective": _period(one.effective),
        "tier_ended": None if ended is None else {"date": ended.date.isoformat(), "note": words.text(ended.note)},
        "levels": [{"id": level.id, "title": words.text(level.title)} for level in one.recognition.levels],
        "decided_by": [dated_object(words, each, each.title) for each in one.recognition.decided_by],
        "criteria": len(one.criteria),
        "indicators": len(one.indicators),
    }


def _years(found: Years | None) -> YearsObject | None:
    return None if found is None else {"from": found.first, "to": found.last}


def _period(found: Period | None) -> PeriodObject | None:
    return None if found is None else {"from": day_text(found.start), "to": day_text(found.end)}


def gain_object(gain: Gain) -> GainObject:
    """Give the levels of a unit that are not the same under two sets."""
    shifts: list[ShiftObject] = [
        {
            "level": one.level,
            "old": one.old,
            "new": one.new,
            "indicators": list(one.indicators),
            "conditions": list(one.conditions),
        }
        for one in gain.shifts
    ]
    return {"file": gain.file, "unit": gain.unit, "levels": shifts}
