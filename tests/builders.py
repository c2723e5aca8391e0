"""Builds small criteria sets through the real loader, submissions for them, and every completion of a submission.

What a measure allows and where a value stands on its scale is written here a second time, in the plainest way, so that
the tests do not ask the program whether the program is right.
"""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.errors import Problem
from xhht_score.loading.notation import answers_from
from xhht_score.loading.tree import parse_tree
from xhht_score.loading.whole import check
from xhht_score.measures import Measure
from xhht_score.numbers import exact_text
from xhht_score.submission import Answer, Dates, Decision, Submission, Unit

Raw = dict[str, Any]
Values = Mapping[str, Fraction | None]
Marks = list[tuple[str, Fraction]]

ZERO, ONE = Fraction(0), Fraction(1)
HALF = Fraction(1, 2)


# ---------------------------------------------------------------- sets, written by hand


def text(word: str) -> Raw:
    return {"vi": f"{word} tiếng Việt", "en": f"{word} English"}


def number(value: Fraction | int | str) -> str:
    return exact_text(Fraction(value))


def raw_indicator(identifier: str, measure: Raw | str, scoring: Raw | str, points: Any = 4, **fields: Any) -> Raw:
    needed = {"id": identifier, "title": text(f"indicator {identifier}"), "points": number(points)}
    return {**needed, "measure": measure, "scoring": scoring, **fields}


def raw_bar_indicator(identifier: str, reported: Raw | str, scoring: Raw | str = "bars", **fields: Any) -> Raw:
    """Give an indicator without points; `reported` is a measure, or the measures of its parts by their ids."""
    needed = {"id": identifier, "title": text(f"indicator {identifier}"), "scoring": scoring}
    if isinstance(reported, str) or "kind" in reported:
        return {**needed, "measure": reported, **fields}
    parts = {name: part if "measure" in part else {"measure": part} for name, part in reported.items()}
    return {**needed, "parts": {name: {"title": text(name), **part} for name, part in parts.items()}, **fields}


def raw_criterion(identifier: str, *indicators: Raw) -> Raw:
    points = [Fraction(one["points"]) for one in indicators if "points" in one]
    worth = {"points": number(sum(points))} if points else {}
    return {"id": identifier, "title": text("criterion"), **worth, "indicators": list(indicators)}


def raw_set(*criteria: Raw, levels: Mapping[str, list[Any]] | None = None, **fields: Any) -> Raw:
    """Give a whole set around some criteria; its points add up, and one level asks for half of them.

    A set without points asks that all is met; `upgrade` and `valid_months` stand in its recognition.
    """
    points = [Fraction(one["points"]) for one in criteria if "points" in one]
    worth = {"total_points": number(sum(points))} if points else {}
    levels = levels or {"dat": [{"total": {"at_least": "50%"}} if points else "all_met"]}
    listed = [{"id": name, "title": text(name), "requires": requires} for name, requires in levels.items()]
    rest = {name: fields.pop(name) for name in ("upgrade", "valid_months", "deadlines") if name in fields}
    return {
        "id": "small",
        "version": "1",
        "status": "illustrative",
        "title": text("set"),
        "unit": "district",
        **worth,
        "criteria": list(criteria),
        "recognition": {"title": text("title"), "levels": listed, **rest},
        **fields,
    }


def read(raw: Raw) -> tuple[CriteriaSet | None, tuple[Problem, ...]]:
    """Load a set as if it stood in a file; JSON is YAML."""
    return check(parse_tree(json.dumps(raw, ensure_ascii=False).encode(), "small.yaml"))


def made(raw: Raw) -> CriteriaSet:
    """Give the set that must load without errors."""
    criteria_set, problems = read(raw)
    assert criteria_set is not None
    assert not [problem for problem in problems if problem.severity == "error"], problems
    return criteria_set


def one_indicator(measure: Raw | str, scoring: Raw | str, points: Any = 4, **fields: Any) -> Raw:
    """Give a set of one criterion with one indicator, `1.1`."""
    return raw_set(raw_criterion("1", raw_indicator("1.1", measure, scoring, points)), **fields)


