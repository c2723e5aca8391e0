"""What must hold between the fields of a criteria set.

The checks also run on a set that could only be understood in part: a field that did not validate is `UNKNOWN`, and a
check that touches it ends there, so that everything else is still reported in the same run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from typing import Any

from xhht_score.criteria.model import (
    Condition,
    CriteriaSet,
    Criterion,
    EachCriterion,
    EachIndicator,
    Indicator,
    Indicators,
    OneCriterion,
    Total,
    as_choices,
    placed_rules,
)
from xhht_score.errors import Flaw, nearest
from xhht_score.numbers import round_half_away

MOST_COMBINATIONS = 1000

Path = tuple[str | int, ...]


class Unfinished(Exception):
    """A check met something that did not validate."""


class _Unknown:
    """Stands for a field that did not validate: whatever is done with it ends the check."""

    def _end(self, *_: object) -> Any:
        raise Unfinished

    def __getattr__(self, name: str) -> Any:
        """End the check; names that only Python itself asks for are simply not there."""
        raise AttributeError(name) if name.startswith("__") else Unfinished

    __iter__ = __len__ = __bool__ = __contains__ = __getitem__ = __hash__ = __eq__ = __ne__ = _end
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __lt__ = __le__ = __gt__ = __ge__ = _end


UNKNOWN: Any = _Unknown()


def inconsistencies(criteria_set: CriteriaSet) -> list[Flaw]:
    """Give everything that does not hold between the fields of a set, as flaws with their paths."""
    found: list[Flaw] = []

    def run(check: Callable[..., Iterator[Flaw]], *arguments: object) -> None:
        with suppress(Unfinished):
            found.extend(map(_spoken, check(criteria_set, *arguments)))

    def numbered(owner: Any, name: str) -> list[tuple[int, Any]]:
        try:
            return list(enumerate(getattr(owner, name)))
        except Unfinished:
            return []

    for check in (_total, _repeated_ids, _combinations, _implied):
        run(check)
    for position, criterion in numbered(criteria_set, "criteria"):
        path: Path = ("criteria", position)
        run(_criterion_points, path, criterion)
        for inner, indicator in numbered(criterion, "indicators"):
            for indicator_check in _OF_INDICATORS:
                run(indicator_check, (*path, "indicators", inner), indicator)
    for position, level in numbered(criteria_set.recognition, "levels"):
        for inner, condition in numbered(level, "requires"):
            run(_condition, ("recognition", "levels", position, "requires", inner), condition)
    return found


def _spoken(flaw: Flaw) -> Flaw:
    """Give a flaw whose sentence can be said: a name that did not validate is a question mark."""
    named = {name: "?" if value is UNKNOWN else value for name, value in flaw.arguments.items()}
    return Flaw(flaw.code, flaw.path, named)


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    total = Fraction(0)
    for number in numbers:
        total = total + number
    return total


def _total(criteria_set: CriteriaSet) -> Iterator[Flaw]:
    found = _sum(criterion.points for criterion in criteria_set.criteria)
    if found != criteria_set.total_points:
        arguments = {"what": "", "found": found, "declared": criteria_set.total_points}
        yield Flaw("points-do-not-add-up", ("total_points",), arguments)


def _criterion_points(criteria_set: CriteriaSet, path: Path, criterion: Criterion) -> Iterator[Flaw]:
    found = _sum(indicator.points for indicator in criterion.indicators)
    if found != criterion.points:
        arguments = {"what": criterion.id, "found": found, "declared": criterion.points}
        yield Flaw("points-do-not-add-up", (*path, "points"), arguments)


def _repeated_ids(criteria_set: CriteriaSet) -> Iterator[Flaw]:
    places: list[tuple[str, object, Path]] = []
    for i, criterion in enumerate(criteria_set.criteria):
        places.append(("criterion", criterion.id, ("criteria", i, "id")))
        if criterion.indicators is not UNKNOWN:
            for j, indicator in enumerate(criterion.indicators):
                places.append(("indicator", indicator.id, ("criteria", i, "indicators", j, "id")))
    if criteria_set.recognition is not UNKNOWN and criteria_set.recognition.levels is not UNKNOWN:
        for i, level in enumerate(criteria_set.recognition.levels):
            places.append(("level", level.id, ("recognition", "levels", i, "id")))
    seen: Counter[tuple[str, str]] = Counter()
    for what, identifier, path in places:
        if isinstance(identifier, str):
            seen[what, identifier] += 1
            if seen[what, identifier] > 1:
                yield Flaw("id-repeated", path, {"given": identifier})


def _combinations(criteria_set: CriteriaSet) -> Iterator[Flaw]:
    count = 1
    for fact in criteria_set.facts.values():
        count *= len(fact.choices)
    if count > MOST_COMBINATIONS:
        yield Flaw("too-many-combinations", ("facts",), {"found": count, "most": MOST_COMBINATIONS})


def _office(criteria_set: CriteriaSet, path: Path, indicator: Indicator) -> Iterator[Flaw]:
    if indicator.assignee is not None and indicator.assignee not in criteria_set.offices:
        yield _unknown_word("office-unknown", (*path, "assignee"), indicator.assignee, criteria_set.offices)


def _rules(criteria_set: CriteriaSet, path: Path, indicator: Indicator) -> Iterator[Flaw]:
    """Check that every rule fits its measure, and gives just the indicator's points at its best."""
    if isinstance(indicator, Indicator):
        rules, flaws = placed_rules(indicator)
        yield from (Flaw(one.code, (*path, *one.path), one.arguments) for one in flaws)
        for position, rule in enumerate(rules if not flaws else ()):
            ends = (indicator.measure.bottom, indicator.measure.top)
            best = max(rule.scoring.outcome(end, indicator.points).points for end in ends)
            if best != indicator.points:
                place: Path = ("scoring", "when", position) if rule.facts else ("scoring",)
                code = "maximum-unreachable" if best < indicator.points else "points-unlike-indicator"
                yield Flaw(code, (*path, *place), {"best": best, "points": indicator.points})


