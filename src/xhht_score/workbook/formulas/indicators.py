"""All formulas of one indicator's row, by field: from what was typed to points and what is met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from math import lcm

from xhht_score.criteria import CriteriaSet, EachIndicator, Indicator
from xhht_score.definitions import Wanted
from xhht_score.scoring import Bars, Scoring
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.formulas import measures, scorings
from xhht_score.workbook.formulas.measures import DECIMALS, DOUBTFUL, TOO_FINE, UNUSABLE, Span
from xhht_score.workbook.formulas.whole import BeyondSpreadsheet, Moving, Quotient, Whole, const, shown
from xhht_score.workbook.symbols import INFO, RESULTS, all_of, any_of, at, flag, own, text

#: Gives the cells that hold the words of a choice, as formulas name them.
Choices = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True)
class Context:
    """What all rows of a form share."""

    words: Words
    criteria_set: CriteriaSet
    choices: Choices

    @cached_property
    def unit(self) -> Fraction:
        """The part of a point that points are whole numbers of."""
        return point_unit(self.criteria_set)

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that are told apart in a row."""
        return self.criteria_set.told_apart

    def word(self, key: str) -> tuple[str, ...]:
        """Give a word in both languages as formulas write it."""
        return tuple(dict.fromkeys(text(Words(language).say(key)) for language in ("vi", "en")))


def point_unit(criteria_set: CriteriaSet) -> Fraction:
    """Give the part of a point that all points of a set are whole numbers of."""
    if criteria_set.rounding is not None:
        return Fraction(1, 10**criteria_set.rounding.decimals)
    smallest = Fraction(1, 10**DECIMALS)
    amounts = [one.weight for one in criteria_set.indicators.values()]
    for indicator in criteria_set.indicators.values():
        amounts += [amount for rule in indicator.rules for amount in rule.scoring.amounts(smallest)]
    return Fraction(1, lcm(*(one.denominator for one in amounts)))


def among(criteria_set: CriteriaSet, units: Sequence[Wanted]) -> str:
    """Give the condition that the unit of the form is among those named; "" for every unit."""
    kinds = [fits(criteria_set, wanted) for wanted in units]
    return "" if "" in kinds else any_of(kinds)


def fits(criteria_set: CriteriaSet, wanted: Wanted) -> str:
    """Give the condition that the unit of the form is of one kind; "" for every unit."""
    named = []
    for name, choices in wanted.items():
        known = list(criteria_set.facts[name].choices)
        cell = at(INFO, layout.FACT_PREFIX + name, layout.POSITION)
        named.append(any_of(f"{cell}={known.index(one) + 1}" for one in choices if one in known) or "1=0")
    return all_of(named)


def scales(context: Context, indicator: Indicator) -> list[tuple[str, str]]:
    """Give each part of an indicator with the level that its place on the scale is looked at for ("": all alike)."""
    found = []
    for part, measure in indicator.measures.items():
        found += [(part, level) for level in (context.criteria_set.level_ids if measure.levels_apart else ("",))]
    return found


def indicator_formulas(context: Context, indicator: Indicator) -> dict[str, str]:
    """Give the formula of every computed field of an indicator's row; raises `BeyondSpreadsheet` with its id."""
    try:
        return _Row(context, indicator).formulas()
    except BeyondSpreadsheet as beyond:
        beyond.indicator = beyond.indicator or indicator.id
        raise


