"""`xhht template`: forms to fill in, blank or filled in beforehand from last year's forms or a list of units."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from xhht_score.api.handing_out import HandedOut, from_list, named
from xhht_score.api.known import submission_known
from xhht_score.api.others import workbooks_of
from xhht_score.api.prefill import Beforehand, prefill, prefilled, taken_over
from xhht_score.api.remade import Remade
from xhht_score.api.single import load_for_use, opened
from xhht_score.api.table_files import TABLE_SUFFIXES
from xhht_score.api.unit_table import UnitList, read_units
from xhht_score.cli.desk import Desk
from xhht_score.errors import Place, Problem, XhhtError
from xhht_score.loading.loader import Loaded
from xhht_score.reports.delimited import csv_pieces
from xhht_score.reports.forms import MadeForm, MadeForms, compose_forms, form_records
from xhht_score.reports.objects import forms_object
from xhht_score.workbook.reading.cells import Form
from xhht_score.workbook.writing.forms import shape_of, without_formulas
from xhht_score.writing import check_suffix, make_directory


class WantedForm(NamedTuple):
    """What is asked of the forms: one unit by name and code, the year, and whether files may be overwritten.

    `parent` is the code of the unit above, `facts` are written `name=choice`; `last_year` are forms that fill in what a
    list does not say, `format` is that of the table of many forms.
    """

    unit: str
    code: str
    year: int | None
    force: bool
    parent: str = ""
    facts: tuple[str, ...] = ()
    last_year: Path | None = None
    format: str | None = None


def run_template(desk: Desk, criteria: str, output: Path | None, source: Path | None, wanted: WantedForm) -> int:
    """Write a form for a set: blank, from last year's, or one for each form of a directory or each unit of a list."""
    desk.reads(source, wanted.last_year, sets=[criteria])
    loaded = load_for_use(criteria)
    facts = {name.strip(): word.strip() for name, _, word in (one.partition("=") for one in wanted.facts)}
    known = submission_known(loaded.criteria_set, wanted.unit, wanted.code, wanted.parent, wanted.year, facts)
    if source is not None and (wanted.parent or facts):
        raise XhhtError([Problem("from-another-form", Place(str(source)))])
    shape = shape_of(desk.words, loaded.criteria_set, loaded.sha256)
    desk.tell(one.within(str(loaded.path)) for one in without_formulas(shape.plan, loaded.criteria_set))
    form = None if source is None or source.is_dir() else _form_in(source)
    if source is not None and form is None:
        return _several(desk, loaded, source, output, wanted)
    _check_for_one(wanted)
    path = output or Path(f"{loaded.criteria_set.id}.xlsx")
    check_suffix(path)
    desk.check(path, force=wanted.force)
    return _blank(desk, Remade(loaded, known), path) if form is None else _one(desk, loaded, form, path, wanted)


def _several(desk: Desk, loaded: Loaded, source: Path, output: Path | None, wanted: WantedForm) -> int:
    """Write a form for each form of a directory or each unit of a list."""
    units = None if source.is_dir() else read_units(source, loaded.criteria_set, wanted.year)
    if output is None:
        raise XhhtError([Problem("output-directory-lacking", Place(str(source)))])
    if wanted.unit or wanted.code:
        raise XhhtError([Problem("one-unit-only", Place(str(source)))])
    if units is None:
        _check_for_one(wanted._replace(format=None))
        handed = _of_directory(desk, loaded, source, wanted)
    else:
        handed = _of_list(desk, loaded, units, wanted)
    return _many(desk, loaded, handed, output, wanted)


def _form_in(source: Path) -> Form | None:
    """Give the form that a file is, None where it is a list of units; raises `XhhtError` where it cannot be read."""
    if source.suffix.lower() in TABLE_SUFFIXES:
        return None
    try:
        return opened(source)
    except XhhtError as error:
        if [one.code for one in error.problems] != ["workbook-foreign"]:
            raise
    return None


def _check_for_one(wanted: WantedForm) -> None:
    """Refuse what is meant for the forms of a list; raises `XhhtError`."""
    given = {"--last-year": wanted.last_year, "--format": wanted.format}
    if wrong := [Problem("for-a-list-only", arguments={"given": name}) for name, value in given.items() if value]:
        raise XhhtError(wrong)


def _blank(desk: Desk, made: Remade, path: Path) -> int:
    desk.write_form(path, made.file(desk.words))
    desk.talk(desk.words.say("written", file=path))
    return 0


def _one(desk: Desk, loaded: Loaded, form: Form, path: Path, wanted: WantedForm) -> int:
    made = prefilled(form, loaded, Beforehand(wanted.unit, wanted.code, year=wanted.year))
    desk.write_form(path, made.file(desk.words))
    if made.files:
        last, what = None if made.last_year is None else str(made.last_year), taken_over(desk.words, made)
        desk.talk(desk.words.say("prefilled-from", file=form.file, year=last, what=what))
    desk.tell(made.problems)
    desk.talk(desk.words.say("written", file=path))
    return desk.closing()


def _of_directory(desk: Desk, loaded: Loaded, source: Path, wanted: WantedForm) -> HandedOut:
    """Give a form for each form that can be read; the others are named and left out."""
    paths = workbooks_of(source)
    forms: list[Remade] = []
    places: list[Place] = []
    problems: list[Problem] = []
    with desk.progress(len(paths)) as done:
        for path in paths:
            try:
                forms.append(prefill(path, loaded, year=wanted.year))
                places.append(Place(str(path)))
            except XhhtError as error:
                problems += error.problems
            done(1)
    if not forms:
        raise XhhtError(problems)
    problems += [problem for one in forms for problem in one.problems]
    return named(forms, places, HandedOut((), (), True, problems=tuple(problems)))


def _of_list(desk: Desk, loaded: Loaded, units: UnitList, wanted: WantedForm) -> HandedOut:
    """Give a form for each unit of a list, with what last year's forms hold where they are named."""
    many = 0 if wanted.last_year is None else len(workbooks_of(wanted.last_year))
    with desk.progress(many) as done:
        handed = from_list(units.rows, loaded, wanted.last_year, done)
    return handed.saying(units.problems)


def _many(desk: Desk, loaded: Loaded, handed: HandedOut, directory: Path, wanted: WantedForm) -> int:
    """Write the forms, after every name was tried, and show what was made."""
    paths = [directory / name for name in handed.names]
    make_directory(directory)
    desk.check_all(paths, force=wanted.force)
    made = zip(paths, (one.file(desk.words) for one in handed.forms), strict=True)
    desk.write_forms(made, len(paths))
    _deliver(desk, loaded, handed, directory)
    desk.tell(handed.problems)
    desk.talk(desk.words.say("written-forms", n=len(paths), directory=directory))
    return desk.closing()


def _deliver(desk: Desk, loaded: Loaded, handed: HandedOut, directory: Path) -> None:
    forms = [
        MadeForm(one.submission, name, Path(one.files[0]).name if one.files else None)
        for one, name in zip(handed.forms, handed.names, strict=True)
    ]
    made = MadeForms(loaded.criteria_set, forms, handed.old_forms, handed.left_over)
    if desk.format == "json":
        desk.deliver_answer(forms_object(desk.words, directory, made), handed.problems)
    elif desk.format == "csv":
        desk.deliver_pieces(csv_pieces(*form_records(desk.words, made), desk.words.language))
    else:
        desk.deliver(compose_forms(desk.words, made))
