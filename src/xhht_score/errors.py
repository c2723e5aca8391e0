"""What can be wrong, and where: places, problems, and the one exception that carries them."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import field
from itertools import islice
from typing import Any, NamedTuple

from xhht_score.problems import Severity as Severity
from xhht_score.problems import entry_of
from xhht_score.records import record

_CELL = re.compile(r"([A-Z]+)(\d+)")


class Place(NamedTuple):
    """Where something stands: a file, then a line and column (counted from 1), or a sheet and a cell ("F12")."""

    file: str = ""
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None

    @property
    def order(self) -> tuple[str, int, int, str, int, str]:
        """A key that sorts places as a reader meets them: by file, line, sheet, row, then column."""
        row, letters = 0, ""
        if self.cell and (match := _CELL.fullmatch(self.cell)):
            letters, row = match[1].rjust(3), int(match[2])
        return (self.file, self.line or 0, self.column or 0, self.sheet or "", row, letters)

    def __str__(self) -> str:
        """Give `file:line:column` or `file › sheet!cell`, leaving out what is not known."""
        if self.line is not None:
            return f"{self.file}:{self.line}:{self.column or 1}"
        inside = "!".join(part for part in (self.sheet, self.cell) if part)
        return " › ".join(part for part in (self.file, inside) if part)


_NOWHERE = Place()


@record
class Problem:
    """One thing to tell the reader: a code of the table in `problems`, its place, and the arguments of its sentence."""

    code: str
    place: Place = _NOWHERE
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """error: something could not be used; warning: used, but look at it; notice: good to know."""
        return entry_of(self.code).severity

    def __repr__(self) -> str:
        return f"Problem({self.severity} {self.code!r}, place={str(self.place)!r})"

    def within(self, file: str) -> Problem:
        """Give the same problem with its file named."""
        return Problem(self.code, self.place._replace(file=file), self.arguments)


@record
class Flaw:
    """A problem inside a definition that does not know its file: a path of keys and indexes instead of a place."""

    code: str
    path: tuple[str | int, ...] = ()
    arguments: Mapping[str, Any] = field(default_factory=dict)


class Flaws(ValueError):
    """Raised inside a definition's validator to report several flaws at once; it never reaches a user."""

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        self.flaws = tuple(flaws)
        super().__init__(", ".join(flaw.code for flaw in self.flaws))


class XhhtError(Exception):
    """The one exception that users of the package meet; `problems` holds everything that was found, sorted.

    `str(error)` is a sentence for each problem, a line each, with its place and its remedy: in Vietnamese, in English
    where XHHT_LANG says `en`.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(_spoken.by(self.problems))

    def __repr__(self) -> str:
        return f"XhhtError({', '.join(dict.fromkeys(one.code for one in self.problems))})"


class _Spoken:
    """Who puts problems into words: `api` names somebody as soon as it is loaded; until then they have codes only."""

    def __init__(self) -> None:
        self.by: Callable[[Iterable[Problem]], Iterable[str]] = lambda problems: (
            f"{one.place}: {one.code}" for one in problems
        )


_spoken = _Spoken()


def spoken_by(say: Callable[[Iterable[Problem]], Iterable[str]]) -> None:
    """Let a function put the problems of every `XhhtError` into words, because this room knows no language."""
    _spoken.by = say


#: A sentence names so many of many files, units or cells and counts the others.
MOST_NAMED = 12


@record
class Several:
    """The first few of many things, and how many there are in all, where nobody needs to hold them all."""

    named: tuple[Any, ...]
    count: int


def os_problem(code: str, file: str, error: OSError) -> Problem:
    """Give a problem of a file that the system refuses; `words` knows the system's common reasons by their names."""
    return Problem(code, Place(file), {"reason": errno.errorcode.get(error.errno or 0, "?")})


def some_of(known: Collection[str]) -> Several:
    """Give what a sentence says of everything that could stand in a place."""
    return Several(tuple(islice(known, MOST_NAMED)), len(known))


#: Longer ones are no word that somebody mistyped, and comparing them takes long.
_LONGEST_WORD = 60

#: Among more words nobody looks for the nearest one.
_MOST_KNOWN = 5_000
#: So many problems of a file are said, and so many are listed for other programs; the others are counted.
MOST_SAID, MOST_LISTED = 200, 1_000

RANK: Mapping[Severity, int] = {"error": 0, "warning": 1, "notice": 2}


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give the problems sorted by place, then by severity and code, each once."""
    kept: dict[tuple[Place, str, Hashable], Problem] = {}
    for problem in problems:
        kept.setdefault((problem.place, problem.code, _compared(problem.arguments)), problem)
    return tuple(sorted(kept.values(), key=lambda p: (p.place.order, RANK[p.severity], p.code)))


def _compared(arguments: Mapping[str, Any]) -> Hashable:
    """Give something that is the same for the same arguments."""
    try:
        return frozenset(arguments.items())
    except TypeError:  # what somebody wrote into YAML may be a list
        return repr(sorted(arguments.items()))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems is an error."""
    return any(problem.severity == "error" for problem in problems)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the known word that is most like `word`, or None where none is close.

    >>> nearest("titel", ["title", "points"])
    'title'
    """
    from difflib import get_close_matches

    known = list(known)
    if len(word) > _LONGEST_WORD or len(known) > _MOST_KNOWN:
        return None
    by_folded = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None
