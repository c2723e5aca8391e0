"""What the formulas of a form come to without a spreadsheet: the program is run, and what people see is added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from xhht_score.criteria import Condition, CriteriaSet, Indicator, Level
from xhht_score.definitions import Facts, Wanted
from xhht_score.numbers import Language, as_stored, shown, shown_percent
from xhht_score.program.given import answered, given_of_unit
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
    given_field,
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
from xhht_score.program.whole import INDICATORS, Fixed, Integer, Name
from xhht_score.program.whole import RESULTS as PROGRAM_RESULTS
from xhht_score.records import record
from xhht_score.submission import Answer, Submission
from xhht_score.terms import Entered
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.formulas.ahead import AHEAD_COUNT, AHEAD_TEXT, StepAhead, steps_ahead
from xhht_score.workbook.formulas.conditions import Lacking, falls_field, lacking
from xhht_score.workbook.formulas.indicators import scale_marks
from xhht_score.workbook.symbols import ANSWERS, RESULTS

#: What a cell shows.
ShownValue = str | int | float
#: Sheet, row and field of a cell.
FormSpot = tuple[str, str, str]
_UNKNOWN, _NONE = "?", "–"
#: The fields of a sum of points.
_OF_POINTS, _OF_SHARES = ("low", "high", "maximum"), ("percent_low", "percent_high")
_DECIMALS = 2
_NO_ANSWER = Answer()
_Flags = tuple[bool, ...]
_Values = tuple[StepValue, ...]


def form_values(words: Words, program: Program, submission: Submission) -> dict[FormSpot, ShownValue]:
    """Give what every visible formula of a form with the answers of a submission comes to, by sheet, row and field.

    `program` is the one that the form computes (`is_form`). Raises `Beyond` where an answer is finer than it computes.
    """
    known = {name: choice for name, choice in submission.facts.items() if choice is not None}
    return dict(_FormValues(words, program, submission, known, _runnable(words, program)).found())


#: What each condition of each level lacks, by the level and the condition's position.
_Lacks = Mapping[tuple[str, int], Lacking]


class _Row(NamedTuple):
    """What the cells of an indicator's row come to, how it stands, whether it is done, whether it applies."""

    cells: tuple[ShownValue, ...]
    state: str
    is_done: bool
    applies: int


class _AskedFields(NamedTuple):
    """An indicator with the fields of its inputs, those of them that are figures, and the names of its questions."""

    indicator: Indicator
    inputs: tuple[str, ...]
    figures: tuple[str, ...]
    names: tuple[str, ...]


@record(slots=False)
class _Made:
    """A program with what its conditions and indicators lack as a function.

    `asked` has what is read of each indicator, `kinds` how the rows of indicators are made that are computed alike,
    `spots` where the cells of each one's row stand, `points` how points are shown.
    """

    program: Program
    run: Run
    lacks: _Lacks
    ahead: tuple[StepAhead, ...]
    asked: tuple[_AskedFields, ...]
    following: tuple[Name, ...]
    kinds: Mapping[str, _Rows]
    spots: Mapping[str, tuple[FormSpot, ...]]
    points: _Points


_known: dict[tuple[int, Language], _Made] = {}
#: So many programs are kept, and so many rows of each kind.
_MOST_KEPT, _MOST_ROWS = 16, 512


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
        run = runnable(replace(program, steps=steps))
        indicators = program.criteria_set.indicators
        asked = tuple(
            _AskedFields(
                indicator,
                tuple(field.field for field in own.inputs),
                tuple(given_field(at) for at in range(len(indicator.questions))),
                tuple(one.name for one in indicator.questions),
            )
            for indicator, own in zip(indicators.values(), run.indicators, strict=True)
        )
        places: dict[str, dict[str, int]] = {first: {} for first in program.alike.values()}
        for name in program.steps:
            if name.part == INDICATORS and name.row in places:
                places[name.row][name.field] = len(places[name.row])
        points = _Points(program)
        kinds = {first: _Rows(words, program, indicators[first], places[first], points) for first in places}
        spots = {
            name: tuple((ANSWERS, name, field) for field in kinds[first].fields)
            for name, first in program.alike.items()
        }
        following = tuple(name for name in run.computed if name.part != INDICATORS)
        _known[key] = _Made(program, run, lacks, ahead, asked, following, kinds, spots, points)
    return _known[key]