def one_bar(reported: Raw | str, scoring: Raw | str = "bars", own: Raw | None = None, **fields: Any) -> Raw:
    """Give a set without points of one criterion with one indicator, `1.1`; `own` are fields of the indicator."""
    return raw_set(raw_criterion("1", raw_bar_indicator("1.1", reported, scoring, **(own or {}))), **fields)


def made_indicator(measure: Raw | str, scoring: Raw | str, points: Any = 4, **fields: Any) -> Indicator:
    return made(one_indicator(measure, scoring, points, **fields)).indicators["1.1"]


def submitted(
    criteria_set: CriteriaSet,
    given: Mapping[str, Any],
    facts: Mapping[str, str | None] | None = None,
    evidence: Mapping[str, bool | None] | None = None,
) -> Submission:
    """Give a submission from answers as a cases file writes them; evidence is there where nothing is said."""
    answers = answers_from(criteria_set, given, evidence or {})
    return Submission(unit=Unit(name="Đơn vị"), facts=dict(facts or {}), answers=answers)


#: One small measure of each kind, with bounds that allow trying every value.
SMALL: dict[str, Raw] = {
    "yes_no": {"kind": "yes_no"},
    "status": {"kind": "status", "steps": {name: text(name) for name in ("chua", "muc-1", "muc-2", "muc-3")}},
    "ratio": {"kind": "ratio", "of": text("part"), "over": text("whole"), "maximum": "4"},
    "count": {"kind": "count", "of": text("things"), "maximum": "5"},
    "amount": {"kind": "amount", "of": text("income"), "unit": text("million"), "maximum": "3"},
    "change": {"kind": "change", "direction": "rises", "of": text("fund"), "unit": text("million"), "maximum": "3"},
    "checklist": {"kind": "checklist", "items": {name: text(name) for name in ("a", "b", "c")}},
    "share_of_units": {
        "kind": "share_of_units",
        "of": text("communes"),
        "levels": {name: text(name) for name in ("kha", "tot")},
        "counted": ["tot"],
        "maximum": "3",
    },
    "given_points": {"kind": "given_points", "from": "0", "to": "4"},
}
#: The scorings that give points.
SCORING_KINDS = ("full_if_met", "proportional", "tiers", "per_item", "as_given")
#: How a bar may stand to its mark, by whether more is better.
UPWARD, DOWNWARD = ("at_least", "above"), ("at_most", "below")


# ---------------------------------------------------------------- what a measure allows, written a second time


def grid(measure: Measure) -> dict[str, list[Fraction]]:
    """Give values to try for each input; decimals go in halves, percentages in a few steps, both ends included."""
    match measure.kind:
        case "yes_no":
            return {"answer": [ZERO, ONE]}
        case "status":
            return {"step": _upto(len(measure.steps) - 1)}
        case "ratio" if measure.percentage_only:
            return {"percentage": [ZERO, Fraction(1, 4), Fraction(1, 3), HALF, Fraction(3, 4), ONE]}
        case "ratio":
            return {"of": _upto(measure.maximum), "over": _upto(measure.maximum)}
        case "count":
            return {"number": _upto(measure.maximum)}
        case "amount":
            return {"number": [half * HALF for half in _upto(measure.maximum * 2)]}
        case "change":
            return {"last_year": _upto(measure.maximum), "this_year": _upto(measure.maximum)}
        case "checklist":
            return {item: [ZERO, ONE] for item in measure.items}
        case "share_of_units":
            return {name: _upto(measure.maximum) for name in (*measure.levels, "all")}
        case "given_points":
            step = measure.step or HALF
            return {"points": [measure.least + count * step for count in _upto((measure.most - measure.least) / step)]}


def _upto(most: Fraction | int) -> list[Fraction]:
    return [Fraction(value) for value in range(int(most) + 1)]


def consistent(measure: Measure, values: Mapping[str, Fraction]) -> bool:
    """Tell whether complete values agree with one another."""
    match measure.kind:
        case "ratio" if not measure.percentage_only:
            return values["over"] > 0 and values["of"] <= values["over"]
        case "share_of_units":
            return values["all"] > 0 and sum(values[level] for level in measure.levels) <= values["all"]
        case _:
            return True


