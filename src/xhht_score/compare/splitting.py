"""What changed between two forms of a unit, found out: the earlier figures are scored under the later rule as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from xhht_score.compare.carrying import asks_the_same, carry_over
from xhht_score.compare.sets import Difference, differences
from xhht_score.compare.shifts import shifts
from xhht_score.compare.units import IndicatorChange, LevelChange, ReportedChange, ScoredUnit, UnitChange
from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.engine import score
from xhht_score.recognition import judge
from xhht_score.results import ConditionState, IndicatorResult
from xhht_score.submission import Answer, Submission, complete, faults


def scored(criteria_set: CriteriaSet, submission: Submission) -> ScoredUnit:
    """Give what comes of a submission under a set."""
    scorecard = score(criteria_set, submission)
    return ScoredUnit(criteria_set, submission, scorecard, judge(criteria_set, scorecard, submission))


def rule_differences(old: CriteriaSet, new: CriteriaSet) -> tuple[Difference, ...]:
    """Give what differs between the sets of two forms; nothing is looked for where they are one."""
    return () if old is new else differences(old, new)


def compare_units(old: ScoredUnit, new: ScoredUnit, rules: tuple[Difference, ...] | None = None) -> UnitChange:
    """Give what changed between two forms; `rules` are the differences of their sets where those are known already."""
    one, other = old.criteria_set, new.criteria_set
    rules = rule_differences(one, other) if rules is None else rules
    related = bool(one.family & other.family)
    between = old if not rules and _judged_alike(old, new) else _between(old, new, related)
    return UnitChange(
        old,
        between,
        new,
        rules,
        related,
        tuple(name for name in other.facts if old.submission.facts.get(name) != new.submission.facts.get(name)),
        tuple(_indicators(old, between, new, related)),
        tuple(_levels(old, between, new, related)),
    )


def _judged_alike(old: ScoredUnit, new: ScoredUnit) -> bool:
    """Tell whether the years of two forms of one rule make no difference: the same indicators stay open in both."""
    years = old.submission.year, new.submission.year
    indicators = old.criteria_set.indicators.values()
    return all(one.stays_open(years[0]) == one.stays_open(years[1]) for one in indicators)


def _same_indicator(old: CriteriaSet, new: CriteriaSet, related: bool, name: str) -> bool:
    """Tell whether an id stands for one indicator in both sets; among strangers only where the titles are one too."""
    before, after = old.indicators.get(name), new.indicators.get(name)
    return before is not None and after is not None and (related or before.title == after.title)


def _between(old: ScoredUnit, new: ScoredUnit, related: bool) -> ScoredUnit:
    """Give what the later rule makes of the earlier figures, in the later year."""
    one, other = old.criteria_set, new.criteria_set
    carried, _ = carry_over(one, other, old.submission.answers)
    answers = {
        name: _carried_answer(one.indicators[name], indicator, carried.get(name, Answer()), old, new)
        if _same_indicator(one, other, related, name)
        else new.submission.answers.get(name, Answer())
        for name, indicator in other.indicators.items()
    }
    facts = {
        name: known if (known := old.submission.facts.get(name)) in fact.choices else new.submission.facts.get(name)
        for name, fact in other.facts.items()
    }
    submission = old.submission.model_copy(update={"answers": answers, "facts": facts, "appraisals": {}})
    card = score(other, submission.model_copy(update={"year": new.submission.year}))
    return ScoredUnit(other, submission, card, judge(other, card, submission))


def _carried_answer(before: Indicator, after: Indicator, answer: Answer, old: ScoredUnit, new: ScoredUnit) -> Answer:
    """Give the earlier answer, with later figures where the later rule asks what no earlier figure answers."""
    given = old.submission.answers.get(before.id, Answer())
    later = new.submission.answers.get(after.id, Answer())
    asked = set(_asked_anew(before, after, given))
    values = {
        one.name: later.values.get(one.name) if one.name in asked else answer.values.get(one.name)
        for one in after.questions
    }
    if faults(after, values) and not faults(before, complete(before, given.values)):
        values = dict(later.values)
    return answer.model_copy(update={"values": values})


def _asked_anew(before: Indicator, after: Indicator, given: Answer) -> Iterator[str]:
    """Give the questions of the later rule that no earlier figure answers, because they or the choice are not there."""
    known = {one.name: one for one in before.questions}
    for one in after.questions:
        earlier = known.get(one.name)
        if earlier is None or not asks_the_same(earlier, one):
            yield one.name
        elif one.input.kind == "choice" and (value := given.values.get(one.name)) is not None:
            ids = [choice for choice, _ in one.input.choices]
            if earlier.input.choices[int(value)][0] not in ids:
                yield one.name


def _indicators(old: ScoredUnit, between: ScoredUnit, new: ScoredUnit, related: bool) -> Iterator[IndicatorChange]:
    """Give every indicator of the later set, then those of the earlier one that it does not have."""
    one, other = old.criteria_set, new.criteria_set
    same = [name for name in other.indicators if _same_indicator(one, other, related, name)]
    for name, indicator in other.indicators.items():
        before = old.scorecard.indicators[name] if name in same else None
        middle, after = between.scorecard.indicators[name], new.scorecard.indicators[name]
        if name in same:
            asked = tuple(_asked_anew(one.indicators[name], indicator, old.submission.answers.get(name, Answer())))
            reported = tuple(_reported_otherwise(old, new, name, asked))
        else:
            asked, reported = tuple(each.name for each in indicator.questions), ()
        standing = _standing_at(one, other, before, middle, after)
        yield IndicatorChange(name, before, middle, after, standing, reported, asked)
    for name in one.indicators:
        if name not in same:
            gone = old.scorecard.indicators[name]
            yield IndicatorChange(name, gone, None, None, _standing_at(one, other, gone, None, None), ())


def _standing_at(
    old: CriteriaSet,
    new: CriteriaSet,
    before: IndicatorResult | None,
    between: IndicatorResult | None,
    after: IndicatorResult | None,
) -> dict[str, tuple[ConditionState | None, ConditionState | None, ConditionState | None]]:
    return {
        level: (_at(old, before, level), _at(new, between, level), _at(new, after, level))
        for level in new.level_ids
        if level in old.level_ids
    }


def _at(criteria_set: CriteriaSet, result: IndicatorResult | None, level: str) -> ConditionState | None:
    """Give how an indicator stands at a level of the set, None where the set does not have it."""
    return None if result is None else result.levels[criteria_set.level_ids.index(level)].state


def _reported_otherwise(
    old: ScoredUnit, new: ScoredUnit, name: str, asked_anew: tuple[str, ...]
) -> Iterator[ReportedChange]:
    before, after = (one.criteria_set.indicators[name] for one in (old, new))
    was, now = (one.submission.answers.get(name, Answer()) for one in (old, new))
    earlier = {question.name: question for question in before.questions}
    if was.not_applicable != now.not_applicable:
        yield ReportedChange("omission", None, was.not_applicable, now.not_applicable)
    for question in after.questions:
        first, second = was.values.get(question.name), now.values.get(question.name)
        if question.name in asked_anew:
            continue
        sides = (_meant(earlier[question.name].input.choices, first), _meant(question.input.choices, second))
        if sides[0] != sides[1]:
            yield ReportedChange("value", question.name, first, second)
    policies = {one.criteria_set.evidence_policies[name].policy for one in (old, new)}
    if policies != {"none"} and was.evidence != now.evidence:
        yield ReportedChange("evidence", None, was.evidence, now.evidence)
    if was.refused != now.refused:
        yield ReportedChange("refused", None, was.refused, now.refused)


def _meant(choices: tuple[tuple[str, object], ...], value: Fraction | None) -> Fraction | str | None:
    """Give what a value stands for: a choice by its id, whatever its place in the list."""
    return choices[int(value)][0] if choices and value is not None else value


def _levels(old: ScoredUnit, between: ScoredUnit, new: ScoredUnit, related: bool) -> Iterator[LevelChange]:
    found = [{level.id: level for level in one.verdict.levels} for one in (old, between, new)]
    judged = [(one.scorecard, one.verdict) for one in (old, between, new)]
    whole, by_rule, by_figures = (
        {one.level: one if related else replace(one, indicators=()) for one in shifts(judged[a], judged[b])}
        for a, b in ((0, 2), (0, 1), (1, 2))
    )
    for name in dict.fromkeys([*found[2], *found[0]]):
        before, middle, after = (each.get(name) for each in found)
        yield LevelChange(name, before, middle, after, whole.get(name), by_rule.get(name), by_figures.get(name))
