"""What was handed out, generation by generation: kept for every shipped set, read back, and found for a form."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from xhht_score.criteria import CriteriaSet
from xhht_score.installation import shipped_directory
from xhht_score.numbers import Language
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.cells import Form
from xhht_score.workbook.forms import plan_form
from xhht_score.workbook.kept import Asks, Kept, asks_of, decoded, kept_of

_SUFFIX = ".json.gz"
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,60}")


def kept_path(set_id: str, generation: str, language: str) -> Path:
    """Give where what a generation handed out of a set in a language is kept."""
    return shipped_directory() / "forms" / generation / f"{set_id}.{language}{_SUFFIX}"


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


_asked: dict[tuple[int, Language], tuple[CriteriaSet, Asks]] = {}


def asked_now(criteria_set: CriteriaSet, language: Language) -> Asks:
    """Give what a set asks now, put together once for each set and language."""
    known = _asked.get((id(criteria_set), language))
    if known is None or known[0] is not criteria_set:
        known = _asked[id(criteria_set), language] = criteria_set, asks_of(Words(language), criteria_set)
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
    known = kept_for(form) if criteria_set.shipped else None
    if known is None:
        known = planned(criteria_set, language_of(form))
        known = known if _signed(known, form) == signature_of(form) else None
    return known


def kept_for(form: Form) -> Kept | None:
    """Give what is kept of a form by the set, the generation and the signature that it names."""
    known = kept(form.text(layout.SET_ID), generation_of(form), language_of(form))
    return known if known is not None and known.signature == signature_of(form) else None


def same_formulas(form: Form, criteria_set: CriteriaSet) -> Kept | None:
    """Give the form that a set would be handed out with now, where a form has its formulas, whatever its texts."""
    known = planned(criteria_set, language_of(form)) if form.text(layout.SET_ID) == criteria_set.id else None
    return known if known is not None and _signed(known, form)[0] == signature_of(form)[0] else None


def _signed(known: Kept, form: Form) -> tuple[str, str]:
    """Give what a form of this generation would say of itself if it were the known one."""
    return known.first_signature if generation_of(form) == layout.FIRST_GENERATION else known.signature


def words_of(form: Form) -> Mapping[str, str] | None:
    """Give the words that the results of a form are written in: those of any form of its generation and language."""
    generation, language = generation_of(form), language_of(form)
    for path in sorted(kept_path("any", generation, language).parent.glob(f"*.{language}{_SUFFIX}")):
        found = kept(path.name.removesuffix(f".{language}{_SUFFIX}"), generation, language)
        if found is not None:
            return found.words
    return None
