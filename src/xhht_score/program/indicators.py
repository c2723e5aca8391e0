"""The steps of one indicator: from what was reported to points and what is met.

What `engine` says of one indicator of a unit whose facts are all known, in whole numbers: points count a part of a
point (`point_unit`), inputs are so many times themselves (`scale`), so that none is rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from math import lcm
from typing import NamedTuple

from xhht_score.criteria import CriteriaSet, EachIndicator, Indicator
from xhht_score.definitions import Wanted
from xhht_score.measures import FAR_APART, Change, Input, Measure
from xhht_score.program.likeness import computed_alike
from xhht_score.program.lowered import Inputs, claim, number, units
from xhht_score.program.names import FACT_PREFIX, NUMBER, YEAR
from xhht_score.program.whole import (
    INDICATORS,
    NO,
    OWN,
    UNIT,
    YES,
    At,
    Claim,
    Fixed,
    Integer,
    Is,
    Name,
    NotBlank,
    Quotient,
    Taken,
    against,
    any_of,
    divide,
    every,
    fixed,
    flag,
    larger,
    numbered,
    of_indicator,
    pick,
    raised,
    smaller,
    subtract,
    where,
)
from xhht_score.scoring import Bar, Bars, Scoring
from xhht_score.terms import Entered, Number, some_of, stands

#: Decimals that a program computes with; an input with more cannot be given to it.
DECIMALS, PERCENT_DECIMALS = 5, 8
#: Inputs of an indicator beside its values: whether evidence counts (blank: nobody says), whether the unit declares
#: that the indicator is not applicable, with a reason, and whether the council refused it and entered no other figure.
EVIDENCE, DECLARED, REFUSED = "evidence", "declared", "refused"
IS_ASKED, RULE_NUMBER, UNDECIDED, OMITTED, APPLIES, PROOF, SCALED_MAX, SCALED_LOW, SCALED_HIGH = (
    "is_asked", "rule_number", "undecided", "omitted", "applies", "proof", "scaled_max", "scaled_low", "scaled_high",
)  # fmt: skip
#: Years that a form takes.
_YEARS = (0, 9999)
_VALUE = Entered("")


class Span(NamedTuple):
    """The least and the greatest place on a measure's scale."""

    low: Quotient
    high: Quotient


@dataclass
class Program:
    """A criteria set as named steps, each of which uses inputs and the steps before it.

    `inputs` are whole numbers with their bounds, or blank; `is_form` says that it is what a form computes for itself,
    before any council: nothing is refused, and figures of a change in % that lie far apart put their unit in doubt, so
    that they are not computed with. `unit` is the part of a point that points are whole numbers of; `spans` are the
    places on the scales, by indicator, part and level ("" where all levels look at the same).

    Steps of an indicator name what is of the same indicator by `OWN` in place of its id, so that indicators whose rules
    differ in words only have the very same steps; `alike` gives the first such indicator by the id of each.
    """

    criteria_set: CriteriaSet
    is_form: bool
    unit: Fraction
    inputs: dict[Name, tuple[int, int]] = field(default_factory=dict)
    steps: dict[Name, Integer] = field(default_factory=dict)
    spans: dict[tuple[str, str, str], Span] = field(default_factory=dict)
    alike: dict[str, str] = field(default_factory=dict)

    def input(self, name: Name, least: int = 0, most: int = 1) -> At:
        """Give an input, for where it is there."""
        self.inputs[name] = least, most
        return At(least, most, name)

    def keep(self, name: Name, one: Integer) -> Integer:
        """Keep a number as a step, and give what stands for it afterwards: itself, where it is a fixed one."""
        self.steps[name] = one
        return self.step(name)

    def step(self, name: Name) -> Integer:
        """Give what stands for a step that is there."""
        return stands_for(self.steps[name], name)

    def span(self, indicator: str, part: str, level: str) -> Span:
        """Give a place on a scale for steps of others than the indicator, which name it by its id."""
        return Span(
            *(
                Quotient(_named(one.top, indicator), _named(one.bottom, indicator))
                for one in self.spans[indicator, part, level]
            )
        )


def _named(one: Integer, indicator: str) -> Integer:
    return replace(one, name=one.name._replace(row=indicator)) if isinstance(one, At) else one


def stands_for(one: Integer, name: Name) -> Integer:
    """Give what stands for a number that is kept under a name: itself, where it is a fixed one."""
    return one if isinstance(one, Fixed) else At(one.least, one.most, name)


def scale(one: Input) -> int:
    """Give how many times an input is the value."""
    return _SCALES.get(one.kind, 1)


def bounds(one: Input) -> tuple[int, int]:
    """Give the bounds of an input; raises `Beyond` where they are finer than a program computes with."""
    least, most = (fixed(end * scale(one)).least for end in (one.least, one.most))
    return least, most