def place(measure: Measure, values: Mapping[str, Fraction], level: str = "") -> Fraction:
    """Give where complete values stand on the measure's scale, looked at for a level of recognition."""
    match measure.kind:
        case "ratio" if not measure.percentage_only:
            return values["of"] / values["over"]
        case "change":
            moved = values["this_year"] - values["last_year"]
            return moved if measure.direction == "rises" else -moved
        case "checklist":
            return sum(values.values(), ZERO)
        case "share_of_units":
            counted = measure.counted or measure.counted_at[level]
            return sum(values[name] for name in counted) / values["all"]
        case _:
            (value,) = values.values()
            return value


def fillings(measure: Measure, values: Values) -> list[dict[str, Fraction]]:
    """Give every way to fill what is blank in some values."""
    options = {name: tries if values.get(name) is None else [values[name]] for name, tries in grid(measure).items()}
    tried = (dict(zip(options, chosen, strict=True)) for chosen in itertools.product(*options.values()))
    return [chosen for chosen in tried if consistent(measure, chosen)]


def all_fillings(indicator: Indicator, values: Values) -> list[dict[str, Fraction]]:
    """Give every way to fill what is blank in the values of an indicator, all its parts together."""
    of_parts = []
    for part, measure in indicator.measures.items():
        prefix = f"{part}." if part else ""
        own = {name: values.get(prefix + name) for name in grid(measure)}
        of_parts.append([{prefix + name: value for name, value in one.items()} for one in fillings(measure, own)])
    return [dict(itertools.chain(*(one.items() for one in chosen))) for chosen in itertools.product(*of_parts)]


def fits(units: Mapping[str, Any] | Sequence[Mapping[str, Any]], facts: Mapping[str, str]) -> bool:
    """Tell whether a unit with these facts is among those that a rule names, of one kind or of any of several."""
    if isinstance(units, list | tuple):
        return not units or any(fits(one, facts) for one in units)
    return all(facts.get(name) == choices or facts.get(name) in (*choices,) for name, choices in units.items())


def omitted(indicator: Indicator, answer: Answer, facts: Mapping[str, str]) -> bool:
    """Tell whether an answer takes its indicator out for a unit with these facts."""
    if answer.not_applicable is None or indicator.not_applicable is None:
        return False
    return fits(indicator.not_applicable.units, facts)


def answers_for(indicator: Indicator, answer: Answer, facts: Mapping[str, str]) -> list[Answer]:
    """Give every completion of one answer for a unit with these facts."""
    if omitted(indicator, answer, facts) or not fits(indicator.applies_when, facts):
        return [answer]
    evidences = [True, False] if answer.evidence is None else [answer.evidence]
    return [
        Answer(values=values, evidence=evidence)
        for values in all_fillings(indicator, answer.values)
        for evidence in evidences
    ]


def worlds(criteria_set: CriteriaSet, known: Mapping[str, str | None]) -> list[dict[str, str]]:
    """Give every way to fill the facts that are missing."""
    options = {name: [known[name]] if known.get(name) else [*fact.choices] for name, fact in criteria_set.facts.items()}
    found = []
    for chosen in itertools.product(*options.values()):
        world = dict(zip(options, chosen, strict=True))
        idle = [
            name
            for name, fact in criteria_set.facts.items()
            if not known.get(name) and not fits(fact.applies_when, world)
        ]
        kept = {name: choice for name, choice in world.items() if name not in idle}
        found += [kept] if kept not in found else []
    return found


def completions(criteria_set: CriteriaSet, submission: Submission) -> Iterator[Submission]:
    """Give every completion of a submission: facts, values and evidence all filled in."""
    for facts in worlds(criteria_set, submission.facts):
        options = {
            identifier: answers_for(indicator, submission.answers.get(identifier, Answer()), facts)
            for identifier, indicator in criteria_set.indicators.items()
        }
        for chosen in itertools.product(*options.values()):
            answers = dict(zip(options, chosen, strict=True))
            yield submission.model_copy(update={"facts": facts, "answers": answers})


# ---------------------------------------------------------------- met without points, written a second time


