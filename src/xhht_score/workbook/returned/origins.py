"""The form that one which came back was handed out as: as it is kept, or planned where nothing kept suffices."""

from __future__ import annotations

from xhht_score.criteria import CriteriaSet
from xhht_score.numbers import Language
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.kept import KeptForm
from xhht_score.workbook.reading.cells import Form
from xhht_score.workbook.reading.generations import generation_of, kept_for, language_of, signature_of

#: So many sets are kept: those that one run works with.
_MOST_PLANNED = 16
_planned: dict[tuple[int, Language], tuple[CriteriaSet, KeptForm]] = {}


def planned(criteria_set: CriteriaSet, language: Language) -> KeptForm:
    """Give the form that a set would be handed out with now, planned once for each set and language."""
    known = _planned.get((id(criteria_set), language))
    if known is None or known[0] is not criteria_set:
        from xhht_score.workbook.writing.forms import shape_of  # a form of a shipped set needs no plan
        from xhht_score.workbook.writing.handing_out import kept_of

        words = Words(language)
        if len(_planned) >= _MOST_PLANNED:
            _planned.clear()
        known = criteria_set, kept_of(shape_of(words, criteria_set, "").plan, words, criteria_set)
        _planned[id(criteria_set), language] = known
    return known[1]


def handed_out(form: Form, criteria_set: CriteriaSet) -> KeptForm | None:
    """Give a form as it was handed out: as it is kept, or as the set would be handed out now.

    None where it was neither, so by another state of the set or by a version of the program of which nothing is kept.
    """
    if form.text(layout.SET_ID) != criteria_set.id:
        return None
    known = kept_for(form) if criteria_set.shipped else None
    if known is None:
        known = planned(criteria_set, language_of(form))
        known = known if _signed(known, form) == signature_of(form) else None
    return known


def same_formulas(form: Form, criteria_set: CriteriaSet) -> KeptForm | None:
    """Give the form that a set would be handed out with now, where a form has its formulas, whatever its texts."""
    known = planned(criteria_set, language_of(form)) if form.text(layout.SET_ID) == criteria_set.id else None
    return known if known is not None and _signed(known, form)[0] == signature_of(form)[0] else None


def _signed(known: KeptForm, form: Form) -> tuple[str, str]:
    """Give what a form of this generation would say of itself if it were the known one."""
    return known.first_signature if generation_of(form) == layout.FIRST_GENERATION else known.signature
