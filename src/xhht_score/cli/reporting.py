"""`xhht report`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from xhht_score.api.batch import report_on
from xhht_score.api.folders import find_workbooks
from xhht_score.api.known import meant_by
from xhht_score.assessment import Which
from xhht_score.cli.desk import Desk
from xhht_score.cli.inputs import meant
from xhht_score.cli.scoring import level_meant, only_about, unknown_levels
from xhht_score.definitions import Text
from xhht_score.errors import Place, Problem, XhhtError, has_errors, in_order
from xhht_score.loading.loader import Readings
from xhht_score.records import record
from xhht_score.reports.overview import Report, compose_report, report_json, report_records
from xhht_score.words import Words


@record
class Gathered:
    """The files to report on and what was passed over already; in a folder foreign spreadsheets are only a notice."""

    paths: list[Path]
    passed: list[Problem]
    folder: Path | None = None


def gather(files: Sequence[Path], everything: bool, directory: Path | None) -> Gathered:
    """Give the files that are meant; raises `XhhtError` where there are none."""
    if files and not everything and directory is None:
        return Gathered(meant(files), [])
    if files or not (everything or directory):
        raise XhhtError([Problem("report-what")])
    place = directory or Path()
    if not place.is_dir():
        raise XhhtError([Problem("directory-missing", Place(str(place)))])
    paths, passed = find_workbooks(place)
    if not paths:
        raise XhhtError([Problem("nothing-found", Place(str(place))), *passed])
    return Gathered(paths, passed, place)


def run_report(
    desk: Desk,
    found: Gathered,
    *,
    criteria: str | None,
    require: str | None,
    jobs: int | None,
    which: Which,
    readings: Readings = (),
    by: str | None = None,
    plans: bool = False,
) -> int:
    """Assess all files, give the report, and then say what was wrong."""
    with desk.progress(len(found.paths)) as done:
        report = report_on(
            found.paths,
            desk.words,
            desk.format,
            criteria=criteria,
            jobs=jobs,
            lenient=found.folder is not None,
            on_done=done,
            which=which,
            readings=readings,
            plans=plans,
        )
    if unknown := unknown_levels(require, report.sets.values()):
        raise XhhtError(unknown)
    if by is not None and report.sets:
        facts = {name: fact.title for one in report.sets.values() for name, fact in one.facts.items()}
        above = Text(vi=Words("vi").say("form-unit.parent"), en=Words("en").say("form-unit.parent"))
        by = meant_by("group-unknown", by, {"parent": above, **facts})
    problems = in_order([*report.problems, *found.passed])
    if found.folder and not report.entries and not has_errors(problems):
        problems = in_order([*problems, Problem("nothing-found", Place(str(found.folder)))])
    report = replace(report, problems=problems)
    if report.entries or desk.format == "json":
        _deliver(desk, report, by)
    told = desk.format == "csv" or not report.entries
    if told:
        desk.tell(problems)
    if not report.entries and only_about(problems, found.paths):
        return 2
    listed = [severity for entry in report.entries for severity in entry.severities]
    listed += [] if told else [one.severity for one in problems]
    return desk.closing(listed, report.failed) or _requirement(desk, report, require)


def _deliver(desk: Desk, report: Report, by: str | None) -> None:
    if desk.format == "json":
        desk.deliver_pieces(report_json(desk.words, report))
    elif desk.format == "csv":
        from xhht_score.reports.delimited import csv_pieces

        desk.deliver_pieces(csv_pieces(*report_records(desk.words, report), desk.words.language, desk.delimiter))
    elif desk.format == "xlsx":
        from xhht_score.reports.books import report_book

        desk.deliver_book(report_book(desk.words, report, by))
    else:
        desk.deliver(compose_report(desk.words, report, by))


def _requirement(desk: Desk, report: Report, require: str | None) -> int:
    short = tuple(
        one.unit
        for one in report.entries
        if require is not None and level_meant(require, report.sets[one.set_key]) not in one.eligible
    )
    if short:
        desk.talk(desk.words.say("require-no", level=require, units=short))
    return 1 if short else 0
