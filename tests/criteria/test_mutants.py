"""A change of one rule is noticed by the cases of the set, refused by the loader, or proved to change no result."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutants import EQUIVALENT, Subject, Tally, drafts_without_variant, subjects, tally
from mutations import mutants

SETS = subjects()
#: The one set whose mutants are tried in every run.
QUICK = "tt25-2023-xa"


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    """Give what was found so far, by set."""
    return {}


@pytest.mark.apart
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == QUICK else pytest.mark.thorough) for name in SETS]
)
def test_every_mutant_is_caught_refused_or_proved_equivalent(name, tallies):
    assert SETS[name].faults() == []
    tallies[name] = tally(SETS[name])
    print(f"{name}: {tallies[name]}")
    assert tallies[name].survived == []
    assert tallies[name].mislisted == []
    assert tallies[name].caught


def test_every_set_is_tried(tallies):
    assert drafts_without_variant() == set()
    assert EQUIVALENT.keys() <= SETS.keys()
    print(f"total: {sum(one.mutants for one in tallies.values())} mutants of {len(tallies)} sets")


@pytest.mark.parametrize("name", SETS)
def test_every_indicator_and_every_level_is_changed(name):
    raw, found = SETS[name].raw, list(mutants(SETS[name].raw))
    names = [mutant.name for mutant in found]
    assert len(set(names)) == len(names)
    assert all(mutant.raw != raw for mutant in found)
    indicators = {indicator["id"] for criterion in raw["criteria"] for indicator in criterion["indicators"]}
    assert {mutant.indicator for mutant in found} - {""} == indicators
    assert all(any(one.startswith(f"{level['id']} ") for one in names) for level in raw["recognition"]["levels"])


def test_nothing_is_caught_without_cases(tmp_path):
    bare = Subject("bare", Path(tmp_path / "bare.yaml"), SETS["tt25-2023-huyen"].raw)
    result = tally(bare)
    assert (result.caught, result.equivalent) == (0, {})
    assert len(result.survived) > 30


def test_what_is_listed_as_equivalent_but_caught_is_said(monkeypatch):
    monkeypatch.setitem(EQUIVALENT, "tt22-2020-don-vi", {"tot total.at_least 85 -> 85.01": "a wrong proof"})
    result = tally(SETS["tt22-2020-don-vi"])
    assert result.mislisted == ["tot total.at_least 85 -> 85.01"]
    assert len(result.survived) == 2
