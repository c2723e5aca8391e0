"""One small function per thing that can be wrong with a filled form, each yielding problems with their cells."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.errors import MOST_NAMED, Place, Problem, nearest
from xhht_score.identity import is_lost_code
from xhht_score.merging import AnswerSource
from xhht_score.numbers import Percentage, measured
from xhht_score.procedure import irregularities
from xhht_score.submission import Dates, Fault
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import (
    CandidateCell,
    Form,
    FormCell,
    Options,
    clean,
    folded,
    how_to_save,
    stored_number,
)
from xhht_score.workbook.reading.cleaning import date_of, is_blank, yes_or_no
from xhht_score.workbook.reading.conflicts import choices_counted
from xhht_score.workbook.reading.generations import kept_for
from xhht_score.workbook.symbols import LEFTOVERS

CellRow = Mapping[str, FormCell]
#: What was said, and who said it where.
Offered = tuple[Any, tuple[AnswerSource, ...]]


def same_set(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Check that the form was made for the set that it is scored by, and for a version that this reads."""
    given, version = form.text(layout.SET_ID), form.text(layout.SET_VERSION)
    if given and given != criteria_set.id:
        yield _info(form, "set-differs", layout.SET_ID, given=given, used=criteria_set.id)
    elif not criteria_set.reads_version(version):
        yield _info(form, "version-differs", layout.SET_VERSION, given=version, used=criteria_set.version)


def unit_named(form: Form) -> Iterator[Problem]:
    """Check that the unit says its name."""
    if not form.text(layout.UNIT_NAME) and layout.UNIT_NAME not in form.undecided.get("", {}):
        yield _info(form, "unit-name-lacking", layout.UNIT_NAME)


def codes_kept(form: Form) -> Iterator[Problem]:
    """Check that no code of the unit, or of the one above, is what a spreadsheet made of it."""
    for key in (layout.UNIT_CODE, layout.UNIT_PARENT):
        if is_lost_code(given := form.text(key)):
            yield _info(form, "code-unusable", key, given=given)


def year_fits(form: Form, criteria_set: CriteriaSet, year: int | None) -> Iterator[Problem]:
    """Check that the year is a year, and one that the set judges."""
    if year is None:
        yield _info(form, "year-unusable", layout.YEAR, given=form.text(layout.YEAR))
        return
    if criteria_set.assessment_years is not None and year not in criteria_set.assessment_years:
        years = criteria_set.assessment_years
        yield _info(form, "year-outside", layout.YEAR, given=str(year), years=years)
    ended = criteria_set.tier_ended
    if ended is not None and year >= ended.date.year:
        yield _info(form, "tier-ended", layout.YEAR, given=str(year), date=ended.date, note=ended.note)