def point_unit(criteria_set: CriteriaSet) -> Fraction:
    """Give the part of a point that all points of a set are whole numbers of."""
    if criteria_set.rounding is not None:
        return Fraction(1, 10**criteria_set.rounding.decimals)
    smallest = Fraction(1, 10**DECIMALS)
    amounts = [one.weight for one in criteria_set.indicators.values()]
    for indicator in criteria_set.indicators.values():
        amounts += [amount for rule in indicator.rules for amount in rule.scoring.amounts(smallest)]
    return Fraction(1, lcm(*(one.denominator for one in amounts)))


def each_indicator_conditions(criteria_set: CriteriaSet) -> list[EachIndicator]:
    """Give the conditions on the points of each indicator, of all levels, each once."""
    found = [one for level in criteria_set.recognition.levels for one in level.requires]
    return list(dict.fromkeys(one for one in found if isinstance(one, EachIndicator)))


def scales(criteria_set: CriteriaSet, indicator: Indicator) -> list[tuple[str, str]]:
    """Give each part of an indicator with the level that its place on the scale is looked at for ("": all alike)."""
    found = []
    for part, measure in indicator.measures.items():
        found += [(part, level) for level in (criteria_set.level_ids if measure.levels_apart else ("",))]
    return found


def among(criteria_set: CriteriaSet, kinds: Sequence[Wanted]) -> Claim:
    """Give that the unit is among those named."""
    return any_of(_fits(criteria_set, wanted) for wanted in kinds) if kinds else YES


def _fits(criteria_set: CriteriaSet, wanted: Wanted) -> Claim:
    """Give that the unit is of one kind."""
    named = []
    for name, choices in wanted.items():
        known = list(criteria_set.facts[name].choices)
        fact = Name(UNIT, FACT_PREFIX + name, NUMBER)
        named.append(any_of(Is(fact, known.index(one) + 1) for one in choices if one in known))
    return every(named)


def clean_field(position: int) -> str:
    """Give the step that holds the clean input at a position, counted from 0."""
    return f"clean_{position + 1}"


def given_field(position: int) -> str:
    """Give the input that holds what was reported at a position, counted from 0."""
    return f"given_{position + 1}"


#: How many times an input of a kind is the value, where it is not the value itself.
_SCALES: dict[str, int] = {"decimal": 10**DECIMALS, "percent": 10**PERCENT_DECIMALS}


def is_doubtful(measure: Measure) -> bool:
    """Tell whether two figures that are far apart put the unit of a measure in doubt: those of a change in %."""
    return isinstance(measure, Change) and measure.inputs[0].in_percent


def add_indicators(program: Program) -> None:
    """Add the steps of all indicators; raises `Beyond` with the id of one that has none."""
    made: dict[str, _IndicatorSteps] = {}
    for name, first in computed_alike(program.criteria_set).items():
        if first not in made:
            with of_indicator(name):
                made[first] = _IndicatorSteps(program, program.criteria_set.indicators[name])
        program.alike[name], own = first, made[first]
        program.inputs.update({Name(INDICATORS, name, one): ends for one, ends in own.inputs.items()})
        program.steps.update({Name(INDICATORS, name, one): step for one, step in own.steps.items()})
        program.spans.update({(name, *of_part): span for of_part, span in own.spans.items()})