def _decimals(criteria_set: CriteriaSet, path: Path, indicator: Indicator) -> Iterator[Flaw]:
    if criteria_set.rounding is not None:
        decimals = criteria_set.rounding.decimals
        if round_half_away(indicator.points, decimals) != indicator.points:
            arguments = {"given": indicator.points, "decimals": Fraction(decimals)}
            yield Flaw("points-finer-than-rounding", (*path, "points"), arguments)


def _met_from(criteria_set: CriteriaSet, path: Path, indicator: Indicator) -> Iterator[Flaw]:
    if indicator.met_from is not None and not 0 < indicator.met_from <= indicator.points:
        arguments = {"given": indicator.met_from, "least": Fraction(0), "most": indicator.points}
        yield Flaw("number-out-of-bounds", (*path, "met_from"), arguments)


def _reference(criteria_set: CriteriaSet, path: Path, indicator: Indicator) -> Iterator[Flaw]:
    if criteria_set.status == "official" and indicator.reference is None:
        yield Flaw("reference-lacking", path, {"given": indicator.id})


def _facts_of_rules(criteria_set: CriteriaSet, path: Path, indicator: Indicator) -> Iterator[Flaw]:
    when = indicator.scoring.when
    fields = set(type(indicator.scoring).model_fields) - {"when", "kind"}
    for position, entry in enumerate(when):
        named = {name: as_choices(raw) for name, raw in entry.items() if name not in fields}
        if not named:
            arguments = {"field": " | ".join(criteria_set.facts) or "facts"}
            yield Flaw("field-lacking", (*path, "scoring", "when", position), arguments)
        yield from _named_facts(criteria_set, (*path, "scoring", "when", position), named, fields)
    for name in criteria_set.facts:
        if when and name in fields:
            yield Flaw("fact-name-taken", ("facts", name), {"given": name})


