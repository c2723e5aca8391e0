"""`xhht criteria list`, `show`, `guide` and `diff`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from xhht_score.api.others import compare_sets, gains, workbooks_of
from xhht_score.api.single import load_once
from xhht_score.cli.desk import Desk
from xhht_score.compare import Difference, Gain
from xhht_score.criteria import CriteriaSet, UnitKind
from xhht_score.engine import score
from xhht_score.errors import Place, Problem, XhhtError, has_errors, in_order, nearest
from xhht_score.letters import composed
from xhht_score.loading.cases import CasesRun, WrittenCase, run_cases
from xhht_score.loading.loader import Loaded
from xhht_score.loading.shipped import cases_path, shipped_sets
from xhht_score.reports.answer_shapes import ComparedObject, SetsObject
from xhht_score.reports.criteria_pages import compose_diff, compose_set, compose_sets
from xhht_score.reports.guide import Example, compose_guide
from xhht_score.reports.interface import difference_objects, set_named
from xhht_score.reports.objects import gain_object, set_object


def run_list(desk: Desk, unit: str | None, year: int | None, on: str | None) -> int:
    """List the sets that come with the program: those for a kind of unit, a year, or in force on a date."""
    kind = _kind(desk, unit) if unit is not None else None
    day = _day(on) if on is not None else None
    sets = (load_once(name).criteria_set for name in shipped_sets())
    fitting = [one for one in sets if kind in (None, one.unit) and _judges(one, year) and _in_force(one, day)]
    ended = [one for one in fitting if _tier_is_over(one, year, day)]
    judging = [one for one in fitting if one not in ended]
    if desk.format == "json":
        sets_found, of_the_past = ([set_object(desk.words, one) for one in each] for each in (judging, ended))
        answer: SetsObject = {"sets": sets_found, "ended": of_the_past}
        desk.deliver_answer(answer)
    else:
        desk.deliver(compose_sets(desk.words, judging, ended))
    return 0


def _tier_is_over(criteria_set: CriteriaSet, year: int | None, day: datetime.date | None) -> bool:
    """Tell whether the kind of unit had ended before the end of the year, or on the day."""
    if criteria_set.tier_ended is None:
        return False
    end = criteria_set.tier_ended.date
    return (year is not None and year >= end.year) or (day is not None and day >= end)


def _kind(desk: Desk, given: str) -> str:
    """Give the kind of unit that a word means: its id, or the word that the list shows for it."""
    kinds = get_args(UnitKind)
    known: dict[str, str] = {desk.words.say(f"kind-{kind}"): kind for kind in kinds} | {kind: kind for kind in kinds}
    word = composed(given).casefold()
    if word not in known:
        raise XhhtError(
            [Problem("word-unknown", arguments={"given": given, "expected": kinds, "nearest": nearest(word, known)})]
        )
    return known[word]


def _day(on: str) -> datetime.date:
    from xhht_score.workbook.reading.cleaning import date_of

    day = date_of(on)
    if day is None:
        raise XhhtError([Problem("bad-date", arguments={"given": on})])
    return day


def _judges(criteria_set: CriteriaSet, year: int | None) -> bool:
    years = criteria_set.assessment_years
    return year is None or years is None or year in years


def _in_force(criteria_set: CriteriaSet, day: datetime.date | None) -> bool:
    return day is None or criteria_set.effective is None or day in criteria_set.effective


def run_show(desk: Desk, name: str) -> int:
    """Show everything that a set asks."""
    loaded = load_once(name)
    desk.deliver(compose_set(desk.words, loaded.criteria_set, loaded.base, loaded.differences))
    return 0


def run_guide(desk: Desk, name: str) -> int:
    """Print the scoring guide of a set, with the examples that its cases give; cases that fail are said."""
    loaded = load_once(name)
    path = cases_path(loaded.path)
    ran = run_cases(path, loaded.criteria_set) if path.exists() and is_usable(loaded) else CasesRun(0, ())
    examples = tuple(_examples(loaded.criteria_set, ran.passed))
    desk.deliver(compose_guide(desk.words, loaded.criteria_set, examples))
    desk.tell(ran.problems)
    return 2 if has_errors(ran.problems) else 0


def is_usable(loaded: Loaded) -> bool:
    """Tell whether a set can be scored by."""
    return loaded.criteria_set.status != "draft"


def _examples(criteria_set: CriteriaSet, passed: Iterable[WrittenCase]) -> Iterator[Example]:
    """Give what comes out of the cases, for the indicators that they answer themselves and expect something of."""
    for written in passed:
        case = written.case
        mine = [one for one in {**case.expect.points, **case.expect.met} if one in written.own]
        if not mine:
            continue
        submission = case.submission(criteria_set)
        results = score(criteria_set, submission).indicators
        for identifier in mine:
            yield Example(identifier, case.name, submission.answers[identifier], case.facts, results[identifier])


def run_diff(desk: Desk, old: str, new: str, directory: Path | None) -> int:
    """Show what differs between two sets and, given workbooks, who gains or loses which level."""
    one, other, found = compare_sets(old, new)
    if directory is None:
        _deliver_diff(desk, one, other, found)
        return 0
    if not directory.is_dir():
        raise XhhtError([Problem("directory-missing", Place(str(directory)))])
    paths = workbooks_of(directory)
    with desk.progress(len(paths)) as done:
        moved, count, problems = gains(old, new, paths, done)
    if not count and not has_errors(problems):
        problems = in_order([*problems, Problem("nothing-found", Place(str(directory)))])
    _deliver_diff(desk, one, other, found, moved, count, problems)
    desk.tell(problems)
    return 2 if has_errors(problems) else 0


def _deliver_diff(
    desk: Desk,
    old: CriteriaSet,
    new: CriteriaSet,
    found: Sequence[Difference],
    moved: Sequence[Gain] | None = None,
    looked_at: int = 0,
    problems: Sequence[Problem] = (),
) -> None:
    if desk.format != "json":
        desk.deliver(compose_diff(desk.words, old, new, found, moved, looked_at))
        return
    answer: ComparedObject = {
        "old": set_named(desk.words, old),
        "new": set_named(desk.words, new),
        "differences": difference_objects(desk.words, old, new, found),
        "looked_at": looked_at,
        "units": None if moved is None else [gain_object(one) for one in moved],
    }
    desk.deliver_answer(answer, problems)
