"""How units of a report stand over the years: attainment and level by the form of each year, and what changed since."""

from __future__ import annotations

import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from xhht_score.assessment import Assessment
from xhht_score.criteria import CriteriaSet
from xhht_score.identity import Identity, may_be_other_land
from xhht_score.letters import alphabetical
from xhht_score.numbers import Range, exact_text
from xhht_score.records import record
from xhht_score.reports.attainment import counts
from xhht_score.reports.change_cells import change_cell, ends_of
from xhht_score.reports.document import Block, Cell, Column, Drawing, Heading, Paragraph, Portion, Table, Tone
from xhht_score.reports.figures import attainment_cell
from xhht_score.reports.interface import ends_object
from xhht_score.reports.spool import Spooled, bytes_of
from xhht_score.reports.unit import level_reached
from xhht_score.words import Words

if TYPE_CHECKING:
    from xhht_score.reports.change_shapes import TrendObject, TrendYearObject
    from xhht_score.reports.shapes import EndsObject

#: More digits than a code of an administrative unit has: filled up to them, codes of all kinds compare.
_WIDEST = 5
SetKey = tuple[str, str]


@record
class YearPoint:
    """How a unit stands by the form of one year: what a trend is made from.

    `attained` are the cells that show it, one for the total or one for each level; `percents` are the same exact, in
    percent; `met` are the indicators met at each level, `titles` the names of these; empty where the set has points.
    """

    attained: tuple[Cell, ...]
    percents: tuple[Range | None, ...]
    met: tuple[Range, ...]
    certain: str | None
    possible: str | None
    level: str
    titles: tuple[str, ...] = ()


@record
class YearOfUnit:
    """Whose form of which year and set it is, with how the unit stands by it, as bytes that may wait in a spool."""

    file: str
    unit: str
    called: str
    identity: Identity
    parent: str | None
    year: int
    set_key: SetKey
    kept: bytes | Spooled

    @property
    def point(self) -> YearPoint:
        """How the unit stands."""
        found: YearPoint = pickle.loads(bytes_of(self.kept))
        return found


@record
class UnitTrend:
    """One unit over the years, two of them at least, the earliest first; `other_land` as in a comparison."""

    years: tuple[YearOfUnit, ...]
    other_land: bool

    @property
    def unit(self) -> str:
        """The name of the unit in the last year."""
        return self.years[-1].unit

    @property
    def sets(self) -> tuple[SetKey, ...]:
        """The sets by which it was assessed, each once."""
        return tuple(dict.fromkeys(one.set_key for one in self.years))


def year_point(words: Words, assessment: Assessment) -> YearPoint:
    """Give how a unit stands by its form."""
    criteria_set, verdict = assessment.criteria_set, assessment.verdict
    level = level_reached(words, criteria_set, verdict)
    if criteria_set.total_points is not None:
        total = assessment.scorecard.total
        percents = (None if total.percent is None else total.percent.times(100),)
        cells = (attainment_cell(words, criteria_set, total),)
        return YearPoint(cells, percents, (), verdict.certain, verdict.possible, level)
    attained = [one.attainment for one in verdict.levels]
    return YearPoint(
        tuple(Cell("/".join(counts(one)), value=one.met) for one in attained),
        tuple(None if one.percent is None else one.percent.times(100) for one in attained),
        tuple(one.met for one in attained),
        verdict.certain,
        verdict.possible,
        level,
        tuple(words.text(one.title) for one in criteria_set.recognition.levels),
    )


def trends(forms: Iterable[YearOfUnit], sets: Mapping[SetKey, CriteriaSet]) -> list[UnitTrend]:
    """Give every unit of which there are forms of several years, by sets of one family, in the order of the alphabet.

    Units join by code, else by name and the unit above. Under one code two names are two units, for codes are given
    anew; a name that is not known tells none apart. Where one year has several forms, each set has a trend of its own.
    """
    home = _families(sets)
    groups: dict[tuple[object, ...], list[YearOfUnit]] = defaultdict(list)
    for one in forms:
        above = None if one.identity.coded else one.parent and one.parent.zfill(_WIDEST)
        groups[home[one.set_key], sets[one.set_key].unit, one.identity, above].append(one)
    found = [
        UnitTrend(years, may_be_other_land(sets[years[-1].set_key].unit, years[0].year, years[-1].year))
        for same in groups.values()
        for years in _told_apart(same)
    ]
    return sorted(found, key=lambda one: (alphabetical(one.unit), one.years[-1].file))


def _families(sets: Mapping[SetKey, CriteriaSet]) -> dict[SetKey, int]:
    """Give for each set the number of its family: sets are of one where some of them extends another."""
    families: list[set[str]] = []
    for criteria_set in sets.values():
        mine = set(criteria_set.family)
        for one in [each for each in families if each & mine]:
            families.remove(one)
            mine |= one
        families.append(mine)
    return {key: next(at for at, one in enumerate(families) if key[0] in one) for key in sets}


def _told_apart(same: Sequence[YearOfUnit]) -> Iterator[tuple[YearOfUnit, ...]]:
    names = {one.called for one in same if one.called}
    by_name = [[one for one in same if one.called == name] for name in names] if len(names) > 1 else [list(same)]
    for group in by_name:
        twice = len({one.year for one in group}) < len(group)
        keys = dict.fromkeys(one.set_key for one in group) if twice else [None]
        for key in keys:
            years = sorted((one for one in group if key in (None, one.set_key)), key=lambda one: one.year)
            if len(years) > 1 and len({one.year for one in years}) == len(years):
                yield tuple(years)


