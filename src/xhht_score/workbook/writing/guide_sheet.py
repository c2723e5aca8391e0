"""The sheet that says how to fill in the form, from the rules."""

from __future__ import annotations

from xhht_score.criteria import CriteriaSet
from xhht_score.words import Words, clauses
from xhht_score.workbook import layout
from xhht_score.workbook.writing.cells import indicator_texts
from xhht_score.workbook.writing.plan import Planned, PlannedRow, PlannedSheet, about_row, fitted, head_row

GUIDE = "guide"
_STEPS = 9
_WIDTHS = {layout.ID: 5, layout.TITLE: 34, layout.RULE: 58, layout.DOCUMENTS: 38}


def plan_guide(words: Words, criteria_set: CriteriaSet, only: frozenset[str] | None) -> PlannedSheet:
    """Give the sheet: steps, notes of the set, and how each indicator counts, of those of a part alone where it is one.

    `only` names the indicators of a part (None: all).
    """
    sheet = PlannedSheet(GUIDE, words.say("sheet-guide"), "", tuple(_WIDTHS), wide=dict(_WIDTHS))
    sheet.repeated_rows = (1, 1)
    sheet.spread((layout.RULE, layout.DOCUMENTS))
    said = [words.say(f"guide-{number}", file="….xlsx") for number in range(1, _STEPS + 1)]
    lines = [words.say("form-title", title=words.text(criteria_set.title))]
    lines += [f"{number}. {one}" for number, one in enumerate(said, 1)]
    lines += [clauses.decider(words, one) for one in criteria_set.recognition.decided_by]
    lines += [clauses.deadline(words, one, None) for one in criteria_set.recognition.deadlines]
    lines += [clauses.reading(words, one) for one in criteria_set.readings.values()]
    lines += [words.text(note) for note in criteria_set.notes]
    heads = {
        layout.ID: words.say("form-id"),
        layout.TITLE: words.say("form-title-col"),
        layout.RULE: words.say("form-rule" if criteria_set.total_points is not None else "form-rule-met"),
        layout.DOCUMENTS: words.say("guide-evidence"),
    }
    sheet.rows = [about_row(layout.ID, len(_WIDTHS))]
    sheet.rows += [_line(sheet, one, strong=not number) for number, one in enumerate(lines)]
    sheet.rows += [PlannedRow("", {}), _texts(sheet, heads, head=True)]
    for indicator in criteria_set.indicators.values():
        if only is None or indicator.id in only:
            asked = "; ".join(words.text(one) for one in indicator.evidence.documents)
            texts = indicator_texts(words, criteria_set, indicator) | {layout.DOCUMENTS: asked}
            sheet.rows.append(_texts(sheet, {name: texts[name] for name in _WIDTHS}))
    return sheet


def _line(sheet: PlannedSheet, said: str, *, strong: bool) -> PlannedRow:
    row = head_row(layout.ID, said, sheet.wide, len(_WIDTHS))
    if not strong:
        row.cells = {name: one._replace(style="text") for name, one in row.cells.items()}
    return row


def _texts(sheet: PlannedSheet, texts: dict[str, str], *, head: bool = False) -> PlannedRow:
    cells = {name: Planned(one, style="heading" if head else "shaded") for name, one in texts.items()}
    return fitted("", cells, sheet.wide)
