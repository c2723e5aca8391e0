"""`xhht compare`."""

from __future__ import annotations

from xhht_score.api.compared import BothTimes, compare_forms
from xhht_score.assessment import Whose
from xhht_score.cli.desk import Desk
from xhht_score.errors import Problem, XhhtError, nearest
from xhht_score.reports.comparison import ChangeReport, comparison_json, comparison_records, compose_comparison

_SIDES: tuple[Whose, ...] = ("self", "appraised")


def whose_result(given: str | None) -> Whose:
    """Give whose result is compared, the unit's own by default; raises `XhhtError` for another word."""
    found = next((one for one in _SIDES if one == (given or "self")), None)
    if found is None:
        arguments = {"given": given, "expected": _SIDES, "nearest": nearest(given or "", _SIDES)}
        raise XhhtError([Problem("which-unknown", arguments=arguments)])
    return found


def run_compare(
    desk: Desk, both: BothTimes, *, criteria: str | None, old_criteria: str | None, which: Whose, jobs: int | None
) -> int:
    """Compare all forms, give what changed, and then say what was wrong."""
    with desk.progress(len(both.old) + len(both.new)) as done:
        found = compare_forms(
            both,
            desk.words,
            desk.format,
            criteria=criteria,
            old_criteria=old_criteria,
            which=which,
            jobs=jobs,
            on_done=done,
        )
    _deliver(desk, found)
    listed = [severity for entry in found.entries for severity in entry.severities]
    if desk.format == "csv":
        desk.tell(found.problems)
    else:
        listed += [one.severity for one in found.problems]
    return desk.closing(listed, found.failed)


def _deliver(desk: Desk, found: ChangeReport) -> None:
    if desk.format == "json":
        desk.deliver_pieces(comparison_json(desk.words, found))
    elif desk.format == "csv":
        from xhht_score.reports.delimited import csv_pieces

        desk.deliver_pieces(csv_pieces(*comparison_records(desk.words, found), desk.words.language))
    else:
        desk.deliver(compose_comparison(desk.words, found))
