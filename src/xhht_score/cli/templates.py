"""`xhht template`: forms to fill in, blank or filled in beforehand from last year's forms or a table of units."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from xhht_score.api.known import submission_known
from xhht_score.api.others import workbooks_of
from xhht_score.api.prefill import prefill, taken_over
from xhht_score.api.remade import Remade
from xhht_score.api.single import load_for_use
from xhht_score.api.unit_table import TABLE_SUFFIXES, file_names, read_units
from xhht_score.cli.desk import Desk
from xhht_score.errors import Place, Problem, XhhtError
from xhht_score.loading.loader import Loaded
from xhht_score.workbook.writing.forms import plan_form, without_formulas
from xhht_score.workbook.writing.plan import Plan
from xhht_score.workbook.writing.template import write_form
from xhht_score.writing import check_suffix, make_directory


class WantedForm(NamedTuple):
    """What is asked of the forms: one unit by name and code, the year, and whether files may be overwritten.

    `parent` is the code of the unit above, `facts` are written `name=choice`.
    """

    unit: str
    code: str
    year: int | None
    force: bool
    parent: str = ""
    facts: tuple[str, ...] = ()


def run_template(desk: Desk, criteria: str, output: Path | None, source: Path | None, wanted: WantedForm) -> int:
    """Write a form for a set: blank, from last year's, or one for each form of a directory or each row of a table."""
    desk.reads(source, sets=[criteria])
    loaded = load_for_use(criteria)
    facts = {name.strip(): word.strip() for name, _, word in (one.partition("=") for one in wanted.facts)}
    known = submission_known(loaded.criteria_set, wanted.unit, wanted.code, wanted.parent, wanted.year, facts)
    if source is not None and (wanted.parent or facts):
        raise XhhtError([Problem("from-another-form", Place(str(source)))])
    plan = plan_form(desk.words, loaded.criteria_set, loaded.sha256, submission=known)
    desk.tell(one.within(str(loaded.path)) for one in without_formulas(plan, loaded.criteria_set))
    if source is None:
        return _blank(desk, loaded, plan, output, force=wanted.force)
    if not source.is_dir() and source.suffix.lower() not in TABLE_SUFFIXES:
        return _one(desk, loaded, source, output, wanted)
    if output is None:
        raise XhhtError([Problem("output-directory-lacking", Place(str(source)))])
    if wanted.unit or wanted.code:
        raise XhhtError([Problem("one-unit-only", Place(str(source)))])
    if source.is_dir():
        return _of_directory(desk, loaded, source, output, wanted)
    rows = read_units(source, loaded.criteria_set, wanted.year)
    forms = [Remade(loaded, row.submission, row.filled_by) for row in rows]
    return _many(desk, forms, output, (), force=wanted.force)


def _blank(desk: Desk, loaded: Loaded, plan: Plan, output: Path | None, *, force: bool) -> int:
    path = output or Path(f"{loaded.criteria_set.id}.xlsx")
    check_suffix(path)
    desk.check(path, force=force)
    desk.write_form(path, write_form(desk.words, plan))
    desk.talk(desk.words.say("written", file=path))
    return 0


def _one(desk: Desk, loaded: Loaded, source: Path, output: Path | None, wanted: WantedForm) -> int:
    path = output or Path(f"{loaded.criteria_set.id}.xlsx")
    check_suffix(path)
    desk.check(path, force=wanted.force)
    made = prefill(source, loaded, unit=wanted.unit, code=wanted.code, year=wanted.year)
    desk.write_form(path, made.book(desk.words))
    if made.files:
        last, what = None if made.last_year is None else str(made.last_year), taken_over(desk.words, made)
        desk.talk(desk.words.say("prefilled-from", file=source, year=last, what=what))
    desk.tell(made.problems)
    desk.talk(desk.words.say("written", file=path))
    return desk.closing()


def _of_directory(desk: Desk, loaded: Loaded, source: Path, output: Path, wanted: WantedForm) -> int:
    """Write a form for each form that can be read; the others are named and left out."""
    paths = workbooks_of(source)
    forms: list[Remade] = []
    problems: list[Problem] = []
    with desk.progress(len(paths)) as done:
        for path in paths:
            try:
                forms.append(prefill(path, loaded, year=wanted.year))
            except XhhtError as error:
                problems += error.problems
            done(1)
    if not forms:
        raise XhhtError(problems)
    problems += [problem for one in forms for problem in one.problems]
    return _many(desk, forms, output, problems, force=wanted.force)


def _many(
    desk: Desk,
    forms: Sequence[Remade],
    directory: Path,
    problems: Sequence[Problem],
    *,
    force: bool,
) -> int:
    """Write the forms, after every name was tried."""
    names = file_names(_wanted(one) for one in forms)
    paths = [directory / name for name in names]
    make_directory(directory)
    desk.check_all(paths, force=force)
    with desk.progress(len(paths), doing="writing") as done:
        for one, path in zip(forms, paths, strict=True):
            desk.write_form(path, one.book(desk.words))
            done(1)
    desk.tell(problems)
    desk.talk(desk.words.say("written-forms", n=len(paths), directory=directory))
    return desk.closing()


def _wanted(form: Remade) -> str:
    unit = form.submission.unit
    return unit.code or unit.name or (Path(form.files[0]).stem if form.files else "")
