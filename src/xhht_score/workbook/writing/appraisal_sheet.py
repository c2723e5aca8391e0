"""The council's sheet: what the unit says of each indicator, what the council decides on it, what the unit answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xhht_score.criteria import CriteriaSet, Criterion, Indicator
from xhht_score.submission import Appraisal
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.formulas.values import FormSpot
from xhht_score.workbook.symbols import ANSWERS, APPRAISAL, at, own
from xhht_score.workbook.writing.answers_sheet import value_widths
from xhht_score.workbook.writing.cells import choice, figure_cell, figure_value
from xhht_score.workbook.writing.lines import lines_of
from xhht_score.workbook.writing.plan import (
    TEXT_FORMAT,
    Planned,
    PlannedRow,
    PlannedSheet,
    PlannedValue,
    about_row,
    fitted,
    fitting_height,
    head_row,
)
from xhht_score.workbook.writing.signing import signature_rows

_WIDTHS = {
    layout.ID: 5, layout.TITLE: 29, layout.REPORTED + layout.NOT_APPLICABLE: 7,
    layout.REPORTED + layout.EVIDENCE: 7,
    layout.APPRAISED_OMISSION: 8.5, layout.APPRAISED_EVIDENCE: 8.5, layout.APPRAISED_REASON: 13.5,
    layout.UNIT_ANSWER: 13.5,
}  # fmt: skip


#: A cell where nothing is asked.
_NONE = Planned(style="heading")


def plan_appraisal(words: Words, criteria_set: CriteriaSet) -> PlannedSheet:
    """Give the sheet with no appraisal yet."""
    values = layout.value_fields(criteria_set)
    omission = (layout.NOT_APPLICABLE,) if criteria_set.may_omit else ()
    shown = tuple(layout.REPORTED + name for name in (*values, *omission, layout.EVIDENCE))
    decided = layout.appraisal_fields(criteria_set)
    names = (layout.ID, layout.TITLE, *shown, *decided)
    sheet = PlannedSheet(APPRAISAL, words.say("sheet-appraisal"), layout.APPRAISAL_MARKER, names, landscape=True)
    wide = dict(_WIDTHS)
    for position, width in enumerate(value_widths(criteria_set).values()):
        wide[layout.REPORTED + layout.value_field(position)] = wide[layout.appraised_field(position)] = width
    sheet.wide = {name: wide[name] for name in names}
    sheet.frozen = (layout.FIRST_ROW, names[2])
    sheet.repeated_fields = (layout.ID, layout.TITLE)
    sheet.repeated_rows, sheet.printed = (3, layout.HEADER_ROW), (layout.ID, names[-1])
    sheet.spread((layout.TITLE, layout.APPRAISED_REASON, layout.UNIT_ANSWER))
    after = names[2]
    across = len(names) - 2
    sheet.rows = [
        head_row(after, words.say("form-appraisal-how"), sheet.wide, across),
        about_row(after, across),
    ]
    headings = {name: Planned(_heading(words, name), style="heading") for name in names}
    sheet.rows.append(fitted(layout.HEADING_KEY, headings, sheet.wide))
    page = _AppraisalPage(words, criteria_set, sheet)
    for criterion in criteria_set.criteria:
        sheet.rows.append(_criterion(words, sheet, criterion))
        sheet.rows += map(page.indicator, criterion.indicators)
    sheet.rows += signature_rows(words, "council", layout.TITLE, layout.APPRAISED_EVIDENCE)
    return sheet


def appraisal_values(
    words: Words, criteria_set: CriteriaSet, appraisals: Mapping[str, Appraisal]
) -> Iterator[tuple[FormSpot, PlannedValue]]:
    """Give what stands in the cells of the council and of the unit's answer to it."""
    for name, one in appraisals.items():
        if (indicator := criteria_set.indicators.get(name)) is None:
            continue
        for position, question in enumerate(indicator.questions):
            value = figure_value(words, question.input, one.values.get(question.name))
            yield (APPRAISAL, name, layout.appraised_field(position)), value
        yield (APPRAISAL, name, layout.APPRAISED_EVIDENCE), _judgement(words, one.evidence)
        if indicator.not_applicable is not None:
            yield (APPRAISAL, name, layout.APPRAISED_OMISSION), _judgement(words, one.omission)
        yield (APPRAISAL, name, layout.APPRAISED_REASON), one.reason
        yield (APPRAISAL, name, layout.UNIT_ANSWER), one.answer


