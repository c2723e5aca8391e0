"""What stands in a form and is not in what was read of it: every such cell, so that nothing is lost in silence."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.errors import Place, Problem
from xhht_score.merging import AnswerSource, Key, Leftover, assignee_of
from xhht_score.records import record
from xhht_score.spreadsheet.cell_names import cell_name
from xhht_score.submission import Answer, Appraisal, Submission
from xhht_score.words import LANGUAGES, Words, fields
from xhht_score.workbook import layout
from xhht_score.workbook.reading import checks
from xhht_score.workbook.reading.cells import (
    Form,
    FormCell,
    Page,
    answer_rows,
    clean,
    info_cells,
    stored_number,
    value_columns,
)
from xhht_score.workbook.reading.cleaning import is_blank, yes_or_no
from xhht_score.workbook.reading.conflicts import options_of
from xhht_score.workbook.reading.form import FormReading
from xhht_score.workbook.reading.offices import assigned, is_joined, office_named
from xhht_score.workbook.symbols import ANSWERS, APPRAISAL, INFO

#: Warnings of cells that stand in the new form by what it holds; others rest on how a cell looked.
_ARISE_AGAIN = frozenset(("cell-looks-like-date", "cell-three-decimals", "cell-legacy-encoding"))


@record
class Carried:
    """What was read of a form for a set, and what of it is carried over."""

    reading: FormReading
    criteria_set: CriteriaSet
    submission: Submission

    @property
    def form(self) -> Form:
        """The form as it was understood; its pages are as they stood."""
        return self.reading.form


class Remains(NamedTuple):
    """How many filled-in cells are carried over, a problem for each that is not, and what the new form says of them."""

    carried: int
    problems: list[Problem]
    leftovers: list[Leftover]


def leftovers(words: Words, carried: Carried) -> Remains:
    """Give what is carried over of the cells of a form and what is not, of the leftovers that stood in it too."""
    form, taken, now = carried.form, _taken(carried), _fields_now(carried.form)
    problems: list[Problem] = []
    left = list(form.leftovers)
    count = 0
    for cell in (*_about(form), *_answered(form, carried.criteria_set), *_copied(form)):
        is_taken = (cell.sheet, cell.cell) in taken and not is_blank(cell.value)
        count += is_taken
        lost = None if is_taken else _lost(carried, cell)
        cause = _doubt(carried, cell, now) if is_taken else lost and (_cause(carried, cell, now) or lost)
        if lost is not None:
            problems.append(lost)
        if cause is not None and cell.field:
            left.append(_leftover(words, carried, cell, now, cause))
    return Remains(count, [*problems, *_candidates(carried), *_sheets(form)], left)


def source_of(
    words: Words, form: Form, criteria_set: CriteriaSet, indicator: str, cell: FormCell | None
) -> AnswerSource:
    """Give who answered and where; in a form that was merged that is the assignee of the row."""
    who = form.text(layout.FILLED_BY) or Path(form.file).stem
    if indicator in criteria_set.indicators and is_joined(form):
        row = next((row for row in form.answers if row[0].id == indicator), ())
        named = next((one for one in row if one.field == layout.ASSIGNEE), None)
        asked = criteria_set.indicators[indicator]
        who = fields.office(words, criteria_set, assigned(form, criteria_set, asked, named) or assignee_of(asked))
    return AnswerSource(who, Path(form.file).name, cell.sheet if cell else "", cell.cell if cell else "")


def _lost(carried: Carried, cell: FormCell) -> Problem | None:
    form = carried.form
    if is_blank(cell.value):
        hidden = next(iter(checks.hidden_in_blank(form, cell)), None)
        if hidden is None:
            return None
        return _not_carried(form, cell, "lost-empty", hidden.arguments.get("given", "="))
    return _not_carried(form, cell, _reason(carried, cell), clean(cell.value))


def _not_carried(form: Form, cell: FormCell, reason: str, given: str) -> Problem:
    return Problem("not-carried", form.place(cell), {"given": given, "reason": reason})


def _reason(carried: Carried, cell: FormCell) -> str:
    """Give the key of the phrase that says why a cell is not carried."""
    form = carried.form
    if not cell.field:
        return "lost-place"
    if cell.field == layout.VALUE:
        if Key("", cell.id) in form.doubts:
            return "lost-doubtful"
        known = cell.id in (*layout.CONTESTED, layout.UNIT_CODE, layout.YEAR, layout.FILLED_BY)
        fact = cell.id.removeprefix(layout.FACT_PREFIX)
        return "lost-unusable" if known or fact in carried.criteria_set.facts else "lost-row"
    if cell.id not in carried.criteria_set.indicators:
        return "lost-row"
    if any((one.sheet, one.cell) == (cell.sheet, cell.cell) for one in form.homeless or ()):
        return "lost-question"
    if form.doubted(cell.id):
        return "lost-doubtful"
    return "lost-alone" if cell.field in (layout.NOT_APPLICABLE, layout.REASON) else "lost-unusable"


# ---------------------------------------------------------------- what is said of them in the new form


def _fields_now(form: Form) -> dict[tuple[str, str], Key]:
    """Give the field that each cell has as the set asks now, by sheet and cell; none for what it does not ask."""
    found = {(cell.sheet, cell.cell): Key(cell.id, cell.field) for row in form.answers for cell in row[1:]}
    return found | {(one.sheet, one.cell): Key(one.id, layout.NOWHERE) for one in form.homeless or ()}


def _key(cell: FormCell, now: Mapping[tuple[str, str], Key]) -> Key:
    if cell.field == layout.VALUE:
        return Key("", cell.id)
    return now.get((cell.sheet, cell.cell), Key(cell.id, cell.field))


def _cause(carried: Carried, cell: FormCell, now: Mapping[tuple[str, str], Key]) -> Problem | None:
    """Give what was said when a cell was read that is not carried over: of itself, of its row, of its indicator."""
    form, place = carried.form, carried.form.place(cell)
    said = [one for one in carried.reading.problems if one.severity != "notice"]
    own = [one for one in said if one.place == place]
    row = {form.place(one[0]) for one in form.answers if one[0].id == cell.id}
    about = [one for one in said if one.place in row or one.arguments.get("indicator") == cell.id]
    of_answers = about if cell.field != layout.VALUE else []
    found = [*own, *form.doubts.get(_key(cell, now), ()), *of_answers]
    errors = [one for one in found if one.severity == "error"]
    if layout.is_appraised(cell.field) and not errors:
        return Problem("appraisal-not-merged", place, {"indicators": (cell.id,)})
    return next(iter((*errors, *found)), None)


def _doubt(carried: Carried, cell: FormCell, now: Mapping[tuple[str, str], Key]) -> Problem | None:
    """Give the warning of a cell that is carried over, where it rests on how the cell looked in its old place."""
    place, key = carried.form.place(cell), _key(cell, now)
    known = {one.code for one in carried.form.leftovers if one.key == key} | _ARISE_AGAIN
    for one in carried.reading.problems:
        if one.place == place and one.severity == "warning" and one.code.startswith("cell-") and one.code not in known:
            return one
    return None


def _leftover(
    words: Words, carried: Carried, cell: FormCell, now: Mapping[tuple[str, str], Key], cause: Problem
) -> Leftover:
    form = carried.form
    source = source_of(words, form, carried.criteria_set, cell.id, cell)
    why = tuple(Words(language).message(cause) for language in LANGUAGES)
    return Leftover(_key(cell, now), cause.code, _shown(words, form, cell), why, source, own=True)


def _shown(words: Words, form: Form, cell: FormCell) -> str:
    """Give what stands in a cell, with the number format where it has one."""
    value, raw = cell.value, form.package.cell(cell.sheet, cell.cell)
    if is_blank(value):
        return (raw.error if raw is not None else None) or "="
    if isinstance(value, datetime.date):
        return words.date(value)
    if stored_number(value) is None:
        return clean(value)
    look = form.package.look(cell.sheet, cell.cell)
    told = look.told if look is not None else "?"
    return f"{clean(value)} [{told}]" if told else clean(value)


# ---------------------------------------------------------------- what people filled in


def _about(form: Form) -> Iterator[FormCell]:
    """Give the cells of the info sheet that people fill in, and all that stands beside them."""
    page = form.pages[INFO]
    first, values = min(page.keys.values(), default=0), value_columns(page)
    for row, column, key, field, value in _cells(page):
        name = cell_name(row, column)
        if not key or page.keys[key] != row:
            if (key or row > first or field != layout.LABEL) and not is_blank(value):
                yield FormCell(page.title, name, key, "", value)
        elif column in values:
            if not key.startswith(layout.OWN_ROWS):
                yield FormCell(page.title, name, key, "value", value)
        elif not field and not is_blank(value):
            yield FormCell(page.title, name, key, "", value)


def _answered(form: Form, criteria_set: CriteriaSet) -> Iterator[FormCell]:
    """Give the cells of the answers sheet and the council's that people fill in, and all that stands beside them."""
    ours = layout.signature_texts()
    for page in (form.pages[one] for one in (ANSWERS, APPRAISAL) if one in form.pages):
        heading = page.keys.get(layout.HEADING_KEY, 0)
        for row, column, key, field, value in _cells(page):
            name = cell_name(row, column)
            if not key or row <= heading:  # above the headings stand only texts and formulas of the form itself
                if (row > heading or not field) and not is_blank(value) and clean(value) not in ours:
                    yield FormCell(page.title, name, key, "", value)
            elif (not field or layout.is_filled_in(field)) and not _is_proposal(criteria_set, key, field, value):
                yield FormCell(page.title, name, key, field, value)


