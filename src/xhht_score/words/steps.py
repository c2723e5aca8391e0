"""What is to be changed about an indicator, put in words: in the terms of its measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import assert_never

from xhht_score.criteria import Indicator, question_name
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
from xhht_score.plan.records import FigureChange as Changed
from xhht_score.scoring import Bars
from xhht_score.words import rules
from xhht_score.words.speech import Words

_Values = Mapping[str, Fraction | None]
_ONE = Fraction(1)


def changes(words: Words, indicator: Indicator, found: Sequence[Changed], values: _Values) -> str:
    """Give what is to be changed, part by part; `values` are the figures as they are, by question."""
    said = []
    for part, measure in indicator.measures.items():
        of_part = {one.name: by_name[question_name(part, one.name)]
                   for by_name in ({each.question: each for each in found},) for one in measure.inputs
                   if question_name(part, one.name) in by_name}  # fmt: skip
        if not of_part:
            continue
        given = {one.name: values.get(question_name(part, one.name)) for one in measure.inputs}
        text = _of_measure(words, measure, of_part, given, _upward(indicator, part))
        said.append(words.say("plan-labelled", label=words.text(indicator.parts[part].title), said=text)
                    if part else text)  # fmt: skip
    return "; ".join(said)


def _upward(indicator: Indicator, part: str) -> bool:
    scoring = indicator.rules[-1].scoring
    if isinstance(scoring, Bars):
        bars = [bar for level in scoring.levels if (bar := scoring.bar(level, part)) is not None]
        return bars[0].upward if bars else True
    return scoring.upward


def _of_measure(words: Words, measure: Measure, found: Mapping[str, Changed], given: _Values, up: bool) -> str:
    match measure:
        case Checklist():
            return _ticks(words, measure, found)
        case YesNo() | Status():
            (one,) = found.values()
            return _chosen(words, measure.inputs[0], one)
        case Ratio() if "over" in found and given["of"] is None:
            return _share(words, measure, found["of"].after / found["over"].after, up)
        case ShareOfUnits() if "all" in found and any(name != "all" for name in found):
            held = sum((one.after for name, one in found.items() if name != "all"), Fraction(0))
            return _share(words, measure, held / found["all"].after, up)
        case Change() if "last_year" in found:
            after = {name: one.after for name, one in found.items()}
            last, this = (after.get(name, given[name] or Fraction(0)) for name in ("last_year", "this_year"))
            moved = this - last if measure.direction == "rises" else last - this
            key = "plan-at-least" if up else "plan-at-most"
            return words.say(key, after=rules.value(words, measure, moved))
        case Ratio() | Count() | Quantity() | Change() | ShareOfUnits() | GivenPoints():
            return "; ".join(_figure(words, measure, one, found[one.name], given, up)
                             for one in measure.inputs if one.name in found and _is_news(found[one.name]))  # fmt: skip
        case _:
            assert_never(measure)


def _is_news(one: Changed) -> bool:
    """Tell whether a change says something: a blank count that may stay nothing does not."""
    return one.before is not None or one.after != 0


def _share(words: Words, measure: Measure, share: Fraction, up: bool) -> str:
    key = "plan-share-at-least" if up else "plan-share-at-most"
    return words.say(key, after=rules.value(words, measure, share, against=(share,)))


def _ticks(words: Words, measure: Checklist, found: Mapping[str, Changed]) -> str:
    said = []
    for key, value in (("plan-items-more", 1), ("plan-items-less", 0)):
        names = [words.text(measure.items[name]) for name, one in found.items() if one.after == value]
        if names:
            said.append(words.say(key, n=len(names), items="; ".join(names)))
    return "; ".join(said)


def _chosen(words: Words, one: Input, found: Changed) -> str:
    after = f"“{rules.reported(words, one, found.after)}”"
    if found.before is None:
        return words.say("plan-to", after=after)
    return words.say("plan-from-to", before=f"“{rules.reported(words, one, found.before)}”", after=after)


def _figure(words: Words, measure: Measure, one: Input, found: Changed, given: _Values, up: bool) -> str:
    before, after = found.before, found.after
    shown = [rules.reported(words, one, value) for value in (before, after)]
    if before is None:
        key = "plan-at-least" if _rises(measure, one.name, up) else "plan-at-most"
        said = words.say(key, after=shown[1])
    else:
        moved = abs(after - before)
        size = words.say("percent-points", n=words.exact(moved * 100)) if one.kind == "percent" else words.exact(moved)
        said = words.say("plan-more" if after > before else "plan-less", n=size, before=shown[0], after=shown[1])
    whole = given.get("over" if isinstance(measure, Ratio) else "all")
    if whole is not None and one.name not in ("over", "all"):
        said = words.say("plan-of", said=said, over=words.exact(whole))
    return words.say("plan-labelled", label=rules.input_label(words, measure, one), said=said)


def _rises(measure: Measure, name: str, up: bool) -> bool:
    falls = isinstance(measure, Change) and measure.direction == "falls"
    return up != (falls != (name in ("over", "all", "last_year")))
