"""The report over many units: set by set a ranking, the files left out, and a section for each unit.

A report is put together from entries that were made one by one, possibly in other processes. An entry holds what its
format needs: little for the ranking, and its part of the output as bytes, which may wait in a spool.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any

from xhht_score.assessment import Assessment, Which
from xhht_score.compare import Difference
from xhht_score.criteria import CriteriaSet
from xhht_score.errors import MOST_LISTED, MOST_NAMED, Place, Problem, Several
from xhht_score.fingerprints import Fingerprints, fingerprints
from xhht_score.identity import Identity, identity_of, name_key
from xhht_score.letters import alphabetical
from xhht_score.records import record
from xhht_score.reports import interface, json_texts
from xhht_score.reports.attainment import counts, level_columns, met_portion
from xhht_score.reports.conditions import lacking, short_criteria
from xhht_score.reports.document import (
    Block,
    Cell,
    Column,
    Composed,
    Document,
    Heading,
    Listing,
    Origin,
    Paragraph,
    SourceForm,
    Table,
    Value,
)
from xhht_score.reports.drawings import of_every_criterion, of_ranking
from xhht_score.reports.figures import attainment_cell
from xhht_score.reports.records import unit_row
from xhht_score.reports.spool import Spool, Spooled, bytes_of
from xhht_score.reports.trends import (
    UnitTrend,
    YearOfUnit,
    compose_trends,
    trend_object,
    trends,
    year_point,
)
from xhht_score.reports.unit import left_to_do, readings_told, set_lines, unit_body, unit_title, verdict_cell, whose
from xhht_score.reports.variant import difference_list
from xhht_score.results import LevelState
from xhht_score.version import __version__
from xhht_score.words import Words
from xhht_score.words.bounded import bounded

if TYPE_CHECKING:
    from xhht_score.reports.shapes import RankObject

#: More digits than a code of an administrative unit has: filled up to them, codes of all kinds compare.
_WIDEST = 5


#: The formats that are written from a document.
DOCUMENTS = ("table", "md", "html")
_STATES: tuple[LevelState, ...] = ("eligible", "not_eligible", "possible")


@record
class UnitEntry:
    """One unit in a report: who it is, its exact standing (`order`: less is better), and its part of the output.

    `facts` has the choice of each fact that the unit says, in words. `row` and `criteria` are its rows in the tables
    over all units; `part` is its section as blocks, its named values, or its JSON text; `point` is what a trend needs,
    which may wait there too.
    `made_from` are its fingerprints, where the format says them.
    `called` is its name as names are compared, "" where nobody gave one; `owners` are the assignees whose rows its form
    was made for.
    """

    file: str
    unit: str
    identity: Identity
    called: str
    parent: str | None
    owners: frozenset[str]
    year: int | None
    set_key: tuple[str, str]
    order: tuple[Fraction, ...] | None
    severities: tuple[str, ...]
    eligible: frozenset[str]
    state: LevelState
    facts: Mapping[str, str] = field(default_factory=dict)
    row: tuple[Cell, ...] = ()
    criteria: tuple[Cell, ...] = ()
    part: bytes | Spooled = b""
    made_from: Fingerprints | None = None
    point: bytes | Spooled = b""

    @property
    def content(self) -> bytes:
        """Its part of the output, wherever that waits."""
        return bytes_of(self.part)

    def waiting(self, spool: Spool, **alike: Any) -> UnitEntry:
        """Give the entry with what is long of it in a spool, and with what is equal in others, `alike`, from them."""
        point = spool.keep(bytes_of(self.point)) if self.point else b""
        return replace(self, part=spool.keep(self.content), point=point, **alike)

    @property
    def section(self) -> tuple[Block, ...]:
        """Its section of a document."""
        blocks: tuple[Block, ...] = pickle.loads(self.content)
        return blocks

    @property
    def record(self) -> dict[str, Value]:
        """Its named values, for CSV."""
        named: dict[str, Value] = pickle.loads(self.content)
        return named


@record
class Report:
    """Everything a report tells: its entries, the sets by key, the problems of files, and the files not ranked.

    `variants` holds for a set that extends another its base and the differences.
    `unranked` holds the files whose unit, set and year were found more than once, `failed` those that gave no entry;
    `which` says whose results its entries are, `plans` that plans were looked for where they take longer too.
    """

    entries: tuple[UnitEntry, ...]
    sets: Mapping[tuple[str, str], CriteriaSet]
    problems: tuple[Problem, ...] = ()
    unranked: frozenset[str] = frozenset()
    failed: tuple[str, ...] = ()
    variants: Mapping[tuple[str, str], tuple[CriteriaSet, Sequence[Difference]]] = field(default_factory=dict)
    which: Which = "self"
    plans: bool = False


def make_entry(words: Words, assessment: Assessment, form: str) -> UnitEntry:
    """Give the part of one unit in a report of the format `form`."""
    unit, criteria_set = assessment.submission.unit, assessment.criteria_set
    document = form in DOCUMENTS
    return UnitEntry(
        assessment.file,
        unit.name,
        identity_of(unit, criteria_set.unit, assessment.file),
        name_key(unit.own_name, criteria_set.unit),
        unit.parent,
        assessment.owners,
        assessment.submission.year,
        (criteria_set.id, criteria_set.version),
        _standing_of(assessment),
        _severities(assessment, form),
        frozenset(level.id for level in assessment.verdict.levels if level.state == "eligible"),
        "eligible" if assessment.verdict.certain else "possible" if assessment.verdict.possible else "not_eligible",
        _facts(words, assessment),
        row=_standing_row(words, assessment) if document else (),
        criteria=_criteria_row(words, assessment) if document else (),
        part=_part(words, assessment, form),
        point=b"" if form == "csv" else pickle.dumps(year_point(words, assessment)),
        made_from=fingerprints(assessment, __version__) if form in ("html", "xlsx", "md") else None,
    )


def _severities(assessment: Assessment, form: str) -> tuple[str, ...]:
    """Give the severities of the problems that a report lists of a unit; CSV counts the errors and warnings only."""
    listed = assessment.problems if form == "json" else assessment.listed
    return tuple(one.severity for one in listed if form != "csv" or one.severity != "notice")


def _facts(words: Words, assessment: Assessment) -> dict[str, str]:
    chosen = assessment.submission.facts
    return {
        name: words.text(fact.choices[choice])
        for name, fact in assessment.criteria_set.facts.items()
        if (choice := chosen.get(name)) is not None
    }


def _part(words: Words, assessment: Assessment, form: str) -> bytes:
    match form:
        case "json":
            return json_texts.unit_json(words, assessment).encode()
        case "csv" | "xlsx":
            return pickle.dumps(dict(unit_row(words, assessment)))
        case _:
            return pickle.dumps(tuple(_section(words, assessment)))


def ranked(report: Report, key: tuple[str, str]) -> list[tuple[int | None, UnitEntry]]:
    """Give the entries of one set with their ranks, best first; equal attainment has equal rank.

    Each year has a ranking of its own, the latest first, and units whose year is not known the last. Ranks compare the
    level reached for certain, then exact shares: the low end first, then the high end; where there are no points the
    attainment at each level. Units without attainment and units that were found twice come last, without a rank.
    """
    mine = [one for one in report.entries if one.set_key == key]
    mine.sort(
        key=lambda one: (-(one.year or 0), one.file in report.unranked, _order(one), alphabetical(one.unit), one.file)
    )
    return [pair for _, same in groupby(mine, lambda one: one.year) for pair in _places(report, same)]


def _places(report: Report, entries: Iterable[UnitEntry]) -> Iterator[tuple[int | None, UnitEntry]]:
    """Give the entries of one year, which are in order, with their ranks."""
    place, before = 0, None
    for position, one in enumerate(entries, 1):
        if one.file in report.unranked or one.order is None:
            yield None, one
            continue
        if _order(one) != before:
            place, before = position, _order(one)
        yield place, one


def _order(entry: UnitEntry) -> tuple[bool, tuple[Fraction, ...]]:
    """Give a key by which better attainment comes first."""
    return entry.order is None, entry.order or ()


def _standing_of(assessment: Assessment) -> tuple[Fraction, ...] | None:
    percent, verdict = assessment.scorecard.total.percent, assessment.verdict
    reached = Fraction(max((at for at, one in enumerate(verdict.levels, 1) if one.state == "eligible"), default=0))
    if assessment.criteria_set.total_points is not None:
        return (-reached, -percent.low, -percent.high) if percent else None
    shares = [level.attainment.percent for level in verdict.levels]
    if None in shares:
        return None
    return (-reached, *(-one.low for one in shares if one), *(-one.high for one in shares if one))


def compose_report(words: Words, report: Report, by: str | None = None) -> Document:
    """Give the report: an overview for each set, what was passed over, then a section for each unit.

    `by` is a fact, or `parent` for the unit above: each group of units has a table of its own beside the whole.
    """
    return Document(Composed(lambda: _blocks(words, report, by)), origin_of(words, report, by))


def origin_of(words: Words, report: Report, by: str | None = None) -> Origin:
    """Give what a report was made from, as far as its entries know: its forms, set by set in the order of ranks."""
    asked = (("which", report.which), *((("by", by),) if by else ()), *((("plan", "yes"),) if report.plans else ()))
    asked += readings_told(report.sets.values())
    standing = (entry for key in sorted(report.sets) for _, entry in ranked(report, key))
    sources = (
        SourceForm(one.file, one.unit, one.set_key[0], one.made_from) for one in standing if one.made_from is not None
    )
    return Origin("report", words.language, asked, tuple(sources))


def _groups(
    words: Words, criteria_set: CriteriaSet, standing: Sequence[tuple[int | None, UnitEntry]], by: str
) -> Iterator[Block]:
    """Give each group of units with how many of them stand how, in the order of the alphabet."""
    title = words.say("form-unit.parent") if by == "parent" else words.text(criteria_set.facts[by].title)
    groups: dict[str, list[tuple[int | None, UnitEntry]]] = {}
    for rank, entry in standing:
        named = entry.parent if by == "parent" else entry.facts.get(by)
        groups.setdefault(named or words.say("fact-open"), []).append((rank, entry))
    for named in sorted(groups, key=alphabetical) if len(groups) > 1 else ():
        yield Heading(3, f"{title}: {named}")
        yield Paragraph(_summary(words, groups[named]), "strong")
        yield _standing(words, criteria_set, groups[named])


def _blocks(words: Words, report: Report, by: str | None) -> Iterator[Block]:
    yield Heading(1, words.say("report-title"))
    for key, criteria_set in sorted(report.sets.items()):
        yield Heading(2, words.say("overview", id=criteria_set.id))
        yield from set_lines(words, criteria_set)
        standing = ranked(report, key)
        if key in report.variants:
            base, found = report.variants[key]
            yield Paragraph(words.say("variant-heading", id=base.id), "strong")
            yield difference_list(words, base, criteria_set, found)
        with_points = criteria_set.total_points is not None
        by_year = _by_year(standing)
        for year, same in by_year:
            if len(by_year) > 1:
                yield Heading(3, _of_year(words, "ranking", year))
            yield Paragraph(_summary(words, same), "strong")
            yield _standing(words, criteria_set, same)
            if by == "parent" or by in criteria_set.facts:
                yield from _groups(words, criteria_set, same, by)
        yield Paragraph(words.say("tie-rule" if with_points else "tie-rule-levels"), "muted")
        yield Paragraph(words.say("problems-rule"), "muted")
        for year, same in by_year:
            if len(by_year) > 1:
                yield Heading(3, _of_year(words, "attainment-by-criterion", year))
            else:
                yield Heading(3, words.say("attainment-by-criterion"))
            yield _by_criterion(words, criteria_set, same)
        if any("✗" in cell.text for _, entry in standing for cell in entry.criteria):
            yield Paragraph(words.say("criterion-mark"), "muted")
    yield from compose_trends(words, over_years(report), report.sets)
    if report.problems:
        yield Heading(2, words.say("passed-over"))
        yield Listing(tuple(Cell(words.line(problem)) for problem in bounded(report.problems)))
    for key in sorted(report.sets):
        for _, entry in ranked(report, key):
            yield from entry.section


def _summary(words: Words, standing: Sequence[tuple[int | None, UnitEntry]]) -> str:
    """Say in one sentence how many units there are, and how many of them stand how."""
    states = [entry.state for _, entry in standing]
    found = [(state, states.count(state)) for state in _STATES if state in states]
    return words.say("summary", n=len(states), parts=", ".join(words.say(f"summary-{one}", n=n) for one, n in found))


def _by_year(
    standing: Sequence[tuple[int | None, UnitEntry]],
) -> list[tuple[int | None, list[tuple[int | None, UnitEntry]]]]:
    return [(year, list(same)) for year, same in groupby(standing, lambda pair: pair[1].year)]


def _of_year(words: Words, key: str, year: int | None) -> str:
    said = words.say("year-unknown") if year is None else str(year)
    return words.say("unit-year", unit=words.say(key), year=said)


def _section(words: Words, assessment: Assessment) -> Iterator[Block]:
    yield Heading(2, unit_title(words, assessment))
    yield from whose(words, assessment)
    yield Paragraph(words.say("file-line", file=assessment.file), "muted")
    yield from set_lines(words, assessment.criteria_set)
    for block in unit_body(words, assessment, alone=False):
        yield Heading(block.level + 1, block.text) if isinstance(block, Heading) else block


def _standing(words: Words, criteria_set: CriteriaSet, standing: Sequence[tuple[int | None, UnitEntry]]) -> Table:
    with_points = criteria_set.total_points is not None
    attained = (Column(words.say("total"), right=True),)
    columns = (
        Column(words.say("col-rank"), right=True),
        Column(words.say("col-unit"), share=1),
        *(attained if with_points else level_columns(words, criteria_set, right=True)),
        Column(words.say("col-verdict"), share=1),
        Column(words.say("col-open" if with_points else "col-open-indicators"), right=True),
        Column(words.say("col-errors"), right=True),
        Column(words.say("col-warnings"), right=True),
    )
    rows = tuple((Cell(words.say("unranked") if rank is None else str(rank)), *one.row) for rank, one in standing)
    return Table(columns, rows, drawing=of_ranking(words, criteria_set, len(rows)))


def _standing_row(words: Words, assessment: Assessment) -> tuple[Cell, ...]:
    criteria_set, total = assessment.criteria_set, assessment.scorecard.total
    if criteria_set.total_points is None:
        levels = (level.attainment for level in assessment.verdict.levels)
        attained = [Cell("/".join(counts(one)), "strong", portions=met_portion(one)) for one in levels]
    else:
        attained = [replace(attainment_cell(words, criteria_set, total), tone="strong")]
    return (
        Cell(unit_title(words, assessment), "strong"),
        *attained,
        _verdict_with_why(words, assessment),
        *left_to_do(words, assessment),
    )


def _verdict_with_why(words: Words, assessment: Assessment) -> Cell:
    """Give the verdict, what the next level lacks where none is reached or possible, and the other side's verdict."""
    cell = verdict_cell(words, assessment)
    why = lacking(words, assessment) if assessment.verdict.possible is None else ""
    said = f"{cell.text} ({why})" if why else cell.text
    if assessment.beside is not None:
        other = verdict_cell(words, assessment.beside).text
        said = f"{said}; {words.say(f'whose-line-{assessment.beside.which}', found=other)}"
    return Cell(said, cell.tone)


