"""What several rooms of tests share: the pilot set, filled forms of the example units, and the command as a process."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from make import CRITERIA, HERE, submission_from
from xhht_score.api.single import load_once
from xhht_score.criteria import CriteriaSet
from xhht_score.loading.loader import Loaded
from xhht_score.loading.tree import plain, read_tree
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.template import make_form


@pytest.fixture(scope="session")
def loaded() -> Loaded:
    """Give the pilot set with its path, hash and problems."""
    return load_once(CRITERIA)


@pytest.fixture(scope="session")
def pilot(loaded: Loaded) -> CriteriaSet:
    """Give the pilot set."""
    return loaded.criteria_set


@pytest.fixture(scope="session")
def entries() -> dict[str, dict[str, Any]]:
    """Give the entries of examples/units.yaml by file name without suffix."""
    root = read_tree(HERE / "units.yaml", "units.yaml").root
    assert root is not None
    return {entry["file"]: entry for entry in plain(root)["units"]}


@pytest.fixture(scope="session")
def examples() -> Path:
    """Give the folder of the example workbooks."""
    return HERE


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A filled form in memory: cells are found by key, id and field, changed, and then the book is saved."""

    book: Workbook
    info: Worksheet
    answers: Worksheet

    def row(self, identifier: str) -> int:
        """Give the row of an id on the answers sheet."""
        return next(cell.row for cell in self.answers["A"] if cell.value == identifier)

    def cell(self, identifier: str, field: str = "value_1") -> Cell:
        """Give a cell of the answers sheet by its row's id and its column's field."""
        column = next(cell.column for cell in self.answers[1] if cell.value == field)
        return self.answers.cell(self.row(identifier), column)

    def about(self, key: str) -> Cell:
        """Give the value cell of a row of the info sheet."""
        row = next(cell.row for cell in self.info["A"] if cell.value == key)
        return self.info.cell(row, layout.INFO_VALUE_COLUMN + 1)


@pytest.fixture(scope="session")
def fill(loaded: Loaded, entries: Mapping[str, Any]) -> Callable[..., FilledForm]:
    """Give a function that makes the form of an example unit (None: nobody has filled it in), anew at each call."""

    @cache
    def made(unit: str | None, language: Any) -> bytes:
        submission = submission_from(entries[unit]) if unit else None
        return pickle.dumps(make_form(Words(language), loaded.criteria_set, loaded.sha256, submission=submission))

    def make(unit: str | None = "bathuoc", language: Any = "vi") -> FilledForm:
        book = pickle.loads(made(unit, language))
        by_marker = {sheet["A1"].value: sheet for sheet in book.worksheets}
        return FilledForm(book, by_marker[layout.INFO_MARKER], by_marker[layout.ANSWERS_MARKER])

    return make


@pytest.fixture
def form_file(fill: Callable[..., FilledForm], tmp_path: Path) -> Callable[..., Path]:
    """Give a function that saves the form of an example unit after `change` has been at it, and gives its path."""

    def save(
        change: Callable[[FilledForm], object] = lambda _: None,
        unit: str | None = "bathuoc",
        language: Any = "vi",
        name: str = "form.xlsx",
    ) -> Path:
        form = fill(unit, language)
        change(form)
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        form.book.save(path)
        return path

    return save


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the command gave."""

    returncode: int
    stdout: str
    stderr: str


#: Variables of the surroundings that would change what the command says or how.
_UNSET = ("PYTHONUTF8", "PYTHONIOENCODING", "XHHT_LANG", "XHHT_DEBUG", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE")


def surroundings(**changes: str) -> dict[str, str]:
    """Give the environment of a run: 80 columns, no settings of ours, and the changes asked for."""
    kept = {name: value for name, value in os.environ.items() if name not in _UNSET}
    return {**kept, "COLUMNS": "80", **changes}


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Outcome]:
    """Give a function that runs `python -m xhht_score ARGUMENTS` as a process in the test's own directory."""

    def start(*arguments: object, cwd: Path = tmp_path, **changes: str) -> Outcome:
        command = [sys.executable, "-m", "xhht_score", *map(str, arguments)]
        done = subprocess.run(command, cwd=cwd, env=surroundings(**changes), capture_output=True, timeout=120)
        return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return start
