"""Rules, questions and values put in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import assert_never

from xhht_score.criteria import CriteriaSet, Fact, Indicator, Question
from xhht_score.definitions import Mark, Text, Wanted
from xhht_score.measures import (
    Change,
    Checklist,
    Count,
    GivenPoints,
    Input,
    Measure,
    Quantity,
    Ratio,
    ShareOfUnits,
    Status,
    YesNo,
)
from xhht_score.numbers import Range, shown, shown_percent
from xhht_score.scoring import AsGiven, Bar, Bars, FullIfMet, PerItem, Proportional, Scoring, Tiers
from xhht_score.words.speech import Words

#: Amounts, counts and changes are shown with so many decimals.
_DECIMALS = 6


def rule(words: Words, criteria_set: CriteriaSet, indicator: Indicator, position: int) -> str:
    """Give the rule of an indicator at a position in its `rules`, as one sentence."""
    placed = indicator.rules[position]  # which all have that are alike in what follows
    if isinstance(placed.scoring, Bars):
        return words.once(indicator, position, lambda: _rule(words, criteria_set, indicator, position))
    like = id(indicator.measure), indicator.points, indicator.met_from
    return words.once(placed, like, lambda: _rule(words, criteria_set, indicator, position))


def _rule(words: Words, criteria_set: CriteriaSet, indicator: Indicator, position: int) -> str:
    scoring, measure = indicator.rules[position].scoring, indicator.measure
    if isinstance(scoring, Bars):
        return _bars(words, criteria_set, indicator, scoring)
    assert measure is not None
    said = _scoring(words, scoring, measure, indicator.weight)
    if indicator.met_from is not None:
        said += "; " + words.say("rule-met-from", points=_points(words, indicator.met_from))
    return said


def every_rule(words: Words, criteria_set: CriteriaSet, indicator: Indicator) -> str:
    """Give the rule of an indicator for every unit, then the ones for units with certain facts, then who is asked."""
    *special, general = range(len(indicator.rules))
    said = [rule(words, criteria_set, indicator, general)]
    for position in special:
        units = named_kind(words, criteria_set, indicator.rules[position].facts)
        said.append(f"[{units}] {rule(words, criteria_set, indicator, position)}")
    if indicator.applies_when:
        units = named_units(words, criteria_set, indicator.applies_when)
        said.append(words.say("rule-only-for", units=units))
    return " / ".join(said)


def named_units(words: Words, criteria_set: CriteriaSet, units: Sequence[Wanted]) -> str:
    """Give the units that a rule is for, kind by kind: `Vùng: Vùng khó khăn`; every unit where none are named."""
    kinds = [named_kind(words, criteria_set, one) for one in units]
    return f" {words.say('units-or')} ".join(kinds) or words.say("every-unit")


def named_kind(words: Words, criteria_set: CriteriaSet, wanted: Wanted) -> str:
    """Give the units of one kind: `Vùng: Vùng khó khăn`; where most are, those that are not."""
    return "; ".join(_named(words, criteria_set.facts[name], choices) for name, choices in wanted.items())


def level_titles(words: Words, criteria_set: CriteriaSet, levels: Iterable[str]) -> str:
    """Give the titles of levels."""
    titles = {one.id: words.text(one.title) for one in criteria_set.recognition.levels}
    return ", ".join(titles[level] for level in levels)


def _named(words: Words, fact: Fact, choices: tuple[str, ...]) -> str:
    others = [name for name in fact.choices if name not in choices]
    fewer = 0 < len(others) < len(choices)
    titles = [words.text(fact.choices[name]) for name in (others if fewer else choices)]
    said = ", ".join(f"“{one}”" if "," in one and len(titles) > 1 else one for one in titles)
    title = words.text(fact.title)
    return words.say("units-but", fact=title, choices=said) if fewer else f"{title}: {said}"


def _bars(words: Words, criteria_set: CriteriaSet, indicator: Indicator, scoring: Bars) -> str:
    """Give what each level asks for; once where every level asks for the same."""
    levels = criteria_set.recognition.levels
    said = [_bars_at(words, criteria_set, indicator, scoring, level.id) for level in levels]
    if len(set(said)) == 1:
        return said[0] if len(said) == 1 else words.say("bar-every-level", rule=said[0])
    pairs = zip(levels, said, strict=True)
    return ". ".join(words.say("bar-level", level=words.text(level.title), rule=one) for level, one in pairs)


def _bars_at(words: Words, criteria_set: CriteriaSet, indicator: Indicator, scoring: Bars, level: str) -> str:
    said = []
    for part, measure in indicator.measures.items():
        found = scoring.bar(level, part)
        if found is None or (part and not indicator.parts[part].asked_at(level)):
            continue
        one = bar(words, measure, found)
        if part:
            title = words.text(indicator.parts[part].title)
            if units := indicator.parts[part].applies_when:
                title += f" ({words.say('rule-only-for', units=named_units(words, criteria_set, units))})"
            one = f"{title}: {one}"
        if isinstance(measure, ShareOfUnits) and measure.counted_at:
            counted = tuple(measure.levels[name] for name in measure.counted_for(level))
            one += f" ({words.say('bar-counted', levels=counted)})"
        said.append(one)
    if level in scoring.applies_when:
        said.append(words.say("rule-only-for", units=named_units(words, criteria_set, scoring.applies_when[level])))
    return "; ".join(said)


def bar(words: Words, measure: Measure, one: Bar) -> str:
    """Give what a bar asks for: `từ 60% trở lên`, or what the measure's own goal is."""
    if isinstance(measure, YesNo) and one.upward:
        return words.say("bar-yes")
    if one.mark.text:
        named = _quoted(words, measure, one.mark)
        return words.say(f"bar-{one.way}", mark=named)
    if isinstance(measure, Change):
        return words.say(f"bar-{measure.direction}")
    return words.say("bar-all-items", n=len(measure.inputs))


