"""Makes the example workbooks from units.yaml and national.yaml, and the reports that they give.

Run it after a change to either:

    python examples/make.py [--check]

A workbook is written again only when its cells change, because the bytes of an .xlsx differ at every save.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import python_calamine

from xhht_score.api.single import load_once
from xhht_score.loading.notation import answers_from
from xhht_score.loading.tree import plain, read_tree
from xhht_score.submission import Dates, Decision, Submission, Unit
from xhht_score.words import Words
from xhht_score.workbook.writing.template import make_form

HERE = Path(__file__).resolve().parent
#: Runs `xhht` with arguments in a directory.
Command = Callable[[Sequence[object], Path], None]
CRITERIA = "thanh-hoa-2020"
PILOT = ("bathuoc.xlsx", "dangbokhoi.xlsx", "nongcong.xlsx", "samson.xlsx", "yendinh.xlsx")
VARIANT = "tt25/xa-tinh-mau.yaml"
#: What is made of the workbooks: the arguments of `xhht` for each file.
REPORTS = {
    "report.md": ("report", *PILOT, "--format", "md"),
    "report.en.md": ("report", *PILOT, "--format", "md", "--lang", "en"),
    "report.html": ("report", *PILOT, "--format", "html"),
    "report.csv": ("report", *PILOT, "--format", "csv"),
    "bathuoc.json": ("score", "bathuoc.xlsx", "--format", "json"),
    "yendinh.md": ("score", "yendinh.xlsx", "--format", "md"),
    "tt25/huyen-mau.md": ("score", "tt25/huyen-mau.xlsx", "--lower", "tt25/xa", "--format", "md"),
    "tt25/report.md": ("report", "--all", "--dir", "tt25/xa", "--format", "md"),
    "tt25/xa-2025.md": ("report", "--all", "--dir", "tt25/xa-2025", "--format", "md"),
    "tt25/xa-tinh-mau.md": ("criteria", "diff", "tt25-2023-xa", VARIANT, "--dir", "tt25/xa", "--format", "md"),
    "tt25/xa-huong-dan.md": ("criteria", "guide", "tt25-2023-xa", "--format", "md"),
    "tt24/truong-trung-cap-mau.md": ("score", "tt24/truong-trung-cap-mau.xlsx", "--format", "md"),
    "tt24/ban-tuyen-giao-mau.md": ("score", "tt24/ban-tuyen-giao-mau.xlsx", "--format", "md"),
    "tt24/van-phong-huyen-mau.md": ("score", "tt24/van-phong-huyen-mau.xlsx", "--format", "md", "--lang", "en"),
}


def units(*files: str) -> Iterator[dict[str, Any]]:
    """Give the entries of the units, each with all that it takes over from the one that it is `like`."""
    for file in files or ("units.yaml", "national.yaml"):
        root = read_tree(HERE / file, file).root
        assert root is not None
        known: dict[str, dict[str, Any]] = {}
        for entry in plain(root)["units"]:
            other = known[entry["like"]] if "like" in entry else {}
            answers = {**other.get("answers", {}), **entry.get("answers", {})}
            whole = {**other, **entry, "answers": answers}
            if "id" in entry:
                known[entry["id"]] = whole
            yield whole


def submission_from(entry: dict[str, Any]) -> Submission:
    """Give the submission that one entry describes."""
    criteria_set = load_once(entry.get("criteria_set", CRITERIA)).criteria_set
    lacking: dict[str, bool | None] = dict.fromkeys(entry.get("without_evidence", []), False)
    answers = answers_from(criteria_set, entry["answers"], lacking)
    documents, notes = entry.get("evidence", {}), entry.get("notes", {})
    answers = {
        name: answer.model_copy(update={"documents": documents.get(name), "note": notes.get(name)})
        for name, answer in answers.items()
    }
    unit = Unit(name=entry["name"], code=entry["code"], parent=entry["parent"])
    held, asked = entry.get("decision", "none"), entry.get("requested")
    dates = Dates(
        decision=Decision(**{**held, "date": date.fromisoformat(held["date"])}) if held != "none" else None,
        requested=date.fromisoformat(asked) if asked else None,
    )
    facts = entry.get("facts", {})
    return Submission(unit=unit, year=int(entry["year"]), dates=dates, facts=facts, answers=answers)


def make_workbooks(directory: Path) -> list[Path]:
    """Write every example workbook into a directory, where it is not there already, and give the paths."""
    words, paths = Words("vi"), []
    for entry in units():
        loaded = load_once(entry.get("criteria_set", CRITERIA))
        filled_by = f"{entry['filled_by']} (số liệu hư cấu)"
        submission = submission_from(entry)
        book = make_form(words, loaded.criteria_set, loaded.sha256, submission=submission, filled_by=filled_by)
        path = directory / f"{entry['file']}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            fresh = Path(scratch, path.name)
            book.save_with_results(fresh)
            if not path.exists() or parts_of(fresh) != parts_of(path):
                path.write_bytes(fresh.read_bytes())
        paths.append(path)
    return paths


def parts_of(path: Path) -> dict[str, bytes]:
    """Give the parts of a workbook, but for the one that says when it was made."""
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist() if name != "docProps/core.xml"}


def cells_of(path: Path) -> dict[str, list[list[Any]]]:
    """Give the cells of every sheet of a workbook."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def by_process(arguments: Sequence[object], directory: Path) -> None:
    """Run the command in a directory."""
    subprocess.run([sys.executable, "-m", "xhht_score", *map(str, arguments)], cwd=directory, check=True)


def make_reports(directory: Path, run: Command = by_process) -> list[Path]:
    """Write the reports of the workbooks in a directory and give the paths."""
    if directory != HERE:
        shutil.copy(HERE / VARIANT, directory / VARIANT)
    for name, arguments in REPORTS.items():
        run([*arguments, "--quiet", "--output", name], directory)
    return [directory / name for name in REPORTS]


def stale(run: Command = by_process) -> list[str]:
    """Give the names of example files that are not what this script makes now."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch)
        found = []
        for path in make_workbooks(fresh):
            kept = HERE / path.relative_to(fresh)
            if not kept.exists() or cells_of(path) != cells_of(kept):
                found.append(str(path.relative_to(fresh)))
        for path in make_reports(fresh, run):
            kept = HERE / path.relative_to(fresh)
            if not kept.exists() or kept.read_bytes() != path.read_bytes():
                found.append(str(path.relative_to(fresh)))
        return found


if __name__ == "__main__":
    if "--check" in sys.argv:
        if old := stale():
            sys.exit(f"not current, run python examples/make.py: {', '.join(old)}")
    else:
        make_workbooks(HERE)
        make_reports(HERE)
