"""What is said to a caller in Python: the language that is meant, and problems as sentences in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from xhht_score.errors import Problem, XhhtError
from xhht_score.numbers import Language
from xhht_score.words import LANGUAGES, Words
from xhht_score.words.bounded import bounded
from xhht_score.words.speech import language_named

_FIRST = LANGUAGES[0]


def language_meant(given: str | None = None) -> Language:
    """Give the language that is asked for; None: what XHHT_LANG says, Vietnamese where it says nothing.

    Raises `XhhtError` for a word that is neither `vi` nor `en`.
    """
    return language_named(given or os.environ.get("XHHT_LANG") or _FIRST)


def sentence(problem: Problem, language: str | None = None) -> str:
    """Give a problem on one line: its place, its severity, what is wrong, and what to do about it.

    `language` is `vi` or `en`; None: what XHHT_LANG says, Vietnamese where it says nothing. Raises `XhhtError` for
    another language.
    """
    return Words(language_meant(language)).line(problem)


def sentences(problems: Iterable[Problem]) -> Iterator[str]:
    """Give the lines of an exception, of each file two hundred at most; what XHHT_LANG says cannot break them."""
    try:
        words = Words(language_meant())
    except XhhtError:
        words = Words(_FIRST)
    return (words.line(problem) for problem in bounded(problems))
