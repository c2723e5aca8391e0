"""Differences between two criteria sets put in words."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from xhht_score.compare import Difference
from xhht_score.criteria import (
    CriteriaSet,
    Deadline,
    Decider,
    Indicator,
    Period,
    Question,
    Reading,
    Reference,
    TierEnded,
    Upgrade,
    Years,
)
from xhht_score.definitions import Text, Wanted
from xhht_score.words import clauses, rules
from xhht_score.words.speech import Words


def difference(words: Words, old: CriteriaSet, new: CriteriaSet, one: Difference) -> str:
    """Give one difference: what it is about, then what was there and what is there now."""
    about = words.say(f"about-{one.subject}", what=_subject(words, new, one)).rstrip()
    if one.field is None:
        key = "change-added" if one.old is None else "change-removed"
        there, subject = (new, one.new) if one.old is None else (old, one.old)
        match subject:
            case Indicator():
                said = f"{words.text(subject.title)} ({rules.every_rule(words, there, subject)})"
            case Reading():
                said = clauses.reading_taken(words, subject)
            case _:
                said = words.text(subject.title)
        return words.say(key, about=about, what=said)
    name = "award" if one.field == "recognition.title" else one.field.removeprefix("recognition.")
    field = words.say(f"field-{name}")
    before, after = _value(words, old, one.field, one.old), _value(words, new, one.field, one.new)
    return words.say("change-changed", about=about, field=field, old=before, new=after)


def _subject(words: Words, new: CriteriaSet, one: Difference) -> str:
    """Give what a difference is about: criteria and indicators by their numbers, the others by their titles."""
    match one.subject:
        case "criterion" | "indicator":
            return one.id
        case "level" if one.field is not None:
            return rules.level_titles(words, new, [one.id])
        case "reading" if one.field is not None:
            return words.text(new.readings[one.id].question)
        case _:
            return ""


def _value(words: Words, criteria_set: CriteriaSet, field: str, value: Any) -> str:
    """Give the value of a field in words; a dash where there is none."""
    if value is None or value in ((), {}):
        return "–"
    match field:
        case "scoring":
            return rules.every_rule(words, criteria_set, value)
        case "measures":
            return "; ".join(_question(words, value, one) for one in value.questions)
        case "applies_when":
            return rules.named_units(words, criteria_set, value)
        case "not_applicable":
            units = rules.named_units(words, criteria_set, value.units)
            return words.say("change-omission-not-met", units=units) if value.means == "not_met" else units
        case "requires":
            return "; ".join(clauses.condition(words, required) for required in value)
        case "references":
            titles = {level: rules.level_titles(words, criteria_set, [level]) for level in value}
            return "; ".join(f"{titles[level]}: {clauses.reference(words, one)}" for level, one in value.items())
        case "status":
            return words.say(f"status-{value}")
        case "unit":
            return words.say(f"kind-{value}")
        case "open_from":
            return f"{value.year}: {words.text(value.note)}"
        case "evidence":
            parts = (value.policy, value.without) if value.policy else ()
            documents = tuple(words.text(one) for one in getattr(value, "documents", ()))
            return "; ".join([*(words.say(f"evidence-is-{part}") for part in parts), *documents]) or "–"
        case "rounding":
            return words.number(value.decimals)
        case "facts":
            return "; ".join(
                f"{words.text(one.title)}: {', '.join(words.text(choice) for choice in one.choices.values())}"
                for one in value.values()
            )
        case "offices":
            return ", ".join(words.text(one) for one in value.values())
        case "parts":
            return "; ".join(_part(words, criteria_set, *one) for one in value.values())
        case "taken":
            return words.text(value.options[value.taken].says)
        case "recognition.titles":
            return "; ".join(words.text(title) for one in value.values() for title in one.values())
        case "recognition.papers":
            return "; ".join(words.text(one.title) for one in value)
        case "recognition.party":
            return rules.named_units(words, criteria_set, value)
        case "recognition.lower_decisions":
            return words.say(f"lower-decisions-{value}")
        case "criterion":
            return str(value)
        case _:
            return _plain(words, value)


def _question(words: Words, indicator: Indicator, asked: Question) -> str:
    said = rules.question(words, indicator, asked)
    choices = ", ".join(words.text(title) for _, title in asked.input.choices)
    return f"{said} ({choices})" if choices else said


def _part(words: Words, criteria_set: CriteriaSet, title: Text, units: Sequence[Wanted], levels: Sequence[str]) -> str:
    beside = [words.say("rule-only-for", units=rules.named_units(words, criteria_set, units))] if units else []
    beside += [words.say("part-only-at", levels=rules.level_titles(words, criteria_set, levels))] if levels else []
    return f"{words.text(title)} ({'; '.join(beside)})" if beside else words.text(title)


def _decider(words: Words, one: Decider) -> str:
    said = clauses.decider(words, one)
    return said if one.reference is None else f"{said} ({clauses.reference(words, one.reference)})"


def _plain(words: Words, value: Any) -> str:
    match value:
        case Reference():
            return clauses.reference(words, value)
        case Upgrade():
            said = clauses.condition(words, value)
            return said if value.reference is None else f"{said} ({clauses.reference(words, value.reference)})"
        case tuple() if all(isinstance(one, Deadline) for one in value):
            return "; ".join(clauses.deadline(words, one, None) for one in value)
        case tuple() if all(isinstance(one, Decider) for one in value):
            return "; ".join(_decider(words, one) for one in value)
        case int() | datetime.date():
            return words.say("plain", value=value)
        case _ if hasattr(value, "vi"):
            return words.text(value)
        case TierEnded():
            return f"{words.date(value.date)}: {words.text(value.note)}"
        case Period():
            return words.span(value.start, value.end)
        case Years():
            return words.span(value.first, value.last)
        case _:
            return words.exact(value)