def _conditions(criteria_set: CriteriaSet) -> Iterator[tuple[Level, int, Condition]]:
    for level in criteria_set.recognition.levels:
        for at, one in enumerate(criteria_set.recognition.conditions(level), 1):
            yield level, at, one


def _is_among(facts: Facts, kinds: Sequence[Wanted]) -> bool:
    return not kinds or any(all(facts.get(name) in choices for name, choices in kind.items()) for kind in kinds)


class _Points:
    """How points are shown, of a number of units beside their maximum and from where an indicator is met."""

    def __init__(self, program: Program) -> None:
        self._program, self._known = program, dict[tuple[int, int, Fraction | None], Fraction]()
        self._shares: dict[tuple[int, int], Fraction] = {}

    def exact(self, scaled: int, most: int, met: Fraction | None = None) -> Fraction:
        key = scaled, most, met
        if key not in self._known:
            if len(self._known) >= _MOST_ROWS * 8:
                self._known.clear()
            unit, marks = self._program.unit, self._program.criteria_set.marks
            others = () if met is None else (met,)
            asked = chain((Fraction(0),), marks.of_points(most * unit), others)
            self._known[key] = shown(scaled * unit, _DECIMALS, asked)
        return self._known[key]

    def share(self, part: int, whole: int) -> Fraction:
        """Give how a share is shown, as a share of one: of points of their maximum, or of indicators of all of them."""
        if (part, whole) not in self._shares:
            if len(self._shares) >= _MOST_ROWS * 8:
                self._shares.clear()
            marks, has_points = self._program.criteria_set.marks, self._program.criteria_set.total_points is not None
            against = marks.of_shares(whole * self._program.unit if has_points else Fraction(1))
            self._shares[part, whole] = shown_percent(Fraction(part, whole), against) / 100
        return self._shares[part, whole]


class _AskedCells(NamedTuple):
    """A part of an indicator: of whom it is asked, the step of its fault, whether two figures of it may lie too far
    apart, and the positions of its questions with whether they are in percent.
    """

    units: Sequence[Wanted]
    fault: str
    is_doubtful: bool
    questions: tuple[tuple[int, bool], ...]


