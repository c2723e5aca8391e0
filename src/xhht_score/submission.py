"""What one unit reported: its answers, their state, and the cell each came from."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, InstanceOf

from xhht_score.criteria import Indicator, as_named_now, question_name
from xhht_score.definitions import Definition, Line, flaw
from xhht_score.errors import Place
from xhht_score.measures import Input, Reported
from xhht_score.numbers import below, measured
from xhht_score.records import record


class Unit(Definition):
    """Who is assessed. Codes, not names, join files; `parent` is the code of the unit above it.

    `named` is false where nobody gave the name, so that `name` is only that of the file.
    """

    name: str = ""
    named: bool = True
    code: str | None = None
    parent: str | None = None

    @property
    def own_name(self) -> str:
        """The name that somebody gave it, "" where nobody did."""
        return self.name if self.named else ""


def _named_now(given: object) -> object:
    """Read the names of questions, those of before 0.2 among them."""
    if isinstance(given, Mapping) and any("/" in name for name in given):
        named = {as_named_now(name): one for name, one in given.items()}
        if len(named) < len(given):
            raise flaw("id-repeated", given=next(as_named_now(name) for name in given if "/" in name))
        return named
    return given


#: Numbers by question, None for blank.
Values = Annotated[dict[str, InstanceOf[Fraction] | None], BeforeValidator(_named_now)]


class Answer(Definition):
    """What was reported for one indicator.

    `values` has a number or None (blank) for every question of the indicator: yes/no as 1/0, a choice as its position,
    percentages as shares. `not_applicable` holds the reason where the indicator was declared so; `refused` is there
    where the council refused the evidence, so that the answer is `uncounted` or `replaced` by the council's own figure.
    `places` says where each value stands, by question; `sources` which values were taken from other workbooks; `unread`
    for which questions something stands there that cannot be used.
    """

    values: Values = {}
    evidence: bool | None = None
    not_applicable: Line | None = None
    refused: Literal["uncounted", "replaced"] | None = None
    documents: str | None = None
    note: str | None = None
    assignee: str | None = None
    places: dict[str, InstanceOf[Place]] = {}
    sources: dict[str, Literal["lower", "last-year"]] = {}
    unread: frozenset[str] = frozenset()
    evidence_place: InstanceOf[Place] | None = None


class Appraisal(Definition):
    """What the council decides on one indicator.

    `values` has its figure, or None for one that cannot be used, for every question that it judges itself; `evidence`
    and `omission` say whether it accepts the evidence and the declaration of not applicable (None: it says nothing);
    `reason` says why, `answer` what the unit says to it. `places` says where each figure stands.
    """

    values: Values = {}
    evidence: bool | None = None
    omission: bool | None = None
    reason: str | None = None
    answer: str | None = None
    places: dict[str, InstanceOf[Place]] = {}

    @property
    def is_of_council(self) -> bool:
        """Whether the council wrote anything; else only the unit did, into the cell for its answer."""
        silent = self.evidence is None and self.omission is None and self.reason is None and not self.values
        return not silent or self.answer is None

    def changes(self, answer: Answer) -> bool:
        """Tell whether anything of an answer counts otherwise by what the council decides."""
        if answer.not_applicable is not None and self.omission is not False:
            return False
        figures = any(answer.values.get(name) != value for name, value in self.values.items())
        evidence = self.evidence is False or (self.evidence is True and answer.evidence is not True)
        return figures or evidence or (answer.not_applicable is not None and self.omission is False)

    @property
    def refused(self) -> Literal["uncounted", "replaced"] | None:
        """What a refusal of the evidence does to the answer: a figure of the council itself needs no other evidence."""
        if self.evidence is not False:
            return None
        return "replaced" if self.values else "uncounted"


class Decision(Definition):
    """The last decision of recognition that a unit holds; what is not known is None."""

    number: str | None = None
    date: datetime.date | None = None
    level: str | None = None


class Dates(Definition):
    """What a unit holds already, and when it asks for recognition.

    `places` says where `decided` and `requested` stand.
    """

    decision: Decision | None = None
    requested: datetime.date | None = None
    places: dict[str, InstanceOf[Place]] = {}

    def outcome(self, year: int | None) -> datetime.date | None:
        """Give the day of the decision where it is the one on the form's own request, not one that was held before.

        It was made after the assessment year, and no request came after it.
        """
        decided = self.decision.date if self.decision else None
        if decided is None or year is None or decided.year <= year:
            return None
        return decided if self.requested is None or self.requested <= decided else None


class Submission(Definition):
    """One unit's self-assessment against one criteria set for one year; what is not in it is blank."""

    unit: Unit
    year: int | None = None
    dates: Dates = Dates()
    facts: dict[str, str | None] = {}
    answers: dict[str, Answer] = {}
    appraisals: dict[str, Appraisal] = {}

    def __repr__(self) -> str:
        about = f"{self.unit.name!r}, code={self.unit.code!r}, year={self.year}"
        return f"Submission({about}, answers={len(self.answers)}, appraisals={len(self.appraisals)})"

    __str__ = __repr__