def decision_usable(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Check that the dates are dates and the level of the last decision is one of the set's levels."""
    for key in (layout.DECISION_DATE, layout.REQUEST_DATE):
        if form.text(key) and date_of(form.info[key].value) is None:
            yield _info(form, "date-unusable", key, given=form.text(key))
    given = form.text(layout.DECISION_LEVEL)
    if given and level_of(criteria_set, given) is None:
        expected = tuple(level.title for level in criteria_set.recognition.levels)
        yield _info(form, "decision-level-unknown", layout.DECISION_LEVEL, given=given, expected=expected)


def dates_in_order(form: Form, criteria_set: CriteriaSet, year: int | None, dates: Dates) -> Iterator[Problem]:
    """Check decision and request against each other and against the days of the procedure."""
    for one in irregularities(criteria_set, year, dates):
        yield one if one.place.file else one.within(form.file)


def asked_otherwise(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Name indicators with figures that a form of an earlier version asked for and the set does not."""
    seen = set[str]()
    for cell in form.homeless or ():
        if not is_blank(cell.value) and cell.id not in seen:
            seen.add(cell.id)
            arguments = {"indicator": cell.id, "title": criteria_set.indicators[cell.id].title}
            yield Problem("answer-not-carried", form.place(cell), arguments)


def carried(form: Form, criteria_set: CriteriaSet, lost: Iterable[str]) -> Iterator[Problem]:
    """Name indicators whose figures in a form of another set cannot be taken for what this set asks."""
    cells = {row[0].id: row[0] for row in form.answers}
    for identifier in lost:
        arguments = {"indicator": identifier, "title": criteria_set.indicators[identifier].title}
        yield Problem("answer-not-carried", form.place(cells[identifier]), arguments)


def asked_besides(form: Form, criteria_set: CriteriaSet, made_for: CriteriaSet) -> Iterator[Problem]:
    """Name indicators that a form of another set does not ask; they are missing."""
    for identifier, indicator in criteria_set.indicators.items():
        if identifier not in made_for.indicators:
            place = Place(form.file, sheet=form.answers_sheet)
            yield Problem("answer-blank", place, {"indicator": identifier, "title": indicator.title})


def level_of(criteria_set: CriteriaSet, given: str) -> str | None:
    """Give the id of the level that a word means: its id, or its title in either language; None for another word."""
    for level in criteria_set.recognition.levels:
        if folded(given) in (level.id, folded(level.title.vi), folded(level.title.en)):
            return level.id
    return None


def facts_known(form: Form, criteria_set: CriteriaSet, facts: Mapping[str, str | None]) -> Iterator[Problem]:
    """Check that every fact of the unit is one of its choices; a blank one is a notice, the score becomes a range."""
    for name, fact in criteria_set.facts.items():
        asked = any(name in world for world in criteria_set.worlds(facts))
        if facts.get(name) is None and (asked or form.text(layout.FACT_PREFIX + name)):
            key = layout.FACT_PREFIX + name
            given = form.text(key)
            choices = tuple(fact.choices.values())
            code = "fact-unusable" if given else "fact-blank"
            yield _info(form, code, key, title=fact.title, given=given, expected=choices)


def choices_reworded(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Name facts whose choice had other words in the earlier form that it was made in."""
    then = kept_for(form) if form.text(layout.SET_ID) == criteria_set.id else None
    for name, fact in criteria_set.facts.items() if then is not None else ():
        key = layout.FACT_PREFIX + name
        for choice, title in then.asks.facts.get(name, {}).items() if then is not None else ():
            now = fact.choices.get(choice)
            if (
                folded(title) == folded(form.text(key))
                and now
                and folded(title) not in (folded(now.vi), folded(now.en))
            ):
                yield _info(form, "choice-reworded", key, title=fact.title, given=title, now=now)


def columns_present(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Check that every column that has to be read is there."""
    for field in layout.needed_fields(criteria_set):
        if field not in form.fields:
            yield Problem("column-lacking", Place(form.file, sheet=form.answers_sheet), {"given": field})


def rows_match(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Check that every indicator has its row, and that no row has an unknown id."""
    criteria, known = {criterion.id for criterion in criteria_set.criteria}, tuple(criteria_set.indicators)
    seen = {row[0].id for row in form.answers}
    unknown = 0
    for row in form.answers:
        cell = row[0]
        if cell.id not in criteria_set.indicators and cell.id not in criteria:
            unknown += 1  # looking for the nearest takes long, and where many are unknown nobody mistyped them
            arguments = {"given": cell.id, "nearest": nearest(cell.id, known) if unknown <= MOST_NAMED else None}
            yield Problem("row-id-unknown", form.place(cell), arguments)
    for identifier, indicator in criteria_set.indicators.items():
        if identifier not in seen:
            place = Place(form.file, sheet=form.answers_sheet)
            yield Problem("row-lacking", place, {"indicator": identifier, "title": indicator.title})


def conflicts_present(form: Form) -> Iterator[Problem]:
    """Check that the conflicts sheet is there where the form says that there are conflicts."""
    if layout.CONFLICTS in form.info and not form.contested:
        yield _info(form, "conflicts-sheet-lacking", layout.CONFLICTS)


def leftovers_present(form: Form) -> Iterator[Problem]:
    """Check that the leftovers sheet is there where the form says that something was left over."""
    if layout.LEFTOVERS in form.info and LEFTOVERS not in form.pages:
        yield _info(form, "leftovers-sheet-lacking", layout.LEFTOVERS)


def conflicts_known(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Check that every row of the conflicts sheet is about a field that can be answered differently."""
    known = contested_fields(criteria_set)
    for row in form.contested:
        cell = row[layout.FIELD]
        if (cell.id, cell.field) not in known:
            yield Problem("conflict-unknown", form.place(cell), {"given": f"{cell.id} {cell.field}".strip()})


def choices_in_place(form: Form) -> Iterator[Problem]:
    """Say once that choices on the conflicts sheet are counted which the form itself does not compute with."""
    if counted := choices_counted(form):
        yield Problem("choice-not-merged", form.place(counted[0]), {"n": str(len(counted))})


def contested_fields(criteria_set: CriteriaSet) -> set[tuple[str, str]]:
    """Give the ids (blank for the unit itself) and fields that can stand on a conflicts sheet."""
    known = {("", f"{layout.FACT_PREFIX}{name}") for name in criteria_set.facts}
    known |= {("", field) for field in layout.CONTESTED}
    for indicator in criteria_set.indicators.values():
        known |= {(indicator.id, layout.value_field(at)) for at in range(len(indicator.questions))}
        known |= {(indicator.id, field) for field in (*layout.ASIDE, layout.FIGURES)}
    return known


def info_decided(form: Form) -> Iterator[Problem]:
    """Check that nothing about the unit itself is still answered differently."""
    for field, options in form.undecided.get("", {}).items():
        cell = form.info.get(field)
        place = form.place(cell) if cell else Place(form.file)
        yield Problem("info-conflict", place, {"candidates": candidates(form, options)})


def answers_decided(form: Form, indicator: Indicator, row: CellRow) -> Iterator[Problem]:
    """Check that no field of an indicator is still answered differently; such a field counts as missing."""
    for field, options in form.undecided.get(indicator.id, {}).items():
        arguments = {"indicator": indicator.id, "title": indicator.title, "candidates": candidates(form, options)}
        code = "assignee-conflict" if field == layout.ASSIGNEE else "answer-conflict"
        yield Problem(code, form.place(row.get(field, row[layout.ID])), arguments)


def candidates(form: Form, options: Options) -> tuple[Offered, ...]:
    """Give what was said about a field and by whom, for a sentence."""
    return tuple(_candidate(form, one) for one in options if one.chosen is not False)


def _candidate(form: Form, option: CandidateCell) -> Offered:
    value = option.cell.value
    if (number := stored_number(value)) is not None:
        percent = form.package.is_percentage(option.cell.sheet, option.cell.cell, number)
        return measured(number, percent=bool(percent)), option.sources
    if option.cell.field == layout.ASSIGNEE:
        return f"“{clean(value)}”", option.sources
    return date_of(value) if isinstance(value, datetime.date) else clean(value), option.sources


def hidden_in_blank(form: Form, cell: FormCell | None) -> tuple[Problem, ...]:
    """Check a cell that reads as blank for an error value or a formula that was never calculated."""
    if cell is None or not is_blank(cell.value) or not form.package.may_hide(cell.sheet, cell.cell):
        return ()
    raw = form.package.cell(cell.sheet, cell.cell)
    if raw is not None and raw.error:
        return (Problem("cell-error-value", form.place(cell), {"given": raw.error}),)
    if raw is not None and raw.formula_without_value:
        return (Problem("cell-formula-uncalculated", form.place(cell)),)
    return ()


def looks_known(form: Form) -> Iterator[Problem]:
    """Check that the file tells the formats of its cells and their errors, which blanks and percentages rest on."""
    if not form.package.tells_looks:
        yield Problem("looks-unknown", Place(form.file), {"reason": how_to_save(form.file, form.package.kind)})


def hidden_in_info(form: Form) -> Iterator[Problem]:
    """Check the blanks of the info sheet in the same way, but for what the form computes there for itself."""
    for key, cell in form.info.items():
        if key not in (layout.CHOICES, layout.FORM_ABOUT):
            yield from hidden_in_blank(form, cell)


def values_hold(form: Form, indicator: Indicator, row: CellRow, found: list[Fault]) -> Iterator[Problem]:
    """Give the faults of an indicator's values the cell of their first input."""
    names = {one.name: layout.value_field(at) for at, one in enumerate(indicator.questions)}
    for fault in found:
        cell = row.get(names[fault.questions[0]])
        place = form.place(cell) if cell else Place(form.file)
        yield Problem(fault.code, place, {"indicator": indicator.id, **as_it_stands(fault, cell)})


def as_it_stands(fault: Fault, cell: FormCell | None) -> dict[str, Any]:
    """Give the arguments of a fault; a percentage with the number that its cell stores, where that looks otherwise."""
    arguments = dict(fault.arguments)
    given, stored = arguments.get("given"), None if cell is None else stored_number(cell.value)
    if isinstance(given, Percentage) and given.share > 1 and stored == given.share:
        arguments["given"] = given._replace(stored=stored)
    return arguments


def not_applicable_allowed(
    form: Form, criteria_set: CriteriaSet, indicator: Indicator, row: CellRow, facts: Mapping[str, str | None]
) -> Iterator[Problem]:
    """Check that "not applicable" is clear, allowed for the unit, and has its reason; else it does not count."""
    mark, reason = row.get(layout.NOT_APPLICABLE), row.get(layout.REASON)
    if mark is None or is_blank(mark.value):
        return
    declared = yes_or_no(mark.value)
    arguments = {"indicator": indicator.id, "given": clean(mark.value)}
    if declared is None:
        yield Problem("not-applicable-unclear", form.place(mark), arguments)
    elif declared:
        omission = indicator.not_applicable
        if omission is None or not any(omission.allowed(world) for world in criteria_set.worlds(facts)):
            yield Problem("not-applicable-forbidden", form.place(mark), arguments)
        if reason is None or is_blank(reason.value):
            yield Problem("not-applicable-without-reason", form.place(reason or mark), arguments)


def reason_without_mark(form: Form, indicator: Indicator, row: CellRow) -> Iterator[Problem]:
    """Check that nobody gave a reason for "not applicable" and forgot to declare it."""
    reason = row.get(layout.REASON)
    if reason is not None and not is_blank(reason.value):
        yield Problem("reason-without-mark", form.place(reason), {"indicator": indicator.id})


def _info(form: Form, code: str, key: str, **arguments: object) -> Problem:
    cell = form.info.get(key)
    return Problem(code, form.place(cell) if cell else Place(form.file), arguments)
