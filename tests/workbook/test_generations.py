"""Forms already handed out stay compared: each with its own generation, cell by cell, whatever forms are like now."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import generations
from xhht_score.api.single import load_once
from xhht_score.loading.shipped import shipped_sets
from xhht_score.words import LANGUAGES
from xhht_score.workbook import layout
from xhht_score.workbook.generations import kept

HANDED_OUT = [name for name in shipped_sets() if load_once(name).criteria_set.status != "draft"]


@pytest.mark.parametrize("generation", generations.GENERATIONS)
def test_forms_of_a_released_generation_give_the_codes_that_they_gave(generation: str, tmp_path: Path) -> None:
    found = {}
    for number, (name, case) in enumerate(generations.cases(generation)):
        folder = tmp_path / str(number)
        folder.mkdir()
        found[name] = generations.said_of(case.made(generation, folder), generation)
    if os.environ.get("XHHT_RENEW") == "1":
        generations.renew(generation, found)
    expected = generations.expected(generation)
    assert found.keys() == expected.keys()
    assert {name: one for name, one in found.items() if one != expected[name]} == {}


def test_what_is_kept_of_0_1_0_is_what_its_forms_say_of_themselves() -> None:
    """0.1.0 signed texts and formulas in the order of the form; what is kept of them gives the same signature."""
    for name in HANDED_OUT:
        for language in LANGUAGES:
            known = kept(name, layout.FIRST_GENERATION, language)
            assert known is not None
            assert known.first_signature == known.signature
            assert (known.set_id, known.language) == (name, language)