class _Rows:
    """Makes the rows of indicators that are computed alike; `places` says where each of their steps stands."""

    def __init__(
        self, words: Words, program: Program, indicator: Indicator, places: Mapping[str, int], points: _Points
    ) -> None:
        self._words, self._program, self._indicator, self._places = words, program, indicator, places
        self._set, self._known, self._points = program.criteria_set, dict[tuple[object, ...], _Row](), points
        self._shown: dict[tuple[int, ...], ShownValue] = {}
        omission = indicator.not_applicable
        self._may_lack = omission is not None and omission.means == "not_met"
        questions = [*enumerate(indicator.questions)]
        self._parts = [
            _AskedCells(
                indicator.parts[part].applies_when if part else (),
                f"fault_{number}",
                is_doubtful(measure),
                tuple((at, one.input.in_percent) for at, one in questions if one.part == part),
            )
            for number, (part, measure) in enumerate(indicator.measures.items(), 1)
        ]
        self._met_fields = [
            (f"result_{number}", f"counts_{number}", f"met_low_{number}", f"met_high_{number}")
            for number in range(1, len(self._set.told_apart) + 1)
        ]
        self._value = self._value_of(indicator)
        #: The fields of the cells of a row.
        self.fields = (
            layout.STATE,
            *((layout.POINTS_LOW, layout.POINTS_HIGH) if SCALED_LOW in places else ()),
            *(field for field, *_ in self._met_fields),
            *((layout.COMPUTED,) if self._value is not None else ()),
        )

    def row(self, facts: Facts | None, reported: _Flags, given: _Values, steps: list[StepValue]) -> _Row:
        """Give a row of a unit with these facts, None where not all are known that are asked.

        `reported` says of each question whether anything is reported, `given` has what counts of that, `steps` what
        the indicator comes to.
        """
        key = (facts is None or tuple(facts.items()), reported, given, *steps)
        row = self._known.get(key)
        if row is None:
            if len(self._known) >= _MOST_ROWS:
                self._known.clear()
            row = self._known[key] = self._made(facts, reported, given, steps)
        return row

    def _made(self, facts: Facts | None, reported: _Flags, given: _Values, steps: list[StepValue]) -> _Row:
        found = {field: step or 0 for field, step in zip(self._places, steps, strict=True)}
        state = self._state(facts or {}, found, reported, given)
        applies = found.get(APPLIES, 0)
        if facts is None:
            cells = tuple("" if field == layout.COMPUTED else _UNKNOWN for field in self.fields)
            return _Row(cells, state, False, applies)
        shown: list[ShownValue] = [self._words.say(f"form-state-{state}")]
        if SCALED_LOW in found:
            shown += [self._shown_points(found[one], found.get(SCALED_MAX, 0)) for one in (SCALED_LOW, SCALED_HIGH)]
        shown += [self._met(found, *steps_of) for _, *steps_of in self._met_fields]
        if self._value is not None:
            shown.append(self._value(found) if state == "answered" else "")
        return _Row(tuple(shown), state, state in ("answered", "lacking"), applies)

    def _shown_points(self, scaled: int, most: int) -> ShownValue:
        key = scaled, most
        if key not in self._shown:
            if len(self._shown) >= _MOST_ROWS:
                self._shown.clear()
            self._shown[key] = as_stored(self._points.exact(scaled, most, self._indicator.met_points))
        return self._shown[key]

    def _state(self, facts: Facts, found: Mapping[str, int], reported: _Flags, given: _Values) -> str:
        """Give how a row stands, as `formulas.indicators` says it."""
        asked, omitted = found[IS_ASKED], found.get(OMITTED, 0)
        if omitted and (asked or not self._may_lack):
            return "lacking" if self._may_lack else "not_applicable"
        if not asked:
            return "not_asked"
        if found.get(UNDECIDED, 0):
            return "undecided"
        doubtful = unusable = missing = False
        for part in self._parts:
            if part.units and not _is_among(facts, part.units):
                continue
            if found.get(part.fault, 0):
                doubtful, unusable, missing = doubtful or part.is_doubtful, unusable or not part.is_doubtful, True
            for at, in_percent in part.questions:
                if given[at] is None:
                    missing = True
                    if reported[at]:
                        doubtful, unusable = doubtful or in_percent, unusable or not in_percent
        return "doubtful" if doubtful else "unusable" if unusable else "missing" if missing else "answered"

    def _met(self, found: Mapping[str, int], counts: str, low: str, high: str) -> str:
        if not found.get(counts, 0):
            return _NONE
        if found.get(low, 0):
            return self._words.say("met")
        if found.get(high, 0):
            return self._words.say("condition-open")
        if SCALED_HIGH in found and self._indicator.id not in self._set.asked_to_be_met:
            return self._words.say("partly" if found[SCALED_HIGH] else "no-points")
        return self._words.say("not-met")

    def _value_of(self, indicator: Indicator) -> Callable[[Mapping[str, int]], ShownValue] | None:
        """Give what shows what an indicator comes to, None where its row has no formula for it."""
        measure = indicator.measure
        if measure is None or measure.levels_apart:
            return None
        percent = measure.percent
        if isinstance(measure.ends().low, Entered) and not percent:
            return None
        low = self._program.spans[indicator.id, "", ""].low
        marks = [scale_marks(self._set, rule.scoring) for rule in indicator.rules]

        def value(found: Mapping[str, int]) -> ShownValue:
            bottom = _number(low.bottom, found)
            exact = Fraction(_number(low.top, found), bottom) if bottom else Fraction(0)
            if not percent:
                return as_stored(exact)
            return as_stored(shown_percent(exact, marks[max(found.get(RULE_NUMBER, 0), 1) - 1]) / 100)

        return value


def _stored(value: Fraction | str) -> ShownValue:
    return value if isinstance(value, str) else as_stored(value)


def _number(one: Integer, found: Mapping[str, int]) -> int:
    """Give a number that is a fixed one or a step of an indicator."""
    if isinstance(one, Fixed):
        return one.least
    name = getattr(one, "name", None)
    assert isinstance(name, Name)
    return found.get(name.field, 0)


