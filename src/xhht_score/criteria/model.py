"""The criteria set: criteria, indicators, facts, offices, and the conditions of recognition."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from xhht_score.definitions import (
    Amount,
    Date,
    Definition,
    Id,
    Line,
    Mark,
    Points,
    Share,
    Shown,
    Text,
    Whole,
    between,
    flaw,
    flaws_of,
    share,
)
from xhht_score.errors import Flaw, Flaws
from xhht_score.measures import Measure
from xhht_score.numbers import parse_number
from xhht_score.scoring import Scoring

UnitKind = Literal["citizen", "household", "clan", "hamlet", "organisation", "commune", "district", "province"]
#: How much work it is to put an indicator right, from 1 (a signature) to 5 (years).
Effort = Annotated[int, between(1, 5), Shown({"type": "integer", "minimum": 1, "maximum": 5})]
Decimals = Annotated[int, between(0, 6), Shown({"type": "integer", "minimum": 0, "maximum": 6})]
#: One choice for each fact of a unit: `{"type": "district", "area": "difficult"}`.
Facts = Mapping[str, str]


def _one_or_many(raw: object) -> object:
    return (raw,) if isinstance(raw, str) else raw


Choices = Annotated[
    tuple[Id, ...], BeforeValidator(_one_or_many, json_schema_input_type=Id | tuple[Id, ...]), Field(min_length=1)
]


def fits(wanted: Mapping[str, tuple[str, ...]], facts: Facts) -> bool:
    """Tell whether a unit with these facts is among those named; no wish fits every unit."""
    return all(facts.get(name) in choices for name, choices in wanted.items())


class NotApplicable(Definition):
    """Which units may declare the indicator not applicable: all, or those with certain facts."""

    units: Literal["all"] | dict[Id, Choices] = Field(alias="for")

    def allowed(self, facts: Facts) -> bool:
        """Tell whether a unit with these facts may declare it."""
        return self.units == "all" or fits(self.units, facts)


class EvidencePolicy(Definition):
    """Whether evidence is asked for, and what the lack of it means.

    warn: only said; zero: no points; not_met: the points stay, but it is not met; not_scored: not looked at, so no
    points and not met, while the maximum stays.
    """

    policy: Literal["required", "advised", "none"] = "none"
    without: Literal["warn", "zero", "not_met", "not_scored"] = "warn"


class AskedEvidence(Definition):
    """The documents that prove an indicator, and where it differs from the policy of the set."""

    policy: Literal["required", "advised", "none"] | None = None
    without: Literal["warn", "zero", "not_met", "not_scored"] | None = None
    documents: tuple[Text, ...] = ()


class Reference(Definition):
    """Where the rule stands: a document and its article, clause and point, or free text."""

    document: Line | None = None
    article: Line | None = None
    clause: Line | None = None
    point: Line | None = None
    text: Line | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.document is None and self.text is None:
            raise flaw("field-lacking", field="document")
        return self


@dataclass(frozen=True, slots=True)
class Rule:
    """A scoring for units with certain facts; an empty mapping is every unit."""

    facts: Mapping[str, tuple[str, ...]]
    scoring: Scoring


def _documents(raw: object) -> object:
    return {"documents": raw} if isinstance(raw, list | tuple) else raw


def _reference(raw: object) -> object:
    return {"text": raw} if isinstance(raw, str) else raw


class Indicator(Definition):
    """The smallest thing judged: what is reported (`measure`), how it counts (`scoring`), and who answers for it."""

    id: Id
    title: Text
    points: Points
    measure: Measure
    scoring: Scoring
    not_applicable: NotApplicable | None = None
    met_from: Amount | None = None
    evidence: Annotated[
        AskedEvidence, BeforeValidator(_documents, json_schema_input_type=AskedEvidence | tuple[Text, ...])
    ] = AskedEvidence()
    assignee: Id | None = None
    remedy: Text | None = None
    effort: Effort | None = None
    reference: Annotated[Reference, BeforeValidator(_reference, json_schema_input_type=Reference | Line)] | None = None
    note: Text | None = None

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The scorings with their marks placed: those of `when` in order, then the one for every other unit."""
        return placed_rules(self)[0]

    def rule_for(self, facts: Facts) -> int:
        """Give the position in `rules` of the first that fits a unit with these facts."""
        rules = self.rules
        return 0 if len(rules) == 1 else next(at for at, rule in enumerate(rules) if fits(rule.facts, facts))

    @property
    def met_points(self) -> Fraction:
        """Points, before rounding, from which the indicator counts as met."""
        return self.points if self.met_from is None else self.met_from


