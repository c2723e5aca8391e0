"""What changed between two forms of a unit as JSON objects; see docs/json.md."""

from __future__ import annotations

from fractions import Fraction

from xhht_score.compare.pairing import KnownForm
from xhht_score.compare.sets import Difference
from xhht_score.compare.shifts import Shift
from xhht_score.compare.units import (
    IndicatorChange,
    LevelChange,
    Moved,
    ReportedChange,
    ScoredUnit,
    Stages,
    UnitChange,
)
from xhht_score.criteria import CriteriaSet
from xhht_score.numbers import exact_text
from xhht_score.reports.change_cells import in_order_of_weight
from xhht_score.reports.change_shapes import (
    ComparedFormObject,
    IndicatorChangeObject,
    LevelChangeObject,
    LoneObject,
    MovedByObject,
    ReportedChangeObject,
    SetPairObject,
    StagesObject,
    UnitChangeObject,
)
from xhht_score.reports.interface import (
    difference_objects,
    ends_object,
    problem_objects,
    reported_value,
    set_named,
    unit_named,
)
from xhht_score.reports.shapes import EndsObject, Figure
from xhht_score.reports.unit_changes import ComparedForm, ComparedPair
from xhht_score.words import Words


def change_object(words: Words, pair: ComparedPair) -> UnitChangeObject:
    """Give what changed for one unit; numbers are exact, not as pages show them."""
    found = pair.change
    changed = in_order_of_weight(found, found.changed)
    return {
        "unit": unit_named(found.new.criteria_set, found.new.submission),
        "old": _form(words, pair.old, found.old),
        "new": _form(words, pair.new, found.new),
        "rule_changed": found.rule_changed,
        "related": found.related,
        "other_land": pair.other_land,
        "points": None if found.points is None else _stages(found.points),
        "percent": None if found.percent is None else _stages(found.percent),
        "facts": [
            {"name": name, "old": found.old.submission.facts.get(name), "new": found.new.submission.facts.get(name)}
            for name in found.facts
        ],
        "levels": [_level(one) for one in found.levels],
        "indicators": [_indicator(words, found, one) for one in changed],
        "unchanged": len(found.indicators) - len(changed),
        "problems": problem_objects(words, pair.problems),
    }


def _form(words: Words, form: ComparedForm, side: ScoredUnit) -> ComparedFormObject:
    return {
        "file": form.file,
        "unit": unit_named(side.criteria_set, side.submission),
        "criteria_set": set_named(words, side.criteria_set),
        "which": form.which,
    }


def _stages(found: Stages) -> StagesObject:
    return {
        "old": ends_object(found.old),
        "between": ends_object(found.between),
        "new": ends_object(found.new),
        "change": _moved(found.change),
        "through_rule": _moved(found.through_rule),
        "through_figures": _moved(found.through_figures),
    }


def _moved(found: Moved) -> EndsObject:
    return {"low": exact_text(found.low), "high": exact_text(found.high)}


def _level(one: LevelChange) -> LevelChangeObject:
    old, between, new = one.states
    return {
        "level": one.id,
        "old": old,
        "between": between,
        "new": new,
        "outcome": one.outcome,
        "met": None if one.met is None else _stages(one.met),
        "moved_by": _moved_by(one.moved),
        "by_rule": _moved_by(one.by_rule),
        "by_figures": _moved_by(one.by_figures),
    }


def _moved_by(shift: Shift | None) -> MovedByObject | None:
    return None if shift is None else {"indicators": list(shift.indicators), "conditions": list(shift.conditions)}


def _indicator(words: Words, found: UnitChange, one: IndicatorChange) -> IndicatorChangeObject:
    side = found.old if one.new is None else found.new
    indicator = side.criteria_set.indicators[one.id]
    return {
        "id": one.id,
        "title": words.text(indicator.title),
        "in_old": one.old is not None,
        "in_new": one.new is not None,
        "points": None if found.points is None else _stages(one.points),
        "levels": {
            level: {"old": old, "between": between, "new": new, "outcome": one.met(level)}
            for level, (old, between, new) in one.standing.items()
        },
        "reported": [_reported(found, one.id, each) for each in one.reported],
        "asked_anew": [each.path for each in indicator.questions if each.name in one.asked_anew],
        "through_rule": one.through_rule,
        "through_figures": one.through_figures,
    }


def _reported(found: UnitChange, indicator: str, one: ReportedChange) -> ReportedChangeObject:
    if one.kind != "value":
        assert not isinstance(one.old, Fraction)
        assert not isinstance(one.new, Fraction)
        return {"kind": one.kind, "name": None, "old": one.old, "new": one.new}
    sides = ((found.old.criteria_set, one.old), (found.new.criteria_set, one.new))
    old, new = (_figure(criteria_set, indicator, one.question, value) for criteria_set, value in sides)
    path = next(
        each.path for each in found.new.criteria_set.indicators[indicator].questions if each.name == one.question
    )
    return {"kind": one.kind, "name": path, "old": old, "new": new}


def _figure(criteria_set: CriteriaSet, indicator: str, question: str | None, value: object) -> Figure:
    asked = next(each for each in criteria_set.indicators[indicator].questions if each.name == question)
    assert value is None or isinstance(value, Fraction)
    return reported_value(asked.input, value)


def pair_of_sets(words: Words, old: CriteriaSet, new: CriteriaSet, rules: tuple[Difference, ...]) -> SetPairObject:
    """Give the sets of an earlier and a later form, and what differs between them where they are of one family."""
    found = difference_objects(words, old, new, rules) if old.family & new.family else []
    return {"old": set_named(words, old), "new": set_named(words, new), "differences": found}


def lone_object(form: KnownForm) -> LoneObject:
    """Give a unit that stands at one of the two times only."""
    code = form.identity.known_by if form.identity.coded else None
    return {"file": form.file, "unit": form.unit, "code": code, "kind": form.kind, "year": form.year}
