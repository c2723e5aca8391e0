"""The criteria set: criteria, indicators, facts, offices, and the conditions of recognition."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr

from xhht_score.criteria.indicators import EvidencePolicy, Indicator, Question
from xhht_score.criteria.levels import AllMet, Indicators, Recognition
from xhht_score.criteria.marks import Marks, marks_of
from xhht_score.criteria.readings import Reading
from xhht_score.criteria.sources import Period, Source, Years
from xhht_score.definitions import (
    MOST_CHOICES,
    Date,
    Definition,
    Id,
    Line,
    Points,
    Shown,
    Text,
    Units,
    among,
    between,
)
from xhht_score.letters import plain
from xhht_score.recent import Recent
from xhht_score.scoring import Bars

UnitKind = Literal["citizen", "household", "clan", "hamlet", "organisation", "commune", "district", "province"]
Decimals = Annotated[int, between(0, 6), Shown({"type": "integer", "minimum": 0, "maximum": 6})]
#: More than any document has; each level compares all of them.
MOST_CRITERIA = 500


class Criterion(Definition):
    """A group of indicators; their points add up to its own. Only a draft may have one without indicators."""

    id: Id
    title: Text
    points: Points | None = None
    indicators: tuple[Indicator, ...] = ()


class Fact(Definition):
    """Something about a unit that a rule may depend on, with its possible choices.

    `applies_when` names the units, by their other facts, of which it is asked.
    """

    title: Text
    choices: dict[Id, Text] = Field(min_length=1, max_length=MOST_CHOICES)
    applies_when: Units = ()


class Rounding(Definition):
    """Each indicator's points are rounded once, half away from zero, to so many decimals."""

    decimals: Decimals


class TierEnded(Definition):
    """The day on which the kind of unit that the set is for ended, and what follows from it."""

    date: Date
    note: Text


#: So many choices of facts that were asked about last are remembered.
_WORLDS = 64


