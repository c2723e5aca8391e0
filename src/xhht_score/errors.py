"""What can be wrong, and where: places, problems, and the one exception that carries them."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Literal, NamedTuple

Severity = Literal["error", "warning", "notice"]

#: Every problem code with its severity, in the groups of docs/messages.md; `words` holds the sentences for exactly
#: these codes, and tests/catalogue.py an example of each.
GROUPS: Mapping[str, Mapping[str, Severity]] = {
    "files and the command line": {
        "file-missing": "error",
        "file-is-directory": "error",
        "set-is-workbook": "error",
        "workbook-is-set": "error",
        "file-unreadable": "error",
        "file-not-regular": "error",
        "directory-missing": "error",
        "output-unwritable": "error",
        "output-is-input": "error",
        "output-is-link": "error",
        "output-is-device": "error",
        "output-exists": "error",
        "output-format-unknown": "error",
        "unknown-file-kind": "error",
        "nothing-found": "error",
        "usage": "error",
        "no-such-command": "error",
        "report-what": "error",
        "unknown-level": "error",
        "unknown-indicator-asked": "error",
        "which-unknown": "error",
        "group-unknown": "error",
        "reading-unclear": "error",
        "unknown-set": "error",
        "duplicate-unit": "error",
        "duplicate-name": "warning",
        "parts-passed-over": "notice",
        "file-passed-over": "notice",
        "files-passed-over": "notice",
        "no-such-language": "error",
        "limit-unusable": "error",
        "problems-left-out": "notice",
    },
    "criteria files: the YAML itself": {
        "not-utf8": "error",
        "empty-file": "error",
        "yaml-syntax": "error",
        "nested-too-deep": "error",
        "yaml-too-large": "error",
        "tab-indentation": "error",
        "colon-in-text": "error",
        "comma-in-text": "error",
        "repeated-key": "error",
        "anchor-or-alias": "error",
        "yaml-tag": "error",
        "several-documents": "error",
    },
    "criteria files: the fields": {
        "expected-mapping": "error",
        "expected-list": "error",
        "expected-text": "error",
        "empty-value": "error",
        "field-lacking": "error",
        "field-unknown": "error",
        "word-unknown": "error",
        "kind-unknown": "error",
        "one-of-fields": "error",
        "bad-id": "error",
        "bad-date": "error",
        "bad-day": "error",
        "bad-number": "error",
        "number-of-digits": "error",
        "decimal-comma": "error",
        "percent-expected": "error",
        "percent-unexpected": "error",
        "whole-number-expected": "error",
        "number-out-of-bounds": "error",
        "number-of-items": "error",
        "number-not-positive": "error",
        "three-decimals": "warning",
        "value-unusable": "error",
    },
    "criteria files: what must hold between fields": {
        "id-repeated": "error",
        "points-do-not-add-up": "error",
        "points-finer-than-rounding": "error",
        "indicator-unknown": "error",
        "criterion-unknown": "error",
        "office-unknown": "error",
        "fact-unknown": "error",
        "choice-unknown": "error",
        "fact-name-taken": "error",
        "step-unknown": "error",
        "steps-out-of-order": "error",
        "threshold-lacking": "error",
        "threshold-unreachable": "error",
        "maximum-unreachable": "error",
        "points-unlike-indicator": "error",
        "period-reversed": "error",
        "reference-lacking": "error",
        "part-unknown": "error",
        "reading-option-unknown": "error",
        "reading-fixed": "error",
        "reading-unknown": "error",
        "periods-overlap": "error",
        "whole-before-twice": "error",
        "parts-expected": "error",
        "parts-unexpected": "error",
        "parts-need-bars": "error",
        "bar-lacking": "error",
        "points-without-scoring": "error",
        "condition-without-points": "error",
        "extends-circle": "error",
        "extends-outside": "error",
        "extends-too-far": "error",
        "variant-without-decision": "error",
        "variant-id-taken": "error",
        "version-read-twice": "error",
        "variant-drops-when": "notice",
        "set-is-draft": "error",
        "too-many-combinations": "error",
        "condition-implied": "notice",
        "form-without-formulas": "warning",
        "conditions-without-formulas": "warning",
    },
    "cases": {
        "case-failed": "error",
        "case-answer-unusable": "error",
        "cases-without-set": "error",
        "case-unknown": "error",
    },
    "workbooks: the container": {
        "not-a-workbook": "error",
        "workbook-password": "error",
        "workbook-damaged": "error",
        "workbook-empty": "error",
        "workbook-too-large": "error",
        "workbook-too-slow": "error",
        "workbook-unsafe": "error",
        "cells-unclear": "error",
        "text-too-long": "error",
        "marks-too-many": "error",
        "workbook-binary": "error",
        "workbook-foreign": "error",
        "marker-lacking": "error",
    },
    "workbooks: the form": {
        "form-blank": "error",
        "set-not-named": "error",
        "version-differs": "error",
        "set-differs": "warning",
        "unit-name-lacking": "error",
        "code-unusable": "error",
        "year-unusable": "error",
        "year-outside": "warning",
        "tier-ended": "warning",
        "date-unusable": "error",
        "decision-level-unknown": "error",
        "request-before-decision": "warning",
        "decider-is-applicant": "warning",
        "wait-outside-window": "warning",
        "renewal-early": "warning",
        "decision-after-last-day": "warning",
        "decision-before-rules": "warning",
        "request-outside-window": "warning",
        "fact-blank": "notice",
        "choice-reworded": "notice",
        "wholes-differ": "warning",
        "part-beyond-whole": "warning",
        "fact-unusable": "error",
        "looks-unknown": "warning",
        "sheet-hidden": "warning",
        "sheet-ignored": "notice",
        "column-lacking": "error",
        "column-repeated": "error",
        "column-hidden": "notice",
        "column-ignored": "notice",
        "row-hidden": "notice",
        "row-id-unknown": "error",
        "row-id-repeated": "error",
        "row-mixed-up": "error",
        "sheet-repeated": "error",
        "key-repeated": "error",
        "copy-alike": "notice",
        "row-lacking": "error",
    },
    "workbooks: what the council wrote": {
        "appraisal-without-reason": "warning",
        "appraisal-unclear": "error",
        "appraisal-beside-not-applicable": "warning",
        "appraisal-not-merged": "warning",
        "nothing-appraised": "notice",
    },
    "workbooks: what was changed since the form was handed out": {
        "formula-changed": "warning",
        "label-changed": "warning",
        "choices-changed": "notice",
        "changes-more": "warning",
        "bounds-take-fractions": "notice",
        "form-changed": "warning",
        "form-not-compared": "notice",
        "choice-not-merged": "notice",
        "result-differs": "warning",
        "row-left-out": "warning",
        "row-takes-otherwise": "warning",
    },
    "workbooks: a clean form made of an old one": {
        "not-carried": "error",
        "cell-restored": "notice",
    },
    "workbooks: the cells": {
        "cell-legacy-encoding": "warning",
        "cell-merged": "warning",
        "cell-error-value": "error",
        "cell-formula-uncalculated": "error",
        "cell-not-a-number": "error",
        "cell-ambiguous-number": "error",
        "cell-thousands-read": "warning",
        "cell-percent-ambiguous": "error",
        "cell-percent-read": "warning",
        "cell-percent-above": "warning",
        "cell-percent-lost": "warning",
        "cell-percent-format": "error",
        "change-far-apart": "warning",
        "cell-holds-date": "error",
        "cell-looks-like-date": "warning",
        "cell-three-decimals": "warning",
        "cell-number-hidden": "warning",
        "cell-shown-otherwise": "warning",
        "cell-not-understood": "error",
        "reason-without-mark": "warning",
        "cell-not-whole": "error",
        "cell-negative": "error",
        "cell-above-maximum": "error",
        "cell-below-minimum": "error",
        "cell-off-step": "error",
        "cell-word-unknown": "error",
        "numerator-above-denominator": "error",
        "denominator-zero": "error",
        "parts-above-whole": "error",
        "not-applicable-forbidden": "error",
        "not-applicable-without-reason": "error",
        "not-applicable-unclear": "error",
        "answer-beside-not-applicable": "warning",
        "answer-blank": "notice",
        "answer-not-asked": "notice",
        "answer-not-carried": "error",
        "reading-open": "notice",
        "evidence-lacking": "warning",
        "evidence-blank": "notice",
    },
    "lower units and last year": {
        "lower-useless": "notice",
        "lower-passed-over": "warning",
        "lower-elsewhere": "notice",
        "lower-incomplete": "warning",
        "lower-filled": "notice",
        "lower-differs": "warning",
        "lower-undecided": "notice",
        "lower-unclear": "warning",
        "lower-twice": "error",
        "lower-none": "warning",
        "lower-set-unnamed": "warning",
        "lower-set-absent": "warning",
        "lower-renamed": "warning",
        "lower-other-land": "warning",
        "last-year-useless": "notice",
        "last-year-unlike": "warning",
        "last-year-filled": "notice",
        "last-year-differs": "warning",
        "last-year-lacking": "warning",
        "last-year-other-unit": "warning",
        "last-year-other-land": "warning",
        "last-year-carried": "notice",
        "last-year-blank": "warning",
    },
    "a table of units": {
        "table-too-large": "error",
        "table-too-wide": "error",
        "table-empty": "error",
        "table-quote-open": "error",
        "table-column-unknown": "error",
        "table-column-repeated": "error",
        "table-column-lacking": "error",
        "table-cell-beside": "error",
        "table-name-blank": "error",
        "table-code-repeated": "error",
        "table-year-unusable": "error",
        "output-directory-lacking": "error",
        "one-unit-only": "error",
        "from-another-form": "error",
    },
    "parts of a form": {
        "part-unlike": "error",
        "part-assignee-unknown": "error",
        "part-outranked": "notice",
        "answer-conflict": "error",
        "info-conflict": "error",
        "conflict-unknown": "error",
        "conflicts-sheet-lacking": "warning",
        "leftovers-sheet-lacking": "warning",
    },
}

#: Every problem code with its severity.
SEVERITIES: Mapping[str, Severity] = {code: severity for group in GROUPS.values() for code, severity in group.items()}

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


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to tell the reader: a code from `SEVERITIES`, its place, and the arguments of its sentence."""

    code: str
    place: Place = _NOWHERE
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """error: something could not be used; warning: used, but look at it; notice: good to know."""
        return SEVERITIES[self.code]

    def __repr__(self) -> str:
        return f"Problem({SEVERITIES.get(self.code, '?')} {self.code!r}, place={str(self.place)!r})"

    def within(self, file: str) -> Problem:
        """Give the same problem with its file named."""
        return replace(self, place=self.place._replace(file=file))


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Several:
    """The first few of many things, and how many there are in all, where nobody needs to hold them all."""

    named: tuple[Any, ...]
    count: int


def os_problem(code: str, file: str, error: OSError) -> Problem:
    """Give a problem of a file that the system refuses; `words` knows the system's common reasons by their names."""
    return Problem(code, Place(file), {"os_error": errno.errorcode.get(error.errno or 0, "?")})


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
