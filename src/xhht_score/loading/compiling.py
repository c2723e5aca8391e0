"""Compiles the shipped sets when a wheel is built: each as it is, and with each option of its readings turned alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import XhhtError
from xhht_score.loading.compiled import datum_path, written
from xhht_score.loading.loaded import Readings
from xhht_score.loading.shipped import shipped_sets
from xhht_score.loading.whole import load_whole


def compile_into(folder: Path) -> None:
    """Write the data of the shipped sets as they are to stand beside them, as if the sets stood in a folder."""
    for name, path in shipped_sets().items():
        if (sets := compiled_sets(name)) is not None:
            target = datum_path(folder / path.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(written(path.read_bytes(), sets))


def compiled_sets(name: str) -> dict[Readings, CriteriaSet] | None:
    """Give a shipped set by the readings that are turned in it, none or one.

    None where something would have to be said of it, or where it extends another: such a set is always read whole.
    """
    whole = load_whole(name)
    if whole.problems or whole.base is not None:
        return None
    return {(): whole.criteria_set, **dict(_turned(name, whole.criteria_set))}


def _turned(name: str, criteria_set: CriteriaSet) -> Iterator[tuple[Readings, CriteriaSet]]:
    for reading, one in criteria_set.readings.items():
        for option in one.others:
            readings = ((reading, option),)
            try:
                turned = load_whole(name, readings=readings)
            except XhhtError:  # an option that changes nothing; whoever turns to it is told so
                continue
            if not turned.problems:
                yield readings, turned.criteria_set
