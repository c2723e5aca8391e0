"""A filled form to a `Submission`, with every problem of it: cells, then cleaning, then checks, then the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from fractions import Fraction
from itertools import chain
from pathlib import Path

from xhht_score.compare import carry_over
from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.errors import Place, Problem, has_errors, in_order
from xhht_score.identity import code_of, kind_above
from xhht_score.merging import Key
from xhht_score.records import record
from xhht_score.submission import Answer, Appraisal, Dates, Decision, Submission, Unit, contradictions, faults
from xhht_score.workbook import layout
from xhht_score.workbook.reading import checks
from xhht_score.workbook.reading.appraising import appraisal_of
from xhht_score.workbook.reading.cells import Form, clean, folded
from xhht_score.workbook.reading.checks import CellRow
from xhht_score.workbook.reading.cleaning import date_of, is_blank, year_of, yes_or_no
from xhht_score.workbook.reading.doubts import sound
from xhht_score.workbook.reading.oddities import legacy_encoded, oddities
from xhht_score.workbook.reading.offices import assigned
from xhht_score.workbook.reading.refitting import as_asked_now
from xhht_score.workbook.reading.values import cells_of, figures_in, text_in

_DATES = (layout.DECISION_DATE, layout.REQUEST_DATE)


@record
class FormReading:
    """What a form says, and everything there is to say about it; whatever was unusable counts as missing.

    `form` is the form as it was understood: every choice made, blank where there are doubts; `rows_of` is the set that
    it has the rows of. Whether anything was changed in the form itself is told when `returned.fingerprint` is asked.
    """

    submission: Submission
    problems: tuple[Problem, ...]
    form: Form = field(repr=False)
    rows_of: CriteriaSet = field(repr=False)

    def __repr__(self) -> str:
        return f"Reading({self.submission!r}, problems={len(self.problems)})"

    @property
    def unusable(self) -> frozenset[Place]:
        """The cells that hold something and count as missing."""
        form = self.form
        found = {one.place for one in self.problems if one.severity == "error" and one.place.cell}
        if not form.doubts:
            return frozenset(found)
        found |= {form.place(cell) for key, cell in form.info.items() if Key("", key) in form.doubts}
        cells = (cell for row in form.answers for cell in row if Key(cell.id, cell.field) in form.doubts)
        return frozenset(found | {form.place(cell) for cell in cells})


def read_form(form: Form, criteria_set: CriteriaSet, made_for: CriteriaSet | None = None) -> FormReading:
    """Give the submission that a form holds for a criteria set; never raises for what people wrote into it.

    `made_for` is the set that the form was made for, where it is another one: its rows and columns are read as that set
    has them, and what both sets ask is carried over.
    """
    rows_of = made_for or criteria_set
    chosen_otherwise = tuple(checks.choices_reworded(form, rows_of))
    form = sound(as_asked_now(form, rows_of), rows_of)
    unit = unit_in(form, criteria_set)
    known = unit.facts if made_for is None else facts_in(form, made_for)
    cells = chain(form.info.values(), *form.answers)
    problems = [
        *said_of_sheets(form, criteria_set, rows_of), *unit.problems, *chosen_otherwise, *legacy_encoded(form, cells)
    ]  # fmt: skip
    answers, appraisals = {}, {}
    for identifier, row in _rows(form).items():
        if indicator := rows_of.indicators.get(identifier):
            read = read_row(form, rows_of, indicator, row, known, unit.year)
            answers[identifier] = read.answer
            if read.appraisal is not None:
                appraisals[identifier] = read.appraisal
            problems += read.problems
    if made_for is not None:
        appraisals = {}
        answers, lost = carry_over(made_for, criteria_set, answers)
        problems += checks.carried(form, criteria_set, lost)
        problems += checks.asked_besides(form, criteria_set, made_for)
    return FormReading(unit.submission(answers, appraisals), told(form, problems), form, rows_of)


def said_of_sheets(form: Form, criteria_set: CriteriaSet, rows_of: CriteriaSet) -> Iterator[Problem]:
    """Give what there is to say of sheets, rows, columns and keys, whatever the cells to fill in hold.

    Of what is hidden or lies under merged cells it is said where it holds anything.
    """
    yield from checks.same_set(form, criteria_set)
    yield from checks.looks_known(form)
    yield from checks.columns_present(form, rows_of)
    yield from checks.rows_match(form, rows_of)
    yield from form.said
    yield from checks.asked_otherwise(form, rows_of)
    yield from checks.conflicts_present(form)
    yield from checks.leftovers_present(form)
    yield from checks.conflicts_known(form, rows_of)
    yield from checks.info_decided(form)
    yield from checks.choices_in_place(form)
    yield from oddities(form, rows_of)


@record
class UnitReading:
    """What a form says of its unit, and what there is to say about that."""

    unit: Unit
    year: int | None
    facts: dict[str, str | None]
    dates: Dates
    problems: tuple[Problem, ...]

    def submission(self, answers: dict[str, Answer], appraisals: dict[str, Appraisal]) -> Submission:
        """Give what the unit reported with these answers, and what the council decided."""
        return Submission(
            unit=self.unit, year=self.year, dates=self.dates, facts=self.facts, answers=answers, appraisals=appraisals
        )


def unit_in(form: Form, criteria_set: CriteriaSet) -> UnitReading:
    """Read the info sheet of a form."""
    facts, year = facts_in(form, criteria_set), year_of(form.text(layout.YEAR))
    dates = _dates(form, criteria_set)
    problems = (
        *checks.hidden_in_info(form),
        *checks.unit_named(form),
        *checks.codes_kept(form),
        *checks.year_fits(form, criteria_set, year),
        *checks.facts_known(form, criteria_set, facts),
        *checks.decision_usable(form, criteria_set),
        *checks.dates_in_order(form, criteria_set, year, dates),
    )
    return UnitReading(_unit(form, criteria_set), year, facts, dates, problems)


def facts_in(form: Form, criteria_set: CriteriaSet) -> dict[str, str | None]:
    """Give the choice of each fact of a set that a form says."""
    return {name: fact_of(criteria_set, name, form.text(layout.FACT_PREFIX + name)) for name in criteria_set.facts}


@record
class RowReading:
    """What the row of an indicator says, and what there is to say about it."""

    answer: Answer
    appraisal: Appraisal | None
    problems: tuple[Problem, ...]


def read_row(
    form: Form,
    criteria_set: CriteriaSet,
    indicator: Indicator,
    row: CellRow,
    facts: Mapping[str, str | None],
    year: int | None,
) -> RowReading:
    """Read the row of an indicator: of the form it takes no other cell, but for how its cells look."""
    answer, problems = _answer(form, criteria_set, indicator, row, facts, year)
    appraisal, found = appraisal_of(form, indicator, row, answer)
    return RowReading(answer, appraisal, (*problems, *found))


def told(form: Form, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give the problems in their order, but for those that call a cell blank about which there are doubts.

    What an old form says of a cell is not said where the new one says the same.
    """
    doubted = {form.place(cell) for key, cell in form.info.items() if Key("", key) in form.doubts}
    found = [one for one in problems if one.place not in doubted or one in form.said]
    known = {(one.place, one.code) for one in found if "said" not in one.arguments}
    return in_order(one for one in found if "said" not in one.arguments or (one.place, one.code) not in known)


