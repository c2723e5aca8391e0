"""The criteria sets that come with the program, and how a name or a path finds one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from xhht_score.errors import Place, Problem, XhhtError, nearest
from xhht_score.installation import shipped_directory

CASES_SUFFIX = ".cases.yaml"
YAML_SUFFIXES = (".yaml", ".yml")
#: A key at the left margin, as its line begins; a field of a set that no other YAML has, or two that others have too.
_KEY = re.compile(r"[\"']?(\w+)[\"']?[ \t]*:")
_TELLING = frozenset(("criteria", "recognition", "extends", "total_points", "assessment_years"))
_COMMON = frozenset(("id", "version", "title", "issuer"))
#: How a file of another encoding begins, and what stands between its letters, as Latin-1 has it.
_ENCODING = re.compile("^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\0")


@cache
def shipped_sets() -> dict[str, Path]:
    """Give the path of every shipped set by its id, sorted by id."""
    paths = (path for path in shipped_directory().glob("*.yaml") if not path.name.endswith(CASES_SUFFIX))
    return {path.stem: path for path in sorted(paths)}


def cases_path(path: Path) -> Path:
    """Give where the cases of a criteria file stand: beside it, `<name>.cases.yaml`."""
    return path.with_name(path.stem + CASES_SUFFIX)


def is_criteria_file(path: Path) -> bool:
    """Tell whether a YAML file is meant as a criteria set, by the keys at its left margin.

    It is read as text, line by line, so that a set that is broken or in another encoding is one too, and so is a file
    that cannot be read: whoever loads it is told why.
    """
    if path.suffix.lower() not in YAML_SUFFIXES or path.name.endswith(CASES_SUFFIX):
        return False
    if path.exists() and not path.is_file():
        return False
    common: set[str] = set()
    try:
        with path.open(encoding="latin-1") as lines:
            for line in lines:
                key = _KEY.match(_ENCODING.sub("", line))
                common |= _COMMON & {key[1]} if key else set()
                if (key and key[1] in _TELLING) or len(common) > 1:
                    return True
    except OSError:
        return True
    return False


#: Suffixes of what is a form and no criteria set.
_OF_FORMS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


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
        if path.suffix.lower() in _OF_FORMS:
            raise XhhtError([Problem("set-is-workbook", Place(name))])
        return path
    if path.suffix in YAML_SUFFIXES or "/" in name or "\\" in name:
        raise XhhtError([Problem("file-missing", Place(name))])
    known = tuple(shipped)
    raise XhhtError(
        [Problem("unknown-set", Place(), {"given": name, "expected": known, "nearest": nearest(name, known)})]
    )
