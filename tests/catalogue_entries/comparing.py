"""Examples of what is said where the forms of two times are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from catalogue_entries.example import Example
from filled import file_of

#: What is written of a form: the example unit, and the fields that are changed.
_Form = tuple[str, dict[str, Any]]


def _written(place: str, forms: Mapping[str, _Form]) -> Callable[[Path], str]:
    """Give how to write forms by the paths of their files; the problem stands at `place`."""

    def make(folder: Path) -> str:
        for name, (unit, fields) in forms.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(file_of(unit, **fields))
        return place

    return make


def _example(code: str, line: str, place: str, forms: Mapping[str, _Form], how: str) -> Example:
    return Example(code, tuple(line.split()), _written(place, forms), how, own_folder=True)


_FOLDERS = "compare truoc sau"
EXAMPLES = (
    _example(
        "compare-folder-and-form", "compare samson.xlsx sau", "sau",
        {"samson.xlsx": ("samson", {}), "sau/samson.xlsx": ("samson", {})},
        "`xhht compare` with a form and a folder.",
    ),
    _example(
        "compare-kinds", "compare samson.xlsx xa.xlsx", "xa.xlsx",
        {"samson.xlsx": ("samson", {}), "xa.xlsx": ("xa-01", {})},
        "`xhht compare` with the forms of a district and of a commune.",
    ),
    _example(
        "compare-none-common", _FOLDERS, "sau",
        {"truoc/xa-01.xlsx": ("xa-01", {}), "sau/xa-02.xlsx": ("xa-02", {})},
        "Two folders with the forms of two other units.",
    ),
    _example(
        "compare-twice", _FOLDERS, "truoc/a.xlsx",
        {"truoc/a.xlsx": ("xa-01", {}), "truoc/b.xlsx": ("xa-01", {}), "truoc/c.xlsx": ("xa-02", {}),
         "sau/a.xlsx": ("xa-01", {}), "sau/c.xlsx": ("xa-02", {})},
        "One of two folders holds two forms of a unit.",
    ),
    _example(
        "compare-other-name", _FOLDERS, "sau/a.xlsx",
        {"truoc/a.xlsx": ("xa-01", {"name": "Xã Cũ"}), "sau/a.xlsx": ("xa-01", {})},
        "A code that stands in both folders, with two names.",
    ),
    _example(
        "compare-other-unit", "compare a.xlsx b.xlsx", "b.xlsx",
        {"a.xlsx": ("xa-01", {}), "b.xlsx": ("xa-02", {})},
        "Two forms with two codes.",
    ),
    _example(
        "compare-years", "compare a.xlsx b.xlsx", "b.xlsx",
        {"a.xlsx": ("xa-01", {"year": 2026}), "b.xlsx": ("xa-01", {"year": 2025})},
        "The later form is named first.",
    ),
    _example(
        "compare-other-land", "compare a.xlsx b.xlsx", "b.xlsx",
        {"a.xlsx": ("xa-01", {"year": 2024}), "b.xlsx": ("xa-01", {"year": 2025})},
        "Forms of before and since 1 July 2025.",
    ),
)  # fmt: skip
