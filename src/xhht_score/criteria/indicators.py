"""The smallest thing judged: what is reported for an indicator, how it counts, of whom it is asked."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from xhht_score.criteria.sources import Reference
from xhht_score.definitions import (
    Amount,
    Definition,
    Facts,
    Flag,
    Id,
    Line,
    Points,
    Shown,
    Text,
    Units,
    Wanted,
    Whole,
    among,
    as_written,
    between,
    fits,
    flaw,
    flaws_of,
    once_each,
)
from xhht_score.errors import Flaw, Flaws, nearest
from xhht_score.measures import Input, Measure
from xhht_score.records import record
from xhht_score.scoring import Bars, Scoring

#: How much work it is to put an indicator right, from 1 (a signature) to 5 (years).
Effort = Annotated[int, between(1, 5), Shown({"type": "integer", "minimum": 1, "maximum": 5})]


def _every_unit(raw: object) -> object:
    if raw == "all":
        return ()
    if isinstance(raw, str):
        raise flaw("word-unknown", given=raw, expected=("all",), nearest=nearest(raw, ("all",)))
    return raw


class NotApplicable(Definition):
    """Which units may declare the indicator not applicable: all, or those with certain facts.

    What is declared is taken out of points and maximum, or, where it `means: not_met`, asked and not met.
    """

    units: Annotated[Units, BeforeValidator(_every_unit, json_schema_input_type=Literal["all"] | Units)] = Field(
        alias="for"
    )
    means: Literal["left_out", "not_met"] = "left_out"

    def allowed(self, facts: Facts) -> bool:
        """Tell whether a unit with these facts may declare it."""
        return among(self.units, facts)


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


class Part(Definition):
    """One of several things that are reported for an indicator; asked of certain units, or at certain levels, only
    where it says so.

    `was_whole` says that it was all that the indicator asked in the earlier versions that the set reads; `within` names
    the part of which it counts a part, over the same whole.
    """

    title: Text
    measure: Measure
    applies_when: Units = ()
    levels: tuple[Id, ...] = ()
    was_whole: Flag = False
    within: Id | None = None

    def asked_at(self, level: str | None) -> bool:
        """Tell whether a level asks for it, None for any level."""
        return not self.levels or level is None or level in self.levels


class Undecided(Definition):
    """From an assessment year on nobody knows how to read the rule: the indicator stays open, filled in or not."""

    year: Whole
    note: Text


@record
class Question:
    """One cell to fill in for an indicator; `part` is "" where it has one measure.

    `name` is unique within the indicator (`of`, `dao-tao.of`), `path` within the set (`5.2.dao-tao.of`).
    """

    name: str
    path: str
    part: str
    measure: Measure
    input: Input


def question_name(part: str, name: str) -> str:
    """Give what a question is called within its indicator, by its part and by the name of its input."""
    return f"{part}.{name}" if part else name


def as_named_now(name: str) -> str:
    """Give the name of a question as it is now; before 0.2 a stroke stood between a part and what is asked of it.

    >>> as_named_now("dao-tao/of")
    'dao-tao.of'
    """
    return name.replace("/", ".")


@record
class Rule:
    """A scoring for units with certain facts; an empty mapping is every unit."""

    facts: Wanted
    scoring: Scoring


def _documents(raw: object) -> object:
    return {"documents": raw} if isinstance(raw, list | tuple) else raw


def _reference(raw: object) -> object:
    is_text = isinstance(raw, str) or (isinstance(raw, dict) and not raw.keys().isdisjoint(Text.model_fields))
    return {"text": raw} if is_text else raw


_Part = Annotated[Part, once_each(Part, as_written)]
_Omission = Annotated[NotApplicable, once_each(NotApplicable, as_written)]
_Undecided = Annotated[Undecided, once_each(Undecided, as_written)]
_Evidence = Annotated[AskedEvidence, once_each(AskedEvidence | tuple[Text, ...], _documents)]


class Indicator(Definition):
    """The smallest thing judged: what is reported (`measure`, or several `parts`) and how it counts (`scoring`)."""

    id: Id
    title: Text
    points: Points | None = None
    measure: Measure | None = None
    parts: dict[Id, _Part] = {}
    scoring: Scoring
    applies_when: Units = ()
    not_applicable: _Omission | None = None
    open_from: _Undecided | None = None
    met_from: Amount | None = None
    evidence: _Evidence = AskedEvidence()
    assignee: Id | None = None
    remedy: Text | None = None
    effort: Effort | None = None
    effort_by_step: dict[Id, Amount] = {}
    reference: (
        Annotated[Reference, BeforeValidator(_reference, json_schema_input_type=Reference | Text | Line)] | None
    ) = None
    references: dict[Id, Reference] = {}
    note: Text | None = None

    def __repr__(self) -> str:
        return f"Indicator({self.id!r}, {self.title.vi!r}, scoring={self.scoring.kind})"

    __str__ = __repr__

    @model_validator(mode="after")
    def _has_something_to_report(self) -> Self:
        if self.measure is None and not self.parts:
            raise flaw("field-lacking", field="measure")
        if self.measure is not None and self.parts:
            raise flaw("one-of-fields", fields=("measure", "parts"))
        if self.reference is not None and self.references:
            raise flaw("one-of-fields", fields=("reference", "references"))
        self._check_effort_by_step()
        return self

    def _check_effort_by_step(self) -> None:
        """Check that effort by step names every step of a status but the first, or every item of a checklist."""
        if not self.effort_by_step:
            return
        known = self.measure.stages if self.measure is not None else ()
        if not known:
            raise flaw("effort-by-step-unfit", "effort_by_step")
        for name in self.effort_by_step:
            if name not in known:
                near = nearest(name, known)
                raise flaw("step-unknown", "effort_by_step", name, given=name, expected=known, nearest=near)
        for name in known:
            if name not in self.effort_by_step:
                raise flaw("field-lacking", "effort_by_step", field=name)

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """The measure of each part by its id; the one measure of an indicator without parts is under ""."""
        return (
            {"": self.measure} if self.measure is not None else {name: one.measure for name, one in self.parts.items()}
        )

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every cell to fill in, part by part."""
        return tuple(
            Question(name, f"{self.id}.{name}", part, measure, one)
            for part, measure in self.measures.items()
            for one in measure.inputs
            for name in (question_name(part, one.name),)
        )

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The scorings with their marks placed: those of `when` in order, then the one for every other unit."""
        return self.placement[0]

    @cached_property
    def placement(self) -> tuple[tuple[Rule, ...], tuple[Flaw, ...]]:
        """The rules, and the flaws of those that cannot be placed on the measure's scale."""
        like, known = tuple((part, id(one)) for part, one in self.measures.items()), self.scoring.placements
        if like not in known:
            known[like] = self.measures, _placed_rules(self)  # measures that are kept have no other's identity
        placed: tuple[tuple[Rule, ...], tuple[Flaw, ...]] = known[like][1]
        return placed

    @cached_property
    def likeness(self) -> tuple[object, ...]:
        """What has to be alike, and of one set, in indicators that come out alike where the same is reported.

        Definitions that are written alike are one, so it is enough to say which they are.
        """
        asked = (self.rules, *self.parts.values(), self.not_applicable, self.open_from)
        units = repr(self.applies_when) if self.applies_when else ""
        return self.points, self.met_from, units, *self.parts, *map(id, asked)

    @cached_property
    def weight(self) -> Fraction:
        """Its points, none where it is only met or not met."""
        return self.points or Fraction(0)

    def rule_for(self, facts: Facts) -> int:
        """Give the position in `rules` of the first that fits a unit with these facts."""
        rules = self.rules
        return 0 if len(rules) == 1 else next(at for at, rule in enumerate(rules) if fits(rule.facts, facts))

    def stays_open(self, year: int | None) -> bool:
        """Tell whether nobody knows how to read the indicator in a year; an unknown year could be such a one."""
        return self.open_from is not None and (year is None or year >= self.open_from.year)

    def asked_parts(self, facts: Facts, level: str | None = None) -> tuple[str, ...]:
        """Give the ids of the parts that are asked of a unit with these facts, at a level or at any (None).

        None where the indicator is not asked of it.
        """
        if not among(self.applies_when, facts):
            return ()
        if self.measure is not None:
            return ("",)
        return tuple(
            name for name, part in self.parts.items() if part.asked_at(level) and among(part.applies_when, facts)
        )

    def asked_at(self, level: str, facts: Facts) -> tuple[str, ...]:
        """Give the ids of the parts that a level asks of a unit with these facts, none where it does not ask it."""
        scoring = self.rules[self.rule_for(facts)].scoring
        if isinstance(scoring, Bars) and not among(scoring.applies_when.get(level, ()), facts):
            return ()
        return self.asked_parts(facts, level)

    @property
    def met_points(self) -> Fraction:
        """Points, before rounding, from which the indicator counts as met."""
        return self.weight if self.met_from is None else self.met_from

    def cited(self, level: str) -> Reference | None:
        """Give where the rule for a level stands."""
        return self.references.get(level, self.reference)


def _placed_rules(indicator: Indicator) -> tuple[tuple[Rule, ...], tuple[Flaw, ...]]:
    """Give what `Indicator.placement` says.

    Keys of a `when` entry that are no fields of the scoring name facts; the others replace that field.
    """
    base = indicator.scoring
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
            rules.append(Rule(facts, _placed(scoring, indicator)))
        except ValidationError as error:
            flaws += [Flaw(one.code, (*path, *one.path), one.arguments) for one in flaws_of(error, type(base))]
        except Flaws as found:
            flaws += [Flaw(one.code, (*path, *one.path), one.arguments) for one in found.flaws]
    return tuple(rules), tuple(flaws)


def _placed(scoring: Scoring, indicator: Indicator) -> Scoring:
    if isinstance(scoring, Bars):
        return scoring.placed_on(indicator.measures)
    if indicator.measure is None:
        raise flaw("parts-need-bars", "kind", given=scoring.kind)
    return scoring.placed(indicator.measure)


def as_choices(raw: object) -> tuple[str, ...]:
    """Read the choices of a fact that a `when` names: one word or a list of words."""
    choices = raw if isinstance(raw, list | tuple) else (raw,)
    return tuple(str(choice) for choice in choices)
