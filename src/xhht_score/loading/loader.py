"""Criteria sets by name: a shipped one as it was compiled with the wheel, every other one from its YAML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from xhht_score.errors import Place, Problem
from xhht_score.loading import compiled
from xhht_score.loading.loaded import Loaded as Loaded
from xhht_score.loading.loaded import Readings as Readings
from xhht_score.loading.loaded import Trusted as Trusted
from xhht_score.loading.loaded import digest
from xhht_score.loading.shipped import shipped_sets

#: Said of a shipped set whose datum is damaged: its YAML was read, which changes no result.
DAMAGED = "set-compiled-damaged"


def load(name: str | Path, *, allow_outside: bool = False, readings: Readings = ()) -> Loaded:
    """Load the criteria set that `name` means: the id of a shipped set, or the path of a YAML file.

    What it extends is a shipped set, or a file beside or below it; with `allow_outside`, or where the name is
    `Trusted`, it may stand anywhere. `readings` are turned; the hash covers them too.
    Raises `XhhtError` with every problem, sorted by place, where the file cannot be used.
    """
    path = shipped_sets().get(name) if isinstance(name, str) else None
    if path is not None and (found := _compiled(path, readings)) is not None:
        return found
    from xhht_score.loading.whole import load_whole

    found = load_whole(name, allow_outside=allow_outside, readings=readings)
    if path is None or not compiled.is_damaged(path):
        return found
    damaged = Problem(DAMAGED, Place(str(compiled.datum_path(path))), {"given": path.stem})
    return replace(found, problems=(damaged, *found.problems))


def files_of(name: str) -> Iterator[Path]:
    """Give the file of a set, the cases beside it, and the files that it extends, as far as they can be followed."""
    from xhht_score.loading.whole import files_followed

    return files_followed(name)


def _compiled(path: Path, readings: Readings) -> Loaded | None:
    """Give a shipped set from its datum, None where that does not have it."""
    try:
        content = path.read_bytes()
    except OSError:  # whoever loads it the whole way is told why
        return None
    criteria_set = compiled.read(path, content).get(readings)
    if criteria_set is None:
        return None
    return Loaded(criteria_set, path, digest(content, readings), ())
