"""Makes the mutants of a criteria set: its plain data with one threshold nudged, one comparison flipped, one rule gone.

What no case can see is left alone: words, years of validity, and the `maximum` of a measure, which bounds what may be
typed and not how it counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from xhht_score.numbers import exact_text, parse_number, parse_percent
from xhht_score.terms import WAYS

Raw = dict[str, Any]
Keys = tuple[str | int, ...]

# ---------------------------------------------------------------- plain data, changed at one place


class Mutant(NamedTuple):
    """A set with one change: what was changed, in which indicator ("" where it belongs to none), and the whole set."""

    name: str
    indicator: str
    raw: Raw


def _at(raw: Any, path: Keys) -> Any:
    for step in path:
        raw = raw[step]
    return raw


def _put(raw: Any, path: Keys, value: Any) -> Any:
    """Give a copy with another value at a path; everything beside the path is shared with the original."""
    if not path:
        return value
    step, *rest = path
    copy = list(raw) if isinstance(raw, list) else dict(raw)
    before = copy[step] if isinstance(copy, list) or step in copy else {}
    copy[step] = _put(before, tuple(rest), value)
    return copy


def _without(raw: Any, path: Keys) -> Any:
    """Give a copy without the entry or item that a path leads to."""
    *above, last = path
    owner = _at(raw, tuple(above))
    left = (
        [item for at, item in enumerate(owner) if at != last]
        if isinstance(owner, list)
        else {key: value for key, value in owner.items() if key != last}
    )
    return _put(raw, tuple(above), left)


#: Marks a key that stands twice in a mapping; it is taken out of the text that the loader reads.
_TWICE = "\ue000"


def _renamed(entries: Raw, old: str, new: str) -> Raw:
    """Give a mapping with one key renamed in its place; a name that is taken stands there twice."""
    name = new + _TWICE if new in entries else new
    return {name if key == old else key: value for key, value in entries.items()}


def written(raw: Raw) -> bytes:
    return json.dumps(raw, ensure_ascii=False).replace(_TWICE, "").encode()


# ---------------------------------------------------------------- values, nudged


_CENT = Fraction(1, 100)
_HAIR = Fraction(1, 10_000_000)


def _moved(text: str, by: Fraction) -> str:
    """Give a number, or a percentage by percentage points, moved by some amount."""
    share = parse_percent(text)
    if share is not None:
        return f"{exact_text(share * 100 + by)}%"
    value = parse_number(text)
    assert value is not None, text
    return exact_text(value + by)


def _nudged(text: str, measure: Raw | None = None) -> list[str]:
    """Give a threshold moved down and up by the smallest unit that its measure knows."""
    words = _words(measure or {})
    if text in words:
        at = words.index(text)
        return [words[near] for near in (at - 1, at + 1) if 0 <= near < len(words)]
    whole = measure is not None and measure["kind"] in ("count", "checklist")
    unit = Fraction(1) if whole else _CENT
    return [_moved(text, -unit), _moved(text, unit)]


def _words(measure: Raw) -> list[str]:
    if measure.get("kind") == "yes_no":
        return ["no", "yes"]
    return list(measure["steps"]) if measure.get("kind") == "status" else []


def _is_word(text: str) -> bool:
    return parse_percent(text) is None and parse_number(text) is None


_STRICTNESS = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}
_DIRECTION = {"at_least": "at_most", "at_most": "at_least", "above": "below", "below": "above"}


def _flips(way: str) -> tuple[str, str]:
    return _STRICTNESS[way], _DIRECTION[way]


def _other_goal(measure: Raw) -> tuple[str, str] | None:
    """Give a way and a mark that turn round what counts as met where the rule names no mark."""
    match measure["kind"]:
        case "yes_no":
            return "at_most", "no"
        case "change":
            return "at_least", "0"
        case "checklist":
            return "at_least", str(len(measure["items"]) - 1)
        case _:
            return None


def _by_kind(raw: Raw | str) -> Raw:
    return {"kind": raw} if isinstance(raw, str) else raw


# ---------------------------------------------------------------- the mutants of a set


def mutants(raw: Raw) -> Iterator[Mutant]:
    """Give every mutant of a set."""
    if "rounding" in raw:
        path: Keys = ("rounding", "decimals")
        for decimals in _nudged(_at(raw, path), {"kind": "count"}):
            yield Mutant(f"rounding {_at(raw, path)} -> {decimals}", "", _put(raw, path, decimals))
    yield from _of_evidence(raw, (), "")
    for at, criterion in enumerate(raw["criteria"]):
        yield from _of_numbers(raw, ("criteria", at), f"criterion {criterion['id']}", "", ("points",))
        for inner in range(len(criterion["indicators"])):
            yield from _of_indicator(raw, ("criteria", at, "indicators", inner))
    yield from _of_recognition(raw)


def _of_numbers(
    raw: Raw, path: Keys, label: str, indicator: str, fields: Iterable[str], measure: Raw | None = None
) -> Iterator[Mutant]:
    """Give a mutant for each way to nudge the numbers that stand in some fields of a mapping."""
    owner = _at(raw, path)
    for name in fields:
        if name in owner:
            for value in _nudged(owner[name], measure):
                yield Mutant(f"{label} {name} {owner[name]} -> {value}", indicator, _put(raw, (*path, name), value))


def _of_evidence(raw: Raw, path: Keys, identifier: str) -> Iterator[Mutant]:
    evidence = _at(raw, path).get("evidence")
    if not isinstance(evidence, dict) or "without" not in evidence:
        return
    now = evidence["without"]
    for other in ("not_met", "not_scored") if now == "warn" else ("warn",):
        name = f"{identifier} evidence.without {now} -> {other}".strip()
        yield Mutant(name, identifier, _put(raw, (*path, "evidence", "without"), other))


def _of_indicator(raw: Raw, path: Keys) -> Iterator[Mutant]:
    indicator = _at(raw, path)
    name = indicator["id"]
    yield from _of_numbers(raw, path, name, name, ("points", "met_from"))
    yield from _of_evidence(raw, path, name)
    if "open_from" in indicator:
        yield from _of_numbers(raw, (*path, "open_from"), f"{name} open_from", name, ("year",), {"kind": "count"})
    if "applies_when" in indicator:
        yield from _of_units(raw, (*path, "applies_when"), name, name)
    if "not_applicable" in indicator:
        yield Mutant(f"{name} not_applicable dropped", name, _without(raw, (*path, "not_applicable")))
        yield from _of_choices(raw, (*path, "not_applicable", "for"), name, name)
        means = indicator["not_applicable"].get("means", "left_out")
        other = "not_met" if means == "left_out" else "left_out"
        mutant = _put(raw, (*path, "not_applicable", "means"), other)
        yield Mutant(f"{name} not_applicable means {means} -> {other}", name, mutant)
    measures = {"": _by_kind(indicator["measure"])} if "measure" in indicator else {}
    for part, fields in indicator.get("parts", {}).items():
        measures[part] = _by_kind(fields["measure"])
        if "applies_when" in fields:
            yield from _of_units(raw, (*path, "parts", part, "applies_when"), f"{name} {part}", name)
        if "levels" in fields:
            yield from _of_part_levels(raw, (*path, "parts", part, "levels"), f"{name} {part}", name)
    for part, measure in measures.items():
        place: Keys = (*path, "parts", part, "measure") if part else (*path, "measure")
        yield from _of_measure(raw, place, measure, f"{name} {part}".strip(), name)
    scoring = _by_kind(indicator["scoring"])
    whole = _put(raw, (*path, "scoring"), scoring)
    if "met_from" in indicator and scoring["kind"] == "tiers":
        yield from _to_next_steps(raw, path, scoring)
    for place, label in _rules(path, name, scoring):
        yield from _OF_SCORING[scoring["kind"]](whole, place, label, name, measures)
    for at in range(len(scoring.get("when", ()))):
        yield Mutant(f"{name} when[{at}] dropped", name, _without(whole, (*path, "scoring", "when", at)))


def _of_units(raw: Raw, path: Keys, label: str, identifier: str) -> Iterator[Mutant]:
    """Give mutants that ask other units than `applies_when` does, every unit first."""
    yield Mutant(f"{label} applies_when dropped", identifier, _without(raw, path))
    yield from _of_choices(raw, path, label, identifier)


def _of_part_levels(raw: Raw, path: Keys, label: str, identifier: str) -> Iterator[Mutant]:
    """Give mutants in which a part is asked at every level, or at the others instead."""
    yield Mutant(f"{label} asked at every level", identifier, _without(raw, path))
    now = _at(raw, path)
    others = [one["id"] for one in raw["recognition"]["levels"] if one["id"] not in now]
    yield Mutant(f"{label} asked at {others}", identifier, _put(raw, path, others))


def _of_choices(raw: Raw, path: Keys, label: str, identifier: str) -> Iterator[Mutant]:
    """Give mutants in which one fact of certain units is left out, or has one choice more or fewer.

    Where alternatives are listed, each is left out as a whole, too.
    """
    units = _at(raw, path)
    for at in range(len(units)) if isinstance(units, list) else ():
        yield Mutant(f"{label} without alternative {at}", identifier, _without(raw, (*path, at)))
        yield from _of_choices(raw, (*path, at), f"{label} [{at}]", identifier)
    for fact, named in units.items() if isinstance(units, dict) else ():
        choices = [named] if isinstance(named, str) else named
        if len(units) > 1:
            yield Mutant(f"{label} whatever the {fact}", identifier, _without(raw, (*path, fact)))
        for choice in raw["facts"][fact]["choices"]:
            other = [one for one in choices if one != choice] if choice in choices else [*choices, choice]
            said = f"{label} {fact} {'without' if choice in choices else 'with'} {choice}"
            yield Mutant(said, identifier, _put(raw, (*path, fact), other))


def _rules(path: Keys, name: str, scoring: Raw) -> Iterator[tuple[Keys, str]]:
    """Give where the rule for every unit and those for certain units stand, each with the words for it."""
    yield (*path, "scoring"), name
    for at in range(len(scoring.get("when", ()))):
        yield (*path, "scoring", "when", at), f"{name} when[{at}]"


def _to_next_steps(raw: Raw, path: Keys, scoring: Raw) -> Iterator[Mutant]:
    """Give mutants in which `met_from` is the points of the step above or below."""
    indicator = _at(raw, path)
    now = indicator["met_from"]
    steps = next(list(scoring[way].values()) for way in WAYS if way in scoring)
    at = steps.index(now)
    for points in (*steps[max(at - 1, 0) : at], *steps[at + 1 : at + 2]):
        mutant = _put(raw, (*path, "met_from"), points)
        yield Mutant(f"{indicator['id']} met_from {now} -> step of {points}", indicator["id"], mutant)


def _of_measure(raw: Raw, path: Keys, measure: Raw, label: str, identifier: str) -> Iterator[Mutant]:
    match measure["kind"]:
        case "change":
            other = "falls" if measure["direction"] == "rises" else "rises"
            mutant = _put(raw, (*path, "direction"), other)
            yield Mutant(f"{label} {measure['direction']} -> {other}", identifier, mutant)
        case "given_points":
            yield from _of_numbers(raw, path, label, identifier, ("from", "to", "step"))
        case "share_of_units":
            for place in [("counted",), *(("counted_at", level) for level in measure.get("counted_at", ()))]:
                counted = _at(raw, path).get("counted") if place == ("counted",) else _at(raw, (*path, *place))
                for level in measure["levels"] if counted else ():
                    other = [one for one in counted if one != level] if level in counted else [*counted, level]
                    said = f"{label} {'.'.join(place)} {counted} -> {other}"
                    yield Mutant(said, identifier, _put(raw, (*path, *place), other))


def _full_if_met(raw: Raw, path: Keys, label: str, identifier: str, measures: dict[str, Raw]) -> Iterator[Mutant]:
    rule = _at(raw, path)
    named = [way for way in WAYS if way in rule]
    for way in named:
        yield from _of_numbers(raw, path, label, identifier, (way,), measures[""])
        for other in _flips(way):
            mutant = _put(raw, path, _renamed(rule, way, other))
            yield Mutant(f"{label} {way} {rule[way]} -> {other}", identifier, mutant)
    goal = _other_goal(measures[""])
    if not named and goal and "kind" in rule:
        yield Mutant(f"{label} goal -> {goal[0]} {goal[1]}", identifier, _put(raw, (*path, goal[0]), goal[1]))


def _proportional(raw: Raw, path: Keys, label: str, identifier: str, measures: dict[str, Raw]) -> Iterator[Mutant]:
    rule = _at(raw, path)
    yield from _of_numbers(raw, path, label, identifier, ("target", "zero_at", "floor"), measures[""])
    if "floor" in rule:
        floor = _moved(rule["floor"], _HAIR)
        yield Mutant(f"{label} floor {rule['floor']} -> strict", identifier, _put(raw, (*path, "floor"), floor))


def _tiers(raw: Raw, path: Keys, label: str, identifier: str, measures: dict[str, Raw]) -> Iterator[Mutant]:
    rule = _at(raw, path)
    for way in [way for way in WAYS if way in rule]:
        steps = rule[way]
        place = (*path, way)
        for mark in steps:
            for near in _nudged(mark, measures[""]):
                yield Mutant(f"{label} {mark} -> {near}", identifier, _put(raw, place, _renamed(steps, mark, near)))
            if not _is_word(mark):
                strict = _moved(mark, _HAIR if way == "at_least" else -_HAIR)
                yield Mutant(f"{label} {mark} -> strict", identifier, _put(raw, place, _renamed(steps, mark, strict)))
            for points in _nudged(steps[mark]):
                said = f"{label} points at {mark} {steps[mark]} -> {points}"
                yield Mutant(said, identifier, _put(raw, (*place, mark), points))
        other = _DIRECTION[way]
        yield Mutant(f"{label} {way} -> {other}", identifier, _put(raw, path, _renamed(rule, way, other)))


def _per_item(raw: Raw, path: Keys, label: str, identifier: str, measures: dict[str, Raw]) -> Iterator[Mutant]:
    yield from _of_numbers(raw, path, label, identifier, ("each",))


def _as_given(raw: Raw, path: Keys, label: str, identifier: str, measures: dict[str, Raw]) -> Iterator[Mutant]:
    return iter(())


def _bars(raw: Raw, path: Keys, label: str, identifier: str, measures: dict[str, Raw]) -> Iterator[Mutant]:
    rule = _at(raw, path)
    named: set[tuple[str, str]] = set()
    for way in [way for way in WAYS if way in rule]:
        for level, marks in rule[way].items():
            for part, mark in marks.items() if isinstance(marks, dict) else [("", marks)]:
                named.add((level, part))
                place: Keys = (*path, way, level, part) if part else (*path, way, level)
                said = f"{label} {part}".strip() + f" {way} {mark} at {level}"
                for near in _nudged(mark, measures[part]):
                    yield Mutant(f"{said} -> {near}", identifier, _put(raw, place, near))
                for other in _flips(way):
                    beside = (*path, other, level, part) if part else (*path, other, level)
                    mutant = _put(_without(raw, place), beside, mark)
                    yield Mutant(f"{said} -> {other}", identifier, mutant)
    for level in [one["id"] for one in raw["recognition"]["levels"]] if "kind" in rule else ():
        for part, measure in measures.items():
            goal = _other_goal(measure)
            if (level, part) not in named and goal:
                place = (*path, goal[0], level, part) if part else (*path, goal[0], level)
                said = f"{label} {part}".strip() + f" goal at {level} -> {goal[0]} {goal[1]}"
                yield Mutant(said, identifier, _put(raw, place, goal[1]))
    for level in rule.get("applies_when", ()):
        yield from _of_units(raw, (*path, "applies_when", level), f"{label} at {level}", identifier)


_OF_SCORING = {
    "full_if_met": _full_if_met,
    "proportional": _proportional,
    "tiers": _tiers,
    "per_item": _per_item,
    "as_given": _as_given,
    "bars": _bars,
}


def _of_recognition(raw: Raw) -> Iterator[Mutant]:
    recognition = raw["recognition"]
    for at, level in enumerate(recognition["levels"]):
        for inner, required in enumerate(level["requires"]):
            path: Keys = ("recognition", "levels", at, "requires", inner)
            kind = required if isinstance(required, str) else next(iter(required))
            yield Mutant(f"{level['id']} {kind} dropped", "", _without(raw, path))
            if isinstance(required, dict):
                yield from _of_condition(raw, (*path, kind), f"{level['id']} {kind}", required[kind])
    if "upgrade" in recognition:
        path = ("recognition", "upgrade")
        yield Mutant("upgrade dropped", "", _without(raw, path))
        yield from _of_numbers(raw, path, "upgrade", "", ("after_months",), {"kind": "count"})


def _of_condition(raw: Raw, path: Keys, label: str, fields: Raw) -> Iterator[Mutant]:
    for name in ("at_least", "above"):
        for value in _nudged(fields[name]) if name in fields else ():
            yield Mutant(f"{label}.{name} {fields[name]} -> {value}", "", _put(raw, (*path, name), value))
    if "at_least" in fields:
        strict = _moved(fields["at_least"], _HAIR)
        yield Mutant(f"{label}.at_least {fields['at_least']} -> strict", "", _put(raw, (*path, "at_least"), strict))
    if fields.get("above") == "0":
        loose = _put(_without(raw, (*path, "above")), (*path, "at_least"), "0%")
        yield Mutant(f"{label}.above 0 -> at_least 0%", "", loose)
    for at, identifier in enumerate(fields.get("met", ())):
        yield Mutant(f"{label} without {identifier}", "", _without(raw, (*path, "met", at)))
