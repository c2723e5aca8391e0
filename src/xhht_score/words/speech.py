"""`Words`: whatever the program says, in one language."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, get_args

from xhht_score import numbers
from xhht_score.errors import MOST_NAMED, Problem, Several, XhhtError
from xhht_score.foreign import shown_text
from xhht_score.numbers import Language, Percentage

if TYPE_CHECKING:
    from xhht_score.merging import Source
    from xhht_score.results import Range

LANGUAGES: tuple[Language, ...] = get_args(Language)

#: How the keys of phrases begin that only help pages and usage errors need.
_HELP_KEYS = ("help-", "short-", "example-", "label-", "usage-")
#: How the keys of phrases begin that only forms, guides and pages about criteria sets need.
_PAGE_KEYS = (
    "form-", "guide-", "sheet-", "conflict-", "leftover-", "show-", "change-", "field-", "about-", "kind-of-",
    "evidence-is-", "diff-", "gains-", "note-", "every-unit", "no-difference",
)  # fmt: skip
#: How many cells a sentence names for one thing that was said.
_MOST_SOURCES = 2
#: A cell can hold 32,767 letters; a sentence shows as many of them as somebody reads.
_LONGEST_GIVEN = 200
#: Arguments of problems that are said as somebody typed them, with all digits and without a thousands mark.
_AS_TYPED = ("given", "value", "values", "found", "other", "better", "shown", "computed")
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
    kind = "help" if key.startswith(_HELP_KEYS) else "pages" if key.startswith(_PAGE_KEYS) else "phrases"
    return str(_part(kind, language)[key])


class Counted(str):
    """What is put into a phrase; `{n:form|forms}` gives the first word where it is one, the second else."""

    __slots__ = ()

    def __format__(self, words: str) -> str:
        one, _, many = words.partition("|")
        return str(self) if not words else one if self == "1" else many


class Words:
    """The words of one language, `vi` or `en`."""

    def __init__(self, language: Language) -> None:
        """Take the language in which everything is said."""
        self.language = language
        self._said: dict[tuple[int, object], tuple[object, str]] = {}

    def say(self, key: str, /, **arguments: Any) -> str:
        """Give a phrase with its arguments put in."""
        given = {name: Counted(self._argument(value, name=name)) for name, value in arguments.items()}
        return _phrase(key, self.language).format_map(given)

    def text(self, text: Any) -> str:
        """Give a bilingual text in this language."""
        return str(getattr(text, self.language))

    def once(self, about: object, part: object, make: Callable[[], str]) -> str:
        """Give what `make` says of a thing that does not change, such as a rule; it is made once in a run."""
        known = self._said.get((id(about), part))
        if known is None or known[0] is not about:
            known = self._said[id(about), part] = (about, make())
        return known[1]

    def number(self, value: Fraction | int, *, decimals: int = 2, against: Iterable[Fraction] = ()) -> str:
        """Give a number by the rule of `numbers.shown`, with the marks of `against`."""
        return numbers.show(Fraction(value), self.language, decimals=decimals, against=against)

    def exact(self, value: Fraction) -> str:
        """Give a number that was written in a definition or typed in, with all its digits."""
        return self.number(value, against=[value])

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
        return low if share.low == share.high else self.say("range", low=low, high=high)

    def date(self, day: datetime.date) -> str:
        """Give a date day first, as it is written in Viet Nam; in English as year-month-day."""
        return day.strftime("%d/%m/%Y") if self.language == "vi" else day.isoformat()

    def points(self, points: Range, *, against: Iterable[Fraction] = ()) -> str:
        """Give points as one number or as a range; `against` are the points that are asked for, and the maximum."""
        marks = tuple(against)
        low, high = (self.number(end, against=marks) for end in (points.low, points.high))
        return low if points.low == points.high else self.say("range", low=low, high=high)

    def message(self, problem: Problem) -> str:
        """Give what is wrong, with the nearest known word where there is one.

        What was said of a cell when its form was made anew is still said of the new one, with what stood there.
        """
        if "said" in problem.arguments:
            return self.say("leftover-said", **problem.arguments)
        said = self._filled(_part("messages", self.language)[problem.code][0], problem)
        near = problem.arguments.get("nearest")
        return f"{said}; {self.say('did-you-mean', word=near)}" if near else said

    def remedy(self, problem: Problem) -> str:
        """Give what to do about a problem; "" where there is nothing to do."""
        if "said" in problem.arguments:
            return self.say("leftover-remedy")
        return self._filled(_part("messages", self.language)[problem.code][1], problem)

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

    def _filled(self, template: str, problem: Problem) -> str:
        percent = bool(problem.arguments.get("percent"))
        arguments = {name: self._argument(value, percent, name) for name, value in problem.arguments.items()}
        if len(arguments.get("given", "")) > _LONGEST_GIVEN:
            arguments["given"] = arguments["given"][:_LONGEST_GIVEN] + "…"
        if problem.code == "points-do-not-add-up":
            named = problem.arguments["what"]
            arguments["what"] = self.say("criterion-n", id=named) if named else self.say("all-of-set")
        if problem.arguments.get("expected") == "yes_no":
            arguments["expected"] = self.say("yes_no")
        if "without" in arguments:
            arguments["without"] = self.say(f"without-{arguments['without']}")
        if over := problem.arguments.get("over"):
            arguments["over"] = self.say(f"limit-{over}", n=Fraction(problem.arguments["most"]))
        if "candidates" in arguments:
            arguments["candidates"] = "; ".join(self._candidate(*one) for one in problem.arguments["candidates"])
        if "years" in arguments:
            from xhht_score.words.clauses import span

            years = problem.arguments["years"]
            arguments["years"] = span(self, years.first, years.last)
        if refused := problem.arguments.get("os_error"):
            known = f"os-{refused}"
            arguments["reason"] = self.say(
                known if known in _part("phrases", self.language) else "os-other", name=refused
            )
        elif reason := problem.arguments.get("reason"):
            arguments["reason"] = self.say(str(reason))
        return template.format_map({name: Counted(said) for name, said in arguments.items()})

    def _candidate(self, value: Any, percent: bool, sources: Sequence[Source]) -> str:
        """Give what somebody said, who, and in which cells."""
        who = "; ".join(f"{one.who}, {one.file} › {one.sheet}!{one.cell}" for one in sources[:_MOST_SOURCES])
        if more := len(sources) - _MOST_SOURCES:
            who += f"; {self.say('more-sources', n=more)}" if more > 0 else ""
        return self.say("candidate-said", value=self._argument(value, percent), who=who)

    def _argument(self, value: Any, percent: bool = False, name: str = "") -> str:
        if value is None:
            return "–"
        if isinstance(value, Percentage):
            said = f"{numbers.show_stored(value.share * 100, self.language)}%"
            stored = "" if value.stored is None else numbers.show_stored(value.stored, self.language)
            return self.say("percent-stored", percent=said, stored=stored) if stored else said
        if isinstance(value, Fraction):
            if percent:
                return self._argument(Percentage(value)) if name in _AS_TYPED else self.percent(value, against=[value])
            if name in _AS_TYPED:
                return numbers.show_stored(value, self.language)
            return numbers.show(value, self.language, decimals=6, against=[value])
        if isinstance(value, datetime.date):
            return self.date(value)
        if isinstance(value, tuple):
            value = Several(value[:MOST_NAMED], len(value))
        if isinstance(value, Several):
            parts = [self._argument(part, percent, name) for part in value.named]
            named = ", ".join(f"“{one}”" for one in parts) if any("," in one for one in parts) else ", ".join(parts)
            more = value.count - len(parts)
            return f"{named} {self.say('more-of-them', n=more)}" if more else named
        return self.text(value) if hasattr(value, "vi") else str(value)