def lack(words: Words, measure: Measure, asked: Bar, found: Range, *, against: tuple[Fraction, ...] = ()) -> str:
    """Give how much even the best place found lacks: the mark less the number that is shown for the place.

    "" where just the mark itself is reached. `against` are the marks of the rule.
    """
    best = found.high if asked.upward else found.low
    if measure.percent:
        short_by = abs(asked.mark.placed * 100 - shown_percent(best, against))
        return words.say("lack-percent", n=words.exact(short_by)) if short_by else ""
    short_by = abs(asked.mark.placed - shown(best, _DECIMALS, _marks(measure, against)))
    if not short_by:
        return ""
    match measure:
        case YesNo():
            return ""
        case Status():
            return words.say("lack-steps", n=words.exact(short_by))
        case Checklist():
            return words.say("lack-items", n=words.exact(short_by))
        case Count() | Quantity() | Change():
            return words.say("lack-amount", n=_with_unit(words, words.exact(short_by), measure.unit))
        case GivenPoints() | Ratio() | ShareOfUnits():
            return words.say("lack-amount", n=words.exact(short_by))
        case _:
            assert_never(measure)


def _with_unit(words: Words, number: str, unit: Text | None) -> str:
    return number if unit is None else f"{number} {words.text(unit)}"


def _marks(measure: Measure, against: Iterable[Fraction]) -> tuple[Fraction, ...]:
    """Give the marks of a number on a measure's scale: nothing, its maximum, and those of the rule."""
    return (Fraction(0), measure.top, *against)


def _points(words: Words, points: Fraction) -> str:
    return words.say("points-unit", n=words.exact(points))


def mark(words: Words, measure: Measure, threshold: Mark) -> str:
    """Give a threshold as people write it: a percentage, the title of a step, or a number with its unit; exactly."""
    return value(words, measure, threshold.placed, against=(threshold.placed,))


def _quoted(words: Words, measure: Measure, threshold: Mark) -> str:
    """Give a threshold within a sentence: the title of a step in quotes."""
    named = mark(words, measure, threshold)
    return f"“{named}”" if measure.words else named


def value(words: Words, measure: Measure, found: Fraction, *, against: tuple[Fraction, ...] = ()) -> str:
    """Give a place on a measure's scale in words, shown by the rule of `numbers.shown`; `against` are its marks."""
    marks = _marks(measure, against)
    match measure:
        case YesNo():
            return words.say("yes" if found else "no")
        case Count() | Quantity():
            return _with_unit(words, words.number(found, decimals=_DECIMALS, against=marks), measure.unit)
        case Checklist():
            return words.say("of-n", n=words.number(found), all=len(measure.items))
        case Change():
            if found == 0:
                return words.say("change-none")
            moved = found if measure.direction == "rises" else -found
            unit = words.text(measure.unit)
            size = words.exact(abs(shown(found, _DECIMALS, marks)))
            size = words.say("percent-points", n=size) if unit == "%" else f"{size} {unit}"
            return words.say("change-up" if moved > 0 else "change-down", n=size)
        case GivenPoints():
            return _points(words, found)
        case Status():
            return words.text([*measure.steps.values()][int(found)])
        case Ratio() | ShareOfUnits():
            return words.percent(found, against=against)
        case _:
            assert_never(measure)


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
                    f"rule-step-{scoring.direction}", mark=_quoted(words, measure, step), points=_points(words, each)
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
        case Bars():
            raise AssertionError("bars are said level by level")
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


def question(words: Words, indicator: Indicator, asked: Question) -> str:
    """Give what is asked in one cell: the input's label, after the title of its part where that says more."""
    label = words.once(asked.measure, asked.input.name, lambda: input_label(words, asked.measure, asked.input))
    if not asked.part or isinstance(asked.measure, Ratio):
        return label
    title = words.text(indicator.parts[asked.part].title)
    return title if len(asked.measure.inputs) == 1 and not asked.input.label else f"{title}: {label}"


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
        case YesNo() | Status() | Ratio() | Count() | Quantity() | Checklist() | GivenPoints():
            label = label or words.say(f"input-{one.name}")
        case _:
            assert_never(measure)
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


def fact(words: Words, criteria_set: CriteriaSet, one: Fact) -> str:
    """Give what is asked about a unit, and of which units."""
    title = words.text(one.title)
    if not one.applies_when:
        return title
    return words.say("fact-only-of", title=title, units=named_units(words, criteria_set, one.applies_when))


def facts(words: Words, criteria_set: CriteriaSet, chosen: Mapping[str, str | None], *, only: bool = False) -> str:
    """Give the facts of a unit: `Loại đơn vị: Huyện; Vùng: Bình thường`; `only` leaves out what is not chosen."""
    said = []
    for name, fact in criteria_set.facts.items():
        choice = chosen.get(name)
        if choice or not only:
            found = words.text(fact.choices[choice]) if choice else words.say("fact-open")
            said.append(f"{words.text(fact.title)}: {found}")
    return "; ".join(said)
