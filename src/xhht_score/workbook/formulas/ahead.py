"""What each indicator still lacks, as the results sheet shows it: the next step of its rule, and how many that takes.

Formulas cannot plan: which indicator is the cheapest to move, `xhht plan` tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.definitions import Mark
from xhht_score.measures import InputKind, Measure
from xhht_score.program.indicators import PROOF, RULE_NUMBER, Program, among
from xhht_score.program.whole import (
    INDICATORS,
    YES,
    Claim,
    Comparison,
    Fixed,
    Integer,
    Is,
    Name,
    Quotient,
    add,
    compared,
    divide,
    every,
    fixed,
    multiply,
    negated,
    numbered,
    pick,
    subtract,
)
from xhht_score.records import record
from xhht_score.scoring import Bar, Bars, PerItem, Scoring
from xhht_score.terms import Way
from xhht_score.words import Words, rules
from xhht_score.workbook.formulas.written import MOST

#: The hidden fields of a row: which of its texts holds (0: none), and how many are lacking (0: that is not counted).
AHEAD_TEXT, AHEAD_COUNT = "ahead_text", "ahead_count"
#: A form says so of sets of at most so many indicators; nobody reads longer lists beside the sheet of answers.
_MOST_ROWS = 200
_SIGNS: dict[Way, Comparison] = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}
#: The text of a row may not be longer within a formula.
_LONGEST = 250


@record
class StepAhead:
    """What one part of an indicator lacks: `which` of the texts holds, counted from 1, and how many are lacking.

    `falls` says that as many fewer are asked for, not more.
    """

    indicator: Indicator
    part: str
    texts: tuple[str, ...]
    which: Integer
    count: Integer
    falls: bool

    @property
    def row(self) -> str:
        """Its row on the results sheet."""
        return f"ahead.{self.indicator.id}" + (f".{self.part}" if self.part else "")

    @property
    def steps(self) -> dict[str, Integer]:
        """What a program has to compute for it beside its own steps."""
        return {AHEAD_TEXT: self.which, AHEAD_COUNT: self.count}


def steps_ahead(words: Words, program: Program) -> Iterator[StepAhead]:
    """Give what the parts of each indicator lack, in the order of the set; nothing of what a council gives."""
    criteria_set = program.criteria_set
    for indicator in criteria_set.indicators.values() if len(criteria_set.indicators) <= _MOST_ROWS else ():
        for part, measure in indicator.measures.items():
            if not measure.is_given:
                found = _Ahead(words, program, indicator, part, measure).found()
                if found.texts and max(map(len, found.texts)) <= _LONGEST:
                    yield found


@record(slots=False)
class _Asked:
    """A bar, the claim that it is asked and not passed, and how many that lacks."""

    text: str
    lacks: Claim
    count: Integer


@record(slots=False)
class _Ahead:
    words: Words
    program: Program
    indicator: Indicator
    part: str
    measure: Measure

    @property
    def _set(self) -> CriteriaSet:
        return self.program.criteria_set

    def found(self) -> StepAhead:
        by_rule = [list(self._bars(rule.scoring)) for rule in self.indicator.rules]
        proof = self._proof()
        texts = list(dict.fromkeys(one.text for asked in by_rule for one in asked))
        texts += [self.words.say("plan-evidence-plain")] if proof is not None else []
        rule = self.program.step(Name(INDICATORS, self.indicator.id, RULE_NUMBER))
        which = numbered(rule, [self._which(asked, texts, proof) for asked in by_rule])
        count = numbered(rule, [self._count(asked) for asked in by_rule])
        upward = {bar.upward for one in self.indicator.rules for bar, _ in self._levels(one.scoring)}
        counted = len(upward) == 1 and count.least >= -MOST and count.most <= MOST
        return StepAhead(
            self.indicator, self.part, tuple(texts), which, count if counted else fixed(0), upward == {False}
        )

    def _which(self, asked: Sequence[_Asked], texts: Sequence[str], proof: Claim | None) -> Integer:
        found: Integer = fixed(0) if proof is None else pick(proof, fixed(len(texts)), fixed(0))
        for one in reversed(asked):
            found = pick(one.lacks, fixed(texts.index(one.text) + 1), found)
        return found

    @staticmethod
    def _count(asked: Sequence[_Asked]) -> Integer:
        found: Integer = fixed(0)
        for one in reversed(asked):
            found = pick(one.lacks, one.count, found)
        return found

    def _proof(self) -> Claim | None:
        """Give the claim that evidence is lacking without which the indicator does not count in full; None: never."""
        policy = self._set.evidence_policies[self.indicator.id]
        if policy.policy != "required" or policy.without == "warn":
            return None
        return every((self._is_asked, negated(Is(Name(INDICATORS, self.indicator.id, PROOF), 1))))

    def _bars(self, scoring: Scoring) -> Iterator[_Asked]:
        for bar, level in self._levels(scoring):
            span = self.program.span(self.indicator.id, self.part, level if self.measure.levels_apart else "")
            place = span.low if bar.upward else span.high
            lacks = negated(compared(place, _SIGNS[bar.way], bar.mark.placed))
            if isinstance(scoring, Bars):
                lacks = every((among(self._set, scoring.applies_when.get(level, ())), lacks))
            yield _Asked(self._text(bar), every((self._is_asked, lacks)), self._more(place, bar))

    @property
    def _is_asked(self) -> Claim:
        """The claim that the part is asked of the unit."""
        return among(self._set, self.indicator.parts[self.part].applies_when) if self.part else YES

    @property
    def _kinds(self) -> list[InputKind]:
        """What kinds of figures are reported: those of items that are ticked are several of yes and no."""
        return [one.kind for one in self.measure.inputs]

    def _text(self, bar: Bar) -> str:
        """Give what a bar asks for, as something that is still to be done."""
        if self._kinds == ["yes_no"]:
            return self.words.say("plan-to", after=f"“{self.words.say('yes' if bar.upward else 'no')}”")
        return rules.bar(self.words, self.measure, bar)

    def _levels(self, scoring: Scoring) -> Iterator[tuple[Bar, str]]:
        """Give the bars beyond which there is more, the lowest first, each with its level ("" where points decide)."""
        if isinstance(scoring, Bars):
            for level in self._set.level_ids:
                bar = scoring.bar(level, self.part)
                if bar is not None and (not self.part or self.indicator.parts[self.part].asked_at(level)):
                    yield bar, level
        elif isinstance(scoring, PerItem):
            full = self.indicator.weight / scoring.each if scoring.each else None
            if full is not None and full.denominator == 1:
                yield Bar("at_least", Mark(str(full), full)), ""
        else:
            yield from ((bar, "") for bar in scoring.bars)

    def _more(self, place: Quotient, bar: Bar) -> Integer:
        """Give how many more, or fewer, reach a bar; 0 where they are not counted in whole numbers."""
        mark, kinds = bar.mark.placed, self._kinds
        if {*kinds} != {"whole"} and ({*kinds} != {"yes_no"} or len(kinds) == 1):
            return fixed(0)
        if isinstance(place.bottom, Fixed) and place.bottom.least != 1:
            return fixed(0)
        product, parts = multiply(fixed(mark.numerator), place.bottom), fixed(mark.denominator)
        if product.most + mark.denominator > MOST:
            return fixed(0)
        under = divide(product, parts)
        over = divide(add(product, fixed(mark.denominator - 1)), parts)
        match bar.way:
            case "at_least":
                return subtract(over, place.top)
            case "above":
                return subtract(add(under, fixed(1)), place.top)
            case "at_most":
                return subtract(place.top, under)
            case _:
                return subtract(place.top, subtract(over, fixed(1)))