class CriteriaSet(Definition):
    """One rule set, as its YAML file says it. Made by `load_criteria`; frozen, and consistent in itself."""

    id: Id
    extends: Line | None = None
    version: Line
    reads: tuple[Line, ...] = ()
    status: Literal["official", "illustrative", "draft"]
    title: Text
    issuer: Text | None = None
    unit: UnitKind
    effective: Period | None = None
    assessment_years: Years | None = None
    tier_ended: TierEnded | None = None
    sources: tuple[Source, ...] = ()
    notes: tuple[Text, ...] = ()
    readings: dict[Id, Reading] = {}
    lacking: tuple[Text, ...] = ()
    total_points: Points | None = None
    rounding: Rounding | None = None
    evidence: EvidencePolicy = EvidencePolicy()
    offices: dict[Id, Text] = {}
    facts: dict[Id, Fact] = {}
    criteria: tuple[Criterion, ...] = Field(min_length=1, max_length=MOST_CRITERIA)
    recognition: Recognition
    _bases: tuple[str, ...] = PrivateAttr(default=())
    _turned: tuple[str, ...] = PrivateAttr(default=())
    _shipped: bool = PrivateAttr(default=False)

    def __repr__(self) -> str:
        about = f"{self.id!r}, version={self.version!r}, {self.status}, unit={self.unit}"
        return f"CriteriaSet({about}, criteria={len(self.criteria)}, indicators={len(self.indicators)})"

    __str__ = __repr__

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

    @cached_property
    def alike(self) -> dict[str, str]:
        """The first of the indicators that come out alike where the same is reported, by the id of each."""
        first: dict[tuple[object, ...], str] = {}
        policies = ((one, self.evidence_policies[name]) for name, one in self.indicators.items())
        return {one.id: first.setdefault((by.policy, by.without, *one.likeness), one.id) for one, by in policies}

    @cached_property
    def offices_by_word(self) -> dict[str, str]:
        """The offices by their ids, and by their titles in plain letters without regard to capitals."""
        found: dict[str, str] = {}
        for office, title in self.offices.items():
            for word in (plain(title.vi).casefold(), plain(title.en).casefold(), office):
                found.setdefault(word, office)
        return found

    def reads_version(self, version: str) -> bool:
        """Tell whether a form of a version is read as one of this: its own, or an earlier one that it names."""
        return version in (self.version, *self.reads)

    @cached_property
    def questions(self) -> dict[str, tuple[Indicator, Question]]:
        """Every question by its path (`5.2.dao-tao.of`), with its indicator."""
        return {one.path: (indicator, one) for indicator in self.indicators.values() for one in indicator.questions}

    @cached_property
    def most_questions(self) -> int:
        """The number of questions that its widest indicator has."""
        return max(len(indicator.questions) for indicator in self.indicators.values())

    @cached_property
    def may_omit(self) -> bool:
        """Whether any indicator may be declared not applicable."""
        return any(indicator.not_applicable is not None for indicator in self.indicators.values())

    @cached_property
    def told_apart(self) -> tuple[str, ...]:
        """The levels that may differ for an indicator: all where some indicator has bars, else one for all."""
        has_bars = any(isinstance(indicator.scoring, Bars) for indicator in self.indicators.values())
        return self.level_ids if has_bars else self.level_ids[:1]

    @cached_property
    def asked_to_be_met(self) -> frozenset[str]:
        """The indicators that some level asks to be met; of all others only the points count."""
        required = [one for level in self.recognition.levels for one in level.requires]
        if any(isinstance(one, AllMet) for one in required):
            return frozenset(self.indicators)
        return frozenset(name for one in required if isinstance(one, Indicators) for name in one.met)

    def title_for(self, facts: Mapping[str, str | None]) -> Text:
        """Give what the title is called of a unit with these facts."""
        named = (titles.get(facts.get(name) or "") for name, titles in self.recognition.titles.items())
        return next((title for title in named if title is not None), self.recognition.title)

    @cached_property
    def marks(self) -> Marks:
        """What its levels ask of points and attainment."""
        return marks_of(one for level in self.recognition.levels for one in level.requires)

    def with_bases(self, bases: tuple[str, ...]) -> CriteriaSet:
        """Give the same set, which knows the ids of the sets that it extends, nearest first."""
        copy = self.model_copy()
        copy._bases = bases
        return copy

    def with_turned(self, readings: tuple[str, ...]) -> CriteriaSet:
        """Give the same set, which knows which of its readings its user turned."""
        copy = self.model_copy()
        copy._turned = readings
        return copy

    @property
    def turned(self) -> tuple[str, ...]:
        """The readings that its user turned, so that it reads them otherwise than its file."""
        return self._turned

    def as_shipped(self) -> CriteriaSet:
        """Give the same set, which knows that it came with the program."""
        copy = self.model_copy()
        copy._shipped = True
        return copy

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> CriteriaSet:
        """Give a copy; one with other rules has not come with the program."""
        copy = super().model_copy(update=update, deep=deep)
        copy._shipped = self._shipped and not update
        return copy

    @property
    def shipped(self) -> bool:
        """Whether its file is the one that came with the program."""
        return self._shipped

    @property
    def base(self) -> str | None:
        """The id of the set that it extends; what the file says where that was never looked up."""
        return self._bases[0] if self._bases else self.extends

    @property
    def family(self) -> frozenset[str]:
        """Its own id and those of all sets that it extends."""
        return frozenset((self.id, *self._bases, *((self.base,) if self.base else ())))

    @cached_property
    def level_ids(self) -> tuple[str, ...]:
        """The ids of the levels of recognition, from low to high."""
        return tuple(level.id for level in self.recognition.levels)

    def worlds(self, known: Mapping[str, str | None]) -> Iterator[dict[str, str]]:
        """Give every choice of facts that agrees with what is known: one where all facts are.

        A choice that the fact does not have counts as not known. A fact that is not asked and not known is left out.
        """
        said = tuple(one if (one := known.get(name)) in fact.choices else None for name, fact in self.facts.items())
        if (found := self._worlds.get(said)) is None:
            self._worlds.put(said, found := tuple(self._worlds_of(said)))
        return iter(found)

    @cached_property
    def _worlds(self) -> Recent[tuple[str | None, ...], tuple[dict[str, str], ...]]:
        return Recent(_WORLDS)

    def _worlds_of(self, said: tuple[str | None, ...]) -> Iterator[dict[str, str]]:
        known = dict(zip(self.facts, said, strict=True))
        unknown = [name for name, one in known.items() if one is None]
        options = [[*fact.choices] if (one := known[name]) is None else [one] for name, fact in self.facts.items()]
        for chosen in itertools.product(*options):
            world = {name: str(choice) for name, choice in zip(self.facts, chosen, strict=True)}
            unasked = [name for name in unknown if not among(self.facts[name].applies_when, world)]
            if all(
                world[name] == next(iter(self.facts[name].choices)) for name in unasked
            ):  # once, not for each choice
                yield {name: choice for name, choice in world.items() if name not in unasked}
