"""Figures that stand in other workbooks: lower units that hold a decision, and last year's numbers.

A blank is filled from them, a figure that is there is compared with them and kept, a cell that could not be used is
left alone; every step gives a problem.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from xhht_score.criteria import CriteriaSet, Indicator, Recognition, question_name
from xhht_score.errors import Place, Problem
from xhht_score.identity import is_code_of, may_be_one, may_be_other_land
from xhht_score.measures import Change, ShareOfUnits
from xhht_score.records import record
from xhht_score.results import FigureSource, Verdict
from xhht_score.submission import Answer, Submission, complete, faults

#: `recognised` counts, the others do not. `undecided` is eligible by its own workbook and holds no decision; `unclear`
#: holds one without a date or a level that can be used; `later` and `expired` are decisions that do not hold on the
#: day that counts.
LowerState = Literal["recognised", "undecided", "unclear", "later", "expired", "not_recognised", "twice"]
#: States of a unit whose forms do not say whether it is recognised.
_OPEN: tuple[LowerState, ...] = ("unclear", "twice")


@record
class Other:
    """Another workbook, read by the set that it names; `verdict` is None where it was not judged."""

    file: str
    criteria_set: CriteriaSet
    submission: Submission
    verdict: Verdict | None = None


@record
class LowerUnit:
    """What a lower unit counts for: the level of its decision and until when it holds."""

    file: str
    unit: str
    code: str
    state: LowerState
    level: str | None
    until: datetime.date | None


@record
class RollUp:
    """The lower units of one unit for one share of units: how many hold each level, how many there are, and each.

    `on` is the day on which their decisions have to hold.
    """

    indicator: str
    part: str
    counts: Mapping[str, int]
    total: int
    units: tuple[LowerUnit, ...]
    on: datetime.date


def roll_up(
    criteria_set: CriteriaSet, submission: Submission, lower: Sequence[Other], unusable: Collection[Place] = ()
) -> tuple[Submission, tuple[RollUp, ...], tuple[Problem, ...]]:
    """Give the submission with blank counts of lower units filled in, the roll-ups, and what there is to say.

    Lower units join by the code of the unit above them; of several years the latest up to the assessment year counts,
    and it is said where a unit had another name, or may have had other land, before. A unit counts at the level of its
    decision when the decision was made by the day that the set names (see `counting_day`) and still holds on it,
    whichever year it was for; a unit that is only eligible is listed and does not count. A folder is no census: counts
    are filled in only where the unit says how many lower units it has and there is one clear form for each of them.
    """
    found: list[RollUp] = []
    problems: list[Problem] = []
    answers = dict(submission.answers)
    shares = list(_shares(criteria_set))
    last_day = counting_day(criteria_set.recognition, submission.year or datetime.MINYEAR)
    lower_sets = {measure.lower_set for _, _, measure in shares if measure.lower_set is not None}
    for indicator, part, measure in shares:
        if measure.lower_set is None:
            problems.append(Problem("lower-set-unnamed", arguments={"indicator": indicator.id}))
            continue
        fitting = [one for one in lower if measure.lower_set in one.criteria_set.family]
        foreign = tuple(one.file for one in lower if not one.criteria_set.family & lower_sets)
        every_year, left_out = _sorted_out(criteria_set, submission, fitting)
        mine = {code: _latest(same) for code, same in every_year.items()}
        passed = {"other-set": foreign, **left_out}
        problems += [_passed_over(indicator, reason, files) for reason, files in passed.items() if files]
        rolled = _rolled(indicator, part, measure, last_day, mine)
        found.append(rolled)
        if fitting:
            problems += _about(rolled, submission)
            problems += _changed(indicator, submission, every_year, mine)
        else:
            problems.append(
                Problem("lower-set-absent", arguments={"indicator": indicator.id, "set": measure.lower_set})
            )
        answer = answers.get(indicator.id, Answer())
        if rolled.units and _takes_figures(indicator, answer, submission.year):
            counts = {level: Fraction(rolled.counts.get(level, 0)) for level in measure.levels}
            figures = {question_name(part, level): count for level, count in counts.items()}
            said = list(_incomplete(rolled, answer, question_name(part, "all")))
            answers[indicator.id], more = _laid(indicator, answer, figures, "lower", unusable, fill=not said)
            problems += [*said, *more]
    if not shares:
        problems.append(Problem("lower-useless"))
    return submission.model_copy(update={"answers": answers}), tuple(found), tuple(problems)


def _shares(criteria_set: CriteriaSet) -> Iterator[tuple[Indicator, str, ShareOfUnits]]:
    for indicator in criteria_set.indicators.values():
        for part, measure in indicator.measures.items():
            if isinstance(measure, ShareOfUnits):
                yield indicator, part, measure


def _sorted_out(
    criteria_set: CriteriaSet, submission: Submission, lower: Sequence[Other]
) -> tuple[dict[str, list[Other]], dict[str, tuple[str, ...]]]:
    """Give the workbooks of all years by the unit's code, and the files that do not count, by reason."""
    passed: dict[str, list[str]] = {"no-code": [], "other-parent": [], "later-year": []}
    mine: dict[str, list[Other]] = {}
    for one in lower:
        unit, year = one.submission.unit, one.submission.year
        if unit.code is None or unit.parent is None:
            passed["no-code"].append(one.file)
        elif not is_code_of(unit.parent, submission.unit.code, criteria_set.unit):
            passed["other-parent"].append(one.file)
        elif year is None or submission.year is None or year > submission.year:
            passed["later-year"].append(one.file)
        else:
            mine.setdefault(unit.code, []).append(one)
    return mine, {reason: tuple(files) for reason, files in passed.items()}