def _unit(form: Form, criteria_set: CriteriaSet) -> Unit:
    name, kind = form.text(layout.UNIT_NAME), criteria_set.unit
    return Unit(
        name=name or Path(form.file).stem,
        named=bool(name),
        code=code_of(form.text(layout.UNIT_CODE), kind),
        parent=code_of(form.text(layout.UNIT_PARENT), kind_above(kind)),
    )


def _rows(form: Form) -> dict[str, CellRow]:
    """Give the cells of each row by field; where an id stands in several rows, what they agree about."""
    rows: dict[str, CellRow] = {}
    for row in form.answers:
        rows.setdefault(row[0].id, {cell.field: cell for cell in row})
    return rows


def fact_of(criteria_set: CriteriaSet, name: str, given: str) -> str | None:
    """Give the choice that a word means: its id, or its title in either language; None for another word."""
    word = folded(given)
    for choice, title in criteria_set.facts[name].choices.items():
        if word in (choice, folded(title.vi), folded(title.en)):
            return choice
    return None


def _dates(form: Form, criteria_set: CriteriaSet) -> Dates:
    held, asked = (date_of(form.info[key].value) if key in form.info else None for key in _DATES)
    named = zip(("decided", "requested"), _DATES, strict=True)
    places = {name: form.place(form.info[key]) for name, key in named if key in form.info}
    number, level = form.text(layout.DECISION_NUMBER), form.text(layout.DECISION_LEVEL)
    if held is None and not number and not level:
        return Dates(requested=asked, places=places)
    decision = Decision(number=number or None, date=held, level=checks.level_of(criteria_set, level))
    return Dates(decision=decision, requested=asked, places=places)


