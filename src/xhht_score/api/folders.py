"""What lies in a folder: forms, criteria sets with their cases, and what is passed over, which is always named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from xhht_score.errors import MOST_NAMED, Place, Problem, Several, os_problem
from xhht_score.letters import alphabetical
from xhht_score.loading.shipped import CASES_SUFFIX, YAML_SUFFIXES, is_criteria_file

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_LOCK = "~$"
_PASSED_OVER = {"workbook-foreign": "passed-foreign", "form-blank": "passed-blank"}
#: Folders within folders are entered so many times.
MOST_FOLDERS = 30


def find_workbooks(directory: Path) -> tuple[list[Path], list[Problem]]:
    """Give every workbook below a directory, sorted folder by folder, and what there is to say of the others.

    Lock files, hidden workbooks and links to folders are passed over with a notice; hidden folders are not entered.
    """
    found: list[Path] = []
    hidden: list[Path] = []
    problems: list[Problem] = []
    for path in _files_below(directory, problems):
        if path.suffix.lower() not in WORKBOOK_SUFFIXES:
            continue
        if path.name.startswith(_LOCK):
            problems.append(file_passed(str(path), "passed-lock"))
        elif path.name.startswith("."):
            hidden.append(path)
        else:
            found.append(path)
    return found, [*problems, *_named(directory, hidden, "passed-hidden")]


def find_rules(directory: Path) -> tuple[list[Path], list[Problem]]:
    """Give every criteria set and every file of cases below a directory, and one notice that names all other YAML."""
    found: list[Path] = []
    others: list[Path] = []
    for path in _files_below(directory, []):  # what is wrong with folders is said of the workbooks in them
        if path.suffix.lower() in YAML_SUFFIXES:
            ours = path.name.endswith(CASES_SUFFIX) or is_criteria_file(path)
            (found if ours else others).append(path)
    return found, _named(directory, others, "passed-no-set")


def file_passed(file: str, reason: str) -> Problem:
    """Give the notice that one file is passed over."""
    return Problem("file-passed-over", Place(file), {"reason": reason})


def softened(problem: Problem) -> Problem:
    """Give a notice in place of the error that a spreadsheet is no filled form; other problems as they are."""
    reason = _PASSED_OVER.get(problem.code)
    return file_passed(problem.place.file, reason) if reason else problem


def parts_passed_over(beside: Mapping[str, tuple[str, ...]]) -> list[Problem]:
    """Give a notice for each form that has parts of itself beside it."""
    return [Problem("parts-passed-over", Place(file), {"files": files}) for file, files in beside.items()]


def _files_below(directory: Path, problems: list[Problem]) -> Iterator[Path]:
    """Give every file below a directory but in hidden folders; folders that cannot be entered are put to `problems`."""

    def refused(error: OSError) -> None:
        problems.append(os_problem("file-unreadable", str(error.filename), error))

    for folder, folders, names in os.walk(directory, onerror=refused):
        folders[:] = sorted((name for name in folders if not name.startswith(".")), key=alphabetical)
        if folders and len(Path(folder).relative_to(directory).parts) >= MOST_FOLDERS:
            problems += [file_passed(str(Path(folder, name)), "passed-deep") for name in folders]
            folders.clear()
        problems += [
            file_passed(str(Path(folder, name)), "passed-link") for name in folders if Path(folder, name).is_symlink()
        ]
        yield from (Path(folder, name) for name in sorted(names, key=alphabetical))


def _named(directory: Path, paths: Iterable[Path], reason: str) -> list[Problem]:
    """Give one notice that names what was passed over for one reason, a dozen at most; none where nothing was."""
    names = [path.relative_to(directory).as_posix() for path in paths]
    if not names:
        return []
    files = Several(tuple(names[:MOST_NAMED]), len(names))
    return [Problem("files-passed-over", Place(str(directory)), {"files": files, "reason": reason})]
