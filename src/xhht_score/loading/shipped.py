"""The criteria sets that come with the program, and how a name or a path finds one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from xhht_score.errors import Place, Problem, XhhtError, nearest
from xhht_score.installation import shipped_directory

CASES_SUFFIX = ".cases.yaml"
_ID_LINE = re.compile(rb"^id:\s*[\"']?([a-z0-9.-]+)", re.MULTILINE)


@cache
def shipped_sets() -> dict[str, Path]:
    """Give the path of every shipped set by its id, sorted by id."""
    paths = (path for path in shipped_directory().glob("*.yaml") if not path.name.endswith(CASES_SUFFIX))
    return {path.stem: path for path in sorted(paths)}


def is_criteria_file(path: Path) -> bool:
    """Tell whether a YAML file is a criteria set (not its cases, not something else), by its name and its `id:`."""
    return (
        path.suffix in (".yaml", ".yml")
        and not path.name.endswith(CASES_SUFFIX)
        and _ID_LINE.search(path.read_bytes()) is not None
    )


def find_criteria(name: str) -> Path:
    """Give the file that `name` means: the id of a shipped set, or a path.

    Raises `XhhtError` where there is neither, with the nearest id.
    """
    shipped = shipped_sets()
    if name in shipped:
        return shipped[name]
    path = Path(name)
    if path.is_dir():
        raise XhhtError([Problem("file-is-directory", Place(name))])
    if path.exists():
        return path
    if path.suffix in (".yaml", ".yml") or "/" in name or "\\" in name:
        raise XhhtError([Problem("file-missing", Place(name))])
    known = tuple(shipped)
    raise XhhtError(
        [Problem("unknown-set", Place(), {"given": name, "expected": known, "nearest": nearest(name, known)})]
    )
