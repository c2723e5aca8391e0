"""Harmed forms at each run of the tests, some of each kind; `python tests/fuzz.py 5000` makes more."""

from __future__ import annotations

import pytest

import effort
import fuzz

COUNT, SEED = effort.times(60, 300), 1


@pytest.mark.apart
@pytest.mark.more
def test_no_harmed_form_breaks_anything_or_is_scored_wrong_in_silence(tmp_path):
    pytest.importorskip("resource", reason="the memory of a process cannot be bounded here")
    tally = fuzz.run(iter(range(COUNT)), SEED, tmp_path)
    assert tally.faults == [], str(tally)
    assert tally.files == COUNT
    assert len(tally.kinds) == len(fuzz.KINDS)


def test_a_file_is_the_same_each_time_it_is_made():
    assert [fuzz.harmed(3, at) for at in range(10)] == [fuzz.harmed(3, at) for at in range(10)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (fuzz.Given("traceback", "KeyError"), "traceback"),
        (fuzz.Given("dies"), "dies"),
        (fuzz.Given("refused"), "without a word"),
        (fuzz.Given("scored", 1, seconds=11), "takes 11.0 s"),
        (fuzz.Given("scored", 1, megabytes=600), "takes 600 MB"),
        (fuzz.Given("scored", 2), "another score"),
        (fuzz.Given("scored", 2, inputs={("1.5", "value_1"): -3.0}), "without a word"),
        (fuzz.Given("scored", 2, inputs={("1.5", "value_1"): 3.0}), None),
        (fuzz.Given("scored", 2, codes=("cell-negative",)), None),
        (fuzz.Given("scored", 1), None),
    ],
)
def test_what_is_a_fault(given, said):
    found = fuzz.fault(given, fuzz.Given("scored", 1))
    assert found is None if said is None else said in (found or "")
