"""The engine answers what it answered before rules became terms; `python tests/witness.py` looks at all rows."""

from __future__ import annotations

import pytest

import effort
import witness


@pytest.mark.parametrize("name", witness.names())
def test_rows_of_a_set_are_answered_as_they_were(name):
    assert witness.different(name, effort.times(600, witness.ROWS)) == ""


def test_an_answer_that_is_otherwise_is_seen(monkeypatch):
    answers = witness.answers
    monkeypatch.setattr(witness, "answers", lambda *given: [*answers(*given)][:-1])
    assert "answered otherwise" in witness.different(witness.names()[0], witness.CHUNK)


def test_rows_that_are_others_are_seen(monkeypatch):
    monkeypatch.setattr(witness, "_asked", lambda *_: "")
    assert "other rows" in witness.different(witness.names()[0], witness.CHUNK)
