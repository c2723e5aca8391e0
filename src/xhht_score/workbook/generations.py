"""What was handed out, generation by generation: kept for every shipped set, read back, and found for a form."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from pathlib import Path

from xhht_score.criteria import CriteriaSet
from xhht_score.installation import shipped_directory
from xhht_score.numbers import Language
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.cells import Form
from xhht_score.workbook.forms import plan_form
from xhht_score.workbook.kept import Kept, decoded, kept_of

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")


def kept_path(set_id: str, generation: str, language: str) -> Path:
    """Give where what a generation handed out of a set in a language is kept."""
    return shipped_directory() / "forms" / generation / f"{set_id}.{language}.json.gz"


@lru_cache(maxsize=32)
def kept(set_id: str, generation: str, language: str) -> Kept | None:
    """Give what a generation handed out of a set in a language; None where nothing is kept of it."""
    if not all(_NAME.fullmatch(one) for one in (set_id, generation, language)):  # they come out of a workbook
        return None
    path = kept_path(set_id, generation, language)
    return decoded(gzip.decompress(path.read_bytes())) if path.is_file() else None


_planned: dict[tuple[int, Language], tuple[CriteriaSet, Kept]] = {}


def planned(criteria_set: CriteriaSet, language: Language) -> Kept:
    """Give the form that a set would be handed out with now, planned once for each set and language."""
    known = _planned.get((id(criteria_set), language))
    if known is None or known[0] is not criteria_set:
        words = Words(language)
        known = criteria_set, kept_of(plan_form(words, criteria_set, ""), words, criteria_set)
        _planned[id(criteria_set), language] = known
    return known[1]


def generation_of(form: Form) -> str:
    """Give the generation of the program that handed out a form."""
    return form.text(layout.FORM_GENERATION) or layout.FIRST_GENERATION


def language_of(form: Form) -> Language:
    """Give the language that a form was handed out in."""
    return next((one for one in LANGUAGES if one == form.text(layout.FORM_LANGUAGE)), "vi")


def signature_of(form: Form) -> tuple[str, str]:
    """Give what a form says of the formulas and texts that it was handed out with."""
    return form.text(layout.FORM_FORMULAS), form.text(layout.FORM_LABELS)


def handed_out(form: Form, criteria_set: CriteriaSet) -> Kept | None:
    """Give a form as it was handed out: as it is kept, or as the set would be handed out now.

    None where it was neither, so by another state of the set or by a version of the program of which nothing is kept.
    """
    if form.text(layout.SET_ID) != criteria_set.id:
        return None
    language, generation, signature = language_of(form), generation_of(form), signature_of(form)
    if criteria_set.shipped:
        known = kept(criteria_set.id, generation, language)
        if known is not None and known.signature == signature:
            return known
    known = planned(criteria_set, language)
    signed = known.first_signature if generation == layout.FIRST_GENERATION else known.signature
    return known if signed == signature else None


def comparable(form: Form, criteria_set: CriteriaSet) -> Kept | None:
    """Give a form as it was handed out where its formulas compute what the set has now, else None."""
    known = handed_out(form, criteria_set)
    return known if known is not None and known.version == criteria_set.version else None
