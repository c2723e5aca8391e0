"""Programs written as formulas: each step the text of a cell, with the names of inputs and steps turned into cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import assert_never

from xhht_score.program.whole import (
    INDICATORS,
    RESULTS,
    UNIT,
    Against,
    AnyOf,
    At,
    Beyond,
    ByNumber,
    Claim,
    ColumnSum,
    Combined,
    Every,
    Fixed,
    Guarded,
    Integer,
    Is,
    Name,
    Not,
    NotBlank,
    OfDay,
    Pick,
    Sum,
    Sure,
    Taken,
)
from xhht_score.records import record
from xhht_score.workbook import layout, symbols
from xhht_score.workbook.symbols import ANSWERS, INFO, all_of, any_of, at, column, own

#: LibreOffice takes numbers for equal that differ by less than 2**-48 of themselves, and rounds to 15 digits before it
#: cuts to a whole number; below this bound neither can move a comparison of whole numbers, nor can plain doubles.
MOST = 10**14
_SHEETS = {UNIT: INFO, INDICATORS: ANSWERS, RESULTS: symbols.RESULTS}
#: How firmly a formula holds together.
ADDED, MULTIPLIED, WHOLE = range(3)
#: What two numbers come to, how firm that is, and how firm each of them has to be to stand there without parentheses.
#: Within `MOST` sums and products are exact, so that those on the right of their own sign need none.
_PAIRS = {
    "add": ("{}+{}", ADDED, ADDED, ADDED),
    "subtract": ("{}-{}", ADDED, ADDED, MULTIPLIED),
    "multiply": ("{}*{}", MULTIPLIED, MULTIPLIED, MULTIPLIED),
    "divide": ("INT({}/{})", WHOLE, MULTIPLIED, WHOLE),
    "smaller": ("MIN({},{})", WHOLE, ADDED, ADDED),
    "larger": ("MAX({},{})", WHOLE, ADDED, ADDED),
}
_DAYS = {"months_later": "EDATE({},{})", "year": "YEAR({})", "year_end": "DATE(YEAR({}),12,31)"}


@record(slots=False)
class FormulaWriter:
    """Writes numbers and claims for a row of a sheet; `typed` has the formulas of inputs that have no cell as clean.

    No parentheses are written that are not needed: programs that parse formulas would save them without. Raises
    `Beyond` where a spreadsheet could not hold a number exactly.
    """

    part: str = ""
    row: str = ""
    typed: Mapping[Name, str] = field(default_factory=dict)

    def cell(self, name: Name) -> str:
        """Give where an input or a step stands."""
        if name in self.typed:
            return self.typed[name]
        return own(name.field) if (name.part, name.row) == (self.part, self.row) else at(_SHEETS[name.part], *name[1:])

    def number(self, one: Integer, firm: int = ADDED) -> str:
        """Give the formula of a number, in parentheses where it is less firm than its place asks for."""
        if one.most > MOST or one.least < -MOST:
            raise Beyond
        match one:
            case Fixed(least=value):
                return str(value)  # a sign before a number is firmer than any between two
            case At(name=name):
                return self.cell(name)
            case Taken(name=name, unless=unless):
                there = self.cell(name)
                return there if unless == Sure(False) else f'IF({self.claim(unless)},"",{there})'
            case Sum(names=names):
                return f"SUM({','.join(map(self.cell, names))})"
            case ColumnSum(field=name, criterion=criterion):
                of = "SUM(" if criterion is None else f"SUMIF({column(layout.CRITERION)},{criterion},"
                return f"{of}{column(name)})"
            case Combined(way=way, one=first, other=second):
                text, found, *asked = _PAIRS[way]
                made = text.format(self.number(first, asked[0]), self.number(second, asked[1]))
                return made if found >= firm else f"({made})"
            case Pick(when=when, then=then, other=other):
                return f"IF({self.claim(when)},{self.number(then)},{self.number(other)})"
            case ByNumber(position=position, options=options):
                return f"CHOOSE({self.number(position)},{','.join(map(self.number, options))})"
            case OfDay(way=way, day=day, months=months):
                return _DAYS[way].format(self.number(day), months)
            case _:
                assert_never(one)

    def claim(self, one: Claim) -> str:
        """Give the formula of a condition."""
        match one:
            case Sure(holds):
                return "1=1" if holds else "1=0"
            case NotBlank(name):
                return f"ISNUMBER({self.cell(name)})"
            case Is(name, value):
                return f"{self.cell(name)}={value}"
            case Against(first, sign, second):
                return f"{self.number(first)}{sign}{self.number(second)}"
            case Every(parts):
                return all_of(map(self.claim, parts))
            case AnyOf(parts):
                return any_of(map(self.claim, parts))
            case Not(inner):
                return f"NOT({self.claim(inner)})"
            case Guarded(when, then, other):
                return f"IF({self.claim(when)},{self.claim(then)},{self.claim(other)})"
            case _:
                assert_never(one)
