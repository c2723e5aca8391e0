"""`xhht validate`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from xhht_score.api.folders import WORKBOOK_SUFFIXES, find_rules, find_workbooks
from xhht_score.api.single import Reader, assess, reader_of
from xhht_score.assessment import Assessment
from xhht_score.cli.desk import Desk
from xhht_score.cli.inputs import meant
from xhht_score.errors import MOST_LISTED, MOST_NAMED, Place, Problem, XhhtError, has_errors, in_order
from xhht_score.foreign import shown_text
from xhht_score.loading.cases import run_cases
from xhht_score.loading.loader import Loaded, load
from xhht_score.loading.shipped import CASES_SUFFIX, YAML_SUFFIXES, cases_path
from xhht_score.merging import Key, owns
from xhht_score.records import record
from xhht_score.reports.answer_shapes import CheckedFilesObject, OfObject
from xhht_score.words import Words
from xhht_score.words.bounded import bounded


def run_validate(desk: Desk, paths: Sequence[Path], *, criteria: str | None, outside: bool = False) -> int:
    """Check every file, print what was checked and every problem, sorted, with the count by severity."""
    problems: list[Problem] = []
    checked: list[_Checked] = []
    files = list(dict.fromkeys(file for path in meant(paths) for file in _files(path, problems)))
    reader = reader_of(files, criteria)
    with desk.progress(len(files)) as done:
        for file in files:
            try:
                one, found = _check(desk, file, criteria, outside, reader)
                checked.append(one)
                problems += found
            except XhhtError as error:
                problems += error.problems
            done(1)
    ordered = in_order(problems)
    if desk.format == "json":
        _deliver_json(desk, checked, ordered)
    else:
        cases = sum(one.cases for one in checked)
        counts = desk.words.counts(one.severity for one in ordered)
        lines = [one.line for one in checked]
        if desk.format == "github":
            lines = [_no_command(line) for line in lines]
            lines += [_annotation(desk.words, problem) for problem in bounded(ordered, MOST_LISTED)]
        else:
            sources = dict[str, list[str]]()
            for at, problem in enumerate(bounded(ordered)):
                lines += [desk.words.line(problem), *(_shown_there(problem, sources) if at < MOST_NAMED else ())]
        lines.append(desk.words.say("validated", files=len(files), cases=cases, counts=counts))
        desk.deliver_text("".join(f"{shown_text(line)}\n" for line in lines))
    return 2 if has_errors(ordered) else 0


@record
class _Checked:
    """A file that was checked: the line that says so, the set or the unit that it is of, and how many cases ran."""

    file: str
    line: str
    about: OfObject
    cases: int = 0


def _shown_there(problem: Problem, sources: dict[str, list[str]]) -> Iterator[str]:
    """Give the line of a criteria file that a problem is about, with a mark below the place."""
    place = problem.place
    if place.line is None:
        return
    if place.file not in sources:
        path = Path(place.file)
        sources[place.file] = path.read_text(encoding="utf-8", errors="replace").split("\n") if path.is_file() else []
    line = sources[place.file][place.line - 1] if place.line <= len(sources[place.file]) else ""
    if line.strip():
        start = max(0, (place.column or 1) - _BEFORE)
        yield f"  {place.line:>5} | {line[start : start + _SHOWN].rstrip()}"
        yield f"        | {' ' * ((place.column or 1) - 1 - start)}^"


#: So many letters of a line are shown, and so many before the place.
_SHOWN, _BEFORE = 100, 60


def _deliver_json(desk: Desk, checked: Sequence[_Checked], problems: Sequence[Problem]) -> None:
    answer: CheckedFilesObject = {"files": [{"file": one.file, **one.about, "cases": one.cases} for one in checked]}
    desk.deliver_answer(answer, problems)


def _annotation(words: Words, problem: Problem) -> str:
    """Give a problem as GitHub shows it beside the line of a file (a workflow command)."""
    place, level = problem.place, {"error": "error", "warning": "warning", "notice": "notice"}[problem.severity]
    where = {"file": place.file, "line": place.line, "col": place.column, "title": problem.code}
    named = ",".join(f"{name}={_escaped(str(value), inner=True)}" for name, value in where.items() if value)
    cell = f"{place._replace(file='')}: " if place.sheet else ""
    remedy = words.remedy(problem)
    said = f"{cell}{words.message(problem)}{f' → {remedy}' if remedy else ''}"
    return f"::{level} {named}::{_escaped(said)}"


def _no_command(line: str) -> str:
    """Give a line that the runner of GitHub takes for no command, whatever the file is called that it names."""
    return f"• {line.replace('##[', '## [')}"


def _escaped(text: str, *, inner: bool = False) -> str:
    for letter in "%\r\n:," if inner else "%\r\n":
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text


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


def _check(
    desk: Desk, path: Path, criteria: str | None, outside: bool, reader: Reader | None
) -> tuple[_Checked, list[Problem]]:
    """Give what was checked, and the problems."""
    if path.suffix.lower() in WORKBOOK_SUFFIXES:
        assessment = assess(path, criteria, reader=reader)
        unit = assessment.submission.unit.name
        said = desk.words.say("checked-workbook", file=path, unit=unit)
        about: OfObject = {"criteria_set": assessment.criteria_set.id, "unit": unit}
        problems = [problem for problem in assessment.problems if _is_own(assessment, problem)]
        return _Checked(str(path), said, about), problems
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


def _check_set(desk: Desk, path: Path, outside: bool) -> tuple[_Checked, list[Problem]]:
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
    return _Checked(str(path), said, {"criteria_set": criteria_set.id}, count), problems
