"""Forms written to files: blank or filled in beforehand, in parts for those in charge, and joined again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from xhht_score.api.folders import find_workbooks
from xhht_score.api.known import submission_known
from xhht_score.api.many import Where
from xhht_score.api.others import workbooks_of
from xhht_score.api.parts import CARRIED, join, part_files, parts_meant, parts_of, read_whole, status
from xhht_score.api.prefill import prefill
from xhht_score.api.remade import Remade
from xhht_score.api.sentences import language_meant
from xhht_score.api.single import load_for_use, opened
from xhht_score.errors import Place, Problem, XhhtError, in_order
from xhht_score.loading.loader import files_of
from xhht_score.records import record
from xhht_score.reports.rows import Row
from xhht_score.words import Words
from xhht_score.workbook.reading.form import read_form
from xhht_score.workbook.writing.forms import shape_of, without_formulas
from xhht_score.writing import check_output, check_suffix, identity_of, make_directory, write_each, write_whole


@record
class Written:
    """The forms that were written, and everything that there is to say about what stands in them."""

    paths: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()


def write_form(
    criteria: str | Path,
    path: str | Path,
    *,
    unit: str = "",
    code: str = "",
    parent: str = "",
    year: int | None = None,
    facts: Mapping[str, str] | None = None,
    last_year: str | Path | None = None,
    language: str | None = None,
    force: bool = False,
) -> Written:
    """Write the Excel form (.xlsx) of a criteria set: an id of a shipped set or the path of a YAML file.

    `unit`, `code`, `parent` (the code of the unit above), `year` (of assessment) and `facts` (choice by fact, each by
    its id or its title) stand in it already. From `last_year`, the form of the year before, come the unit, its facts
    and decision and last year's figures, and the year after it where none is given; it takes neither `parent` nor
    `facts`. The words of the form are in `language` (`vi` or `en`; None: what XHHT_LANG says).

    The file is written whole or not at all; one that is there is written over with `force` only. Raises `XhhtError`
    where the set, last year's form or the path cannot be used, and for a fact, a choice or a code that is none.
    """
    words, path = Words(language_meant(language)), Path(path)
    loaded = load_for_use(str(criteria))
    known = submission_known(loaded.criteria_set, unit, code, parent, year, facts or {})
    check_suffix(path)
    inputs = [*files_of(str(criteria)), *([] if last_year is None else [Path(last_year)])]
    check_outputs([path], inputs, force=force)
    shape = shape_of(words, loaded.criteria_set, loaded.sha256)
    said = [one.within(str(loaded.path)) for one in without_formulas(shape.plan, loaded.criteria_set)]
    if last_year is None:
        write_whole(path, (Remade(loaded, known).file(words),))
        return Written((path,), in_order(said))
    if parent or facts:
        raise XhhtError([Problem("from-another-form", Place(str(last_year)))])
    made = prefill(Path(last_year), loaded, unit=unit, code=code, year=year)
    write_whole(path, (made.file(words),))
    return Written((path,), in_order([*said, *made.problems]))


def split_form(
    path: str | Path,
    folder: str | Path,
    criteria: str | None = None,
    *,
    by: str | Path | None = None,
    language: str | None = None,
    force: bool = False,
) -> Written:
    """Write a part of a form for each office that collects any of it into a folder, which is made where there is none.

    The form says whose a row is, or `by` does: a list (.csv, .xlsx) of indicators with office, person and deadline. A
    part holds all that is filled in already and shows its office's rows only. `criteria` names the set where it is not
    shipped; `language` and `force` are as for `write_form`. Raises `XhhtError` where the form or the list cannot be
    read or a part cannot be written; then none is.
    """
    words, path, folder = Words(language_meant(language)), Path(path), Path(folder)
    whole, parts = parts_of(read_whole(path, criteria), None if by is None else Path(by))
    files = part_files(words, path, folder, parts)
    make_directory(folder)
    check_outputs(files.values(), [path, *([] if by is None else [Path(by)])], force=force)
    write_each((file, whole.part(words, parts[office]).file(words)) for office, file in files.items())
    return Written(tuple(files.values()), whole.problems)


def merge_forms(
    where: Where,
    path: str | Path,
    criteria: str | None = None,
    *,
    language: str | None = None,
    force: bool = False,
) -> Written:
    """Join the parts of one unit, year and set (a folder, or several files) to one form, written to `path`.

    Nothing is overwritten by anything: answers that contradict one another are among the problems (`answer-conflict`,
    `info-conflict`) and stand in the merged form until somebody decides. Parts that cannot be read are left out and
    said. `criteria`, `language` and `force` are as for `split_form`. Raises `XhhtError` where no part can be read, and
    where they are not of one unit, year and set.
    """
    words, path = Words(language_meant(language)), Path(path)
    check_suffix(path)
    several = [where] if isinstance(where, str | Path) else where
    files, passed = parts_meant([Path(one) for one in several], path)
    check_outputs([path], files, force=force)
    joined = join(files, words, criteria)
    write_whole(path, (joined.file(words),))
    found = read_form(opened(path), joined.loaded.criteria_set).problems
    conflicts = [one for one in found if one.code in CARRIED]
    return Written((path,), in_order([*passed, *joined.problems, *conflicts]))


def deliveries(folder: str | Path, criteria: str | None = None) -> tuple[list[Row], tuple[Problem, ...]]:
    """Give who has delivered what of the forms in a folder, one dictionary for each assignee of each unit.

    `file` is None where nothing was delivered, `assignee` where a form was not split; `person` and `deadline` are those
    of the part, where it says them. `answered` and `asked` count
    indicators, `blanks` and `unread` (filled in, but not usable) cells, `errors` and `warnings` what is wrong in these
    rows. The problems are those of files that cannot be used. Raises `XhhtError` where there is no form in the folder.
    """
    paths = workbooks_of(Path(folder))
    passed = find_workbooks(Path(folder))[1]
    units, problems = status(paths, criteria)
    rows: list[Row] = [
        {
            "unit": unit.unit,
            "code": unit.code,
            "year": unit.year,
            "set": unit.criteria_set.id,
            "assignee": one.assignee,
            "person": one.person or None,
            "deadline": None if one.deadline is None else one.deadline.isoformat(),
            "file": one.file,
            "answered": one.answered,
            "asked": one.asked,
            "blanks": one.blanks,
            "unread": one.unread,
            "errors": one.errors,
            "warnings": one.warnings,
        }
        for unit in units
        for one in unit.deliveries
    ]
    return rows, in_order([*passed, *problems])


def check_outputs(paths: Iterable[Path], inputs: Iterable[Path], *, force: bool) -> None:
    """Try every output before any is written; raises `XhhtError` with what is wrong about all of them."""
    read = frozenset(filter(None, map(identity_of, inputs)))
    refused: list[Problem] = []
    for path in paths:
        try:
            check_output(path, lambda: read, force=force)
        except XhhtError as error:
            refused += error.problems
    if refused:
        raise XhhtError(refused)
