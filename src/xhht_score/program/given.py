"""What a unit reported, as the inputs of a program."""

from __future__ import annotations

import datetime

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.definitions import Facts
from xhht_score.program.indicators import DECLARED, EVIDENCE, REFUSED, given_field, scale
from xhht_score.program.names import DECIDED, FACT_PREFIX, HELD_LEVEL, HOLDS, NUMBER, REQUESTED, YEAR
from xhht_score.program.whole import INDICATORS, UNIT, Name, fixed, of_indicator
from xhht_score.submission import Answer, Submission, in_bounds

_BLANK = Answer()


def given(criteria_set: CriteriaSet, submission: Submission, facts: Facts) -> dict[Name, int | None]:
    """Give the inputs of a unit with these facts, all of which are known.

    `CriteriaSet.worlds` gives the facts that a unit may have where some are not. Values outside their bounds are blank,
    as they are to the engine. Raises `Beyond` with the indicator for a value finer than a program computes with.
    """
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
    for indicator in criteria_set.indicators.values():
        found |= _answered(indicator, submission.answers.get(indicator.id, _BLANK))
    return found


def _counted(day: datetime.date | None) -> int | None:
    return None if day is None else day.toordinal()


def _answered(indicator: Indicator, answer: Answer) -> dict[Name, int | None]:
    found: dict[Name, int | None] = {}
    values = in_bounds(indicator, answer.values)
    for position, question in enumerate(indicator.questions):
        value = values[question.name]
        name = Name(INDICATORS, indicator.id, given_field(position))
        with of_indicator(indicator.id):
            found[name] = None if value is None else fixed(value * scale(question.input)).least
    counts = True if answer.refused == "replaced" else answer.evidence
    for field, flag in (
        (EVIDENCE, None if counts is None else int(counts)),
        (DECLARED, int(answer.not_applicable is not None)),
        (REFUSED, int(answer.refused == "uncounted")),
    ):
        found[Name(INDICATORS, indicator.id, field)] = flag
    return found
