"""The conflicts sheet: one row per candidate, a column to choose; how it is planned."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from fractions import Fraction

from xhht_score.criteria import CriteriaSet
from xhht_score.foreign import shown_text
from xhht_score.merging import (
    FIGURES,
    NOT_APPLICABLE,
    Candidate,
    Conflict,
    Key,
)
from xhht_score.words import Words, fields
from xhht_score.workbook import layout
from xhht_score.workbook.symbols import ANSWERS, CONFLICTS, INFO, at
from xhht_score.workbook.writing.cells import in_cell
from xhht_score.workbook.writing.plan import (
    DATE_FORMATS,
    PERCENT_FORMAT,
    TEXT_FORMAT,
    Planned,
    PlannedRow,
    PlannedSheet,
    Style,
    about_row,
    fitting_height,
    head_row,
)

_WIDTHS = {
    layout.ID: 9, layout.TITLE: 36, layout.CANDIDATE: 26, layout.WHO: 34, layout.FILE: 30, layout.CELL: 18,
    layout.CHOICE: 10, layout.FIELD: 20,
}  # fmt: skip


def plan_conflicts(
    words: Words, criteria_set: CriteriaSet, conflicts: Iterable[Conflict], *, live: bool
) -> PlannedSheet:
    """Give the sheet with every candidate of every conflict; a chosen one has an x, one decided against a dash.

    `live` adds formulas that count the choices which are not in their cells yet.
    """
    sheet = PlannedSheet(
        CONFLICTS, words.say("sheet-conflicts"), layout.CONFLICTS_MARKER, layout.CONFLICT_FIELDS, landscape=True
    )
    sheet.wide, sheet.hidden_fields = dict(_WIDTHS), frozenset((layout.FIELD, layout.PENDING))
    sheet.frozen, sheet.repeated_rows = (layout.FIRST_ROW, layout.ID), (3, layout.HEADER_ROW)
    how = words.say("conflict-how")
    shown = tuple(_WIDTHS)[:-1]
    sheet.rows = [
        head_row(layout.ID, how, sheet.wide, len(shown)),
        about_row(layout.ID, len(shown)),
        PlannedRow("", {name: Planned(words.say(f"conflict-{name}"), style="heading") for name in shown}),
    ]
    for number, conflict in enumerate(conflicts):
        style: Style = "shaded" if number % 2 else "criterion"
        keys = [f"conflict.{number}.{at}" for at in range(len(conflict.candidates))]
        rows = [_row(words, criteria_set, conflict, *one, style) for one in zip(keys, conflict.candidates, strict=True)]
        if live:
            formula = _pending(criteria_set, conflict.key, keys)
            rows[0].cells[layout.PENDING] = Planned(formula=formula, style="hidden")
        sheet.rows += rows
    return sheet


def pending() -> str:
    """Give the formula that counts the choices which are not in their cells yet."""
    return f"SUM({{{CONFLICTS}|*|{layout.PENDING}}})"


def _pending(criteria_set: CriteriaSet, key: Key, rows: Iterable[str]) -> str:
    """Give the formula that is 1 where exactly one candidate has an x and its cell is blank.

    Figures have no cell of their own choice while the indicator is declared not applicable, and the other way round.
    """
    chosen = "+".join(f'IF({at(CONFLICTS, row, layout.CHOICE)}="{layout.CHOSEN}",1,0)' for row in rows)
    if not key.indicator:
        targets = [at(INFO, key.field, layout.VALUE)]
    else:
        figures = [*layout.value_fields_of(criteria_set.indicators[key.indicator]).values()]
        fields = [key.field]
        if key.field == NOT_APPLICABLE:
            fields += figures
        elif key.field in figures and criteria_set.may_omit:
            fields.append(NOT_APPLICABLE)
        targets = [at(ANSWERS, key.indicator, field) for field in fields]
    blank = "*".join(f'IF(ISERROR({one}),0,IF({one}="",1,0))' for one in targets)
    return f"IF({chosen}=1,{blank},0)"


def _row(
    words: Words, criteria_set: CriteriaSet, conflict: Conflict, key: str, candidate: Candidate, style: Style
) -> PlannedRow:
    texts = {
        layout.ID: conflict.key.indicator,
        layout.TITLE: fields.asked(words, criteria_set, conflict.key),
        layout.WHO: "\n".join(one.who for one in candidate.sources),
        layout.FILE: "\n".join(shown_text(one.file) for one in candidate.sources),
        layout.CELL: "\n".join(f"{one.sheet}!{one.cell}" for one in candidate.sources),
        layout.FIELD: _field(conflict.key, candidate),
    }
    cells = {name: Planned(text, style=style, number_format=TEXT_FORMAT) for name, text in texts.items()}
    value, number_format = _typed(words, criteria_set, conflict.key, candidate)
    cells[layout.CANDIDATE] = Planned(value, style="criterion", number_format=number_format)
    cells[layout.CHOICE] = Planned(
        _mark(conflict, candidate),
        style="input",
        number_format=TEXT_FORMAT,
        options=(layout.CHOSEN,),
        prompt=words.say("conflict-how"),
        error=layout.CHOSEN,
    )
    return PlannedRow(key, cells, fitting_height(cells, _WIDTHS))


def _field(key: Key, candidate: Candidate) -> str:
    return layout.FIGURES if (key.field, candidate.value) == (NOT_APPLICABLE, FIGURES) else key.field


def _mark(conflict: Conflict, candidate: Candidate) -> str | None:
    """Give the mark of a candidate; the figures against "not applicable" need none among themselves."""
    if len(conflict.candidates) == 1:
        return None
    if conflict.is_open:
        return layout.DROPPED if candidate.dropped else None
    return None if candidate.dropped else layout.CHOSEN


def _typed(
    words: Words, criteria_set: CriteriaSet, key: Key, candidate: Candidate
) -> tuple[str | int | float | datetime.date, str]:
    """Give a candidate as it would stand in the cell it is about, and the format of that cell."""
    value, question = candidate.value, fields.question_of(criteria_set, key)
    if isinstance(value, Fraction) and question is not None and question.input.kind not in ("yes_no", "choice"):
        return in_cell(question.input, value), PERCENT_FORMAT if question.input.in_percent else "General"
    if isinstance(value, datetime.date):
        return value, DATE_FORMATS[words.language]
    if key.field == NOT_APPLICABLE and value != FIGURES:
        return str(value), TEXT_FORMAT
    return fields.said(words, criteria_set, key, value), TEXT_FORMAT
