"""What several rooms of tests share: the pilot set, filled forms of the example units, and the command as a process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from command import Outcome, surroundings
from filled import FilledForm, form_of
from make import CRITERIA, HERE
from xhht_score.api.single import load_once
from xhht_score.criteria import CriteriaSet
from xhht_score.loading.loader import Loaded
from xhht_score.loading.tree import plain, read_tree


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


@pytest.fixture(scope="session")
def fill() -> Callable[..., FilledForm]:
    """Give a function that makes the form of an example unit (None: nobody has filled it in), anew at each call."""

    def make(unit: str | None = "bathuoc", language: Any = "vi") -> FilledForm:
        return form_of(unit, language)

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


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Outcome]:
    """Give a function that runs `python -m xhht_score ARGUMENTS` as a process in the test's own directory."""

    def start(*arguments: object, cwd: Path = tmp_path, **changes: str) -> Outcome:
        command = [sys.executable, "-m", "xhht_score", *map(str, arguments)]
        done = subprocess.run(command, cwd=cwd, env=surroundings(**changes), capture_output=True, timeout=120)
        return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return start


@pytest.fixture(scope="session")
def office() -> None:
    """Skip where LibreOffice is not installed, except in CI."""
    if shutil.which("soffice") is None:
        assert os.environ.get("CI") != "true", "LibreOffice is lacking in CI"
        pytest.skip("LibreOffice is not installed")
