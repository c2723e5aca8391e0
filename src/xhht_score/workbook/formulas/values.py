"""What the formulas of a form come to without a spreadsheet: the program is run, and what people see is added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import chain

from xhht_score.criteria import Condition, CriteriaSet, Indicator, Level
from xhht_score.definitions import Facts
from xhht_score.numbers import Language, shown, shown_percent
from xhht_score.program.given import given
from xhht_score.program.indicators import (
    APPLIES,
    IS_ASKED,
    OMITTED,
    RULE_NUMBER,
    SCALED_HIGH,
    SCALED_LOW,
    SCALED_MAX,
    UNDECIDED,
    Program,
    is_doubtful,
)
from xhht_score.program.python import Run, StepValue, runnable
from xhht_score.program.recognition import (
    CERTAIN,
    CODE,
    CONDITION_CODES,
    LEVEL_CODES,
    POSSIBLE,
    TOTAL,
    condition_row,
    criterion_row,
    level_row,
)
from xhht_score.program.whole import INDICATORS, Fixed, Integer, Name, Quotient
from xhht_score.program.whole import RESULTS as PROGRAM_RESULTS
from xhht_score.records import record
from xhht_score.submission import Answer, Submission, complete, faults
from xhht_score.terms import Entered
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.formulas.ahead import AHEAD_COUNT, AHEAD_TEXT, StepAhead, steps_ahead
from xhht_score.workbook.formulas.conditions import Lacking, falls_field, lacking
from xhht_score.workbook.formulas.indicators import scale_marks
from xhht_score.workbook.symbols import ANSWERS, RESULTS

#: What a cell shows.
ShownValue = Fraction | str
#: Sheet, row and field of a cell.
FormSpot = tuple[str, str, str]
_UNKNOWN, _NONE = "?", "–"
_DECIMALS = 2


def form_values(words: Words, program: Program, submission: Submission) -> dict[FormSpot, ShownValue]:
    """Give what every visible formula of a form with the answers of a submission comes to, by sheet, row and field.

    `program` is the one that the form computes (`is_form`). Raises `Beyond` where an answer is finer than it computes.
    """
    known = {name: choice for name, choice in submission.facts.items() if choice is not None}
    made = _runnable(words, program)
    values = made.run(given(program.criteria_set, submission, known))
    return dict(_FormValues(words, program, submission, known, values, made).found())


#: What each condition of each level lacks, by the level and the condition's position.
_Lacks = Mapping[tuple[str, int], Lacking]


@record(slots=False)
class _Row:
    """What the cells of an indicator come to, and whether it counts as done."""

    cells: tuple[tuple[FormSpot, ShownValue], ...]
    is_done: bool


@record(slots=False)
class _Made:
    """A program with what its conditions and indicators lack as a function.

    `steps_of` has the steps of each indicator, `rows` what rows came to by all that they rest on, `points` how
    points are shown.
    """

    program: Program
    run: Run
    lacks: _Lacks
    ahead: tuple[StepAhead, ...]
    steps_of: Mapping[str, list[Name]]
    rows: dict[tuple[object, ...], _Row]
    points: dict[tuple[object, ...], Fraction]


_known: dict[tuple[int, Language], _Made] = {}
#: So many programs are kept, and so many rows of each.
_MOST_KEPT, _MOST_ROWS = 16, 4096


def _runnable(words: Words, program: Program) -> _Made:
    """Give a program as a function, made once for each language."""
    key = id(program), words.language
    if key not in _known:
        if len(_known) >= _MOST_KEPT:
            _known.clear()
        lacks = {
            (level.id, at): lacking(program, one, level.id) for level, at, one in _conditions(program.criteria_set)
        }
        steps = dict(program.steps)
        for (level, at), one in lacks.items():
            steps |= {Name(PROGRAM_RESULTS, condition_row(level, at), name): step for name, step in one.steps.items()}
        ahead = tuple(steps_ahead(words, program))
        for each in ahead:
            steps |= {Name(PROGRAM_RESULTS, each.row, name): step for name, step in each.steps.items()}
        of: dict[str, list[Name]] = {one: [] for one in program.criteria_set.indicators}
        for name in program.steps:
            if name.part == INDICATORS:
                of[name.row].append(name)
        _known[key] = _Made(program, runnable(replace(program, steps=steps)), lacks, ahead, of, {}, {})
    return _known[key]


def _conditions(criteria_set: CriteriaSet) -> Iterator[tuple[Level, int, Condition]]:
    for level in criteria_set.recognition.levels:
        for at, one in enumerate(criteria_set.recognition.conditions(level), 1):
            yield level, at, one


@record(slots=False)
class _FormValues:
    words: Words
    program: Program
    submission: Submission
    facts: Facts
    values: Mapping[Name, StepValue]
    made: _Made

    @property
    def _set(self) -> CriteriaSet:
        return self.program.criteria_set

    @cached_property
    def _ready(self) -> bool:
        """Whether every fact that is asked of the unit is known."""
        asked = (name for name, fact in self._set.facts.items() if self._is_among(fact.applies_when))
        return all(name in self.facts for name in asked)

    def _is_among(self, kinds: tuple[Facts, ...] | tuple[Mapping[str, tuple[str, ...]], ...]) -> bool:
        return not kinds or any(
            all(self.facts.get(name) in choices for name, choices in kind.items()) for kind in kinds
        )

    def found(self) -> Iterator[tuple[FormSpot, ShownValue]]:
        """Give the values of all cells."""
        done = applies = 0
        for indicator in self._set.indicators.values():
            known = self._known_row(indicator)
            done += known.is_done
            applies += self._step(indicator, APPLIES)
            yield from known.cells
        yield (RESULTS, "progress", layout.VALUE), self.words.say("form-progress", n=f"{done}/{applies}")
        yield (RESULTS, "facts", layout.VALUE), Fraction(self._ready)
        yield (RESULTS, "ready", layout.VALUE), Fraction(self._ready)
        yield (RESULTS, "verdict", layout.VALUE), self._verdict()
        for row in (*(criterion_row(one.id) for one in self._set.criteria), TOTAL):
            for field, value in self._sums(row):
                counted = field.startswith(("met_", "counts_"))  # whole numbers, which are shown as they are
                yield (RESULTS, row, field), value if self._ready or counted else _UNKNOWN
        for level in self._set.recognition.levels:
            yield (RESULTS, level_row(level.id), layout.VALUE), self._coded(level_row(level.id), "level", LEVEL_CODES)
        for level, at, _ in _conditions(self._set):
            row = condition_row(level.id, at)
            yield (RESULTS, row, layout.VALUE), self._coded(row, "condition", CONDITION_CODES)
            yield (RESULTS, row, "lack"), self._lack(row, self.made.lacks[level.id, at])
        for one in self.made.ahead:
            yield (RESULTS, one.row, layout.VALUE), self._lacking(one) if self._ready else _UNKNOWN

    def _known_row(self, indicator: Indicator) -> _Row:
        """Give what the cells of an indicator come to, worked out once for all units that have the same there."""
        answer, steps = self.submission.answers.get(indicator.id), self.made.steps_of[indicator.id]
        values = tuple(answer.values.items()) if answer else ()
        computed = tuple(map(self.values.get, steps))
        key = indicator.id, self.words.language, self._ready, self._facts_told, values, computed
        if key not in self.made.rows:
            if len(self.made.rows) >= _MOST_ROWS:
                self.made.rows.clear()
            state = self._state(indicator)
            said = self.words.say(f"form-state-{state}") if self._ready else _UNKNOWN
            cells: list[tuple[FormSpot, ShownValue]] = [((ANSWERS, indicator.id, layout.STATE), said)]
            cells += [
                ((ANSWERS, indicator.id, field), value if self._ready or field == layout.COMPUTED else _UNKNOWN)
                for field, value in self._row(indicator, state)
            ]
            self.made.rows[key] = _Row(tuple(cells), self._ready and state in ("answered", "lacking"))
        return self.made.rows[key]

    @cached_property
    def _facts_told(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(self.facts.items()))

    # ---------------------------------------------------------------- steps

    def _value(self, indicator: Indicator, one: Integer) -> int:
        """Give a number that is a fixed one or a step of an indicator."""
        if isinstance(one, Fixed):
            return one.least
        name = getattr(one, "name", None)
        assert isinstance(name, Name)
        return self._step(indicator, name.field)

    def _step(self, indicator: Indicator, field: str) -> int:
        return self.values.get(Name(INDICATORS, indicator.id, field)) or 0

    def _result(self, row: str, field: str) -> int:
        return self.values.get(Name(PROGRAM_RESULTS, row, field)) or 0

    def _exact(self, indicator: Indicator, one: Quotient) -> Fraction:
        return Fraction(self._value(indicator, one.top), self._value(indicator, one.bottom))

    # ---------------------------------------------------------------- rows of the answers

    def _state(self, indicator: Indicator) -> str:
        """Give how a row stands, as `formulas.indicators` says it."""
        omission = indicator.not_applicable
        may_lack = omission is not None and omission.means == "not_met"
        asked, omitted = self._step(indicator, IS_ASKED), self._step(indicator, OMITTED)
        if omitted and (asked or not may_lack):
            return "lacking" if may_lack else "not_applicable"
        if not asked:
            return "not_asked"
        return "undecided" if self._step(indicator, UNDECIDED) else self._filled(indicator)

    def _filled(self, indicator: Indicator) -> str:
        values = complete(indicator, self.submission.answers.get(indicator.id, Answer()).values)
        beyond = {
            name for fault in faults(indicator, values) if fault.code.startswith("cell-") for name in fault.questions
        }
        parts = [part for part in indicator.measures if not part or self._is_among(indicator.parts[part].applies_when)]
        doubtful = unusable = missing = False
        for part in parts:
            number = list(indicator.measures).index(part) + 1
            at_fault = bool(self._step(indicator, f"fault_{number}"))
            of_change = is_doubtful(indicator.measures[part])
            doubtful |= at_fault and of_change
            unusable |= at_fault and not of_change
            missing |= at_fault
            for question in (one for one in indicator.questions if one.part == part):
                wrong = question.name in beyond
                doubtful |= wrong and question.input.in_percent
                unusable |= wrong and not question.input.in_percent
                missing |= wrong or values[question.name] is None
        return "doubtful" if doubtful else "unusable" if unusable else "missing" if missing else "answered"

    def _row(self, indicator: Indicator, state: str) -> Iterator[tuple[str, ShownValue]]:
        if Name(INDICATORS, indicator.id, SCALED_LOW) in self.program.steps:
            most = self._step(indicator, SCALED_MAX)
            for field, scaled in ((layout.POINTS_LOW, SCALED_LOW), (layout.POINTS_HIGH, SCALED_HIGH)):
                yield field, self._points(self._step(indicator, scaled), most, indicator.met_points)
        for number in range(1, len(self._set.told_apart) + 1):
            yield f"result_{number}", self._met(indicator, number)
        if (value := self._computed(indicator)) is not None:
            yield layout.COMPUTED, value if self._ready and state == "answered" else ""

    def _met(self, indicator: Indicator, number: int) -> str:
        if not self._step(indicator, f"counts_{number}"):
            return _NONE
        if self._step(indicator, f"met_low_{number}"):
            return self.words.say("met")
        if self._step(indicator, f"met_high_{number}"):
            return self.words.say("condition-open")
        paid = Name(INDICATORS, indicator.id, SCALED_HIGH) in self.program.steps
        if paid and indicator.id not in self._set.asked_to_be_met:
            return self.words.say("partly" if self._step(indicator, SCALED_HIGH) else "no-points")
        return self.words.say("not-met")

    def _computed(self, indicator: Indicator) -> Fraction | None:
        """Give what an indicator comes to, None where its row has no formula for it."""
        measure = indicator.measure
        if measure is None or measure.levels_apart:
            return None
        is_typed = isinstance(measure.ends().low, Entered)
        if is_typed and not measure.percent:
            return None
        low = self.program.spans[indicator.id, "", ""].low
        value = self._exact(indicator, low) if self._value(indicator, low.bottom) else Fraction(0)
        if not measure.percent:
            return value
        rule = indicator.rules[max(self._step(indicator, RULE_NUMBER), 1) - 1]
        return shown_percent(value, scale_marks(self._set, rule.scoring)) / 100

    # ---------------------------------------------------------------- results

    def _points(self, scaled: int, most: int, *others: Fraction | None) -> Fraction:
        key, known = (scaled, most, others), self.made.points
        if key not in known:
            if len(known) >= _MOST_ROWS:
                known.clear()
            unit = self.program.unit
            asked = (self._set.marks.of_points(most * unit), (one for one in others if one is not None))
            known[key] = shown(scaled * unit, _DECIMALS, chain((Fraction(0),), *asked))
        return known[key]

    def _sums(self, row: str) -> Iterator[tuple[str, ShownValue]]:
        if self._set.total_points is not None:
            low, high, most = (self._result(row, name) for name in (SCALED_LOW, SCALED_HIGH, SCALED_MAX))
            for name, scaled in (("low", low), ("high", high), ("maximum", most)):
                yield name, self._points(scaled, most)
            for name, scaled in (("percent_low", low), ("percent_high", high)):
                yield name, self._share(scaled, most, self._set.marks.of_shares(most * self.program.unit))
            return
        for number in range(1, len(self._set.told_apart) + 1):
            low, high, counts = (self._result(row, f"{name}_{number}") for name in ("met_low", "met_high", "counts"))
            for name, value in (("met_low", low), ("met_high", high), ("counts", counts)):
                yield f"{name}_{number}", Fraction(value)
            for name, value in (("share_low", low), ("share_high", high)):
                yield f"{name}_{number}", self._share(value, counts, self._set.marks.of_shares(Fraction(1)))

    @staticmethod
    def _share(part: int, whole: int, marks: tuple[Fraction, ...]) -> ShownValue:
        return shown_percent(Fraction(part, whole), marks) / 100 if whole else _NONE

    def _coded(self, row: str, kind: str, codes: tuple[str, ...]) -> str:
        return self.words.say(f"{kind}-{codes[self._result(row, CODE)]}") if self._ready else _UNKNOWN

    def _lack(self, row: str, lack: Lacking) -> ShownValue:
        if not self._ready:
            return _UNKNOWN
        if CONDITION_CODES[self._result(row, CODE)] != "short":
            return ""
        if not lack.falls:
            return Fraction(self._result(row, lack.counted))
        found = [Fraction(0)]
        for number, (of, _) in enumerate(lack.falls):
            if self._result(row, falls_field(number)):
                seen = dict(self._sums(of))["percent_high" if lack.percent else "high"]
                assert isinstance(seen, Fraction)
                found.append(lack.wanted - seen)
        return max(found)

    def _lacking(self, one: StepAhead) -> str:
        """Give what a part of an indicator lacks, as the results sheet says it."""
        state = self._state(one.indicator)
        if state != "answered":
            return self.words.say(f"form-state-{state}")
        which, count = (self._result(one.row, name) for name in (AHEAD_TEXT, AHEAD_COUNT))
        if not which:
            return _NONE
        counted = "form-ahead-fewer" if one.falls else "form-ahead-more"
        return (self.words.say(counted, n=str(count)) if count > 0 else "") + one.texts[which - 1]

    def _verdict(self) -> str:
        recognition, say = self._set.recognition, self.words.say
        if not self._ready:
            return say("form-facts-first", facts=tuple(fact.title for fact in self._set.facts.values()))
        none = self.words.text(recognition.no_level) if recognition.no_level else say("no-level")
        titles = (none, *(self.words.text(level.title) for level in recognition.levels))
        certain, possible = (self._result(key, layout.VALUE) for key in (CERTAIN, POSSIBLE))
        if possible in (certain, 0):
            return say("verdict-certain" if certain else "verdict-none", level=titles[certain])
        return say("verdict-more" if certain else "verdict-open", certain=titles[certain], possible=titles[possible])
