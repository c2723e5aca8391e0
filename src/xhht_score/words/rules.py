"""Rules, values, conditions and references put in words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

from xhht_score.criteria import (
    Condition,
    CriteriaSet,
    EachCriterion,
    EachIndicator,
    Indicator,
    Indicators,
    OneCriterion,
    Reference,
    Rule,
    Total,
)
from xhht_score.definitions import Mark
from xhht_score.measures import Change, Checklist, Count, GivenPoints, Input, Measure, Quantity, ShareOfUnits, YesNo
from xhht_score.scoring import AsGiven, FullIfMet, PerItem, Proportional, Scoring, Tiers
from xhht_score.words.speech import Words


def rule(words: Words, indicator: Indicator, position: int) -> str:
    """Give the rule of an indicator at a position in its `rules`, as one sentence."""
    return words.once(indicator, position, lambda: _rule(words, indicator, position))


def _rule(words: Words, indicator: Indicator, position: int) -> str:
    scoring, measure = indicator.rules[position].scoring, indicator.measure
    said = _scoring(words, scoring, measure, indicator.points)
    if indicator.met_from is not None:
        said += "; " + words.say("rule-met-from", points=_points(words, indicator.met_from))
    return said


def every_rule(words: Words, criteria_set: CriteriaSet, indicator: Indicator) -> str:
    """Give the rule of an indicator for every unit, then the ones for units with certain facts."""
    *special, general = range(len(indicator.rules))
    named = (
        f"{named_facts(words, criteria_set, indicator.rules[position])}: {rule(words, indicator, position)}"
        for position in special
    )
    return " / ".join((rule(words, indicator, general), *named))


def named_facts(words: Words, criteria_set: CriteriaSet, one: Rule) -> str:
    """Give the facts that a rule is for: `Vùng: Vùng khó khăn`."""
    return "; ".join(
        f"{words.text(criteria_set.facts[name].title)}: "
        + ", ".join(words.text(criteria_set.facts[name].choices[choice]) for choice in choices)
        for name, choices in one.facts.items()
    )


def _points(words: Words, points: Fraction) -> str:
    return words.say("points-unit", n=words.exact(points))


def mark(words: Words, measure: Measure, threshold: Mark) -> str:
    """Give a threshold as people write it: a percentage, the title of a step, or a number with its unit; exactly."""
    return value(words, measure, threshold.placed, against=(threshold.placed,))


def value(words: Words, measure: Measure, found: Fraction, *, against: tuple[Fraction, ...] = ()) -> str:
    """Give a place on a measure's scale in words, exact enough to compare rightly with the places of `against`."""
    if measure.percent:  # 74.999% is not shown as 75% even where no step stands there
        return words.percent(found, against=(*against, Fraction(round(found * 100), 100)))
    match measure:
        case YesNo():
            return words.say("yes" if found else "no")
        case Count() | Quantity() if measure.unit is not None:
            return f"{words.number(found, decimals=6, against=against)} {words.text(measure.unit)}"
        case Checklist():
            return words.say("of-n", n=words.number(found), all=len(measure.items))
        case Change():
            if found == 0:
                return words.say("change-none")
            moved = found if measure.direction == "rises" else -found
            size = f"{words.number(abs(found), decimals=6, against=against)} {words.text(measure.unit)}"
            return words.say("change-up" if moved > 0 else "change-down", n=size)
        case GivenPoints():
            return _points(words, found)
        case _ if measure.words:
            steps = [title for _, title in measure.inputs[0].choices]
            return words.text(steps[int(found)])
        case _:
            return words.number(found, decimals=6, against=against)


def _scoring(words: Words, scoring: Scoring, measure: Measure, weight: Fraction) -> str:
    points = _points(words, weight)
    match scoring:
        case FullIfMet():
            return _full_if_met(words, scoring, measure, weight)
        case Proportional():
            zero, target = mark(words, measure, scoring.start), mark(words, measure, scoring.target)
            said = words.say("rule-proportional", zero=zero, points=points, mark=target)
            if scoring.floor is None:
                return said
            way = "up" if scoring.target.placed > scoring.start.placed else "down"
            return said + "; " + words.say(f"rule-floor-{way}", floor=mark(words, measure, scoring.floor))
        case Tiers():
            steps = [
                words.say(
                    f"rule-step-{scoring.direction}", mark=mark(words, measure, step), points=_points(words, each)
                )
                for step, each in scoring.steps.items()
            ]
            return "; ".join([*steps, words.say("rule-rest")])
        case PerItem():
            unit = words.say("rule-per-item-unit")
            if isinstance(measure, Checklist):
                unit = words.say("rule-per-item-tick")
            elif isinstance(measure, Count) and measure.unit is not None:
                unit = words.text(measure.unit)
            return words.say("rule-per-item", unit=unit, each=_points(words, scoring.each), points=points)
        case AsGiven():
            least = measure.inputs[0].least
            said = words.say("rule-as-given", least=words.exact(least), points=points)
            step = measure.inputs[0].step
            return said if step is None else f"{said}, {words.say('rule-step-by', step=_points(words, step))}"
        case _:
            assert_never(scoring)


