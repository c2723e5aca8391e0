"""What a unit reported, as the inputs of a program."""

from __future__ import annotations

import datetime
from fractions import Fraction

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.definitions import Facts
from xhht_score.program.indicators import DECLARED, EVIDENCE, REFUSED, given_field, scale
from xhht_score.program.names import DECIDED, FACT_PREFIX, HELD_LEVEL, HOLDS, NUMBER, REQUESTED, YEAR
from xhht_score.program.whole import INDICATORS, UNIT, Beyond, Name, of_indicator
from xhht_score.submission import Answer, Submission, in_bounds

_BLANK = Answer()


def given(criteria_set: CriteriaSet, submission: Submission, facts: Facts) -> dict[Name, int | None]:
    """Give the inputs of a unit with these facts, all of which are known.

    `CriteriaSet.worlds` gives the facts that a unit may have where some are not. Values outside their bounds are blank,
    as they are to the engine. Raises `Beyond` with the indicator for a value finer than a program computes with.
    """
    found = given_of_unit(criteria_set, submission, facts)
    for name, indicator in criteria_set.indicators.items():
        own = answered(indicator, submission.answers.get(name, _BLANK))
        found |= {Name(INDICATORS, name, field): value for field, value in own.items()}
    return found


def given_of_unit(criteria_set: CriteriaSet, submission: Submission, facts: Facts) -> dict[Name, int | None]:
    """Give the inputs of a unit that are not about an indicator."""
    found: dict[Name, int | None] = {}
    for name, fact in criteria_set.facts.items():
        if name in facts:
            found[Name(UNIT, FACT_PREFIX + name, NUMBER)] = list(fact.choices).index(facts[name]) + 1
    held, levels = submission.dates.decision, criteria_set.level_ids
    for row, value in (
        (YEAR, submission.year),
        (DECIDED, _counted(held.date if held else None)),
        (REQUESTED, _counted(submission.dates.requested)),
        (HELD_LEVEL, levels.index(held.level) + 1 if held and held.level in levels else 0),
        (HOLDS, int(held is not None)),
    ):
        found[Name(UNIT, row, NUMBER)] = value
    return found


def _counted(day: datetime.date | None) -> int | None:
    return None if day is None else day.toordinal()


def answered(indicator: Indicator, answer: Answer) -> dict[str, int | None]:
    """Give the inputs of an indicator by field; raises `Beyond` as `given` does."""
    found: dict[str, int | None] = {}
    values = in_bounds(indicator, answer.values)
    for position, question in enumerate(indicator.questions):
        value = values[question.name]
        found[given_field(position)] = None if value is None else _whole(value, scale(question.input), indicator.id)
    counts = True if answer.refused == "replaced" else answer.evidence
    found[EVIDENCE] = None if counts is None else int(counts)
    found[DECLARED] = int(answer.not_applicable is not None)
    found[REFUSED] = int(answer.refused == "uncounted")
    return found


def _whole(value: Fraction, times: int, identifier: str) -> int:
    """Give so many times a number; raises `Beyond` with the id of the indicator where that is no whole one."""
    top, bottom = value.as_integer_ratio()
    whole, rest = divmod(top * times, bottom)
    if rest:
        with of_indicator(identifier):
            raise Beyond
    return whole
