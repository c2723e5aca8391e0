"""Rows of the answers sheet that have the texts of another indicator, because they were sorted or copied by halves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Place, Problem
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.answers_sheet import asked
from xhht_score.workbook.cells import Form, clean, folded
from xhht_score.workbook.formulas.symbols import ANSWERS

#: The ids of the indicators that have a text, by the field it stands in and by the text.
Texts = Mapping[str, Mapping[str, frozenset[str]]]


def mixed_up(form: Form, criteria_set: CriteriaSet) -> Iterator[tuple[str, Problem]]:
    """Give the id of every row whose title or questions are those of exactly one other indicator and not its own."""
    page, texts = form.pages[ANSWERS], _texts(form, criteria_set)
    for number, identifier, row in page.body:
        indicator = criteria_set.indicators.get(identifier)
        for field in (layout.TITLE, layout.ASKED) if indicator else ():
            column = page.columns.get(field)
            given = clean(row[column]) if column is not None else ""
            owners = texts[field].get(folded(given), frozenset())
            if indicator and len(owners) == 1 and identifier not in owners:
                place = Place(form.file, None, None, page.title, layout.cell_name(number, column or 0))
                arguments = {"indicator": identifier, "title": indicator.title, "other": min(owners), "given": given}
                yield identifier, Problem("row-mixed-up", place, arguments)
                break


_known: dict[int, tuple[CriteriaSet, Texts]] = {}


def _texts(form: Form, criteria_set: CriteriaSet) -> Texts:
    """Give the texts that the rows of a form were handed out with, in every language."""
    known = _known.get(id(criteria_set))
    if known is None or known[0] is not criteria_set:
        known = _known[id(criteria_set)] = criteria_set, _texts_of(criteria_set)
    return known[1]


def _texts_of(criteria_set: CriteriaSet) -> Texts:
    found: dict[str, dict[str, frozenset[str]]] = {layout.TITLE: {}, layout.ASKED: {}}
    for words in map(Words, LANGUAGES):
        for indicator in criteria_set.indicators.values():
            texts = {layout.TITLE: words.text(indicator.title), layout.ASKED: asked(words, indicator)}
            for field, text in texts.items():
                word = folded(clean(text))
                found[field][word] = found[field].get(word, frozenset()) | {indicator.id}
    return found
