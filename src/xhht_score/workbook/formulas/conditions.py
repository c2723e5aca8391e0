"""What a condition of recognition lacks, as the results sheet shows it."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from xhht_score.criteria import Condition, EachCriterion, OneCriterion, Total, Upgrade
from xhht_score.program.indicators import Program
from xhht_score.program.recognition import SHORT_N, subjects, wait_of
from xhht_score.workbook.formulas.written import FormulaWriter
from xhht_score.workbook.symbols import RESULTS, at, own

#: What is lacking is a difference of two numbers with at most so many decimals.
_LACK_DECIMALS = 10


class Lack(NamedTuple):
    """The formula of what the worst subject lacks, and whether that is a share of one."""

    formula: str
    percent: bool = False


def lack(program: Program, condition: Condition, level: str, write: FormulaWriter) -> Lack:
    """Give what a condition of a level lacks; raises `Beyond`."""
    match condition:
        case Total(at_least=mark):
            wanted, percent = mark.placed, mark.percent
        case EachCriterion(at_least=Fraction() as share) | OneCriterion(at_least=share):
            wanted, percent = share, True
        case EachCriterion():
            wanted, percent = condition.above or Fraction(0), False
        case Upgrade():
            return Lack(_days(program, condition, write))
        case _:
            return Lack(own(SHORT_N))
    lacks = [
        # the mark less the number that is shown, so that a calculator agrees with the form
        f"IF({write.claim(falls)},ROUND({wanted.numerator}/{wanted.denominator}-{shown},{_LACK_DECIMALS}),0)"
        for row, falls in subjects(program, condition, level).falls
        for shown in (at(RESULTS, row, "percent_high" if percent else "high"),)
    ]
    return Lack(f"MAX({','.join(lacks)})", percent)


def _days(program: Program, upgrade: Upgrade, write: FormulaWriter) -> str:
    """Give how many days a request comes too early."""
    wait = wait_of(program, upgrade)
    binds, in_order, knows = (write.claim(one) for one in (wait.binds, wait.in_order, wait.knows_level))
    early = f"MAX({write.number(wait.first)}-{write.number(wait.requested)},0)"
    return f"IF({binds},IF({in_order},IF({knows},{early},0),0),0)"