def _is_proposal(criteria_set: CriteriaSet, identifier: str, field: str, value: Any) -> bool:
    """Tell whether a cell names the office that the set proposes for its row, which is no answer of anybody."""
    indicator = criteria_set.indicators.get(identifier) if field == layout.ASSIGNEE else None
    return indicator is not None and office_named(criteria_set, clean(value)) == assignee_of(indicator)


def _cells(page: Page) -> Iterator[tuple[int, int, str, str, Any]]:
    """Give row, column, key, field and value of every cell but the names of fields and the keys of rows."""
    fields = {column: field for field, column in page.columns.items()}
    for row, key, values in page.body:
        for column, value in enumerate(values):
            if column != page.left:
                yield row, column, key, fields.get(column, ""), value


def _copied(form: Form) -> Iterator[FormCell]:
    """Give the cells of further sheets with a marker that do not hold what the sheet that is read holds."""
    for name, pages in form.copies.items():
        for page in pages if form.doubts else ():
            if name == INFO:
                yield from (cell for key, cell in info_cells(page).items() if Key("", key) in form.doubts)
            elif name in (ANSWERS, APPRAISAL):
                cells = (cell for row in answer_rows(page) for cell in row[1:])
                yield from (cell for cell in cells if Key(cell.id, cell.field) in form.doubts)