def _heading(words: Words, name: str) -> str:
    field = name.removeprefix(layout.REPORTED)
    kind, _, number = field.rpartition("_")
    if number.isdigit():
        return words.say("form-value" if kind == "value" else "form-appraised", n=number)
    return words.say("form-title-col" if name == layout.TITLE else f"form-{field}")


def _criterion(words: Words, sheet: PlannedSheet, criterion: Criterion) -> PlannedRow:
    cells = {name: Planned(style="criterion") for name in sheet.fields}
    cells[layout.ID] = Planned(criterion.id, style="criterion")
    cells[layout.TITLE] = Planned(words.text(criterion.title), style="criterion")
    return fitted(criterion.id, cells, sheet.wide)


class _AppraisalPage:
    """Makes the rows of indicators; cells that are alike are made once."""

    def __init__(self, words: Words, criteria_set: CriteriaSet, sheet: PlannedSheet) -> None:
        self._words, self._set, self._sheet = words, criteria_set, sheet
        self._blank = dict.fromkeys(sheet.fields, Planned(style="shaded"))
        self._fields = [
            (layout.appraised_field(at), layout.REPORTED + field, field)
            for at, field in enumerate(layout.value_fields(criteria_set))
        ]
        self._evidence = {
            layout.REPORTED + layout.EVIDENCE: _reported(layout.EVIDENCE),
            layout.APPRAISED_EVIDENCE: _judged(words, "form-appraised-evidence"),
        }
        self._omission = {
            layout.REPORTED + layout.NOT_APPLICABLE: _reported(layout.NOT_APPLICABLE),
            layout.APPRAISED_OMISSION: _judged(words, "form-appraised-omission"),
        }
        self._texts = {
            layout.APPRAISED_REASON: Planned(style="appraisal", number_format=TEXT_FORMAT),
            layout.UNIT_ANSWER: Planned(style="input", number_format=TEXT_FORMAT),
        }
        self._shown: dict[tuple[str, str], Planned] = {}
        self._longest: dict[tuple[str, tuple[str, ...]], Planned] = {}

    def indicator(self, indicator: Indicator) -> PlannedRow:
        """Give the row of an indicator."""
        cells = self._blank.copy()
        cells[layout.ID] = Planned(indicator.id, style="shaded", number_format=TEXT_FORMAT)
        cells[layout.TITLE] = Planned(self._words.text(indicator.title), style="shaded", number_format=TEXT_FORMAT)
        questions = indicator.questions
        for position, (council, shown, field) in enumerate(self._fields):
            if position < len(questions):
                cells[council] = figure_cell(self._words, indicator, questions[position], "appraisal")
                cells[shown] = self._reported(field, cells[council].number_format)
            else:
                cells[council] = cells[shown] = _NONE
        cells |= self._evidence
        if layout.APPRAISED_OMISSION in self._sheet.columns:
            is_open = indicator.not_applicable is not None
            cells |= self._omission if is_open else dict.fromkeys(self._omission, _NONE)
        cells |= self._texts
        return PlannedRow(
            indicator.id, cells, lambda: fitting_height(cells | self._shown_at_most(cells), self._sheet.wide)
        )

    def _shown_at_most(self, cells: dict[str, Planned]) -> dict[str, Planned]:
        """Give the cells that show what the unit chose with the longest choice: no program fits a row to formulas."""
        found = {}
        for council, shown, _ in self._fields:
            if options := cells[council].options:
                if (shown, options) not in self._longest:
                    longest = max(options, key=lambda one: lines_of(one, self._sheet.wide[shown]))
                    self._longest[shown, options] = Planned(longest)
                found[shown] = self._longest[shown, options]
        return found

    def _reported(self, field: str, number_format: str) -> Planned:
        key = field, number_format
        if key not in self._shown:
            self._shown[key] = _reported(*key)
        return self._shown[key]


def _judged(words: Words, prompt: str) -> Planned:
    return choice((words.say("form-accepted"), words.say("form-refused")), words.say(prompt), "appraisal")


def _judgement(words: Words, accepted: bool | None) -> str | None:
    return None if accepted is None else words.say("form-accepted" if accepted else "form-refused")


def _reported(field: str, number_format: str = "") -> Planned:
    """Give the cell that shows what stands in a field of the unit's own row, wherever that is; blank stays blank."""
    row = f"MATCH({own(layout.ID)},{at(ANSWERS, '*', layout.ID)},0)"
    found = f"INDEX({at(ANSWERS, '*', field)},{row})"
    formula = f'IF(ISERROR({row}),"",IF({found}="","",{found}))'
    shown = "" if number_format == TEXT_FORMAT else number_format
    return Planned(formula=formula, style="shaded", number_format=shown)