def written_indicators(raw: Raw) -> list[Raw]:
    """Give the indicators of a set as they are written."""
    return [one for criterion in raw["criteria"] for one in criterion["indicators"]]


def truly_met(raw: Raw, one: Raw, level: str, submission: Submission) -> bool | None:
    """Tell whether a complete submission meets an indicator at a level, straight from the file; None: not asked.

    `raw` is the set and `one` its indicator, as they are written.
    """
    facts, answer = submission.facts, submission.answers[one["id"]]
    scoring = {} if one["scoring"] == "bars" else one["scoring"]
    omission = one.get("not_applicable", {})
    free = omission.get("for")
    declared = answer.not_applicable is not None and free is not None and (free == "all" or fits(free, facts))
    parts = one.get("parts", {"": one})
    asked = {
        name: part["measure"]
        for name, part in parts.items()
        if (not name or level in part.get("levels", [level])) and fits(part.get("applies_when", {}), facts)
    }
    everywhere = fits(one.get("applies_when", {}), facts)
    if not everywhere or not asked or not fits(scoring.get("applies_when", {}).get(level, {}), facts):
        return None
    if declared:
        return False if omission.get("means") == "not_met" else None
    for entry in reversed(scoring.get("when", [])):
        if fits({name: choice for name, choice in entry.items() if name in raw.get("facts", {})}, facts):
            scoring = {**scoring, **entry}
    policy = {**raw.get("evidence", {}), **one.get("evidence", {})}
    if policy.get("policy") == "required" and policy["without"] != "warn" and not answer.evidence:
        return False
    measures = made(raw).indicators[one["id"]].measures
    return all(
        _passes(measures[name], measure, _bar_of(scoring, level, name), name, level, answer.values)
        for name, measure in asked.items()
    )


def _bar_of(scoring: Raw, level: str, part: str) -> tuple[str, str] | None:
    for way in (*UPWARD, *DOWNWARD):
        mark = scoring.get(way, {}).get(level)
        if part and mark is not None:
            mark = mark.get(part)
        if mark is not None:
            return way, mark
    return None


def _passes(
    measure: Measure, written: Raw | str, bar: tuple[str, str] | None, part: str, level: str, values: Values
) -> bool:
    found = place(measure, {name: values[f"{part}.{name}" if part else name] for name in grid(measure)}, level)
    if bar is None:
        return found > 0 if measure.kind == "change" else found == (1 if measure.kind == "yes_no" else measure.top)
    way, word = bar
    mark = dict(marks_of({"kind": written} if isinstance(written, str) else written))[word]
    return {"at_least": found >= mark, "at_most": found <= mark, "above": found > mark, "below": found < mark}[way]


# ---------------------------------------------------------------- strategies


@st.composite
def raw_measures(draw: st.DrawFn, kind: str) -> Raw:
    """Give a measure of a kind with bounds so small that every completion can be tried."""
    measure = dict(SMALL[kind])
    match kind:
        case "status":
            names = list(measure["steps"])[: draw(st.integers(2, 4))]
            measure["steps"] = {name: text(name) for name in names}
        case "ratio" if draw(st.booleans()):
            measure = {"kind": "ratio", "of": text("share"), "percentage_only": "yes"}
        case "ratio" | "count":
            measure["maximum"] = number(draw(st.integers(1, 4)))
        case "amount":
            measure["maximum"] = number(draw(st.integers(1, 3)))
        case "change":
            measure["maximum"] = number(draw(st.integers(1, 3)))
            measure["direction"] = draw(st.sampled_from(["rises", "falls"]))
        case "checklist":
            measure["items"] = {name: text(name) for name in "abc"[: draw(st.integers(1, 3))]}
        case "share_of_units":
            measure["maximum"] = number(draw(st.integers(1, 3)))
            measure["counted"] = draw(st.sampled_from([["tot"], ["kha"], ["kha", "tot"]]))
        case "given_points":
            measure["from"] = number(draw(st.sampled_from([0, 1])))
            measure["to"] = number(draw(st.sampled_from([2, 3, 4])))
            measure |= draw(st.sampled_from([{}, {"step": "0.5"}, {"step": "1"}]))
    return measure


