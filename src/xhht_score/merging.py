"""One form out of many: what several people say about one unit, united, and where they contradict one another.

Joining is a union of sets, so neither order nor grouping nor repetition matters. What a union means is looked at only
in the end: the rows that a part was made for count before the same rows in other parts, which hold what was there
before; one value is an answer, several are a conflict and count as missing until somebody chooses.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.definitions import Definition
from xhht_score.errors import Problem
from xhht_score.letters import plain
from xhht_score.records import record
from xhht_score.submission import Answer, Dates, Decision, Submission, Unit

#: The owner of every row: a form that was not split.
EVERYBODY = "*"
#: Stands among the rows of a form that was joined of the parts of several offices.
JOINED = "+"
#: Stands for an office where the set assigns an indicator to nobody.
NOBODY = "_"
#: Fields of an indicator beside its figures, which are `value_1`, `value_2` and so on, as in the form.
NOT_APPLICABLE, EVIDENCE, DOCUMENTS, NOTE = "not_applicable", "evidence", "documents", "note"
ASSIGNEE = "assignee"
#: What is said against "not applicable" by giving figures; a reason is never empty.
FIGURES = ""

AnsweredValue = Fraction | bool | str | datetime.date
_Made = TypeVar("_Made", bound=Definition)
_One = TypeVar("_One")


class Key(NamedTuple):
    """What is asked: a field of an indicator, or of the unit itself where `indicator` is ""."""

    indicator: str
    field: str


class AnswerSource(NamedTuple):
    """Who said something, and in which cell of which file."""

    who: str
    file: str
    sheet: str
    cell: str


class Said(NamedTuple):
    """One answer of one file; `own` where the row belongs to whoever filled the file in."""

    key: Key
    value: AnsweredValue
    source: AnswerSource
    own: bool


class Dropped(NamedTuple):
    """A value that somebody decided against."""

    key: Key
    value: AnsweredValue
    own: bool


class Leftover(NamedTuple):
    """What stands in a cell and is in no answer, or in one with doubts: as it was shown, where, and why.

    `code` is that of the problem, `why` its sentence in every language.
    """

    key: Key
    code: str
    shown: str
    why: tuple[str, ...]
    source: AnswerSource
    own: bool


@record
class Joint:
    """Everything that some files say; `owners` are the indicators that they were made for, or `EVERYBODY`."""

    owners: frozenset[str] = frozenset()
    said: frozenset[Said] = frozenset()
    dropped: frozenset[Dropped] = frozenset()
    leftovers: frozenset[Leftover] = frozenset()

    def __or__(self, other: Joint) -> Joint:
        return Joint(
            self.owners | other.owners,
            self.said | other.said,
            self.dropped | other.dropped,
            self.leftovers | other.leftovers,
        )


@record
class Candidate:
    """One possible answer, and who gave it; `dropped` where somebody decided against it."""

    value: AnsweredValue
    sources: tuple[AnswerSource, ...]
    dropped: bool = False


@record
class Conflict:
    """What was said about one field; decided where a single candidate is left."""

    key: Key
    candidates: tuple[Candidate, ...]

    @property
    def left(self) -> tuple[Candidate, ...]:
        """The candidates that nobody decided against."""
        return tuple(one for one in self.candidates if not one.dropped)

    @property
    def is_open(self) -> bool:
        """Whether nobody has chosen yet."""
        return len(self.left) > 1


class Outranked(NamedTuple):
    """A value that does not count, because the part that was made for the row did not give it."""

    key: Key
    value: AnsweredValue
    sources: tuple[AnswerSource, ...]


@record
class Merged:
    """What a union means: the answers, the conflicts, open or decided, what was outranked, and what is left over."""

    submission: Submission
    conflicts: tuple[Conflict, ...]
    outranked: tuple[Outranked, ...]
    leftovers: tuple[Leftover, ...] = ()


@record
class Delivery:
    """How far an assignee's rows are filled in by one file; without a file nothing was delivered.

    `assignee` is None for a form that was not split; `open` are the indicators of those `asked` that are not
    `answered`, `blanks` and `unread` count their cells. `person` and `deadline` are those of the part, where it says
    them; `wrong` are its errors.
    """

    assignee: str | None
    file: str | None = None
    answered: int = 0
    asked: int = 0
    blanks: int = 0
    unread: int = 0
    errors: int = 0
    warnings: int = 0
    open: tuple[str, ...] = ()
    person: str = ""
    deadline: datetime.date | None = None
    wrong: tuple[Problem, ...] = ()


@record
class FormPart:
    """Which rows a form is made for: those of one `office`, or of several that were joined again (`office` is "").

    `person` is who collects them and `deadline` the day by which they are delivered, where that is known.
    """

    office: str
    rows: tuple[str, ...]
    person: str = ""
    deadline: datetime.date | None = None


def assignee_of(indicator: Indicator, answer: Answer | None = None) -> str:
    """Give the office that an indicator is assigned to: as its form says, else as the set proposes; or `NOBODY`."""
    return (answer.assignee if answer is not None else None) or indicator.assignee or NOBODY


def shares(criteria_set: CriteriaSet, submission: Submission | None = None) -> dict[str, tuple[str, ...]]:
    """Give the indicators of each office that has any: the offices of the set in its order, others as they come.

    They are assigned as a submission says, without one as the set proposes. An office that the set does not know goes
    by its name.
    """
    found: dict[str, list[str]] = {office: [] for office in criteria_set.offices}
    answers = submission.answers if submission is not None else {}
    spelt: dict[str, str] = {plain(office).casefold(): office for office in (*criteria_set.offices, NOBODY)}
    for indicator in criteria_set.indicators.values():
        named = assignee_of(indicator, answers.get(indicator.id))
        office = spelt.setdefault(plain(named).casefold(), named)  # capitals and what nobody sees make no other office
        found.setdefault(office, []).append(indicator.id)
    nobody = found.pop(NOBODY, [])
    return {office: tuple(rows) for office, rows in (*found.items(), (NOBODY, nobody)) if rows}


def parts_beside(forms: Iterable[tuple[Hashable, str, frozenset[str]]]) -> dict[str, tuple[str, ...]]:
    """Give for merged forms the files of the parts beside them that they hold.

    A form is given by what its unit, year and set are known by, its file, and its owners. One that was never split
    holds no part: it may be older than the parts that were made of it.
    """
    files: dict[Hashable, dict[frozenset[str], list[str]]] = {}
    for key, file, owners in forms:
        files.setdefault(key, {}).setdefault(owners, []).append(file)
    found: dict[str, tuple[str, ...]] = {}
    for same in files.values():
        for owners, wholes in same.items():
            if JOINED not in owners:
                continue
            inside = [other for other in same if owners > other]
            if inside and not any(other > owners for other in same):
                found[wholes[0]] = tuple(sorted(file for other in inside for file in same[other]))
    return found


def owns(owners: frozenset[str], criteria_set: CriteriaSet, key: Key) -> bool:
    """Tell whether a field is in one of the rows that files were made for.

    What is said of the unit itself, or of no indicator of the set, belongs to everybody.
    """
    return key.indicator not in criteria_set.indicators or EVERYBODY in owners or key.indicator in owners


def figure(position: int) -> str:
    """Give the field of the question at `position`, counted from 0."""
    return f"value_{position + 1}"


def flat(criteria_set: CriteriaSet, submission: Submission) -> dict[Key, AnsweredValue]:
    """Give everything that a submission says, field by field; what is blank is not in it.

    Figures beside "not applicable" do not count and are left out.
    """
    found: dict[Key, AnsweredValue | None] = {Key("", field): value for field, value in _about(submission)}
    for identifier, indicator in criteria_set.indicators.items():
        answer = submission.answers.get(identifier, Answer())
        found[Key(identifier, NOT_APPLICABLE)] = answer.not_applicable
        if answer.not_applicable is None:
            for position, question in enumerate(indicator.questions):
                found[Key(identifier, figure(position))] = answer.values.get(question.name)
        found[Key(identifier, EVIDENCE)] = answer.evidence
        found[Key(identifier, DOCUMENTS)] = answer.documents
        found[Key(identifier, NOTE)] = answer.note
        found[Key(identifier, ASSIGNEE)] = answer.assignee
    return {key: value for key, value in found.items() if value is not None}


def _about(submission: Submission) -> Iterator[tuple[str, AnsweredValue | None]]:
    unit, held = submission.unit, submission.dates.decision or Decision()
    yield "unit.name", unit.name or None
    yield "unit.code", unit.code
    yield "unit.parent", unit.parent
    yield "year", None if submission.year is None else Fraction(submission.year)
    for name, choice in submission.facts.items():
        yield f"fact.{name}", choice
    yield "decision.number", held.number
    yield "decision.date", held.date
    yield "decision.level", held.level
    yield "request.date", submission.dates.requested


def submission_of(criteria_set: CriteriaSet, values: Mapping[Key, AnsweredValue]) -> Submission:
    """Give the submission that says just this; the reverse of `flat`."""
    by_indicator = grouped(values)
    about = by_indicator.get("", {})
    number, day, level = (about.get(f"decision.{part}") for part in ("number", "date", "level"))
    held = None if (number, day, level) == (None, None, None) else _made(Decision, number=number, date=day, level=level)
    answers = {}
    for identifier, indicator in criteria_set.indicators.items():
        if mine := by_indicator.get(identifier):
            figures = {one.name: mine.pop(figure(at), None) for at, one in enumerate(indicator.questions)}
            answers[identifier] = _made(Answer, values=figures, **mine)
    year = about.get("year")
    return Submission(
        unit=_made(Unit, name=about.get("unit.name", ""), code=about.get("unit.code"), parent=about.get("unit.parent")),
        year=int(year) if isinstance(year, Fraction) else None,
        dates=_made(Dates, decision=held, requested=about.get("request.date")),
        facts={name: _text(about.get(f"fact.{name}")) for name in criteria_set.facts},
        answers=answers,
    )


def _made(kind: type[_Made], **fields: Any) -> _Made:
    """Make a definition of values whose types only its own validation knows."""
    return kind(**fields)


def grouped(by_key: Mapping[Key, _One]) -> dict[str, dict[str, _One]]:
    """Give what stands under each key, for each indicator by field; what is said of the unit itself is under ""."""
    found: dict[str, dict[str, _One]] = {}
    for key, one in by_key.items():
        found.setdefault(key.indicator, {})[key.field] = one
    return found


def _text(value: AnsweredValue | None) -> str | None:
    return None if value is None else str(value)


def resolve(criteria_set: CriteriaSet, joint: Joint) -> Merged:
    """Give what a union means."""
    counted, others = _ranked(criteria_set, joint)
    dropped = {(one.key, one.value) for one in joint.dropped if one.own == owns(joint.owners, criteria_set, one.key)}
    found = grouped({key: _conflict(key, values, dropped) for key, values in counted.items()})
    values: dict[Key, AnsweredValue] = {}
    listed: list[Conflict] = []
    for _, conflict in sorted(found.get("", {}).items()):
        listed += _settled(conflict, values)
    for indicator in criteria_set.indicators.values():
        listed += _of_indicator(indicator, found.get(indicator.id, {}), values, dropped)
    outranked = (
        Outranked(key, value, tuple(sorted(sources)))
        for key, said in others.items()
        for value, sources in said.items()
        if value not in counted.get(key, {})
    )
    rows = {identifier: row for row, identifier in enumerate(criteria_set.indicators)}
    in_order = sorted(outranked, key=lambda one: (rows[one.key.indicator], one.key.field, one.sources, str(one.value)))
    left = (one for one in joint.leftovers if one.own == owns(joint.owners, criteria_set, one.key))
    leftovers = sorted(left, key=lambda one: (rows.get(one.key.indicator, -1), one.key, one.source, one))
    return Merged(submission_of(criteria_set, values), tuple(listed), tuple(in_order), tuple(leftovers))


_Heard = dict[Key, dict[AnsweredValue, set[AnswerSource]]]


def _ranked(criteria_set: CriteriaSet, joint: Joint) -> tuple[_Heard, _Heard]:
    """Give the values that count with their sources, and those that do not.

    Where a part that was made for a row is among the files, only what it says of the row counts, blanks included.
    """
    counted: _Heard = {}
    others: _Heard = {}
    for one in joint.said:
        heard = counted if one.own == owns(joint.owners, criteria_set, one.key) else others
        heard.setdefault(one.key, {}).setdefault(one.value, set()).add(one.source)
    return counted, others


def _conflict(
    key: Key, values: Mapping[AnsweredValue, Iterable[AnswerSource]], dropped: Collection[tuple[Key, AnsweredValue]]
) -> Conflict:
    """Give the candidates of one field; where every one was decided against, the decisions cancel out."""
    left = [value for value in values if (key, value) not in dropped]
    candidates = (
        Candidate(value, tuple(sorted(sources)), bool(left) and value not in left) for value, sources in values.items()
    )
    return Conflict(key, tuple(sorted(candidates, key=lambda one: (one.sources, str(one.value)))))


def _settled(conflict: Conflict, values: dict[Key, AnsweredValue], *, listed: bool = False) -> list[Conflict]:
    """Take the value that is left, if it is one; give the conflict where there was ever more than one candidate."""
    if len(conflict.left) == 1:
        values[conflict.key] = conflict.left[0].value
    return [conflict] if listed or len(conflict.candidates) > 1 else []


def _of_indicator(
    indicator: Indicator,
    found: Mapping[str, Conflict],
    values: dict[Key, AnsweredValue],
    dropped: Collection[tuple[Key, AnsweredValue]],
) -> Iterator[Conflict]:
    """Settle the fields of one indicator; "not applicable" against figures is a conflict of all its figures.

    The figures are then listed even where they are undisputed among themselves.
    """
    fields = [figure(at) for at in range(len(indicator.questions))]
    figures = [found[field] for field in fields if field in found]
    omission, contested = found.get(NOT_APPLICABLE), False
    if omission is not None and figures:
        contested = True
        sources = {source for one in figures for candidate in one.candidates for source in candidate.sources}
        said = {one.value: one.sources for one in omission.candidates} | {FIGURES: tuple(sources)}
        omission = _conflict(omission.key, said, dropped)
    chosen: dict[Key, AnsweredValue] = {}
    if omission is not None:
        yield from _settled(omission, chosen)
        values |= {key: reason for key, reason in chosen.items() if reason != FIGURES}
    counts = omission is None or FIGURES in chosen.values()
    for one in figures:
        yield from _settled(one, values if counts else {}, listed=contested)
    for field in (EVIDENCE, DOCUMENTS, NOTE, ASSIGNEE):
        if field in found:
            yield from _settled(found[field], values)