def _full_if_met(words: Words, scoring: FullIfMet, measure: Measure, weight: Fraction) -> str:
    points = _points(words, weight)
    if isinstance(measure, YesNo):
        ends = {name: _points(words, scoring.outcome(place, weight).points) for name, place in measure.words.items()}
        return words.say("rule-yes", yes=ends["yes"], no=ends["no"])
    for name in ("at_least", "at_most", "above", "below"):
        threshold: Mark | None = getattr(scoring, name)
        if threshold is not None and threshold.text:
            return words.say(f"rule-{name}", mark=mark(words, measure, threshold), points=points)
    if isinstance(measure, Change):
        return words.say(f"rule-{measure.direction}", points=points)
    return words.say("rule-all-items", n=len(measure.inputs), points=points)


def input_label(words: Words, measure: Measure, one: Input) -> str:
    """Give what is asked in one input, with its unit."""
    label = words.text(one.label) if one.label else ""
    match measure:
        case Change():
            label = words.say(f"input-{one.name}", label=label)
        case ShareOfUnits() if one.name == "all":
            label = words.say("input-all", label=label)
        case ShareOfUnits():
            label = words.say("input-level", units=words.text(measure.of), label=label)
        case _ if not label:
            label = words.say(f"input-{one.name}")
        case _:
            pass
    return f"{label} ({words.text(one.unit)})" if one.unit else label


def reported(words: Words, one: Input, number: Fraction | None) -> str:
    """Give one reported value as people write it."""
    if number is None:
        return words.say("blank")
    match one.kind:
        case "yes_no":
            return words.say("yes" if number else "no")
        case "choice":
            return words.text(one.choices[int(number)][1])
        case "percent":
            return words.percent(number, against=[number])
        case "whole" | "decimal":
            return words.exact(number)


def reference(words: Words, source: Reference) -> str:
    """Give a reference as it is cited: clause first, document last."""
    return words.once(source, "reference", lambda: _reference(words, source))


def _reference(words: Words, source: Reference) -> str:
    parts = [
        words.say(name, n=part)
        for name, part in (("article", source.article), ("clause", source.clause), ("point", source.point))
        if part
    ]
    if words.language == "en":
        parts.reverse()
    said = " ".join(parts)
    return ", ".join(part for part in (source.text, said, source.document) if part)


def condition(words: Words, required: Condition) -> str:
    """Give what a condition requires."""
    return words.once(required, "condition", lambda: _condition(words, required))


def _condition(words: Words, required: Condition) -> str:
    match required:
        case Total(at_least=bound) if bound.percent:
            return words.say("cond-total-percent", required=words.percent(bound.placed, against=[bound.placed]))
        case Total(at_least=bound):
            return words.say("cond-total-points", required=words.exact(bound.placed))
        case EachCriterion(at_least=Fraction() as share):
            return words.say("cond-each_criterion-percent", required=words.percent(share, against=[share]))
        case EachCriterion():
            return words.say("cond-each_criterion-points", required=words.exact(required.above or Fraction(0)))
        case OneCriterion():
            return words.say(
                "cond-criterion-percent",
                subject=required.id,
                required=words.percent(required.at_least, against=[required.at_least]),
            )
        case EachIndicator():
            return words.say("cond-each_indicator-points", required=words.exact(required.at_least))
        case Indicators():
            return words.say("cond-indicators-met", subjects=required.met)
        case _:
            assert_never(required)


def facts(words: Words, criteria_set: CriteriaSet, chosen: Mapping[str, str | None]) -> str:
    """Give the facts of a unit: `Loại đơn vị: Huyện; Vùng: Bình thường`."""
    said = []
    for name, fact in criteria_set.facts.items():
        choice = chosen.get(name)
        said.append(
            f"{words.text(fact.title)}: {words.text(fact.choices[choice]) if choice else words.say('fact-open')}"
        )
    return "; ".join(said)
