"""Rows of the answers sheet or the council's that have the texts of another indicator: sorted or copied by halves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Place, Problem
from xhht_score.records import record
from xhht_score.spreadsheet.cell_names import cell_name
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.kept import KeptForm, questions_cell
from xhht_score.workbook.reading.cells import Form, Page, clean, folded
from xhht_score.workbook.reading.generations import kept_for
from xhht_score.workbook.symbols import ANSWERS, APPRAISAL


@record(slots=False)
class _Texts:
    """The texts of each indicator as they are written, in one language or several, by field and id."""

    own: Mapping[tuple[str, str], Collection[str]]

    @cached_property
    def owners(self) -> dict[tuple[str, str], frozenset[str]]:
        """The ids of the indicators that have a text, by the field it stands in and by the text as it is compared."""
        found: dict[tuple[str, str], frozenset[str]] = {}
        for (field, indicator), texts in self.own.items():
            for word in {folded(clean(text)) for text in texts}:
                found[field, word] = found.get((field, word), frozenset()) | {indicator}
        return found


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
            if column is None or row[column] in texts.own.get((field, identifier), ()):
                continue
            given = clean(row[column])
            owners = texts.owners.get((field, folded(given)), frozenset())
            if indicator and len(owners) == 1 and identifier not in owners:
                place = Place(form.file, None, None, page.title, cell_name(number, column))
                arguments = {"indicator": identifier, "title": indicator.title, "other": min(owners), "given": given}
                yield identifier, Problem("row-mixed-up", place, arguments)
                break


_known: dict[int, tuple[KeptForm | CriteriaSet, _Texts]] = {}


def _texts(form: Form, criteria_set: CriteriaSet) -> _Texts:
    """Give the texts that the rows of a form were handed out with, or where that is not known, those of the set now."""
    origin = kept_for(form) or criteria_set
    known = _known.get(id(origin))
    if known is None or known[0] is not origin:
        known = _known[id(origin)] = origin, _Texts(_by_spot(_texts_of(origin)))
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


def _by_spot(texts: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for field, indicator, text in texts:
        found.setdefault((field, indicator), []).append(text)
    return found
