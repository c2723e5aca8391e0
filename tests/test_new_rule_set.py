"""The page docs/new-rule-set.md holds: its files are written, its commands run, and they print what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from command import Run
from pages import DOCS, ran

WORKFLOW = ".github/workflows/xhht.yml"


def test_the_page_makes_a_rule_set_as_it_says(run, tmp_path):
    assert ran(DOCS / "new-rule-set.md", tmp_path, run) == 7
    assert (tmp_path / "xom.xlsx").stat().st_size > 0
    assert "Ví dụ" in (tmp_path / "huong-dan.md").read_text(encoding="utf-8")


def steps(folder: Path) -> list[str]:
    """Give what the workflow of the page runs, but for the installation."""
    jobs: Any = yaml.safe_load((folder / WORKFLOW).read_text(encoding="utf-8"))["jobs"]
    lines = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    assert [line for line in lines if "pip install" in line] == lines[:1]
    return lines[1:]


def checked(run: Run, folder: Path) -> tuple[list[int], list[str]]:
    """Give the exit codes of the workflow, and the lines that the runner of GitHub takes for annotations."""
    done = [run(*line.removeprefix("xhht ").split(), cwd=folder) for line in steps(folder)]
    lines = [line for one in done for line in one.stdout.splitlines()]
    return [one.returncode for one in done], [one for one in lines if one.strip().startswith("::") or "##[" in one]


def test_the_workflow_of_the_page_passes_what_is_sound_and_stands_beside_the_line_that_is_not(run, tmp_path):
    ran(DOCS / "new-rule-set.md", tmp_path, run)
    assert checked(run, tmp_path) == ([0], [])
    rules = tmp_path / "xom.yaml"
    text = rules.read_text(encoding="utf-8").replace("unit: hamlet", "unit: hamlett", 1)
    rules.write_text(text, encoding="utf-8")
    number = 1 + text.split("\n").index("unit: hamlett")
    codes, annotations = checked(run, tmp_path)
    assert codes == [2]
    found = [
        re.fullmatch(r"::error file=([^,:]+),line=(\d+),col=(\d+),title=([\w-]+)::(.+)", one) for one in annotations
    ]
    assert ("xom.yaml", str(number)) in {(one[1], one[2]) for one in found if one}
    assert all(found)
