"""One file at a time: load a set, read a workbook, assess it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from xhht_score.assessment import Assessment, Which
from xhht_score.criteria import CriteriaSet
from xhht_score.engine import draft_problem, score
from xhht_score.errors import Place, Problem, XhhtError, in_order, nearest
from xhht_score.loading.loader import DAMAGED, Loaded, Readings, files_of, load
from xhht_score.loading.shipped import YAML_SUFFIXES, shipped_sets
from xhht_score.procedure import irregularities
from xhht_score.recognition import judge
from xhht_score.results import Otherwise, Verdict
from xhht_score.rollup import Other, RollUp, carry_last_year, roll_up
from xhht_score.spreadsheet.package import Package
from xhht_score.submission import Submission, appraised
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import Form, form_in, package_at
from xhht_score.workbook.reading.form import FormReading, asked_questions, read_form
from xhht_score.workbook.reading.parts import owners_of
from xhht_score.workbook.returned.fingerprint import compared
from xhht_score.workbook.returned.stored import differing

#: What tells that a file is the one that it was: its number on the disk, when it was written, its length.
_Stamp = tuple[int, int, int, int]


def load_once(name: str, readings: Readings = ()) -> Loaded:
    """Load a criteria set as `load` does, once for each name and readings, as long as its files stay as they are.

    Somebody who tries a set in a notebook changes its file between two calls.
    """
    if name in shipped_sets():
        return load_shipped(name, readings)
    files = files_once(name, _stamp(Path(name)))
    return load_unchanged(name, readings, tuple(map(_stamp, files)))


@cache
def load_shipped(name: str, readings: Readings = ()) -> Loaded:
    """Load a set that is shipped, whose files stay as they were installed."""
    return load(name, readings=readings)


@cache
def load_unchanged(name: str, readings: Readings, stamps: tuple[_Stamp | None, ...] = ()) -> Loaded:
    """Load a set whose files, its own and those of the sets that it extends, have these stamps."""
    return load(name, readings=readings)


@cache
def files_once(name: str, stamp: _Stamp | None) -> tuple[Path, ...]:
    """Give the files that a set is read from, its own having this stamp."""
    return tuple(files_of(name))


def _stamp(path: Path) -> _Stamp | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size


def load_for_use(name: str, readings: Readings = ()) -> Loaded:
    """Load a set that is to be scored or handed out by; raises `XhhtError` for a draft, with what it lacks."""
    loaded = load_once(name, readings)
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
    return form_in(package_of(path), Path(path), year_of_reading(today))


def package_of(path: str | Path) -> Package:
    """Open a workbook without reading any cell; raises `XhhtError`, also for a criteria set in its place."""
    if Path(path).suffix.lower() in YAML_SUFFIXES and Path(path).is_file():
        raise XhhtError([Problem("workbook-is-set", Place(str(path)), {"given": str(path)})])
    return package_at(Path(path))


def year_of_reading(today: datetime.date | None) -> int:
    """Give the year of the day on which forms are read, that of the clock where none is given."""
    return (today or datetime.date.today()).year


class WholeReading(NamedTuple):
    """A form, what it says by its set with all that there is to say about it, and the name of the set."""

    form: Form
    reading: FormReading
    name: str


#: What reads the form at a path, on a day (None: today).
Reader = Callable[[str | Path, datetime.date | None], WholeReading]


def reader_of(files: Sequence[object], criteria: str | None = None) -> Reader | None:
    """Give what reads some forms one after another: each of several by models, one as it is."""
    if len(files) < 2:
        return None
    from xhht_score.api.models import FormModels  # one form starts sooner without

    return FormModels(criteria).read


def read_whole(package: Package, criteria: str | None, path: str | Path, today: datetime.date | None) -> WholeReading:
    """Read the form in a workbook that was opened by a set (None: the one that it names); raises `XhhtError`."""
    if criteria is not None:
        package.meanwhile = partial(_try_to_load, criteria)
    form = form_in(package, Path(path), year_of_reading(today))
    name = criteria or set_named(form)
    return WholeReading(form, compared(read_for(form, load_for_use(name).criteria_set)), name)


def _try_to_load(name: str) -> None:
    """Load a set that is wanted soon."""
    with suppress(Exception):  # what is wrong is said when the set is asked for
        load_once(name)


def read_workbook(path: str | Path, criteria_set: CriteriaSet, *, today: datetime.date | None = None) -> FormReading:
    """Read a filled form (.xlsx, .xls, .ods) for a criteria set: its submission and the problems of its cells.

    What people wrote into the form never raises: what cannot be used counts as missing and is among the problems.
    A number that looks like a day up to the end of the year of `today` (None: by the clock) is told as one. Raises
    `XhhtError` where the file is none of our forms or cannot be read at all.
    """
    return compared(read_form(opened(path, today), criteria_set))


def assess(
    path: str | Path,
    criteria: str | None = None,
    *,
    lower: Sequence[Other] | None = None,
    last_year: Sequence[Other] | None = None,
    which: Which = "both",
    readings: Readings = (),
    today: datetime.date | None = None,
    reader: Reader | None = None,
) -> Assessment:
    """Read a form, score it and judge it, by the set that it names or by `criteria` (an id or a path).

    `lower` are the workbooks of lower units, `last_year` those of the year before: blanks are filled from them, figures
    that are there are compared. `which` says whose result is wanted, the unit's own or the council's; with `both` the
    council's stands beside the unit's own. `readings` of the set are turned, each to the option that is to hold; the
    form is read as it was handed out all the same. `today` is as for `read_workbook`. `reader` reads it by the same
    `criteria` in place of `read_whole`. Raises `XhhtError` where the file or the criteria set cannot be used at
    all.
    """
    form, reading, name = (
        reader(path, today) if reader is not None else read_whole(package_of(path), criteria, path, today)
    )
    loaded = load_for_use(name, readings)
    if is_blank_form(form, reading):
        raise XhhtError([Problem("form-blank", Place(form.file))])

    filled = partial(_filled, reading=reading, lower=lower, last_year=last_year)
    submission, rolled, said = filled(loaded.criteria_set)
    scorecard = score(loaded.criteria_set, submission)
    verdict = judge(loaded.criteria_set, scorecard, submission)
    if submission is reading.submission and not readings:
        said += differing(form, loaded.criteria_set, scorecard, verdict)
    if readings:  # what was read was read by the set as it is
        said += irregularities(loaded.criteria_set, submission.year, submission.dates)
    others = _turned(name, readings, loaded.criteria_set, lower=lower is not None)
    kept = [
        one
        for one in reading.problems
        if one.code != "answer-blank" or not _is_filled(one, submission, loaded.criteria_set)
    ]
    damaged = [one for one in loaded.problems if one.code == DAMAGED]
    own = Assessment(
        form.file,
        loaded.criteria_set,
        loaded.sha256,
        submission,
        scorecard,
        verdict,
        in_order([*kept, *_further(scorecard.problems, reading, form.file), *_placed(said, form.file), *damaged]),
        loaded.base,
        loaded.differences,
        rolled,
        owners=owners_of(form, loaded.criteria_set),
        otherwise=tuple(_otherwise(verdict, others, lambda it: filled(it)[0])),
    )
    return own if which == "self" else _with_appraisal(own, which, others)


#: Sets with one reading turned each: the reading, the option, and the set.
_Turned = tuple[tuple[str, str, CriteriaSet], ...]


def _filled(
    criteria_set: CriteriaSet, reading: FormReading, lower: Sequence[Other] | None, last_year: Sequence[Other] | None
) -> tuple[Submission, tuple[RollUp, ...], list[Problem]]:
    """Give what was read with its blanks filled from the workbooks of last year and of lower units."""
    submission, said = reading.submission, list[Problem]()
    rolled: tuple[RollUp, ...] = ()
    if last_year is not None:
        submission, found = carry_last_year(criteria_set, submission, last_year, reading.unusable)
        said += found
    if lower is not None:
        submission, rolled, found = roll_up(criteria_set, submission, lower, reading.unusable)
        said += found
    return submission, rolled, said


def _turned(name: str, readings: Readings, criteria_set: CriteriaSet, *, lower: bool) -> _Turned:
    """Give the set with each of its readings turned alone that can decide, beside those that are turned already.

    `lower` says whether lower units are looked at.
    """
    return tuple(
        (reading, option, load_once(name, (*readings, (reading, option))).criteria_set)
        for reading, one in criteria_set.readings.items()
        if reading not in criteria_set.turned
        for option, other in one.others.items()
        if _bears_on_verdict(other.changes, lower=lower)
    )


def _bears_on_verdict(changes: Mapping[str, Any], *, lower: bool) -> bool:
    """Tell whether what a reading changes may lead to another verdict: not who decides, by when, or which years."""
    silent = {"decided_by", "deadlines", "papers", "party", *(() if lower else ("lower_decisions",))}
    recognition = changes.get("recognition", {})
    return bool(changes.keys() - {"recognition", "assessment_years"} or recognition.keys() - silent)


def _otherwise(verdict: Verdict, others: _Turned, filled: Callable[[CriteriaSet], Submission]) -> Iterator[Otherwise]:
    """Give the readings that decide: by another option of theirs the verdict is another one."""
    for reading, option, criteria_set in others:
        submission = filled(criteria_set)
        found = judge(criteria_set, score(criteria_set, submission), submission)
        if (found.certain, found.possible) != (verdict.certain, verdict.possible):
            yield Otherwise(reading, option, found.certain, found.possible)


def _with_appraisal(own: Assessment, which: Which, others: _Turned) -> Assessment:
    """Give the council's result, beside the unit's own or with that beside it, where the council wrote anything."""
    if not any(one.is_of_council for one in own.submission.appraisals.values()):
        if which == "both":
            return own
        return replace(own, problems=in_order([*own.problems, Problem("nothing-appraised", Place(own.file))]))
    submission = appraised(own.submission)
    card = score(own.criteria_set, submission)
    verdict = judge(own.criteria_set, card, submission)
    otherwise = tuple(_otherwise(verdict, others, lambda _: submission))
    other = replace(own, submission=submission, scorecard=card, verdict=verdict, which="appraised", otherwise=otherwise)
    return replace(own, beside=other) if which == "both" else replace(other, beside=own)


def _is_filled(problem: Problem, submission: Submission, criteria_set: CriteriaSet) -> bool:
    """Tell whether what a notice calls blank was filled in from other workbooks since."""
    identifier = str(problem.arguments["indicator"])
    answer = submission.answers.get(identifier)
    if answer is None or not answer.sources:
        return False
    asked = asked_questions(criteria_set, criteria_set.indicators[identifier], submission.facts)
    return all(answer.values.get(name) is not None for name in asked)


def read_for(form: Form, criteria_set: CriteriaSet) -> FormReading:
    """Read a form for a set; one that was made for another shipped set is read as that set has it and carried over."""
    named = form.text(layout.SET_ID)
    if named == criteria_set.id or named not in shipped_sets():
        return read_form(form, criteria_set)
    made_for = load_once(named).criteria_set
    return read_form(form, criteria_set, made_for if made_for.status != "draft" else None)


def is_blank_form(form: Form, reading: FormReading) -> bool:
    """Tell whether nobody has filled the form in yet: no name, and nothing answered."""
    answers = reading.submission.answers.values()
    empty = all(one.not_applicable is None and all(value is None for value in one.values.values()) for one in answers)
    return empty and not form.text(layout.UNIT_NAME)


def _further(problems: Iterable[Problem], reading: FormReading, file: str) -> Iterator[Problem]:
    """Give the problems of scoring, with their file, but for cells that reading said something about already."""
    said = {problem.place for problem in reading.problems if problem.place.cell} | reading.unusable
    yield from (problem for problem in _placed(problems, file) if problem.place not in said)


def _placed(problems: Iterable[Problem], file: str) -> Iterator[Problem]:
    return (problem if problem.place.file else problem.within(file) for problem in problems)


def set_named(form: Form) -> str:
    """Give the id of the set that a form names; only shipped sets are found this way, never a path."""
    name = form.text(layout.SET_ID)
    if not name:
        raise XhhtError([Problem("set-not-named", Place(form.file))])
    if name not in shipped_sets():
        cell = form.info[layout.SET_ID]
        known = tuple(shipped_sets())
        arguments = {"given": name, "expected": known, "nearest": nearest(name, known)}
        raise XhhtError([Problem("unknown-set", form.place(cell), arguments)])
    return name
