"""`xhht plan`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xhht_score.api.planned import checked, firm, planned_for
from xhht_score.api.single import assess, reader_of
from xhht_score.api.supposed import limits_of
from xhht_score.assessment import Assessment, Whose
from xhht_score.cli.desk import Desk
from xhht_score.cli.inputs import meant
from xhht_score.cli.scoring import only_about
from xhht_score.errors import Problem, XhhtError, in_order
from xhht_score.loading.loader import Readings
from xhht_score.records import record
from xhht_score.reports.checking import UnitToCheck, checks_object, compose_checks
from xhht_score.reports.planned import UnitWay, compose_plans


@record
class Wish:
    """What a plan is wanted for: the level, and what it may not do, as it was typed."""

    level: str | None
    keep: Sequence[str]
    at_most: Sequence[str]
    budget: str | None
    plans: int


def run_plan(
    desk: Desk, files: Sequence[Path], wish: Wish, *, criteria: str | None, which: Whose, readings: Readings
) -> int:
    """Plan for each file, give all plans, and then say what was wrong; 1 where some unit has no way."""
    files = meant(files)
    ways, unread, left_out = list[UnitWay](), list[Problem](), list[str]()
    with desk.progress(len(files)) as done:
        for file in files:
            try:
                ways.append(_way(assess(file, criteria, which=which, readings=readings), wish))
            except XhhtError as error:
                unread += error.problems
                left_out.append(str(file))
            done(1)
    unread = list(in_order(unread))
    if ways or desk.format == "json":
        _deliver(desk, ways, unread)
    if desk.format != "json" or not ways:
        desk.tell(unread)
    if not ways and only_about(unread, files):
        return 2
    said = [one for way in ways for one in way.assessment.problems if one.severity == "error"]
    desk.tell(said)
    return desk.closing((), left_out) or int(any(_is_lost(one) for one in ways))


def run_check(desk: Desk, files: Sequence[Path], *, criteria: str | None, which: Whose, readings: Readings) -> int:
    """Say what a council should check in the forms, those of folders among them, and then what was wrong."""
    from xhht_score.api.others import workbooks_of

    files = [each for one in meant(files) for each in (workbooks_of(one) if one.is_dir() else [one])]
    reader = reader_of(files, criteria)
    found, unread, left_out = list[Assessment](), list[Problem](), list[str]()
    with desk.progress(len(files)) as done:
        for file in files:
            try:
                found.append(assess(file, criteria, which=which, readings=readings, reader=reader))
            except XhhtError as error:
                unread += error.problems
                left_out.append(str(file))
            done(1)
    units = [UnitToCheck(one, reasons) for one, reasons in zip(found, checked(found), strict=True)]
    if desk.format == "json":
        desk.deliver_answer(checks_object(desk.words, units), in_order(unread))
    elif units:
        desk.deliver(compose_checks(desk.words, units))
    desk.tell(in_order(unread))
    return 2 if not found and only_about(unread, files) else desk.closing((), left_out)


def _way(assessment: Assessment, wish: Wish) -> UnitWay:
    limits = limits_of(
        assessment.criteria_set,
        assessment.submission,
        keep=wish.keep,
        at_most=wish.at_most,
        budget=wish.budget,
        plans=wish.plans,
    )
    return UnitWay(assessment, planned_for(assessment, wish.level, limits), firm(assessment))


def _is_lost(way: UnitWay) -> bool:
    """Tell whether no plan leads to the level, even where all that is blank turns out best."""
    return bool(way.planned.outlooks) and not any(one.plans for one in way.planned.outlooks)


def _deliver(desk: Desk, ways: Sequence[UnitWay], unread: Sequence[Problem]) -> None:
    if desk.format == "json":
        from xhht_score.reports.plan_objects import plans_object

        desk.deliver_answer(plans_object(desk.words, ways), unread)
    else:
        desk.deliver(compose_plans(desk.words, ways))
