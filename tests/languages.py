"""The words of one language that the other does not have, and which of them stand in what the program says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cache
from importlib import import_module
from typing import Any

from openpyxl import load_workbook

import glossary
from make import HERE
from xhht_score.loading.shipped import shipped_sets
from xhht_score.loading.tree import plain, read_tree
from xhht_score.numbers import Language
from xhht_score.problems import entries

#: What of a line is the same in both languages: options, ids in brackets, paths and literal names.
_LITERAL = re.compile(r"`[^`]*`|\[[a-z0-9.-]+\]|(?<!\w)--?[a-z][a-z-]*|\S*[/_=|<>]\S*|\w+(?:[.-]\w+)+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NAMES = {"vi": "vietnamese", "en": "english"}
#: How the keys of the phrases begin that no page says as prose: the examples of help pages.
_EXAMPLES = "example-"


def words_of(text: str) -> set[str]:
    """Give the words of a line, without what is the same in both languages."""
    return {word.casefold() for word in _WORD.findall(_LITERAL.sub(" ", text))}


@cache
def foreign_words(language: Language) -> frozenset[str]:
    """Give the words that only the other language has, in all phrases and messages and in all texts of shipped sets."""
    own, other = (set().union(*map(words_of, _texts(one))) for one in (language, "en" if language == "vi" else "vi"))
    return frozenset(other - own)


@cache
def names() -> tuple[str, ...]:
    """Give what people typed into the examples and the documents that sets rest on, the longest first."""
    typed = {_one_line(value) for path in sorted(HERE.rglob("*.xlsx")) for value in _cells(path)}
    sources = {one["document"] for path in shipped_sets().values() for one in _raw(path).get("sources", ())}
    of_sets = {vietnamese for name in shipped_sets() for vietnamese, _ in glossary.texts(name)}
    return tuple(sorted((typed | sources | {"Báo Thanh Hóa"}) - of_sets, key=len, reverse=True))


def foreign(language: Language, said: str) -> list[tuple[str, str]]:
    """Give each word of the other language in what was said, with its line; names stay as they are."""
    wrong = foreign_words(language)
    return [(word, line) for line in _own_words(language, said) for word in sorted(words_of(line) & wrong)]


def _own_words(language: Language, said: str) -> Iterator[str]:
    for line in map(_one_line, said.splitlines()):
        if words_of(line) & foreign_words(language):  # only then it is worth looking for names
            for name in names():
                line = line.replace(name, " ")
        yield line


def _texts(language: Language) -> Iterator[str]:
    for entry in entries().values():
        yield from map(_without_holes, getattr(entry, language))
    for kind in ("phrases", "pages", "help"):
        part = getattr(import_module(f"xhht_score.words.{kind}_{_NAMES[language]}"), kind.upper())
        yield from (_without_holes(text) for key, text in part.items() if not key.startswith(_EXAMPLES))
    for name in shipped_sets():
        for vietnamese, english in (*glossary.texts(name), *glossary.texts_of_cases(name)):
            yield vietnamese if language == "vi" else english


def _without_holes(text: str) -> str:
    return re.sub(r"\{(\w*)(?::([^}]*))?\}", lambda hole: f" {(hole[2] or '').replace('|', ' ')} ", text)


def _cells(path: Any) -> Iterable[str]:
    with closing(load_workbook(path, read_only=True)) as book:
        for sheet in book:
            yield sheet.title
            for row in sheet.iter_rows(values_only=True):
                yield from (one for one in row if isinstance(one, str) and re.search(r"[^ -~]", one))


def _raw(path: Any) -> dict[str, Any]:
    root = read_tree(path, str(path)).root
    assert root is not None
    return plain(root)


def _one_line(text: str) -> str:
    return " ".join(text.split())
