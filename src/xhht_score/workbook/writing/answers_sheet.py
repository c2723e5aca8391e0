"""The sheet to fill in: one row per indicator under its criterion, what it comes to, and the council's columns."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from xhht_score.criteria import Criterion, Indicator, Question
from xhht_score.measures import Input
from xhht_score.submission import Answer, Appraisal, Submission
from xhht_score.words import rules
from xhht_score.workbook import layout
from xhht_score.workbook.formulas.indicators import Context, computed_fields, indicator_formulas
from xhht_score.workbook.kept import Bounds, questions_cell
from xhht_score.workbook.symbols import ANSWERS, RESULTS, at
from xhht_score.workbook.writing.plan import (
    PERCENT_FORMAT,
    TEXT_FORMAT,
    Planned,
    PlannedRow,
    PlannedSheet,
    Style,
    fitting_height,
)

_WIDTHS = {
    layout.ID: 6, layout.TITLE: 28, layout.MAXIMUM: 6, layout.RULE: 29, layout.ASKED: 28, layout.NOT_APPLICABLE: 8,
    layout.REASON: 14, layout.EVIDENCE: 8, layout.DOCUMENTS: 22, layout.ASSIGNEE: 14, layout.NOTE: 14,
    layout.STATE: 8, layout.COMPUTED: 12, layout.POINTS_LOW: 8, layout.POINTS_HIGH: 8, layout.APPRAISED_REASON: 24,
    layout.APPRAISED_EVIDENCE: 10, layout.APPRAISED_OMISSION: 10,
}  # fmt: skip
_VALUE_WIDTH = 10
#: No row of an indicator is lower, in points.
_LOWEST_ROW = 36


def plan_answers(
    context: Context, submission: Submission | None, *, only: frozenset[str] | None, live: bool
) -> PlannedSheet:
    """Give the sheet with the answers of a submission.

    `only` names the indicators whose rows are open (None: all); `live` adds the formulas; raises `Beyond`.
    """
    words, criteria_set = context.words, context.criteria_set
    seen, hidden = computed_fields(context) if live else ((), ())
    own = layout.answer_fields(criteria_set)
    at_values = own.index(layout.value_fields(criteria_set)[-1]) + 1
    fields = (*own[:at_values], *seen, *own[at_values:], *layout.appraisal_fields(criteria_set), *hidden)
    sheet = PlannedSheet(ANSWERS, words.say("sheet-answers"), layout.ANSWERS_MARKER, fields, landscape=True)
    sheet.wide = {name: _WIDTHS.get(name, _VALUE_WIDTH) for name in fields if name not in hidden}
    sheet.hidden_fields = frozenset(hidden)
    sheet.frozen = (layout.FIRST_ROW, own[2])
    sheet.repeated_row, sheet.repeated_fields = layout.HEADER_ROW, (layout.ID, layout.TITLE)
    sheet.pages_wide = 2  # on one page, A4 across, letters would be 5 points high
    sheet.printed = (layout.ID, layout.NOTE)
    say = words.say
    sheet.toned_fields = tuple(name for name in seen if name == layout.STATE or name.startswith("result_"))
    sheet.tones = {
        say("met"): "good", say("condition-open"): "open", say("not-met"): "bad",
        say("no-points"): "bad", say("form-state-missing"): "open",
        say("form-state-unusable"): "bad", say("form-state-too_fine"): "bad",
    }  # fmt: skip
    page = _AnswersPage(context, sheet, only, live)
    page.head()
    for number, criterion in enumerate(criteria_set.criteria, 1):
        page.criterion(criterion)
        for indicator in criterion.indicators:
            answer = submission.answers.get(indicator.id) if submission else None
            appraisal = submission.appraisals.get(indicator.id) if submission else None
            page.indicator(number, indicator, answer or Answer(), appraisal or Appraisal())
    return sheet


class _AnswersPage:
    def __init__(self, context: Context, sheet: PlannedSheet, only: frozenset[str] | None, live: bool) -> None:
        self._context, self._words, self._set = context, context.words, context.criteria_set
        self._sheet, self._only, self._live = sheet, only, live

    def head(self) -> None:
        """Add the title, the line that shows the result while people fill in, and the headings."""
        words, fields = self._words, self._sheet.fields
        first, last = layout.ASKED, layout.value_fields(self._set)[-1]
        reach, said = fields.index(first) - fields.index(layout.TITLE), words.text(self._set.title)
        title = {layout.TITLE: Planned(words.say("form-title", title=said), style="strong", span=reach)}
        if self._set.status != "official":
            line = words.say(f"{self._set.status}-line")
            title[first] = Planned(line, style="strong", span=fields.index(last) - fields.index(first) + 1)
        self._sheet.rows.append(PlannedRow("", title, 40))
        shown: dict[str, Planned] = {}
        if self._live:
            shown[layout.TITLE] = Planned(formula=at(RESULTS, "progress", layout.VALUE), style="live")
            after = fields[fields.index(layout.TITLE) + 1]
            shown[after] = Planned(formula=at(RESULTS, "verdict", layout.VALUE), style="live", span=6)
        self._sheet.rows.append(PlannedRow("", shown, 32))
        headings = {name: Planned(self._heading(name), style="heading") for name in fields if name in self._sheet.wide}
        self._sheet.rows.append(PlannedRow(layout.HEADING_KEY, headings, 48))

    def _heading(self, name: str) -> str:
        say = self._words.say
        if name.startswith("value_"):
            return say("form-value", n=name.removeprefix("value_"))
        if name.startswith("appraised_") and name.removeprefix("appraised_").isdigit():
            return say("form-appraised", n=name.removeprefix("appraised_"))
        if name.startswith("result_"):
            if len(self._set.told_apart) == 1:
                return say("form-result")
            level = self._set.recognition.levels[int(name.removeprefix("result_")) - 1]
            return self._words.text(level.title)
        if name == layout.RULE and self._set.total_points is None:
            return say("form-rule-met")
        return say("form-title-col" if name == layout.TITLE else f"form-{name}")

    def criterion(self, criterion: Criterion) -> None:
        """Add the row of a criterion."""
        cells = {name: Planned(style="criterion") for name in self._sheet.wide}
        title = self._words.text(criterion.title)
        cells[layout.ID] = Planned(criterion.id, style="criterion")
        cells[layout.TITLE] = Planned(title, style="criterion")
        if layout.MAXIMUM in self._sheet.columns and criterion.points is not None:
            cells[layout.MAXIMUM] = Planned(plain(criterion.points), style="criterion")
        self._sheet.rows.append(
            PlannedRow(criterion.id, cells, fitting_height({layout.TITLE: cells[layout.TITLE]}, _WIDTHS))
        )

    def indicator(self, number: int, indicator: Indicator, answer: Answer, appraisal: Appraisal) -> None:
        """Add the row of an indicator."""
        said = self._said(indicator)
        cells = {name: Planned(text, style="shaded", number_format=TEXT_FORMAT) for name, text in said.items()}
        if layout.MAXIMUM in self._sheet.columns and indicator.points is not None:
            cells[layout.MAXIMUM] = Planned(plain(indicator.points), style="shaded")
        cells |= self._inputs(indicator, answer, appraisal)
        if self._live:
            cells = dict.fromkeys(self._sheet.wide, Planned(style="shaded")) | cells | self._computed(number, indicator)
        if self._only is not None:
            closed = ("appraisal",) if indicator.id in self._only else ("input", "appraisal")
            cells |= {name: cell._replace(locked=True) for name, cell in cells.items() if cell.style in closed}
        self._sheet.rows.append(
            PlannedRow(indicator.id, cells, max(fitting_height(cells, self._sheet.wide), _LOWEST_ROW))
        )

    def _said(self, indicator: Indicator) -> dict[str, str]:
        words = self._words
        office = self._set.offices.get(indicator.assignee or "")
        return {
            layout.ID: indicator.id,
            layout.TITLE: words.text(indicator.title),
            layout.RULE: rules.every_rule(words, self._set, indicator),
            layout.ASKED: questions_cell(words, indicator),
            layout.ASSIGNEE: words.text(office) if office else "",
        }

    def _computed(self, number: int, indicator: Indicator) -> dict[str, Planned]:
        cells = {layout.CRITERION: Planned(number, style="hidden")}
        for name, formula in indicator_formulas(self._context, indicator).items():
            seen = name in self._sheet.wide
            is_share = name == layout.COMPUTED and indicator.measure is not None and indicator.measure.percent
            number_format = PERCENT_FORMAT if is_share else ""
            cells[name] = Planned(formula=formula, style="live" if seen else "hidden", number_format=number_format)
        return cells

    def _inputs(self, indicator: Indicator, answer: Answer, appraisal: Appraisal) -> dict[str, Planned]:
        words, cells = self._words, dict[str, Planned]()
        for position, field in enumerate(layout.value_fields(self._set)):
            council = layout.appraised_field(position)
            if position < len(indicator.questions):
                question = indicator.questions[position]
                cells[field] = self._input(indicator, question, answer.values.get(question.name), "input")
                cells[council] = self._input(indicator, question, appraisal.values.get(question.name), "appraisal")
            else:
                cells[field] = cells[council] = Planned(style="heading")
        if self._set.may_omit:
            cells |= self._omission(indicator, answer, appraisal)
        options = (words.say("yes"), words.say("no"))
        evidence = None if answer.evidence is None else words.say("yes" if answer.evidence else "no")
        cells[layout.EVIDENCE] = choice(evidence, options, self._documents(indicator))
        for field, value in ((layout.DOCUMENTS, answer.documents), (layout.NOTE, answer.note)):
            cells[field] = Planned(value, style="input", number_format=TEXT_FORMAT)
        decided = (
            None if appraisal.evidence is None else words.say("form-accepted" if appraisal.evidence else "form-refused")
        )
        judged = (words.say("form-accepted"), words.say("form-refused"))
        cells[layout.APPRAISED_EVIDENCE] = choice(decided, judged, words.say("form-appraised-evidence"), "appraisal")
        cells[layout.APPRAISED_REASON] = Planned(appraisal.reason, style="appraisal", number_format=TEXT_FORMAT)
        return cells

    def _documents(self, indicator: Indicator) -> str:
        asked = "; ".join(self._words.text(one) for one in indicator.evidence.documents)
        return f"{self._words.say('guide-evidence')}: {asked}" if asked else self._words.say("form-choose")

    def _omission(self, indicator: Indicator, answer: Answer, appraisal: Appraisal) -> dict[str, Planned]:
        fields = (layout.NOT_APPLICABLE, layout.REASON, layout.APPRAISED_OMISSION)
        if indicator.not_applicable is None:
            return dict.fromkeys(fields, Planned(style="heading"))
        mark = "x" if answer.not_applicable is not None else None
        words, judged = self._words, appraisal.omission
        decided = None if judged is None else words.say("form-accepted" if judged else "form-refused")
        return {
            layout.NOT_APPLICABLE: choice(mark, ("x",), words.say("guide-4")),
            layout.REASON: Planned(answer.not_applicable, style="input", number_format=TEXT_FORMAT),
            layout.APPRAISED_OMISSION: choice(
                decided,
                (words.say("form-accepted"), words.say("form-refused")),
                words.say("form-appraised-omission"),
                "appraisal",
            ),
        }

    def _input(self, indicator: Indicator, question: Question, value: Fraction | None, style: Style) -> Planned:
        words, one = self._words, question.input
        label = rules.question(words, indicator, question)
        shown = rules.reported(words, one, value) if value is not None else None
        match one.kind:
            case "yes_no":
                return choice(shown, (words.say("yes"), words.say("no")), label, style)
            case "choice":
                return choice(shown, tuple(words.text(title) for _, title in one.choices), label, style)
            case "whole":
                key, number_format = "form-whole-bounds", ""
            case "percent" | "decimal" if one.in_percent:
                key, number_format = "form-percent-bounds", PERCENT_FORMAT
            case _:
                key, number_format = "form-number-bounds", ""
        most = one.most * 100 / one.cell_factor if one.in_percent else one.most
        limits = words.say(key, least=words.exact(one.least), most=words.exact(most))
        return Planned(
            None if value is None else in_cell(one, value),
            style=style,
            number_format=number_format,
            bounds=Bounds(one.kind == "whole", in_cell(one, one.least), in_cell(one, one.most)),
            prompt=f"{label}. {limits}",
            error=limits,
        )


def choice(value: str | None, options: Sequence[str], prompt: str, style: Style = "input") -> Planned:
    """Give a cell with a drop-down."""
    words = tuple(options)
    return Planned(value, style=style, number_format=TEXT_FORMAT, options=words, prompt=prompt, error="; ".join(words))


def in_cell(one: Input, value: Fraction) -> int | float:
    """Give the value of an input as its cell stores it: a percentage as a share, which the cell's format shows."""
    return plain(value / one.cell_factor)


def plain(value: Fraction) -> int | float:
    """Give an exact number as a spreadsheet stores it."""
    return int(value) if value.denominator == 1 else float(value)
