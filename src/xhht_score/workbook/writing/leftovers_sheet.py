"""The sheet of what was not carried over: one row per cell of an old form; how it is planned."""

from __future__ import annotations

from collections.abc import Sequence

from xhht_score.criteria import CriteriaSet
from xhht_score.foreign import shown_text
from xhht_score.merging import Leftover
from xhht_score.spreadsheet.cell_names import cell_name
from xhht_score.words import LANGUAGES, Words, fields
from xhht_score.workbook import layout
from xhht_score.workbook.reading.standing import held
from xhht_score.workbook.symbols import LEFTOVERS
from xhht_score.workbook.writing.plan import (
    TEXT_FORMAT,
    Planned,
    PlannedRow,
    PlannedSheet,
    about_row,
    fitting_height,
    head_row,
)

_WIDTHS = {
    layout.ID: 9, layout.TITLE: 34, layout.INTO: 18, layout.SHOWN: 26, layout.WHY: 48, layout.WHO: 28, layout.FILE: 26,
    layout.CELL: 18,
}  # fmt: skip


def plan_leftovers(
    words: Words, criteria_set: CriteriaSet, leftovers: Sequence[Leftover], info: PlannedSheet, answers: PlannedSheet
) -> PlannedSheet:
    """Give the sheet with every leftover, beside the sheets that it could not be put into."""
    shown = layout.LEFTOVER_FIELDS
    sheet = PlannedSheet(
        LEFTOVERS,
        words.say("sheet-leftovers"),
        layout.LEFTOVERS_MARKER,
        (*shown, *layout.LEFTOVER_HIDDEN),
        landscape=True,
    )
    sheet.wide, sheet.hidden_fields = dict(_WIDTHS), frozenset(layout.LEFTOVER_HIDDEN)
    sheet.frozen, sheet.repeated_rows = (layout.FIRST_ROW, layout.ID), (3, layout.HEADER_ROW)
    sheet.printed = (shown[0], shown[-1])
    sheet.rows = [
        head_row(layout.ID, words.say("leftover-how"), sheet.wide, len(shown)),
        about_row(layout.ID, len(shown)),
        PlannedRow("", {name: Planned(words.say(f"leftover-{name}"), style="heading") for name in shown}),
    ]
    sheet.rows += [_row(words, criteria_set, one, info, answers) for one in leftovers]
    return sheet


def _row(
    words: Words, criteria_set: CriteriaSet, one: Leftover, info: PlannedSheet, answers: PlannedSheet
) -> PlannedRow:
    sheet, key, field = (answers, *one.key) if one.key.indicator else (info, one.key.field, layout.VALUE)
    planned = next((row.cells.get(field) for row in sheet.rows if row.key == key), None)
    number = sheet.row_numbers.get(key)
    is_asked = not one.key.indicator or one.key.indicator in criteria_set.indicators  # rows of criteria ask nothing
    known = is_asked and planned is not None and number is not None
    into = f"{sheet.title}!{cell_name(number - 1, sheet.columns[field])}" if known and number else ""
    texts = {
        layout.ID: one.key.indicator,
        layout.TITLE: fields.asked(words, criteria_set, one.key) if known else "",
        layout.INTO: into,
        layout.WHY: one.why[LANGUAGES.index(words.language)],
        layout.WHO: one.source.who,
        layout.FILE: shown_text(one.source.file),
        layout.CELL: f"{one.source.sheet}!{one.source.cell}",
    }
    cells = {name: Planned(text, style="shaded", number_format=TEXT_FORMAT) for name, text in texts.items()}
    cells[layout.SHOWN] = Planned(one.shown, style="input", number_format=TEXT_FORMAT)
    hidden = (one.key.field, one.code, held(planned.value) if planned else "", *one.why)
    cells |= {name: Planned(text, style="hidden") for name, text in zip(layout.LEFTOVER_HIDDEN, hidden, strict=True)}
    return PlannedRow("", cells, fitting_height(cells, _WIDTHS))
