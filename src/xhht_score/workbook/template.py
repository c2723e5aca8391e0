"""Writes a form: every label, drop-down, bound and lock comes from the criteria set; a submission can be filled in."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from xhht_score.criteria import CriteriaSet, Criterion, Indicator, Question
from xhht_score.merging import Conflict
from xhht_score.submission import Answer, Dates, Decision, Submission
from xhht_score.words import Words, rules
from xhht_score.workbook import layout
from xhht_score.workbook.conflicts import lay_out, write_conflicts

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FONT = "Times New Roman"
_INPUT_FILL, _HEADER_FILL, _CRITERION_FILL = "FFF8DC", "D9E2EC", "EEF2F6"
_LISTS = "xhht_lists"
_WIDTHS = {
    layout.ID: 6, layout.TITLE: 32, layout.MAXIMUM: 7, layout.RULE: 34, layout.ASKED: 30, layout.NOT_APPLICABLE: 9,
    layout.REASON: 16, layout.EVIDENCE: 9, layout.DOCUMENTS: 22, layout.ASSIGNEE: 16, layout.NOTE: 18,
}  # fmt: skip
_VALUE_WIDTH = 11
_TALLEST_ROW = 400  # Excel allows 409 points
_TEXT_FORMAT = "@"
_DATE_FORMAT = "dd/mm/yyyy"


def make_form(
    words: Words,
    criteria_set: CriteriaSet,
    sha256: str,
    *,
    submission: Submission | None = None,
    filled_by: str = "",
    only: frozenset[str] | None = None,
    assignees: Sequence[str] = (),
    conflicts: Sequence[Conflict] = (),
) -> Workbook:
    """Give a form for a set in the language of `words`, with what the submission holds filled in.

    `only` are the indicators whose rows are open to fill in (None: all), `assignees` the offices whose part it is,
    `conflicts` what several people answered differently; they stand on a sheet of their own.
    """
    from openpyxl import Workbook

    book = Workbook()
    lists = _Lists(book)
    answers_sheet = book.active
    assert answers_sheet is not None
    answers_sheet.title = words.say("sheet-answers")
    info_sheet = book.create_sheet(words.say("sheet-info"), 0)
    info = _Info(words, criteria_set, info_sheet, lists)
    info.write(sha256, submission, filled_by)
    info.write_part(assignees, sum(len(one.candidates) > 1 for one in conflicts))
    _Answers(words, criteria_set, answers_sheet, lists, only).write(submission)
    if conflicts:
        sheet = book.create_sheet(words.say("sheet-conflicts"))
        write_conflicts(words, criteria_set, conflicts, partial(_put, sheet), partial(lists.drop_down, sheet))
        lay_out(sheet)
        _set_up(words, sheet, landscape=True)
    _write_guide(words, criteria_set, book.create_sheet(words.say("sheet-guide")))
    book.active = 0
    return book


class _Lists:
    """The hidden sheet that the drop-downs take their words from."""

    def __init__(self, book: Workbook) -> None:
        self._sheet = book.create_sheet(_LISTS)
        self._sheet.sheet_state = "hidden"
        self._known: dict[tuple[str, ...], str] = {}

    def range_of(self, options: Sequence[str]) -> str:
        key = tuple(options)
        if key not in self._known:
            column = len(self._known)
            letters = layout.column_letters(column)
            for row, option in enumerate(key, 1):
                _put(self._sheet, row, column + 1, option)
            self._known[key] = f"{_LISTS}!${letters}$1:${letters}${len(key)}"
        return self._known[key]

    def drop_down(self, sheet: Worksheet, cell: str, options: Sequence[str], prompt: str) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        rule = DataValidation(type="list", formula1=self.range_of(options), allow_blank=True, showErrorMessage=True)
        _add(sheet, rule, cell, prompt, "; ".join(options))


def _add(sheet: Worksheet, rule: Any, cell: str, prompt: str, error: str) -> None:
    rule.promptTitle, rule.prompt, rule.showInputMessage = None, prompt[:250], True
    rule.error = error[:220]
    rule.add(cell)
    sheet.add_data_validation(rule)


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: str | int | float | datetime.date | None,
    *,
    bold: bool = False,
    fill: str | None = None,
    open_to_fill: bool = False,
    number_format: str | None = None,
) -> None:
    """Write one cell; a text is written as text, whatever it begins with."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    cell = sheet.cell(row=row, column=column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.font = Font(name=_FONT, size=11, bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="center" if open_to_fill else "top")
    if fill or open_to_fill:
        cell.fill = PatternFill("solid", fgColor=_INPUT_FILL if open_to_fill or fill is None else fill)
        thin = Side(style="thin", color="B0B7C0")
        cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    if open_to_fill:
        cell.protection = Protection(locked=False)
    if number_format:
        cell.number_format = number_format


