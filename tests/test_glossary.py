"""One English name for each Vietnamese term: shipped sets, and the cases of the official ones, keep to the glossary."""

from __future__ import annotations

import pytest

import glossary
from xhht_score.loading.shipped import shipped_sets

#: Cases of the illustrative set speak of its indicators in short words of their own.
OFFICIAL = [name for name in shipped_sets() if name.startswith("tt")]


@pytest.mark.parametrize("name", shipped_sets())
def test_every_term_in_a_set_has_its_english_name(name):
    assert differing(glossary.texts(name)) == []


@pytest.mark.parametrize("name", OFFICIAL)
def test_every_term_in_the_cases_of_an_official_set_has_its_english_name(name):
    assert differing(glossary.texts_of_cases(name)) == []


def test_no_term_stands_twice_and_every_term_is_in_use():
    known = glossary.terms()
    names = [term.vietnamese.casefold() for term in known]
    assert len(set(names)) == len(names)
    everywhere = [vietnamese for name in shipped_sets() for vietnamese, _ in glossary.texts(name)]
    used = {term.vietnamese for text in everywhere for term in glossary.used(known, text)}
    assert [term.vietnamese for term in known if term.vietnamese not in used] == []


def test_a_longer_term_hides_the_shorter_one_within_it():
    known = glossary.terms()
    found = glossary.used(known, "Đạt danh hiệu Tập thể  lao động tiên tiến")
    assert [term.vietnamese for term in found] == ["Tập thể lao động tiên tiến"]


def differing(texts):
    known = glossary.terms()
    return [
        (term.vietnamese, vietnamese, english)
        for vietnamese, english in texts
        for term in glossary.used(known, vietnamese)
        if not glossary.named(term, english)
    ]