def _answer(
    form: Form,
    criteria_set: CriteriaSet,
    indicator: Indicator,
    row: CellRow,
    facts: Mapping[str, str | None],
    year: int | None,
) -> tuple[Answer, list[Problem]]:
    reason, problems = _omission(form, criteria_set, indicator, row, facts)
    problems += [*form.doubted(indicator.id), *checks.answers_decided(form, indicator, row)]
    values, places, found = _values(form, indicator, row)
    unread = _unread(form, indicator, places, found)
    problems += found
    if indicator.stays_open(year):
        pass  # whatever is filled in, nothing is judged
    elif reason is None:
        unsound = faults(indicator, values)
        problems += checks.values_hold(form, indicator, row, unsound)
        contradictory = [name for fault in unsound for name in fault.questions]
        values |= dict.fromkeys(contradictory)
        problems += checks.values_hold(form, indicator, row, list(contradictions(indicator, values)))
        unread |= frozenset(contradictory)
        if not has_errors(problems):
            problems += _unfilled(indicator, values, places, asked_questions(criteria_set, indicator, facts))
    elif filled := [place for name, place in places.items() if values[name] is not None]:
        problems.append(Problem("answer-beside-not-applicable", filled[0], {"indicator": indicator.id}))
    evidence, evidence_place = None, None
    if cell := row.get(layout.EVIDENCE):
        evidence_place = form.place(cell)
        evidence = None if is_blank(cell.value) else yes_or_no(cell.value)
        problems += checks.hidden_in_blank(form, cell)
        if evidence is None and not is_blank(cell.value):
            arguments = {"indicator": indicator.id, "given": clean(cell.value), "expected": "yes_no"}
            problems.append(Problem("cell-word-unknown", evidence_place, arguments))
    if office := row.get(layout.ASSIGNEE):
        problems += checks.hidden_in_blank(form, office)
    answer = Answer(
        values=values,
        evidence=evidence,
        not_applicable=reason,
        documents=text_in(row.get(layout.DOCUMENTS)),
        note=text_in(row.get(layout.NOTE)),
        assignee=assigned(form, criteria_set, indicator, row.get(layout.ASSIGNEE)),
        places=places,
        evidence_place=evidence_place,
        unread=unread,
    )
    return answer, problems


def _unread(
    form: Form, indicator: Indicator, places: Mapping[str, Place], problems: Iterable[Problem]
) -> frozenset[str]:
    """Give the questions whose cells hold something, or hide an error, and that count as missing."""
    wrong = {one.place for one in problems if one.severity == "error"}
    doubted = {key.field for key in form.doubts if key.indicator == indicator.id}
    fields = layout.value_fields_of(indicator).items()
    return frozenset(name for name, field in fields if field in doubted or places.get(name) in wrong)


def _omission(
    form: Form, criteria_set: CriteriaSet, indicator: Indicator, row: CellRow, facts: Mapping[str, str | None]
) -> tuple[str | None, list[Problem]]:
    """Give the reason where the indicator is soundly declared not applicable, else None and the problems."""
    mark = row.get(layout.NOT_APPLICABLE)
    if mark is None or is_blank(mark.value):
        hidden = list(checks.hidden_in_blank(form, mark))
        return None, hidden or list(checks.reason_without_mark(form, indicator, row))
    problems = list(checks.not_applicable_allowed(form, criteria_set, indicator, row, facts))
    declared = not problems and yes_or_no(mark.value)
    return (text_in(row.get(layout.REASON)) if declared else None), problems


def _values(
    form: Form, indicator: Indicator, row: CellRow
) -> tuple[dict[str, Fraction | None], dict[str, Place], list[Problem]]:
    cells = cells_of(indicator, row)
    figures = figures_in(form, indicator, cells)
    values = {question.name: figures.values.get(question.name) for question in indicator.questions}
    return values, {name: form.place(cell) for name, cell in cells.items()}, figures.problems


def asked_questions(criteria_set: CriteriaSet, indicator: Indicator, facts: Mapping[str, str | None]) -> set[str]:
    """Give the questions that a unit is asked, for some choice of the facts that it does not say."""
    parts = {part for world in criteria_set.worlds(facts) for part in indicator.asked_parts(world)}
    return {question.name for question in indicator.questions if question.part in parts}


def _unfilled(
    indicator: Indicator, values: Mapping[str, Fraction | None], places: Mapping[str, Place], asked: set[str]
) -> Iterator[Problem]:
    """Give one notice where some question is blank, and one where something is filled in that is not asked."""
    arguments = {"indicator": indicator.id, "title": indicator.title}
    blank = [place for name, place in places.items() if name in asked and values[name] is None]
    beside = [place for name, place in places.items() if name not in asked and values[name] is not None]
    if blank:
        yield Problem("answer-blank", blank[0], arguments)
    if beside:
        yield Problem("answer-not-asked", beside[0], arguments)