def _set_up(words: Words, sheet: Worksheet, landscape: bool) -> None:
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text=f"{words.say('form-page')} &P/&N"))
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


class _Info:
    """The sheet about the unit: hidden keys in column A, labels in B, values in C."""

    def __init__(self, words: Words, criteria_set: CriteriaSet, sheet: Worksheet, lists: _Lists) -> None:
        self._words, self._set, self._sheet, self._lists = words, criteria_set, sheet, lists
        self._row = 2

    def write(self, sha256: str, submission: Submission | None, filled_by: str) -> None:
        words, unit = self._words, submission.unit if submission else None
        _put(self._sheet, 1, 1, layout.INFO_MARKER)
        self._sheet.row_dimensions[1].hidden = True
        self._line(words.say("form-title", title=words.text(self._set.title)), bold=True)
        if self._set.status != "official":
            self._line(words.say(f"{self._set.status}-line"), bold=True)
        self._line(words.say("form-fill"))
        self._field(layout.UNIT_NAME, (unit.name or None) if unit else None)
        self._field(layout.UNIT_CODE, unit.code if unit else None)
        self._field(layout.UNIT_PARENT, unit.parent if unit else None)
        self._field(layout.YEAR, submission.year if submission else None, "0")
        for name, fact in self._set.facts.items():
            options = [words.text(choice) for choice in fact.choices.values()]
            chosen = submission.facts.get(name) if submission else None
            value = words.text(fact.choices[chosen]) if chosen else None
            cell = self._field(layout.FACT_PREFIX + name, value, label=words.text(fact.title))
            self._lists.drop_down(self._sheet, cell, options, words.say("form-choose"))
        self._field(layout.FILLED_BY, filled_by or None)
        self._dates(submission.dates if submission else Dates())
        for key, value in (
            (layout.SET_ID, self._set.id),
            (layout.SET_VERSION, self._set.version),
            (layout.SET_SHA256, sha256),
        ):
            self._field(key, value, locked=True)
        for letters, width in (("A", 4), ("B", 46), ("C", 60)):
            self._sheet.column_dimensions[letters].width = width
        self._sheet.column_dimensions["A"].hidden = True
        _set_up(words, self._sheet, landscape=False)

    def write_part(self, assignees: Sequence[str], conflicts: int) -> None:
        """Write, out of sight, whose part the form is, and how many conflicts the reader has to look for."""
        if assignees:
            self._field(layout.PART_ASSIGNEE, ",".join(assignees), locked=True)
            self._sheet.row_dimensions[self._row - 1].hidden = True
        if conflicts:
            self._field(layout.CONFLICTS, conflicts, "0", locked=True)

    def _dates(self, dates: Dates) -> None:
        """Write what the unit holds already and when it asks."""
        held, levels = dates.decision or Decision(), self._set.recognition.levels
        titles = {level.id: self._words.text(level.title) for level in levels}
        self._field(layout.DECISION_NUMBER, held.number)
        self._field(layout.DECISION_DATE, held.date, _DATE_FORMAT)
        cell = self._field(layout.DECISION_LEVEL, titles.get(held.level or ""))
        self._lists.drop_down(self._sheet, cell, list(titles.values()), self._words.say("form-choose"))
        self._field(layout.REQUEST_DATE, dates.requested, _DATE_FORMAT)

    def _line(self, text: str, *, bold: bool = False) -> None:
        _put(self._sheet, self._row, 2, text, bold=bold)
        self._sheet.merge_cells(start_row=self._row, end_row=self._row, start_column=2, end_column=3)
        self._sheet.row_dimensions[self._row].height = 34 if bold else 20
        self._row += 1

    def _field(
        self,
        key: str,
        value: str | int | datetime.date | None,
        number_format: str = _TEXT_FORMAT,
        *,
        label: str = "",
        locked: bool = False,
    ) -> str:
        _put(self._sheet, self._row, 1, key)
        _put(self._sheet, self._row, 2, label or self._words.say(f"form-{key}"), fill=_CRITERION_FILL)
        fill = _CRITERION_FILL if locked else None
        _put(self._sheet, self._row, 3, value, fill=fill, open_to_fill=not locked, number_format=number_format)
        self._row += 1
        return f"C{self._row - 1}"


