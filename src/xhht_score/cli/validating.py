"""`xhht validate`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from xhht_score.api.folders import WORKBOOK_SUFFIXES, find_rules, find_workbooks
from xhht_score.api.single import assess
from xhht_score.cli.desk import Desk
from xhht_score.errors import Place, Problem, XhhtError, has_errors, in_order
from xhht_score.foreign import shown_text
from xhht_score.loading.cases import run_cases
from xhht_score.loading.loader import Loaded, load
from xhht_score.loading.shipped import CASES_SUFFIX, YAML_SUFFIXES, cases_path
from xhht_score.merging import Key, owns
from xhht_score.reports.assessment import Assessment
from xhht_score.words.bounded import bounded


def run_validate(desk: Desk, paths: Sequence[Path], *, criteria: str | None, outside: bool = False) -> int:
    """Check every file, print what was checked and every problem, sorted, with the count by severity."""
    problems: list[Problem] = []
    checked: list[str] = []
    cases = 0
    files = list(dict.fromkeys(file for path in paths for file in _files(path, problems)))
    with desk.progress(len(files)) as done:
        for file in files:
            try:
                line, ran, found = _check(desk, file, criteria, outside)
                checked.append(line)
                cases += ran
                problems += found
            except XhhtError as error:
                problems += error.problems
            done(1)
    ordered = in_order(problems)
    for line in (*checked, *(desk.words.line(problem) for problem in bounded(ordered))):
        print(shown_text(line))
    counts = desk.words.counts(one.severity for one in ordered)
    print(desk.words.say("validated", files=len(files), cases=cases, counts=counts))
    return 2 if has_errors(ordered) else 0


def _files(path: Path, problems: list[Problem]) -> Iterator[Path]:
    """Give the files that a path means; a cases file means the set beside it."""
    if not path.is_dir():
        yield from _set_of(path, problems)
        return
    (rule_files, others), (workbooks, passed) = find_rules(path), find_workbooks(path)
    found = [*rule_files, *workbooks]
    problems += [*others, *passed]
    if not found:
        problems.append(Problem("nothing-found", Place(str(path))))
    for one in found:
        yield from _set_of(one, problems)


def _set_of(path: Path, problems: list[Problem]) -> Iterator[Path]:
    if not path.name.endswith(CASES_SUFFIX):
        yield path
        return
    beside = [path.with_name(path.name.removesuffix(CASES_SUFFIX) + suffix) for suffix in YAML_SUFFIXES]
    criteria = next(filter(Path.is_file, beside), None)
    if criteria is not None:
        yield criteria
    else:
        problems.append(Problem("cases-without-set", Place(str(path)), {"set": beside[0].name}))


def _check(desk: Desk, path: Path, criteria: str | None, outside: bool) -> tuple[str, int, list[Problem]]:
    """Give the line that says what was checked, how many cases ran, and the problems."""
    if path.suffix.lower() in WORKBOOK_SUFFIXES:
        assessment = assess(path, criteria)
        said = desk.words.say("checked-workbook", file=path, unit=assessment.submission.unit.name)
        return said, 0, [problem for problem in assessment.problems if _is_own(assessment, problem)]
    if path.suffix.lower() in YAML_SUFFIXES or not path.exists():
        return _check_set(desk, path, outside)
    raise XhhtError([Problem("unknown-file-kind", Place(str(path)))])


def _is_own(assessment: Assessment, problem: Problem) -> bool:
    """Tell whether a problem is about the rows that a form was made for; a part has those of its assignee."""
    indicator, criteria_set = problem.arguments.get("indicator"), assessment.criteria_set
    return indicator not in criteria_set.indicators or owns(assessment.owners, criteria_set, Key(str(indicator), ""))


def _of_readings(loaded: Loaded, outside: bool) -> Iterator[Problem]:
    """Give what is wrong with a set where one of its readings is turned."""
    for reading, one in loaded.criteria_set.readings.items():
        for option, other in one.others.items():
            try:
                if other.changes:
                    load(loaded.path, allow_outside=outside, readings=((reading, option),))
            except XhhtError as error:
                yield from error.problems


def _check_set(desk: Desk, path: Path, outside: bool) -> tuple[str, int, list[Problem]]:
    loaded = load(path, allow_outside=outside)
    problems, count = [*loaded.problems, *_of_readings(loaded, outside)], 0
    cases = cases_path(path)
    if cases.exists():
        run = run_cases(cases, loaded.criteria_set)
        problems += run.problems
        count = run.count
    criteria_set = loaded.criteria_set
    sizes = {"criteria": len(criteria_set.criteria), "indicators": len(criteria_set.indicators)}
    said = desk.words.say("checked-set", file=path, id=criteria_set.id, cases=count, **sizes)
    return said, count, problems