def _criteria_row(words: Words, assessment: Assessment) -> tuple[Cell, ...]:
    """Give the attainment of each criterion: in percent, or indicators met at each level."""
    criteria_set = assessment.criteria_set
    if criteria_set.total_points is not None:
        short = short_criteria(assessment)
        shares = {one.id: attainment_cell(words, criteria_set, one.tally) for one in assessment.scorecard.criteria}
        return tuple(
            replace(cell, text=f"{cell.text} ✗", tone="bad") if name in short else cell for name, cell in shares.items()
        )
    each = zip(*(level.criteria for level in assessment.verdict.levels), strict=True)
    return tuple(
        Cell(" · ".join("/".join(counts(one)) for one in same), portions=sum(map(met_portion, same), ()))
        for same in each
    )


def _by_criterion(words: Words, criteria_set: CriteriaSet, standing: Sequence[tuple[int | None, UnitEntry]]) -> Table:
    heads = (Column(words.say("criterion-short", id=one.id), right=True, share=1) for one in criteria_set.criteria)
    columns = (Column(words.say("col-unit"), share=2), *heads)
    rows = tuple((Cell(one.unit, "strong"), *one.criteria) for _, one in standing)
    return Table(columns, rows, drawing=of_every_criterion(words, criteria_set))


def report_records(words: Words, report: Report) -> tuple[list[str], Iterator[list[Value]]]:
    """Give the header and one row per unit, set by set in rank order, for CSV."""
    standing = [pair for key in sorted(report.sets) for pair in ranked(report, key)]
    names = list(dict.fromkeys(name for _, entry in standing for name in entry.record))
    rows = ([rank, *map(entry.record.get, names)] for rank, entry in standing)
    return [words.say("csv-rank"), *names], rows