def _latest(same: Sequence[Other]) -> list[Other]:
    last = max(one.submission.year or 0 for one in same)
    return [one for one in same if one.submission.year == last]


def _changed(
    indicator: Indicator, submission: Submission, every_year: Mapping[str, list[Other]], mine: Mapping[str, list[Other]]
) -> Iterator[Problem]:
    """Name units whose earlier workbooks carry another name, and those whose land may have been another one."""
    renamed = tuple(
        f"{_named(one)} → {_named(mine[code][0])}"
        for code, same in every_year.items()
        for one in same
        if one.submission.year != mine[code][0].submission.year and not _may_be_one(one, mine[code][0])
    )
    redrawn = tuple(
        _named(one)
        for same in mine.values()
        for one in same
        if may_be_other_land(one.criteria_set.unit, one.submission.year, submission.year)
    )
    for code, units in (("lower-renamed", renamed), ("lower-other-land", redrawn)):
        if units:
            yield Problem(code, arguments={"indicator": indicator.id, "units": units})


def _named(one: Other) -> str:
    return f"{one.submission.unit.name} ({one.file})"


def _may_be_one(one: Other, other: Other) -> bool:
    return may_be_one(one.submission.unit.own_name, other.submission.unit.own_name, one.criteria_set.unit)


def _passed_over(indicator: Indicator, reason: str, files: tuple[str, ...]) -> Problem:
    if reason == "other-parent":  # the folder of a province holds many of them
        return Problem("lower-elsewhere", arguments={"indicator": indicator.id, "n": Fraction(len(files))})
    arguments = {"indicator": indicator.id, "reason": f"lower-{reason}", "files": files}
    return Problem("lower-passed-over", arguments=arguments)


def _about(rolled: RollUp, submission: Submission) -> Iterator[Problem]:
    """Name what has to be looked at among the lower units."""
    if not rolled.units:
        yield Problem("lower-none", arguments={"indicator": rolled.indicator, "code": submission.unit.code})
    for state, code in (("undecided", "lower-undecided"), ("unclear", "lower-unclear"), ("twice", "lower-twice")):
        units = tuple(f"{one.unit} ({one.file})" for one in rolled.units if one.state == state)
        if units:
            yield Problem(code, arguments={"indicator": rolled.indicator, "units": units})


def _incomplete(rolled: RollUp, answer: Answer, census: str) -> Iterator[Problem]:
    """Say where there is not one clear form for each lower unit that there is."""
    given = answer.values.get(census)
    clear = rolled.total - len({one.code for one in rolled.units if one.state in _OPEN})
    if given is None or given != clear:
        arguments = {"indicator": rolled.indicator, "found": Fraction(clear), "given": given}
        yield Problem("lower-incomplete", answer.places.get(census, Place()), arguments)


def _rolled(
    indicator: Indicator, part: str, measure: ShareOfUnits, last_day: datetime.date, mine: Mapping[str, list[Other]]
) -> RollUp:
    units = [_unit(one, code, measure, last_day, len(same) > 1) for code, same in sorted(mine.items()) for one in same]
    counts = Counter(one.level for one in units if one.state == "recognised" and one.level is not None)
    return RollUp(indicator.id, part, dict(counts), len(mine), tuple(units), last_day)


def counting_day(recognition: Recognition, year: int) -> datetime.date:
    """Give the day on which decisions of lower units have to hold for an assessment year."""
    last = recognition.last_day("request", year) if recognition.lower_decisions == "dossier" else None
    return last or datetime.date(year, 12, 31)


def _unit(one: Other, code: str, measure: ShareOfUnits, last_day: datetime.date, twice: bool) -> LowerUnit:
    held = one.submission.dates.decision
    until = one.criteria_set.recognition.valid_until(held.date) if held is not None and held.date else None
    state: LowerState
    level = None
    if twice:
        state = "twice"
    elif held is None:
        state = "undecided" if one.verdict is not None and one.verdict.certain else "not_recognised"
    elif held.date is None or held.level not in measure.levels:
        state = "unclear"
    elif held.date > last_day:
        state = "later"
    elif until is not None and until < last_day:
        state = "expired"
    else:
        state, level = "recognised", held.level
    return LowerUnit(one.file, one.submission.unit.name, code, state, level, until)


