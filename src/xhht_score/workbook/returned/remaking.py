"""Which form is made anew: one that came back, its figures where the set that it is made for has its questions."""

from __future__ import annotations

from xhht_score.criteria import CriteriaSet
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import Form
from xhht_score.workbook.reading.refitting import as_asked_now, by_words
from xhht_score.workbook.returned.origins import handed_out


def refitted(form: Form, criteria_set: CriteriaSet, sha256: str) -> Form:
    """Give a form that is to be made anew as the set has its questions now, whatever version it was made for.

    A form with the labels or the file of the set stays as it is, one of a version that the set reads is fitted as for
    reading. In any other a figure belongs to the question whose words stand beside it; where the question names nothing
    of its own, the title of the indicator must be the same too.
    """
    if form.text(layout.SET_ID) == criteria_set.id and criteria_set.reads_version(form.text(layout.SET_VERSION)):
        fitted = as_asked_now(form, criteria_set)
        same_file = form.text(layout.SET_SHA256) == sha256 and criteria_set.base is None
        if fitted.homeless is not None or same_file or handed_out(form, criteria_set) is not None:
            return fitted
    return by_words(form, criteria_set)
