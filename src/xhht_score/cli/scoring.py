"""`xhht score` and `xhht explain`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import get_args

from xhht_score.api.single import Reader, assess, reader_of
from xhht_score.assessment import Assessment, Which
from xhht_score.cli.desk import Desk
from xhht_score.cli.inputs import meant
from xhht_score.criteria import CriteriaSet
from xhht_score.errors import MOST_LISTED, Place, Problem, XhhtError, in_order, nearest
from xhht_score.letters import composed
from xhht_score.loading.loader import Readings
from xhht_score.records import record
from xhht_score.rollup import Other
from xhht_score.words.bounded import bounded


@record
class Beside:
    """What is read beside the files that are scored: None where nothing was asked for."""

    lower: list[Other] | None
    last_year: list[Other] | None
    problems: tuple[Problem, ...]
    which: Which = "both"
    readings: Readings = ()

    def assess(self, file: Path, criteria: str | None, reader: Reader | None = None) -> Assessment:
        """Assess a file beside all the others; it is never its own lower unit or its own last year."""
        lower, last_year = _but(self.lower, file), _but(self.last_year, file)
        return assess(
            file,
            criteria,
            lower=lower,
            last_year=last_year,
            which=self.which,
            readings=self.readings,
            reader=reader,
        )


def which_side(given: str | None, usual: Which) -> Which:
    """Give whose result is wanted, the usual one by default; raises `XhhtError` for another word."""
    known: tuple[Which, ...] = get_args(Which)
    found = next((one for one in known if one == (given or usual)), None)
    if found is None:
        arguments = {"given": given, "expected": known, "nearest": nearest(given or "", known)}
        raise XhhtError([Problem("which-unknown", arguments=arguments)])
    return found


def readings_of(given: Sequence[str]) -> Readings:
    """Give the readings that are to be turned, written `id=option`; raises `XhhtError` for anything else."""
    pairs = [one.partition("=") for one in given]
    if wrong := [one for one, (name, _, option) in zip(given, pairs, strict=True) if not (name and option)]:
        raise XhhtError(Problem("reading-unclear", arguments={"given": one}) for one in wrong)
    return tuple(sorted({name.strip(): option.strip() for name, _, option in pairs}.items()))


def _but(others: list[Other] | None, file: Path) -> list[Other] | None:
    return None if others is None else [one for one in others if Path(one.file).resolve() != file.resolve()]


def read_beside(
    desk: Desk,
    lower: Path | None,
    last_year: Path | None,
    *,
    criteria: str | None,
    lower_criteria: str | None,
    which: Which = "both",
    readings: Readings = (),
) -> Beside:
    """Read the workbooks of lower units and of last year."""
    found: dict[str, list[Other] | None] = {"lower": None, "last_year": None}
    problems: list[Problem] = []
    for name, place, by in (("lower", lower, lower_criteria), ("last_year", last_year, criteria)):
        if place is None:
            continue
        from xhht_score.api.others import read_others, workbooks_of

        paths = workbooks_of(place)
        with desk.progress(len(paths)) as done:
            found[name], said = read_others(paths, by, done)
        problems += said
    return Beside(found["lower"], found["last_year"], tuple(problems), which, readings)


def run_score(
    desk: Desk,
    files: Sequence[Path],
    beside: Beside,
    *,
    brief: bool,
    criteria: str | None,
    require: str | None,
    supposed: Sequence[str] = (),
) -> int:
    """Score the files, give all output that can be given, and then say what was wrong.

    With `supposed` figures each unit's result as if stands beside its real one; `require` looks at the real one.
    """
    from xhht_score.api.planned import looking_ahead

    files = meant(files)
    reader = reader_of(files, criteria)
    found: list[Assessment] = []
    unread: list[Problem] = list(beside.problems)
    left_out: list[str] = []
    with desk.progress(len(files)) as done:
        for file in files:
            try:
                found.append(looking_ahead(beside.assess(file, criteria, reader)))
            except XhhtError as error:
                unread += error.problems
                left_out.append(str(file))
            done(1)
    if unknown := unknown_levels(require, [one.criteria_set for one in found]):
        raise XhhtError(unknown)
    unread = list(in_order(unread))
    if supposed:
        from xhht_score.cli.supposing import deliver_supposed

        deliver_supposed(desk, found, supposed, unread, brief)
    elif found or desk.format == "json":
        _deliver(desk, found, unread, brief)
    desk.tell(unread)
    if not found and only_about(unread, files):
        return 2
    if desk.format == "csv":
        desk.tell(problem for one in found for problem in one.problems)
    return desk.closing(_listed(desk.format, found), left_out) or requirement(desk, require, found)


def _listed(form: str, found: Sequence[Assessment]) -> list[str]:
    """Give the severities of the problems that the answer lists: JSON and a workbook all of them, CSV none, a page
    those that it does not show otherwise."""
    if form == "csv":
        return []
    return [each.severity for one in found for each in (one.problems if form in ("json", "xlsx") else one.listed)]


def _deliver(desk: Desk, found: Sequence[Assessment], unread: Sequence[Problem], brief: bool) -> None:
    words = desk.words
    if desk.format == "json":
        from xhht_score.reports.interface import problem_object, unit_object
        from xhht_score.reports.json_texts import write_json

        objects = [unit_object(words, one) for one in found]
        desk.deliver_pieces(write_json(objects, [problem_object(words, one) for one in bounded(unread, MOST_LISTED)]))
    elif desk.format == "csv":
        from xhht_score.reports.delimited import write_csv
        from xhht_score.reports.records import indicator_rows

        desk.deliver_text(write_csv(*indicator_rows(words, found), words.language, desk.delimiter))
    elif desk.format == "xlsx":
        from xhht_score.reports.books import score_book

        desk.deliver_book(score_book(words, found, unread))
    else:
        from xhht_score.reports.unit import compose_units

        desk.deliver(compose_units(words, found, brief=brief))


def only_about(problems: Sequence[Problem], files: Sequence[Path]) -> bool:
    """Tell whether a single file is all that there was, and its problems say everything."""
    return len(files) == 1 and bool(problems) and {one.place.file for one in problems} == {str(files[0])}


def level_meant(require: str | None, criteria_set: CriteriaSet) -> str | None:
    """Give the id of the level that a word means, which may be its title in either language; else the word itself."""
    word = composed(require or "").casefold()
    for level in criteria_set.recognition.levels:
        if word in (level.id, level.title.vi.casefold(), level.title.en.casefold()):
            return level.id
    return require


def unknown_levels(require: str | None, sets: Iterable[CriteriaSet]) -> list[Problem]:
    """Give a problem for each set that does not have the required level."""
    problems = []
    for criteria_set in sets:
        levels = tuple(level.id for level in criteria_set.recognition.levels)
        if require is not None and level_meant(require, criteria_set) not in levels:
            arguments = {"given": require, "expected": levels, "nearest": nearest(require, levels)}
            problems.append(Problem("unknown-level", arguments=arguments))
    return problems


def requirement(desk: Desk, require: str | None, found: Sequence[Assessment]) -> int:
    """Give 1 and say who, unless every unit is eligible at the required level."""
    short = tuple(
        one.submission.unit.name
        for one in found
        if any(
            level.id == level_meant(require, one.criteria_set) and level.state != "eligible"
            for level in one.verdict.levels
        )
    )
    if short:
        desk.talk(desk.words.say("require-no", level=require, units=short))
    return 1 if short else 0


def run_explain(desk: Desk, file: Path, indicator: str, beside: Beside, *, criteria: str | None) -> int:
    """Show how one indicator's points arose."""
    from xhht_score.api.planned import firm
    from xhht_score.reports.explanation import compose_explanation, explain

    desk.tell(beside.problems)
    assessment = beside.assess(file, criteria)
    known = tuple(assessment.criteria_set.indicators)
    if indicator not in known:
        arguments = {"given": indicator, "expected": known, "nearest": nearest(indicator, known)}
        raise XhhtError([Problem("unknown-indicator-asked", Place(str(file)), arguments)])
    looked_at = firm(assessment)
    found = explain(desk.words, assessment, indicator, looked_at)
    problems = (*beside.problems, *found.problems)
    if desk.format == "json":
        from xhht_score.reports.objects import explanation_object

        desk.deliver_answer(explanation_object(desk.words, assessment, found), problems)
    else:
        desk.deliver(compose_explanation(desk.words, assessment, indicator, looked_at))
    return desk.closing(one.severity for one in found.problems)