class _Row:
    """The formulas of one indicator, built one upon the other."""

    def __init__(self, context: Context, indicator: Indicator) -> None:
        self._context, self._indicator = context, indicator
        self._set, self._words = context.criteria_set, context.words
        self._policy = self._set.evidence_policies[indicator.id]
        self._found: dict[str, str] = {}
        self._spans: dict[tuple[str, str], Span] = {}

    def formulas(self) -> dict[str, str]:
        self._standing()
        self._inputs()
        self._scales()
        self._outcome()
        self._progress()
        return self._found

    def _keep(self, field: str, formula: str) -> str:
        self._found[field] = formula
        return own(field)

    def _keep_whole(self, field: str, one: Whole) -> Whole:
        """Keep a number in a cell of its own, unless it is a fixed one, and give the cell."""
        return one if one.least == one.most else Whole(self._keep(field, one.text), one.least, one.most)

    def _standing(self) -> None:
        """Say whether the indicator is asked of the unit, which rule holds, and whether it was left out."""
        indicator, facts = self._indicator, self._set
        self._keep(layout.IS_ASKED, flag(all_of((among(facts, indicator.applies_when), self._some_part()))))
        rule = str(len(indicator.rules))
        for number in reversed(range(1, len(indicator.rules))):
            rule = f"IF({fits(facts, indicator.rules[number - 1].facts) or '1=1'},{number},{rule})"
        self._keep(layout.RULE_NUMBER, rule)
        if indicator.open_from is not None:
            year = at(INFO, layout.YEAR, layout.POSITION)
            self._keep(layout.UNDECIDED, f"IF(ISNUMBER({year}),IF({year}>={indicator.open_from.year},1,0),1)")
        if indicator.not_applicable is not None:
            allowed = among(facts, indicator.not_applicable.units)
            mark, reason = own(layout.NOT_APPLICABLE), own(layout.REASON)
            words = ('"x"', *self._context.word("yes"))
            said = f"IF(ISERROR({mark}),1=0,{any_of(f'{mark}={one}' for one in words)})"
            why = f'IF(ISERROR({reason}),1=0,TRIM({reason})<>"")'
            self._keep(layout.OMITTED, flag(all_of((allowed, said, why))))
        applies = own(layout.IS_ASKED)
        if layout.OMITTED in self._found and not self._may_lack:
            applies = f"IF({own(layout.OMITTED)}=1,0,{applies})"
        self._keep(layout.APPLIES, applies)
        proof = own(layout.EVIDENCE)
        yes, no = (any_of(f"{proof}={one}" for one in self._context.word(key)) for key in ("yes", "no"))
        self._keep(layout.PROOF, f'IF(ISERROR({proof}),"",IF({yes},1,IF({no},0,"")))')

    @property
    def _may_lack(self) -> bool:
        """Whether what is declared not applicable is not met."""
        omission = self._indicator.not_applicable
        return omission is not None and omission.means == "not_met"

    def _some_part(self, level: str | None = None) -> str:
        """Give the condition that some part is asked of the unit, at a level or at any; "" where one always is."""
        asked = [one for one in self._indicator.parts.values() if one.asked_at(level)]
        if self._indicator.parts and not asked:
            return "1=0"
        parts = [among(self._set, part.applies_when) for part in asked]
        return "" if "" in parts else any_of(parts)

    def _inputs(self) -> None:
        for position, question in enumerate(self._indicator.questions):
            cell = own(layout.value_field(position))
            titles = [self._words.text(title) for _, title in question.input.choices]
            choices = self._context.choices(titles) if titles else ()
            yes, no = self._context.word("yes"), self._context.word("no")
            formula = measures.cleaned(question.input, cell, yes, no, choices)
            if layout.UNDECIDED in self._found:
                formula = f'IF({own(layout.UNDECIDED)}=1,"",{formula})'
            self._keep(clean_field(position), formula)

    def _cells(self, part: str) -> dict[str, str]:
        return {
            question.input.name: own(clean_field(position))
            for position, question in enumerate(self._indicator.questions)
            if question.part == part
        }

    def _scales(self) -> None:
        indicator = self._indicator
        for number, (part, measure) in enumerate(indicator.measures.items(), 1):
            if faulty := measures.fault(measure, self._cells(part)):
                self._keep(f"fault_{number}", flag(faulty))
        parts = list(indicator.measures)
        for number, (part, level) in enumerate(scales(self._context, indicator), 1):
            fault = own(f"fault_{parts.index(part) + 1}")
            span = measures.span(indicator.measures[part], self._cells(part), fault, level)
            low = self._kept_quotient(f"low_top_{number}", f"low_bottom_{number}", span.low)
            high = self._kept_quotient(f"high_top_{number}", f"high_bottom_{number}", span.high)
            self._spans[part, level] = Span(low, high)

    def _kept_quotient(self, top: str, bottom: str, one: Quotient) -> Quotient:
        return Quotient(self._keep_whole(top, one.top), self._keep_whole(bottom, one.bottom))

    def _span(self, part: str, level: str) -> Span:
        return self._spans[(part, level) if (part, level) in self._spans else (part, "")]

    def _by_rule(self, make: Callable[[Scoring], str]) -> str:
        found = [make(rule.scoring) for rule in self._indicator.rules]
        return found[0] if len(set(found)) == 1 else f"CHOOSE({own(layout.RULE_NUMBER)},{','.join(found)})"

    def _outcome(self) -> None:
        self._met()
        self._paid()
        for number in range(1, len(self._context.levels) + 1):
            self._keep(f"result_{number}", self._result(number))

    def _paid(self) -> None:
        """Give the points, where the set has any."""
        unit, weight = self._context.unit, self._indicator.weight
        if self._set.total_points is None:
            return
        self._keep(layout.SCALED_MAX, self._if_applies(str(int(weight / unit))))
        for number in range(1, len(each_indicator_conditions(self._set)) + 1):
            self._keep(f"each_asked_{number}", own(layout.APPLIES) if weight else "0")
        if self._indicator.measure is None or not weight:
            return
        paid = self._policy.without != "not_met"
        for end, field in ((0, layout.SCALED_LOW), (1, layout.SCALED_HIGH)):
            made = self._by_rule(partial(self._points, end))
            self._keep(field, self._if_applies(self._proved(made, end, paid)))
        for number, condition in enumerate(each_indicator_conditions(self._set), 1):
            for end, field in ((0, f"each_low_{number}"), (1, f"each_high_{number}")):
                made = self._by_rule(partial(self._reached, condition.at_least, end))
                self._keep(field, self._if_applies(self._proved(made, end, paid and condition.at_least > 0)))
        for field, scaled in ((layout.POINTS_LOW, layout.SCALED_LOW), (layout.POINTS_HIGH, layout.SCALED_HIGH)):
            most = int(weight / unit)
            points = shown_points(
                self._context, own(scaled), own(layout.SCALED_MAX), most, met=self._indicator.met_points
            )
            self._keep(field, self._shown(points))

    def _points(self, end: int, scoring: Scoring) -> str:
        value = scorings.ends(self._span("", ""), scoring.upward)[end]
        exact = self._set.rounding is None
        return scorings.points(scoring, value, self._indicator.weight, self._context.unit, exact=exact).text

    def _reached(self, wanted: Fraction, end: int, scoring: Scoring) -> str:
        value = scorings.ends(self._span("", ""), scoring.upward)[end]
        return scorings.reached(scoring, self._indicator.weight, wanted, value)

    def _met(self) -> None:
        """Say whether the indicator is asked and met at each level that is told apart, at worst and at best."""
        for number, level in enumerate(self._context.levels, 1):
            counts = self._if_applies(self._by_rule(partial(self._asked_at, level)))
            self._keep(f"counts_{number}", counts)
            for end, field in ((0, f"met_low_{number}"), (1, f"met_high_{number}")):
                proved = self._proved(self._by_rule(partial(self._met_at, level, end)), end, True)
                self._keep(field, proved if proved == "0" else f"IF({own(f'counts_{number}')}=1,{proved},0)")

    def _asked_at(self, level: str, scoring: Scoring) -> str:
        if not isinstance(scoring, Bars):
            return "1"
        units, parts = scoring.applies_when.get(level, ()), self._indicator.parts.values()
        some = self._some_part(level) if any(part.levels for part in parts) else ""
        return flag(all_of((among(self._set, units), some)))

    def _met_at(self, level: str, end: int, scoring: Scoring) -> str:
        if not isinstance(scoring, Bars):
            return self._reached(self._indicator.met_points, end, scoring)
        conditions = []
        for part in self._indicator.measures:
            if part and not self._indicator.parts[part].asked_at(level):
                continue
            bar = scoring.bar(level, part)
            assert bar is not None
            passes = scorings.passed(bar, scorings.ends(self._span(part, level), bar.upward)[end])
            asked = among(self._set, self._indicator.parts[part].applies_when) if part else ""
            conditions.append(f"IF({asked},{passes},1=1)" if asked else passes)
        return flag(all_of(conditions))

    def _proved(self, formula: str, end: int, counts: bool) -> str:
        """Give what evidence leaves of a number: nothing at worst without a yes, nothing at best with a no.

        Nothing either where the unit declares that it lacks what is asked for.
        """
        bound = self._policy.policy == "required" and self._policy.without != "warn" and counts
        if formula == "0":
            return formula
        if bound:
            proof = own(layout.PROOF)
            formula = f"IF({proof}=0,0,{formula})" if end else f"IF({proof}=1,{formula},0)"
        return f"IF({own(layout.OMITTED)}=1,0,{formula})" if self._may_lack else formula

    def _if_applies(self, formula: str) -> str:
        return f"IF({own(layout.APPLIES)}=1,{formula},0)" if formula != "0" else "0"

    def _result(self, number: int) -> str:
        say = self._words.say
        met, short, still = (text(say(key)) for key in ("met", "not-met", "condition-open"))
        if layout.SCALED_HIGH in self._found and self._indicator.id not in self._set.asked_to_be_met:
            short = f"IF({own(layout.SCALED_HIGH)}>0,{text(say('partly'))},{text(say('no-points'))})"
        found = f"IF({own(f'met_low_{number}')}=1,{met},IF({own(f'met_high_{number}')}=1,{still},{short}))"
        return self._shown(f'IF({own(f"counts_{number}")}=1,{found},"–")')

    def _shown(self, formula: str) -> str:
        """Give what is shown of a formula: a question mark while a fact of the unit is lacking."""
        return f'IF({at(RESULTS, "ready", layout.VALUE)}=1,{formula},"?")'

    def _progress(self) -> None:
        """Say what was filled in, what it comes to, and whether the row is done."""
        indicator = self._indicator
        asked: dict[str, str] = {part: among(self._set, one.applies_when) for part, one in indicator.parts.items()}
        numbers: list[str] = []
        marked: dict[str, list[str]] = {UNUSABLE: [], DOUBTFUL: [], TOO_FINE: []}
        for position, question in enumerate(indicator.questions):
            cell, when = own(clean_field(position)), asked.get(question.part, "")
            fault = f"fault_{list(indicator.measures).index(question.part) + 1}"
            known = f"ISNUMBER({cell})"
            sound = all_of((known, f"{own(fault)}=0")) if fault in self._found else known
            numbers.append(f"IF({when},{sound},1=1)" if when else sound)
            contradiction = DOUBTFUL if measures.is_doubtful(indicator.measures[question.part]) else UNUSABLE
            for mark, found in marked.items():
                is_marked = f"{cell}={mark}"
                if mark == contradiction and fault in self._found:
                    is_marked = any_of((is_marked, f"{own(fault)}=1"))
                found.append(all_of((when, is_marked)))
        state = {name: text(self._words.say(f"form-state-{name}")) for name in layout.STATES}
        shown = f"IF({all_of(numbers)},{state['answered']},{state['missing']})"
        shown = f"IF({any_of(marked[UNUSABLE])},{state['unusable']},{shown})"
        if any(one.input.in_percent for one in indicator.questions):
            shown = f"IF({any_of(marked[DOUBTFUL])},{state['doubtful']},{shown})"
        if any(one.input.kind in ("decimal", "percent") for one in indicator.questions):
            shown = f"IF({any_of(marked[TOO_FINE])},{state['too_fine']},{shown})"
        if layout.UNDECIDED in self._found:
            shown = f"IF({own(layout.UNDECIDED)}=1,{state['undecided']},{shown})"
        shown = f"IF({own(layout.IS_ASKED)}=1,{shown},{state['not_asked']})"
        if layout.OMITTED in self._found:
            omitted = state["lacking" if self._may_lack else "not_applicable"]
            shown = f"IF({own(layout.OMITTED)}=1,{omitted},{shown})"
            if self._may_lack:  # asked of it first: what is not asked cannot be lacking
                shown = f"IF({own(layout.IS_ASKED)}=1,{shown},{state['not_asked']})"
        self._keep(layout.STATE, f'IF({at(RESULTS, "facts", layout.VALUE)}=1,{shown},"?")')
        done = [
            f"{own(layout.STATE)}={state[name]}" for name in ("answered", *(("lacking",) if self._may_lack else ()))
        ]
        self._keep(layout.DONE, flag(any_of(done)))
        self._value()

    def _value(self) -> None:
        """Show what an answered indicator comes to, where that is a number that was not typed."""
        indicator = self._indicator
        if indicator.measure is None or ("", "") not in self._spans:
            return
        kind, low = indicator.measure.kind, self._spans["", ""].low
        if not indicator.measure.percent and kind not in ("change", "checklist"):
            return
        if indicator.measure.percent:
            said = self._by_rule(lambda scoring: shown(low, {Fraction(0), Fraction(1), *self._marks(scoring)}, 4))
        else:
            said = f"{low.top.text}/{low.bottom.text}"
        answered = text(self._words.say("form-state-answered"))
        self._keep(layout.COMPUTED, f'IF({own(layout.STATE)}={answered},{said},"")')

    def _marks(self, scoring: Scoring) -> list[Fraction]:
        """Give the places on the scale that a rule names."""
        if not isinstance(scoring, Bars):
            return [mark.placed for mark in scoring.marks]
        bars = (scoring.bar(level, "") for level in self._set.level_ids)
        return [bar.mark.placed for bar in bars if bar is not None]


