"""Workbooks that bear on another one: lower units, last year, and units under two rule sets."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from pathlib import Path

from xhht_score.api.folders import find_workbooks, parts_passed_over, softened
from xhht_score.api.repair import worth_saying
from xhht_score.api.single import assess, is_blank_form, load_for_use, load_once, opened, read_for
from xhht_score.assessment import Assessment
from xhht_score.compare import Difference, Gain, carry_over, differences, shifts
from xhht_score.criteria import CriteriaSet
from xhht_score.engine import score
from xhht_score.errors import Place, Problem, XhhtError, has_errors, in_order
from xhht_score.identity import identity_of
from xhht_score.merging import parts_beside
from xhht_score.recognition import judge
from xhht_score.rollup import Other
from xhht_score.submission import Submission
from xhht_score.workbook import layout
from xhht_score.workbook.reading import checks
from xhht_score.workbook.reading.cells import Form
from xhht_score.workbook.reading.form import read_form
from xhht_score.workbook.returned.fingerprint import compared

OnDone = Callable[[int], None]
#: What is wrong about a unit itself, and bears on whether its decision can be counted.
_OF_THE_UNIT = (
    "year-unusable",
    "date-unusable",
    "decision-level-unknown",
    "request-before-decision",
    "unit-name-lacking",
    "code-unusable",
)


def workbooks_of(path: Path) -> list[Path]:
    """Give the workbooks that a file or a directory means.

    Raises `XhhtError` where there are none, or a folder cannot be read.
    """
    if not path.exists():
        raise XhhtError([Problem("file-missing", Place(str(path)))])
    if not path.is_dir():
        return [path]
    found, passed = find_workbooks(path)
    if has_errors(passed):
        raise XhhtError(passed)
    if not found:
        raise XhhtError([Problem("nothing-found", Place(str(path)))])
    return found


def read_others(
    paths: Sequence[Path] | Path | str, criteria: str | None = None, on_done: OnDone = lambda _: None
) -> tuple[list[Other], tuple[Problem, ...]]:
    """Assess other workbooks (a folder, or several files) for `lower` and `last_year` of `assess`.

    Each is read by the set that it names, or by `criteria` where it names that one's id. The problems are those of
    files that cannot be used, and of what the others say about the unit itself. Raises `XhhtError` for a folder in
    which there is no form, and where `criteria` cannot be used.
    """
    if isinstance(paths, str | Path):
        paths = workbooks_of(Path(paths))
    given = None if criteria is None else load_for_use(criteria).criteria_set.id
    found: list[Assessment] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            one = _assessed(path, criteria, given)
            found.append(one)
            problems += [problem for problem in one.problems if problem.code in _OF_THE_UNIT]
        except XhhtError as error:
            problems += map(softened, _within(error, path))
        on_done(1)
    beside = parts_beside((_unit_key(one), one.file, one.owners) for one in found)
    parts = {file for files in beside.values() for file in files}
    others = [Other(one.file, one.criteria_set, one.submission, one.verdict) for one in found if one.file not in parts]
    return others, in_order([*problems, *parts_passed_over(beside)])


def _unit_key(one: Assessment) -> Hashable:
    criteria_set, submission = one.criteria_set, one.submission
    return identity_of(submission.unit, criteria_set.unit, one.file), criteria_set.id, submission.year


def _assessed(path: Path, criteria: str | None, given: str | None) -> Assessment:
    return assess(path, criteria if given is not None and opened(path).text(layout.SET_ID) == given else None)


def _within(error: XhhtError, path: Path) -> Iterator[Problem]:
    return (one if one.place.file else one.within(str(path)) for one in error.problems)


def compare_sets(old: str, new: str) -> tuple[CriteriaSet, CriteriaSet, tuple[Difference, ...]]:
    """Load two sets and give them with everything that differs between them; raises `XhhtError`."""
    one, other = load_once(old).criteria_set, load_once(new).criteria_set
    return one, other, differences(one, other)


def gains(
    old: str, new: str, paths: Sequence[Path], on_done: OnDone = lambda _: None
) -> tuple[list[Gain], int, tuple[Problem, ...]]:
    """Score workbooks by two sets: who gains or loses which level, how many were scored, and what there is to say.

    Forms of either set, or of one that either extends, are looked at; all others are passed over with a notice.
    """
    pair = (load_for_use(old).criteria_set, load_for_use(new).criteria_set)
    found: list[Gain] = []
    problems: list[Problem] = []
    count = 0
    for path in paths:
        try:
            form = opened(path)
            if (reason := _foreign(form, pair)) is not None:
                problems.append(Problem("file-passed-over", Place(str(path)), {"reason": reason}))
                continue
            submissions, said = _under_both(form, pair)
            problems += said
            count += 1
            cards = [score(one, submission) for one, submission in zip(pair, submissions, strict=True)]
            judged = [
                (card, judge(one, card, submission))
                for one, card, submission in zip(pair, cards, submissions, strict=True)
            ]
            if moved := shifts(judged[0], judged[1]):
                found.append(Gain(str(path), submissions[0].unit.name, moved))
        except XhhtError as error:
            problems += _within(error, path)
        finally:
            on_done(1)
    return found, count, in_order(problems)


def _foreign(form: Form, pair: tuple[CriteriaSet, CriteriaSet]) -> str | None:
    """Give why a form is passed over: it is of neither set, or nobody has filled it in."""
    named = form.text(layout.SET_ID)
    if named not in pair[0].family | pair[1].family:
        return "passed-other-set"
    home = next((one for one in pair if one.id == named), pair[0])
    return "passed-blank" if is_blank_form(form, read_for(form, home)) else None


def _under_both(
    form: Form, pair: tuple[CriteriaSet, CriteriaSet]
) -> tuple[tuple[Submission, Submission], list[Problem]]:
    """Give what a form says under both sets, and what reading it by the one that it was made for found."""
    named = form.text(layout.SET_ID)
    home = next((one for one in pair if one.id == named), None)
    if home is None:
        readings = [compared(read_for(form, one)) for one in pair]
        said = [problem for reading in readings for problem in worth_saying(reading.problems)]
        return (readings[0].submission, readings[1].submission), said
    reading = compared(read_form(form, home))
    both, problems = [], worth_saying(reading.problems)
    for one in pair:
        answers, lost = carry_over(home, one, reading.submission.answers)
        problems += checks.carried(form, one, lost)
        facts = {name: reading.submission.facts.get(name) for name in one.facts}
        both.append(reading.submission.model_copy(update={"answers": answers, "facts": facts}))
    return (both[0], both[1]), problems
