"""A whole criteria set as a program."""

from __future__ import annotations

from functools import lru_cache

from xhht_score.criteria import CriteriaSet
from xhht_score.program.indicators import Program, add_indicators, point_unit
from xhht_score.program.names import FACT_PREFIX, NUMBER
from xhht_score.program.recognition import add_recognition
from xhht_score.program.whole import UNIT, Name

#: So many programs are kept: those of the sets that one run works with.
_KEPT = 16


def compiled(criteria_set: CriteriaSet, *, is_form: bool = False) -> Program:
    """Give a criteria set as named steps, once for each set; raises `Beyond` where whole numbers cannot hold it.

    `is_form` asks for what a form computes for itself, which knows no council.
    """
    return _compiled(_One(criteria_set), is_form)


class _One:
    """A criteria set, told from others by being itself: comparing two would take longer than compiling one."""

    def __init__(self, criteria_set: CriteriaSet) -> None:
        self.criteria_set = criteria_set

    def __hash__(self) -> int:
        return id(self.criteria_set)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _One) and other.criteria_set is self.criteria_set


@lru_cache(_KEPT)
def _compiled(one: _One, is_form: bool) -> Program:
    criteria_set = one.criteria_set
    program = Program(criteria_set, is_form, point_unit(criteria_set))
    for name, fact in criteria_set.facts.items():
        program.input(Name(UNIT, FACT_PREFIX + name, NUMBER), 0, len(fact.choices))
    add_indicators(program)
    add_recognition(program)
    return program
