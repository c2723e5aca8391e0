"""One file at a time: load a set, read a workbook, assess it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from xhht_score.criteria import CriteriaSet
from xhht_score.engine import draft_problem, score
from xhht_score.errors import Place, Problem, XhhtError, in_order, nearest
from xhht_score.loading.loader import Loaded, load
from xhht_score.recognition import judge
from xhht_score.reports.assessment import Assessment, Which
from xhht_score.rollup import Other, RollUp, carry_last_year, roll_up
from xhht_score.submission import Submission, appraised
from xhht_score.workbook import layout
from xhht_score.workbook.cells import Form, open_form
from xhht_score.workbook.parts import owners_of
from xhht_score.workbook.reading import Reading, asked_questions, read_form
from xhht_score.workbook.stored import differing


@cache
def load_once(name: str) -> Loaded:
    """Load a criteria set as `load` does, once for each name in a run."""
    return load(name)


def load_for_use(name: str) -> Loaded:
    """Load a set that is to be scored or handed out by; raises `XhhtError` for a draft, with what it lacks."""
    loaded = load_once(name)
    if loaded.criteria_set.status == "draft":
        raise XhhtError([draft_problem(loaded.criteria_set)])
    return loaded


def load_criteria(name: str | Path) -> CriteriaSet:
    """Load a criteria set: `name` is the id of a shipped set, or the path of a YAML file.

    Raises `XhhtError` with every problem of the file, sorted by line, where it cannot be used.
    """
    return load(name).criteria_set


def opened(path: str | Path, today: datetime.date | None = None) -> Form:
    """Open a form as one that is read today, or on the day that is given; raises `XhhtError`."""
    return open_form(Path(path), (today or datetime.date.today()).year)


def read_workbook(path: str | Path, criteria_set: CriteriaSet, *, today: datetime.date | None = None) -> Reading:
    """Read a filled form (.xlsx, .xls, .ods) for a criteria set: its submission and the problems of its cells.

    What people wrote into the form never raises: what cannot be used counts as missing and is among the problems.
    A number that looks like a day up to the end of the year of `today` (None: by the clock) is told as one. Raises
    `XhhtError` where the file is none of our forms or cannot be read at all.
    """
    return read_form(opened(path, today), criteria_set)


def assess(
    path: str | Path,
    criteria: str | None = None,
    *,
    lower: Sequence[Other] | None = None,
    last_year: Sequence[Other] | None = None,
    which: Which = "both",
    today: datetime.date | None = None,
) -> Assessment:
    """Read a form, score it and judge it, by the set that it names or by `criteria` (an id or a path).

    `lower` are the workbooks of lower units, `last_year` those of the year before: blanks are filled from them, figures
    that are there are compared. `which` says whose result is wanted, the unit's own or the council's; with `both` the
    council's stands beside the unit's own. `today` is as for `read_workbook`. Raises `XhhtError` where the file or the
    criteria set cannot be used at all.
    """
    form = opened(path, today)
    loaded = load_for_use(criteria or set_named(form))
    reading = read_for(form, loaded.criteria_set)
    if is_blank_form(form, reading):
        raise XhhtError([Problem("form-blank", Place(form.file))])
    submission, said = reading.submission, list[Problem]()
    rolled: tuple[RollUp, ...] = ()
    if last_year is not None:
        submission, found = carry_last_year(loaded.criteria_set, submission, last_year, reading.unusable)
        said += found
    if lower is not None:
        submission, rolled, found = roll_up(loaded.criteria_set, submission, lower, reading.unusable)
        said += found
    scorecard = score(loaded.criteria_set, submission)
    verdict = judge(loaded.criteria_set, scorecard, submission)
    if submission is reading.submission:
        said += differing(form, loaded.criteria_set, scorecard, verdict)
    kept = [
        one
        for one in reading.problems
        if one.code != "answer-blank" or not _is_filled(one, submission, loaded.criteria_set)
    ]
    own = Assessment(
        form.file,
        loaded.criteria_set,
        loaded.sha256,
        submission,
        scorecard,
        verdict,
        in_order([*kept, *_further(scorecard.problems, reading, form.file), *_placed(said, form.file)]),
        loaded.base,
        loaded.differences,
        rolled,
        owners=owners_of(form, loaded.criteria_set),
    )
    return own if which == "self" else _with_appraisal(own, which)


def _with_appraisal(own: Assessment, which: Which) -> Assessment:
    """Give the council's result, beside the unit's own or with that beside it, where the council wrote anything."""
    if not own.submission.appraisals:
        if which == "both":
            return own
        return replace(own, problems=in_order([*own.problems, Problem("nothing-appraised", Place(own.file))]))
    submission = appraised(own.submission)
    card = score(own.criteria_set, submission)
    verdict = judge(own.criteria_set, card, submission)
    other = replace(own, submission=submission, scorecard=card, verdict=verdict, which="appraised")
    return replace(own, beside=other) if which == "both" else replace(other, beside=own)


def _is_filled(problem: Problem, submission: Submission, criteria_set: CriteriaSet) -> bool:
    """Tell whether what a notice calls blank was filled in from other workbooks since."""
    identifier = str(problem.arguments["indicator"])
    answer = submission.answers.get(identifier)
    if answer is None or not answer.sources:
        return False
    asked = asked_questions(criteria_set, criteria_set.indicators[identifier], submission.facts)
    return all(answer.values.get(name) is not None for name in asked)


def read_for(form: Form, criteria_set: CriteriaSet) -> Reading:
    """Read a form for a set; one that was made for another shipped set is read as that set has it and carried over."""
    from xhht_score.loading.shipped import shipped_sets

    named = form.text(layout.SET_ID)
    if named == criteria_set.id or named not in shipped_sets():
        return read_form(form, criteria_set)
    made_for = load_once(named).criteria_set
    return read_form(form, criteria_set, made_for if made_for.status != "draft" else None)


def is_blank_form(form: Form, reading: Reading) -> bool:
    """Tell whether nobody has filled the form in yet: no name, and nothing answered."""
    answers = reading.submission.answers.values()
    empty = all(one.not_applicable is None and all(value is None for value in one.values.values()) for one in answers)
    return empty and not form.text(layout.UNIT_NAME)


def _further(problems: Iterable[Problem], reading: Reading, file: str) -> Iterator[Problem]:
    """Give the problems of scoring, with their file, but for cells that reading said something about already."""
    said = {problem.place for problem in reading.problems if problem.place.cell} | reading.unusable
    yield from _placed((problem for problem in problems if problem.place not in said), file)


def _placed(problems: Iterable[Problem], file: str) -> Iterator[Problem]:
    return (problem if problem.place.file else problem.within(file) for problem in problems)


def set_named(form: Form) -> str:
    """Give the id of the set that a form names; only shipped sets are found this way, never a path."""
    from xhht_score.loading.shipped import shipped_sets

    name = form.text(layout.SET_ID)
    if not name:
        raise XhhtError([Problem("set-not-named", Place(form.file))])
    if name not in shipped_sets():
        cell = form.info[layout.SET_ID]
        known = tuple(shipped_sets())
        arguments = {"given": name, "expected": known, "nearest": nearest(name, known)}
        raise XhhtError([Problem("unknown-set", form.place(cell), arguments)])
    return name
