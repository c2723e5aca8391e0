"""The cells that people fill in, whichever sheet they stand on, and the texts beside them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from xhht_score.criteria import CriteriaSet, Indicator, Question
from xhht_score.measures import Input
from xhht_score.numbers import as_stored
from xhht_score.words import Words, rules
from xhht_score.workbook import layout
from xhht_score.workbook.kept import Bounds, questions_cell
from xhht_score.workbook.writing.plan import PERCENT_FORMAT, TEXT_FORMAT, Planned, PlannedValue, Style, listed


def indicator_texts(words: Words, criteria_set: CriteriaSet, indicator: Indicator) -> dict[str, str]:
    """Give the fixed texts of an indicator's row by field."""
    return {
        layout.ID: indicator.id,
        layout.TITLE: words.text(indicator.title),
        layout.ASKED: questions_cell(words, indicator),
        layout.RULE: rules.every_rule(words, criteria_set, indicator),
    }


def figure_cell(words: Words, indicator: Indicator, question: Question, style: Style) -> Planned:
    """Give the blank cell for the answer to a question."""
    label = rules.question(words, indicator, question)
    return words.once(question.input, (label, style), lambda: _figure_cell(words, question.input, label, style))


def _figure_cell(words: Words, one: Input, label: str, style: Style) -> Planned:
    match one.kind:
        case "yes_no":
            return choice((words.say("yes"), words.say("no")), label, style)
        case "choice":
            return choice(tuple(words.text(title) for _, title in one.choices), label, style)
        case "whole":
            key, number_format = "form-whole-bounds", ""
        case "percent" | "decimal" if one.in_percent:
            key, number_format = "form-percent-bounds", PERCENT_FORMAT
        case _:
            key, number_format = "form-number-bounds", ""
    most = one.most * 100 / one.cell_factor if one.in_percent else one.most
    limits = words.say(key, least=words.exact(one.least), most=words.exact(most))
    return Planned(
        style=style,
        number_format=number_format,
        bounds=Bounds(one.kind == "whole", in_cell(one, one.least), in_cell(one, one.most)),
        prompt=f"{label}. {limits}",
        error=limits,
    )


def figure_value(words: Words, one: Input, value: Fraction | None) -> PlannedValue:
    """Give what stands in the cell of an input: a word, a number, None where it is blank."""
    if value is None:
        return None
    return rules.reported(words, one, value) if one.kind in ("yes_no", "choice") else in_cell(one, value)


def choice(options: Sequence[str], prompt: str, style: Style = "input") -> Planned:
    """Give a blank cell with a drop-down."""
    words = tuple(options)
    return Planned(style=style, number_format=TEXT_FORMAT, options=words, prompt=prompt, error=listed(words))


def in_cell(one: Input, value: Fraction) -> int | float:
    """Give the value of an input as its cell stores it: a percentage as a share, which the cell's format shows."""
    return as_stored(value / one.cell_factor if one.cell_factor != 1 else value)