@record(slots=False)
class _FormValues:
    words: Words
    program: Program
    submission: Submission
    facts: Facts
    made: _Made

    @property
    def _set(self) -> CriteriaSet:
        return self.program.criteria_set

    @cached_property
    def _ready(self) -> bool:
        """Whether every fact that is asked of the unit is known."""
        asked = (name for name, fact in self._set.facts.items() if _is_among(self.facts, fact.applies_when))
        return all(name in self.facts for name in asked)

    @cached_property
    def _unit(self) -> tuple[StepValue, ...]:
        """The inputs that are about no indicator."""
        unit = given_of_unit(self._set, self.submission, self.facts)
        return tuple(map(unit.get, self.made.run.of_unit))

    @cached_property
    def _computed(self) -> tuple[dict[str, _Row], list[list[StepValue]]]:
        """The row of each indicator, and what its steps come to."""
        made, reported, inputs, values = self.made, list[_Flags](), list[_Values](), list[_Values]()
        for indicator, fields, figures, names in made.asked:
            answer = self.submission.answers.get(indicator.id, _NO_ANSWER)
            own = answered(indicator, answer)
            inputs.append(tuple(map(own.get, fields)))
            values.append(tuple(map(own.get, figures)))
            reported.append(tuple([answer.values.get(name) is not None for name in names]))
        steps = made.run.of_each(self._unit, inputs)
        facts = self.facts if self._ready else None
        rows = {
            name: made.kinds[first].row(facts, flags, given, own)
            for (name, first), flags, given, own in zip(
                self.program.alike.items(), reported, values, steps, strict=True
            )
        }
        return rows, steps

    @cached_property
    def _following(self) -> dict[Name, StepValue]:
        """The steps that follow from those of all indicators; a form shows none of them before the facts are known."""
        following = self.made.run.after(self._unit, self._computed[1])
        return dict(zip(self.made.following, following, strict=True))

    def found(self) -> Iterator[tuple[FormSpot, ShownValue]]:
        """Give the values of all cells."""
        rows, _ = self._computed
        for name, row in rows.items():
            yield from zip(self.made.spots[name], row.cells, strict=True)
        done, applies = sum(row.is_done for row in rows.values()), sum(row.applies for row in rows.values())
        yield (RESULTS, "progress", layout.VALUE), self.words.say("form-progress", n=f"{done}/{applies}")
        yield (RESULTS, "facts", layout.VALUE), int(self._ready)
        yield (RESULTS, "ready", layout.VALUE), int(self._ready)
        yield (RESULTS, "verdict", layout.VALUE), self._verdict()
        for key in (*(criterion_row(one.id) for one in self._set.criteria), TOTAL):
            if self._ready or self._set.total_points is None:
                for field, sum_ in self._sums(key):
                    counted = field.startswith(("met_", "counts_"))  # whole numbers, which are shown as they are
                    yield (RESULTS, key, field), _stored(sum_) if self._ready or counted else _UNKNOWN
            else:
                yield from (((RESULTS, key, field), _UNKNOWN) for field in (*_OF_POINTS, *_OF_SHARES))
        for level in self._set.recognition.levels:
            yield (RESULTS, level_row(level.id), layout.VALUE), self._coded(level_row(level.id), "level", LEVEL_CODES)
        for level, at, _ in _conditions(self._set):
            key = condition_row(level.id, at)
            yield (RESULTS, key, layout.VALUE), self._coded(key, "condition", CONDITION_CODES)
            yield (RESULTS, key, "lack"), _stored(self._lack(key, self.made.lacks[level.id, at]))
        for one in self.made.ahead:
            yield (RESULTS, one.row, layout.VALUE), self._lacking(one) if self._ready else _UNKNOWN

    def _result(self, row: str, field: str) -> int:
        return self._following.get(Name(PROGRAM_RESULTS, row, field)) or 0

    # ---------------------------------------------------------------- results

    def _sums(self, row: str) -> Iterator[tuple[str, Fraction | str]]:
        if self._set.total_points is not None:
            low, high, most = (self._result(row, name) for name in (SCALED_LOW, SCALED_HIGH, SCALED_MAX))
            for name, scaled in zip(_OF_POINTS, (low, high, most), strict=True):
                yield name, self.made.points.exact(scaled, most)
            for name, scaled in zip(_OF_SHARES, (low, high), strict=True):
                yield name, self.made.points.share(scaled, most) if most else _NONE
            return
        for number in range(1, len(self._set.told_apart) + 1):
            low, high, counts = (self._result(row, f"{name}_{number}") for name in ("met_low", "met_high", "counts"))
            for name, value in (("met_low", low), ("met_high", high), ("counts", counts)):
                yield f"{name}_{number}", Fraction(value)
            for name, value in (("share_low", low), ("share_high", high)):
                yield f"{name}_{number}", self.made.points.share(value, counts) if counts else _NONE

    def _coded(self, row: str, kind: str, codes: tuple[str, ...]) -> str:
        return self.words.say(f"{kind}-{codes[self._result(row, CODE)]}") if self._ready else _UNKNOWN

    def _lack(self, row: str, lack: Lacking) -> Fraction | str:
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
        state = self._computed[0][one.indicator.id].state
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
