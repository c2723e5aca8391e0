"""What a unit reported for an indicator, short."""

from __future__ import annotations

from fractions import Fraction

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.measures import Measure, ShareOfUnits
from xhht_score.numbers import Range
from xhht_score.results import IndicatorResult
from xhht_score.scoring import Bars
from xhht_score.words import Words, rules


def values_text(words: Words, criteria_set: CriteriaSet, result: IndicatorResult) -> str:
    """Give what was reported, short: `20/25 (80%)`, `Mức 2`, `42 → 45,5`; a dash where nothing was."""
    if all(found.value is None for found in result.values):
        return "–"
    indicator = criteria_set.indicators[result.id]
    if indicator.measure is not None:
        return _of_part(words, criteria_set, result, "", indicator.measure)
    parts = []
    for part, measure in indicator.measures.items():
        if any(value is not None for _, value in _values(indicator, result, part)):
            said = _of_part(words, criteria_set, result, part, measure)
            parts.append(f"{words.text(indicator.parts[part].title)}: {said}")
    return "; ".join(parts)


def _values(indicator: Indicator, result: IndicatorResult, part: str) -> list[tuple[str, Fraction | None]]:
    pairs = zip(indicator.questions, result.values, strict=True)
    return [(one.input.name, found.value) for one, found in pairs if one.part == part]


def _of_part(words: Words, criteria_set: CriteriaSet, result: IndicatorResult, part: str, measure: Measure) -> str:
    values = dict(_values(criteria_set.indicators[result.id], result, part))
    said = [rules.reported(words, one, values[one.name]) for one in measure.inputs]
    place = place_of(result, part)
    at = ""
    if place is not None and place.known and None not in values.values():
        at = rules.value(words, measure, place.low, against=thresholds(criteria_set, result, part))
    match measure.kind:
        case "ratio" if len(said) > 1:
            return f"{said[0]} / {said[1]}" + (f" ({at})" if at else "")
        case "change":
            return " → ".join(said)
        case "checklist" | "share_of_units" if at:
            return at
        case "share_of_units":
            assert isinstance(measure, ShareOfUnits)
            labels = [words.text(label) for label in measure.levels.values()]
            counted = "; ".join(f"{label}: {one}" for label, one in zip(labels, said[:-1], strict=True))
            return words.say("share-of", counted=counted, all=said[-1])
        case _:
            return "; ".join(said) if len(said) > 1 else (at or said[0])


def values_said(words: Words, criteria_set: CriteriaSet, result: IndicatorResult) -> str:
    """Give the values that were reported, or that the unit lacks what is asked for."""
    return words.say("lacking") if result.state == "lacking" else values_text(words, criteria_set, result)


def place_of(result: IndicatorResult, part: str) -> Range | None:
    """Give the place of a part on its measure's scale, None where it has none or differs between the levels."""
    if not part and result.value is not None:
        return result.value
    found = {bar.found for at in result.levels for bar in at.bars if bar.part == part}
    return found.pop() if len(found) == 1 else None


def thresholds(criteria_set: CriteriaSet, result: IndicatorResult, part: str = "") -> tuple[Fraction, ...]:
    """Give the places on the scale that the indicator's rule names, for a value to be shown exactly enough."""
    scoring = criteria_set.indicators[result.id].rules[result.rule].scoring
    if isinstance(scoring, Bars):
        bars = (scoring.bar(level, part) for level in criteria_set.level_ids)
        return tuple(bar.mark.placed for bar in bars if bar is not None)
    return tuple(mark.placed for mark in scoring.marks)
