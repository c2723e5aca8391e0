"""What was typed, as clean numbers: whole numbers of the smallest part of an input, or marks of what cannot be used."""

from __future__ import annotations

from collections.abc import Sequence

from xhht_score.definitions import MOST_CHOICES
from xhht_score.measures import Input
from xhht_score.program.indicators import bounds, scale
from xhht_score.program.whole import Beyond, fixed

#: What a clean input holds where the cell cannot be used, where it has too many decimals for the form, and where a
#: percentage is so far from what can be that its unit is in doubt.
UNUSABLE, TOO_FINE, DOUBTFUL = '"!"', '"?"', '"*"'


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
        raise Beyond
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
        step = fixed(one.step * scale(one)).least
        sound = f"AND({sound},MOD({factor}-{least},{step})=0)"
    fine = f"IF({sound},{factor},{DOUBTFUL if one.in_percent else UNUSABLE})"
    exact = f"ABS(ROUND({cell},{decimals})-{cell})<=ABS({cell})/2000000/1000000000"  # a double's own error is no digit
    return f"IF(ISNUMBER({cell}),IF({exact},{fine},{TOO_FINE}),{UNUSABLE})"
