"""What generations of the program handed out of the shipped sets, as it is kept, and which of them a form names."""

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
from xhht_score.workbook.kept import Asks, KeptForm, asks_of, decoded
from xhht_score.workbook.reading.cells import Form

_SUFFIX = ".json.gz"
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,60}")


def kept_path(set_id: str, generation: str, language: str) -> Path:
    """Give where what a generation handed out of a set in a language is kept."""
    return shipped_directory() / "forms" / generation / f"{set_id}.{language}{_SUFFIX}"


@lru_cache(maxsize=32)
def kept(set_id: str, generation: str, language: str) -> KeptForm | None:
    """Give what a generation handed out of a set in a language; None where nothing is kept of it."""
    if not all(_NAME.fullmatch(one) for one in (set_id, generation, language)):  # they come out of a workbook
        return None
    path = kept_path(set_id, generation, language)
    return decoded(gzip.decompress(path.read_bytes())) if path.is_file() else None


#: So many sets are kept: those that one run works with.
_MOST_ASKED = 16
_asked: dict[tuple[int, Language], tuple[CriteriaSet, Asks]] = {}


def asked_now(criteria_set: CriteriaSet, language: Language) -> Asks:
    """Give what a set asks now, put together once for each set and language."""
    known = _asked.get((id(criteria_set), language))
    if known is None or known[0] is not criteria_set:
        if len(_asked) >= _MOST_ASKED:
            _asked.clear()
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


def kept_for(form: Form) -> KeptForm | None:
    """Give what is kept of a form by the set, the generation and the signature that it names."""
    known = kept(form.text(layout.SET_ID), generation_of(form), language_of(form))
    return known if known is not None and known.signature == signature_of(form) else None


def words_of(form: Form) -> Mapping[str, str] | None:
    """Give the words that the results of a form are written in: those of any form of its generation and language."""
    generation, language = generation_of(form), language_of(form)
    for path in sorted(kept_path("any", generation, language).parent.glob(f"*.{language}{_SUFFIX}")):
        found = kept(path.name.removesuffix(f".{language}{_SUFFIX}"), generation, language)
        if found is not None:
            return found.words
    return None
