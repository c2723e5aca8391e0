"""All formulas of one indicator's row, by field: the steps of the program, and what people see of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from functools import cached_property

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.program.compiled import compiled
from xhht_score.program.indicators import (
    DECLARED,
    EVIDENCE,
    IS_ASKED,
    OMITTED,
    RULE_NUMBER,
    SCALED_HIGH,
    SCALED_LOW,
    SCALED_MAX,
    UNDECIDED,
    Program,
    among,
    clean_field,
    given_field,
    is_doubtful,
)
from xhht_score.program.names import HOLDS, NUMBER
from xhht_score.program.whole import (
    INDICATORS,
    OWN,
    UNIT,
    YES,
    At,
    Integer,
    Name,
    Quotient,
    fixed,
    multiply,
    of_indicator,
)
from xhht_score.program.whole import RESULTS as PROGRAM_RESULTS
from xhht_score.records import record
from xhht_score.scoring import Bars, Scoring
from xhht_score.terms import Entered
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.formulas.cleaned import DOUBTFUL, TOO_FINE, UNUSABLE, cleaned
from xhht_score.workbook.formulas.shown import Moving, ShownNumber
from xhht_score.workbook.formulas.written import MOST, MULTIPLIED, WHOLE, FormulaWriter
from xhht_score.workbook.symbols import INFO, RESULTS, all_of, any_of, at, flag, own, text

#: Gives the cells that hold the words of a choice, as formulas name them.
ChoiceCells = Callable[[Sequence[str]], Sequence[str]]


@record(slots=False)
class Context:
    """What all rows of a form share; `rows` has the formulas of the first of the indicators that are computed alike."""

    words: Words
    criteria_set: CriteriaSet
    choices: ChoiceCells
    rows: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)

    @cached_property
    def program(self) -> Program:
        """What the form computes; raises `Beyond`."""
        return compiled(self.criteria_set, is_form=True)

    @cached_property
    def steps(self) -> Mapping[tuple[str, str], Mapping[str, Integer]]:
        """The steps of the program by part and row, then by field."""
        found: dict[tuple[str, str], dict[str, Integer]] = {}
        for name, one in self.program.steps.items():
            found.setdefault((name.part, name.row), {})[name.field] = one
        return found

    def results(self, row: str) -> FormulaWriter:
        """Give what writes a row of the results sheet."""
        day, number, level = (
            at(INFO, key, field)
            for key, field in (
                (layout.DECISION_DATE, layout.POSITION),
                (layout.DECISION_NUMBER, layout.VALUE),
                (layout.DECISION_LEVEL, layout.VALUE),
            )
        )
        holds = flag(any_of((f"ISNUMBER({day})", f'TRIM({number})<>""', f'TRIM({level})<>""')))
        return FormulaWriter(PROGRAM_RESULTS, row, {Name(UNIT, HOLDS, NUMBER): holds})

    def word(self, key: str) -> tuple[str, ...]:
        """Give a word in both languages as formulas write it."""
        return tuple(dict.fromkeys(text(Words(language).say(key)) for language in ("vi", "en")))


def indicator_formulas(context: Context, indicator: Indicator) -> dict[str, str]:
    """Give the formula of every computed field of an indicator's row; raises `Beyond` with its id."""
    first = context.program.alike[indicator.id]
    if first not in context.rows:
        with of_indicator(indicator.id):
            context.rows[first] = _IndicatorFormulas(context, indicator).formulas()
    return context.rows[first]


