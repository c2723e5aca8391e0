"""`xhht split`, `xhht merge` and `xhht status`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xhht_score.api.folders import find_workbooks
from xhht_score.api.parts import join, part_files, parts_meant, parts_of, progress, read_whole, status
from xhht_score.api.remade import Remade
from xhht_score.cli.desk import Desk
from xhht_score.errors import Place, Problem, XhhtError, has_errors, in_order
from xhht_score.reports.answer_shapes import StatusObject
from xhht_score.reports.objects import delivery_object, merge_object, split_object
from xhht_score.reports.parts import compose_merge, compose_split, compose_status
from xhht_score.writing import check_suffix, make_directory


def run_split(desk: Desk, form: Path, directory: Path, *, by: Path | None, criteria: str | None, force: bool) -> int:
    """Write a part for each office, after every name was tried, and show who is given what."""
    desk.reads(form, by, sets=[criteria])
    whole, parts = parts_of(read_whole(form, criteria), by)
    files = part_files(desk.words, form, directory, parts)
    make_directory(directory)
    desk.check_all(files.values(), force=force)
    made = ((path, whole.part(desk.words, parts[office]).file(desk.words)) for office, path in files.items())
    desk.write_forms(made, len(files))
    about = (desk.words, whole.loaded.criteria_set, whole.submission.unit.name or form.stem, parts, files)
    if desk.format == "json":
        desk.deliver_answer(split_object(*about), whole.problems)
    else:
        desk.deliver(compose_split(*about))
    desk.tell(whole.problems)
    return desk.closing()


def run_merge(desk: Desk, places: Sequence[Path], output: Path, *, criteria: str | None, force: bool) -> int:
    """Write the merged form, and show what contradicts what."""
    check_suffix(output)
    paths, passed = parts_meant(places, output)
    desk.reads(*paths, sets=[criteria])
    desk.check(output, force=force)
    with desk.progress(len(paths)) as done:
        joined = join(paths, desk.words, criteria, done)
    desk.write_form(output, joined.file(desk.words))
    problems = in_order([*passed, *joined.problems])
    _deliver_merged(desk, joined, output, problems)
    desk.talk(desk.words.say("written", file=output))
    desk.tell(problems)
    if joined.left_out:
        desk.talk(desk.words.say("merge-left-out", n=len(joined.left_out), files=joined.left_out), always=True)
    return desk.closing()


def _deliver_merged(desk: Desk, joined: Remade, output: Path, problems: Sequence[Problem]) -> None:
    criteria_set, submission, left = joined.loaded.criteria_set, joined.submission, joined.leftovers
    if desk.format == "json":
        about = (desk.words, criteria_set, submission, joined.conflicts, left, progress(joined))
        answer = merge_object(*about, output=str(output), files=joined.files, left_out=joined.left_out)
        desk.deliver_answer(answer, problems)
        return
    unit, many = submission.unit.name or output.stem, len(joined.files)
    desk.deliver(compose_merge(desk.words, criteria_set, unit, joined.conflicts, progress(joined), many, len(left)))


def run_status(desk: Desk, directory: Path, *, criteria: str | None) -> int:
    """Show who has delivered what in a directory."""
    if not directory.is_dir():
        raise XhhtError([Problem("directory-missing", Place(str(directory)))])
    paths, passed = find_workbooks(directory)
    if not paths:
        raise XhhtError([Problem("nothing-found", Place(str(directory))), *passed])
    with desk.progress(len(paths)) as done:
        units, problems = status(paths, criteria, done)
    problems = in_order([*passed, *problems])
    if not units and not has_errors(problems):
        problems = in_order([*problems, Problem("nothing-found", Place(str(directory)))])
    if desk.format == "json":
        found = [
            delivery_object(desk.words, one.criteria_set, one.deliveries, name=one.unit, code=one.code, year=one.year)
            for one in units
        ]
        answer: StatusObject = {"directory": str(directory), "units": found}
        desk.deliver_answer(answer, problems)
    elif units:
        pages = [(one.criteria_set, one.unit, one.year, one.deliveries) for one in units]
        desk.deliver(compose_status(desk.words, pages, directory))
    desk.tell(problems)
    return desk.closing()
