"""A formula for every condition of recognition: subjects that are asked, met and short, and what is lacking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, assert_never

from xhht_score.criteria import (
    AllMet,
    Condition,
    CriteriaSet,
    EachCriterion,
    EachIndicator,
    Indicators,
    OneCriterion,
    Total,
    Upgrade,
)
from xhht_score.workbook import layout
from xhht_score.workbook.formulas.indicators import Context, each_indicator_conditions
from xhht_score.workbook.formulas.whole import Whole, const
from xhht_score.workbook.symbols import ANSWERS, INFO, RESULTS, all_of, any_of, at, column, flag

#: What is lacking is a difference of two numbers with at most so many decimals.
_LACK_DECIMALS = 10


class Standing(NamedTuple):
    """Formulas of a condition: subjects that it asks, that are met and that are short, and what the worst one lacks.

    `percent` says that what is lacking is a share of one.
    """

    asked: str
    met: str
    short: str
    lack: str
    percent: bool = False


@dataclass(frozen=True, slots=True)
class _Tally:
    """The whole numbers of a criterion or of the total: points at worst and at best, and the maximum."""

    low: Whole
    high: Whole
    maximum: Whole
    row: str


def standing(context: Context, condition: Condition, level: str) -> Standing:
    """Give the formulas of a condition of a level; raises `BeyondSpreadsheet`."""
    criteria_set, unit = context.criteria_set, context.unit
    tallies = [_tally(context, f"criterion.{one.id}", _most(criteria_set, [one.id])) for one in criteria_set.criteria]
    total = _tally(context, "total", _most(criteria_set, [one.id for one in criteria_set.criteria]))
    number = context.levels.index(level) + 1 if level in context.levels else 1
    match condition:
        case Total(at_least=mark) if mark.percent:
            return _shares([total], mark.placed)
        case Total(at_least=mark):
            return _amounts([total], mark.placed, unit, strict=False)
        case EachCriterion(at_least=Fraction() as share):
            return _shares(tallies, share)
        case EachCriterion():
            return _amounts(tallies, condition.above or Fraction(0), unit, strict=True)
        case OneCriterion():
            ids = [one.id for one in criteria_set.criteria]
            return _shares([tallies[ids.index(condition.id)]], condition.at_least)
        case EachIndicator():
            each = each_indicator_conditions(criteria_set).index(condition) + 1
            return _counted(f"SUM({column(f'each_asked_{each}')})", f"each_low_{each}", f"each_high_{each}")
        case Indicators():
            return _named(list(dict.fromkeys(condition.met)), number)
        case AllMet():
            return _counted(f"SUM({column(f'counts_{number}')})", f"met_low_{number}", f"met_high_{number}")
        case Upgrade():
            return _upgrade(context, condition)
        case _:
            assert_never(condition)


def _most(criteria_set: CriteriaSet, ids: Sequence[str]) -> Fraction:
    found = [one.weight for each in criteria_set.criteria if each.id in ids for one in each.indicators]
    return sum(found, Fraction(0))


def _tally(context: Context, row: str, most: Fraction) -> _Tally:
    units = int(most / context.unit)
    low, high, maximum = (
        Whole(at(RESULTS, row, field), 0, units) for field in ("scaled_low", "scaled_high", "scaled_max")
    )
    return _Tally(low, high, maximum, row)


def _shares(tallies: Sequence[_Tally], share: Fraction) -> Standing:
    """Give how many tallies reach a share of their maximum."""
    asked, met, short, lacks = [], [], [], []
    for one in tallies:
        needed = const(share.numerator) * one.maximum
        low, high = (end * const(share.denominator) for end in (one.low, one.high))
        applicable, falls = f"{one.maximum.text}>0", f"{high.text}<{needed.text}"
        asked.append(flag(applicable))
        met.append(flag(all_of((applicable, f"{low.text}>={needed.text}"))))
        short.append(flag(all_of((applicable, falls))))
        lacks.append(_lack(all_of((applicable, falls)), share, at(RESULTS, one.row, "percent_high")))
    return Standing(_added(asked), _added(met), _added(short), f"MAX({','.join(lacks)})", percent=True)


def _lack(falls: str, mark: Fraction, shown: str) -> str:
    """Give what is lacking: the mark less the number that is shown, so that a calculator agrees with the form."""
    return f"IF({falls},ROUND({mark.numerator}/{mark.denominator}-{shown},{_LACK_DECIMALS}),0)"


def _amounts(tallies: Sequence[_Tally], wanted: Fraction, unit: Fraction, *, strict: bool) -> Standing:
    """Give how many tallies have so many points, or more than that."""
    sign, amount = (">" if strict else ">="), wanted / unit
    scale, needed = const(amount.denominator), const(amount.numerator)
    asked, met, short, lacks = [], [], [], []
    for one in tallies:
        low, high = one.low * scale, one.high * scale
        applicable, falls = f"{one.maximum.text}>0", f"NOT({high.text}{sign}{needed.text})"
        asked.append(flag(applicable))
        met.append(flag(all_of((applicable, f"{low.text}{sign}{needed.text}"))))
        short.append(flag(all_of((applicable, falls))))
        lacks.append(_lack(all_of((applicable, falls)), wanted, at(RESULTS, one.row, "high")))
    return Standing(_added(asked), _added(met), _added(short), f"MAX({','.join(lacks)})")


def _added(flags: Sequence[str]) -> str:
    return "+".join(flags)


def _counted(asked: str, low: str, high: str) -> Standing:
    short = f"{asked}-SUM({column(high)})"
    return Standing(asked, f"SUM({column(low)})", short, short)


def _named(indicators: Sequence[str], number: int) -> Standing:
    def summed(name: str) -> str:
        return _added([at(ANSWERS, identifier, f"{name}_{number}") for identifier in indicators])

    short = f"{summed('counts')}-({summed('met_high')})"
    return Standing(summed("counts"), summed("met_low"), short, short)


def _upgrade(context: Context, upgrade: Upgrade) -> Standing:
    """Give how the unit stands against the wait; the rule is that of `recognition`."""
    recognition = context.criteria_set.recognition
    day, asked, level = (
        at(INFO, key, layout.POSITION) for key in (layout.DECISION_DATE, layout.REQUEST_DATE, layout.DECISION_LEVEL)
    )
    known, requested = f"ISNUMBER({day})", f"ISNUMBER({asked})"
    origin = context.criteria_set.level_ids.index(upgrade.origin) + 1
    number, word = (at(INFO, key, layout.VALUE) for key in (layout.DECISION_NUMBER, layout.DECISION_LEVEL))
    held = any_of((known, f'TRIM({number})<>""', f'TRIM({word})<>""'))
    binds = all_of((held, any_of((f"{level}=0", f"{level}={origin}"))))
    year = at(INFO, layout.YEAR, layout.POSITION)
    if recognition.valid_months is not None:
        until = f"EDATE(DATE(YEAR({day}),12,31),{recognition.valid_months})"
        over = f"IF({requested},{until}<{asked},IF(ISNUMBER({year}),YEAR({until})<={year},1=0))"
        binds = all_of((binds, f"NOT(IF({known},{over},1=0))"))
    answered = all_of((known, requested, f"ISNUMBER({year})"))
    binds = f"IF({binds},NOT(IF({answered},AND(YEAR({day})>{year},{asked}<{day}),1=0)),1=0)"
    first = f"EDATE({day},{upgrade.after_months})"
    in_order = f"IF({all_of((known, requested))},{asked}>={day},1=0)"
    met = f"IF({binds},IF({in_order},IF({asked}>={first},1,0),0),0)"
    short = f"IF({binds},IF({in_order},IF({asked}>={first},0,IF({level}>0,1,0)),0),0)"
    lack = f"IF({binds},IF({in_order},IF({level}>0,MAX({first}-{asked},0),0),0),0)"
    return Standing(f"IF({binds},1,0)", met, short, lack)
