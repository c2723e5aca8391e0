"""A clean form with what an old one holds: of the same set or an older version of it, changed or damaged as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xhht_score.api.single import load_for_use, opened, set_named
from xhht_score.errors import Problem, in_order
from xhht_score.loading.loader import Loaded
from xhht_score.merging import EVERYBODY, Conflict, Leftover, resolve, shares
from xhht_score.numbers import Language
from xhht_score.submission import Submission
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import Form
from xhht_score.workbook.reading.form import read_form
from xhht_score.workbook.reading.generations import language_of
from xhht_score.workbook.reading.leftovers import Carried, leftovers
from xhht_score.workbook.reading.parts import joint_of, owners_of
from xhht_score.workbook.reading.typed import as_typed, with_lines
from xhht_score.workbook.returned import fingerprint
from xhht_score.workbook.returned.remaking import refitted
from xhht_score.workbook.writing.template import make_form

if TYPE_CHECKING:
    from openpyxl import Workbook


#: What is no longer so of a form that was made anew, and what is only blank.
_NOT_SAID = ("version-differs", "unit-name-lacking")


@dataclass(frozen=True, slots=True)
class Repaired:
    """What is carried over from a form: `carried` counts its cells, `problems` names everything that is not.

    What reading the form found is among the problems; `leftovers` stand on a sheet of the new form.
    """

    loaded: Loaded
    submission: Submission
    filled_by: str
    assignees: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    leftovers: tuple[Leftover, ...]
    language: Language
    carried: int
    problems: tuple[Problem, ...]

    @property
    def lost(self) -> int:
        """How many cells are not carried over."""
        return sum(map(is_lost, self.problems))

    def book(self, language: Language | None = None) -> Workbook:
        """Give the new form, in the language of the old one unless told otherwise.

        A part of one assignee stays a part; a form of several, as merging makes it, is open everywhere.
        """
        rows = shares(self.loaded.criteria_set)
        return make_form(
            Words(language or self.language),
            self.loaded.criteria_set,
            self.loaded.sha256,
            submission=self.submission,
            filled_by=self.filled_by,
            only=frozenset(rows[self.assignees[0]]) if len(self.assignees) == 1 else None,
            assignees=self.assignees,
            conflicts=self.conflicts,
            leftovers=self.leftovers,
        )


def repair(path: str | Path, criteria: str | None = None) -> Repaired:
    """Read a form, made for any version of the set that it names or of `criteria`, and give what can be carried over.

    Raises `XhhtError` where the file is none of our forms, or the set cannot be used.
    """
    form = opened(path)
    return carried_over(form, load_for_use(criteria or set_named(form)))


def carried_over(original: Form, loaded: Loaded) -> Repaired:
    """Give what can be carried over from a form that was opened already, and what reading it found."""
    criteria_set = loaded.criteria_set
    reading = fingerprint.compared(read_form(refitted(original, criteria_set, loaded.sha256), criteria_set))
    form, words = reading.form, Words(language_of(original))
    submission = with_lines(reading, criteria_set, as_typed(reading, criteria_set))
    remains = leftovers(words, Carried(reading, criteria_set, submission))
    joint, unread = joint_of(words, form, criteria_set, submission, remains.leftovers)
    owners = owners_of(form, criteria_set)
    said = worth_saying(reading.problems)
    if original.text(layout.SET_ID) != criteria_set.id:  # a form of another set has its rows
        said = [one for one in said if one.code != "row-lacking"]
    problems = [*remains.problems, *said, *(_unread(form, one) for one in unread)]
    problems += fingerprint.overwritten(original, criteria_set)
    merged = resolve(criteria_set, joint)
    return Repaired(
        loaded,
        submission,
        form.text(layout.FILLED_BY),
        () if EVERYBODY in owners else tuple(one for one in shares(criteria_set) if one in owners),
        merged.conflicts,
        merged.leftovers,
        words.language,
        remains.carried,
        in_order(problems),
    )


def is_lost(problem: Problem) -> bool:
    """Tell whether a problem is about a cell of this form that is not carried over, not about one of an older form."""
    return problem.code == "not-carried" and "said" not in problem.arguments


def worth_saying(problems: Iterable[Problem]) -> list[Problem]:
    """Give the errors and warnings of reading a form that are still so when it is made anew; not what is blank."""
    return [
        one
        for one in problems
        if one.severity != "notice" and one.code not in _NOT_SAID and one.arguments.get("given") != ""
    ]


def _unread(form: Form, problem: Problem) -> Problem:
    """Give what is wrong with a candidate or an assignee as something that is not carried."""
    given = problem.arguments.get("given")
    return Problem("not-carried", problem.place, {"given": given, "reason": "lost-unusable"})