class _Answers:
    """The sheet to fill in: one row per indicator under its criterion."""

    def __init__(
        self, words: Words, criteria_set: CriteriaSet, sheet: Worksheet, lists: _Lists, only: frozenset[str] | None
    ) -> None:
        self._words, self._set, self._sheet, self._lists = words, criteria_set, sheet, lists
        self._only, self._open = only, True
        self._columns = {field: number for number, field in enumerate(layout.answer_fields(criteria_set), 1)}
        self._row = layout.FIRST_ROW

    def write(self, submission: Submission | None) -> None:
        words, sheet = self._words, self._sheet
        _put(sheet, 1, 1, layout.ANSWERS_MARKER)
        for field, column in self._columns.items():
            if field != layout.ID:
                _put(sheet, 1, column, field)
            _put(sheet, layout.HEADER_ROW, column, self._heading(field), bold=True, fill=_HEADER_FILL)
            letters = layout.column_letters(column - 1)
            sheet.column_dimensions[letters].width = _WIDTHS.get(field, _VALUE_WIDTH)
        sheet.row_dimensions[1].hidden = True
        sheet.row_dimensions[layout.HEADER_ROW].height = 48
        _put(sheet, 2, 2, words.say("form-title", title=words.text(self._set.title)), bold=True)
        sheet.merge_cells(start_row=2, end_row=2, start_column=2, end_column=5)
        if self._set.status != "official":
            _put(sheet, 2, 6, words.say(f"{self._set.status}-line"), bold=True)
            sheet.merge_cells(start_row=2, end_row=2, start_column=6, end_column=len(self._columns))
        sheet.row_dimensions[2].height = 40
        for criterion in self._set.criteria:
            self._criterion(criterion)
            for indicator in criterion.indicators:
                answer = submission.answers.get(indicator.id) if submission else None
                self._indicator(indicator, answer or Answer())
        sheet.freeze_panes = f"C{layout.FIRST_ROW}"
        sheet.print_title_rows = f"{layout.HEADER_ROW}:{layout.HEADER_ROW}"
        _set_up(words, sheet, landscape=True)

    def _heading(self, field: str) -> str:
        if field.startswith("value_"):
            return self._words.say("form-value", n=field.removeprefix("value_"))
        if field == layout.RULE and self._set.total_points is None:
            return self._words.say("form-rule-met")
        return self._words.say("form-title-col" if field == layout.TITLE else f"form-{field}")

    def _criterion(self, criterion: Criterion) -> None:
        for column in self._columns.values():
            _put(self._sheet, self._row, column, None, fill=_CRITERION_FILL)
        texts = {layout.ID: criterion.id, layout.TITLE: self._words.text(criterion.title)}
        for field, text in texts.items():
            _put(self._sheet, self._row, self._columns[field], text, bold=True, fill=_CRITERION_FILL)
        self._maximum(criterion.points, bold=True)
        title_lines = -(-len(self._words.text(criterion.title)) // _WIDTHS[layout.TITLE])
        self._sheet.row_dimensions[self._row].height = 16 * max(1, title_lines) + 4
        self._row += 1

    def _indicator(self, indicator: Indicator, answer: Answer) -> None:
        words, row, columns = self._words, self._row, self._columns
        self._open = self._only is None or indicator.id in self._only
        office = self._set.offices.get(indicator.assignee or "")
        said = {
            layout.ID: indicator.id,
            layout.TITLE: words.text(indicator.title),
            layout.RULE: rules.every_rule(words, self._set, indicator),
            layout.ASKED: "\n".join(
                words.say("form-asked-item", n=number, label=rules.question(words, indicator, one))
                for number, one in enumerate(indicator.questions, 1)
            ),
            layout.ASSIGNEE: words.text(office) if office else "",
        }
        for field, text in said.items():
            _put(self._sheet, row, columns[field], text, fill="FFFFFF", number_format=_TEXT_FORMAT)
        self._maximum(indicator.points)
        for position, field in enumerate(layout.value_fields(self._set)):
            if position < len(indicator.questions):
                self._input(indicator, indicator.questions[position], columns[field], answer)
            else:
                _put(self._sheet, row, columns[field], None, fill=_HEADER_FILL)
        self._omission(indicator, answer)
        evidence = None if answer.evidence is None else words.say("yes" if answer.evidence else "no")
        self._choice(
            columns[layout.EVIDENCE], evidence, (words.say("yes"), words.say("no")), self._documents(indicator)
        )
        for field, value in ((layout.DOCUMENTS, answer.documents), (layout.NOTE, answer.note)):
            self._fill(columns[field], value, _TEXT_FORMAT)
        lines = max(
            -(-len(part) // _WIDTHS[field]) * 1.0
            for field, part in said.items()
            if field in (layout.TITLE, layout.RULE)
        )
        asked_lines = sum(-(-len(part) // _WIDTHS[layout.ASKED]) for part in said[layout.ASKED].split("\n"))
        self._sheet.row_dimensions[row].height = min(15 * max(lines, asked_lines, 2) + 6, _TALLEST_ROW)
        self._row += 1

    def _maximum(self, points: Fraction | None, *, bold: bool = False) -> None:
        if layout.MAXIMUM in self._columns and points is not None:
            column = self._columns[layout.MAXIMUM]
            _put(self._sheet, self._row, column, _plain(points), bold=bold, fill="FFFFFF", number_format="0.##")

    def _documents(self, indicator: Indicator) -> str:
        asked = "; ".join(self._words.text(one) for one in indicator.evidence.documents)
        return f"{self._words.say('guide-evidence')}: {asked}" if asked else self._words.say("form-choose")

    def _omission(self, indicator: Indicator, answer: Answer) -> None:
        columns, words = self._columns, self._words
        if indicator.not_applicable is None:
            for field in (layout.NOT_APPLICABLE, layout.REASON):
                _put(self._sheet, self._row, columns[field], None, fill=_HEADER_FILL)
            return
        mark = "x" if answer.not_applicable is not None else None
        self._choice(columns[layout.NOT_APPLICABLE], mark, ("x",), words.say("guide-4"))
        self._fill(columns[layout.REASON], answer.not_applicable, _TEXT_FORMAT)

    def _fill(self, column: int, value: str | int | float | None, number_format: str) -> None:
        """Write a cell that is filled in: open, unless its row belongs to somebody else."""
        fill = None if self._open else _CRITERION_FILL
        _put(self._sheet, self._row, column, value, fill=fill, open_to_fill=self._open, number_format=number_format)

    def _choice(self, column: int, value: str | None, options: Sequence[str], prompt: str) -> None:
        self._fill(column, value, _TEXT_FORMAT)
        cell = layout.cell_name(self._row - 1, column - 1)
        self._lists.drop_down(self._sheet, cell, options, prompt)

    def _input(self, indicator: Indicator, question: Question, column: int, answer: Answer) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        words, value, one = self._words, answer.values.get(question.name), question.input
        label = rules.question(words, indicator, question)
        shown = rules.reported(words, one, value) if value is not None else None
        match one.kind:
            case "yes_no":
                self._choice(column, shown, (words.say("yes"), words.say("no")), label)
                return
            case "choice":
                self._choice(column, shown, [words.text(title) for _, title in one.choices], label)
                return
            case "percent":
                key, number_format = "form-percent-bounds", "0.00%"
            case "whole":
                key, number_format = "form-whole-bounds", "#,##0"
            case "decimal":
                key, number_format = "form-number-bounds", "#,##0.##########"
        self._fill(column, _plain(value), number_format)
        rule = DataValidation(
            type="whole" if one.kind == "whole" else "decimal", operator="between",
            formula1=str(_plain(one.least)), formula2=str(_plain(one.most)),
            allow_blank=True, showErrorMessage=True, errorStyle="stop",
        )  # fmt: skip
        bounds = words.say(key, least=words.number(one.least), most=words.number(one.most))
        cell = layout.cell_name(self._row - 1, column - 1)
        _add(self._sheet, rule, cell, f"{label}. {bounds}", bounds)


def _plain(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


def _write_guide(words: Words, criteria_set: CriteriaSet, sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 100
    _put(sheet, 1, 1, words.say("form-title", title=words.text(criteria_set.title)), bold=True)
    for number in range(1, 8):
        _put(sheet, number + 1, 1, f"{number}. " + words.say(f"guide-{number}", file="….xlsx"))
    row = 10
    for note in criteria_set.notes:
        _put(sheet, row, 1, words.text(note))
        row += 1
    for indicator in criteria_set.indicators.values():
        if indicator.evidence.documents:
            asked = "; ".join(words.text(one) for one in indicator.evidence.documents)
            _put(sheet, row, 1, f"{indicator.id} {words.text(indicator.title)}. {words.say('guide-evidence')}: {asked}")
            row += 1
    _set_up(words, sheet, landscape=False)
