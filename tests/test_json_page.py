"""The page docs/json.md holds: its lines for jq run, and every key that a command gives stands on it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from command import MOST_SECONDS, surroundings
from filled import as_form
from make import HERE
from pages import DOCS, blocks

PAGE = DOCS / "json.md"
LINES = [text for kind, text, _ in blocks(PAGE) if kind == "sh"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Give a folder as the page expects it; one of the examples is damaged, so that there are errors to be shown."""
    if shutil.which("jq") is None:
        assert os.environ.get("CI") != "true", "jq is lacking in CI"
        pytest.skip("jq is not installed")
    place = tmp_path_factory.mktemp("kho")
    shutil.copytree(HERE, place / "examples", ignore=shutil.ignore_patterns("*.py", "__pycache__", "tt2?"))
    (place / "examples" / "hỏng.xlsx").write_bytes((HERE / "bathuoc.xlsx").read_bytes()[:9_000])
    return place


def contradict(folder: Path) -> None:
    """Have one office deliver twice, with two answers."""
    path = next((folder / "parts").glob("*giao-duc.xlsx"))
    book = openpyxl.load_workbook(path)
    as_form(book).cell("2.2", "value_1").value = 60
    book.save(path.with_name("giao-duc-lần-hai.xlsx"))


@pytest.mark.skipif(os.name == "nt", reason="the lines are for a shell")
def test_every_line_for_jq_runs_and_finds_something(folder, run):
    assert len(LINES) > 5
    for lines in LINES:
        printed = ""
        for line in lines.splitlines():
            command, _, behind = line.partition(" | jq ")
            program, *arguments = shlex.split(command)
            assert program == "xhht"
            if arguments[0] == "merge":
                assert len([*(folder / "parts").iterdir()]) == 16 - 1  # each office of the set has one; one was removed
                contradict(folder)
            given = run(*arguments, cwd=folder)
            done = subprocess.run(
                ["bash", "-euc", f"jq {behind}"], cwd=folder, env=surroundings(), input=given.stdout.encode(),
                capture_output=True, timeout=MOST_SECONDS, check=False,
            )  # fmt: skip
            assert done.returncode == 0, (line, given.stderr, done.stderr.decode())
            printed += done.stdout.decode().strip()
        assert printed, lines