class _IndicatorSteps:
    """The steps of one indicator, built one upon the other; `inputs` and `steps` by field, `spans` by part and level.

    Raises `Beyond`.
    """

    def __init__(self, program: Program, indicator: Indicator) -> None:
        self.inputs: dict[str, tuple[int, int]] = {}
        self.steps: dict[str, Integer] = {}
        self.spans: dict[tuple[str, str], Span] = {}
        self._program, self._indicator, self._set = program, indicator, program.criteria_set
        self._policy = self._set.evidence_policies[indicator.id]
        self._clean: dict[str, At] = {}
        self._paying: dict[int, Number] = {}
        self._standing()
        self._inputs()
        self._scales()
        self._met()
        if self._set.total_points is not None:
            self._paid()

    @staticmethod
    def _name(name: str) -> Name:
        return Name(INDICATORS, OWN, name)

    def _input(self, name: str, least: int = 0, most: int = 1) -> At:
        self.inputs[name] = least, most
        return At(least, most, self._name(name))

    def _keep(self, name: str, one: Integer) -> Integer:
        self.steps[name] = one
        return self._step(name)

    def _step(self, name: str) -> Integer:
        return stands_for(self.steps[name], self._name(name))

    def _is(self, name: str) -> Claim:
        """Give that a flag is raised; one that was not kept never is."""
        return raised(self._step(name)) if name in self.steps else NO

    def _standing(self) -> None:
        """Say whether the indicator is asked of the unit, which rule holds, and whether it was left out."""
        indicator, omission = self._indicator, self._indicator.not_applicable
        asked = self._keep(IS_ASKED, flag(every((among(self._set, indicator.applies_when), self._some_part()))))
        rule: Integer = fixed(len(indicator.rules))
        for position in reversed(range(1, len(indicator.rules))):
            rule = pick(_fits(self._set, indicator.rules[position - 1].facts), fixed(position), rule)
        self._keep(RULE_NUMBER, rule)
        if indicator.open_from is not None:
            year = self._program.input(Name(UNIT, YEAR, NUMBER), *_YEARS)
            is_open = against(year, ">=", fixed(indicator.open_from.year))
            self._keep(UNDECIDED, pick(NotBlank(year.name), flag(is_open), fixed(1)))
        if omission is not None:
            said = Is(self._input(DECLARED).name, 1)
            self._keep(OMITTED, flag(every((among(self._set, omission.units), said))))
        left_out = NO if self._may_lack else self._is(OMITTED)
        self._keep(APPLIES, pick(left_out, fixed(0), asked))
        evidence = self._input(EVIDENCE)
        self._keep(PROOF, Taken(0, 1, evidence.name, NO))

    @property
    def _may_lack(self) -> bool:
        """Whether what is declared not applicable is not met."""
        omission = self._indicator.not_applicable
        return omission is not None and omission.means == "not_met"

    def _some_part(self, level: str | None = None) -> Claim:
        """Give that some part is asked of the unit, at a level or at any."""
        if not self._indicator.parts:
            return YES
        asked = [one for one in self._indicator.parts.values() if one.asked_at(level)]
        return any_of(among(self._set, part.applies_when) for part in asked)

    def _inputs(self) -> None:
        for position, question in enumerate(self._indicator.questions):
            given = self._input(given_field(position), *bounds(question.input))
            self._keep(clean_field(position), Taken(given.least, given.most, given.name, self._is(UNDECIDED)))
            self._clean[question.name] = At(given.least, given.most, self._name(clean_field(position)))

    def _known_inputs(self, part: str, *sound: Claim) -> Inputs:
        """Give what the inputs of a part are; none is known where the claims in `sound` do not hold."""
        asked = [(one, self._clean[one.name]) for one in self._indicator.questions if one.part == part]
        numbers = {one.input.name: Quotient(cell, fixed(scale(one.input))) for one, cell in asked}
        return Inputs(numbers, {one.input.name: (NotBlank(cell.name), *sound) for one, cell in asked})

    def _scales(self) -> None:
        """Give each measure's faults, and its span: the least and the greatest place on its scale."""
        indicator = self._indicator
        for position, (part, measure) in enumerate(indicator.measures.items(), 1):
            found = claim(some_of(measure.faults.values()), self._known_inputs(part))
            if self._program.is_form and is_doubtful(measure):
                found = any_of((found, self._far_apart(part)))
            if found != NO:
                self._keep(f"fault_{position}", flag(found))
        parts = list(indicator.measures)
        for position, (part, level) in enumerate(scales(self._set, indicator), 1):
            fault = f"fault_{parts.index(part) + 1}"
            sound = (against(self._step(fault), "=", fixed(0)),) if fault in self.steps else ()
            ends, inputs = indicator.measures[part].ends(level), self._known_inputs(part, *sound)
            low, high = number(ends.low, inputs), number(ends.high, inputs)
            kept = (self._kept_quotient(f"{end}_{{}}_{position}", one) for end, one in (("low", low), ("high", high)))
            self.spans[part, level] = Span(*kept)

    def _far_apart(self, part: str) -> Claim:
        inputs = self._known_inputs(part)
        last, this = (inputs.numbers[name].top for name in ("last_year", "this_year"))
        least, most = smaller(last, this), larger(last, this)
        # most > FAR_APART * least, without a product that may be too large
        apart = against(divide(subtract(most, fixed(1)), fixed(FAR_APART)), ">=", least)
        known = every(reason for reasons in inputs.known.values() for reason in reasons)
        return where(known, every((against(least, ">", fixed(0)), apart)))

    def _kept_quotient(self, names: str, one: Quotient) -> Quotient:
        top, bottom = self._varying(names.format("top"), one.top), self._varying(names.format("bottom"), one.bottom)
        return Quotient(top, bottom)

    def _varying(self, name: str, one: Integer) -> Integer:
        """Keep a number, unless it can only be one."""
        return fixed(one.least) if one.least == one.most else self._keep(name, one)

    def _ends(self, part: str, level: str, rising: bool) -> tuple[Quotient, Quotient]:
        """Give the worst and the best place on the scale of a part at a level."""
        measure = self._indicator.measures[part]
        low, high = self.spans[part, level if measure.levels_apart else ""]
        return (low, high) if rising else (high, low)

    def _by_rule(self, make: Callable[[Scoring], Integer]) -> Integer:
        found = [make(rule.scoring) for rule in self._indicator.rules]
        return numbered(self._step(RULE_NUMBER), found)

    def _paid(self) -> None:
        """Give the points, and whether they are as many as a condition asks of each indicator."""
        unit, weight = self._program.unit, self._indicator.weight
        self._keep(SCALED_MAX, self._if_applies(fixed(weight / unit)))
        conditions = each_indicator_conditions(self._set)
        for position in range(1, len(conditions) + 1):
            self._keep(f"each_asked_{position}", self._if_applies(fixed(int(weight > 0))))
        if self._indicator.measure is None or not weight:
            return
        counts = self._policy.without != "not_met"
        for end, name in enumerate((SCALED_LOW, SCALED_HIGH)):
            self._keep(name, self._if_applies(self._proved(self._by_rule(partial(self._points, end)), end, counts)))
        for position, condition in enumerate(conditions, 1):
            wanted = condition.at_least
            for end, name in enumerate((f"each_low_{position}", f"each_high_{position}")):
                made = self._by_rule(partial(self._earns, wanted, end))
                self._keep(name, self._if_applies(self._proved(made, end, counts) if wanted else made))

    def _points(self, end: int, scoring: Scoring) -> Integer:
        inputs, weight = Inputs({"": self._ends("", "", scoring.upward)[end]}), self._indicator.weight
        exact = self._set.rounding is None
        return units(self._pays(scoring), inputs, self._program.unit, weight, exact=exact)

    def _earns(self, wanted: Fraction, end: int, scoring: Scoring) -> Integer:
        """Give 1 where so many points are earned, before rounding, else 0."""
        inputs = Inputs({"": self._ends("", "", scoring.upward)[end]})
        return flag(claim(stands(self._pays(scoring), "at_least", wanted), inputs))

    def _pays(self, scoring: Scoring) -> Number:
        """Give the points of a scoring as a term, which is the same at worst and at best."""
        if id(scoring) not in self._paying:
            self._paying[id(scoring)] = scoring.points(_VALUE, self._indicator.weight)
        return self._paying[id(scoring)]

    def _met(self) -> None:
        """Say whether the indicator is asked and met at each level that is told apart, at worst and at best."""
        for position, level in enumerate(self._set.told_apart, 1):
            counts = self._keep(f"counts_{position}", self._if_applies(self._by_rule(partial(self._asked_at, level))))
            for end, name in enumerate((f"met_low_{position}", f"met_high_{position}")):
                proved = self._proved(self._by_rule(partial(self._met_at, level, end)), end, True)
                self._keep(name, pick(raised(counts), proved, fixed(0)))

    def _asked_at(self, level: str, scoring: Scoring) -> Integer:
        if not isinstance(scoring, Bars):
            return fixed(1)
        of_level = any(part.levels for part in self._indicator.parts.values())
        some = self._some_part(level) if of_level else YES
        return flag(every((among(self._set, scoring.applies_when.get(level, ())), some)))

    def _met_at(self, level: str, end: int, scoring: Scoring) -> Integer:
        if not isinstance(scoring, Bars):
            return self._earns(self._indicator.met_points, end, scoring)
        passed = []
        for name in self._indicator.measures:
            part = self._indicator.parts[name] if name else None
            bar = scoring.bar(level, name)
            if part is not None and not part.asked_at(level):
                continue
            assert bar is not None
            asked = YES if part is None else among(self._set, part.applies_when)
            passed.append(where(asked, self._passed(bar, self._ends(name, level, bar.upward)[end]), YES))
        return flag(every(passed))

    @staticmethod
    def _passed(bar: Bar, value: Quotient) -> Claim:
        return claim(bar.stands(_VALUE), Inputs({"": value}))

    def _proved(self, one: Integer, end: int, counts: bool) -> Integer:
        """Give what evidence leaves of a number: nothing at worst without a yes, nothing at best with a no.

        `counts` says that lacking evidence takes the number away, where it is required. Nothing is left either of what
        the council refused, and where the unit declares that it lacks what is asked for.
        """
        policy = self._policy
        if one == fixed(0):
            return one
        if policy.policy == "required" and policy.without != "warn" and counts:
            proof = self._name(PROOF)
            one = pick(Is(proof, 0), fixed(0), one) if end else pick(Is(proof, 1), one, fixed(0))
        elif policy.policy != "none" and not self._program.is_form:
            one = pick(Is(self._input(REFUSED).name, 1), fixed(0), one)
        return pick(self._is(OMITTED), fixed(0), one) if self._may_lack else one

    def _if_applies(self, one: Integer) -> Integer:
        return pick(raised(self._step(APPLIES)), one, fixed(0))
