"""What a workbook of scores or of a report holds: the columns of CSV, sheet by sheet, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xhht_score.assessment import Assessment
from xhht_score.criteria import CriteriaSet
from xhht_score.errors import MOST_LISTED, Problem
from xhht_score.reports.document import Origin, Paragraph, Value, told_of
from xhht_score.reports.overview import Report, origin_of, ranked
from xhht_score.reports.records import criterion_rows, firm_rows, indicator_rows, unit_row
from xhht_score.reports.sheets import MOST_DRAWN, Chart, DataBook, DataSheet, Series
from xhht_score.reports.unit import origin_of_units, set_lines
from xhht_score.version import __version__
from xhht_score.words import Words
from xhht_score.words.bounded import bounded

_Key = tuple[str, str]


def score_book(words: Words, found: Sequence[Assessment], problems: Sequence[Problem]) -> DataBook:
    """Give the workbook of some units: for each set its units and their criteria, all indicators, how firm it is."""
    by_set: dict[_Key, list[Assessment]] = {}
    for one in found:
        by_set.setdefault((one.criteria_set.id, one.criteria_set.version), []).append(one)
    sheets = []
    for same in by_set.values():
        criteria_set = same[0].criteria_set
        named = [dict(unit_row(words, one)) for one in same]
        header = list(dict.fromkeys(name for row in named for name in row))
        chart = _units_chart(words, criteria_set) if len(same) > 1 else None
        sheets.append(DataSheet(criteria_set.id, header, [[row.get(name) for name in header] for row in named], chart))
        header, rows = criterion_rows(words, same)
        title = words.say("book-criteria", id=criteria_set.id)
        chart = None if len(same) > 1 else _criteria_chart(words, criteria_set)
        sheets.append(DataSheet(title, header, rows, chart))
    sheets.append(DataSheet(words.say("book-indicators"), *indicator_rows(words, found)))
    if any(one.ahead is not None and one.ahead.firm for one in found):
        sheets.append(DataSheet(words.say("book-firm"), *firm_rows(words, found)))
    sets = [same[0].criteria_set for same in by_set.values()]
    said = [*problems, *(problem for one in found for problem in one.problems)]
    return _book(words, "score", sheets, sets, origin_of_units(words, found), said)


def report_book(words: Words, report: Report, by: str | None = None) -> DataBook:
    """Give the workbook of a report: a sheet for each set, its units in the order of their ranks."""
    sheets = [_units_sheet(words, report, key) for key in sorted(report.sets)]
    sets = [report.sets[key] for key in sorted(report.sets)]
    return _book(words, "report", sheets, sets, origin_of(words, report, by), report.problems)


def _units_sheet(words: Words, report: Report, key: _Key) -> DataSheet:
    """Give the units of one set; the values of each are read when its row is written."""
    standing, criteria_set = ranked(report, key), report.sets[key]
    names = list(dict.fromkeys(name for _, entry in standing for name in entry.record))
    rows = ([rank, *map(entry.record.get, names)] for rank, entry in standing)
    return DataSheet(criteria_set.id, [words.say("csv-rank"), *names], rows, _units_chart(words, criteria_set))


def _units_chart(words: Words, criteria_set: CriteriaSet) -> Chart:
    title, name = words.say("book-chart-units", id=criteria_set.id, n=MOST_DRAWN), words.say("csv-unit")
    if criteria_set.total_points is not None:
        return Chart(title, name, _both_ends(words), range=True)
    return Chart(title, name, _each_level(words, criteria_set), range=False)


def _criteria_chart(words: Words, criteria_set: CriteriaSet) -> Chart:
    title, name = words.say("book-chart-criteria", id=criteria_set.id), words.say("csv-criterion")
    if criteria_set.total_points is not None:
        return Chart(title, name, _both_ends(words), range=True)
    return Chart(title, name, _each_level(words, criteria_set), range=False)


def _both_ends(words: Words) -> tuple[Series, ...]:
    ends = (("percent_high", "draw-open"), ("percent_low", "draw-sure"))
    return tuple(Series(words.say(f"csv-{column}"), words.say(said)) for column, said in ends)


def _each_level(words: Words, criteria_set: CriteriaSet) -> tuple[Series, ...]:
    return tuple(
        Series(words.say("csv-level-percent_low", id=level.id), words.text(level.title))
        for level in criteria_set.recognition.levels
    )


def _book(
    words: Words,
    kind: str,
    sheets: list[DataSheet],
    sets: Iterable[CriteriaSet],
    origin: Origin,
    problems: Iterable[Problem],
) -> DataBook:
    if rows := [*_problem_rows(words, problems)]:
        heads = ("file", "sheet", "cell", "severity", "message", "remedy")
        sheets = [*sheets, DataSheet(words.say("book-problems"), [words.say(f"book-{one}") for one in heads], rows)]
    about = [*_about(words, sets, origin)]
    return DataBook(
        words.say(f"html-title-{kind}"),
        sheets,
        (words.say("book-about"), about),
        words.say("book-charts"),
        [*told_of(origin, "xlsx")],
    )


def _problem_rows(words: Words, problems: Iterable[Problem]) -> Iterator[list[Value]]:
    for one in bounded(problems, MOST_LISTED):
        place = one.place
        yield [
            place.file or None,
            place.sheet,
            place.cell,
            words.say(one.severity),
            words.message(one),
            words.remedy(one) or None,
        ]


def _about(words: Words, sets: Iterable[CriteriaSet], origin: Origin) -> Iterator[Sequence[Value]]:
    """Give what the workbook says of itself: how official each set is, and which forms it was made from."""
    yield [words.say("html-made", version=__version__)]
    for one in sets:
        yield []
        yield from ([block.text] for block in set_lines(words, one) if isinstance(block, Paragraph))
    yield []
    heads = ("csv-unit", "csv-file", "book-form", "csv-set", "book-set")
    yield [words.say(one) for one in heads]
    for source in origin.sources:
        form, criteria_set, _ = source.made_from
        yield [source.unit, source.file, form, source.criteria_set, criteria_set]