def marks_of(measure: Raw) -> Marks:
    """Give the places on a measure's scale that a rule may name, from the lowest to the highest."""
    shares = [(f"{part}%", Fraction(part) / 100) for part in ("0", "20", "33.3", "50", "60", "75", "100")]
    match measure["kind"]:
        case "yes_no":
            return [("no", ZERO), ("yes", ONE)]
        case "status":
            return [(name, Fraction(position)) for position, name in enumerate(measure["steps"])]
        case "ratio" | "share_of_units":
            return shares
        case "checklist":
            places = _upto(len(measure["items"]))
        case "change":
            places = [value - int(measure["maximum"]) for value in _upto(2 * int(measure["maximum"]))]
        case "given_points":
            places = [value for value in _upto(int(measure["to"])) if value >= int(measure["from"])]
        case _:
            places = _upto(int(measure["maximum"]))
    return [(number(value), value) for value in places]


def plain_scoring(kind: str, measure: Raw) -> tuple[Raw, Fraction]:
    """Give a scoring that gives points over a measure, as somebody would write it, and what it is worth."""
    lowest, *_, (best, top) = marks_of(measure)
    match kind:
        case "full_if_met":
            return {"kind": kind, "at_least": best}, Fraction(4)
        case "proportional":
            return {"kind": kind, "target": best}, Fraction(4)
        case "tiers":
            return {"kind": kind, "at_least": {best: "4", lowest[0]: "1"}}, Fraction(4)
        case "per_item":
            return {"kind": kind, "each": "4"}, Fraction(4)
        case _:
            return {"kind": kind}, top


def kinds(classes: tuple[Any, ...]) -> list[str]:
    """Give the words by which files name classes of measures, scorings or conditions."""
    return [one.model_fields["kind"].default for one in classes]


@st.composite
def raw_scorings(draw: st.DrawFn, kind: str, marks: Marks, weight: Fraction) -> Raw:
    """Give a scoring of a kind that is worth `weight` points at its best."""
    words = [word for word, _ in marks]
    match kind:
        case "full_if_met":
            allowed = {"at_least": words, "at_most": words, "above": words[:-1], "below": words[1:]}
            field = draw(st.sampled_from(list(allowed)))
            return {"kind": kind, field: draw(st.sampled_from(allowed[field]))}
        case "proportional":
            return draw(_proportional(marks))
        case "tiers":
            count = draw(st.integers(1, min(3, len(words))))
            chosen = sorted(draw(st.permutations(words))[:count], key=words.index)
            field = draw(st.sampled_from(["at_least", "at_most"]))
            if field == "at_least":
                chosen.reverse()
            return {"kind": kind, field: {word: number(weight / 2**step) for step, word in enumerate(chosen)}}
        case "per_item":
            factors = [ONE, Fraction(2)] + ([HALF] if marks[-1][1] >= 2 else [])
            return {"kind": kind, "each": number(weight * draw(st.sampled_from(factors)))}
        case _:
            return {"kind": kind}


@st.composite
def _proportional(draw: st.DrawFn, marks: Marks) -> Raw:
    target, best = draw(st.sampled_from(marks))
    zero_at, worst = draw(st.sampled_from([mark for mark in marks if mark[0] != target]))
    scoring: Raw = {"kind": "proportional", "target": target, "zero_at": zero_at}
    if best != 0 and draw(st.booleans()):
        del scoring["zero_at"]
        worst = ZERO
    between = [word for word, value in marks if min(worst, best) <= value <= max(worst, best)]
    if draw(st.booleans()):
        scoring["floor"] = draw(st.sampled_from(between))
    return scoring


