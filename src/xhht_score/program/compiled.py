"""A whole criteria set as a program."""

from __future__ import annotations

from xhht_score.criteria import CriteriaSet
from xhht_score.program.indicators import FACT_PREFIX, NUMBER, Program, add_indicator, point_unit
from xhht_score.program.recognition import add_recognition
from xhht_score.program.whole import UNIT, Name


def compiled(criteria_set: CriteriaSet, *, is_form: bool = False) -> Program:
    """Give a criteria set as named steps; raises `Beyond` where whole numbers cannot hold what it says.

    `is_form` asks for what a form computes for itself, which knows no council.
    """
    program = Program(criteria_set, is_form, point_unit(criteria_set))
    for name, fact in criteria_set.facts.items():
        program.input(Name(UNIT, FACT_PREFIX + name, NUMBER), 0, len(fact.choices))
    for indicator in criteria_set.indicators.values():
        add_indicator(program, indicator)
    add_recognition(program)
    return program