def report_json(words: Words, report: Report) -> Iterator[str]:
    """Give `{"units": [...], "ranking": [...], "trends": [...], …}` in pieces, one unit a line, in rank order."""
    standing = [pair for key in sorted(report.sets) for pair in ranked(report, key)]
    problems = [interface.problem_object(words, problem) for problem in bounded(report.problems, MOST_LISTED)]
    return json_texts.envelope(
        (entry.content.decode() for _, entry in standing),
        ranking=(_rank_object(rank, entry) for rank, entry in standing),
        trends=(trend_object(one, report.sets) for one in over_years(report)),
        problems=problems,
    )


def _rank_object(rank: int | None, entry: UnitEntry) -> RankObject:
    return {
        "criteria_set": entry.set_key[0],
        "version": entry.set_key[1],
        "year": entry.year,
        "rank": rank,
        "file": entry.file,
    }


def over_years(report: Report) -> list[UnitTrend]:
    """Give every unit of which the report has forms of several years; files that were found twice are left out."""
    forms = (
        YearOfUnit(one.file, one.unit, one.called, one.identity, one.parent, one.year, one.set_key, one.point)
        for one in report.entries
        if one.year is not None and one.point and one.file not in report.unranked
    )
    return trends(forms, report.sets)


def duplicates(entries: Iterable[UnitEntry]) -> tuple[list[Problem], frozenset[str]]:
    """Give a problem for each file whose unit, set and year stand in another file too, and those files.

    A problem names the first of the other files and how many there are, so that thousands of copies need little room.
    """
    by_code: dict[tuple[Any, ...], list[UnitEntry]] = {}
    for entry in entries:
        if entry.identity.coded:
            by_code.setdefault((entry.identity, entry.set_key[0], entry.year), []).append(entry)
    problems: list[Problem] = []
    for same in by_code.values():
        for entry in same if len(same) > 1 else ():
            near = [other.file for other in same[: MOST_NAMED + 1] if other is not entry]
            problems.append(_twice("duplicate-unit", entry, Several(tuple(near[:MOST_NAMED]), len(same) - 1)))
    return problems, frozenset(problem.place.file for problem in problems)


def namesakes(entries: Iterable[UnitEntry]) -> Iterator[Problem]:
    """Give a problem for units of one name, set and year that may be one, because not all of them have a code.

    A unit above that only one of them names tells nothing; two different ones tell them apart.
    """
    by_name: dict[tuple[Any, ...], dict[str | None, list[UnitEntry]]] = {}
    for entry in filter(lambda one: one.called, entries):
        same = by_name.setdefault((entry.called, entry.set_key[0], entry.year), {})
        same.setdefault(entry.parent and entry.parent.zfill(_WIDEST), []).append(entry)
    for same in by_name.values():
        anywhere = same.get(None, [])
        for parent, here in same.items():
            found = [*here, *anywhere] if parent is not None else anywhere if len(same) == 1 else []
            lacking = next((entry for entry in found if not entry.identity.coded), None)
            if lacking is not None and len(found) > 1:
                near = [one.file for one in found[: MOST_NAMED + 1] if one is not lacking]
                yield _twice("duplicate-name", lacking, Several(tuple(near[:MOST_NAMED]), len(found) - 1))


def _twice(code: str, entry: UnitEntry, others: Several) -> Problem:
    return Problem(code, Place(entry.file), {"unit": entry.unit, "year": str(entry.year or "–"), "other": others})
