"""What must hold between the fields of a criteria set.

The checks also run on a set that could only be understood in part: a field that did not validate is `UNKNOWN`, and a
check that touches it ends there, so that everything else is still reported in the same run.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise
from typing import Any

from xhht_score.criteria.indicators import Indicator, as_choices
from xhht_score.criteria.levels import (
    AllMet,
    Condition,
    Deadline,
    EachCriterion,
    EachIndicator,
    Indicators,
    OneCriterion,
    Total,
)
from xhht_score.criteria.model import CriteriaSet, Criterion
from xhht_score.criteria.sources import Reference
from xhht_score.definitions import Wanted
from xhht_score.errors import MOST_SAID, Flaw, nearest, some_of
from xhht_score.measures import Ratio, ShareOfUnits
from xhht_score.numbers import measured, round_half_away
from xhht_score.scoring import Bars

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
        try:
            for flaw in check(criteria_set, *arguments):
                found.append(_spoken(flaw, suggest=len(found) < MOST_SAID))
        except Unfinished:
            return

    def numbered(owner: Any, name: str) -> list[tuple[int, Any]]:
        try:
            return list(enumerate(getattr(owner, name)))
        except Unfinished:
            return []

    for check in _OF_SETS:
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


def _spoken(flaw: Flaw, *, suggest: bool) -> Flaw:
    """Give a flaw whose sentence can be said: a name that did not validate is a question mark.

    Looking for the nearest of many words takes long: only those that are said get one.
    """
    named = {name: "?" if value is UNKNOWN else value for name, value in flaw.arguments.items()}
    if isinstance(known := named.get("nearest"), Collection) and not isinstance(known, str):
        named["nearest"] = nearest(named["given"], known) if suggest else None
    return Flaw(flaw.code, flaw.path, named)


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    total = Fraction(0)
    for number in numbers:
        total = total + number
    return total


def _versions(criteria_set: CriteriaSet) -> Iterator[Flaw]:
    seen = {criteria_set.version}
    for position, version in enumerate(criteria_set.reads):
        if version in seen:
            yield Flaw("version-read-twice", ("reads", position), {"given": version})
        seen.add(version)


def _total(criteria_set: CriteriaSet) -> Iterator[Flaw]:
    given = [criterion.points for criterion in criteria_set.criteria]
    if None in given and (criteria_set.status == "draft" or criteria_set.total_points is None):
        return  # a draft may lack points; where no criterion has any, none are expected
    found = _sum(points or Fraction(0) for points in given)
    if criteria_set.total_points is None:
        yield Flaw("field-lacking", (), {"field": "total_points"})
    elif found != criteria_set.total_points:
        arguments = {"what": "", "found": found, "declared": criteria_set.total_points}
        yield Flaw("points-do-not-add-up", _of_sum(criteria_set, (), "total_points"), arguments)


def _criterion_points(criteria_set: CriteriaSet, path: Path, criterion: Criterion) -> Iterator[Flaw]:
    if not criterion.indicators:
        if criteria_set.status != "draft":
            yield Flaw("field-lacking", path, {"field": "indicators"})
        return
    given = [indicator.points for indicator in criterion.indicators if indicator.points is not None]
    if any(one.points is None and not isinstance(one.scoring, Bars) for one in criterion.indicators):
        return  # the points that are lacking are reported by themselves
    found = _sum(given)
    if criterion.points is None:
        if given:
            yield Flaw("field-lacking", path, {"field": "points"})
    elif found != criterion.points:
        arguments = {"what": criterion.id, "found": found, "declared": criterion.points}
        yield Flaw("points-do-not-add-up", _of_sum(criteria_set, path, "points"), arguments)


def _of_sum(criteria_set: CriteriaSet, path: Path, field: str) -> Path:
    """Give where a declared sum stands; in a variant, whose sum may stand in the base, what the variant adds to it."""
    return (*path, field) if criteria_set.extends is None else path


def _repeated_ids(criteria_set: CriteriaSet) -> Iterator[Flaw]:
    places: list[tuple[str, object, Path]] = []
    for i, criterion in enumerate(criteria_set.criteria):
        places.append(("criterion", criterion.id, ("criteria", i, "id")))
        if criterion.indicators is not UNKNOWN:
            for j, indicator in enumerate(criterion.indicators):
                own: Path = ("criteria", i, "indicators", j)
                places.append(("indicator", indicator.id, (*own, "id")))
                with suppress(Unfinished):
                    places += [("question", one.path, (*own, "id")) for one in indicator.questions]
    if criteria_set.recognition is not UNKNOWN and criteria_set.recognition.levels is not UNKNOWN:
        for i, level in enumerate(criteria_set.recognition.levels):
            places.append(("level", level.id, ("recognition", "levels", i, "id")))
    if criteria_set.recognition is not UNKNOWN and criteria_set.recognition.papers is not UNKNOWN:
        for i, paper in enumerate(criteria_set.recognition.papers):
            places.append(("paper", paper.id, ("recognition", "papers", i, "id")))
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
    if isinstance(indicator, Indicator) and _has_measure(indicator):
        rules, flaws = indicator.placement
        yield from (Flaw(one.code, (*path, *one.path), one.arguments) for one in flaws)
        for position, rule in enumerate(rules if not flaws else ()):
            if isinstance(rule.scoring, Bars) or indicator.measure is None or indicator.points is None:
                continue
            ends = (indicator.measure.bottom, indicator.measure.top)
            best = max(rule.scoring.outcome(end, indicator.points).points for end in ends)
            if best != indicator.points:
                place: Path = ("scoring", "when", position) if rule.facts else ("scoring",)
                code = "maximum-unreachable" if best < indicator.points else "points-unlike-indicator"
                yield Flaw(code, (*path, *place), {"best": best, "points": indicator.points})


def _bars(criteria_set: CriteriaSet, path: Path, indicator: Indicator) -> Iterator[Flaw]:
    """Check that a rule without points names known levels, and that every level asks something of every part."""
    if not isinstance(indicator, Indicator) or indicator.scoring is UNKNOWN or not _has_measure(indicator):
        return
    if not isinstance(indicator.scoring, Bars):
        if indicator.points is None:
            yield Flaw("field-lacking", path, {"field": "points"})
        return
    for field, given in (("points", indicator.points), ("met_from", indicator.met_from)):
        if given is not None:
            yield Flaw("points-without-scoring", (*path, field), {"given": given})
    known = [level.id for level in criteria_set.recognition.levels]
    rules, flaws = indicator.placement
    for position, rule in enumerate(rules if not flaws else ()):
        place: Path = (*path, "scoring", "when", position) if rule.facts else (*path, "scoring")
        assert isinstance(rule.scoring, Bars)
        for level, fields in rule.scoring.levels.items():
            if level not in known:
                yield _unknown_word("unknown-level", (*place, fields[0], level), level, known)
        for level in known:
            for part, measure in indicator.measures.items():
                if part and not indicator.parts[part].asked_at(level):
                    continue
                bar = rule.scoring.bar(level, part)
                if bar is None:
                    yield Flaw("bar-lacking", place, {"level": level, "part": part or indicator.id})
                elif not bar.passed(measure.top if bar.upward else measure.bottom):
                    bottom, top = (measured(end, percent=measure.percent) for end in (measure.bottom, measure.top))
                    where = (*place, bar.way, level, part) if part else (*place, bar.way, level)
                    arguments = {"given": bar.mark.text, "bottom": bottom, "top": top}
                    yield Flaw("threshold-unreachable", where, arguments)


def _has_measure(indicator: Indicator) -> bool:
    """Tell whether an indicator says what is reported; that it has to is said where it is validated."""
    return indicator.measure is not None or bool(indicator.parts)


def _shares(criteria_set: CriteriaSet, path: Path, indicator: Indicator) -> Iterator[Flaw]:
    """Check that a share of units says what counts, for each level where it differs between them."""
    if not isinstance(indicator, Indicator) or not _has_measure(indicator):
        return
    known = [level.id for level in criteria_set.recognition.levels]
    for part, measure in indicator.measures.items():
        place: Path = (*path, "parts", part, "measure") if part else (*path, "measure")
        if not isinstance(measure, ShareOfUnits) or not measure.counted_at:
            continue
        if not isinstance(indicator.scoring, Bars):
            yield Flaw("one-of-fields", (*place, "counted_at"), {"fields": ("counted",)})
        for level in measure.counted_at:
            if level not in known:
                yield _unknown_word("unknown-level", (*place, "counted_at", level), level, known)
        for level in known:
            if level not in measure.counted_at:
                yield Flaw("field-lacking", (*place, "counted_at"), {"field": level})


def _decimals(criteria_set: CriteriaSet, path: Path, indicator: Indicator) -> Iterator[Flaw]:
    if criteria_set.rounding is not None and indicator.points is not None:
        decimals = criteria_set.rounding.decimals
        if round_half_away(indicator.points, decimals) != indicator.points:
            arguments = {"given": indicator.points, "decimals": Fraction(decimals)}
            yield Flaw("points-finer-than-rounding", (*path, "points"), arguments)


def _met_from(criteria_set: CriteriaSet, path: Path, indicator: Indicator) -> Iterator[Flaw]:
    most = indicator.points if indicator.points is not None else Fraction(0)
    if isinstance(indicator.scoring, Bars):
        return
    if indicator.met_from is not None and not 0 < indicator.met_from <= most:
        arguments = {"given": indicator.met_from, "least": Fraction(0), "most": most}
        yield Flaw("number-out-of-bounds", (*path, "met_from"), arguments)


def _reference(criteria_set: CriteriaSet, path: Path, indicator: Indicator) -> Iterator[Flaw]:
    known = [level.id for level in criteria_set.recognition.levels]
    for level in indicator.references:
        if level not in known:
            yield _unknown_word("unknown-level", (*path, "references", level), level, known)
    if criteria_set.status != "official":
        return
    for level in known:
        reference: Reference | None = indicator.references.get(level, indicator.reference)
        if reference is None or not reference.cites_a_clause:
            yield Flaw("reference-lacking", path, {"given": indicator.id, "level": level})


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
    if indicator.not_applicable is not None:
        yield from _named_units(criteria_set, (*path, "not_applicable", "for"), indicator.not_applicable.units)


def _facts_of_asking(criteria_set: CriteriaSet, path: Path, indicator: Indicator) -> Iterator[Flaw]:
    yield from _named_units(criteria_set, (*path, "applies_when"), indicator.applies_when)
    for name, part in indicator.parts.items():
        yield from _named_units(criteria_set, (*path, "parts", name, "applies_when"), part.applies_when)
    if isinstance(indicator.scoring, Bars):
        for level, units in indicator.scoring.applies_when.items():
            yield from _named_units(criteria_set, (*path, "scoring", "applies_when", level), units)


def _parts(criteria_set: CriteriaSet, path: Path, indicator: Indicator) -> Iterator[Flaw]:
    """Check that parts name known levels, and that one of them at the most was the whole indicator before."""
    known = [level.id for level in criteria_set.recognition.levels]
    for name, part in indicator.parts.items():
        for at, level in enumerate(part.levels):
            if level not in known:
                yield _unknown_word("unknown-level", (*path, "parts", name, "levels", at), level, known)
        if part.within is not None:
            ratios = [
                other for other, one in indicator.parts.items() if isinstance(one.measure, Ratio) and other != name
            ]
            if part.within not in ratios or not isinstance(part.measure, Ratio):
                yield _unknown_word("part-unknown", (*path, "parts", name, "within"), part.within, ratios)
    for name in [name for name, part in indicator.parts.items() if part.was_whole][1:]:
        yield Flaw("whole-before-twice", (*path, "parts", name, "was_whole"), {"given": name})


def _named_units(criteria_set: CriteriaSet, path: Path, units: Sequence[Wanted]) -> Iterator[Flaw]:
    for at, wanted in enumerate(units):
        yield from _named_facts(criteria_set, (*path, at), wanted, ())


def _named_facts(criteria_set: CriteriaSet, path: Path, named: Wanted, fields: Iterable[str]) -> Iterator[Flaw]:
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
    if criteria_set.total_points is None and not isinstance(condition, AllMet | Indicators):
        yield Flaw("condition-without-points", (*path, condition.kind), {"given": condition.kind})
        return
    match condition:
        case OneCriterion():
            known = [criterion.id for criterion in criteria_set.criteria]
            if condition.id not in known:
                yield _unknown_word("criterion-unknown", (*path, "criterion", "id"), condition.id, known)
        case Indicators():
            known = [indicator.id for indicator in indicators]
            ids = set(known)
            for position, identifier in enumerate(condition.met):
                if identifier not in ids:
                    yield _unknown_word("indicator-unknown", (*path, "indicators", "met", position), identifier, known)
        case Total() if not condition.at_least.percent and condition.at_least.placed > (criteria_set.total_points or 0):
            arguments = {"given": condition.at_least.text, "bottom": Fraction(0), "top": criteria_set.total_points}
            yield Flaw("threshold-unreachable", (*path, "total", "at_least"), arguments)
        case EachCriterion(above=Fraction() as above) if any(above >= one for one in _given(criteria_set.criteria)):
            top = min(_given(criteria_set.criteria))
            arguments = {"given": above, "bottom": Fraction(0), "top": top}
            yield Flaw("threshold-unreachable", (*path, "each_criterion", "above"), arguments)
        case EachIndicator() if any(condition.at_least > points for points in _given(indicators)):
            least = min(_given(indicators))
            arguments = {"given": condition.at_least, "bottom": Fraction(0), "top": least}
            yield Flaw("threshold-unreachable", (*path, "each_indicator", "at_least"), arguments)
        case _:
            pass


def _given(owners: Iterable[Criterion] | Iterable[Indicator]) -> list[Fraction]:
    return [one.points for one in owners if one.points is not None]


def _upgrade(criteria_set: CriteriaSet) -> Iterator[Flaw]:
    """Check that an upgrade leads from a known level to a higher one."""
    upgrade = criteria_set.recognition.upgrade
    if upgrade is None:
        return
    known = [level.id for level in criteria_set.recognition.levels]
    for field, level in (("from", upgrade.origin), ("to", upgrade.target)):
        if level not in known:
            yield _unknown_word("unknown-level", ("recognition", "upgrade", field), level, known)
    if {upgrade.origin, upgrade.target} <= set(known) and known.index(upgrade.origin) >= known.index(upgrade.target):
        arguments = {"first": upgrade.origin, "last": upgrade.target}
        yield Flaw("period-reversed", ("recognition", "upgrade", "to"), arguments)


def _facts(criteria_set: CriteriaSet) -> Iterator[Flaw]:
    for name, fact in criteria_set.facts.items():
        yield from _named_units(criteria_set, ("facts", name, "applies_when"), fact.applies_when)
    for name, titles in criteria_set.recognition.titles.items():
        yield from _named_facts(criteria_set, ("recognition", "titles"), {name: tuple(titles)}, ())


def _readings(criteria_set: CriteriaSet) -> Iterator[Flaw]:
    """Check that the reading taken is one of the options."""
    for name, one in criteria_set.readings.items():
        if one.taken not in one.options:
            yield _unknown_word("reading-option-unknown", ("readings", name, "taken"), one.taken, one.options)


def _authority(criteria_set: CriteriaSet) -> Iterator[Flaw]:
    """Check that on no day two decide."""
    deciders = criteria_set.recognition.decided_by
    for at, (one, next_one) in enumerate(pairwise(deciders), 1):
        if one.end is None or next_one.start is None or one.end >= next_one.start:
            arguments = {"first": _day(one.end), "last": _day(next_one.start)}
            yield Flaw("periods-overlap", ("recognition", "decided_by", at), arguments)


def _steps(criteria_set: CriteriaSet) -> Iterator[Flaw]:
    """Check that steps of one id stand there for different periods, and that papers name a step that is there.

    A variant may have taken over the papers and not the deadlines; its papers are written without their step then.
    """
    before: dict[str, Deadline] = {}
    for at, one in enumerate(criteria_set.recognition.deadlines):
        if one.id is None:
            continue
        other = before.get(one.id)
        if other is not None and (other.end is None or one.start is None or other.end >= one.start):
            yield Flaw("id-repeated", ("recognition", "deadlines", at, "id"), {"given": one.id})
        before[one.id] = one
    for at, paper in enumerate(criteria_set.recognition.papers if criteria_set.extends is None else ()):
        if paper.step is not None and paper.step not in before:
            yield _unknown_word("paper-step-unknown", ("recognition", "papers", at, "step"), paper.step, before)


def _party(criteria_set: CriteriaSet) -> Iterator[Flaw]:
    yield from _named_units(criteria_set, ("recognition", "party"), criteria_set.recognition.party)


def _day(day: datetime.date | None) -> str:
    return "…" if day is None else day.isoformat()


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


def _unknown_word(code: str, path: Path, given: str, known: Collection[str]) -> Flaw:
    return Flaw(code, path, {"given": given, "expected": some_of(known), "nearest": known})


_OF_SETS = (
    _versions, _total, _repeated_ids, _combinations, _implied, _upgrade, _authority, _steps, _party, _readings, _facts,
)  # fmt: skip
_OF_INDICATORS = (
    _office, _rules, _bars, _shares, _decimals, _met_from, _reference, _facts_of_rules, _facts_of_omission,
    _facts_of_asking, _parts,
)  # fmt: skip