@st.composite
def raw_indicators(draw: st.DrawFn, identifier: str, facts: Raw) -> Raw:
    measure = draw(st.sampled_from(list(SMALL)).flatmap(raw_measures))
    kind, marks = draw(st.sampled_from(SCORING_KINDS)), marks_of(measure)
    weight = marks[-1][1] if kind == "as_given" else Fraction(draw(st.sampled_from([1, 2, 3, 5])))
    scoring = draw(raw_scorings(kind, marks, weight))
    if facts and draw(st.booleans()):
        other = draw(raw_scorings(kind, marks, weight))
        if set(other) == set(scoring):
            named = draw(_named_facts(facts))
            scoring["when"] = [{**{name: value for name, value in other.items() if name != "kind"}, **named}]
    indicator = raw_indicator(identifier, measure, scoring, weight)
    if draw(st.booleans()):
        indicator["not_applicable"] = {"for": draw(_named_units(facts)) if facts and draw(st.booleans()) else "all"}
        if draw(st.booleans()):
            indicator["not_applicable"]["means"] = "not_met"
    if draw(st.booleans()):
        indicator["met_from"] = number(weight * draw(st.sampled_from([HALF, Fraction(1, 4), ONE])))
    if draw(st.booleans()):
        indicator["evidence"] = draw(evidence_policies)
    return indicator


def _named_facts(facts: Raw) -> st.SearchStrategy[Raw]:
    return st.sampled_from([{name: choice} for name, fact in facts.items() for choice in fact["choices"]])


def _named_units(facts: Raw) -> st.SearchStrategy[Raw | list[Raw]]:
    """Give units of one kind, or of one or two."""
    return _named_facts(facts) | st.lists(_named_facts(facts), min_size=1, max_size=2)


evidence_policies = st.fixed_dictionaries(
    {
        "policy": st.sampled_from(["required", "required", "advised", "none"]),
        "without": st.sampled_from(["warn", "zero", "not_met", "not_scored"]),
    }
)

_FACTS: Raw = {
    "type": {"title": text("type"), "choices": {"district": text("district"), "bloc": text("bloc")}},
    "area": {"title": text("area"), "choices": {"ordinary": text("ordinary"), "difficult": text("difficult")}},
}


def raw_conditions(criteria: list[Raw]) -> st.SearchStrategy[Raw]:
    """Give a condition of any kind about some criteria."""
    shares = st.sampled_from(["0%", "25%", "40%", "50%", "66.7%", "75%", "100%"])
    indicators = [indicator for criterion in criteria for indicator in criterion["indicators"]]
    total = sum(Fraction(criterion["points"]) for criterion in criteria)
    small = min(Fraction(criterion["points"]) for criterion in criteria)
    least = min(Fraction(indicator["points"]) for indicator in indicators)
    met = st.lists(st.sampled_from([indicator["id"] for indicator in indicators]), min_size=1, max_size=3, unique=True)
    return st.one_of(
        st.fixed_dictionaries({"total": st.fixed_dictionaries({"at_least": shares})}),
        st.sampled_from([{"total": {"at_least": number(total * part)}} for part in (HALF, ONE) if total * part > 1]),
        st.fixed_dictionaries({"each_criterion": st.fixed_dictionaries({"at_least": shares})}),
        st.sampled_from(
            [{"each_criterion": {"above": above}} for above in ("0", "0.5", "1") if Fraction(above) < small]
        ),
        st.sampled_from([criterion["id"] for criterion in criteria]).flatmap(
            lambda name: shares.map(lambda share: {"criterion": {"id": name, "at_least": share}})
        ),
        st.sampled_from([{"each_indicator": {"at_least": number(part)}} for part in (ZERO, least / 2, least)]),
        met.map(lambda names: {"indicators": {"met": names}}),
        st.just("all_met"),
    )


@st.composite
def raw_sets(draw: st.DrawFn) -> Raw:
    """Give a small criteria set with every feature that there is."""
    names = draw(st.sampled_from([(), ("type",), ("area",), ("type", "area")]))
    facts = {name: _FACTS[name] for name in names}
    criteria = []
    for position in range(1, draw(st.integers(2, 3)) + 1):
        count = draw(st.integers(1, 2))
        indicators = [draw(raw_indicators(f"{position}.{inner}", facts)) for inner in range(1, count + 1)]
        criteria.append(raw_criterion(str(position), *indicators))
    conditions = st.lists(raw_conditions(criteria), min_size=1, max_size=4)
    levels = {name: draw(conditions) for name in ("muc-1", "muc-2")[: draw(st.integers(1, 2))]}
    fields: Raw = {"facts": facts, "evidence": draw(evidence_policies)}
    if (decimals := draw(st.sampled_from([None, "0", "2"]))) is not None:
        fields["rounding"] = {"decimals": decimals}
    return raw_set(*criteria, levels=levels, **fields)