def placed_rules(indicator: Indicator) -> tuple[tuple[Rule, ...], list[Flaw]]:
    """Give the rules of an indicator, and the flaws of those that cannot be placed on its measure's scale.

    Keys of a `when` entry that are no fields of the scoring name facts; the others replace that field.
    """
    base, measure = indicator.scoring, indicator.measure
    rules: list[Rule] = []
    flaws: list[Flaw] = []
    for position, entry in enumerate((*base.when, {})):
        path: tuple[str | int, ...] = ("scoring", "when", position) if position < len(base.when) else ("scoring",)
        try:
            kind = type(base)
            fields = set(kind.model_fields) - {"when", "kind"}
            facts = {name: as_choices(raw) for name, raw in entry.items() if name not in fields}
            kept = {name: getattr(base, name) for name in base.model_fields_set & fields}
            changed = {name: raw for name, raw in entry.items() if name in fields}
            scoring = kind.model_validate(kept | changed) if entry else base
            rules.append(Rule(facts, scoring.placed(measure)))
        except ValidationError as error:
            flaws += [Flaw(one.code, (*path, *one.path), one.arguments) for one in flaws_of(error, type(base))]
        except Flaws as found:
            flaws += [Flaw(one.code, (*path, *one.path), one.arguments) for one in found.flaws]
    return tuple(rules), flaws


def as_choices(raw: object) -> tuple[str, ...]:
    """Read the choices of a fact that a `when` names: one word or a list of words."""
    choices = raw if isinstance(raw, list | tuple) else (raw,)
    return tuple(str(choice) for choice in choices)


class Criterion(Definition):
    """A group of indicators; their points add up to its own."""

    id: Id
    title: Text
    points: Points
    indicators: tuple[Indicator, ...] = Field(min_length=1)


class Fact(Definition):
    """Something about a unit that a rule may depend on, with its possible choices."""

    title: Text
    choices: dict[Id, Text] = Field(min_length=1)


class Period(Definition):
    """From one date to another, both included; an open end has none."""

    start: Date | None = Field(default=None, alias="from")
    end: Date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.start and self.end and self.start > self.end:
            raise flaw("period-reversed", "to", first=self.start.isoformat(), last=self.end.isoformat())
        return self


class Years(Definition):
    """From one assessment year to another, both included; an open end has none."""

    first: Whole | None = Field(default=None, alias="from")
    last: Whole | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _run_forward(self) -> Self:
        if self.first and self.last and self.first > self.last:
            raise flaw("period-reversed", "to", first=str(self.first), last=str(self.last))
        return self

    def __contains__(self, year: int) -> bool:
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


class Source(Definition):
    """A document that the set rests on."""

    document: Line
    date: Date | None = None
    note: Text | None = None


class Rounding(Definition):
    """Each indicator's points are rounded once, half away from zero, to so many decimals."""

    decimals: Decimals


def _percent_or_points(raw: object) -> object:
    """Read `75%` as a share and `75` as points."""
    if isinstance(raw, str) and not raw.endswith("%") and (number := parse_number(raw)) is not None and number > 1:
        return Mark(raw, number)
    return raw if isinstance(raw, Mark) else Mark(str(raw), share(raw), percent=True)