def _facts_of_omission(criteria_set: CriteriaSet, path: Path, indicator: Indicator) -> Iterator[Flaw]:
    if indicator.not_applicable is not None and not isinstance(indicator.not_applicable.units, str):
        yield from _named_facts(criteria_set, (*path, "not_applicable", "for"), indicator.not_applicable.units, ())


def _named_facts(
    criteria_set: CriteriaSet, path: Path, named: Mapping[str, tuple[str, ...]], fields: Iterable[str]
) -> Iterator[Flaw]:
    for name, choices in named.items():
        if name not in criteria_set.facts:
            known = (*criteria_set.facts, *sorted(fields))
            yield _unknown_word("fact-unknown", (*path, name), name, known)
            continue
        allowed = criteria_set.facts[name].choices
        for choice in choices:
            if choice not in allowed:
                yield _unknown_word("choice-unknown", (*path, name), choice, allowed)


def _condition(criteria_set: CriteriaSet, path: Path, condition: Condition) -> Iterator[Flaw]:
    indicators = [indicator for criterion in criteria_set.criteria for indicator in criterion.indicators]
    match condition:
        case OneCriterion():
            known = [criterion.id for criterion in criteria_set.criteria]
            if condition.id not in known:
                yield _unknown_word("criterion-unknown", (*path, "criterion", "id"), condition.id, known)
        case Indicators():
            known = [indicator.id for indicator in indicators]
            for position, identifier in enumerate(condition.met):
                if identifier not in known:
                    yield _unknown_word("indicator-unknown", (*path, "indicators", "met", position), identifier, known)
        case Total() if not condition.at_least.percent and condition.at_least.placed > criteria_set.total_points:
            arguments = {"given": condition.at_least.text, "bottom": Fraction(0), "top": criteria_set.total_points}
            yield Flaw("threshold-unreachable", (*path, "total", "at_least"), arguments)
        case EachCriterion(above=Fraction() as above) if any(above >= one.points for one in criteria_set.criteria):
            top = min(one.points for one in criteria_set.criteria)
            arguments = {"given": above, "bottom": Fraction(0), "top": top}
            yield Flaw("threshold-unreachable", (*path, "each_criterion", "above"), arguments)
        case EachIndicator() if any(condition.at_least > indicator.points for indicator in indicators):
            least = min(indicator.points for indicator in indicators)
            arguments = {"given": condition.at_least, "bottom": Fraction(0), "top": least}
            yield Flaw("threshold-unreachable", (*path, "each_indicator", "at_least"), arguments)
        case _:
            pass


def _implied(criteria_set: CriteriaSet) -> Iterator[Flaw]:
    """Name conditions that cannot fail while another condition of the same level holds."""
    for position, level in enumerate(criteria_set.recognition.levels):
        each = [
            (inner, condition.at_least)
            for inner, condition in enumerate(level.requires)
            if isinstance(condition, EachCriterion) and condition.at_least is not None
        ]
        for inner, condition in enumerate(level.requires):
            if any(inner != other and _follows(condition, bound, inner > other) for other, bound in each):
                path = ("recognition", "levels", position, "requires", inner)
                yield Flaw("condition-implied", path, {"kind": condition.kind, "by": "each_criterion"})


def _follows(condition: Condition, bound: Fraction, later: bool) -> bool:
    """Tell whether a condition follows from each criterion having `bound` of its points."""
    match condition:
        case Total():
            return condition.at_least.percent and condition.at_least.placed <= bound
        case OneCriterion():
            return condition.at_least <= bound
        case EachCriterion(at_least=Fraction() as other):
            return other < bound or (other == bound and later)
        case EachCriterion(above=Fraction() as above):
            return above == 0 and bound > 0
        case _:
            return False


def _unknown_word(code: str, path: Path, given: str, known: Iterable[str]) -> Flaw:
    words = tuple(known)
    return Flaw(code, path, {"given": given, "expected": words, "nearest": nearest(given, words)})


_OF_INDICATORS = (_office, _rules, _decimals, _met_from, _reference, _facts_of_rules, _facts_of_omission)
