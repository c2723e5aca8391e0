"""What tests of forms that bear on one another share: a district with its communes, last year's form, a variant."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from command import Outcome, Run
from communes import COMMUNES, HEAD, write


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the forms of the example district and, in `xa`, of its ten communes."""
    folder = tmp_path_factory.mktemp("biểu gốc")
    write(folder / "huyen.xlsx", "huyen-mau")
    for name in COMMUNES:
        write(folder / "xa" / f"{name}.xlsx", name)
    return folder


@pytest.fixture
def xa(originals: Path, tmp_path: Path) -> Path:
    """Give the folder of the ten communes' forms in the test's own directory, `huyen.xlsx` beside it."""
    shutil.copy(originals / "huyen.xlsx", tmp_path)
    return Path(shutil.copytree(originals / "xa", tmp_path / "xa"))


@pytest.fixture
def district(run: Run) -> Callable[..., Outcome]:
    """Give a function that scores the example district with the forms in `xa`, as JSON."""

    def start(*more: object) -> Outcome:
        return run("score", "huyen.xlsx", "--lower", "xa", "--lang", "en", "--format", "json", *more)

    return start


@pytest.fixture
def last(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes the district's form of 2023 as `2023.xlsx`."""

    def make(name: str = "huyen-mau", **fields: Any) -> Path:
        return write(tmp_path / "2023.xlsx", name, **{"year": 2023, **fields})

    return make


@pytest.fixture
def variant(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes a variant of the set of communes."""

    def make(changed: str, name: str = "xa-khac") -> Path:
        path = tmp_path / f"{name}.yaml"
        path.write_text(HEAD.replace("xa-khac", name) + changed, encoding="utf-8")
        return path

    return make
