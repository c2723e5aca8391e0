"""A form gives back what was filled in: as it was written, and as LibreOffice and libraries saved it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

import javascript
from effort import either
from fillings import files, filled
from office import EXAMPLES, is_gnumeric_installed, recalculated_by_gnumeric
from xhht_score import assess, read_workbook
from xhht_score.criteria import CriteriaSet
from xhht_score.identity import code_of, kind_above
from xhht_score.submission import Decision, Submission
from xhht_score.words import Words
from xhht_score.workbook.reading.cells import clean_text


def every_other(folder: Path) -> list[Path]:
    return only(files(folder), 0)


def the_others(folder: Path) -> list[Path]:
    return only(files(folder), 1)


def only(paths: list[Path], start: int) -> list[Path]:
    """Give every second of some files from a first one on, and remove the others."""
    for path in paths[1 - start :: 2]:
        path.unlink()
    return paths[start::2]


#: Which forms LibreOffice saves in each of its ways.
SAVED = {"xlsx": files, "ods": either(every_other, files), "xls": either(the_others, files)}


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


def all_lost(paths: Sequence[Path], start: int = 0, step: int = 1) -> list[str]:
    """Give what some of the forms lost, all of them or every second one from a first one on."""
    return [
        one
        for (criteria_set, _, submission), path in zip(filled()[start::step], paths, strict=True)
        if not tells_no_formats(submission, path)
        for one in lost(criteria_set, submission, path)
    ]


def tells_no_formats(submission: Submission, path: Path) -> bool:
    """Tell whether xlrd cannot read the formats of an .xls, as where the text of a formula has letters beyond 16 bits.

    It counts them as one and looks for more. Their percentages without a sign are then in doubt, which is said.
    """
    if path.suffix != ".xls" or all(ord(letter) < 0x10000 for letter in submission.unit.name):
        return False
    return "looks-unknown" in {one.code for one in assess(path).problems}


@pytest.mark.more
def test_a_form_gives_back_what_was_filled_in(tmp_path):
    assert all_lost(files(tmp_path)) == []


@pytest.mark.more
@pytest.mark.parametrize(
    "suffix", [pytest.param(one, marks=pytest.mark.office(forms, one)) for one, forms in SAVED.items()]
)
def test_a_form_that_libreoffice_saved_gives_back_what_was_filled_in(saved, suffix):
    assert {path.suffix for path in saved} == {f".{suffix}"}
    assert all_lost(saved, SAVED[suffix] is the_others, 1 if SAVED[suffix] is files else 2) == []


# ---------------------------------------------------------------- saved by libraries


def said(criteria_set: CriteriaSet, path: Path) -> Counter[tuple[str, str | None]]:
    """Give the problems of a form by code and cell."""
    return Counter((one.code, one.place.cell) for one in read_workbook(path, criteria_set).problems)


def newly_said(paths: Sequence[Path], saved: Sequence[Path]) -> list[tuple[str, Counter[tuple[str, str | None]]]]:
    """Give what is said of forms that were saved again and not of the forms themselves, and the other way round."""
    different = []
    for (criteria_set, _, _), path, other in zip(filled(), paths, saved, strict=True):
        before, after = said(criteria_set, path), said(criteria_set, other)
        different += [(path.name, one) for one in (after - before, before - after) if one]
    return different


def saved_by_openpyxl(paths: Sequence[Path], directory: Path) -> list[Path]:
    directory.mkdir()
    for path in paths:
        openpyxl.load_workbook(path).save(directory / path.name)
    return [directory / path.name for path in paths]


@pytest.mark.more
@pytest.mark.readers
@pytest.mark.parametrize("library", ["openpyxl", *javascript.WRITERS])
def test_a_form_that_a_library_saved_gives_back_what_was_filled_in_and_nothing_is_said_of_it(
    library, request, tmp_path
):
    paths = files(tmp_path)
    if library == "openpyxl":
        saved = saved_by_openpyxl(paths, tmp_path / library)
    else:
        request.getfixturevalue("node_packages")
        saved = javascript.saved_by(library, paths, tmp_path / library)
    assert all_lost(saved) == []
    assert newly_said(paths, saved) == []


@pytest.fixture
def gnumeric() -> None:
    """Skip where Gnumeric is not installed, but fail in CI."""
    if not is_gnumeric_installed():
        if os.environ.get("CI"):
            pytest.fail("Gnumeric is needed in CI")
        pytest.skip("Gnumeric is not installed")


@pytest.mark.more
@pytest.mark.usefixtures("gnumeric")
def test_a_form_that_gnumeric_saved_gives_back_what_was_filled_in(tmp_path):
    (tmp_path / "forms").mkdir()
    assert all_lost(recalculated_by_gnumeric(files(tmp_path / "forms"), tmp_path / "saved")) == []


@pytest.mark.usefixtures("gnumeric")
@pytest.mark.parametrize("name", ["bathuoc.xlsx", "tt25/xa/xa-01.xlsx", "tt24/truong-trung-cap-mau.xlsx"])
def test_nothing_new_is_said_of_an_example_that_gnumeric_saved(tmp_path, name):
    (path,) = recalculated_by_gnumeric([EXAMPLES / name], tmp_path)
    before, after = assess(EXAMPLES / name), assess(path)
    assert [(one.code, one.place.cell) for one in after.problems] == [
        (one.code, one.place.cell) for one in before.problems
    ]
    assert after.verdict == before.verdict