def shown_points(context: Context, scaled: str, scaled_most: str, most: int, *, met: Fraction | None = None) -> str:
    """Give the points that are shown: of a cell that counts them in units, beside the cell of their maximum in units.

    `most` is the greatest maximum that there can be, `met` from where an indicator is met.
    """
    marks, per = context.criteria_set.marks, int(1 / context.unit)
    points = Quotient(Whole(scaled, 0, most), const(per))
    if 100 % per == 0:
        return f"{scaled}/{per}" if per != 1 else scaled
    top = Whole(scaled_most, 0, most)
    moving = [one for share in (Fraction(1), *marks.shares) for one in _of_maximum(share, top)]
    return shown(points, {Fraction(0), *marks.points, *(() if met is None else (met,))}, 2, moving)


def _of_maximum(share: Fraction, maximum: Whole) -> Iterator[Moving]:
    """Give a share of the maximum as a mark; none beyond a spreadsheet, as the condition that asks for it is too."""
    try:
        yield Moving(const(share.numerator) * maximum, share.denominator)
    except BeyondSpreadsheet:
        return


def shown_share(context: Context, part: Whole, whole: Whole) -> str:
    """Give the share that is shown of points or of indicators out of those that apply, as many as `whole`."""
    marks = context.criteria_set.marks
    asked = [one / context.unit for one in marks.points]
    moving = [Moving(const(one.numerator), one.denominator) for one in asked]
    return shown(Quotient(part, whole), {Fraction(0), Fraction(1), *marks.shares}, 4, moving)


