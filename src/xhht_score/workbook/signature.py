"""Tells by what a form says of itself whether any of its texts and formulas was changed, though not which."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from xhht_score.criteria import CriteriaSet
from xhht_score.workbook import layout
from xhht_score.workbook.cells import Form, Page, clean
from xhht_score.workbook.forms import digest
from xhht_score.workbook.formula_cells import formula_cells, stored_formulas
from xhht_score.workbook.formulas.symbols import ANSWERS, CONFLICTS, INFO, LEFTOVERS, RESULTS
from xhht_score.workbook.generations import generation_of, language_of, planned, signature_of
from xhht_score.workbook.kept import Texts
from xhht_score.workbook.references import Where, symbolic

Found = Iterable[tuple[str, str, str, str]]
_OF_CRITERIA = (layout.ID, layout.TITLE)
_OF_INDICATORS = (*_OF_CRITERIA, layout.RULE, layout.ASKED, layout.ASSIGNEE)


def is_intact(form: Form, criteria_set: CriteriaSet) -> bool:
    """Tell whether texts and formulas are those that a form was signed with; without its XML, whether the texts are."""
    formulas, labels = signature_of(form)
    is_first = generation_of(form) == layout.FIRST_GENERATION
    now = planned(criteria_set, language_of(form))
    found = _labels(form, criteria_set)
    if labels != (_first(found, now.labels) if is_first else digest((*one[:3], clean(one[3])) for one in found)):
        return False
    if not form.package.keeps_xml:
        return True
    written = _formulas(form, is_first)
    return formulas == (_first(written, now.formulas) if is_first else digest(written))


def _labels(form: Form, criteria_set: CriteriaSet) -> Iterator[tuple[str, str, str, str]]:
    """Give sheet, row, field and text of every cell in which a form has a fixed text."""
    info, answers, results = form.pages[INFO], form.pages[ANSWERS], form.pages.get(RESULTS)
    for key in info.keys:
        if not key.startswith(layout.OWN_ROWS):
            yield INFO, key, layout.LABEL, _text(info, key, layout.LABEL)
    criteria = {one.id for one in criteria_set.criteria}
    for key in answers.keys:
        if key == layout.HEADING_KEY:
            for field in answers.columns:
                if text := _text(answers, key, field):
                    yield ANSWERS, key, field, text
        elif key in criteria or key in criteria_set.indicators:
            for field in _OF_CRITERIA if key in criteria else _OF_INDICATORS:
                yield ANSWERS, key, field, _text(answers, key, field)
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
    pages = {name: page for name, page in form.pages.items() if name not in (CONFLICTS, LEFTOVERS)}
    keys = {
        name: {row + 1: key for key, row in page.keys.items() if key != layout.HEADING_KEY}
        for name, page in pages.items()
    }
    fields = {
        name: {layout.column_letters(column): field for field, column in page.columns.items()}
        for name, page in pages.items()
    }
    where = Where({page.title.casefold(): name for name, page in pages.items()}, keys, fields)
    for name, page in pages.items():
        for letters, row, formula in formula_cells(stored_formulas(form.package.xml(page.title))):
            key, field = keys[name].get(row), fields[name].get(letters)
            typed = field == layout.VALUE if name == INFO else name == ANSWERS and layout.is_filled_in(field or "")
            if key and field and not typed:
                yield name, key, field, symbolic(formula, name, where, row if is_first else 0)


def _first(found: Found, order: Mapping[str, Texts]) -> str:
    """Give the signature of version 0.1.0, which took cells in the order in which they stood in the form."""
    places = [(sheet, *spot) for sheet, cells in order.items() for spot in cells]
    known = {spot: at for at, spot in enumerate(places)}
    lines = sorted(found, key=lambda one: known.get(one[:3], len(known)))
    return hashlib.sha256("\n".join("\t".join(one) for one in lines).encode()).hexdigest()[:16]