def _candidates(carried: Carried) -> Iterator[Problem]:
    """Name candidates of the conflicts sheet that are for no field, or cannot be read."""
    form, known = carried.form, checks.contested_fields(carried.criteria_set)
    for key, options in options_of(form).items():
        for one in options:
            if (key.indicator, key.field) not in known:
                yield _not_carried(form, one.cell, "lost-question", clean(one.cell.value))


def _sheets(form: Form) -> Iterator[Problem]:
    """Name sheets that are none of the form's."""
    ours = {page.title for page in form.pages.values()} | {layout.LISTS_SHEET}
    names = ("sheet-guide", "sheet-conflicts", "sheet-leftovers")
    ours |= {Words(language).say(name) for language in LANGUAGES for name in names}
    ours |= {page.title for pages in form.copies.values() for page in pages}
    ours |= {cell.sheet for row in form.contested for cell in row.values()}
    for title in form.package.filled_sheets():
        if title not in ours:
            yield Problem("not-carried", Place(form.file, sheet=title), {"given": title, "reason": "lost-sheet"})


# ---------------------------------------------------------------- what was taken of it


def _taken(carried: Carried) -> set[tuple[str, str]]:
    """Give sheet and cell of everything that what is carried over came from."""
    form, submission = carried.form, carried.submission
    taken = {(cell.sheet, cell.cell) for key, cell in form.info.items() if _is_known(submission, key)}
    for row in form.answers:
        indicator = carried.criteria_set.indicators.get(row[0].id)
        if indicator is not None:
            answer = submission.answers.get(indicator.id, Answer())
            appraisal = submission.appraisals.get(indicator.id, Appraisal())
            for cell in row:
                if cell.field == layout.ASSIGNEE:
                    is_taken = office_named(carried.criteria_set, clean(cell.value)) == assignee_of(indicator, answer)
                else:
                    is_taken = _is_taken(indicator, answer, appraisal, cell)
                if is_taken:
                    taken.add((cell.sheet, cell.cell))
    return taken


def _is_known(submission: Submission, key: str) -> bool:
    held, unit = submission.dates.decision, submission.unit
    known: dict[str, object] = {
        layout.UNIT_NAME: unit.name or None,
        layout.UNIT_CODE: unit.code,
        layout.UNIT_PARENT: unit.parent,
        layout.YEAR: submission.year,
        layout.FILLED_BY: True,
        layout.DECISION_NUMBER: held and held.number,
        layout.DECISION_DATE: held and held.date,
        layout.DECISION_LEVEL: held and held.level,
        layout.REQUEST_DATE: submission.dates.requested,
    }
    known |= {layout.FACT_PREFIX + name: choice for name, choice in submission.facts.items()}
    return known.get(key) is not None


def _is_taken(indicator: Indicator, answer: Answer, appraisal: Appraisal, cell: FormCell) -> bool:
    known: dict[str, object] = {
        layout.NOT_APPLICABLE: answer.not_applicable,
        layout.REASON: answer.not_applicable,
        layout.EVIDENCE: answer.evidence,
        layout.DOCUMENTS: answer.documents,
        layout.NOTE: answer.note,
        layout.APPRAISED_OMISSION: appraisal.omission,
        layout.APPRAISED_EVIDENCE: appraisal.evidence,
        layout.APPRAISED_REASON: appraisal.reason,
        layout.UNIT_ANSWER: appraisal.answer,
    }
    for position, question in enumerate(indicator.questions):
        known[layout.value_field(position)] = answer.values.get(question.name)
        known[layout.appraised_field(position)] = appraisal.values.get(question.name)
    no_omission = cell.field == layout.NOT_APPLICABLE and yes_or_no(cell.value) is False  # says what a blank says
    return known.get(cell.field) is not None or no_omission
