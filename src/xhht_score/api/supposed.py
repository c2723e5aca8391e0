"""What if: a unit's result as if some of its figures were others; and what a plan may not do. No file is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from xhht_score.assessment import Assessment
from xhht_score.criteria import CriteriaSet, Indicator, Question, as_named_now
from xhht_score.engine import score
from xhht_score.errors import Flaws, Place, Problem, XhhtError, nearest, some_of
from xhht_score.loading.notation import figure
from xhht_score.numbers import measured, parse_number
from xhht_score.plan.planning import PlanLimits
from xhht_score.recognition import judge
from xhht_score.submission import Answer, Submission, complete, faults

#: A figure that is supposed: its path, and its value.
Supposed = Mapping[str, Fraction]
_OUT_OF_BOUNDS = (
    "cell-negative", "cell-below-minimum", "cell-above-maximum", "cell-not-whole", "cell-off-step",
)  # fmt: skip


def supposed_of(criteria_set: CriteriaSet, given: Sequence[str]) -> dict[str, Fraction]:
    """Give the figures that `path=value` means, by path; `2.10=70` where an indicator has one figure.

    Raises `XhhtError` for every one that is unknown, unclear, or given twice with different values.
    """
    found: dict[str, Fraction] = {}
    problems: list[Problem] = []
    for one in given:
        name, mark, raw = (part.strip() for part in one.partition("="))
        if not (name and mark and raw):
            problems.append(Problem("input-unclear", arguments={"given": one}))
            continue
        try:
            path, value = _understood(criteria_set, name, raw)
        except XhhtError as error:
            problems += error.problems
            continue
        if found.setdefault(path, value) != value:
            problems.append(Problem("input-twice", arguments={"input": path}))
    if problems:
        raise XhhtError(problems)
    return found


def _understood(criteria_set: CriteriaSet, name: str, raw: str) -> tuple[str, Fraction]:
    question = question_named(criteria_set, name)
    try:
        value = figure(question, raw)
    except Flaws as flaws:
        raise XhhtError(Problem(one.code, Place(name), one.arguments) for one in flaws.flaws) from None
    if value is None:
        raise XhhtError([Problem("input-unclear", arguments={"given": f"{name}={raw}"})])
    return question.path, value


def question_named(criteria_set: CriteriaSet, name: str) -> Question:
    """Give the figure of a path, or the only one of an indicator; raises `XhhtError` with the nearest path."""
    named = as_named_now(name)
    if named in criteria_set.questions:
        return criteria_set.questions[named][1]
    if named in criteria_set.indicators and len(criteria_set.indicators[named].questions) == 1:
        return criteria_set.indicators[named].questions[0]
    own = [one.path for one in criteria_set.indicators[named].questions] if named in criteria_set.indicators else []
    known = tuple(own or criteria_set.questions)
    arguments = {"given": name, "expected": some_of(known), "nearest": nearest(name, known)}
    raise XhhtError([Problem("input-unknown", arguments=arguments)])


def as_if(assessment: Assessment, given: Supposed) -> Assessment:
    """Give an assessment as if some figures were others, the council's beside it too.

    Raises `XhhtError` for figures beyond their bounds, or that contradict those beside them.
    """
    submission = changed(assessment.criteria_set, assessment.submission, given)
    card = score(assessment.criteria_set, submission)
    verdict = judge(assessment.criteria_set, card, submission)
    beside = None if assessment.beside is None else as_if(assessment.beside, given)
    return replace(
        assessment, submission=submission, scorecard=card, verdict=verdict, beside=beside, otherwise=(), ahead=None
    )


def changed(criteria_set: CriteriaSet, submission: Submission, given: Supposed) -> Submission:
    """Give a submission with other figures; an indicator of which one is supposed is not declared not applicable."""
    by_indicator: dict[str, dict[str, Fraction]] = {}
    for path, value in given.items():
        indicator, question = criteria_set.questions[path]
        by_indicator.setdefault(indicator.id, {})[question.name] = value
    answers, problems = dict(submission.answers), list[Problem]()
    for name, values in by_indicator.items():
        answer = answers.get(name, Answer())
        found = complete(criteria_set.indicators[name], {**answer.values, **values})
        problems += _unusable(criteria_set.indicators[name], found, values)
        update = {"values": found, "not_applicable": None, "unread": answer.unread - values.keys()}
        answers[name] = answer.model_copy(update=update)
    if problems:
        raise XhhtError(problems)
    return submission.model_copy(update={"answers": answers})


def _unusable(indicator: Indicator, values: Mapping[str, Fraction | None], given: Iterable[str]) -> Iterable[Problem]:
    by_name = {one.name: one for one in indicator.questions}
    for fault in faults(indicator, values):
        named = [name for name in given if name in fault.questions]
        if not named:
            continue
        question = by_name[named[0]]
        if fault.code in _OUT_OF_BOUNDS:
            one, value = question.input, values[named[0]]
            assert value is not None
            shown = {key: measured(each, percent=one.kind == "percent")
                     for key, each in (("given", value), ("least", one.least), ("most", one.most))}  # fmt: skip
            yield Problem("input-out-of-bounds", arguments={"input": question.path, **shown})
        else:
            yield Problem("input-contradicts", arguments={"input": question.path})


def limits_of(
    criteria_set: CriteriaSet,
    submission: Submission,
    *,
    keep: Sequence[str] = (),
    at_most: Sequence[str] = (),
    budget: str | None = None,
    plans: int = 1,
) -> PlanLimits:
    """Give what a plan may not do; raises `XhhtError` for names that the set does not have, and for limits that
    contradict one another or what is there already."""
    problems = [
        Problem("unknown-indicator-asked", arguments={
            "given": one, "expected": tuple(criteria_set.indicators), "nearest": nearest(one, criteria_set.indicators)})
        for one in keep if one not in criteria_set.indicators
    ]  # fmt: skip
    most: dict[str, Fraction] = {}
    try:
        most = supposed_of(criteria_set, at_most)
    except XhhtError as error:
        problems += error.problems
    for path, bound in most.items():
        indicator, question = criteria_set.questions[path]
        if indicator.id in keep:
            problems.append(Problem("limits-contradict", arguments={"indicator": indicator.id, "input": path}))
        there = submission.answers.get(indicator.id, Answer()).values.get(question.name)
        if there is not None and there > bound:
            percent = question.input.kind == "percent"
            said = {"given": measured(bound, percent=percent), "found": measured(there, percent=percent)}
            problems.append(Problem("limit-passed", arguments={"input": path, **said}))
    effort = None if budget is None else parse_number(budget)
    if budget is not None and (effort is None or effort < 0):
        problems.append(Problem("budget-unclear", arguments={"given": budget}))
    if problems:
        raise XhhtError(problems)
    return PlanLimits(frozenset(keep), most, effort, plans)
