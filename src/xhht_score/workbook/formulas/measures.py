"""A formula for every measure: what was typed as clean numbers, and the least and greatest place on the scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from xhht_score.definitions import MOST_CHOICES
from xhht_score.measures import (
    FAR_APART,
    Change,
    Checklist,
    Count,
    GivenPoints,
    Input,
    Measure,
    Quantity,
    Ratio,
    ShareOfUnits,
    Status,
    YesNo,
)
from xhht_score.workbook.formulas.symbols import all_of
from xhht_score.workbook.formulas.whole import (
    BeyondSpreadsheet,
    Quotient,
    Whole,
    added,
    const,
    either,
    larger,
)

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
    """The least and the greatest place on a measure's scale, and the condition under which inputs contradict."""

    low: Quotient
    high: Quotient
    fault: str = ""


def fault(measure: Measure, cells: Mapping[str, str]) -> str:
    """Give the condition under which the clean inputs of a measure contradict one another; "" where they cannot."""
    match measure:
        case Ratio() if not measure.percentage_only:
            of, over = cells["of"], cells["over"]
            beyond = f"IF(ISNUMBER({of}),{of}>{over},{over}<0)"
            return f"IF(ISNUMBER({over}),IF({over}=0,{over}=0,{beyond}),1=0)"
        case ShareOfUnits():
            whole, known = cells["all"], f"SUM({','.join(cells[name] for name in measure.levels)})"
            above = f"IF({whole}=0,{whole}=0,{known}>{whole})"
            return f"IF(ISNUMBER({whole}),{above},{known}>{measure.maximum})"
        case Change() if is_doubtful(measure):
            last, this = cells["last_year"], cells["this_year"]
            apart = all_of((f"MIN({last},{this})>0", f"MAX({last},{this})/{FAR_APART}>MIN({last},{this})"))
            return f"IF(AND(ISNUMBER({last}),ISNUMBER({this})),{apart},1=0)"
        case _:
            return ""


def is_doubtful(measure: Measure) -> bool:
    """Tell whether two figures that are far apart put the unit of a measure in doubt: those of a change in %."""
    return isinstance(measure, Change) and measure.inputs[0].in_percent


def span(measure: Measure, cells: Mapping[str, str], faulty: str, level: str = "") -> Span:
    """Give the span of a measure from its clean inputs, by name; `faulty` is the cell that says that they contradict.

    Blank and unusable inputs are open. `level` is the level of recognition that a share of units is looked at for.
    """
    by_name = {one.name: one for one in measure.inputs}

    def given(name: str, blank: int) -> Whole:
        least, most = bounds(by_name[name])
        known = all_of((f"ISNUMBER({cells[name]})", f"{faulty}=0" if is_doubtful(measure) else ""))
        return either(known, Whole(cells[name], least, most), const(blank))

    def ends(name: str) -> Span:
        least, most = bounds(by_name[name])
        bottom = const(scale(by_name[name]))
        return Span(Quotient(given(name, least), bottom), Quotient(given(name, most), bottom))

    match measure:
        case YesNo() | Status() | Count() | Quantity() | GivenPoints():
            return ends(measure.inputs[0].name)
        case Ratio() if measure.percentage_only:
            return ends("percentage")
        case Ratio():
            return _ratio(measure, cells, faulty)
        case Change():
            last, this = (by_name[name] for name in ("last_year", "this_year"))
            newer, older = (this, last) if measure.direction == "rises" else (last, this)
            (least, most), bottom = bounds(last), const(scale(last))
            low = given(newer.name, least) - given(older.name, most)
            return Span(Quotient(low, bottom), Quotient(given(newer.name, most) - given(older.name, least), bottom))
        case Checklist():
            names = [cells[name] for name in measure.items]
            count = len(names)
            low = Whole(f"SUM({','.join(names)})", 0, count)
            high = added(Whole(f"IF({name}=0,0,1)", 0, 1) for name in names)
            return Span(Quotient(low, const(1)), Quotient(high, const(1)))
        case ShareOfUnits():
            return _share_of_units(measure, cells, faulty, level)
        case _:
            assert_never(measure)


def _ratio(measure: Ratio, cells: Mapping[str, str], faulty: str) -> Span:
    of, over, most = cells["of"], cells["over"], measure.maximum
    top, bottom = Whole(of, 0, most), Whole(over, 1, most)
    known, whole, sound = f"ISNUMBER({of})", f"ISNUMBER({over})", f"{faulty}=0"

    def whenever(part: Whole, else_: Whole) -> Whole:
        return either(all_of((sound, known)), part, else_)

    low = Quotient(whenever(top, const(0)), whenever(either(whole, bottom, const(most)), const(1)))
    least = larger(Whole(of, 0, most), const(1))
    high = Quotient(whenever(top, const(1)), whenever(either(whole, bottom, least), const(1)))
    return Span(low, high)


def _share_of_units(measure: ShareOfUnits, cells: Mapping[str, str], faulty: str, level: str) -> Span:
    names = measure.counted_for(level)
    most = measure.maximum
    counted = _sum([cells[name] for name in names], most)
    others = _sum([cells[name] for name in measure.levels if name not in names], most)
    closed = all_of(f"ISNUMBER({cells[name]})" for name in names)
    known, sound = f"ISNUMBER({cells['all']})", f"{faulty}=0"
    whole = Whole(cells["all"], 1, most)
    open_known = Whole((whole - others).text, 0, most)
    open_unknown = Whole((const(most) - others).text, 0, most)
    largest = larger(Whole((counted + others).text, 0, most), const(1))
    low_bottom = either(sound, either(known, whole, const(most)), const(most))
    top = either(closed, counted, either(known, open_known, open_unknown))
    bottom = either(known, whole, either(closed, largest, const(most)))
    return Span(
        Quotient(either(sound, counted, const(0)), low_bottom),
        Quotient(either(sound, top, const(most)), either(sound, bottom, const(most))),
    )


def _sum(cells: Sequence[str], most: int) -> Whole:
    return Whole(f"SUM({','.join(cells)})", 0, most) if cells else const(0)
