"""What is looked at whenever a test makes a problem: the table has its code, and every argument is of its kind."""

from __future__ import annotations

import datetime
import traceback
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from string import Formatter
from typing import Any

from xhht_score.criteria.sources import Years
from xhht_score.errors import Problem, Several
from xhht_score.merging import AnswerSource
from xhht_score.numbers import Percentage
from xhht_score.problems import entry_of, is_known
from xhht_score.problems.entry import ArgumentKind
from xhht_score.words import Words

_made: list[str] = []


def install() -> None:
    """Have every problem that is made from now on looked at; what is wrong with one is found by `taken`."""
    make: Callable[..., None] = Problem.__init__

    def made(problem: Problem, *given: Any, **named: Any) -> None:
        make(problem, *given, **named)
        _made.extend(f"{_maker()}: {one}" for one in wrong(problem))

    Problem.__init__ = made  # type: ignore[method-assign] - tests look at each that is made


def taken() -> list[str]:
    """Give what was wrong with problems since this was last asked."""
    found = [*_made]
    _made.clear()
    return found


def wrong(problem: Problem) -> Iterator[str]:
    """Give what the table says otherwise than a problem: its code, arguments that are lacking, unknown or unlike."""
    if not is_known(problem.code):
        yield f"no code {problem.code}"
        return
    if "said" in problem.arguments:  # it says what an old form said
        return
    entry = entry_of(problem.code)
    for name in sorted(asked(problem.code) - set(problem.arguments)):
        yield f"{problem.code} lacks {name}"
    for name, value in problem.arguments.items():
        if name in entry.takes:
            if not FITS[entry.takes[name]](value):
                yield f"{problem.code}: {name} is no {entry.takes[name]}: {value!r}"
        elif name != "nearest":
            yield f"{problem.code} takes no {name}"


@cache
def asked(code: str) -> frozenset[str]:
    """Give the arguments that the sentences of a problem ask for."""
    entry = entry_of(code)
    return frozenset(name for text in (*entry.vi, *entry.en) for _, name, _, _ in Formatter().parse(text) if name)


def _maker() -> str:
    frame = next(one for one in reversed(traceback.extract_stack()) if not one.filename.endswith("declared.py"))
    return f"{frame.filename}:{frame.lineno}"


def _is_phrase(key: object) -> bool:
    try:
        return isinstance(key, str) and bool(Words("vi").say(key))
    except KeyError as error:  # the phrase is there and takes arguments, or it is not
        return error.args[0] != key


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str | int) or hasattr(value, "vi")


def _is_number(value: object) -> bool:
    return value is None or isinstance(value, str | int | Fraction | Percentage)


def _is_typed(value: object) -> bool:
    if isinstance(value, tuple) and not isinstance(value, Percentage):
        return all(map(_is_typed, value))
    return _is_number(value) or isinstance(value, datetime.date | Several | list | dict)  # YAML has lists and mappings


def _is_list(value: object) -> bool:
    return isinstance(value, tuple | Several) and not isinstance(value, Percentage)


def _are_candidates(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(who, AnswerSource) for _, said_by in value for who in said_by)


FITS: Mapping[ArgumentKind, Callable[[Any], bool]] = {
    "text": _is_text,
    "typed": _is_typed,
    "number": _is_number,
    "date": lambda value: isinstance(value, datetime.date),
    "list": _is_list,
    "choices": lambda value: value == "yes_no" or _is_list(value),
    "phrase": _is_phrase,
    "criterion": lambda value: isinstance(value, str),
    "years": lambda value: isinstance(value, Years),
    "limit": lambda value: isinstance(value[1], int) and _is_phrase(f"limit-{value[0]}"),
    "system": lambda value: isinstance(value, str),
    "candidates": _are_candidates,
}
