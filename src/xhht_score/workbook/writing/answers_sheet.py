"""The sheet to fill in: one row per indicator under its criterion, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeVar

from xhht_score.criteria import CriteriaSet, Criterion, Indicator, Question
from xhht_score.merging import NOBODY, assignee_of
from xhht_score.numbers import as_stored
from xhht_score.submission import Answer, Unit
from xhht_score.words import Words
from xhht_score.words import fields as named
from xhht_score.workbook import layout
from xhht_score.workbook.formulas.indicators import Context, computed_fields, indicator_formulas
from xhht_score.workbook.formulas.values import FormSpot
from xhht_score.workbook.symbols import ANSWERS, INFO, RESULTS, at
from xhht_score.workbook.writing.cells import choice, figure_cell, figure_value, indicator_texts
from xhht_score.workbook.writing.plan import (
    PERCENT_FORMAT,
    TEXT_FORMAT,
    Planned,
    PlannedRow,
    PlannedSheet,
    PlannedValue,
    fitted,
    fitting_height,
)
from xhht_score.workbook.writing.signing import signature_rows

T = TypeVar("T")
_WIDTHS = {
    layout.ID: 5, layout.TITLE: 25, layout.MAXIMUM: 5.5, layout.ASKED: 25.5, layout.NOT_APPLICABLE: 7,
    layout.REASON: 8, layout.EVIDENCE: 7, layout.DOCUMENTS: 14, layout.NOTE: 8, layout.ASSIGNEE: 22,
    layout.RULE: 100, layout.STATE: 6, layout.COMPUTED: 12, layout.POINTS_LOW: 7.5, layout.POINTS_HIGH: 7.5,
}  # fmt: skip
#: How wide a cell of a word is, and what there is beside the letters of a number.
_WORD_WIDTH, _BESIDE = 7.5, 1
#: So many letters of a number are seen at most: a cell without a format shows no more, however wide it is, and a
#: percentage has two whole digits, a mark, eight decimals and its sign.
_MOST_SEEN, _PERCENT_SEEN = 11, 12
#: Room for a unit's name, its code and the year in three lines.
_ABOUT_HEIGHT = 42
#: A cell of free text, and one where nothing is asked.
_TYPED, _NONE = Planned(style="input", number_format=TEXT_FORMAT), Planned(style="heading")
#: The position of the row with the line about the unit, counted from 0.
ABOUT_ROW = 1


def plan_answers(context: Context, *, only: frozenset[str] | None, live: bool) -> PlannedSheet:
    """Give the sheet with no answer yet.

    `only` names the indicators whose rows are seen (None: all); `live` adds the formulas; raises `Beyond`.
    """
    words, criteria_set = context.words, context.criteria_set
    seen, hidden = computed_fields(context) if live else ((), ())
    own = layout.answer_fields(criteria_set)
    at_values = own.index(layout.value_fields(criteria_set)[-1]) + 1
    fields = (*own[:at_values], *seen, *own[at_values:], *hidden)
    sheet = PlannedSheet(ANSWERS, words.say("sheet-answers"), layout.ANSWERS_MARKER, fields, landscape=True)
    wide = _WIDTHS | value_widths(criteria_set) | _point_widths(criteria_set)
    sheet.wide = {name: wide.get(name, _WORD_WIDTH) for name in fields if name not in hidden}
    sheet.hidden_fields = frozenset(hidden)
    sheet.frozen = (layout.FIRST_ROW, own[2])
    sheet.repeated_rows, sheet.repeated_fields = (3, layout.HEADER_ROW), (layout.ID, layout.TITLE)
    sheet.printed = (layout.ID, layout.NOTE)
    sheet.spread((layout.TITLE, layout.ASKED, layout.DOCUMENTS))
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
            page.indicator(number, indicator)
    signed = layout.STATE if live else layout.value_field(0)
    sheet.rows += signature_rows(context.words, "unit", layout.TITLE, signed)
    return sheet


def about_height(words: Words, unit: Unit, wide: Mapping[str, float]) -> float:
    """Give how high the row with the line about a unit is."""
    about = words.say("form-about", unit=unit.name, code=unit.code or "", year="2000")
    known = {layout.TITLE: Planned(about, style="strong")}
    return max(fitting_height(known, wide), _ABOUT_HEIGHT)


def answer_values(
    words: Words, criteria_set: CriteriaSet, answers: Mapping[str, Answer]
) -> dict[FormSpot, PlannedValue]:
    """Give what stands in the cells of answers."""
    found: dict[FormSpot, PlannedValue] = {}
    said: Mapping[bool | None, PlannedValue] = {None: None, True: words.say("yes"), False: words.say("no")}
    for name, answer in answers.items():
        if (indicator := criteria_set.indicators.get(name)) is None:
            continue
        figures, omitted, texts = words.once(indicator, "answered", partial(_answered, indicator))
        for spot, question in figures:
            found[spot] = figure_value(words, question.input, answer.values.get(question.name))
        if indicator.not_applicable is not None:
            reason = answer.not_applicable
            found.update(zip(omitted, (None if reason is None else "x", reason), strict=True))
        office = answer.assignee or assignee_of(indicator)
        called = "" if office == NOBODY else named.office(words, criteria_set, office)
        found.update(zip(texts, (said[answer.evidence], answer.documents, answer.note, called), strict=True))
    return found


class _Answered(NamedTuple):
    """Where what is answered to an indicator stands: each figure with its question, an omission, all other texts."""

    figures: list[tuple[FormSpot, Question]]
    omitted: list[FormSpot]
    texts: list[FormSpot]


def _answered(indicator: Indicator) -> _Answered:
    def spots(*fields: str) -> list[FormSpot]:
        return [(ANSWERS, indicator.id, field) for field in fields]

    figures = spots(*(layout.value_field(position) for position in range(len(indicator.questions))))
    return _Answered(
        list(zip(figures, indicator.questions, strict=True)),
        spots(layout.NOT_APPLICABLE, layout.REASON),
        spots(layout.EVIDENCE, layout.DOCUMENTS, layout.NOTE, layout.ASSIGNEE),
    )


def _point_widths(criteria_set: CriteriaSet) -> dict[str, float]:
    """Give how wide the columns of points have to be for the widest number with four decimals."""
    letters = len(str(int(max(one.weight for one in criteria_set.indicators.values())))) + 5
    return dict.fromkeys((layout.POINTS_LOW, layout.POINTS_HIGH), max(_WIDTHS[layout.POINTS_LOW], letters + _BESIDE))


def value_widths(criteria_set: CriteriaSet) -> dict[str, float]:
    """Give how wide the columns of figures have to be for the widest number that they take."""
    longest = dict.fromkeys(layout.value_fields(criteria_set), 0)
    for indicator in criteria_set.indicators.values():
        for position, question in enumerate(indicator.questions):
            field, one = layout.value_field(position), question.input
            kind = "percent" if one.in_percent else one.kind
            if kind in ("whole", "decimal", "percent"):
                letters = {"whole": len(str(one.most)), "percent": _PERCENT_SEEN}.get(kind, _MOST_SEEN)
                longest[field] = max(longest[field], letters)
    return {field: max(_WORD_WIDTH, letters + _BESIDE) for field, letters in longest.items()}


class _AnswersPage:
    def __init__(self, context: Context, sheet: PlannedSheet, only: frozenset[str] | None, live: bool) -> None:
        self._context, self._words, self._set = context, context.words, context.criteria_set
        self._sheet, self._only, self._live = sheet, only, live
        self._blank = dict.fromkeys(sheet.wide, Planned(style="shaded"))
        self._known: dict[tuple[object, ...], Any] = {}

    def _once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """Give what rows that are alike share."""
        if key not in self._known:
            self._known[key] = make()
        made: T = self._known[key]
        return made

    def _shaded(self, value: str | float, number_format: str = "") -> Planned:
        return self._once((value, number_format), lambda: Planned(value, style="shaded", number_format=number_format))

    def head(self) -> None:
        """Add the title, the line that shows the result while people fill in, and the headings."""
        words, fields = self._words, self._sheet.fields
        # what is merged stays beside the columns that do not move, where it would be cut
        after, across = fields.index(layout.TITLE) + 1, fields.index(layout.NOTE) + 1
        title = words.say("form-title", title=words.text(self._set.title))
        if self._set.status != "official":
            title = f"{title}\n{words.say(f'{self._set.status}-line')}"
        shown = {fields[after]: Planned(title, style="strong", span=across - after)}
        self._sheet.rows.append(fitted("", shown, self._sheet.wide))
        shown = {layout.TITLE: Planned(formula=at(INFO, layout.FORM_ABOUT, layout.VALUE), style="strong")}
        if self._live:
            values = fields.index(layout.value_field(0))
            done, verdict = (at(RESULTS, key, layout.VALUE) for key in ("progress", "verdict"))
            shown[fields[after]] = Planned(formula=done, style="live", span=values - after)
            shown[fields[values]] = Planned(formula=verdict, style="live", span=across - values)
        self._sheet.rows.append(PlannedRow("", shown, about_height(words, Unit(), self._sheet.wide)))
        headings = {name: Planned(self._heading(name), style="heading") for name in fields if name in self._sheet.wide}
        self._sheet.rows.append(fitted(layout.HEADING_KEY, headings, self._sheet.wide))

    def _heading(self, name: str) -> str:
        say = self._words.say
        if name.startswith("value_"):
            return say("form-value", n=name.removeprefix("value_"))
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
            cells[layout.MAXIMUM] = Planned(as_stored(criterion.points), style="criterion")
        is_left_out = self._only is not None and self._only.isdisjoint(one.id for one in criterion.indicators)
        self._sheet.rows.append(fitted(criterion.id, cells, self._sheet.wide, hidden=is_left_out))

    def indicator(self, number: int, indicator: Indicator) -> None:
        """Add the row of an indicator."""
        said = indicator_texts(self._words, self._set, indicator)
        cells = {name: self._shaded(text, TEXT_FORMAT) for name, text in said.items()}
        if layout.MAXIMUM in self._sheet.columns and indicator.points is not None:
            cells[layout.MAXIMUM] = self._shaded(as_stored(indicator.points))
        cells |= self._inputs(indicator)
        if self._live:
            cells = self._blank | cells | self._computed(number, indicator)
        is_left_out = self._only is not None and indicator.id not in self._only
        if self._only is not None:
            closed = {layout.ASSIGNEE, *(name for name, one in cells.items() if one.style == "input" and is_left_out)}
            cells |= {name: cells[name]._replace(locked=True) for name in closed}
        self._sheet.rows.append(fitted(indicator.id, cells, self._sheet.wide, hidden=is_left_out))

    def _computed(self, number: int, indicator: Indicator) -> dict[str, Planned]:
        formulas = indicator_formulas(self._context, indicator)
        is_share = indicator.measure is not None and indicator.measure.percent

        def made() -> dict[str, Planned]:
            cells = {
                name: Planned(formula=formula, style="live" if name in self._sheet.wide else "hidden")
                for name, formula in formulas.items()
            }
            if is_share and layout.COMPUTED in cells:
                cells[layout.COMPUTED] = cells[layout.COMPUTED]._replace(number_format=PERCENT_FORMAT)
            return cells

        counted = self._once((layout.CRITERION, number), lambda: Planned(number, style="hidden"))
        return {layout.CRITERION: counted, **self._once((id(formulas), is_share), made)}

    def _inputs(self, indicator: Indicator) -> dict[str, Planned]:
        words, cells = self._words, dict[str, Planned]()
        for position, field in enumerate(layout.value_fields(self._set)):
            if position < len(indicator.questions):
                question = indicator.questions[position]
                cells[field] = figure_cell(words, indicator, question, "input")
            else:
                cells[field] = _NONE
        if self._set.may_omit:
            cells |= self._omission(indicator)
        options = (words.say("yes"), words.say("no"))
        cells[layout.EVIDENCE] = words.once(
            indicator.evidence, "cell", lambda: choice(options, self._documents(indicator))
        )
        return cells | dict.fromkeys((layout.DOCUMENTS, layout.NOTE, layout.ASSIGNEE), _TYPED)

    def _documents(self, indicator: Indicator) -> str:
        asked = "; ".join(self._words.text(one) for one in indicator.evidence.documents)
        return f"{self._words.say('guide-evidence')}: {asked}" if asked else self._words.say("form-choose")

    def _omission(self, indicator: Indicator) -> dict[str, Planned]:
        if indicator.not_applicable is None:
            return dict.fromkeys((layout.NOT_APPLICABLE, layout.REASON), _NONE)
        declared = self._once((layout.NOT_APPLICABLE,), lambda: choice(("x",), self._words.say("guide-4")))
        return {layout.NOT_APPLICABLE: declared, layout.REASON: _TYPED}
