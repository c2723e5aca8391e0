"""The steps of recognition: sums, each condition of each level, the levels, and the verdict.

What `recognition` says of a unit whose facts are all known, in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import assert_never

from xhht_score.criteria import (
    AllMet,
    Condition,
    EachCriterion,
    EachIndicator,
    Indicators,
    Level,
    OneCriterion,
    Total,
    Upgrade,
)
from xhht_score.program.indicators import (
    SCALED_HIGH,
    SCALED_LOW,
    SCALED_MAX,
    Program,
    each_indicator_conditions,
)
from xhht_score.program.names import DECIDED, HELD_LEVEL, HOLDS, NUMBER, REQUESTED, VALUE, YEAR
from xhht_score.program.whole import (
    INDICATORS,
    NO,
    RESULTS,
    UNIT,
    At,
    Claim,
    ColumnSum,
    Comparison,
    Integer,
    Is,
    Name,
    NotBlank,
    OfDay,
    added,
    against,
    any_of,
    every,
    fixed,
    flag,
    larger,
    multiply,
    negated,
    pick,
    subtract,
    where,
)
from xhht_score.records import record

ASKED_N, MET_N, SHORT_N, CODE = "asked_n", "met_n", "short_n", "code"
TOTAL, CERTAIN, POSSIBLE = "total", "certain", "possible"
#: States of conditions and levels as the steps `code` have them.
CONDITION_CODES = ("left_out", "met", "open", "short")
LEVEL_CODES = ("not_eligible", "possible", "eligible")
_DAYS, _YEARS = (0, 4_000_000), (0, 9999)


@record
class Subjects:
    """How many subjects of a condition there are, how many are met for sure, and how many are short for sure.

    `falls` says of each criterion or of the total that it is short, by the row of its sums.
    """

    asked: Integer
    met: Integer
    short: Integer
    falls: tuple[tuple[str, Claim], ...] = ()


def criterion_row(identifier: str) -> str:
    """Give the row of the sums of a criterion."""
    return f"criterion.{identifier}"


def level_row(level: str) -> str:
    """Give the row of a level."""
    return f"level.{level}"


def condition_row(level: str, position: int) -> str:
    """Give the row of a condition of a level, by its position counted from 1."""
    return f"condition.{level}.{position}"


def add_recognition(program: Program) -> None:
    """Add the steps of recognition; those of all indicators are there."""
    for position, criterion in enumerate(program.criteria_set.criteria, 1):
        _add_sums(program, criterion_row(criterion.id), position)
    _add_sums(program, TOTAL, None)
    codes = [_add_level(program, level) for level in program.criteria_set.recognition.levels]
    for name, wanted in ((CERTAIN, 2), (POSSIBLE, 1)):
        highest: Integer = fixed(0)
        for position, code in enumerate(codes, 1):
            highest = pick(against(code, ">=", fixed(wanted)), fixed(position), highest)
        program.keep(Name(RESULTS, name, VALUE), highest)


def _add_sums(program: Program, row: str, criterion: int | None) -> None:
    """Add the points of a criterion or of the total, and how many indicators are met at each level."""
    points = () if program.criteria_set.total_points is None else (SCALED_LOW, SCALED_HIGH, SCALED_MAX)
    levels = range(1, len(program.criteria_set.told_apart) + 1)
    for name in (*points, *(f"{one}_{level}" for level in levels for one in ("met_low", "met_high", "counts"))):
        program.keep(Name(RESULTS, row, name), _column(program, name, criterion))


def _column(program: Program, name: str, criterion: int | None = None) -> Integer:
    """Give the sum of a step over all indicators, or over those of a criterion."""
    criteria = program.criteria_set.criteria
    chosen = criteria if criterion is None else criteria[criterion - 1 : criterion]
    rows = (Name(INDICATORS, one.id, name) for each in chosen for one in each.indicators)
    parts = tuple(program.step(one) for one in rows if one in program.steps)
    return ColumnSum(sum(one.least for one in parts), sum(one.most for one in parts), name, criterion, parts)


def _add_level(program: Program, level: Level) -> Integer:
    codes, ran = [], []
    for position, condition in enumerate(program.criteria_set.recognition.conditions(level), 1):
        row, found = condition_row(level.id, position), subjects(program, condition, level.id)
        counts = (found.asked, found.met, found.short)
        asked, met, short = (
            program.keep(Name(RESULTS, row, name), one)
            for name, one in zip((ASKED_N, MET_N, SHORT_N), counts, strict=True)
        )
        is_open = against(subtract(subtract(asked, met), short), ">", fixed(0))
        passed = pick(against(met, ">", fixed(0)), fixed(1), fixed(0))
        code = pick(against(short, ">", fixed(0)), fixed(3), pick(is_open, fixed(2), passed))
        codes.append(program.keep(Name(RESULTS, row, CODE), code))
        if not isinstance(condition, Upgrade):
            ran.append(codes[-1])
    none_ran = every(against(one, "=", fixed(0)) for one in ran)
    fails = any_of((*(against(one, "=", fixed(3)) for one in codes), none_ran))
    opened = any_of(against(one, "=", fixed(2)) for one in codes)
    return program.keep(
        Name(RESULTS, level_row(level.id), CODE), pick(fails, fixed(0), pick(opened, fixed(1), fixed(2)))
    )


def subjects(program: Program, condition: Condition, level: str) -> Subjects:
    """Give how many subjects of a condition of a level there are, are met, and are short."""
    criteria_set = program.criteria_set
    rows = [criterion_row(one.id) for one in criteria_set.criteria]
    number = criteria_set.told_apart.index(level) + 1 if level in criteria_set.told_apart else 1
    match condition:
        case Total(at_least=mark) if mark.percent:
            return _shares(program, [TOTAL], mark.placed)
        case Total(at_least=mark):
            return _amounts(program, [TOTAL], mark.placed, ">=")
        case EachCriterion(at_least=Fraction() as share):
            return _shares(program, rows, share)
        case EachCriterion():
            return _amounts(program, rows, condition.above or Fraction(0), ">")
        case OneCriterion():
            return _shares(program, [criterion_row(condition.id)], condition.at_least)
        case EachIndicator():
            each = each_indicator_conditions(criteria_set).index(condition) + 1
            asked, low, high = (_column(program, f"each_{name}_{each}") for name in ("asked", "low", "high"))
            return Subjects(asked, low, subtract(asked, high))
        case Indicators():
            named = list(dict.fromkeys(condition.met))
            asked, low, high = (
                added(program.step(Name(INDICATORS, one, f"{name}_{number}")) for one in named)
                for name in ("counts", "met_low", "met_high")
            )
            return Subjects(asked, low, subtract(asked, high))
        case AllMet():
            asked, low, high = (_column(program, f"{name}_{number}") for name in ("counts", "met_low", "met_high"))
            return Subjects(asked, low, subtract(asked, high))
        case Upgrade():
            return _upgrade(program, condition)
        case _:
            assert_never(condition)


def _shares(program: Program, rows: Sequence[str], share: Fraction) -> Subjects:
    """Give how many sums reach a share of their maximum."""

    def reaches(points: Integer, most: Integer) -> Claim:
        return against(multiply(points, fixed(share.denominator)), ">=", multiply(fixed(share.numerator), most))

    found = []
    for row in rows:
        low, high, most = _sums(program, row)
        found.append((row, against(most, ">", fixed(0)), reaches(low, most), negated(reaches(high, most))))
    return _tallied(found)


def _amounts(program: Program, rows: Sequence[str], wanted: Fraction, sign: Comparison) -> Subjects:
    """Give how many sums have so many points, or more than that."""
    amount = wanted / program.unit

    def reaches(points: Integer) -> Claim:
        return against(multiply(points, fixed(amount.denominator)), sign, fixed(amount.numerator))

    found = []
    for row in rows:
        low, high, most = _sums(program, row)
        found.append((row, against(most, ">", fixed(0)), reaches(low), negated(reaches(high))))
    return _tallied(found)


def _sums(program: Program, row: str) -> list[Integer]:
    return [program.step(Name(RESULTS, row, name)) for name in (SCALED_LOW, SCALED_HIGH, SCALED_MAX)]


def _tallied(found: Iterable[tuple[str, Claim, Claim, Claim]]) -> Subjects:
    """Count subjects by whether they apply, are met and are short."""
    asked: list[Integer] = []
    met: list[Integer] = []
    falls: list[tuple[str, Claim]] = []
    for row, applies, is_met, is_short in found:
        asked.append(flag(applies))
        met.append(flag(every((applies, is_met))))
        falls.append((row, every((applies, is_short))))
    return Subjects(added(asked), added(met), added(flag(one) for _, one in falls), tuple(falls))


@record
class Wait:
    """The wait before an upgrade: whether it binds the unit, whether its two days are in order, and the first day."""

    binds: Claim
    in_order: Claim
    first: Integer
    requested: Integer
    knows_level: Claim


def wait_of(program: Program, upgrade: Upgrade) -> Wait:
    """Give how the unit stands against the wait; the rule is that of `recognition`."""
    recognition = program.criteria_set.recognition

    def given(row: str, least: int, most: int) -> At:
        return program.input(Name(UNIT, row, NUMBER), least, most)

    decided, requested, year = given(DECIDED, *_DAYS), given(REQUESTED, *_DAYS), given(YEAR, *_YEARS)
    level, holds = given(HELD_LEVEL, 0, len(program.criteria_set.level_ids)), Is(given(HOLDS, 0, 1).name, 1)
    known, asked, in_a_year = (NotBlank(one.name) for one in (decided, requested, year))
    origin = program.criteria_set.level_ids.index(upgrade.origin) + 1
    binds = every((holds, any_of(against(level, "=", fixed(one)) for one in (0, origin))))
    if recognition.valid_months is not None:
        until = OfDay(*_DAYS, "months_later", OfDay(*_DAYS, "year_end", decided), recognition.valid_months)
        by_year = where(in_a_year, against(_year_of(until), "<=", year), NO)
        over = where(asked, against(until, "<", requested), by_year)
        binds = every((binds, negated(where(known, over, NO))))
    own_decision = every((against(_year_of(decided), ">", year), against(requested, "<", decided)))
    binds = where(binds, negated(where(every((known, asked, in_a_year)), own_decision, NO)), NO)
    in_order = where(every((known, asked)), against(requested, ">=", decided), NO)
    first = OfDay(*_DAYS, "months_later", decided, upgrade.after_months)
    return Wait(binds, in_order, first, requested, against(level, ">", fixed(0)))


def days_early(program: Program, upgrade: Upgrade) -> Integer:
    """Give how many days a request for an upgrade comes too early, 0 where it does not."""
    wait = wait_of(program, upgrade)
    early = larger(subtract(wait.first, wait.requested), fixed(0))
    knows = pick(wait.knows_level, early, fixed(0))
    return pick(wait.binds, pick(wait.in_order, knows, fixed(0)), fixed(0))


def _year_of(day: Integer) -> Integer:
    return OfDay(*_YEARS, "year", day)


def _upgrade(program: Program, upgrade: Upgrade) -> Subjects:
    found = wait_of(program, upgrade)
    waited = against(found.requested, ">=", found.first)
    ready = where(found.binds, where(found.in_order, waited, NO), NO)
    early = where(found.binds, where(found.in_order, where(waited, NO, found.knows_level), NO), NO)
    return Subjects(flag(found.binds), flag(ready), flag(early))