def appraised(submission: Submission) -> Submission:
    """Give the submission as the council decided it; what it says nothing about stays as the unit reported it."""
    decided = {
        name: _decided(submission.answers.get(name, Answer()), one) for name, one in submission.appraisals.items()
    }
    return submission.model_copy(update={"answers": {**submission.answers, **decided}})


def _decided(answer: Answer, appraisal: Appraisal) -> Answer:
    if answer.not_applicable is not None and appraisal.omission is not False:
        return answer
    return answer.model_copy(
        update={
            "values": {**answer.values, **appraisal.values},
            "places": {**answer.places, **appraisal.places},
            "not_applicable": None,
            "evidence": answer.evidence if appraisal.evidence is None else appraisal.evidence,
            "refused": appraisal.refused,
        }
    )


@record
class Fault:
    """Why a reported value cannot be used: a problem code, its arguments, and the questions it makes blank."""

    code: str
    questions: tuple[str, ...]
    arguments: Mapping[str, Any]


def faults(indicator: Indicator, reported: Reported) -> list[Fault]:
    """Give everything that makes reported values unusable: bounds and steps first, then what contradicts itself.

    `reported` has every question of the indicator, None where it is blank (see `complete`).
    """
    found: list[Fault] = []
    for question in indicator.questions:
        value = reported[question.name]
        if value is not None and (code := _bounds_code(question.input, value)) is not None:
            found.append(_out_of_bounds(question.name, question.input, value, code))
    sound = {**reported, **dict.fromkeys(name for fault in found for name in fault.questions)} if found else reported
    for part, measure in indicator.measures.items():
        values = part_of(indicator, sound, part)
        if (code := measure.fault(values)) is not None:
            names = tuple(question.name for question in indicator.questions if question.part == part)
            found.append(Fault(code, names, {"values": tuple(values.values())}))
    return found


def contradictions(indicator: Indicator, reported: Reported) -> Iterator[Fault]:
    """Give what does not agree between parts of which one counts a part of the other, over the same whole.

    The figures can all be used; somebody has to look at them.
    """
    for name, part in indicator.parts.items():
        if part.within is None:
            continue
        some, of_all = (question_name(one, "of") for one in (name, part.within))
        arguments = {"part": part.title, "whole": indicator.parts[part.within].title}
        for code, (one, other) in (
            ("part-beyond-whole", (some, of_all)),
            ("wholes-differ", (question_name(name, "over"), question_name(part.within, "over"))),
        ):
            given, found = reported.get(one), reported.get(other)
            if given is None or found is None:
                continue
            if given > found if code == "part-beyond-whole" else given != found:
                yield Fault(code, (one,), {**arguments, "given": given, "found": found})


def part_of(indicator: Indicator, reported: Reported, part: str) -> Reported:
    """Give the values of one part by the names of its measure's inputs."""
    if not part:
        return reported
    return {one.input.name: reported[one.name] for one in indicator.questions if one.part == part}


def complete(indicator: Indicator, reported: Reported) -> dict[str, Fraction | None]:
    """Give the reported values with a None for every question that was left out."""
    return {question.name: reported.get(question.name) for question in indicator.questions}


def in_bounds(indicator: Indicator, reported: Reported) -> dict[str, Fraction | None]:
    """Give the reported values with those outside their bounds or off their step made blank."""
    values: dict[str, Fraction | None] = {}
    for question in indicator.questions:
        value = reported.get(question.name)
        is_sound = value is not None and _bounds_code(question.input, value) is None
        values[question.name] = value if is_sound else None
    return values


def usable(indicator: Indicator, reported: Reported) -> dict[str, Fraction | None]:
    """Give the reported values with everything unusable made blank."""
    values = complete(indicator, reported)
    for fault in faults(indicator, values):
        values |= dict.fromkeys(fault.questions)
    return values


def _out_of_bounds(name: str, one: Input, value: Fraction, code: str) -> Fault:
    figures = {"given": value, "least": one.least, "most": one.most, "step": one.step}
    return Fault(code, (name,), {key: measured(each, percent=one.kind == "percent") for key, each in figures.items()})


def _bounds_code(one: Input, value: Fraction) -> str | None:
    if value.numerator < 0:
        return "cell-negative"
    if one.least and below(value, one.least):
        return "cell-below-minimum"
    if below(one.most, value):
        return "cell-above-maximum"
    if value.denominator != 1 and one.kind in ("whole", "choice", "yes_no"):
        return "cell-not-whole"
    return "cell-off-step" if one.step is not None and (value - one.least) % one.step else None
