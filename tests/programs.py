"""What a program decides of a unit against what engine and judge say, step by step.

`tests/witness.py` compares every row of the kept witness; `tests/program/` some of them, and random small sets.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.engine import score
from xhht_score.program.compiled import compiled
from xhht_score.program.given import given
from xhht_score.program.indicators import (
    APPLIES,
    IS_ASKED,
    OMITTED,
    PROOF,
    RULE_NUMBER,
    SCALED_HIGH,
    SCALED_LOW,
    SCALED_MAX,
    UNDECIDED,
    Program,
)
from xhht_score.program.python import Run, runnable
from xhht_score.program.recognition import (
    CERTAIN,
    CODE,
    CONDITION_CODES,
    LEVEL_CODES,
    POSSIBLE,
    TOTAL,
    condition_row,
    criterion_row,
    level_row,
)
from xhht_score.program.whole import INDICATORS, RESULTS, At, Integer, Name
from xhht_score.recognition import judge
from xhht_score.results import Attainment, IndicatorResult, Tally
from xhht_score.submission import Answer, Submission, in_bounds, part_of, usable

#: What the engine says of a step, by its name.
Wanted = Iterator[tuple[Name, Fraction | int | None]]


class Ready(NamedTuple):
    """A set with its program, and the function that runs it."""

    criteria_set: CriteriaSet
    program: Program
    run: Run


def ready(criteria_set: CriteriaSet) -> Ready:
    """Give a set with its program, compiled once."""
    if id(criteria_set) not in _READY:
        program = compiled(criteria_set)
        _READY[id(criteria_set)] = Ready(criteria_set, program, runnable(program))
    return _READY[id(criteria_set)]


_READY: dict[int, Ready] = {}


def refused(chance: random.Random, submission: Submission) -> Submission:
    """Give a submission of which the council refuses some evidence, with and without a figure of its own."""
    answers = {
        name: one.model_copy(update={"evidence": False, "refused": chance.choice(["uncounted", "replaced"])})
        if one.not_applicable is None and chance.random() < 0.3
        else one
        for name, one in submission.answers.items()
    }
    return submission.model_copy(update={"answers": answers})


def differences(criteria_set: CriteriaSet, submission: Submission) -> Iterator[str]:
    """Give every step that is not what engine and judge say, for each choice of the facts that are unknown."""
    _, program, run = ready(criteria_set)
    for facts in criteria_set.worlds(submission.facts):
        known = submission.model_copy(update={"facts": dict(facts)})
        found = run(given(criteria_set, known, facts))
        for name, wanted in expected(program, known):
            if found[name] != wanted:
                yield f"{criteria_set.id} {facts} {name}: engine {wanted}, program {found[name]}"
        for named, place, value in spans(program, known, found):
            if place != value:
                yield f"{criteria_set.id} {facts} {named}: engine {place}, program {value}"


def expected(program: Program, submission: Submission) -> Wanted:
    """Give what engine and judge say of every step that decides, for a unit whose facts are known."""
    criteria_set = program.criteria_set
    card = score(criteria_set, submission)
    verdict = judge(criteria_set, card, submission)
    for result in card.indicators.values():
        yield from _indicator(program, submission, result)
    for criterion in card.criteria:
        yield from _sums(program, criterion_row(criterion.id), criterion.tally)
    yield from _sums(program, TOTAL, card.total)
    for level in verdict.levels:
        yield Name(RESULTS, level_row(level.id), CODE), LEVEL_CODES.index(level.state)
        for position, condition in enumerate(level.conditions, 1):
            yield Name(RESULTS, condition_row(level.id, position), CODE), CONDITION_CODES.index(condition.state)
        if level.id in criteria_set.told_apart:
            at = criteria_set.told_apart.index(level.id) + 1
            yield from _attained(TOTAL, at, level.attainment)
            for one, attainment in zip(criteria_set.criteria, level.criteria, strict=True):
                yield from _attained(criterion_row(one.id), at, attainment)
    ids = ("", *criteria_set.level_ids)
    yield Name(RESULTS, CERTAIN, "value"), ids.index(verdict.certain or "")
    yield Name(RESULTS, POSSIBLE, "value"), ids.index(verdict.possible or "")


def _sums(program: Program, row: str, tally: Tally) -> Wanted:
    if program.criteria_set.total_points is not None:
        points = (tally.points.low, tally.points.high, tally.maximum.high)
        for name, one in zip((SCALED_LOW, SCALED_HIGH, SCALED_MAX), points, strict=True):
            yield Name(RESULTS, row, name), one / program.unit


def _attained(row: str, at: int, attainment: Attainment) -> Wanted:
    yield Name(RESULTS, row, f"met_low_{at}"), attainment.met.low
    yield Name(RESULTS, row, f"met_high_{at}"), attainment.met.high
    yield Name(RESULTS, row, f"counts_{at}"), attainment.applicable.high


def _indicator(program: Program, submission: Submission, result: IndicatorResult) -> Wanted:
    criteria_set = program.criteria_set
    indicator = criteria_set.indicators[result.id]
    answer = submission.answers.get(result.id, Answer())

    def step(field: str) -> Name:
        return Name(INDICATORS, result.id, field)

    yield step(RULE_NUMBER), result.rule + 1
    yield step(APPLIES), int(result.state not in ("not_asked", "not_applicable"))
    if result.state != "not_applicable":
        yield step(IS_ASKED), int(result.state != "not_asked")
    proof = True if answer.refused == "replaced" else answer.evidence
    yield step(PROOF), None if proof is None else int(proof)
    if indicator.open_from is not None:
        yield step(UNDECIDED), int(indicator.stays_open(submission.year))
    if indicator.not_applicable is not None:
        facts = {name: choice for name, choice in submission.facts.items() if choice is not None}
        yield step(OMITTED), int(answer.not_applicable is not None and indicator.not_applicable.allowed(facts))
    if criteria_set.total_points is not None:
        yield step(SCALED_MAX), result.maximum.high / program.unit
        if indicator.measure is not None and indicator.weight:
            yield step(SCALED_LOW), result.points.low / program.unit
            yield step(SCALED_HIGH), result.points.high / program.unit
    for at, level in enumerate(criteria_set.told_apart, 1):
        stands = result.levels[criteria_set.level_ids.index(level)]
        yield step(f"counts_{at}"), int(stands.asked)
        yield step(f"met_low_{at}"), int(stands.met_low)
        yield step(f"met_high_{at}"), int(stands.met_high)
    bounded = in_bounds(indicator, _looked_at(indicator, submission))
    for position, (part, measure) in enumerate(indicator.measures.items(), 1):
        if step(f"fault_{position}") in program.steps:
            yield step(f"fault_{position}"), int(measure.fault(part_of(indicator, bounded, part)) is not None)


def _looked_at(indicator: Indicator, submission: Submission) -> dict[str, Fraction | None]:
    """Give the values of an indicator that anybody looks at: none in a year in which nobody knows how."""
    stays_open = indicator.stays_open(submission.year)
    return {} if stays_open else submission.answers.get(indicator.id, Answer()).values


def spans(
    program: Program, submission: Submission, found: dict[Name, int | None]
) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Give both ends of every place on a scale as the measure gives them, and as the program does."""

    def value(identifier: str, one: Integer) -> int:
        number = found[Name(INDICATORS, identifier, one.name.field)] if isinstance(one, At) else one.least
        assert number is not None
        return number

    for (identifier, part, level), span in program.spans.items():
        indicator = program.criteria_set.indicators[identifier]
        values = part_of(indicator, usable(indicator, _looked_at(indicator, submission)), part)
        engine = indicator.measures[part].span(values, level)
        for place, end in ((engine.low, span.low), (engine.high, span.high)):
            yield (
                f"{identifier} {part} {level}",
                place,
                Fraction(value(identifier, end.top), value(identifier, end.bottom)),
            )
