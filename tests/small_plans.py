"""Small random sets and units, and the cheapest way to a level found by trying everything, in the plainest way."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import prod
from typing import Any

from builders import (
    SMALL,
    Raw,
    fillings,
    marks_of,
    number,
    place,
    raw_bar_indicator,
    raw_criterion,
    raw_indicator,
    raw_set,
    read,
    text,
)
from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.engine import indicator_result, score
from xhht_score.measures import Measure
from xhht_score.plan.planning import plan
from xhht_score.plan.records import Outlook, StepPlan
from xhht_score.recognition import judge
from xhht_score.scoring import Bars
from xhht_score.submission import Answer, Submission, Unit

ZERO = Fraction(0)
#: So many ways of all indicators together are tried; units with more of them are left to the integer solver.
_MOST_TOGETHER = 4_000
Cost = tuple[Fraction, int, Fraction]
_MOVED = ("yes_no", "status", "ratio", "percentage", "count", "amount", "change", "checklist", "share_of_units")
#: Those with few places are drawn more often: trying everything takes so long for the others.
_COARSE = ("yes_no", "status", "ratio", "count", "checklist", "share_of_units")
_DRAWN = (*_MOVED, "given_points", *_COARSE * 9)
_AREAS = ("plain", "hill")


# ---------------------------------------------------------------- random sets and units


def small_set(chance: random.Random) -> CriteriaSet | None:
    """Give a set of two criteria with two to four indicators; None where what was drawn does not hold together."""
    with_points = chance.random() < 0.7
    make = _paid if with_points else _barred
    split = [["1.1", "1.2"], ["2.1"]] if chance.random() < 0.5 else [["1.1"], ["2.1", "2.2"]]
    if chance.random() < 0.3:
        split[0].append("1.3")
    fields: Raw = {}
    if chance.random() < 0.4:
        fields["facts"] = {"area": {"title": text("area"), "choices": {name: text(name) for name in _AREAS}}}
    criteria = [
        raw_criterion(str(at), *(make(chance, one, bool(fields)) for one in names)) for at, names in enumerate(split, 1)
    ]
    if with_points and chance.random() < 0.8:
        fields["rounding"] = {"decimals": str(chance.choice([0, 1, 1, 2]))}
    if chance.random() < 0.5:
        fields["evidence"] = {"policy": "required", "without": chance.choice(["zero", "not_met", "not_scored", "warn"])}
    names = [one for each in split for one in each]
    levels = _levels(chance, names) if with_points else {"muc-1": ["all_met"], "muc-2": ["all_met"]}
    criteria_set, problems = read(raw_set(*criteria, levels=levels, **fields))
    return None if any(one.severity == "error" for one in problems) else criteria_set


def _levels(chance: random.Random, names: Sequence[str]) -> dict[str, list[Any]]:
    several: list[Any] = [
        {"total": {"at_least": chance.choice(["40%", "66.67%", "75%", "90%", "3", "6"])}},
        {"each_criterion": {"at_least": chance.choice(["30%", "50%", "70%"])}},
        {"each_criterion": {"above": chance.choice(["0", "0.5", "2"])}},
        {"criterion": {"id": "1", "at_least": "80%"}},
        {"each_indicator": {"at_least": chance.choice(["0.5", "1"])}},
        {"indicators": {"met": [chance.choice(names)]}},
    ]
    return {"dat": chance.sample(several, chance.choice([1, 2, 2, 3]))}


def _measure(chance: random.Random, kind: str) -> Raw:
    if kind == "percentage":
        return {"kind": "ratio", "of": text("share"), "percentage_only": "yes"}
    found = dict(SMALL[kind])
    if kind in ("ratio", "share_of_units"):
        found["maximum"] = chance.choice(["7", "12"])
    if kind in ("change", "amount"):
        found["maximum"] = "1"
    if kind == "change":
        found["direction"] = chance.choice(["rises", "falls"])
    return found


def _fields(chance: random.Random, measure: Raw) -> Raw:
    found: Raw = {}
    if chance.random() < 0.7:
        found["effort"] = str(chance.randint(1, 5))
    if measure["kind"] == "status" and chance.random() < 0.5:
        found["effort_by_step"] = {one: number(Fraction(chance.randint(0, 6), 2)) for one in [*measure["steps"]][1:]}
    if measure["kind"] == "checklist" and chance.random() < 0.5:
        found["effort_by_step"] = {one: number(Fraction(chance.randint(0, 6), 2)) for one in measure["items"]}
    return found


def _paid(chance: random.Random, name: str, has_facts: bool) -> Raw:
    measure = _measure(chance, chance.choice(_DRAWN))
    marks = marks_of(measure)
    points = Fraction(chance.choice([2, 3, 4]))
    kind = chance.choice(["full_if_met", "proportional", "tiers", "per_item"])
    upper = chance.choice(marks[1:])[0]
    scoring: Raw = {"kind": kind}
    match kind:
        case "full_if_met":
            scoring["at_least" if chance.random() < 0.8 else "at_most"] = upper
        case "proportional":
            scoring["target"] = upper
            if chance.random() < 0.3:
                scoring["floor"] = marks[len(marks) // 2][0]
            if chance.random() < 0.2:
                scoring = {"kind": kind, "target": marks[0][0], "zero_at": upper}
        case "tiers":
            scoring["at_least"] = {upper: number(points), marks[0][0]: "1"}
        case "per_item":
            top = marks[-1][1]
            scoring["each"] = number(points if top <= 1 else chance.choice([points, points / 2]))
    if has_facts and kind == "full_if_met" and "at_least" in scoring and chance.random() < 0.6:
        scoring["when"] = [{"area": "hill", "at_least": chance.choice(marks[1:])[0]}]
    fields = _fields(chance, measure)
    if has_facts and chance.random() < 0.2:
        fields["applies_when"] = {"area": "hill"}
    return raw_indicator(name, measure, scoring, number(points), **fields)


def _barred(chance: random.Random, name: str, has_facts: bool) -> Raw:
    kinds = [chance.choice(_MOVED)]
    if chance.random() < 0.4:
        kinds = [chance.choice(_COARSE) for _ in range(2)]
    measures = [_measure(chance, one) for one in kinds]
    ways = [[chance.choice(marks_of(one)[1:])[0] for _ in range(2)] for one in measures]
    if len(measures) == 1:
        bars: Raw = {"kind": "bars", "at_least": {"muc-1": ways[0][0], "muc-2": ways[0][1]}}
        return raw_bar_indicator(name, measures[0], bars, **_fields(chance, measures[0]))
    bars = {"kind": "bars", "at_least": {level: {f"p{part}": ways[part][at] for part in range(2)}
                                         for at, level in enumerate(("muc-1", "muc-2"))}}  # fmt: skip
    parts: Raw = {f"p{at}": {"measure": one} for at, one in enumerate(measures)}
    if has_facts and chance.random() < 0.4:
        parts["p1"]["applies_when"] = {"area": "hill"}
    return raw_bar_indicator(name, parts, bars, effort=str(chance.randint(1, 5)))


def small_unit(chance: random.Random, criteria_set: CriteriaSet, blanks: float = 0.0) -> Submission:
    """Give a unit with random answers, some of them blank, evidence that is there or not or not said."""
    answers = {}
    for name, indicator in criteria_set.indicators.items():
        values: dict[str, Fraction | None] = {}
        for part, measure in indicator.measures.items():
            found = _values(chance, measure)
            values |= {f"{part}.{key}" if part else key: one for key, one in found.items()}
        values = {key: None if chance.random() < blanks else one for key, one in values.items()}
        said = chance.choice([True, True, False, *([None] if blanks else [])])
        answers[name] = Answer(values=values, evidence=said)
    known = {name: chance.choice(_AREAS) if chance.random() >= blanks else None for name in criteria_set.facts}
    return Submission(unit=Unit(name="Đơn vị"), facts=known, answers=answers)


def _values(chance: random.Random, measure: Measure) -> dict[str, Fraction]:
    low = chance.random() < 0.7
    match measure.kind:
        case "yes_no":
            return {"answer": Fraction(chance.random() < 0.3)}
        case "status":
            return {"step": Fraction(chance.randint(0, 1 if low else len(measure.steps) - 1))}
        case "ratio" if measure.percentage_only:
            return {"percentage": Fraction(chance.randint(0, 50 if low else 100), 100)}
        case "ratio":
            over = chance.randint(1, measure.maximum)
            return {"of": Fraction(chance.randint(0, over // 2 if low else over)), "over": Fraction(over)}
        case "count":
            return {"number": Fraction(chance.randint(0, 2 if low else measure.maximum))}
        case "amount":
            return {"number": Fraction(chance.randint(0, 50 if low else 100), 100)}
        case "change":
            return {name: Fraction(chance.randint(0, 100), 100) for name in ("last_year", "this_year")}
        case "checklist":
            return {item: Fraction(chance.random() < 0.4) for item in measure.items}
        case "share_of_units":
            whole = chance.randint(1, measure.maximum)
            first = chance.randint(0, whole)
            return {"kha": Fraction(first), "tot": Fraction(chance.randint(0, whole - first)), "all": Fraction(whole)}
        case _:
            return {"points": Fraction(chance.randint(int(measure.least), int(measure.most)))}


# ---------------------------------------------------------------- what a unit can make of a figure


def reachable(measure: Measure, given: Mapping[str, Fraction | None], up: bool) -> list[dict[str, Fraction]] | None:
    """Give what the inputs of a measure may be made to; None where the unit cannot move them."""
    match measure.kind:
        case "given_points":
            return None
        case "ratio" if not measure.percentage_only:
            whole = given["over"]
            return None if whole is None else [{"of": Fraction(one), "over": whole} for one in range(int(whole) + 1)]
        case "ratio":
            return [{"percentage": Fraction(one, 10_000)} for one in range(10_001)]
        case "amount":
            return [{"number": Fraction(one, 100)} for one in range(int(measure.maximum) * 100 + 1)]
        case "change":
            last = given["last_year"]
            moved = [Fraction(one, 100) for one in range(int(measure.maximum) * 100 + 1)]
            return None if last is None else [{"last_year": last, "this_year": one} for one in moved]
        case "share_of_units":
            return _shares(measure, given)
        case "checklist":
            return [
                dict(zip(measure.items, ticks, strict=True))
                for ticks in itertools.product((ZERO, Fraction(1)), repeat=len(measure.items))
            ]
        case _:
            (name,) = given
            return [{name: Fraction(one)} for one in range(int(measure.top) + 1)]


def _shares(measure: Any, given: Mapping[str, Fraction | None]) -> list[dict[str, Fraction]] | None:
    whole = given["all"]
    if whole is None:
        return None
    return [
        {**dict(zip(measure.levels, map(Fraction, chosen), strict=True)), "all": whole}
        for chosen in itertools.product(range(int(whole) + 1), repeat=len(measure.levels))
        if sum(chosen) <= whole
    ]


def start_of(measure: Measure, given: Mapping[str, Fraction | None], up: bool) -> dict[str, Fraction] | None:
    """Give what the inputs are, blanks at their worst; None where that is not a place that a unit moves from."""
    options = reachable(measure, given, up)
    if options is None:
        return None
    fitting = [one for one in options if all(given[name] in (None, value) for name, value in one.items())]
    if not fitting:  # as it was typed, finer than what is tried
        return {name: value for name, value in given.items() if value is not None}
    if measure.kind == "share_of_units":
        return {name: value or ZERO for name, value in given.items()}
    return (min if up else max)(fitting, key=lambda one: place(measure, one))


def distance(measure: Measure, before: Mapping[str, Fraction], after: Mapping[str, Fraction]) -> Fraction:
    """Give how far one state is from another, in what people count: units, ticks, steps, amounts."""
    match measure.kind:
        case "checklist":
            return Fraction(sum(before[name] != after[name] for name in before))
        case "share_of_units":
            counted = measure.counted or ()
            return abs(sum(after[name] for name in counted) - sum(before[name] for name in counted))
        case _:
            return sum((abs(after[name] - before[name]) for name in before), ZERO)


# ---------------------------------------------------------------- every way of one indicator


@dataclass(frozen=True)
class WayOf:
    """One way to treat an indicator: its answer and what it takes."""

    answer: Answer
    cost: Cost


def ways_of(
    criteria_set: CriteriaSet,
    indicator: Indicator,
    submission: Submission,
    level: str,
    worlds: Sequence[Mapping[str, str]],
) -> list[WayOf]:
    """Give every way to treat an indicator that may matter: for each outcome that it can have the cheapest."""
    answer = submission.answers[indicator.id]
    parts: list[list[tuple[dict[str, Fraction], Fraction, Fraction]]] = []
    for part, measure in indicator.measures.items():
        if not any(part in indicator.asked_parts(one) for one in worlds):
            continue
        parts.append(_of_part(indicator, part, measure, answer, level, worlds, criteria_set))
    policy = criteria_set.evidence_policies[indicator.id]
    lacking = policy.policy == "required" and policy.without != "warn" and answer.evidence is not True
    effort = Fraction(indicator.effort or 3)
    found: dict[Any, WayOf] = {}
    if not parts:
        return [WayOf(answer, (ZERO, 0, ZERO))]
    moving = [any(share for _, share, _ in each) for each in parts]
    count = sum(moving)
    for chosen in itertools.product(*parts):
        for proof in (False, True) if lacking else (False,):
            values = {**answer.values, **{name: value for values, _, _ in chosen for name, value in values.items()}}
            share = sum((one for _, one, _ in chosen), ZERO) / (count or 1)
            by_step = sum((one for _, _, one in chosen), ZERO)
            rest = effort - proof
            work = (by_step if indicator.effort_by_step else rest * share) + proof
            of_way = share if not proof else (1 + rest * share) / effort if count else Fraction(1)
            update = {"values": values, **({"evidence": True} if proof else {})}
            made = answer.model_copy(update=update)
            results = [indicator_result(criteria_set, indicator, made, submission.year, one) for one in worlds]
            outcome = tuple((one.points.low, one.earned.low, tuple(at.met_low for at in one.levels)) for one in results)
            cost = (work, int(bool(share or proof or any(v for v, _, _ in chosen))), of_way)
            if outcome not in found or cost < found[outcome].cost:
                found[outcome] = WayOf(made, cost)
    return list(found.values())


def _of_part(
    indicator: Indicator,
    part: str,
    measure: Measure,
    answer: Answer,
    level: str,
    worlds: Sequence[Mapping[str, str]],
    criteria_set: CriteriaSet,
) -> list[tuple[dict[str, Fraction], Fraction, Fraction]]:
    """Give what one figure can be made to: its new values, the share of the way to full, the effort step by step."""
    prefix = f"{part}." if part else ""
    given = {one.name: answer.values.get(prefix + one.name) for one in measure.inputs}
    asked = [one for one in worlds if part in indicator.asked_parts(one)]
    scorings = [indicator.rules[indicator.rule_for(one)].scoring for one in asked]
    up = scorings[0].upward
    options, before = reachable(measure, given, up), start_of(measure, given, up)
    if options is None or before is None:
        return [({}, ZERO, ZERO)]
    here = place(measure, before)
    ahead = [(one, distance(measure, before, one)) for one in options if one != before]
    ahead = [(one, far) for one, far in ahead if (place(measure, one) > here) == up and place(measure, one) != here]
    if measure.kind == "checklist":
        ahead = [(one, far) for one, far in ahead if all((one[name] >= before[name]) == up or one[name] == before[name]
                                                         for name in before)]  # fmt: skip
    full = max(
        (_full(criteria_set, scoring, indicator, part, measure, before, ahead) for scoring in scorings), default=ZERO
    )
    found: list[tuple[dict[str, Fraction], Fraction, Fraction]] = [({}, ZERO, ZERO)]
    for one, far in ahead:
        if full and far <= full:
            values = {prefix + name: value for name, value in one.items()}
            found.append((values, far / full, _steps_effort(indicator, measure, before, one)))
    return found


def _steps_effort(
    indicator: Indicator, measure: Measure, before: Mapping[str, Fraction], after: Mapping[str, Fraction]
) -> Fraction:
    by = indicator.effort_by_step
    if measure.kind == "status":
        names = [*measure.steps]
        first, last = sorted((int(before["step"]), int(after["step"])))
        return sum((by.get(name, ZERO) for name in names[first + 1 : last + 1]), ZERO)
    if measure.kind == "checklist":
        return sum((by.get(name, ZERO) for name in before if before[name] != after[name]), ZERO)
    return ZERO


def _full(
    criteria_set: CriteriaSet,
    scoring: Any,
    indicator: Indicator,
    part: str,
    measure: Measure,
    before: Mapping[str, Fraction],
    ahead: Sequence[tuple[Mapping[str, Fraction], Fraction]],
) -> Fraction:
    states = [(before, ZERO), *ahead]
    if isinstance(scoring, Bars):
        found = ZERO
        for level in criteria_set.level_ids:
            bar = scoring.bar(level, part)
            assert bar is not None
            passing = [far for one, far in states if bar.passed(place(measure, one))]
            found = max(found, min(passing) if passing else max(far for _, far in states))
        return found
    worth = [(scoring.outcome(place(measure, one), indicator.weight).points, far) for one, far in states]
    best = max(points for points, _ in worth)
    return min(far for points, far in worth if points == best)


# ---------------------------------------------------------------- what is blank at its best


def at_best(criteria_set: CriteriaSet, submission: Submission, facts: Mapping[str, str]) -> Submission:
    """Give a unit after every blank turned out best: figures, evidence, and facts as they are given."""
    answers = {}
    for name, indicator in criteria_set.indicators.items():
        answer = submission.answers[name]
        values = dict(answer.values)
        for part, measure in indicator.measures.items():
            prefix = f"{part}." if part else ""
            own = {one.name: values[prefix + one.name] for one in measure.inputs}
            if None in own.values():
                up = indicator.rules[indicator.rule_for(facts)].scoring.upward
                filled = (max if up else min)(fillings(measure, own), key=lambda one: place(measure, one))
                values |= {prefix + key: value for key, value in filled.items()}
        evidence = True if answer.evidence is None else answer.evidence
        answers[name] = answer.model_copy(update={"values": values, "evidence": evidence})
    return submission.model_copy(update={"answers": answers, "facts": dict(facts)})


def best_cost(criteria_set: CriteriaSet, submission: Submission, level: str) -> tuple[object, ...] | None:
    """Give what the cheapest way takes where every blank turned out best, among all facts; None: there is no way."""
    found = []
    for facts in criteria_set.worlds(submission.facts):
        made = at_best(criteria_set, submission, facts)
        if holds(criteria_set, made, level):
            return ZERO, 0, ZERO
        outlooks = plan(criteria_set, made, level).outlooks
        found += [rank(one) for each in outlooks for one in each.plans[:1]]
    return min(found, default=None)


# ---------------------------------------------------------------- the cheapest way, by trying everything


def holds(criteria_set: CriteriaSet, submission: Submission, level: str) -> bool:
    """Tell whether a unit is eligible at a level, by the engine."""
    verdict = judge(criteria_set, score(criteria_set, submission), submission)
    return next(one.state for one in verdict.levels if one.id == level) == "eligible"


def cheaper(
    criteria_set: CriteriaSet, submission: Submission, level: str, than: Cost | None
) -> Iterator[tuple[Cost, Submission]]:
    """Give every way that takes less than a cost (None: every way), cheapest first, with what the unit then says."""
    worlds = list(criteria_set.worlds(submission.facts))
    each = [ways_of(criteria_set, one, submission, level, worlds) for one in criteria_set.indicators.values()]
    if prod(map(len, each)) > _MOST_TOGETHER:
        return
    listed = []
    for chosen in itertools.product(*each):
        cost: Cost = (
            sum((one.cost[0] for one in chosen), ZERO),
            sum(one.cost[1] for one in chosen),
            sum((one.cost[2] for one in chosen), ZERO),
        )
        if than is None or cost < than:
            answers = dict(zip(criteria_set.indicators, (one.answer for one in chosen), strict=True))
            listed.append((cost, answers))
    for cost, answers in sorted(listed, key=lambda one: one[0]):
        yield cost, submission.model_copy(update={"answers": answers})


def cases_of(
    count: int, blanks: float, *, eligible: bool | None, start: int = 0
) -> list[tuple[int, CriteriaSet, Submission, str]]:
    """Give so many random units with a level, of those that are eligible at it or not (None: either), with seeds.

    The seeds come after `start`.
    """
    found, seed = [], start
    while len(found) < count:
        seed += 1
        chance = random.Random(seed)
        criteria_set = small_set(chance)
        if criteria_set is None:
            continue
        submission = small_unit(chance, criteria_set, blanks)
        level = chance.choice(criteria_set.level_ids)
        if eligible is None or holds(criteria_set, submission, level) == eligible:
            found.append((seed, criteria_set, submission, level))
    return found


#: Ways that are tried where there is said to be none.
_MOST_WAYS = 100


def done(submission: Submission, one: StepPlan) -> Submission:
    """Give the unit after it has done what a plan says, and the blanks have come out as it says."""
    answers = dict(submission.answers)
    for step in (*one.steps, *one.blanks):
        answer = answers[step.indicator]
        values = {**answer.values, **{change.question: change.after for change in step.changes}}
        answers[step.indicator] = answer.model_copy(
            update={"values": values, "evidence": True if step.evidence else answer.evidence}
        )
    return submission.model_copy(update={"answers": answers, "facts": {**submission.facts, **one.facts}})


def rank(one: StepPlan) -> tuple[object, ...]:
    return one.effort, len(one.steps), one.share


def certain(found: tuple[Outlook, ...]) -> Outlook:
    """Give the outlook that holds whatever the blanks become."""
    return found[-1]


def cheaper_ways_tried(seed: int, criteria_set: CriteriaSet, submission: Submission, level: str) -> int:
    """Hold a plan against every cheaper way; gives how many were tried, none of which leads to the level."""
    outlook = certain(plan(criteria_set, submission, level).outlooks)
    best = outlook.plans[0] if outlook.plans else None
    if best is not None:
        assert holds(criteria_set, done(submission, best), level), seed
    than = None if best is None else (best.effort, len(best.steps), best.share)
    ways = cheaper(criteria_set, submission, level, than)
    tried = 0
    for cost, made in ways if best is not None else islice(ways, _MOST_WAYS):
        assert not holds(criteria_set, made, level), (seed, cost, than)
        tried += 1
    return tried


def best_case_told(seed: int, criteria_set: CriteriaSet, submission: Submission, level: str) -> bool:
    """Hold the best case against the unit whose blanks turned out best; gives whether it differs from what is certain.

    It is told where it takes less than the way that is certain, and what it says of the blanks is enough.
    """
    found = plan(criteria_set, submission, level).outlooks
    if not found:
        return False
    best = found[0].plans[0] if found[0].plans else None
    costs = [best_cost(criteria_set, submission, level), *(rank(one) for one in certain(found).plans[:1])]
    least = min((one for one in costs if one is not None), default=None)
    assert least == (None if best is None else rank(best)), seed
    if best is None or len(found) == 1:
        return False
    assert holds(criteria_set, done(submission, best), level), seed
    assert all(rank(best) < rank(one) for one in certain(found).plans), seed
    return True