def carry_last_year(
    criteria_set: CriteriaSet, submission: Submission, earlier: Sequence[Other], unusable: Collection[Place] = ()
) -> tuple[Submission, tuple[Problem, ...]]:
    """Give the submission with blank figures of last year filled in from last year's workbook of the same unit.

    Units join by code, and only where they do not carry different names; across 1 July 2025 it is said that the land
    may have been another one. What last year's workbook calls this year's number is last year's number now, where it
    was made for the same set, its base or its variant, and asks for the same thing in the same unit.
    """
    wanted = dict(_changes(criteria_set))
    if not wanted:
        return submission, (Problem("last-year-useless"),)
    unit, year = submission.unit, submission.year
    mine = [
        one
        for one in earlier
        if one.submission.unit.code == unit.code and year is not None and one.submission.year == year - 1
        if criteria_set.family & one.criteria_set.family
    ]
    if unit.code is None or len(mine) != 1:
        last = None if year is None else str(year - 1)
        arguments = {"unit": unit.name, "year": last, "n": Fraction(len(mine)), "set": criteria_set.id}
        return submission, (Problem("last-year-lacking", arguments=arguments),)
    named = mine[0].submission.unit.own_name
    if not may_be_one(unit.own_name, named, criteria_set.unit):
        arguments = {"unit": unit.name, "other": named, "year": str(mine[0].submission.year)}
        return submission, (Problem("last-year-other-unit", arguments=arguments),)
    answers = dict(submission.answers)
    problems: list[Problem] = []
    theirs = dict(_changes(mine[0].criteria_set))
    for (identifier, part), measure in wanted.items():
        other = theirs.get((identifier, part))
        indicator, answer = criteria_set.indicators[identifier], answers.get(identifier, Answer())
        before = mine[0].submission.answers.get(identifier, Answer())
        if not _takes_figures(indicator, answer, year) or all(one is None for one in before.values.values()):
            continue
        if other is None or (other.of, other.unit) != (measure.of, measure.unit):
            problems.append(Problem("last-year-unlike", arguments={"indicator": identifier}))
            continue
        value = before.values.get(question_name(part, "this_year"))
        if value is None:
            continue
        figures = {question_name(part, "last_year"): value}
        answers[identifier], said = _laid(indicator, answer, figures, "last-year", unusable)
        problems += said
    if problems and may_be_other_land(criteria_set.unit, mine[0].submission.year, year):
        arguments = {"unit": unit.name, "year": str(mine[0].submission.year)}
        problems.append(Problem("last-year-other-land", arguments=arguments))
    return submission.model_copy(update={"answers": answers}), tuple(problems)


def _changes(criteria_set: CriteriaSet) -> Iterator[tuple[tuple[str, str], Change]]:
    for indicator in criteria_set.indicators.values():
        for part, measure in indicator.measures.items():
            if isinstance(measure, Change):
                yield (indicator.id, part), measure


def _takes_figures(indicator: Indicator, answer: Answer, year: int | None) -> bool:
    """Tell whether figures of other workbooks can make a difference: not where it is left out or stays open."""
    return answer.not_applicable is None and not indicator.stays_open(year)


_CODES: Mapping[FigureSource, tuple[str, str]] = {
    "lower": ("lower-filled", "lower-differs"),
    "last-year": ("last-year-filled", "last-year-differs"),
}


def _laid(
    indicator: Indicator,
    answer: Answer,
    figures: Mapping[str, Fraction],
    source: FigureSource,
    unusable: Collection[Place],
    *,
    fill: bool = True,
) -> tuple[Answer, list[Problem]]:
    """Give an answer with its blanks filled from figures of other workbooks, and what there is to say of each.

    Cells that could not be used stay as they are; without `fill` blanks do too.
    """
    values, sources, problems = complete(indicator, answer.values), dict(answer.sources), list[Problem]()
    filled, differs = _CODES[source]
    for question in indicator.questions:
        figure = figures.get(question.name)
        place = answer.places.get(question.name, Place())
        if figure is None or place in unusable:
            continue
        given = values[question.name]
        label = question.input.label or indicator.title
        arguments = {"indicator": indicator.id, "label": label, "found": figure, "given": given}
        if given is not None and given != figure:
            problems.append(Problem(differs, place, arguments))
        elif given is None and fill:
            values[question.name], sources[question.name] = figure, source
            problems.append(Problem(filled, place, arguments))
    for fault in faults(indicator, values):
        place = answer.places.get(fault.questions[0], Place())
        problems.append(Problem(fault.code, place, {"indicator": indicator.id, **fault.arguments}))
    return answer.model_copy(update={"values": values, "sources": sources}), problems