# ---------------------------------------------------------------- strategies of sets without points


#: Measures for the parts of an indicator, so small that all of them together can be tried.
_SMALLER: list[Raw] = [
    {"kind": "yes_no"},
    {"kind": "status", "steps": {name: text(name) for name in ("chua", "muc-1", "muc-2")}},
    {**SMALL["ratio"], "maximum": "2"},
    {**SMALL["count"], "maximum": "2"},
    {"kind": "change", "direction": "falls", "of": text("rate"), "unit": text("%"), "maximum": "1"},
    {"kind": "checklist", "items": {name: text(name) for name in ("a", "b")}},
]


@st.composite
def raw_bars(draw: st.DrawFn, measures: Mapping[str, Raw], upward: Mapping[str, bool], levels: Iterable[str]) -> Raw:
    """Give bars over the measures of some parts ("" where there is one), each looking the same way at every level.

    What can be met by itself may do without a bar, where more is better.
    """
    scoring: Raw = {"kind": "bars"}
    for (part, measure), level in itertools.product(measures.items(), levels):
        if measure["kind"] in ("yes_no", "checklist", "change") and upward[part] and draw(st.booleans()):
            continue
        words = [word for word, _ in marks_of(measure)]
        allowed = {"at_least": words, "at_most": words, "above": words[:-1], "below": words[1:]}
        way = draw(st.sampled_from(UPWARD if upward[part] else DOWNWARD))
        mark = draw(st.sampled_from(allowed[way]))
        at = scoring.setdefault(way, {})
        at[level] = {**at.get(level, {}), part: mark} if part else mark
    return scoring


@st.composite
def raw_bar_indicators(draw: st.DrawFn, identifier: str, facts: Raw, levels: tuple[str, ...]) -> Raw:
    """Give an indicator without points, with one measure or with parts, that can be met at every level at once."""
    count = draw(st.sampled_from([1, 1, 2, 3]))
    measures: dict[str, Raw] = {name: draw(st.sampled_from(_SMALLER)) for name in "abc"[:count]}
    if count == 1:
        measures = {"": draw(st.sampled_from(list(SMALL)).flatmap(raw_measures))}
    upward = {part: draw(st.booleans()) for part in measures}
    if measures.get("", {}).get("kind") == "share_of_units" and draw(st.booleans()):
        del measures[""]["counted"]
        lower, higher = draw(st.sampled_from([(["kha", "tot"], ["tot"]), (["kha", "tot"], ["kha", "tot"])]))
        measures[""]["counted_at"] = dict(zip(levels, (lower, higher), strict=False))
    scoring = draw(raw_bars(measures, upward, levels))
    if facts and draw(st.booleans()):
        other = draw(raw_bars(measures, upward, levels))
        named = [way for way in (*UPWARD, *DOWNWARD) if way in scoring or way in other]
        scoring["when"] = [{**{way: other.get(way, {}) for way in named}, **draw(_named_facts(facts))}]
    if facts and draw(st.booleans()):
        scoring["applies_when"] = {draw(st.sampled_from(levels)): draw(_named_facts(facts))}
    written = {part: {"measure": measure} for part, measure in measures.items()}
    if facts and count > 1:
        for part in draw(st.sets(st.sampled_from(list(measures)))):
            written[part]["applies_when"] = draw(_named_units(facts))
    if count > 1 and draw(st.integers(0, 2)) == 0:
        written[draw(st.sampled_from(list(measures)))]["levels"] = [draw(st.sampled_from(levels))]
    indicator = raw_bar_indicator(identifier, measures[""] if count == 1 else written, scoring)
    if facts and draw(st.integers(0, 3)) == 0:
        indicator["applies_when"] = draw(_named_units(facts))
    if draw(st.integers(0, 2)) == 0:
        indicator["not_applicable"] = {"for": draw(_named_units(facts)) if facts and draw(st.booleans()) else "all"}
        if draw(st.booleans()):
            indicator["not_applicable"]["means"] = "not_met"
    if draw(st.booleans()):
        indicator["evidence"] = draw(evidence_policies)
    return indicator