class _IndicatorFormulas:
    """The formulas of one indicator."""

    def __init__(self, context: Context, indicator: Indicator) -> None:
        self._context, self._indicator, self._program = context, indicator, context.program
        self._set, self._words = context.criteria_set, context.words
        self._steps = context.steps[INDICATORS, indicator.id]
        self._write = FormulaWriter(INDICATORS, OWN, dict(self._typed()))
        self._found: dict[str, str] = {}

    def formulas(self) -> dict[str, str]:
        self._found = {name: self._write.number(one) for name, one in self._steps.items()}
        for number in range(1, len(self._set.told_apart) + 1):
            self._found[f"result_{number}"] = self._result(number)
        self._points()
        self._progress()
        self._value()
        return self._found

    def _typed(self) -> Iterator[tuple[Name, str]]:
        """Give the formulas of the inputs, from what people type."""
        indicator, mark, reason, proof = (
            self._indicator,
            *map(own, (layout.NOT_APPLICABLE, layout.REASON, layout.EVIDENCE)),
        )
        yes, no = self._context.word("yes"), self._context.word("no")
        for position, question in enumerate(indicator.questions):
            titles = [self._words.text(title) for _, title in question.input.choices]
            choices = self._context.choices(titles) if titles else ()
            typed = cleaned(question.input, own(layout.value_field(position)), yes, no, choices)
            yield Name(INDICATORS, OWN, given_field(position)), typed
        marked = any_of(f"{mark}={one}" for one in ('"x"', *yes))
        said = f"IF(ISERROR({mark}),1=0,{marked})"
        why = f'IF(ISERROR({reason}),1=0,TRIM({reason})<>"")'
        yield Name(INDICATORS, OWN, DECLARED), flag(all_of((said, why)))
        is_yes, is_no = (any_of(f"{proof}={one}" for one in words) for words in (yes, no))
        yield Name(INDICATORS, OWN, EVIDENCE), f'IF(ISERROR({proof}),"",IF({is_yes},1,IF({is_no},0,"")))'

    def _asked(self, part: str) -> str:
        """Give the condition that a part is asked of the unit; "" where it always is."""
        found = among(self._set, self._indicator.parts[part].applies_when) if part else YES
        return "" if found == YES else self._write.claim(found)

    @property
    def _may_lack(self) -> bool:
        omission = self._indicator.not_applicable
        return omission is not None and omission.means == "not_met"

    def _points(self) -> None:
        if SCALED_LOW not in self._steps:
            return
        most = int(self._indicator.weight / self._program.unit)
        for name, scaled in ((layout.POINTS_LOW, SCALED_LOW), (layout.POINTS_HIGH, SCALED_HIGH)):
            points, maximum = (At(0, most, Name(INDICATORS, OWN, one)) for one in (scaled, SCALED_MAX))
            said = shown_points(self._context, self._write, points, maximum, met=self._indicator.met_points)
            self._found[name] = self._shown(said)

    def _result(self, number: int) -> str:
        say = self._words.say
        met, short, still = (text(say(key)) for key in ("met", "not-met", "condition-open"))
        if SCALED_HIGH in self._steps and self._indicator.id not in self._set.asked_to_be_met:
            short = f"IF({own(SCALED_HIGH)}>0,{text(say('partly'))},{text(say('no-points'))})"
        found = f"IF({own(f'met_low_{number}')}=1,{met},IF({own(f'met_high_{number}')}=1,{still},{short}))"
        return self._shown(f'IF({own(f"counts_{number}")}=1,{found},"–")')

    def _shown(self, formula: str) -> str:
        """Give what is shown of a formula: a question mark while a fact of the unit is lacking."""
        return f'IF({at(RESULTS, "ready", layout.VALUE)}=1,{formula},"?")'

    def _progress(self) -> None:
        """Say what was filled in, what it comes to, and whether the row is done."""
        indicator = self._indicator
        asked = {part: self._asked(part) for part in indicator.measures}
        numbers: list[str] = []
        marked: dict[str, list[str]] = {UNUSABLE: [], DOUBTFUL: [], TOO_FINE: []}
        for position, question in enumerate(indicator.questions):
            cell, when = own(clean_field(position)), asked[question.part]
            fault = f"fault_{list(indicator.measures).index(question.part) + 1}"
            known = f"ISNUMBER({cell})"
            sound = all_of((known, f"{own(fault)}=0")) if fault in self._steps else known
            numbers.append(f"IF({when},{sound},1=1)" if when else sound)
            contradiction = DOUBTFUL if is_doubtful(indicator.measures[question.part]) else UNUSABLE
            for mark, found in marked.items():
                is_marked = f"{cell}={mark}"
                if mark == contradiction and fault in self._steps:
                    is_marked = any_of((is_marked, f"{own(fault)}=1"))
                found.append(all_of((when, is_marked)))
        state = {name: text(self._words.say(f"form-state-{name}")) for name in layout.STATES}
        shown = f"IF({all_of(numbers)},{state['answered']},{state['missing']})"
        shown = f"IF({any_of(marked[UNUSABLE])},{state['unusable']},{shown})"
        if any(one.input.in_percent for one in indicator.questions):
            shown = f"IF({any_of(marked[DOUBTFUL])},{state['doubtful']},{shown})"
        if any(one.input.kind in ("decimal", "percent") for one in indicator.questions):
            shown = f"IF({any_of(marked[TOO_FINE])},{state['too_fine']},{shown})"
        if UNDECIDED in self._steps:
            shown = f"IF({own(UNDECIDED)}=1,{state['undecided']},{shown})"
        shown = f"IF({own(IS_ASKED)}=1,{shown},{state['not_asked']})"
        if OMITTED in self._steps:
            omitted = state["lacking" if self._may_lack else "not_applicable"]
            shown = f"IF({own(OMITTED)}=1,{omitted},{shown})"
            if self._may_lack:  # asked of it first: what is not asked cannot be lacking
                shown = f"IF({own(IS_ASKED)}=1,{shown},{state['not_asked']})"
        self._found[layout.STATE] = f'IF({at(RESULTS, "facts", layout.VALUE)}=1,{shown},"?")'
        done = [
            f"{own(layout.STATE)}={state[name]}" for name in ("answered", *(("lacking",) if self._may_lack else ()))
        ]
        self._found[layout.DONE] = flag(any_of(done))

    def _value(self) -> None:
        """Show what an answered indicator comes to, where that is a number that was not typed."""
        indicator = self._indicator
        if indicator.measure is None or indicator.measure.levels_apart:
            return
        low = self._program.spans[indicator.id, "", ""].low
        if indicator.measure.percent:
            made = [
                ShownNumber(self._write).number(
                    low, {Fraction(0), Fraction(1), *scale_marks(self._set, rule.scoring)}, 4
                )
                for rule in indicator.rules
            ]
            said = made[0] if len(set(made)) == 1 else f"CHOOSE({own(RULE_NUMBER)},{','.join(made)})"
        elif not isinstance(indicator.measure.ends().low, Entered):
            said = f"{self._write.number(low.top, MULTIPLIED)}/{self._write.number(low.bottom, WHOLE)}"
        else:
            return
        answered = text(self._words.say("form-state-answered"))
        self._found[layout.COMPUTED] = f'IF({own(layout.STATE)}={answered},{said},"")'


