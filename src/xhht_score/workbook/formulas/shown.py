"""The number that people see of an exact one, as a formula: rounded, and never beyond a mark that it does not reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import NamedTuple

from xhht_score.program.whole import NO, Integer, Quotient, compared, fixed, multiply
from xhht_score.records import record
from xhht_score.workbook.formulas.written import MOST, MULTIPLIED, WHOLE, FormulaWriter
from xhht_score.workbook.symbols import any_of, flag

#: No more decimals are shown, however near to one another two marks are.
_MOST_DECIMALS = 8


class Moving(NamedTuple):
    """A mark that moves with the maximum: `top` over `times` the bottom of the number that is shown."""

    top: Integer
    times: int = 1


@record(slots=False)
class ShownNumber:
    """Writes the numbers that people see, as `write` writes what they are made of."""

    write: FormulaWriter

    def number(self, one: Quotient, marks: Iterable[Fraction], decimals: int, moving: Sequence[Moving] = ()) -> str:
        """Give the number that is shown for another one, as `numbers.shown` gives it.

        It is half away from zero to so many decimals, the next one towards the exact number where the rounded one
        stands otherwise against a mark, and has more decimals where neither stands as the number does.

        A number that is a moving mark itself is shown whole where it ends within what a spreadsheet computes with; for
        moving marks no further decimals are looked for, as no two of them lie so near to one number.
        """
        placed = sorted(set(marks))
        places = self._decimals_at_most(one)
        enough = max(decimals, min(places, self._decimals_enough(placed)))
        near = self._near(one, placed, decimals, enough, moving)
        if not moving or places <= decimals:
            return near
        write = self.write.number
        top = write(one.top, MULTIPLIED)
        at_one = any_of(f"{top}*{mark.times}={write(mark.top)}" for mark in moving)
        ends = f"MOD({write(multiply(one.top, fixed(10**places)))},{write(one.bottom)})=0"
        return f"IF(IF({at_one},{ends},1=0),ROUND({top}/{write(one.bottom, WHOLE)},{places}),{near})"

    @staticmethod
    def _decimals_at_most(one: Quotient) -> int:
        """Give how many decimals of a number can be looked at."""
        wide = max(abs(one.top.least), abs(one.top.most))
        return max(places for places in range(_MOST_DECIMALS + 1) if wide * 10**places <= MOST or not places)

    @staticmethod
    def _decimals_enough(marks: Sequence[Fraction]) -> int:
        """Give with how many decimals every mark is a number, and some number stands between any two."""
        gaps = [later - earlier for earlier, later in pairwise(marks)]

        def enough(places: int) -> bool:
            whole = all((mark * 10**places).denominator == 1 for mark in marks)
            return whole and all(gap * 10**places > 1 for gap in gaps)

        return next((places for places in range(_MOST_DECIMALS) if enough(places)), _MOST_DECIMALS)

    def _near(
        self, one: Quotient, marks: Sequence[Fraction], decimals: int, most: int, moving: Sequence[Moving]
    ) -> str:
        unit, write = 10**decimals, self.write.number
        top, bottom = multiply(one.top, fixed(unit)), write(one.bottom)
        under = f"INT({write(top, MULTIPLIED)}/{write(one.bottom, WHOLE)})"
        rest = f"{write(top)}-{under}*{write(one.bottom, MULTIPLIED)}"
        halves = f"2*({rest})>{'=' if one.top.least >= 0 else ''}{bottom}"
        if one.top.least < 0 < one.top.most:
            halves = f"IF({write(one.top)}<0,{halves},2*({rest})>={bottom})"
        near, far = f"{under}+IF({halves},1,0)", f"{under}+IF({halves},0,1)"
        if not marks and not moving:
            return f"({near})/{unit}"
        other = f"({far})/{unit}"
        if decimals < most:
            more = self._near(one, marks, decimals + 1, most, moving)
            other = f"IF({self._astray(one, far, marks, unit, moving)},{more},{other})"
        exact = f"{rest}=0"
        return f"IF({exact},{under}/{unit},IF({self._astray(one, near, marks, unit, moving)},{other},({near})/{unit}))"

    def _astray(self, one: Quotient, near: str, marks: Sequence[Fraction], unit: int, moving: Sequence[Moving]) -> str:
        """Give the condition that a whole number of units stands otherwise against a mark than a number beside it."""
        found = []
        for mark in marks:
            least = floor(mark * unit)
            if mark * unit == least:
                found.append(f"{near}={least}")
            else:
                found.append(self._equal(one, mark))
                above = self.write.claim(compared(one, ">", mark))
                found.append(f"{flag(above)}<>{flag(f'{near}>{least}')}")
        for each in moving:
            top, bottom, mark_top = (self.write.number(part, MULTIPLIED) for part in (one.top, one.bottom, each.top))
            beside = f"{top}*{each.times}-{mark_top}"
            there = f"({near})*{bottom}*{each.times}-{mark_top}*{unit}"
            found.append(f"IF({beside}=0,1=0,({beside})*({there})<=0)")
        return any_of(found)

    def _equal(self, one: Quotient, mark: Fraction) -> str:
        """Give the condition that a number is a fixed one; "" where it cannot be."""
        found = compared(one, "=", mark)
        return "" if found == NO else self.write.claim(found)
