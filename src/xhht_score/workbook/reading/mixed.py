"""Rows of the answers sheet or the council's that have the texts of another indicator: sorted or copied by halves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Place, Problem
from xhht_score.spreadsheet.cell_names import cell_name
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.kept import KeptForm, questions_cell
from xhht_score.workbook.reading.cells import Form, Page, clean, folded
from xhht_score.workbook.reading.generations import kept_for
from xhht_score.workbook.symbols import ANSWERS, APPRAISAL

#: The ids of the indicators that have a text, by the field it stands in and by the text.
TextsByLanguage = Mapping[str, Mapping[str, frozenset[str]]]


def mixed_up(form: Form, criteria_set: CriteriaSet) -> Iterator[tuple[str, Problem]]:
    """Give the id of every row whose title or questions are those of exactly one other indicator and not its own."""
    for name in (ANSWERS, APPRAISAL):
        if name in form.pages:
            yield from _mixed_up(form, criteria_set, form.pages[name])


def _mixed_up(form: Form, criteria_set: CriteriaSet, page: Page) -> Iterator[tuple[str, Problem]]:
    texts = _texts(form, criteria_set)
    for number, identifier, row in page.body:
        indicator = criteria_set.indicators.get(identifier)
        for field in (layout.TITLE, layout.ASKED) if indicator else ():
            column = page.columns.get(field)
            given = clean(row[column]) if column is not None else ""
            owners = texts[field].get(folded(given), frozenset())
            if indicator and len(owners) == 1 and identifier not in owners:
                place = Place(form.file, None, None, page.title, cell_name(number, column or 0))
                arguments = {"indicator": identifier, "title": indicator.title, "other": min(owners), "given": given}
                yield identifier, Problem("row-mixed-up", place, arguments)
                break


_known: dict[int, tuple[KeptForm | CriteriaSet, TextsByLanguage]] = {}


def _texts(form: Form, criteria_set: CriteriaSet) -> TextsByLanguage:
    """Give the texts that the rows of a form were handed out with, or where that is not known, those of the set now."""
    origin = kept_for(form) or criteria_set
    known = _known.get(id(origin))
    if known is None or known[0] is not origin:
        known = _known[id(origin)] = origin, _by_text(_texts_of(origin))
    return known[1]


def _texts_of(origin: KeptForm | CriteriaSet) -> Iterator[tuple[str, str, str]]:
    """Give field, indicator and text of every title and of all questions together; of a set in every language."""
    if isinstance(origin, KeptForm):
        for (key, field), text in origin.labels[ANSWERS].items():
            if field in (layout.TITLE, layout.ASKED) and key in origin.questions:
                yield field, key, text
        return
    for words in map(Words, LANGUAGES):
        for indicator in origin.indicators.values():
            yield layout.TITLE, indicator.id, words.text(indicator.title)
            yield layout.ASKED, indicator.id, questions_cell(words, indicator)


def _by_text(texts: Iterable[tuple[str, str, str]]) -> TextsByLanguage:
    found: dict[str, dict[str, frozenset[str]]] = {layout.TITLE: {}, layout.ASKED: {}}
    for field, indicator, text in texts:
        word = folded(clean(text))
        found[field][word] = found[field].get(word, frozenset()) | {indicator}
    return found