def scale_marks(criteria_set: CriteriaSet, scoring: Scoring) -> list[Fraction]:
    """Give the places on the scale of a measure that a rule names."""
    if not isinstance(scoring, Bars):
        return [mark.placed for mark in scoring.marks]
    bars = (scoring.bar(level, "") for level in criteria_set.level_ids)
    return [bar.mark.placed for bar in bars if bar is not None]


def shown_points(
    context: Context, write: FormulaWriter, scaled: Integer, maximum: Integer, *, met: Fraction | None = None
) -> str:
    """Give the points that are shown of a number of units, beside their maximum in units.

    `met` is from where an indicator is met.
    """
    marks, per = context.criteria_set.marks, int(1 / context.program.unit)
    if 100 % per == 0:
        return f"{write.number(scaled, MULTIPLIED)}/{per}" if per != 1 else write.number(scaled)
    moving = [Moving(multiply(fixed(one.numerator), maximum), one.denominator) for one in (Fraction(1), *marks.shares)]
    # none beyond a spreadsheet, as the condition that asks for it is too
    moving = [one for one in moving if one.top.most <= MOST]
    placed = {Fraction(0), *marks.points, *(() if met is None else (met,))}
    return ShownNumber(write).number(Quotient(scaled, fixed(per)), placed, 2, moving)


def shown_share(context: Context, write: FormulaWriter, part: Integer, whole: Integer) -> str:
    """Give the share that is shown of points or of indicators out of those that apply, as many as `whole`."""
    marks = context.criteria_set.marks
    asked = [one / context.program.unit for one in marks.points]
    moving = [Moving(fixed(one.numerator), one.denominator) for one in asked]
    return ShownNumber(write).number(Quotient(part, whole), {Fraction(0), Fraction(1), *marks.shares}, 4, moving)


def computed_fields(context: Context) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the computed columns of the answers sheet: those that people see, and the hidden ones; raises `Beyond`."""
    points = () if context.criteria_set.total_points is None else (layout.POINTS_LOW, layout.POINTS_HIGH)
    results = (f"result_{number}" for number in range(1, len(context.criteria_set.told_apart) + 1))
    steps = dict.fromkeys(name.field for name in context.program.steps if name.part == INDICATORS)
    return (layout.STATE, layout.COMPUTED, *points, *results), (layout.CRITERION, *steps, layout.DONE)