def clean_field(position: int) -> str:
    """Give the hidden field that holds the clean input at a position, counted from 0."""
    return f"clean_{position + 1}"


def each_indicator_conditions(criteria_set: CriteriaSet) -> list[EachIndicator]:
    """Give the conditions on the points of each indicator, of all levels, each once."""
    found = [one for level in criteria_set.recognition.levels for one in level.requires]
    return list(dict.fromkeys(one for one in found if isinstance(one, EachIndicator)))


def computed_fields(context: Context) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the computed columns of the answers sheet: those that people see, and the hidden ones."""
    criteria_set = context.criteria_set
    indicators = list(criteria_set.indicators.values())
    points = () if criteria_set.total_points is None else (layout.POINTS_LOW, layout.POINTS_HIGH)
    levels = range(1, len(context.levels) + 1)
    seen = (layout.STATE, layout.COMPUTED, *points, *(f"result_{number}" for number in levels))
    parts = max(len(one.measures) for one in indicators)
    spans = max(len(scales(context, one)) for one in indicators)
    ends = ("low_top", "low_bottom", "high_top", "high_bottom")
    hidden = (
        layout.CRITERION, layout.IS_ASKED, layout.RULE_NUMBER, layout.UNDECIDED, layout.OMITTED, layout.APPLIES,
        layout.PROOF,
        *(clean_field(position) for position in range(criteria_set.most_questions)),
        *(f"fault_{number}" for number in range(1, parts + 1)),
        *(f"{end}_{number}" for number in range(1, spans + 1) for end in ends),
        *((layout.SCALED_MAX, layout.SCALED_LOW, layout.SCALED_HIGH) if points else ()),
        *(f"each_{end}_{number}" for number in range(1, len(each_indicator_conditions(criteria_set)) + 1)
          for end in ("asked", "low", "high")),
        *(f"{name}_{number}" for number in levels for name in ("counts", "met_low", "met_high")),
        layout.DONE,
    )  # fmt: skip
    return seen, hidden
