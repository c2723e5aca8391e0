"""The shipped sets travel: in a wheel, in a wheel made from the sdist, and not twice in an editable install."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from xhht_score.loading.shipped import shipped_sets

TOP = Path(__file__).resolve().parents[1]
BUILD = "import hatchling.build as b, sys; print(getattr(b, sys.argv[1])(sys.argv[2]))"


def built(kind: str, source: Path, target: Path) -> Path:
    """Build with the project's own backend, without a network."""
    command = [sys.executable, "-c", BUILD, f"build_{kind}", str(target)]
    done = subprocess.run(command, cwd=source, check=True, capture_output=True, text=True, encoding="utf-8")
    return target / done.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def wheel_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give a function that builds a kind of wheel, each once."""

    @cache
    def made(kind: str) -> Path:
        folder, source = tmp_path_factory.mktemp("dist"), TOP
        if kind == "wheel from sdist":
            sdist = built("sdist", TOP, folder)
            subprocess.run([sys.executable, "-m", "tarfile", "-e", str(sdist), str(folder)], check=True)
            source = next(path for path in folder.iterdir() if path.is_dir())
        (folder / "wheel").mkdir()
        return built("editable" if kind == "editable" else "wheel", source, folder / "wheel")

    return made


@pytest.mark.parametrize("kind", ["wheel", pytest.param("wheel from sdist", marks=pytest.mark.thorough)])
def test_a_wheel_scores_outside_the_checkout(wheel_of: Callable[[str], Path], kind: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel_of(kind)) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "site")
    assert {"xhht_score/py.typed", "xhht_score/shipped/thanh-hoa-2020.yaml", "xhht_score/shipped/schema.json"} <= names
    kept = {f"xhht_score/shipped/{path.relative_to(TOP / 'criteria')}" for path in (TOP / "criteria/forms").glob("*/*")}
    assert kept == {name for name in names if name.startswith("xhht_score/shipped/forms/")}
    compiled = {f"xhht_score/shipped/compiled/{name}.json" for name in shipped_sets()}
    assert compiled == {name for name in names if "/compiled" in name and name.startswith("xhht_score/shipped/")}
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "XHHT_LANG": "vi"}
    where = (
        "import xhht_score, xhht_score.loading.shipped as s; print(xhht_score.__file__); print(s.shipped_directory())"
    )
    found = subprocess.run(
        [sys.executable, "-c", where], cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    )
    assert all(line.startswith(str(tmp_path)) for line in found.stdout.split())
    unread = "import sys, xhht_score; xhht_score.load_criteria('tt25-2023-xa'); print('yaml' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", unread], cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    )
    assert found.stdout == "False\n"  # what was compiled is used
    done = subprocess.run(
        [sys.executable, "-m", "xhht_score", "score", str(TOP / "examples" / "bathuoc.xlsx"), "--brief"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "Huyện Bá Thước, năm 2020" in done.stdout


def test_an_editable_install_keeps_no_copy_of_the_sets(wheel_of: Callable[[str], Path]) -> None:
    with zipfile.ZipFile(wheel_of("editable")) as archive:
        assert not [name for name in archive.namelist() if "shipped" in name]
