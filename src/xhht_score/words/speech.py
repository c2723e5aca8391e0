"""`Words`: whatever the program says, in one language."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

from xhht_score import numbers
from xhht_score.errors import Problem, XhhtError
from xhht_score.foreign import shown_text
from xhht_score.numbers import Language
from xhht_score.problems import entry_of
from xhht_score.words.arguments import Arguments, Counted, plain

if TYPE_CHECKING:
    from xhht_score.numbers import Range

T = TypeVar("T")
LANGUAGES: tuple[Language, ...] = get_args(Language)

#: How the keys of phrases begin that only help pages and usage errors need.
_HELP_KEYS = ("help-", "short-", "example-", "label-", "usage-")
#: How the keys of phrases begin that only forms, guides and pages about criteria sets need.
_PAGE_KEYS = (
    "form-", "guide-", "sheet-", "conflict-", "leftover-", "show-", "change-", "field-", "about-", "kind-of-",
    "evidence-is-", "diff-", "gains-", "note-", "every-unit", "no-difference", "html-", "draw-", "book-",
)  # fmt: skip
#: How the keys of phrases begin that only pages about what changed need.
_CHANGE_KEYS = ("compare-", "trend-")
#: How the keys of phrases begin that only plans and what to check need.
_PLAN_KEYS = ("plan-", "ahead-")
#: How the keys of phrases begin that only office papers and their templates need.
_PAPER_KEYS = (
    "paper-", "proof-", "spot-", "unreadable-", "stage-", "no-decision-", "word-", "dossier-", "templates-",
)  # fmt: skip
_NAMES: dict[Language, str] = {"vi": "vietnamese", "en": "english"}


def language_named(given: str) -> Language:
    """Give the language that a word means, in capitals or not; raises `XhhtError` for another word."""
    for language in LANGUAGES:
        if given.casefold() == language:
            return language
    raise XhhtError([Problem("no-such-language", arguments={"given": given})])


@cache
def _part(kind: str, language: Language) -> Any:
    """Give one part of a language's catalogue; loaded when it is first needed, so that the command starts fast."""
    return getattr(import_module(f"xhht_score.words.{kind}_{_NAMES[language]}"), kind.upper())


@cache
def _phrase(key: str, language: Language) -> str:
    """Give a phrase as the catalogue has it, from the part that holds the keys of its kind."""
    kinds = (
        ("help", _HELP_KEYS), ("pages", _PAGE_KEYS), ("compared", _CHANGE_KEYS), ("papers", _PAPER_KEYS),
        ("planned", _PLAN_KEYS),
    )  # fmt: skip
    kind = next((kind for kind, keys in kinds if key.startswith(keys)), "phrases")
    return str(_part(kind, language)[key])


