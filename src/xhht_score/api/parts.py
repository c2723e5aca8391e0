"""One form in parts: a part for each assignee, parts joined to one form, and who has delivered what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from xhht_score.api.assignments import read_assignment
from xhht_score.api.folders import file_passed, parts_passed_over, softened
from xhht_score.api.form_names import file_names
from xhht_score.api.others import OnDone, workbooks_of
from xhht_score.api.remade import Remade
from xhht_score.api.repair import carried_over, is_lost, worth_saying
from xhht_score.api.single import load_for_use, opened, set_named
from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Place, Problem, XhhtError, in_order
from xhht_score.foreign import shown_text
from xhht_score.identity import Identity, code_of, identity_of
from xhht_score.merging import (
    EVERYBODY,
    NOBODY,
    Delivery,
    FormPart,
    Joint,
    Key,
    Leftover,
    Outranked,
    flat,
    owns,
    parts_beside,
    resolve,
    shares,
    submission_of,
)
from xhht_score.problems import entry_of
from xhht_score.records import record
from xhht_score.submission import Answer, Submission, usable
from xhht_score.words import Words, fields
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import Form
from xhht_score.workbook.reading.form import FormReading, asked_questions, read_form
from xhht_score.workbook.reading.leftovers import Carried, leftovers
from xhht_score.workbook.reading.offices import part_of
from xhht_score.workbook.reading.parts import BETWEEN, joint_of, owners_of, unknown_assignees
from xhht_score.workbook.reading.refitting import as_asked_now
from xhht_score.workbook.reading.typed import as_typed
from xhht_score.workbook.returned.fingerprint import compared
from xhht_score.workbook.returned.saved import is_as_merged
from xhht_score.writing import identity_of as file_identity

#: Conflicts that nobody has decided are carried into the merged form, so nothing is lost.
CARRIED = ("answer-conflict", "info-conflict", "assignee-conflict")


def read_whole(path: Path, criteria: str | None = None) -> Remade:
    """Read a form that is to be split; raises `XhhtError` where that cannot be.

    What of it could not be read goes into every part.
    """
    form = opened(path)
    loaded = load_for_use(criteria or set_named(form))
    if unlike := list(_unlike([form], loaded.criteria_set)):
        raise XhhtError(unlike)
    found = carried_over(form, loaded)
    said = in_order(_worth_saying(form, found.problems, loaded.criteria_set))
    return replace(found, problems=said)


@dataclass(slots=True)
class _Gathering:
    """What reading the parts one by one has brought so far."""

    joint: Joint = field(default_factory=Joint)
    people: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def join(paths: Sequence[Path], words: Words, criteria: str | None = None, on_done: OnDone = lambda _: None) -> Remade:
    """Join forms and parts of one unit, year and set; files that cannot be read are left out and said.

    Raises `XhhtError` where none can be read, or where they are not of one unit, year and set.
    """
    forms, left_out, problems = _opened(paths)
    if not forms:
        raise XhhtError(problems)
    commonest = Counter(form.text(layout.SET_ID) for form in forms).most_common(1)[0][0]
    named = next(form for form in forms if form.text(layout.SET_ID) == commonest)
    loaded = load_for_use(criteria or set_named(named))
    if unlike := list(_unlike(forms, loaded.criteria_set)):
        raise XhhtError([*problems, *unlike])
    found = _Gathering(problems=problems)
    for form in (as_asked_now(form, loaded.criteria_set) for form in forms):
        reading, said = _heard(found, words, form, loaded.criteria_set)
        found.people |= set(filter(None, form.text(layout.FILLED_BY).split(BETWEEN)))
        if reading.submission.appraisals:
            arguments = {"indicators": tuple(reading.submission.appraisals)}
            found.problems.append(Problem("appraisal-not-merged", Place(form.file), arguments))
        worth_saying = _worth_saying(form, reading.problems, loaded.criteria_set)
        found.problems += [*said, *(one for one in worth_saying if one.code not in CARRIED)]
        on_done(1)
    merged = resolve(loaded.criteria_set, found.joint)
    found.problems += [_outranked(words, loaded.criteria_set, one) for one in merged.outranked]
    owners = found.joint.owners
    return Remade(
        loaded,
        merged.submission,
        BETWEEN.join(sorted(found.people)),
        None
        if EVERYBODY in owners
        else FormPart("", tuple(filter(owners.__contains__, loaded.criteria_set.indicators))),
        conflicts=merged.conflicts,
        leftovers=merged.leftovers,
        files=tuple(form.file for form in forms),
        left_out=tuple(left_out),
        is_merged=True,
        problems=in_order(found.problems),
    )


def progress(made: Remade) -> Delivery:
    """Give how much of everything that is asked is answered in a form."""
    criteria_set = made.loaded.criteria_set
    return delivery(criteria_set, made.submission, criteria_set.indicators, left=made.leftovers)


def _heard(
    found: _Gathering, words: Words, form: Form, criteria_set: CriteriaSet
) -> tuple[FormReading, tuple[Problem, ...]]:
    """Add what a form says, and what of it a union cannot take, and give how it was read."""
    reading = compared(read_form(form, criteria_set))
    submission = as_typed(reading, criteria_set)
    united = submission_of(criteria_set, flat(criteria_set, submission))
    left = leftovers(words, Carried(reading, criteria_set, united)).leftovers
    joint, said = joint_of(words, reading.form, criteria_set, submission, left)
    found.joint |= joint
    return reading, said


def _opened(paths: Iterable[Path]) -> tuple[list[Form], list[str], list[Problem]]:
    forms: list[Form] = []
    left_out: list[str] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            forms.append(opened(path))
        except XhhtError as error:
            problems += error.problems
            left_out.append(str(path))
    return forms, left_out, problems


def _unlike(forms: Sequence[Form], criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Name the forms that are of another set or version, or of another unit or year than most of them."""
    for key, reason, expected in (
        (layout.SET_ID, "unlike-set", criteria_set.id),
        (layout.SET_VERSION, "unlike-version", criteria_set.version),
        (layout.UNIT_CODE, "unlike-unit", None),
        (layout.YEAR, "unlike-year", None),
    ):
        texts = [(form, _plain(form, key, criteria_set)) for form in forms]
        given = Counter(text for _, text in texts if text)
        wanted = expected or next((text for text, _ in given.most_common(1)), "")
        for form, text in texts:
            read = key == layout.SET_VERSION and criteria_set.reads_version(text)
            if text and text != wanted and not read:
                arguments = {"reason": reason, "given": form.text(key), "expected": wanted}
                yield Problem("part-unlike", form.place(form.info[key]), arguments)


