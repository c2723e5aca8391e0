"""The fields of a form, and what is said in them, put in words."""

from __future__ import annotations

import datetime
from fractions import Fraction

from xhht_score.criteria import CriteriaSet, Question
from xhht_score.merging import ASSIGNEE, EVIDENCE, FIGURES, NOBODY, NOT_APPLICABLE, AnsweredValue, Key, figure
from xhht_score.words import rules
from xhht_score.words.speech import Words

_FACT = "fact."


def office(words: Words, criteria_set: CriteriaSet, assignee: str) -> str:
    """Give the title of an office of the set, the name of one that it does not know, or that nobody is assigned."""
    if assignee == NOBODY:
        return words.say("nobody-assigned")
    return words.text(criteria_set.offices[assignee]) if assignee in criteria_set.offices else assignee


def question_of(criteria_set: CriteriaSet, key: Key) -> Question | None:
    """Give the question that a field is, None where it is no figure."""
    if not key.indicator:
        return None
    questions = criteria_set.indicators[key.indicator].questions
    return next((one for at, one in enumerate(questions) if figure(at) == key.field), None)


def asked(words: Words, criteria_set: CriteriaSet, key: Key) -> str:
    """Give what a field asks for."""
    if question := question_of(criteria_set, key):
        return rules.question(words, criteria_set.indicators[key.indicator], question)
    if key.field.startswith(_FACT):
        return words.text(criteria_set.facts[key.field.removeprefix(_FACT)].title)
    if key.field == NOT_APPLICABLE:
        return words.say("omission-asked")
    name, _, number = key.field.rpartition("_")
    return words.say(f"form-{name}", n=number) if number.isdigit() else words.say(f"form-{key.field}")


def said(words: Words, criteria_set: CriteriaSet, key: Key, value: AnsweredValue) -> str:
    """Give a value that stands in a field as people write it."""
    if question := question_of(criteria_set, key):
        assert isinstance(value, Fraction)
        return rules.reported(words, question.input, value)
    if isinstance(value, datetime.date):
        return words.date(value)
    if key.field == ASSIGNEE:
        return office(words, criteria_set, str(value))
    if key.field == EVIDENCE:
        return words.say("yes" if value else "no")
    if key.field == NOT_APPLICABLE:
        return words.say("figures-given") if value == FIGURES else words.say("omission-for", reason=value)
    if key.field.startswith(_FACT):
        return words.text(criteria_set.facts[key.field.removeprefix(_FACT)].choices[str(value)])
    if key.field == "decision.level":
        titles = {level.id: level.title for level in criteria_set.recognition.levels}
        return words.text(titles[str(value)])
    return str(value)
