"""Answers as people write them in a cases file: `20/25`, `42 -> 45.5`, `muc-2`, `[room, computers]`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, assert_never

from xhht_score.criteria import CriteriaSet, Indicator, Question, as_named_now, question_name
from xhht_score.definitions import flaw
from xhht_score.errors import Flaw, Flaws, nearest
from xhht_score.measures import (
    Change,
    Checklist,
    Count,
    GivenPoints,
    Measure,
    Quantity,
    Ratio,
    ShareOfUnits,
    Status,
    YesNo,
)
from xhht_score.numbers import parse_number, parse_percent
from xhht_score.submission import Answer, complete, faults

_BLANK = ("", "?")


def answers_from(
    criteria_set: CriteriaSet, given: Mapping[str, Any], evidence: Mapping[str, bool | None]
) -> dict[str, Answer]:
    """Give the answers that a mapping of indicator ids, or of single questions by their paths, to notations means.

    All others stay blank. `evidence` says per indicator whether it has its evidence; True where it is silent. Raises
    `Flaws` for every notation that cannot be understood, with what it stands at as path.
    """
    told: dict[str, dict[str, Any]] = {}
    found: list[Flaw] = []
    for name, raw in given.items():
        asked = criteria_set.questions.get(as_named_now(name))
        if name in criteria_set.indicators:
            told.setdefault(name, {})[name] = raw
        elif asked is not None:
            told.setdefault(asked[0].id, {})[name] = raw
        else:
            known = tuple(criteria_set.indicators)
            arguments = {"given": name, "expected": known, "nearest": nearest(name, known)}
            found.append(Flaw("indicator-unknown", (name,), arguments))
    answers: dict[str, Answer] = {}
    for identifier, entries in told.items():
        try:
            answers[identifier] = _told(criteria_set.indicators[identifier], entries, evidence.get(identifier, True))
        except Flaws as flaws:
            found += flaws.flaws
    if found:
        raise Flaws(found)
    return answers


def _told(indicator: Indicator, entries: Mapping[str, Any], evidence: bool | None) -> Answer:
    """Give the answer that stands at an indicator's id, with the figures that stand at its questions' paths over it."""
    answer, by_path = Answer(evidence=evidence), {one.path: one for one in indicator.questions}
    given: dict[str, Fraction | None] = {}
    for name in sorted(entries, key=lambda name: name != indicator.id):
        question = by_path.get(as_named_now(name))
        try:
            if question is None:
                answer = _answer(indicator, entries[name], evidence)
            elif question.name in given or answer.not_applicable is not None:
                raise flaw("id-repeated", given=name)
            else:
                given[question.name] = figure(question, entries[name])
                values = complete(indicator, {**answer.values, **given})
                answer = answer.model_copy(update={"values": values})
        except Flaws as flaws:
            raise Flaws(Flaw(one.code, (name, *one.path), one.arguments) for one in flaws.flaws) from None
    for fault in faults(indicator, complete(indicator, answer.values)):
        said = {"indicator": indicator.id, "given": ", ".join(map(str, entries.values())), "why": fault.code}
        raise flaw("case-answer-unusable", next(iter(entries)), **said)
    return answer


def _answer(indicator: Indicator, raw: Any, evidence: bool | None) -> Answer:
    if isinstance(raw, dict) and set(raw) == {"not_applicable"}:
        reason = str(raw["not_applicable"]).strip()
        if not reason:
            raise flaw("not-applicable-without-reason", "not_applicable", indicator=indicator.id)
        return Answer(not_applicable=reason)
    return Answer(values=complete(indicator, _values(indicator, raw)), evidence=evidence)


def figure(question: Question, raw: Any) -> Fraction | None:
    """Give the value of a single question."""
    match question.input.kind:
        case "whole" | "decimal":
            return _number(raw)
        case "percent":
            return _percent(raw)
        case "choice":
            return _word(raw, question.measure.words)
        case "yes_no":
            return _word(raw, YesNo().words)
        case _:
            assert_never(question.input.kind)


def _values(indicator: Indicator, raw: Any) -> dict[str, Fraction | None]:
    """Give the value of every question; an indicator with parts takes a mapping of parts, `?` or left out is blank."""
    if indicator.measure is not None:
        return _of_measure(indicator.measure, raw)
    if raw in _BLANK:
        raw = {}
    if not isinstance(raw, dict):
        raise flaw("expected-mapping")
    values: dict[str, Fraction | None] = {}
    for part, inner in raw.items():
        _word(part, dict.fromkeys(indicator.parts, Fraction(0)))
        of_part = _of_measure(indicator.measures[part], inner)
        values |= {question_name(part, name): value for name, value in of_part.items()}
    return values


def _of_measure(measure: Measure, raw: Any) -> dict[str, Fraction | None]:
    match measure:
        case YesNo():
            return {"answer": _word(raw, measure.words)}
        case Status():
            return {"step": _word(raw, measure.words)}
        case Ratio(percentage_only=True):
            return {"percentage": _percent(raw)}
        case Ratio():
            of, over = _pair("?/?" if raw in _BLANK else raw, "/")
            return {"of": of, "over": over}
        case Count() | Quantity():
            return {"number": _number(raw)}
        case GivenPoints():
            return {"points": _number(raw)}
        case Change():
            last, this = _pair("?->?" if raw in _BLANK else raw, "->")
            return {"last_year": last, "this_year": this}
        case Checklist() if raw in _BLANK:
            return dict.fromkeys(measure.items)
        case Checklist():
            if not isinstance(raw, list):
                raise flaw("expected-list")
            for item in raw:
                _word(item, dict.fromkeys(measure.items, Fraction(1)))
            return {item: Fraction(item in raw) for item in measure.items}
        case ShareOfUnits():
            raw = {} if raw in _BLANK else raw
            if not isinstance(raw, dict):
                raise flaw("expected-mapping")
            names = {one.name: Fraction(0) for one in measure.inputs}
            for name in raw:
                _word(name, names)
            return {name: _number(raw.get(name, "")) for name in names}
        case _:
            assert_never(measure)


def _word(raw: Any, words: Mapping[str, Fraction]) -> Fraction | None:
    if raw in _BLANK:
        return None
    if not isinstance(raw, str) or raw not in words:
        known = tuple(words)
        raise flaw("word-unknown", given=str(raw), expected=known, nearest=nearest(str(raw), known))
    return words[raw]


def _number(raw: Any) -> Fraction | None:
    if raw in _BLANK:
        return None
    number = parse_number(raw.strip()) if isinstance(raw, str) else None
    if number is None:
        raise flaw("bad-number", given=str(raw))
    return number


def _percent(raw: Any) -> Fraction | None:
    if raw in _BLANK:
        return None
    share = parse_percent(raw) if isinstance(raw, str) else None
    if share is None:
        raise flaw("percent-expected", given=str(raw))
    return share


def _pair(raw: Any, mark: str) -> tuple[Fraction | None, Fraction | None]:
    """Read two numbers with a mark between them; either may be `?`."""
    if not isinstance(raw, str) or raw.count(mark) != 1:
        raise flaw("bad-number", given=str(raw))
    first, second = raw.split(mark)
    return _number(first.strip()), _number(second.strip())
