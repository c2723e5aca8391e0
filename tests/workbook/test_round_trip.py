"""A form gives back what was filled in: as it was written, and as LibreOffice saved it as .xlsx, .ods and .xls."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from fillings import files, filled
from xhht_score import read_workbook
from xhht_score.criteria import CriteriaSet
from xhht_score.identity import code_of, kind_above
from xhht_score.submission import Decision, Submission
from xhht_score.words import Words
from xhht_score.workbook.reading.cells import clean_text

SUFFIXES = ("xlsx", "ods", "xls")


def lost(criteria_set: CriteriaSet, submission: Submission, path: Path) -> list[str]:
    """Give everything that a form does not give back; white space in texts is cleaned."""
    reading = read_workbook(path, criteria_set)
    found, kind = reading.submission, criteria_set.unit
    texts: list[tuple[str, str | None, str | None]] = [
        ("name", submission.unit.name, found.unit.name),
        ("code", code_of(submission.unit.code or "", kind), found.unit.code),
        ("parent", code_of(submission.unit.parent or "", kind_above(kind)), found.unit.parent),
    ]
    others: list[tuple[str, object, object]] = [
        ("year", submission.year, found.year),
        ("facts", submission.facts, found.facts),
        ("requested", submission.dates.requested, found.dates.requested),
    ]
    held, holds = (one.dates.decision or Decision() for one in (submission, found))
    texts.append(("decision number", held.number, holds.number))
    others += [("decision date", held.date, holds.date), ("decision level", held.level, holds.level)]
    others.append(("indicators", set(submission.answers), set(found.answers)))
    for name, answer in submission.answers.items():
        other = found.answers[name]
        texts += [
            (f"{name} documents", answer.documents, other.documents),
            (f"{name} note", answer.note, other.note),
            (f"{name} reason", answer.not_applicable, other.not_applicable),
        ]
        others.append((f"{name} evidence", answer.evidence, other.evidence))
        others.append((f"{name} values", dict(answer.values), dict(other.values)))
    different = [
        f"{path.name} {about}: {given!r} became {back!r}"
        for about, given, back in [
            *others,
            *((about, clean_text(given) if given else None, back) for about, given, back in texts),
        ]
        if given != back
    ]
    wrong = [one for one in reading.problems if one.severity == "error"]
    return different + [f"{path.name}: {Words('en').line(one)}" for one in wrong]


def all_lost(paths: Sequence[Path]) -> list[str]:
    return [
        one
        for (criteria_set, _, submission), path in zip(filled(), paths, strict=True)
        for one in lost(criteria_set, submission, path)
    ]


@pytest.mark.more
def test_a_form_gives_back_what_was_filled_in(tmp_path):
    assert all_lost(files(tmp_path)) == []


@pytest.mark.more
@pytest.mark.parametrize("suffix", [pytest.param(one, marks=pytest.mark.office(files, one)) for one in SUFFIXES])
def test_a_form_that_libreoffice_saved_gives_back_what_was_filled_in(saved, suffix):
    assert {path.suffix for path in saved} == {f".{suffix}"}
    assert all_lost(saved) == []
