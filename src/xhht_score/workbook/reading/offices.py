"""Whose rows a form has: the office that each row says, and what a part was made for."""

from __future__ import annotations

from functools import cache

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.merging import NOBODY, FormPart, Key, shares
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import Form, FormCell, clean, clean_text, folded
from xhht_score.workbook.reading.checks import hidden_in_blank
from xhht_score.workbook.reading.cleaning import date_of


def office_named(criteria_set: CriteriaSet, name: str) -> str:
    """Give an office of the set by its id or its title, another one by its name; a blank is nobody."""
    word = folded(name)
    office = criteria_set.offices_by_word.get(word)
    if office is not None:
        return office
    return NOBODY if not word or word in _nobody() else clean_text(name)


@cache
def _nobody() -> frozenset[str]:
    """Give the words of a form for nobody, in every language."""
    return frozenset(folded(Words(language).say("nobody-assigned")) for language in LANGUAGES)


def assigned(form: Form, criteria_set: CriteriaSet, indicator: Indicator, cell: FormCell | None) -> str | None:
    """Give the office that a row names, or that it names nobody; None where nothing is certain."""
    key = Key(indicator.id, layout.ASSIGNEE)
    if cell is None or key in form.doubts or layout.ASSIGNEE in form.undecided.get(indicator.id, {}):
        return None
    if hidden_in_blank(form, cell):
        return None
    return office_named(criteria_set, clean(cell.value))


def part_of(form: Form, criteria_set: CriteriaSet) -> FormPart | None:
    """Give which rows a form was made for, None where it was not split; rows that the set does not have are left out.

    A part of the first generation names offices of the set; its rows are those that the set assigns to them.
    """
    if rows := listed_in(form, layout.PART_ROWS):
        title, day = form.text(layout.PART_OFFICE), form.info.get(layout.PART_DEADLINE)
        office = office_named(criteria_set, title) if title else ""
        known = tuple(one for one in criteria_set.indicators if one in rows)
        return FormPart(office, known, _person(form, criteria_set, office), None if day is None else date_of(day.value))
    named = listed_in(form, layout.PART_ASSIGNEE)
    if not named:
        return None
    offices = shares(criteria_set)
    of = {one for office in named for one in offices.get(office, ())}
    known = tuple(one for one in criteria_set.indicators if one in of)
    office = named[0] if len(named) == 1 and named[0] in offices else ""
    return FormPart(office, known, _person(form, criteria_set, office))


def _person(form: Form, criteria_set: CriteriaSet, office: str) -> str:
    """Give who filled a part in, "" where only its office is named."""
    person = form.text(layout.FILLED_BY)
    return "" if office and office_named(criteria_set, person) == office else person


def is_joined(form: Form) -> bool:
    """Tell whether a form says that it was made of parts of several offices."""
    rows, named = listed_in(form, layout.PART_ROWS), listed_in(form, layout.PART_ASSIGNEE)
    return len(named) > 1 or (bool(rows) and not form.text(layout.PART_OFFICE))


def listed_in(form: Form, key: str) -> list[str]:
    """Give what stands between the commas of a row of the info sheet."""
    return [one.strip() for one in form.text(key).split(",") if one.strip()]
