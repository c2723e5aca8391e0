"""Tells by what a form says of itself whether any of its texts and formulas was changed, though not which."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial

from xhht_score.criteria import CriteriaSet
from xhht_score.spreadsheet.cell_names import column_letters
from xhht_score.workbook import layout
from xhht_score.workbook.kept import digest
from xhht_score.workbook.reading.cells import Form, Page, clean
from xhht_score.workbook.reading.generations import generation_of, signature_of
from xhht_score.workbook.references import FormPlaces, symbolic
from xhht_score.workbook.returned.formula_cells import formula_cells
from xhht_score.workbook.symbols import ANSWERS, APPRAISAL, CONFLICTS, INFO, LEFTOVERS, RESULTS

#: Letters of all formulas that are read; no form that was handed out has so many.
_MOST_LETTERS = 8_000_000
_OPEN_SHEETS = (ANSWERS, APPRAISAL)
Signed = Iterable[tuple[str, str, str, str]]
_OF_CRITERIA = (layout.ID, layout.TITLE)
_OF_INDICATORS = (*_OF_CRITERIA, layout.RULE, layout.ASKED)
#: The order in which version 0.1.0 took the cells of a row. What stands between bars goes together, number by number.
_FIRST_ORDER = {
    INFO: "label position",
    ANSWERS: "id title maximum rule asked value state computed points_low points_high result not_applicable reason "
    "evidence documents assignee note appraised appraised_not_applicable appraised_evidence appraised_reason is_asked "
    "rule_number undecided omitted applies proof clean fault low_top|low_bottom|high_top|high_bottom "
    "counts|met_low|met_high scaled_max each_asked scaled_low scaled_high each_low|each_high done",
    RESULTS: "label value lack asked_n met_n short_n code scaled_low low scaled_high high scaled_max maximum "
    "percent_low percent_high met_low|met_high|counts|share_low|share_high",
}


def is_intact(form: Form, criteria_set: CriteriaSet) -> bool:
    """Tell whether texts and formulas are those that a form was signed with; without its XML, whether the texts are."""
    formulas, labels = signature_of(form)
    is_first = generation_of(form) == layout.FIRST_GENERATION
    signed = partial(_first, criteria_set) if is_first else digest
    found = _labels(form, criteria_set, is_first)
    if signed(found if is_first else ((*one[:3], clean(one[3])) for one in found)) != labels:
        return False
    return not form.package.keeps_xml or signed(_formulas(form, is_first)) == formulas


def _labels(form: Form, criteria_set: CriteriaSet, is_first: bool) -> Iterator[tuple[str, str, str, str]]:
    """Give sheet, row, field and text of every cell in which a form has a fixed text."""
    info, answers, results = form.pages[INFO], form.pages[ANSWERS], form.pages.get(RESULTS)
    for key in info.keys:
        if not key.startswith(layout.OWN_ROWS):
            yield INFO, key, layout.LABEL, _text(info, key, layout.LABEL)
    criteria = {one.id for one in criteria_set.criteria}
    offices = (layout.ASSIGNEE,) if is_first else ()  # later generations have them open
    for key in answers.keys:
        if key == layout.HEADING_KEY:
            for field in answers.columns:
                if text := _text(answers, key, field):
                    yield ANSWERS, key, field, text
        elif key in criteria or key in criteria_set.indicators:
            for field in _OF_CRITERIA if key in criteria else (*_OF_INDICATORS, *offices):
                yield ANSWERS, key, field, _text(answers, key, field)
    council = Page("", []) if is_first else form.pages.get(APPRAISAL, Page("", []))
    for key in council.keys:
        is_head = key == layout.HEADING_KEY
        for field in council.columns if is_head else _OF_CRITERIA:
            if is_head or key in criteria or key in criteria_set.indicators:
                yield APPRAISAL, key, field, _text(council, key, field)
    for key in results.keys if results is not None else ():
        for field in (layout.LABEL, "lack") if key.startswith("level.") else (layout.LABEL,):
            if results is not None and (text := _text(results, key, field)):
                yield RESULTS, key, field, text


def _text(page: Page, key: str, field: str) -> str:
    value = page.value(key, field)
    return value if isinstance(value, str) else clean(value)


def _formulas(form: Form, is_first: bool) -> Iterator[tuple[str, str, str, str]]:
    """Give sheet, row, field and text of every formula but those that people typed into cells to fill in.

    What only forms have that were made of others is not signed.
    """
    others = (CONFLICTS, LEFTOVERS, *((APPRAISAL,) if is_first else ()))
    pages = {name: page for name, page in form.pages.items() if name not in others}
    keys = {
        name: {row + 1: key for key, row in page.keys.items() if key != layout.HEADING_KEY}
        for name, page in pages.items()
    }
    fields = {
        name: {column_letters(column): field for field, column in page.columns.items()} for name, page in pages.items()
    }
    where = FormPlaces({page.title.casefold(): name for name, page in pages.items()}, keys, fields)
    left = _MOST_LETTERS
    for name, page in pages.items():
        for letters, row, formula in formula_cells(form.package.formulas(page.title)):
            left -= len(formula)
            if left < 0:
                return
            key, field = keys[name].get(row), fields[name].get(letters)
            typed = name in _OPEN_SHEETS and layout.is_filled_in(field or "")
            if name == INFO:
                typed = field == layout.VALUE and key != layout.FORM_ABOUT
            if key and field and not typed:
                yield name, key, field, symbolic(formula, name, where, row if is_first else 0)


def _first(criteria_set: CriteriaSet, found: Signed) -> str:
    """Give the signature of version 0.1.0, which took rows and cells in the order in which it wrote them."""
    rows = [layout.HEADING_KEY]
    for criterion in criteria_set.criteria:
        rows += [criterion.id, *(one.id for one in criterion.indicators)]
    at_row = {key: at for at, key in enumerate(rows)}
    at_field = {
        (sheet, field): (group, at)
        for sheet, order in _FIRST_ORDER.items()
        for group, fields in enumerate(order.split())
        for at, field in enumerate(fields.split("|"))
    }
    met: dict[tuple[str, str], int] = {}  # rows of the other sheets stand as they were written

    def place(one: tuple[str, str, str, str]) -> tuple[int, ...]:
        sheet, key, field, _ = one
        row = at_row.get(key, len(rows)) if sheet == ANSWERS else met.setdefault((sheet, key), len(met))
        name, _, number = field.rpartition("_")
        name, number = (name, number) if number.isdigit() else (field, "0")
        group, at = at_field.get((sheet, name), (len(at_field), 0))
        return list(_FIRST_ORDER).index(sheet), row, group, int(number), at

    lines = ("\t".join(one) for one in sorted(found, key=place))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