@st.composite
def raw_bar_sets(draw: st.DrawFn) -> Raw:
    """Give a small criteria set without points, with every feature that such sets have."""
    names = draw(st.sampled_from([(), ("type",), ("area",), ("type", "area")]))
    facts = {name: dict(_FACTS[name]) for name in names}
    if len(facts) == 2 and draw(st.booleans()):
        facts["area"]["applies_when"] = draw(_named_facts({"type": facts["type"]}))
    levels = ("muc-1", "muc-2")[: draw(st.sampled_from([1, 2, 2]))]
    criteria = []
    for position in range(1, draw(st.integers(1, 2)) + 1):
        count = draw(st.integers(1, 2))
        each = [draw(raw_bar_indicators(f"{position}.{inner}", facts, levels)) for inner in range(1, count + 1)]
        criteria.append(raw_criterion(str(position), *each))
    known = [indicator["id"] for criterion in criteria for indicator in criterion["indicators"]]
    some = st.lists(st.sampled_from(known), min_size=1, max_size=2, unique=True)
    condition = st.just("all_met") | some.map(lambda ids: {"indicators": {"met": ids}})
    requires = {level: draw(st.lists(condition, min_size=1, max_size=2)) for level in levels}
    fields: Raw = {"facts": facts, "evidence": draw(evidence_policies), "valid_months": "36"}
    if len(levels) == 2 and draw(st.booleans()):
        fields["upgrade"] = {"from": "muc-1", "to": "muc-2", "after_months": "12"}
    return raw_set(*criteria, levels=requires, **fields)


#: A unit that holds nothing, and units that hold a level and ask, too early and in time.
_DATES = [
    Dates(),
    *(
        Dates(decision=Decision(level=level, date=datetime.date(2024, 3, 1)), requested=asked)
        for level in ("muc-1", "muc-2")
        for asked in (datetime.date(2025, 2, 28), datetime.date(2025, 3, 1))
    ),
]


@st.composite
def submissions(draw: st.DrawFn, criteria_set: CriteriaSet, most: int = 250) -> Submission:
    """Give a submission with blanks, n/a and missing facts, and at most about `most` completions."""
    facts: dict[str, str | None] = {}
    for name, fact in criteria_set.facts.items():
        facts[name] = draw(st.sampled_from([*fact.choices, None]))
        most //= len(fact.choices) if facts[name] is None else 1
    answers: dict[str, Answer] = {}
    for identifier in draw(st.permutations(list(criteria_set.indicators))):
        indicator = criteria_set.indicators[identifier]
        full = draw(st.sampled_from(all_fillings(indicator, {})))
        blank = draw(st.one_of(st.just(set()), st.just(set(full)), st.sets(st.sampled_from(list(full)))))
        evidence = draw(st.sampled_from([True, True, False, None]))
        answer = Answer(values={name: None if name in blank else full[name] for name in full}, evidence=evidence)
        if indicator.not_applicable is not None and draw(st.booleans()):
            answer = Answer(not_applicable="lý do", evidence=evidence)
        count = max(len(answers_for(indicator, answer, world)) for world in worlds(criteria_set, facts))
        if count > most:
            answer, count = Answer(values=full, evidence=evidence is True), 1
        most //= count
        answers[identifier] = answer
    dates = draw(st.sampled_from(_DATES)) if criteria_set.recognition.upgrade else Dates()
    return Submission(unit=Unit(name="Đơn vị"), dates=dates, facts=facts, answers=answers)


def any_raw_set() -> st.SearchStrategy[Raw]:
    """Give a small criteria set of either kind: with points, or met and not met only."""
    return st.one_of(raw_sets(), raw_bar_sets())


@st.composite
def assessments(draw: st.DrawFn, most: int = 250) -> tuple[CriteriaSet, Submission]:
    """Give a criteria set of either kind and a submission for it."""
    criteria_set = made(draw(any_raw_set()))
    return criteria_set, draw(submissions(criteria_set, most))
