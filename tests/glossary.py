"""The glossary of `docs/glossary.yaml`: its terms, the texts of the shipped sets, and which terms stand in a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xhht_score.loading.shipped import cases_path, shipped_sets
from xhht_score.loading.tree import plain, read_tree

GLOSSARY = Path(__file__).resolve().parents[1] / "docs" / "glossary.yaml"


@dataclass(frozen=True, slots=True)
class Term:
    """A term in Vietnamese, its English name with other spellings of it, and a remark in both languages."""

    vietnamese: str
    english: tuple[str, ...]
    note: dict[str, str]


def terms() -> list[Term]:
    """Give the terms in the order of the file."""
    return [Term(one["vi"], tuple(one["en"]), one.get("note", {})) for one in _raw(GLOSSARY)]


def texts(name: str) -> Iterator[tuple[str, str]]:
    """Give every text of a shipped set in both languages."""
    yield from _texts(_raw(shipped_sets()[name]))


def texts_of_cases(name: str) -> Iterator[tuple[str, str]]:
    """Give every text of the cases of a shipped set in both languages."""
    path = cases_path(shipped_sets()[name])
    yield from _texts(_raw(path)) if path.is_file() else ()


def used(given: list[Term], vietnamese: str) -> list[Term]:
    """Give the terms that stand in a text; one that stands only within a longer term does not."""
    left, found = _plain(vietnamese), []
    for term in sorted(given, key=lambda one: -len(one.vietnamese)):
        name = _plain(term.vietnamese)
        if name in left:
            found.append(term)
            left = left.replace(name, "\N{BULLET}")
    return found


def named(term: Term, english: str) -> bool:
    """Tell whether a text has the English name of a term."""
    return any(_plain(name) in _plain(english) for name in term.english)


def _raw(path: Path) -> Any:
    root = read_tree(path, str(path)).root
    assert root is not None, path
    return plain(root)


def _texts(raw: Any) -> Iterator[tuple[str, str]]:
    if isinstance(raw, dict):
        if raw.keys() == {"vi", "en"} and isinstance(raw["vi"], str):
            yield raw["vi"], raw["en"]
        else:
            for value in raw.values():
                yield from _texts(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from _texts(value)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
