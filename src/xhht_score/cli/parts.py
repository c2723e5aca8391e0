"""`xhht split`, `xhht merge` and `xhht status`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xhht_score.api.folders import find_workbooks
from xhht_score.api.parts import join, part_name, parts_meant, read_whole, status
from xhht_score.cli.desk import Desk
from xhht_score.errors import Place, Problem, XhhtError, has_errors, in_order
from xhht_score.reports.parts import compose_merge, compose_split, compose_status
from xhht_score.writing import check_suffix, make_directory


def run_split(desk: Desk, form: Path, directory: Path, *, criteria: str | None, force: bool) -> int:
    """Write a part for each assignee, after every name was tried, and show who is given what."""
    desk.reads(form, sets=[criteria])
    whole = read_whole(form, criteria)
    files = {one: directory / part_name(desk.words, form, one) for one in whole.shares}
    make_directory(directory)
    desk.check_all(files.values(), force=force)
    with desk.progress(len(files)) as done:
        for assignee, path in files.items():
            desk.write_form(path, whole.part(desk.words, assignee))
            done(1)
    unit = whole.submission.unit.name or form.stem
    desk.deliver(compose_split(desk.words, whole.loaded.criteria_set, unit, whole.shares, files))
    desk.tell(whole.problems)
    return desk.closing([one.severity for one in whole.problems], ())


def run_merge(desk: Desk, places: Sequence[Path], output: Path, *, criteria: str | None, force: bool) -> int:
    """Write the merged form, and show what contradicts what."""
    check_suffix(output)
    paths, passed = parts_meant(places, output)
    desk.reads(*paths, sets=[criteria])
    desk.check(output, force=force)
    with desk.progress(len(paths)) as done:
        joined = join(paths, desk.words, criteria, done)
    desk.write_form(output, joined.book(desk.words))
    merged, criteria_set = joined.merged, joined.loaded.criteria_set
    unit = merged.submission.unit.name or output.stem
    progress, count = joined.progress(), len(joined.files)
    left = len(merged.leftovers)
    desk.deliver(compose_merge(desk.words, criteria_set, unit, merged.conflicts, progress, count, left))
    desk.talk(desk.words.say("written", file=output))
    desk.tell([*passed, *joined.problems])
    if joined.left_out:
        desk.talk(desk.words.say("merge-left-out", n=len(joined.left_out), files=joined.left_out), always=True)
    return desk.closing([one.severity for one in joined.problems], ())


def run_status(desk: Desk, directory: Path, *, criteria: str | None) -> int:
    """Show who has delivered what in a directory."""
    if not directory.is_dir():
        raise XhhtError([Problem("directory-missing", Place(str(directory)))])
    paths, passed = find_workbooks(directory)
    if not paths:
        raise XhhtError([Problem("nothing-found", Place(str(directory))), *passed])
    with desk.progress(len(paths)) as done:
        units, problems = status(paths, criteria, done)
    if units:
        pages = [(one.criteria_set, one.unit, one.year, one.deliveries) for one in units]
        desk.deliver(compose_status(desk.words, pages, directory))
    problems = in_order([*passed, *problems])
    if not units and not has_errors(problems):
        problems = in_order([*problems, Problem("nothing-found", Place(str(directory)))])
    desk.tell(problems)
    return 2 if has_errors(problems) else 0
