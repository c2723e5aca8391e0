"""A clean form with what an old one holds: of the same set or an older version of it, changed or damaged as it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xhht_score.api.remade import Remade
from xhht_score.api.single import load_for_use, opened, set_named
from xhht_score.errors import Problem, in_order
from xhht_score.loading.loader import Loaded
from xhht_score.merging import resolve
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import Form
from xhht_score.workbook.reading.form import read_form
from xhht_score.workbook.reading.generations import language_of
from xhht_score.workbook.reading.leftovers import Carried, leftovers
from xhht_score.workbook.reading.offices import part_of
from xhht_score.workbook.reading.parts import joint_of
from xhht_score.workbook.reading.typed import as_typed, with_lines
from xhht_score.workbook.returned import fingerprint
from xhht_score.workbook.returned.remaking import refitted

#: What is no longer so of a form that was made anew, and what is only blank.
_NOT_SAID = ("version-differs", "unit-name-lacking")


def repair(path: str | Path, criteria: str | None = None) -> Remade:
    """Read a form, made for any version of the set that it names or of `criteria`, and give what can be carried over.

    Raises `XhhtError` where the file is none of our forms, or the set cannot be used.
    """
    form = opened(path)
    return carried_over(form, load_for_use(criteria or set_named(form)))


def carried_over(original: Form, loaded: Loaded) -> Remade:
    """Give what can be carried over from a form that was opened already, and what reading it found."""
    criteria_set = loaded.criteria_set
    reading = fingerprint.compared(read_form(refitted(original, criteria_set, loaded.sha256), criteria_set))
    form, words = reading.form, Words(language_of(original))
    submission = with_lines(reading, criteria_set, as_typed(reading, criteria_set))
    remains = leftovers(words, Carried(reading, criteria_set, submission))
    joint, unread = joint_of(words, form, criteria_set, submission, remains.leftovers)
    said = worth_saying(reading.problems)
    if original.text(layout.SET_ID) != criteria_set.id:  # a form of another set has its rows
        said = [one for one in said if one.code != "row-lacking"]
    problems = [*remains.problems, *said, *(_unread(form, one) for one in unread)]
    problems += fingerprint.overwritten(original, criteria_set)
    merged = resolve(criteria_set, joint)
    return Remade(
        loaded,
        submission,
        form.text(layout.FILLED_BY),
        part_of(form, criteria_set),
        conflicts=merged.conflicts,
        leftovers=merged.leftovers,
        files=(form.file,),
        language=words.language,
        carried=remains.carried,
        problems=in_order(problems),
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