def compose_trends(words: Words, found: Sequence[UnitTrend], sets: Mapping[SetKey, CriteriaSet]) -> Iterator[Block]:
    """Give a table for each group of sets: a row for each unit, a column for each year, and what changed."""
    if not found:
        return
    yield Heading(2, words.say("trend-heading"))
    groups: dict[tuple[str, ...], list[UnitTrend]] = defaultdict(list)
    for one in found:
        groups[tuple(dict.fromkeys(key[0] for key in one.sets))].append(one)
    for names, same in sorted(groups.items()):
        if len(groups) > 1:
            yield Heading(3, ", ".join(names))
        yield _table(words, same)
        points = all(sets[key].total_points is not None for one in same for key in one.sets)
        yield Paragraph(words.say("trend-rule" if points else "trend-rule-levels"), "muted")
        if any(one.other_land for one in same):
            yield Paragraph(words.say("trend-land"), "open")


def _table(words: Words, same: Sequence[UnitTrend]) -> Table:
    years = sorted({each.year for one in same for each in one.years})
    columns = (
        Column(words.say("col-unit"), share=2),
        *(Column(str(year), share=1) for year in years),
        Column(words.say("trend-change"), share=1),
    )
    drawing = Drawing("heat", "years", (0,), tuple(range(1, 1 + len(years))), parts=_parts(same))
    return Table(columns, tuple(_row(words, one, years) for one in same), drawing=drawing)


def _parts(same: Sequence[UnitTrend]) -> tuple[str, ...]:
    """Give what the portions of a year stand for, where there is one for each level; the last year says it."""
    named = [one.years[-1].point.titles for one in same]
    return next((one for one in named if len(one) > 1), ())


def _row(words: Words, one: UnitTrend, years: Sequence[int]) -> tuple[Cell, ...]:
    at = {each.year: each.point for each in one.years}
    cells = (_year(words, at[year]) if year in at else Cell("–", "muted") for year in years)
    return Cell(f"{one.unit} *" if one.other_land else one.unit, "strong"), *cells, _change(words, one)


def _year(words: Words, point: YearPoint) -> Cell:
    attained = " · ".join(one.text for one in point.attained)
    tone: Tone = "good" if point.certain else "open" if point.possible else "plain"
    value = point.attained[0].value if len(point.attained) == 1 else None
    drawn = tuple(
        Portion(cell.text, Range(percent.low / 100, percent.high / 100))
        for cell, percent in zip(point.attained, point.percents, strict=True)
        if percent is not None
    )
    return Cell(words.say("trend-cell", attained=attained, level=point.level), tone, value, drawn)


def _change(words: Words, one: UnitTrend) -> Cell:
    """Give what changed between the first year and the last: attainment, and the level where that is another one."""
    first, last = one.years[0].point, one.years[-1].point
    if len(first.attained) != len(last.attained) or bool(first.met) != bool(last.met):
        return Cell("–", "muted")
    pairs = zip(first.attained, last.attained, strict=True)
    cells = [change_cell(words, ends_of(old), ends_of(new)) for old, new in pairs]
    said = " · ".join(cell.text for cell in cells)
    if first.level != last.level:
        said = f"{said}; {words.say('compare-passage', old=first.level, new=last.level)}"
    return Cell(said, cells[0].tone if len(cells) == 1 else "plain", cells[0].value if len(cells) == 1 else None)


def trend_object(one: UnitTrend, sets: Mapping[SetKey, CriteriaSet]) -> TrendObject:
    """Give a unit over the years as a JSON object; numbers are exact."""
    first, last = one.years[0], one.years[-1]
    ids = [sets[each.set_key].level_ids for each in (first, last)]
    alike = bool(first.point.met) == bool(last.point.met) and (not first.point.met or ids[0] == ids[1])
    pairs = list(zip(first.point.percents, last.point.percents, strict=True)) if alike else []
    changes = [None if old is None or new is None else _moved(old, new) for old, new in pairs]
    with_points = alike and not first.point.met
    return {
        "unit": one.unit,
        "code": last.identity.known_by if last.identity.coded else None,
        "kind": sets[last.set_key].unit,
        "other_land": one.other_land,
        "years": [_year_object(each, sets[each.set_key]) for each in one.years],
        "change": {
            "from": first.year,
            "to": last.year,
            "percent": changes[0] if with_points else None,
            "levels": {} if with_points or not alike else dict(zip(ids[1], changes, strict=True)),
        },
    }


def _moved(old: Range, new: Range) -> EndsObject:
    return {"low": exact_text(Fraction(new.low - old.low)), "high": exact_text(Fraction(new.high - old.high))}


def _year_object(one: YearOfUnit, criteria_set: CriteriaSet) -> TrendYearObject:
    point = one.point
    percents = [None if each is None else ends_object(each) for each in point.percents]
    return {
        "year": one.year,
        "file": one.file,
        "criteria_set": one.set_key[0],
        "version": one.set_key[1],
        "percent": None if point.met else percents[0],
        "levels": dict(zip(criteria_set.level_ids, percents, strict=True)) if point.met else {},
        "certain": point.certain,
        "possible": point.possible,
    }
