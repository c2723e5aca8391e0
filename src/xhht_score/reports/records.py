"""Results as plain tables of values, for CSV and workbooks: one row per indicator, per criterion, or per unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from xhht_score.assessment import Assessment
from xhht_score.criteria import CriteriaSet
from xhht_score.numbers import Range, shown
from xhht_score.plan.first import first_step
from xhht_score.reports.ahead import beginning, firm_ahead
from xhht_score.reports.attainment import met_cell
from xhht_score.reports.conditions import condition_found, lacking
from xhht_score.reports.document import Cell, PercentValue, Value
from xhht_score.reports.figures import attainment_cell, met_share, tally_cells
from xhht_score.reports.firm import flip_text, level_of, refused_text, step_text, step_told
from xhht_score.reports.unit import indicator_cells, left_to_do, level_title
from xhht_score.results import Attainment, IndicatorResult
from xhht_score.words import Words, clauses, rules

CsvRow = list[Value]

#: A sheet names so many of the indicators that could change a level alone; JSON has all.
_MOST_FLIPS = 12

_WHO = ("unit", "code", "year", "set", "status")
_POINTS = ("low", "high", "max")
_LEVEL_COLUMNS = ("met_low", "met_high", "applicable", "percent_low", "percent_high")
_INDICATOR_COLUMNS = (
    *_WHO, "criterion", "indicator", "title", "state", "reported", *_POINTS, "met", "cell", "rule", "reference",
)  # fmt: skip


def indicator_rows(words: Words, assessments: Sequence[Assessment]) -> tuple[list[str], Iterator[CsvRow]]:
    """Give the header and one row per indicator of every unit; percentages are in percent.

    There are columns for points only where some set has points.
    """
    with_points = any(one.criteria_set.total_points is not None for one in assessments)
    columns = [name for name in _INDICATOR_COLUMNS if with_points or name not in _POINTS]
    return [words.say(f"csv-{name}") for name in columns], _indicator_rows(words, assessments, with_points)


def _indicator_rows(words: Words, assessments: Sequence[Assessment], with_points: bool) -> Iterator[CsvRow]:
    for one in assessments:
        criteria_set = one.criteria_set
        for criterion in one.scorecard.criteria:
            for result in criterion.indicators:
                indicator = criteria_set.indicators[result.id]
                first = next((found.place for found in result.values if found.place), None)
                identifier, title, reported, points, maximum = indicator_cells(words, criteria_set, result)
                yield [
                    *_who(words, one),
                    criterion.id,
                    identifier.text,
                    title.text,
                    words.say(result.state),
                    *_plain(reported),
                    *((*_ends(points), *_plain(maximum)) if with_points else ()),
                    _met(words, criteria_set, result),
                    first.cell if first else None,
                    rules.rule(words, criteria_set, indicator, result.rule),
                    "; ".join(clauses.references(words, criteria_set, indicator)) or None,
                ]


def _ends(cell: Cell) -> CsvRow:
    """Give both ends of the value of a cell; nothing of one without."""
    return [cell.value.low, cell.value.high] if isinstance(cell.value, Range) else [None, None]


def _percents(cell: Cell) -> CsvRow:
    """Give both ends of the percentage of a cell."""
    return [None if end is None else PercentValue(Fraction(end)) for end in map(_number, _ends(cell))]


def _number(value: Value) -> Fraction | int | None:
    assert not isinstance(value, str)
    return value


def _plain(cell: Cell) -> CsvRow:
    """Give the one value of a cell."""
    return [None if isinstance(cell.value, Range) else cell.value]


def _met(words: Words, criteria_set: CriteriaSet, result: IndicatorResult) -> str:
    """Give whether an indicator is met: in one word, or level by level where there are no points."""
    if criteria_set.total_points is not None:
        return met_cell(words, criteria_set, result).text
    levels = enumerate(criteria_set.recognition.levels)
    pairs = ((words.text(level.title), met_cell(words, criteria_set, result, at).text) for at, level in levels)
    return "; ".join(words.say("bar-level", level=level, rule=met) for level, met in pairs)


def criterion_rows(words: Words, assessments: Sequence[Assessment]) -> tuple[list[str], Iterator[CsvRow]]:
    """Give the header and one row per criterion of every unit; the units are of one set."""
    criteria_set = assessments[0].criteria_set
    names = [f"csv-{name}" for name in (*_WHO, "criterion", "title")]
    header = [words.say(name) for name in names]
    if criteria_set.total_points is not None:
        header += [words.say(f"csv-{name}") for name in (*_POINTS, "percent_low", "percent_high")]
    else:
        levels = criteria_set.recognition.levels
        header += [words.say(f"csv-level-{name}", id=level.id) for level in levels for name in _LEVEL_COLUMNS]
    return header, (row for one in assessments for row in _criterion_rows(words, one))


def _criterion_rows(words: Words, one: Assessment) -> Iterator[CsvRow]:
    criteria_set = one.criteria_set
    for at, (criterion, result) in enumerate(zip(criteria_set.criteria, one.scorecard.criteria, strict=True)):
        row = [*_who(words, one), criterion.id, words.text(criterion.title)]
        if criteria_set.total_points is not None:
            points, maximum, percent = tally_cells(words, criteria_set, result.tally)
            yield [*row, *_ends(points), *_plain(maximum), *_percents(percent)]
        else:
            found = (level.criteria[at] for level in one.verdict.levels)
            yield [*row, *(value for each in found for value in _attained(words, criteria_set, each))]


def _attained(words: Words, criteria_set: CriteriaSet, found: Attainment) -> CsvRow:
    share = met_share(words, criteria_set, found)
    return [found.met.low, found.met.high, found.applicable.high, *_percents(share)]


def unit_row(words: Words, one: Assessment) -> tuple[tuple[str, Value], ...]:
    """Give one unit as named values, in the order of the columns; numbers as pages show them, attainment in percent."""
    criteria_set, verdict = one.criteria_set, one.verdict
    waiting, errors, warnings = left_to_do(words, one)
    named = [(words.say(f"csv-{name}"), value) for name, value in zip(_WHO, _who(words, one), strict=True)]
    named += _levels(words, one) if criteria_set.total_points is None else _totals(words, one)
    named += _conditions(words, one)
    last: list[tuple[str, CsvRow]] = [
        ("verdict", [level_title(words, criteria_set, verdict.certain)]),
        ("possible", [level_title(words, criteria_set, verdict.possible)]),
        ("why", [lacking(words, one) or None]),
        *_ahead(words, one),
        ("open_indicators" if criteria_set.total_points is None else "open_points", _plain(waiting)),
        ("errors", _plain(errors)),
        ("warnings", _plain(warnings)),
        ("file", [one.file]),
    ]
    return (*named, *((words.say(f"csv-{name}"), value) for name, (value,) in last))


def _ahead(words: Words, one: Assessment) -> Iterator[tuple[str, CsvRow]]:
    """Give the smallest change that alone is enough for the next level, and the cheapest plan with its first step."""
    if one.ahead is None:
        return
    firm, begin = firm_ahead(one.ahead), beginning(one.ahead.planned)
    flips = () if firm is None or firm.is_certain else firm.flips
    first = None if begin is None else first_step(begin.plan)
    yield "alone", [flip_text(words, one, flips[0]) if flips else None]
    yield "plan_effort", [None if begin is None else shown(begin.plan.effort, 2, ())]
    yield "plan_steps", [None if begin is None else len(begin.plan.steps)]
    yield "plan_first", [None if first is None else f"{first.indicator} {step_told(words, one, first)}"]


def firm_rows(words: Words, assessments: Sequence[Assessment]) -> tuple[list[str], list[CsvRow]]:
    """Give the header and, for each level of every unit, the smallest changes that flip it and the fewest refusals."""
    header = [
        words.say(f"csv-{name}") for name in ("unit", "firm_level", "firm_state", "indicator", "title", "firm_change")
    ]
    return header, [row for one in assessments for row in _firm_rows(words, one)]


def _firm_rows(words: Words, one: Assessment) -> Iterator[CsvRow]:
    for firm in one.ahead.firm if one.ahead is not None else ():
        title = words.text(level_of(one, firm.level).title)
        who = [one.submission.unit.name, title, words.say("csv-firm_certain" if firm.is_certain else "csv-firm_open")]
        for flip in firm.flips[:_MOST_FLIPS]:
            indicator = words.text(one.criteria_set.indicators[flip.indicator].title)
            yield [*who, flip.indicator, indicator, step_text(words, one, flip)]
        if not firm.flips:
            yield [*who, None, None, words.say("plan-firm-none", level=title)]
        if firm.is_certain:
            yield [*who, None, None, refused_text(words, one, firm)]


def _totals(words: Words, one: Assessment) -> Iterator[tuple[str, Value]]:
    points, maximum, percent = tally_cells(words, one.criteria_set, one.scorecard.total)
    names = (words.say(f"csv-{name}") for name in ("low", "high", "max", "percent_low", "percent_high"))
    yield from zip(names, (*_ends(points), *_plain(maximum), *_percents(percent)), strict=True)
    for criterion in one.scorecard.criteria:
        share = attainment_cell(words, one.criteria_set, criterion.tally)
        names_of = (words.say(f"csv-criterion-{end}", id=criterion.id) for end in ("low", "high"))
        yield from zip(names_of, _percents(share), strict=True)


def _levels(words: Words, one: Assessment) -> Iterator[tuple[str, Value]]:
    for level in one.verdict.levels:
        names = (words.say(f"csv-level-{name}", id=level.id) for name in _LEVEL_COLUMNS)
        yield from zip(names, _attained(words, one.criteria_set, level.attainment), strict=True)


def _conditions(words: Words, one: Assessment) -> Iterator[tuple[str, Value]]:
    """Give for each condition of each level its state, and where it is not met what was found and is lacking."""
    recognition = one.criteria_set.recognition
    for level, result in zip(recognition.levels, one.verdict.levels, strict=True):
        for asked, found in zip(recognition.conditions(level), result.conditions, strict=True):
            named = {"level": level.id, "condition": clauses.condition(words, asked)}
            lacks = condition_found(words, one, asked, found) if found.state in ("short", "open") else None
            yield words.say("csv-condition", **named), words.say(f"condition-{found.state}")
            yield words.say("csv-condition-lacks", **named), lacks


def _who(words: Words, one: Assessment) -> CsvRow:
    unit, criteria_set = one.submission.unit, one.criteria_set
    return [unit.name, unit.code, one.submission.year, criteria_set.id, words.say(f"status-{criteria_set.status}")]
