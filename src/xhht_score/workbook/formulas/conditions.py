"""What a condition of recognition lacks, as the results sheet shows it."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from xhht_score.criteria import Condition, EachCriterion, OneCriterion, Total, Upgrade
from xhht_score.program.indicators import Program
from xhht_score.program.recognition import SHORT_N, days_early, subjects
from xhht_score.program.whole import Claim, Integer, flag
from xhht_score.records import record
from xhht_score.workbook.formulas.written import FormulaWriter
from xhht_score.workbook.symbols import RESULTS, at, own

#: What is lacking is a difference of two numbers with at most so many decimals.
_LACK_DECIMALS = 10
#: So many criteria a formula names one by one; it would grow too long for a spreadsheet with half as many again.
_MOST_NAMED = 100
_DAYS = "days_early"


@record
class Lacking:
    """What a condition lacks: the greatest of what the sums that fall short lack of `wanted`, or a number of things.

    `falls` has the rows of the sums that may be short, and when they are. Without any, the step `counted` is how many
    are lacking; where the program does not have it, it is `made`. `percent` says that it is a share of one.
    """

    wanted: Fraction = Fraction(0)
    percent: bool = False
    falls: tuple[tuple[str, Claim], ...] = ()
    counted: str = SHORT_N
    made: Integer | None = None

    @property
    def steps(self) -> dict[str, Integer]:
        """What a program has to compute for it beside its own steps: whether each sum falls short, or `made`."""
        made = {} if self.made is None else {self.counted: self.made}
        return made | {falls_field(number): flag(claim) for number, (_, claim) in enumerate(self.falls)}


class Lack(NamedTuple):
    """The formula of what the worst subject lacks, and whether that is a share of one."""

    formula: str
    percent: bool = False


def lacking(program: Program, condition: Condition, level: str) -> Lacking:
    """Give what a condition of a level lacks; raises `Beyond`."""
    match condition:
        case Total(at_least=mark):
            wanted, percent = mark.placed, mark.percent
        case EachCriterion(at_least=Fraction() as share) | OneCriterion(at_least=share):
            wanted, percent = share, True
        case EachCriterion():
            wanted, percent = condition.above or Fraction(0), False
        case Upgrade():
            return Lacking(counted=_DAYS, made=days_early(program, condition))
        case _:
            return Lacking()
    return Lacking(wanted, percent, subjects(program, condition, level).falls)


def falls_field(number: int) -> str:
    """Give the step that says whether a sum falls short, by its position counted from 0."""
    return f"falls_{number + 1}"


def lack(program: Program, condition: Condition, level: str, write: FormulaWriter) -> Lack:
    """Give what a condition of a level lacks as a formula; raises `Beyond`."""
    found = lacking(program, condition, level)
    if not found.falls:
        return Lack(own(found.counted) if found.made is None else write.number(found.made))
    wanted = found.wanted
    if found.percent and len(found.falls) > _MOST_NAMED:
        # the lowest share lacks the most; a criterion to which nothing applies shows no number
        first, last = (at(RESULTS, found.falls[end][0], "percent_high") for end in (0, -1))
        lowest = f"{wanted.numerator}/{wanted.denominator}-MIN({first}:{last})"
        return Lack(f"MAX(ROUND({lowest},{_LACK_DECIMALS}),0)", found.percent)
    lacks = [
        # the mark less the number that is shown, so that a calculator agrees with the form
        f"IF({write.claim(falls)},ROUND({wanted.numerator}/{wanted.denominator}-{shown},{_LACK_DECIMALS}),0)"
        for row, falls in found.falls
        for shown in (at(RESULTS, row, "percent_high" if found.percent else "high"),)
    ]
    return Lack(f"MAX({','.join(lacks)})", found.percent)
