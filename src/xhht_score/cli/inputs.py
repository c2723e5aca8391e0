"""Every file that a run reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from xhht_score.api.folders import find_workbooks
from xhht_score.installation import shipped_directory
from xhht_score.loading.loader import files_of


def files_read(paths: Iterable[Path], sets: Iterable[str]) -> Iterator[Path]:
    """Give the files that paths mean, of folders the workbooks in them, and those of sets; shipped ones are among them.

    A set's are its own, its cases, and whatever it extends.
    """
    yield from shipped_directory().glob("*.yaml")
    for name in sets:
        yield from files_of(name)
    for path in paths:
        if path.is_dir():
            yield from find_workbooks(path)[0]
        else:
            yield path