def _plain(form: Form, key: str, criteria_set: CriteriaSet) -> str:
    """Give what stands in a row of the info sheet, a code at its full width."""
    text = form.text(key)
    return code_of(text, criteria_set.unit) or "" if key == layout.UNIT_CODE else text


def _worth_saying(form: Form, problems: Iterable[Problem], criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Give what cannot be read of a form, and what has to be looked at; not that something is blank."""
    owners = owners_of(form, criteria_set)
    for problem in worth_saying(problems):
        indicator = criteria_set.indicators.get(str(problem.arguments.get("indicator")))
        foreign = indicator is not None and not owns(owners, criteria_set, Key(indicator.id, ""))
        if not is_lost(problem) and (problem.code != "row-lacking" or not foreign):
            yield problem


def _outranked(words: Words, criteria_set: CriteriaSet, one: Outranked) -> Problem:
    first = one.sources[0]
    value = fields.said(words, criteria_set, one.key, one.value)
    arguments = {"indicator": one.key.indicator, "candidates": ((value, one.sources),)}
    return Problem("part-outranked", Place(first.file, sheet=first.sheet, cell=first.cell), arguments)


def delivery(
    criteria_set: CriteriaSet,
    submission: Submission,
    indicators: Iterable[str],
    *,
    assignee: str | None = None,
    file: str | None = None,
    problems: Iterable[Problem] = (),
    left: Iterable[Leftover] = (),
    part: FormPart | None = None,
) -> Delivery:
    """Give how far some indicators are filled in by a submission, with the errors and warnings about them.

    What stands in a cell and cannot be used, or is among those left over, is neither answered nor blank.
    """
    mine = tuple(indicators)
    lost = {one.key for one in left if entry_of(one.code).severity == "error"}
    asked = blanks = unread = 0
    unanswered: list[str] = []
    for identifier in mine:
        indicator, answer = criteria_set.indicators[identifier], submission.answers.get(identifier, Answer())
        questions = asked_questions(criteria_set, indicator, submission.facts)
        values, fields = usable(indicator, answer.values), layout.value_fields_of(indicator)
        open_ = [] if answer.not_applicable else [name for name in questions if values[name] is None]
        filled = answer.unread | {name for name, field in fields.items() if Key(identifier, field) in lost}
        blank = [name for name in open_ if answer.values.get(name) is None and name not in filled]
        asked += bool(questions)
        unanswered += [identifier] if open_ else []
        blanks += len(blank)
        unread += len(open_) - len(blank)
    about = [one for one in problems if one.arguments.get("indicator") in (None, *mine)]
    errors = tuple(one for one in about if one.severity == "error")
    return Delivery(
        assignee,
        file,
        asked - len(unanswered),
        asked,
        blanks,
        unread,
        len(errors),
        len([one for one in about if one.severity == "warning"]),
        tuple(unanswered),
        part.person if part is not None and part.office else "",
        part.deadline if part is not None else None,
        errors,
    )


@record
class UnitStatus:
    """Who has delivered what of one unit's form for one year."""

    criteria_set: CriteriaSet
    unit: str
    code: str | None
    year: int | None
    deliveries: tuple[Delivery, ...]


def status(
    paths: Sequence[Path], criteria: str | None = None, on_done: OnDone = lambda _: None
) -> tuple[list[UnitStatus], tuple[Problem, ...]]:
    """Give who has delivered what, unit by unit, and what is wrong with the files.

    Parts that a merged form beside them holds are passed over.
    """
    groups: dict[tuple[str, Identity, int | None], list[tuple[Form, FormReading, CriteriaSet]]] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            form = opened(path)
            criteria_set = _set_of(form, criteria)
            reading = compared(read_form(form, criteria_set))
            problems += [*unknown_assignees(form, criteria_set), *worth_saying(reading.problems)]
            identity = identity_of(reading.submission.unit, criteria_set.unit, form.file)
            key = (criteria_set.id, identity, reading.submission.year)
            groups.setdefault(key, []).append((form, reading, criteria_set))
        except XhhtError as error:
            problems += [softened(one if one.place.file else one.within(str(path))) for one in error.problems]
        on_done(1)
    beside = parts_beside(
        (key, form.file, owners_of(form, criteria_set))
        for key, ones in groups.items()
        for form, _, criteria_set in ones
    )
    parts = {file for files in beside.values() for file in files}
    found = [
        _unit_status([one for one in ones if one[0].file not in parts])
        for _, ones in sorted(groups.items(), key=lambda item: str(item[0]))
    ]
    return found, in_order([*problems, *parts_passed_over(beside)])


def _set_of(form: Form, criteria: str | None) -> CriteriaSet:
    """Give the set that a form is made for: the one that was given where the form names its id."""
    given = None if criteria is None else load_for_use(criteria).criteria_set
    return given if given and given.id == form.text(layout.SET_ID) else load_for_use(set_named(form)).criteria_set


def _unit_status(ones: Sequence[tuple[Form, FormReading, CriteriaSet]]) -> UnitStatus:
    _, first, criteria_set = ones[0]
    deliveries: list[Delivery] = []
    parts = [(part, form, reading) for form, reading, _ in ones if (part := part_of(form, criteria_set)) is not None]
    for office, rows in _assigned(criteria_set, ones).items():
        mine = [
            _delivered(criteria_set, form, reading, part.rows if part.office else rows, office, part)
            for part, form, reading in parts
            if office == part.office or (not part.office and set(rows) <= set(part.rows))
        ]
        nothing = delivery(criteria_set, first.submission.model_copy(update={"answers": {}}), rows)
        deliveries += mine or [Delivery(office, asked=nothing.asked, open=nothing.open)]
    listed = {one.file for one in deliveries}
    deliveries += [  # parts of offices to whom no form assigns anything any more
        _delivered(criteria_set, form, reading, part.rows, part.office or None, part)
        for part, form, reading in parts
        if form.file not in listed
    ]
    deliveries += [
        _delivered(criteria_set, form, reading, criteria_set.indicators, None)
        for form, reading, _ in ones
        if EVERYBODY in owners_of(form, criteria_set)
    ]
    unit = first.submission.unit
    return UnitStatus(criteria_set, unit.name, unit.code, first.submission.year, tuple(deliveries))


def _assigned(
    criteria_set: CriteriaSet, ones: Sequence[tuple[Form, FormReading, CriteriaSet]]
) -> dict[str, tuple[str, ...]]:
    """Give the rows of each office, as the forms of one unit assign them.

    The first form that was made for a row counts; a part's column of other rows is a copy of what stood there before.
    """
    own: dict[str, Answer] = {}
    copied: dict[str, Answer] = {}
    for form, reading, _ in ones:
        owners = owners_of(form, criteria_set)
        for name, answer in reading.submission.answers.items():
            if answer.assignee is not None:
                said = own if owns(owners, criteria_set, Key(name, layout.ASSIGNEE)) else copied
                said.setdefault(name, Answer(assignee=answer.assignee))
    return shares(criteria_set, ones[0][1].submission.model_copy(update={"answers": copied | own}))


def _delivered(
    criteria_set: CriteriaSet,
    form: Form,
    reading: FormReading,
    indicators: Iterable[str],
    assignee: str | None,
    part: FormPart | None = None,
) -> Delivery:
    return delivery(
        criteria_set,
        reading.submission,
        indicators,
        assignee=assignee,
        file=form.file,
        problems=worth_saying(reading.problems),
        part=part,
    )


def parts_of(whole: Remade, by: Path | None = None) -> tuple[Remade, dict[str, FormPart]]:
    """Give the part of each office of a form that is split: as the form assigns its rows, or as a list does.

    The form that is given back has the offices of the list, and what there is to say of it. Raises `XhhtError` with
    everything that is wrong about the list.
    """
    if by is None:
        return whole, {office: FormPart(office, rows) for office, rows in whole.shares.items()}
    criteria_set = whole.loaded.criteria_set
    assignment = read_assignment(by, criteria_set)
    submission = assignment.applied(whole.submission)
    problems = in_order([*whole.problems, *assignment.problems])
    return replace(whole, submission=submission, problems=problems), dict(assignment.parts)


def part_files(words: Words, path: Path, folder: Path, offices: Iterable[str]) -> dict[str, Path]:
    """Give the file of each office's part of a form."""
    stem, offices = shown_text(path.stem), list(offices)
    wanted = (f"{stem}_{words.say('nobody-in-names')}" if one == NOBODY else f"{stem}-{one}" for one in offices)
    return {office: folder / name for office, name in zip(offices, file_names(wanted), strict=True)}


def parts_meant(places: Sequence[Path], output: Path) -> tuple[list[Path], list[Problem]]:
    """Give the files to merge, and a notice of the output where the last run wrote it into a folder of parts.

    Raises `XhhtError` where there are none.
    """
    found: dict[Path, None] = {}
    passed: list[Problem] = []
    for place in places:
        for path in workbooks_of(place):
            if place.is_dir() and file_identity(path) == file_identity(output) and is_as_merged(path):
                passed.append(file_passed(str(path), "passed-own"))
            else:
                found[path] = None
    if not found:
        raise XhhtError([*passed, *(Problem("nothing-found", Place(str(place))) for place in places)])
    return list(found), passed
