"""Answers to one criteria set as answers to another."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from xhht_score.criteria import CriteriaSet, Question
from xhht_score.submission import Answer


def carry_over(
    old: CriteriaSet, new: CriteriaSet, answers: Mapping[str, Answer]
) -> tuple[dict[str, Answer], tuple[str, ...]]:
    """Give answers to one set as answers to another, and the indicators whose figures cannot be carried.

    A value is carried where both sets ask the same question; a choice by its id, whatever its place in the list.
    """
    carried: dict[str, Answer] = {}
    lost: list[str] = []
    for identifier, answer in answers.items():
        before, after = old.indicators.get(identifier), new.indicators.get(identifier)
        if before is None or after is None:
            continue
        if before.measures == after.measures:
            carried[identifier] = answer
            continue
        known = {question.name: question for question in before.questions}
        values = {
            question.name: _carried(known.get(question.name), question, answer.values.get(question.name))
            for question in after.questions
        }
        if any(value is not None and values.get(name) is None for name, value in answer.values.items()):
            lost.append(identifier)
        carried[identifier] = answer.model_copy(update={"values": values})
    return carried, tuple(lost)


def _carried(old: Question | None, new: Question, value: Fraction | None) -> Fraction | None:
    if value is None or old is None or not asks_the_same(old, new):
        return None
    if new.input.kind != "choice":
        return value
    chosen = old.input.choices[int(value)][0]
    return next((Fraction(at) for at, (one, _) in enumerate(new.input.choices) if one == chosen), None)


def asks_the_same(old: Question, new: Question) -> bool:
    """Tell whether an answer to one question answers the other; choices of the two may differ."""
    if old.measure.kind != new.measure.kind or old.input.kind != new.input.kind:
        return False
    alike = (old.input.label, old.input.unit) == (new.input.label, new.input.unit)
    ways = (getattr(one.measure, "direction", None) for one in (old, new))
    return new.input.kind == "choice" or (alike and len(set(ways)) == 1)