class Words:
    """The words of one language, `vi` or `en`."""

    def __init__(self, language: Language) -> None:
        """Take the language in which everything is said."""
        self.language = language
        self._said: dict[tuple[int, object], tuple[object, Any]] = {}

    def say(self, key: str, /, **arguments: Any) -> str:
        """Give a phrase with its arguments put in."""
        phrase = _phrase(key, self.language)
        if "{" not in phrase:
            return phrase
        return phrase.format_map({name: Counted(plain(self, value)) for name, value in arguments.items()})

    def has(self, key: str) -> bool:
        """Tell whether there is a phrase of this key that stands in no help and on no page."""
        return key in _part("phrases", self.language)

    def text(self, text: Any) -> str:
        """Give a bilingual text in this language."""
        return str(getattr(text, self.language))

    def once(self, about: object, part: object, make: Callable[[], T]) -> T:
        """Give what `make` makes of a thing that does not change, such as a rule; it is made once in a run."""
        known = self._said.get((id(about), part))
        if known is None or known[0] is not about:
            known = self._said[id(about), part] = (about, make())
        made: T = known[1]
        return made

    def number(self, value: Fraction | int, *, decimals: int = 2, against: Iterable[Fraction] = ()) -> str:
        """Give a number by the rule of `numbers.shown`, with the marks of `against`."""
        return numbers.show(Fraction(value), self.language, decimals=decimals, against=against)

    def exact(self, value: Fraction) -> str:
        """Give a number that was written in a definition or typed in, with all its digits."""
        return _exact(value, self.language)

    def percent(self, share: Fraction, *, against: Iterable[Fraction] = ()) -> str:
        """Give a share as a percentage by the rule of `numbers.shown`, with the shares of `against` as marks."""
        return numbers.show_percent(share, self.language, against=against)

    def attainment(self, share: Range | None, *, against: Iterable[Fraction] = ()) -> str:
        """Give an attainment with two decimals, as one percentage or as a range; a dash where there is none.

        `against` are the shares that are asked for.
        """
        if share is None:
            return "–"
        marks = tuple(against)
        low, high = (
            numbers.show_percent(end, self.language, against=marks, fixed=True) for end in (share.low, share.high)
        )
        return low if share.known else self.say("range", low=low, high=high)

    def date(self, day: datetime.date) -> str:
        """Give a date day first, as it is written in Viet Nam; in English as year-month-day."""
        return day.strftime("%d/%m/%Y") if self.language == "vi" else day.isoformat()

    def span(self, first: datetime.date | int | None, last: datetime.date | int | None) -> str:
        """Give from when to when something holds, dates or years; an open end is said as such."""
        start, end = (
            self.date(one) if isinstance(one, datetime.date) else None if one is None else str(one)
            for one in (first, last)
        )
        if start == end:
            return start or "–"
        if end is None:
            return self.say("years-open", first=start)
        return self.say("years-until", last=end) if start is None else self.say("span", first=start, last=end)

    def points(self, points: Range, *, against: Iterable[Fraction] = ()) -> str:
        """Give points as one number or as a range; `against` are the points that are asked for, and the maximum."""
        marks = tuple(against)
        low, high = (self.number(end, against=marks) for end in (points.low, points.high))
        return low if points.known else self.say("range", low=low, high=high)

    def message(self, problem: Problem) -> str:
        """Give what is wrong, with the nearest known word where there is one.

        What was said of a cell when its form was made anew is still said of the new one, with what stood there.
        """
        if "said" in problem.arguments:
            return self.say("leftover-said", **problem.arguments)
        said = self._sentence(problem, "wrong")
        near = problem.arguments.get("nearest")
        return f"{said}; {self.say('did-you-mean', word=near)}" if near else said

    def remedy(self, problem: Problem) -> str:
        """Give what to do about a problem; "" where there is nothing to do."""
        if "said" in problem.arguments:
            return self.say("leftover-remedy")
        return self._sentence(problem, "remedy")

    def line(self, problem: Problem) -> str:
        """Give a problem on one line: place, severity, what is wrong, what to do."""
        place = f"{problem.place}: " if str(problem.place) else ""
        remedy = self.remedy(problem)
        said = f"{place}{self.say(problem.severity)}: {self.message(problem)}"
        return shown_text(f"{said}{'' if said.endswith('?') else '.'} → {remedy}" if remedy else said)

    def counts(self, severities: Iterable[str]) -> str:
        """Give how many errors, warnings and notices there are among some severities."""
        found = list(severities)
        return self.say(
            "count-problems",
            errors=found.count("error"),
            warnings=found.count("warning"),
            notices=found.count("notice"),
        )

    def _sentence(self, problem: Problem, which: Literal["wrong", "remedy"]) -> str:
        entry = entry_of(problem.code)
        template: str = getattr(getattr(entry, self.language), which)
        return template.format_map(Arguments(self, entry.takes, problem.arguments))


@lru_cache(maxsize=4096)
def _exact(value: Fraction, language: Language) -> str:
    return numbers.show(Fraction(value), language, decimals=2, against=[value])
