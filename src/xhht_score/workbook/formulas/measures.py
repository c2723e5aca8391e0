"""Formulas of a measure: what was typed as clean numbers, and the least and greatest place on the scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xhht_score.definitions import MOST_CHOICES
from xhht_score.measures import FAR_APART, Change, Input, Measure
from xhht_score.terms import some_of
from xhht_score.workbook.formulas.whole import BeyondSpreadsheet, Quotient, Whole, const
from xhht_score.workbook.formulas.written import Names, number, said
from xhht_score.workbook.symbols import all_of

#: Decimals that a form computes with; a number with more is not computed, and the form says so.
DECIMALS, PERCENT_DECIMALS = 5, 8
#: What a clean input holds where the cell cannot be used, where it has too many decimals for the form, and where a
#: percentage is so far from what can be that its unit is in doubt.
UNUSABLE, TOO_FINE, DOUBTFUL = '"!"', '"?"', '"*"'


def scale(one: Input) -> int:
    """Give how many times a clean input is the value."""
    decimals = {"decimal": DECIMALS, "percent": PERCENT_DECIMALS}.get(one.kind, 0)
    return int(10**decimals)


def bounds(one: Input) -> tuple[int, int]:
    """Give the bounds of a clean input; raises `BeyondSpreadsheet` where they are finer than the form computes."""
    ends = (one.least * scale(one), one.most * scale(one))
    if any(end.denominator != 1 for end in ends):
        raise BeyondSpreadsheet
    return int(ends[0]), int(ends[1])


def cleaned(one: Input, cell: str, yes: Sequence[str], no: Sequence[str], choices: Sequence[str]) -> str:
    """Give the formula of a clean input: a whole number, "" where the cell is blank, else a mark.

    `yes` and `no` are texts as formulas write them; `choices` the cells that hold the words of a choice.
    """
    match one.kind:
        case "yes_no":
            inner = f"IF({_is_word(cell, yes)},1,IF({_is_word(cell, no)},0,{UNUSABLE}))"
        case "choice":
            inner = chosen(cell, choices, UNUSABLE)
        case "whole":
            least, most = bounds(one)
            sound = f"AND({cell}>={least},{cell}<={most},INT({cell})={cell})"
            inner = f"IF(ISNUMBER({cell}),IF({sound},{cell},{UNUSABLE}),{UNUSABLE})"
        case "decimal" | "percent":
            inner = _decimal(one, cell)
    return f'IF(ISERROR({cell}),{UNUSABLE},IF(TRIM({cell})="","",{inner}))'


def _is_word(cell: str, words: Sequence[str]) -> str:
    return f"OR({','.join(f'{cell}={word}' for word in words)})"


def chosen(cell: str, choices: Sequence[str], other: str) -> str:
    """Give the position of the word in a cell among the words in others, counted from 0."""
    if len(choices) > MOST_CHOICES:
        raise BeyondSpreadsheet
    inner = other
    for position in reversed(range(len(choices))):
        inner = f"IF({cell}={choices[position]},{position},{inner})"
    return inner


def _decimal(one: Input, cell: str) -> str:
    """Give a decimal as a whole number of its smallest part; one that is finer is marked.

    A cell of percentages is taken as a share of one, which its format shows as a percentage; a formula sees no format.
    """
    typed = int(scale(one) * one.cell_factor)
    decimals = len(str(typed)) - 1
    least, most = bounds(one)
    factor = f"ROUND({cell}*{typed},0)"
    sound = f"AND({factor}>={least},{factor}<={most})"
    if one.step is not None:
        step = one.step * scale(one)
        if step.denominator != 1:
            raise BeyondSpreadsheet
        sound = f"AND({sound},MOD({factor}-{least},{int(step)})=0)"
    fine = f"IF({sound},{factor},{DOUBTFUL if one.in_percent else UNUSABLE})"
    exact = f"ABS(ROUND({cell},{decimals})-{cell})<=ABS({cell})/2000000/1000000000"  # a double's own error is no digit
    return f"IF(ISNUMBER({cell}),IF({exact},{fine},{TOO_FINE}),{UNUSABLE})"


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the greatest place on a measure's scale."""

    low: Quotient
    high: Quotient


def fault(measure: Measure, cells: Mapping[str, str]) -> str:
    """Give the condition under which the clean inputs of a measure contradict one another; "" where they cannot."""
    if isinstance(measure, Change) and is_doubtful(measure):
        last, this = cells["last_year"], cells["this_year"]
        apart = all_of((f"MIN({last},{this})>0", f"MAX({last},{this})/{FAR_APART}>MIN({last},{this})"))
        return f"IF(AND(ISNUMBER({last}),ISNUMBER({this})),{apart},1=0)"
    return said(some_of(measure.faults.values()), names(measure, cells)) if measure.faults else ""


def is_doubtful(measure: Measure) -> bool:
    """Tell whether two figures that are far apart put the unit of a measure in doubt: those of a change in %."""
    return isinstance(measure, Change) and measure.inputs[0].in_percent


def names(measure: Measure, cells: Mapping[str, str], faulty: str = "") -> Names:
    """Give what the inputs of a measure are in a form; none is known where the cell `faulty` says that they contradict.

    Blank and unusable inputs are no numbers.
    """
    sound = (f"{faulty}=0",) if faulty else ()
    return Names(
        {one.name: Quotient(Whole(cells[one.name], *bounds(one)), const(scale(one))) for one in measure.inputs},
        {one.name: (f"ISNUMBER({cells[one.name]})", *sound) for one in measure.inputs},
    )


def span(measure: Measure, cells: Mapping[str, str], faulty: str, level: str = "") -> Span:
    """Give the span of a measure from its clean inputs, by name; `faulty` is the cell that says that they contradict.

    `level` is the level of recognition that a share of units is looked at for.
    """
    ends = measure.ends(level)
    known = names(measure, cells, faulty if measure.faults or is_doubtful(measure) else "")
    return Span(number(ends.low, known), number(ends.high, known))
