"""Every file of the corpus is read within a sentence or a score, alone and in a batch, and harms no other file."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import corpus
import effort
from corpus import CASES, CONTAINERS, STRUCTURES, Case
from make import HERE
from xhht_score import XhhtError, assess
from xhht_score.errors import Problem
from xhht_score.words import LANGUAGES, Words

#: What a batch says in place of an error, and besides: all forms of the corpus are of one unit.
SOFTENED = {"workbook-foreign": "file-passed-over", "form-blank": "file-passed-over"}
BESIDE = "duplicate-unit"
#: What is said when openpyxl moves, deletes or renames what formulas refer to, as it leaves the formulas as they were.
TORN = {"formula-changed", "choices-changed", "changes-more", "column-hidden", "bounds-take-fractions"}
#: Files of which everything that was filled in is read.
NOTICES = {"sheet-ignored", "sheet-hidden", "column-ignored", "column-hidden", "row-hidden"}
UNCHANGED = [one for one in (*CONTAINERS, *STRUCTURES) if set(one.expected) <= NOTICES]


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """Give reading more time than usual: coverage and a busy machine slow it, and its limit has tests of its own."""
    monkeypatch.setenv("XHHT_MAX_SECONDS", "60")


def outcome(path: Path) -> tuple[tuple[Problem, ...], Any]:
    """Give the problems of a file and its scorecard, None where there is none."""
    try:
        assessment = assess(path)
    except XhhtError as error:
        return error.problems, None
    return assessment.problems, assessment.scorecard


@cache
def outcome_of(case: Case, folder: Path) -> tuple[str, tuple[Problem, ...], Any]:
    """Give the path of a case's file, written and read once for all that is tested of it, and its outcome."""
    path = case.write(folder)
    return str(path), *outcome(path)


def test_the_corpus_is_large_and_no_two_files_have_one_name():
    assert CASES[0].name == "sound"
    assert len({case.name for case in CASES}) == len(CASES) >= 70


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpus")


@pytest.mark.more
@pytest.mark.parametrize("case", effort.some(CASES, one_in=2), ids=lambda case: case.name)
def test_a_file_has_exactly_the_problems_expected(case: Case, folder):
    path, problems, _ = outcome_of(case, folder)
    found = sorted(problem.code for problem in problems if problem.code not in TORN - {*case.expected})
    assert tuple(found) == case.expected
    for words in map(Words, LANGUAGES):
        for problem in problems:
            assert problem.place.file == path
            assert words.line(problem).startswith(path)


@pytest.mark.parametrize("case", UNCHANGED, ids=lambda case: case.name)
def test_a_form_in_another_shape_is_scored_as_ever(case: Case, folder):
    _, _, scorecard = outcome_of(case, folder)
    _, _, sound = outcome_of(CASES[0], folder)
    assert scorecard.total == sound.total


@pytest.mark.more
def test_a_batch_of_such_files_goes_on_and_the_unharmed_unit_is_scored_as_ever(tmp_path, run):
    (tmp_path / "alone").mkdir()
    shutil.copy(HERE / "samson.xlsx", tmp_path / "alone")
    files = corpus.write_all(tmp_path / "all", effort.some(CASES, one_in=20))
    shutil.copy(HERE / "samson.xlsx", tmp_path / "all")
    alone = json.loads(run("report", "--dir", tmp_path / "alone", "--format", "json").stdout)
    done = run("report", "--dir", tmp_path / "all", "--format", "json")
    assert done.returncode == 2, done.stderr[-500:]
    assert "Traceback" not in done.stderr
    together = json.loads(done.stdout)
    (unharmed,) = (unit for unit in together["units"] if Path(unit["file"]).name == "samson.xlsx")
    (ever,) = alone["units"]
    for one in (unharmed, ever):
        one.pop("file")
        one.pop("rank", None)
    assert json.dumps(unharmed).replace("/all/", "/alone/") == json.dumps(ever)
    found: dict[str, list[str]] = defaultdict(list)
    for problem in [*together["problems"], *(one for unit in together["units"] for one in unit["problems"])]:
        if problem["code"] not in {BESIDE, *TORN}:
            found[problem["place"]["file"]].append(problem["code"])
    for path, case in files.items():
        expected = sorted(SOFTENED.get(code, code) for code in case.expected if code not in TORN)
        assert sorted(found[str(path)]) == expected, case.name
