"""Decision, wait, request, dossier, and validity of one unit laid on one line: who decides when, and what cannot be.

Whether a title can be granted does not depend on it; what does not fit together is said with both dates.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from xhht_score.criteria import CriteriaSet, Deadline, Decider, Period, Recognition, months_after
from xhht_score.errors import Place, Problem
from xhht_score.records import record
from xhht_score.submission import Dates


@record
class Procedure:
    """The steps and the deciders that hold for a unit; all that could hold while no day is known.

    `days` has the day of each step, None where it is not known: the form's own date, else the last day of the step.
    """

    steps: tuple[Deadline, ...]
    days: tuple[datetime.date | None, ...]
    deciders: tuple[Decider, ...]
    decided: datetime.date | None


def procedure(criteria_set: CriteriaSet, year: int | None, dates: Dates) -> Procedure:
    """Give the steps and deciders that hold for an assessment year (None: not known) and the dates of a form.

    The day of a step decides what holds, not the assessment year: the dossier of 2024 is decided in March 2025.
    """
    recognition = criteria_set.recognition
    steps: list[tuple[Deadline, datetime.date | None]] = []
    before: datetime.date | None = None
    for one in recognition.deadlines:
        last = one.last_day(year) if year is not None else None
        day = _own_day(one, year, dates) or last or before
        if day is None or day in one.period:
            steps.append((one, day))
            before = day
    decided = next((day for one, day in reversed(steps) if one.role == "decision"), None)
    decided = dates.outcome(year) or decided or before
    if decided is not None and dates.requested is not None:
        decided = max(decided, dates.requested)
    deciders = tuple(one for one in recognition.decided_by if decided is None or decided in one.period)
    return Procedure(tuple(one for one, _ in steps), tuple(day for _, day in steps), deciders, decided)


def _own_day(one: Deadline, year: int | None, dates: Dates) -> datetime.date | None:
    if one.role == "request":
        return dates.requested
    return dates.outcome(year) if one.role == "decision" else None


def window(recognition: Recognition, year: int) -> Period | None:
    """Give from when to when a dossier is sent in a calendar year, None where the set names no last day."""
    last = recognition.last_day_in("request", year)
    return None if last is None else Period.model_validate({"from": datetime.date(year, 1, 1), "to": last})


def opens_after(recognition: Recognition, day: datetime.date) -> Period | None:
    """Give when dossiers are sent next, after a day on which none can be; None where one can, or nothing is known."""
    if day.year == datetime.MAXYEAR:
        return None
    this, following = (window(recognition, day.year + more) for more in (0, 1))
    return None if this is None or day in this else following


def irregularities(criteria_set: CriteriaSet, year: int | None, dates: Dates) -> Iterator[Problem]:
    """Name dates of a form that the rules cannot have produced, or that lead to no decision, each with both dates.

    `year` is the assessment year, None where it is not known. None of it is a condition of the title.
    """
    recognition, held, asked = criteria_set.recognition, dates.decision, dates.requested
    decided = held.date if held else None
    before = decided is not None and dates.outcome(year) is None
    if before and asked is not None and decided is not None and asked < decided:
        yield _at(dates, "requested", "request-before-decision", asked=asked, decided=decided)
    last = recognition.last_day("request", year) if year is not None else None
    if asked is not None and last is not None and not datetime.date(last.year, 1, 1) <= asked <= last:
        first = datetime.date(last.year, 1, 1)
        yield _at(dates, "requested", "request-outside-window", asked=asked, first=first, last=last, year=str(year))
    if held is not None and decided is not None:
        yield from _of_decision(criteria_set, decided, dates)
        if before:
            yield from _of_renewal(recognition, held.level, decided, dates)
            yield from _of_wait(recognition, held.level, decided, dates)
    for one in procedure(criteria_set, year, dates).deciders if year is not None else ():
        if one.is_applicant:
            yield Problem("decider-is-applicant", arguments={"who": one.title, "note": one.note})


def _at(dates: Dates, field: str, code: str, **arguments: object) -> Problem:
    return Problem(code, dates.places.get(field, Place()), arguments)


def _of_decision(criteria_set: CriteriaSet, decided: datetime.date, dates: Dates) -> Iterator[Problem]:
    """Name a decision before the first year could be decided, or after the last day of its own year's decision."""
    years = criteria_set.assessment_years
    step = next((one for one in criteria_set.recognition.deadlines if one.role == "decision"), None)
    if years is not None and years.first is not None and step is not None:
        first = datetime.date(years.first + step.years_after, 1, 1)
        if decided < first:
            year = str(years.first)
            yield _at(dates, "decided", "decision-before-rules", decided=decided, first=first, year=year)
            return
    last = criteria_set.recognition.last_day_in("decision", decided.year)
    if last is not None and decided > last:
        yield _at(dates, "decided", "decision-after-last-day", decided=decided, last=last)


def _of_renewal(recognition: Recognition, level: str | None, decided: datetime.date, dates: Dates) -> Iterator[Problem]:
    """Name a title that is asked for again while it holds, where no upgrade can be meant."""
    until, asked, upgrade = recognition.valid_until(decided), dates.requested, recognition.upgrade
    if level is None or (upgrade is not None and level == upgrade.origin) or until is None or asked is None:
        return
    if decided <= asked <= until:
        yield _at(dates, "requested", "renewal-early", asked=asked, until=until)


def _of_wait(recognition: Recognition, level: str | None, decided: datetime.date, dates: Dates) -> Iterator[Problem]:
    """Name a wait before an upgrade that ends while no dossier can be sent, with the first day on which one can."""
    upgrade, asked = recognition.upgrade, dates.requested
    if upgrade is None or asked is None or level not in (None, upgrade.origin):
        return
    first = months_after(decided, upgrade.after_months)
    following, until = opens_after(recognition, first), recognition.valid_until(decided)
    if following is None or following.start is None or (until is not None and until < following.start):
        return
    if asked < following.start:
        bounds = {"open": following.start, "last": following.end}
        yield _at(dates, "decided", "wait-outside-window", decided=decided, first=first, **bounds)
