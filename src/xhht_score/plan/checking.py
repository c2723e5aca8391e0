"""What a council should check first, over many units: knife-edge figures, evidence, and figures that look odd.

What looks odd changes no score; each reason holds the figures that it was compared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from xhht_score.criteria import CriteriaSet, question_name
from xhht_score.engine import indicator_result
from xhht_score.measures import Change, Count, Quantity, Ratio
from xhht_score.plan.records import Firmness, Reason
from xhht_score.submission import Answer, Submission, usable

#: A change of a figure by no more than this part of it is a knife's edge.
EDGE = Fraction(1, 50)
#: A share or number is far from others where it is so many times their middle distance from their middle.
_FAR = 6
#: Fewer units of a kind have no middle that says anything.
_FEWEST = 8
#: Figures below this are not called round, and this many shares have to be full.
_LEAST_ROUND, _LEAST_FULL = 1000, 5
#: This year's figure is a jump where it is so many times last year's, or so small a part of it.
_JUMP = 3
#: Of another form's figures, counts below this may well be the same, or many times what they were.
_LEAST_TOLD = 100
_BLANK = Answer()


def to_check(criteria_set: CriteriaSet, submission: Submission, firm: Sequence[Firmness]) -> tuple[Reason, ...]:
    """Give what to check of one unit by itself, what could overturn a verdict first."""
    return (*_edges(firm), *_evidence(criteria_set, submission), *_odd(criteria_set, submission))


def _edges(firm: Sequence[Firmness]) -> Iterator[Reason]:
    for one in firm:
        for flip in one.flips:
            if flip.changes and flip.share <= EDGE:
                yield Reason(flip.indicator, "flip", one.level, flip)
        if len(one.refusals) == 1:
            yield Reason(one.refusals[0], "refusal", one.level)


def _evidence(criteria_set: CriteriaSet, submission: Submission) -> Iterator[Reason]:
    for name in criteria_set.indicators:
        answer = submission.answers.get(name, _BLANK)
        policy = criteria_set.evidence_policies[name]
        if policy.policy != "required" or answer.not_applicable is not None:
            continue
        if answer.refused is not None:
            yield Reason(name, "refused")
        elif answer.evidence is not True and _gives_something(criteria_set, submission, name):
            yield Reason(name, "evidence" if answer.evidence is False else "evidence-unsaid")


def _gives_something(criteria_set: CriteriaSet, submission: Submission, name: str) -> bool:
    """Tell whether an answer would give points, or be met somewhere, if its evidence were there."""
    answer = submission.answers.get(name, _BLANK).model_copy(update={"evidence": True})
    facts = next(criteria_set.worlds(submission.facts))
    found = indicator_result(criteria_set, criteria_set.indicators[name], answer, submission.year, facts)
    return found.state == "answered" and (found.earned.high > 0 or any(one.met_high for one in found.levels))


def _odd(criteria_set: CriteriaSet, submission: Submission) -> Iterator[Reason]:
    shares = []
    for name, indicator in criteria_set.indicators.items():
        answer = submission.answers.get(name, _BLANK)
        values = usable(indicator, answer.values)
        for part, measure in indicator.measures.items():
            own = {one.input.name: values[one.name] for one in indicator.questions if one.part == part}
            if measure.percent and (place := measure.span(own)).known and None not in own.values():
                shares.append(place.low)
            if isinstance(measure, Change):
                yield from _moved(name, part, own)
        for question in indicator.questions:
            value = values[question.name]
            is_round = value is not None and value >= _LEAST_ROUND and not value % 100
            if question.input.kind == "whole" and is_round and value is not None and question.input.name == "of":
                yield Reason(name, "hundreds", question=question.name, figures={"value": value})
    if len(shares) >= _LEAST_FULL and all(one == 1 for one in shares):
        yield Reason("", "all-full", figures={"n": Fraction(len(shares))})


def _moved(name: str, part: str, own: Mapping[str, Fraction | None]) -> Iterator[Reason]:
    last, this = own["last_year"], own["this_year"]
    if last is None or this is None:
        return
    question = f"{part}.this_year" if part else "this_year"
    figures = {"value": this, "before": last}
    if this == last and this:
        yield Reason(name, "same", question=question, figures=figures)
    elif last and this and (this >= _JUMP * last or last >= _JUMP * this):
        yield Reason(name, "jump", question=question, figures=figures)


def since(criteria_set: CriteriaSet, submission: Submission, earlier: Submission) -> Iterator[Reason]:
    """Give what is odd beside the same unit's form of the year before: figures alike to the digit, and jumps.

    What a share is of is no figure of the year, and all of it is no wonder in both; small counts and whole percentages
    may well be the same.
    """
    for name, indicator in criteria_set.indicators.items():
        answer, before = (one.answers.get(name, _BLANK) for one in (submission, earlier))
        if answer.not_applicable is not None or before.not_applicable is not None:
            continue
        now, then = usable(indicator, answer.values), usable(indicator, before.values)
        for part, measure in indicator.measures.items():
            question = question_name(part, measure.inputs[0].name)
            this, last = now[question], then[question]
            if not isinstance(measure, Ratio | Count | Quantity) or this is None or last is None:
                continue
            is_full = measure.percent and this == now.get(question_name(part, "over"), 1)
            if not _is_telling(measure.inputs[0].kind, max(this, last)):
                continue
            figures = {"value": this, "before": last}
            if this == last and not is_full:
                yield Reason(name, "same", question=question, figures=figures)
            elif last and this and (this >= _JUMP * last or last >= _JUMP * this):
                yield Reason(name, "jump", question=question, figures=figures)


def _is_telling(kind: str, value: Fraction) -> bool:
    return (value * 100).denominator > 1 if kind == "percent" else value >= _LEAST_TOLD


# ---------------------------------------------------------------- beside others


Places = Mapping[tuple[str, str], Fraction]


def places_of(criteria_set: CriteriaSet, submission: Submission) -> dict[tuple[str, str], Fraction]:
    """Give the place on its scale of every figure that is known, by indicator and part: what units are compared by."""
    found = {}
    for name, indicator in criteria_set.indicators.items():
        answer = submission.answers.get(name, _BLANK)
        if answer.not_applicable is not None:
            continue
        values = usable(indicator, answer.values)
        for part, measure in indicator.measures.items():
            own = {one.input.name: values[one.name] for one in indicator.questions if one.part == part}
            if None in own.values() or measure.words or measure.is_given:
                continue
            found[name, part] = measure.span(own).low
    return found


def far_off(units: Sequence[Places]) -> list[tuple[Reason, ...]]:
    """Give for each of several units of one set the figures that are far from those of all.

    Robust: how far from the middle, in middle distances from the middle (the median absolute deviation); where more
    than half of all are alike, nothing is far.
    """
    by_key: dict[tuple[str, str], list[Fraction]] = {}
    for one in units:
        for key, place in one.items():
            by_key.setdefault(key, []).append(place)
    middles = {key: _spread(places) for key, places in by_key.items() if len(places) >= _FEWEST}
    return [tuple(_far(one, middles, by_key)) for one in units]


def _far(
    one: Places,
    middles: Mapping[tuple[str, str], tuple[Fraction, Fraction]],
    every: Mapping[tuple[str, str], list[Fraction]],
) -> Iterator[Reason]:
    for (name, part), place in one.items():
        middle, spread = middles.get((name, part), (place, Fraction(0)))
        if spread and abs(place - middle) > _FAR * spread:
            listed = sorted(every[name, part])
            quarter = len(listed) // 4
            figures = {"value": place, "middle": middle, "low": listed[quarter], "high": listed[-1 - quarter],
                       "n": Fraction(len(listed))}  # fmt: skip
            yield Reason(name, "far", question=part, figures=figures)


def _spread(places: Iterable[Fraction]) -> tuple[Fraction, Fraction]:
    listed = list(places)
    middle = _middle(listed)
    return middle, _middle([abs(one - middle) for one in listed])


def _middle(places: Sequence[Fraction]) -> Fraction:
    listed = sorted(places)
    return (listed[(len(listed) - 1) // 2] + listed[len(listed) // 2]) / 2
