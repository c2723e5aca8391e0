"""What of an indicator decides its steps and the formulas of its row: everything but words for people."""

from __future__ import annotations

from collections.abc import Mapping

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.definitions import Definition, Text
from xhht_score.measures import Input

#: Fields of an indicator that say what people read or do; its policy of evidence is looked at by itself.
_SAID = frozenset(
    {"id", "title", "evidence", "assignee", "remedy", "effort", "effort_by_step", "reference", "references", "note"}
)


def computed_alike(criteria_set: CriteriaSet) -> dict[str, str]:
    """Give the first of the indicators of a set that are computed alike, by the id of each.

    Those of which the set itself knows that they come out alike need not be looked at one by one.
    """
    first: dict[tuple[object, ...], str] = {}
    known: dict[tuple[str, bool], str] = {}
    found = {}
    for name, like in criteria_set.alike.items():
        key = like, name in criteria_set.asked_to_be_met
        if key not in known:
            known[key] = first.setdefault(likeness(criteria_set, criteria_set.indicators[name]), name)
        found[name] = known[key]
    return found


def likeness(criteria_set: CriteriaSet, indicator: Indicator) -> tuple[object, ...]:
    """Give what two indicators of a set have to have alike to be computed alike, to be told by `==` and `hash`."""
    policy = criteria_set.evidence_policies[indicator.id]
    rules = (getattr(indicator, name) for name in Indicator.model_fields if name not in _SAID)
    inputs = (_of_input(one.input) for one in indicator.questions)
    is_asked = indicator.id in criteria_set.asked_to_be_met
    return (policy.policy, policy.without, is_asked, *map(_without_words, rules), *inputs)


def _of_input(one: Input) -> tuple[object, ...]:
    """Give what is typed: the titles of choices are looked for in cells."""
    choices = tuple((name, title.vi, title.en) for name, title in one.choices)
    return one.name, one.kind, one.in_percent, one.least, one.most, one.step, choices


def _without_words(value: object) -> object:
    match value:
        case Text():
            return None
        case Definition():
            fields = type(value).model_fields  # beside them stands what was computed once
            return type(value), *(_without_words(getattr(value, name)) for name in fields)
        case Mapping():
            return tuple((name, _without_words(one)) for name, one in value.items())
        case list() | tuple():
            return tuple(map(_without_words, value))
        case _:
            return value
