"""Makes the example workbooks from units.yaml, and the reports that they give; run it after a change to either.

    python examples/make.py [--check]

A workbook is written again only when its cells change, because the bytes of an .xlsx differ at every save.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import python_calamine

from xhht_score.api.single import load_once
from xhht_score.loading.notation import answers_from
from xhht_score.loading.tree import plain, read_tree
from xhht_score.submission import Submission, Unit
from xhht_score.words import Words
from xhht_score.workbook.template import make_form

HERE = Path(__file__).resolve().parent
CRITERIA = "thanh-hoa-2020"
#: What is made of the workbooks: the arguments of `xhht` for each file.
REPORTS = {
    "report.md": ("report", "--all", "--format", "md"),
    "report.en.md": ("report", "--all", "--format", "md", "--lang", "en"),
    "report.csv": ("report", "--all", "--format", "csv"),
    "bathuoc.json": ("score", "bathuoc.xlsx", "--format", "json"),
    "yendinh.md": ("score", "yendinh.xlsx", "--format", "md"),
}


def units() -> dict[str, Any]:
    """Give the plain data of the units."""
    root = read_tree(HERE / "units.yaml", "units.yaml").root
    assert root is not None
    data: dict[str, Any] = plain(root)
    return data


def submission_from(entry: dict[str, Any]) -> Submission:
    """Give the submission that one entry of units.yaml describes."""
    criteria_set = load_once(CRITERIA).criteria_set
    lacking: dict[str, bool | None] = dict.fromkeys(entry.get("without_evidence", []), False)
    answers = answers_from(criteria_set, entry["answers"], lacking)
    documents, notes = entry.get("evidence", {}), entry.get("notes", {})
    answers = {
        name: answer.model_copy(update={"documents": documents.get(name), "note": notes.get(name)})
        for name, answer in answers.items()
    }
    unit = Unit(name=entry["name"], code=entry["code"], parent=entry["parent"])
    return Submission(unit=unit, year=int(entry["year"]), facts=entry["facts"], answers=answers)


def make_workbooks(directory: Path) -> list[Path]:
    """Write every example workbook into a directory, where its cells are not there already, and give the paths."""
    words, loaded = Words("vi"), load_once(CRITERIA)
    paths = []
    for entry in units()["units"]:
        filled_by = f"{entry['filled_by']} (số liệu hư cấu)"
        submission = submission_from(entry)
        book = make_form(words, loaded.criteria_set, loaded.sha256, submission=submission, filled_by=filled_by)
        path = directory / f"{entry['file']}.xlsx"
        with tempfile.TemporaryDirectory() as scratch:
            fresh = Path(scratch, path.name)
            book.save(fresh)
            if not path.exists() or cells_of(fresh) != cells_of(path):
                path.write_bytes(fresh.read_bytes())
        paths.append(path)
    return paths


def cells_of(path: Path) -> dict[str, list[list[Any]]]:
    """Give the cells of every sheet of a workbook."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def make_reports(directory: Path) -> list[Path]:
    """Write the reports of the workbooks in a directory and give the paths."""
    for name, arguments in REPORTS.items():
        command = [sys.executable, "-m", "xhht_score", *arguments, "--quiet", "--output", name]
        subprocess.run(command, cwd=directory, check=True)
    return [directory / name for name in REPORTS]


def stale() -> list[str]:
    """Give the names of example files that are not what this script makes now."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch)
        found = [path.name for path in make_workbooks(fresh) if cells_of(path) != cells_of(HERE / path.name)]
        for path in make_reports(fresh):
            kept = HERE / path.name
            if not kept.exists() or kept.read_bytes() != path.read_bytes():
                found.append(path.name)
        return found


if __name__ == "__main__":
    if "--check" in sys.argv:
        if old := stale():
            sys.exit(f"not current, run python examples/make.py: {', '.join(old)}")
    else:
        make_workbooks(HERE)
        make_reports(HERE)
