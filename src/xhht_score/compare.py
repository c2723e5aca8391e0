"""One criteria set against another: what changed, which units gain or lose a level by it, and answers carried over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from xhht_score.criteria import CriteriaSet, Indicator, Level, Question, Recognition
from xhht_score.definitions import Definition
from xhht_score.results import AtLevel, IndicatorResult, LevelState, Scorecard, Verdict
from xhht_score.submission import Answer

Subject = Literal["set", "reading", "criterion", "indicator", "level"]

#: Fields that make no difference to a unit, or whose parts are compared one by one.
UNCOMPARED: dict[str, frozenset[str]] = {
    "CriteriaSet": frozenset(
        ("id", "extends", "version", "reads", "notes", "sources", "lacking", "readings", "criteria", "recognition")
    ),
    "Recognition": frozenset(("levels",)),
    "Level": frozenset(("id",)),
    "Indicator": frozenset(("id", "measure", "assignee", "remedy", "effort", "note")),
}


def compared(model: type[Definition]) -> tuple[str, ...]:
    """Give the fields of a definition that are compared, in the order of the definition."""
    return tuple(name for name in model.model_fields if name not in UNCOMPARED[model.__name__])


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same in two sets; `field` is None where the whole subject was added or removed.

    `old` and `new` are the values of the field, or the subjects themselves; None where there is none.
    """

    subject: Subject
    id: str
    field: str | None
    old: Any
    new: Any


def differences(old: CriteriaSet, new: CriteriaSet) -> tuple[Difference, ...]:
    """Give everything that differs between two sets, in the order of the new one, what was removed last."""
    return tuple(_differences(old, new))


def _differences(old: CriteriaSet, new: CriteriaSet) -> Iterator[Difference]:
    yield from _fields("set", new.id, old, new, compared(CriteriaSet))
    yield from _fields("set", new.id, old.recognition, new.recognition, compared(Recognition), "recognition.")
    yield from _matched("reading", old.readings, new.readings, ("taken",))
    before = {one.id: one for one in old.criteria}
    after = {one.id: one for one in new.criteria}
    yield from _matched("criterion", before, after, ("title", "points"))
    yield from _matched("indicator", old.indicators, new.indicators, ("measures", *compared(Indicator)))
    homes = ({inner: one.id for one in each.criteria for inner in [*_ids(one.indicators)]} for each in (old, new))
    was, now = homes
    for identifier in now:
        if identifier in was and was[identifier] != now[identifier]:
            yield Difference("indicator", identifier, "criterion", was[identifier], now[identifier])
    lower, higher = ({one.id: one for one in each.recognition.levels} for each in (old, new))
    yield from _matched("level", lower, higher, compared(Level))


def _ids(indicators: Iterable[Indicator]) -> Iterator[str]:
    return (one.id for one in indicators)


def _matched(
    subject: Subject, old: Mapping[str, Any], new: Mapping[str, Any], fields: tuple[str, ...]
) -> Iterator[Difference]:
    for identifier, one in new.items():
        if identifier in old:
            yield from _fields(subject, identifier, old[identifier], one, fields)
        else:
            yield Difference(subject, identifier, None, None, one)
    for identifier, one in old.items():
        if identifier not in new:
            yield Difference(subject, identifier, None, one, None)


def _fields(
    subject: Subject, identifier: str, old: object, new: object, fields: tuple[str, ...], prefix: str = ""
) -> Iterator[Difference]:
    for name in fields:
        before, after = getattr(old, name), getattr(new, name)
        if name == "parts":  # what is reported in them, and which there are, is compared as `measures`
            both = before.keys() & after.keys()
            before, after = (
                {key: (one.title, one.applies_when, one.levels) for key, one in it.items() if key in both}
                for it in (before, after)
            )
        if before != after:
            if name in ("scoring", "measures", "taken"):  # put in words, they need the whole subject
                before, after = old, new
            yield Difference(subject, identifier, prefix + name, before, after)


@dataclass(frozen=True, slots=True)
class Shift:
    """A level whose state is not the same for a unit under two sets, and what moved it.

    `indicators` are those that became harder or easier in the same direction, `conditions` the kinds of conditions
    whose state changed.
    """

    level: str
    old: LevelState | None
    new: LevelState | None
    indicators: tuple[str, ...]
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gain:
    """A unit whose levels are not the same under two sets."""

    file: str
    unit: str
    shifts: tuple[Shift, ...]


Judged = tuple[Scorecard, Verdict]
_STANDING = ("not_eligible", "possible", "eligible")


def shifts(old: Judged, new: Judged) -> tuple[Shift, ...]:
    """Give the levels of a unit that changed between two assessments of the same answers, and through what."""
    return tuple(_shifts(old, new))


def _shifts(old: Judged, new: Judged) -> Iterator[Shift]:
    states = [{level.id: level.state for level in verdict.levels} for _, verdict in (old, new)]
    for level in dict.fromkeys([*states[1], *states[0]]):
        before, after = (each.get(level) for each in states)
        if before != after:
            better = before is None or (after is not None and _STANDING.index(after) > _STANDING.index(before))
            moved = tuple(_moved(old, new, level, better))
            yield Shift(level, before, after, moved, tuple(_conditions_moved(old, new, level)))


def _moved(old: Judged, new: Judged, level: str, better: bool) -> Iterator[str]:
    """Give the indicators that moved in a direction, as far as the level is concerned."""
    before, after = ({one.id: _standing(one, verdict, level) for one in _results(card)} for card, verdict in (old, new))
    nothing = (True, True, Fraction(0), Fraction(0))  # where an indicator is not in the set, nothing is asked
    for identifier in dict.fromkeys([*after, *before]):
        was, now = before.get(identifier, nothing), after.get(identifier, nothing)
        if was != now and (now > was) == better:
            yield identifier


def _conditions_moved(old: Judged, new: Judged, level: str) -> Iterator[str]:
    before, after = (
        {one.kind: one.state for found in verdict.levels if found.id == level for one in found.conditions}
        for _, verdict in (old, new)
    )
    return (kind for kind in dict.fromkeys([*after, *before]) if before.get(kind) != after.get(kind))


def _results(scorecard: Scorecard) -> Iterator[IndicatorResult]:
    return (result for criterion in scorecard.criteria for result in criterion.indicators)


def _standing(result: IndicatorResult, verdict: Verdict, level: str) -> tuple[bool, bool, Fraction, Fraction]:
    """Give how well an indicator stands at a level; one that is not asked is in nobody's way."""
    at = next((at for at, one in enumerate(verdict.levels) if one.id == level), None)
    found = result.levels[at] if at is not None else AtLevel("left_out")
    points = result.points
    return found.met_low or not found.asked, found.met_high or not found.asked, points.low, points.high


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
    if value is None or old is None or old.measure.kind != new.measure.kind or old.input.kind != new.input.kind:
        return None
    if new.input.kind == "choice":
        chosen = old.input.choices[int(value)][0]
        return next((Fraction(at) for at, (one, _) in enumerate(new.input.choices) if one == chosen), None)
    same = (old.input.label, old.input.unit) == (new.input.label, new.input.unit)
    return (
        value if same and getattr(old.measure, "direction", None) == getattr(new.measure, "direction", None) else None
    )
