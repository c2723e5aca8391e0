"""Parts of a form planned once for all tests, which split the same examples among the same offices again and again.

The program keeps what it plans of whole forms and not of parts, each of which a split makes once. What is kept here is
kept for the same set, language and part, a few dozen of them; `tests/workbook/writing/test_stamps.py` holds parts that
are stamped against those that are written.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from xhht_score.api import remade
from xhht_score.criteria import CriteriaSet
from xhht_score.merging import FormPart
from xhht_score.recent import Recent
from xhht_score.words import Words
from xhht_score.workbook.writing import forms, stamps

#: The pilot has sixteen offices, and tests split it in two languages and by lists.
_MOST = 32
_own = forms._shape
_kept: Recent[Any, forms.Shape] = Recent(_MOST)


def shape_once(
    words: Words, criteria_set: CriteriaSet, sha256: str, part: FormPart | None = None, *others: Any
) -> forms.Shape:
    """Give the form of a part before anything stands in it."""
    if part is None or any(others[:2]) or any(others[3:]):  # the third is looked at beside leftovers alone
        return _own(words, criteria_set, sha256, part, *others)
    key = id(criteria_set), words.language, sha256, part
    found = _kept.get(key)
    if found is None:
        found = _own(words, criteria_set, sha256, part, *others)
        _kept.put(key, found)  # which knows its set, so that no other one has the number of it
    return found


def install() -> None:
    """Have parts planned this way, and what makes their files kept as long."""
    forms._shape = shape_once
    made = lru_cache(2 * _MOST)(stamps.files_of.__wrapped__)
    stamps.files_of = remade.files_of = made  # type: ignore[misc, assignment]
