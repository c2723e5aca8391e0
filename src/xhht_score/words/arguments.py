"""How what is put into a sentence is said: in a phrase by what it is, in the sentence of a problem by its kind."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from xhht_score import numbers
from xhht_score.errors import MOST_NAMED, Several
from xhht_score.numbers import Percentage
from xhht_score.problems.entry import ArgumentKind

if TYPE_CHECKING:
    from xhht_score.criteria.sources import Years
    from xhht_score.merging import AnswerSource
    from xhht_score.words.speech import Words

#: How many cells a sentence names for one thing that was said.
_MOST_SOURCES = 2
#: A cell can hold 32,767 letters; a sentence shows as many of them as somebody reads.
_LONGEST_GIVEN = 200


class Counted(str):
    """What is put into a phrase; `{n:form|forms}` gives the first word where it is one, the second else."""

    __slots__ = ()

    def __format__(self, words: str) -> str:
        one, _, many = words.partition("|")
        return str(self) if not words else one if self == "1" else many


class Arguments:
    """What the sentences of a problem ask for by name; a dash where the problem does not have it."""

    def __init__(self, words: Words, takes: Mapping[str, ArgumentKind], given: Mapping[str, Any]) -> None:
        self._words, self._takes, self._given = words, takes, given

    def __getitem__(self, name: str) -> Counted:
        value = self._given.get(name)
        say = _BY_KIND.get(self._takes.get(name, "text"), plain)
        return Counted(plain(self._words, value) if value is None else say(self._words, value))


def plain(words: Words, value: Any) -> str:
    """Give a number as rules say it, a date, a text of a definition, several of them, or what is a text already."""
    match value:
        case None:
            return "–"
        case Percentage():
            return words.percent(value.share, against=[value.share])
        case Fraction():
            return numbers.show(value, words.language, decimals=6, against=[value])
        case datetime.date():
            return words.date(value)
        case tuple() | Several():
            return _several(words, value, plain)
        case _:
            return words.text(value) if hasattr(value, "vi") else str(value)


def _typed(words: Words, value: Any) -> str:
    said = _as_typed(words, value)
    return said if len(said) <= _LONGEST_GIVEN else said[:_LONGEST_GIVEN] + "…"


def _as_typed(words: Words, value: Any) -> str:
    match value:
        case Percentage():
            said = f"{numbers.show_stored(value.share * 100, words.language)}%"
            if value.stored is None:
                return said
            return words.say("percent-stored", percent=said, stored=numbers.show_stored(value.stored, words.language))
        case Fraction():
            return numbers.show_stored(value, words.language)
        case tuple() | Several():
            return _several(words, value, _as_typed)
        case _:
            return plain(words, value)


def _several(words: Words, value: tuple[Any, ...] | Several, say: Callable[[Words, Any], str]) -> str:
    named, count = (value[:MOST_NAMED], len(value)) if isinstance(value, tuple) else (value.named, value.count)
    parts = [say(words, part) for part in named]
    said = ", ".join(f"“{one}”" for one in parts) if any("," in one for one in parts) else ", ".join(parts)
    more = count - len(parts)
    return f"{said} {words.say('more-of-them', n=more)}" if more else said


def _choices(words: Words, value: Any) -> str:
    return words.say("yes_no") if value == "yes_no" else plain(words, value)


def _criterion(words: Words, identifier: str) -> str:
    return words.say("criterion-n", id=identifier) if identifier else words.say("all-of-set")


def _years(words: Words, years: Years) -> str:
    return words.span(years.first, years.last)


def _limit(words: Words, limit: tuple[str, int]) -> str:
    name, most = limit
    return words.say(f"limit-{name}", n=Fraction(most))


def _system(words: Words, name: str) -> str:
    return words.say(f"os-{name}") if words.has(f"os-{name}") else words.say("os-other", name=name)


def _candidates(words: Words, said: tuple[tuple[Any, tuple[AnswerSource, ...]], ...]) -> str:
    return "; ".join(_candidate(words, value, sources) for value, sources in said)


def _candidate(words: Words, value: Any, sources: tuple[AnswerSource, ...]) -> str:
    """Give what somebody said, who, and in which cells."""
    who = "; ".join(f"{one.who}, {one.file} › {one.sheet}!{one.cell}" for one in sources[:_MOST_SOURCES])
    if (more := len(sources) - _MOST_SOURCES) > 0:
        who += f"; {words.say('more-sources', n=more)}"
    return words.say("candidate-said", value=plain(words, value), who=who)


_BY_KIND: Mapping[ArgumentKind, Callable[[Words, Any], str]] = {
    "typed": _typed,
    "choices": _choices,
    "phrase": lambda words, key: words.say(key),
    "criterion": _criterion,
    "years": _years,
    "limit": _limit,
    "system": _system,
    "candidates": _candidates,
}
