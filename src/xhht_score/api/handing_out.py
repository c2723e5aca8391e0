"""A form for each unit of a list, with what last year's folder holds of it; no file is written here.

Codes join the two. A name does only where neither has a code, and where nothing speaks against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from xhht_score.api.folders import find_workbooks, softened
from xhht_score.api.form_names import file_names, wanted_name
from xhht_score.api.others import OnDone, workbooks_of
from xhht_score.api.prefill import Beforehand, prefilled
from xhht_score.api.remade import Remade
from xhht_score.api.single import opened
from xhht_score.api.unit_table import UnitRow
from xhht_score.errors import Place, Problem, XhhtError, in_order
from xhht_score.identity import code_of, is_lost_code, name_key
from xhht_score.loading.loader import Loaded
from xhht_score.records import record
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import Form, folded


@record
class HandedOut:
    """Forms that are ready to be written, each with the name of its file, and what there is to say of them.

    `old_forms` says whether earlier forms were looked at; `left_over` are those of them that no unit was given.
    """

    forms: tuple[Remade, ...]
    names: tuple[str, ...]
    old_forms: bool = False
    left_over: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def saying(self, problems: Iterable[Problem]) -> HandedOut:
        """Give the same with further problems."""
        return replace(self, problems=in_order([*problems, *self.problems]))


def named(forms: Sequence[Remade], places: Sequence[Place], handed: HandedOut) -> HandedOut:
    """Give what is handed out with the names of its files; a name with other letters than the unit's is told."""
    wanted = [wanted_name(one.submission.unit, Path(one.files[0]).stem if one.files else "") for one in forms]
    names = file_names(wanted)
    said = [
        Problem("file-named-otherwise", place, {"given": one, "file": name})
        for one, name, place in zip(wanted, names, places, strict=True)
        if f"{one}.xlsx" != name
    ]
    return replace(handed, forms=tuple(forms), names=tuple(names), problems=in_order([*handed.problems, *said]))


def from_list(
    rows: Sequence[UnitRow], loaded: Loaded, last_year: Path | None = None, on_done: OnDone = lambda _: None
) -> HandedOut:
    """Give a form for each unit of a list, with what its old form in `last_year` holds; what the list says wins.

    Raises `XhhtError` where an old form cannot be read, a unit has two, or they are of different years and nobody says
    which year is wanted.
    """
    found = _OldForms(rows, loaded)
    places = [row.place for row in rows]
    if last_year is not None:
        found.look(last_year, on_done)
    made = [found.made.get(at) or Remade(loaded, row.submission, row.filled_by) for at, row in enumerate(rows)]
    handed = HandedOut((), (), last_year is not None, tuple(found.left_over), tuple(found.problems))
    return named(found.of_one_year(made), places, handed)


class _OldForms:
    """Gives each old form to the unit of the list that it is of."""

    def __init__(self, rows: Sequence[UnitRow], loaded: Loaded) -> None:
        self._rows, self._loaded, self._kind = rows, loaded, loaded.criteria_set.unit
        self._codes = {row.submission.unit.code: at for at, row in enumerate(rows) if row.submission.unit.code}
        self._names: dict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            self._names[name_key(row.submission.unit.name, self._kind)].append(at)
        self._files: dict[int, list[str]] = defaultdict(list)
        self.made: dict[int, Remade] = {}
        self.left_over: list[str] = []
        self.problems: list[Problem] = []

    def look(self, folder: Path, on_done: OnDone) -> None:
        """Read the forms of a folder, or one form; raises `XhhtError`."""
        paths = workbooks_of(folder)
        self.problems += find_workbooks(folder)[1] if folder.is_dir() else ()
        for path in paths:
            try:
                self._take(opened(path))
            except XhhtError as error:
                self.problems += map(softened, error.problems)
            on_done(1)
        for at, files in self._files.items():
            if len(files) > 1:
                row = self._rows[at]
                arguments = {"unit": row.submission.unit.name, "files": tuple(files)}
                self.problems.append(Problem("last-year-twice", row.place, arguments))
        if wrong := [one for one in self.problems if one.severity == "error"]:
            raise XhhtError(wrong)
        for at in sorted(self.made):
            self.problems += [*self.made[at].problems, *_not_the_year_before(self.made[at])]

    def _take(self, form: Form) -> None:
        at = self._unit_of(form)
        if at is None:
            self.left_over.append(form.file)
            return
        self._files[at].append(form.file)
        if at in self.made:
            return
        unit, row = self._rows[at].submission, self._rows[at]
        given = Beforehand(
            unit.unit.name, unit.unit.code or "", unit.unit.parent or "", unit.year, row.filled_by, unit.facts
        )
        self.made[at] = replace(prefilled(form, self._loaded, given), of=None)  # a unit gets its whole form
        if not self.made[at].files:  # it is another unit's, as it was told
            self.left_over.append(form.file)

    def _unit_of(self, form: Form) -> int | None:
        """Give the unit of an old form, None where there is none or where it is doubtful, which is told."""
        text, name = form.text(layout.UNIT_CODE), form.text(layout.UNIT_NAME)
        code = code_of(text, self._kind)
        if code in self._codes:
            return self._codes[code]
        alike = self._names.get(name_key(name, self._kind), []) if name else []
        if not alike:
            return None
        row = self._rows[alike[0]]
        unit = row.submission.unit
        parent = form.text(layout.UNIT_PARENT)
        if (
            len(alike) == 1
            and not text
            and not unit.code
            and folded(unit.name) == folded(name)
            and (not parent or not unit.parent or parent.lstrip("0") == unit.parent.lstrip("0"))
        ):
            return alike[0]
        reason = "unsure-code-lost" if is_lost_code(text) else "unsure-codes" if text or unit.code else "unsure-names"
        arguments = {"unit": unit.name, "where": str(row.place), "given": name, "reason": reason}
        self.problems.append(Problem("last-year-unsure", Place(form.file), arguments))
        return None

    def of_one_year(self, forms: Iterable[Remade]) -> list[Remade]:
        """Give the forms, those without a year with that of the others; raises `XhhtError` where these differ."""
        forms = [*forms]
        years = {one.submission.year: one for one in forms if one.submission.year is not None}
        said = {row.submission.year for row in self._rows}
        if None not in said or not years:
            return forms
        if len(years) > 1:
            files = tuple(f"{year}: {(*one.files, one.submission.unit.name)[0]}" for year, one in sorted(years.items()))
            raise XhhtError([Problem("last-years-differ", arguments={"years": files})])
        (year,) = years
        return [
            one
            if one.submission.year is not None
            else replace(one, submission=one.submission.model_copy(update={"year": year}))
            for one in forms
        ]


def _not_the_year_before(made: Remade) -> Iterator[Problem]:
    """Say that an old form is not of the year before, where the lack of its figures does not say so."""
    was, wanted = made.last_year, made.submission.year
    if was is None or wanted is None or was == wanted - 1 or not made.files:
        return
    if not any(one.code == "last-year-lacking" for one in made.problems):
        yield Problem("last-year-not-before", Place(made.files[0]), {"found": str(was), "year": str(wanted)})