class Total(Definition):
    """The total reaches a percentage of the applicable points, or a number of points."""

    kind: Literal["total"] = "total"
    at_least: Annotated[Mark, BeforeValidator(_percent_or_points), Shown({"type": ["string", "number"]})]


class EachCriterion(Definition):
    """Each criterion reaches a percentage of its applicable points, or has more than `above` points."""

    kind: Literal["each_criterion"] = "each_criterion"
    at_least: Share | None = None
    above: Amount | None = None

    @model_validator(mode="after")
    def _has_one_bound(self) -> Self:
        if (self.at_least is None) == (self.above is None):
            raise flaw("one-of-fields", fields=("at_least", "above"))
        return self


class OneCriterion(Definition):
    """One named criterion reaches a percentage of its applicable points."""

    kind: Literal["criterion"] = "criterion"
    id: Id
    at_least: Share


class EachIndicator(Definition):
    """Each indicator reaches a number of points, before rounding."""

    kind: Literal["each_indicator"] = "each_indicator"
    at_least: Amount


class Indicators(Definition):
    """Each of the named indicators is met."""

    kind: Literal["indicators"] = "indicators"
    met: tuple[Id, ...] = Field(min_length=1)


def _tagged(raw: object) -> object:
    """Read `{total: {at_least: 80%}}` as a condition of kind `total`."""
    if not isinstance(raw, dict):
        return raw
    if len(raw) != 1:
        raise flaw("expected-mapping")
    ((kind, fields),) = raw.items()
    if not isinstance(fields, dict):
        raise flaw("expected-mapping", kind)
    return {**fields, "kind": kind}


CONDITIONS = (Total, EachCriterion, OneCriterion, EachIndicator, Indicators)

Condition = Annotated[
    Total | EachCriterion | OneCriterion | EachIndicator | Indicators,
    Field(discriminator="kind"),
    BeforeValidator(_tagged),
]


class Level(Definition):
    """One level of the title, with everything that it requires."""

    id: Id
    title: Text
    requires: tuple[Condition, ...] = Field(min_length=1)


class Recognition(Definition):
    """The title, its levels from low to high, and how many months it is valid."""

    title: Text
    no_level: Text | None = None
    levels: tuple[Level, ...] = Field(min_length=1)
    valid_months: Whole | None = None


class CriteriaSet(Definition):
    """One rule set, as its YAML file says it. Made by `load_criteria`; frozen, and consistent in itself."""

    id: Id
    version: Line
    status: Literal["official", "illustrative", "draft"]
    title: Text
    issuer: Text | None = None
    unit: UnitKind
    effective: Period | None = None
    assessment_years: Years | None = None
    sources: tuple[Source, ...] = ()
    notes: tuple[Text, ...] = ()
    total_points: Points
    rounding: Rounding | None = None
    evidence: EvidencePolicy = EvidencePolicy()
    offices: dict[Id, Text] = {}
    facts: dict[Id, Fact] = {}
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    recognition: Recognition

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Every indicator by its id, in the order of the file."""
        return {indicator.id: indicator for criterion in self.criteria for indicator in criterion.indicators}

    @cached_property
    def evidence_policies(self) -> dict[str, EvidencePolicy]:
        """The evidence policy that holds for each indicator: its own where it has one, else the set's."""
        return {
            indicator.id: EvidencePolicy(
                policy=indicator.evidence.policy or self.evidence.policy,
                without=indicator.evidence.without or self.evidence.without,
            )
            for indicator in self.indicators.values()
        }

    def worlds(self, known: Mapping[str, str | None]) -> Iterator[dict[str, str]]:
        """Give every choice of facts that agrees with what is known: one where all facts are.

        A choice that the fact does not have counts as not known.
        """
        options = [
            [chosen] if (chosen := known.get(name)) in fact.choices else list(fact.choices)
            for name, fact in self.facts.items()
        ]
        for world in itertools.product(*options):
            yield dict(zip(self.facts, world, strict=True))
