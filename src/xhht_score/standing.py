"""How a range stands against a mark, and how several standings become one: of parts, and of facts that are unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any, TypeVar

from xhht_score.numbers import Range, below
from xhht_score.results import (
    AnswerState,
    AtLevel,
    Attainment,
    ConditionResult,
    ConditionState,
    CriterionResult,
    Finding,
    IndicatorResult,
    LevelResult,
    Tally,
)

#: What a unit comes to under one choice of its facts, and joined over several of them.
Joinable = Tally | AtLevel | IndicatorResult | CriterionResult | Finding | ConditionResult | Attainment | LevelResult
Record = TypeVar("Record", bound=Joinable)


def standing_of(found: Range, mark: Fraction, *, strict: bool = False) -> ConditionState:
    """Give how a range stands against a mark that it has to reach, or with `strict` to pass."""
    surely = below(mark, found.low) if strict else not below(found.low, mark)
    perhaps = below(mark, found.high) if strict else not below(found.high, mark)
    return "met" if surely else "open" if perhaps else "short"


def all_hold(states: Iterable[ConditionState]) -> ConditionState:
    """Give how several stand that all have to hold; what is left out asks for nothing."""
    found = set(states)
    return next((one for one in _WORST_FIRST if one in found), "left_out")


_WORST_FIRST: tuple[ConditionState, ...] = ("short", "open", "met")


def joined(same: Sequence[Record]) -> Record:
    """Give one record for those of every choice of the facts that are unknown.

    Ranges cover all of them, a state is what is true whichever choice it is, and what they do not agree on is left
    to the sheets.
    """
    first = same[0]
    if all(one is first or one == first for one in same):
        return first
    found = {one.name: _agreed([getattr(each, one.name) for each in same]) for one in fields(first)}
    for kind, decide in _DECIDED.items():
        if isinstance(first, kind):
            found |= decide(same)
    return replace(first, **found)


def each_joined(same: Sequence[tuple[Record, ...]]) -> tuple[Record, ...]:
    """Give records of every choice, joined one by one."""
    return tuple(joined(each) for each in zip(*same, strict=True))


def _agreed(values: Sequence[Any]) -> Any:
    """Give what the values of one field come to: none, where they are no ranges or records and differ."""
    first = values[0]
    if all(one == first for one in values):
        return first
    if isinstance(first, Joinable):
        return joined(values)
    if isinstance(first, tuple):
        return each_joined(values) if first and isinstance(first[0], Joinable) else ()
    return Range.hull(values) if any(isinstance(one, Range) for one in values) else None


def _standing(same: Sequence[AtLevel | Finding | ConditionResult]) -> dict[str, Any]:
    """Give that it is met where it is met by every choice that asks it, short where no choice leaves it out or open."""
    states = {one.state for one in same}
    return {"state": states.pop() if len(states) == 1 else "met" if states == {"met", "left_out"} else "open"}


def _lacking(same: Sequence[Finding | ConditionResult]) -> dict[str, Any]:
    """Give how it stands, and how much it lacks by the choice that lacks the least."""
    found = _standing(same)
    lacks = [one.short_by for one in same if one.short_by is not None]
    return {**found, "short_by": min(lacks, default=None) if found["state"] == "short" else None}


def _answered(same: Sequence[IndicatorResult]) -> dict[str, Any]:
    """Give the state of an answer, `missing` where some facts leave it so; a step and a reason go with what is said."""
    first = same[0]
    asked: list[AnswerState] = [one.state for one in same if one.state not in ("not_applicable", "not_asked")]
    alike = all(one.state == first.state for one in same)
    by_one_rule = all((one.rule, one.reached) == (first.rule, first.reached) for one in same)
    return {
        "state": first.state if alike else "missing" if "missing" in asked or not asked else asked[0],
        "rule": first.rule,
        "reached": first.reached if by_one_rule else None,
        "reason": first.reason if alike else None,
    }


def _granted(same: Sequence[LevelResult]) -> dict[str, Any]:
    return {"state": same[0].state if all(one.state == same[0].state for one in same) else "possible"}


_DECIDED: Mapping[type, Callable[[Sequence[Any]], dict[str, Any]]] = {
    AtLevel: _standing,
    Finding: _lacking,
    ConditionResult: _lacking,
    IndicatorResult: _answered,
    LevelResult: _granted,
}
