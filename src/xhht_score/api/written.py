"""Forms written to files: blank or filled in beforehand, in parts for those in charge, and joined again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xhht_score.api.folders import file_passed, find_workbooks
from xhht_score.api.many import Where
from xhht_score.api.others import workbooks_of
from xhht_score.api.parts import CARRIED, join, part_name, read_whole, status
from xhht_score.api.prefill import prefill
from xhht_score.api.sentences import language_meant
from xhht_score.api.single import load_for_use, opened
from xhht_score.api.writing import check_output, check_suffix, identity_of, make_directory, save_form
from xhht_score.criteria import CriteriaSet
from xhht_score.definitions import Text
from xhht_score.errors import Place, Problem, XhhtError, in_order, nearest
from xhht_score.identity import full_code, is_lost_code, kind_above
from xhht_score.letters import composed
from xhht_score.loading.loader import files_of
from xhht_score.reports.rows import Row
from xhht_score.submission import Submission, Unit
from xhht_score.words import Words
from xhht_score.workbook.forms import plan_form, without_formulas
from xhht_score.workbook.reading import read_form
from xhht_score.workbook.saved import is_as_merged
from xhht_score.workbook.template import write_form as book_of


@dataclass(frozen=True, slots=True)
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
    _check([path], inputs, force=force)
    plan = plan_form(words, loaded.criteria_set, loaded.sha256, submission=known)
    said = [one.within(str(loaded.path)) for one in without_formulas(plan, loaded.criteria_set)]
    if last_year is None:
        save_form(path, book_of(words, plan))
        return Written((path,), in_order(said))
    if parent or facts:
        raise XhhtError([Problem("from-another-form", Place(str(last_year)))])
    made = prefill(Path(last_year), loaded, unit=unit, code=code, year=year)
    save_form(path, made.book(words))
    return Written((path,), in_order([*said, *made.problems]))


def submission_known(
    criteria_set: CriteriaSet, unit: str, code: str, parent: str, year: int | None, facts: Mapping[str, str]
) -> Submission:
    """Give what is known of a unit before it fills in anything, with codes at full width.

    Raises `XhhtError` for a code that a spreadsheet has broken, and for a fact or a choice that is none.
    """
    if lost := [one for one in (code, parent) if is_lost_code(one)]:
        raise XhhtError(Problem("code-unusable", arguments={"given": one}) for one in lost)
    above = kind_above(criteria_set.unit)
    known = Unit(
        name=unit,
        code=full_code(code, criteria_set.unit) if code else None,
        parent=full_code(parent, above) if parent and above else parent or None,
    )
    chosen: dict[str, str | None] = dict(_fact(criteria_set, name, word) for name, word in facts.items())
    return Submission(unit=known, year=year, facts=chosen)


def _fact(criteria_set: CriteriaSet, name: str, word: str) -> tuple[str, str]:
    """Give a fact and its choice, each by its id or by its title in either language."""
    named = {title: key for key, fact in criteria_set.facts.items() for title in (key, *_titles(fact.title))}
    key = named.get(composed(name).casefold())
    if key is None:
        arguments = {"given": name, "expected": tuple(criteria_set.facts), "nearest": nearest(name, named)}
        raise XhhtError([Problem("fact-unknown", arguments=arguments)])
    choices = criteria_set.facts[key].choices
    known = {title: choice for choice, text in choices.items() for title in (choice, *_titles(text))}
    if composed(word).casefold() not in known:
        arguments = {"given": word, "expected": tuple(choices), "nearest": nearest(word, known)}
        raise XhhtError([Problem("choice-unknown", arguments=arguments)])
    return key, known[composed(word).casefold()]


def _titles(text: Text) -> tuple[str, str]:
    return text.vi.casefold(), text.en.casefold()


def split_form(
    path: str | Path,
    folder: str | Path,
    criteria: str | None = None,
    *,
    language: str | None = None,
    force: bool = False,
) -> Written:
    """Write a part of a form for each assignee of its set into a folder, which is made where there is none.

    A part holds all that is filled in already and is open in its assignee's rows only. `criteria` names the set where
    it is not shipped; `language` and `force` are as for `write_form`. Raises `XhhtError` where the form cannot be read
    or a part cannot be written; then none is.
    """
    words, path, folder = Words(language_meant(language)), Path(path), Path(folder)
    whole = read_whole(path, criteria)
    files = {one: folder / part_name(words, path, one) for one in whole.shares}
    make_directory(folder)
    _check(files.values(), [path], force=force)
    for assignee, file in files.items():
        save_form(file, whole.part(words, assignee))
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
    _check([path], files, force=force)
    joined = join(files, words, criteria)
    save_form(path, joined.book(words))
    found = read_form(opened(path), joined.loaded.criteria_set).problems
    conflicts = [one for one in found if one.code in CARRIED]
    return Written((path,), in_order([*passed, *joined.problems, *conflicts]))


def parts_meant(places: Sequence[Path], output: Path) -> tuple[list[Path], list[Problem]]:
    """Give the files to merge, and a notice of the output where the last run wrote it into a folder of parts.

    Raises `XhhtError` where there are none.
    """
    found: dict[Path, None] = {}
    passed: list[Problem] = []
    for place in places:
        for path in workbooks_of(place):
            if place.is_dir() and identity_of(path) == identity_of(output) and is_as_merged(path):
                passed.append(file_passed(str(path), "passed-own"))
            else:
                found[path] = None
    if not found:
        raise XhhtError([*passed, *(Problem("nothing-found", Place(str(place))) for place in places)])
    return list(found), passed


def deliveries(folder: str | Path, criteria: str | None = None) -> tuple[list[Row], tuple[Problem, ...]]:
    """Give who has delivered what of the forms in a folder, one dictionary for each assignee of each unit.

    `file` is None where nothing was delivered, `assignee` where a form was not split. `answered` and `asked` count
    indicators, `blanks` and `unread` (filled in, but not usable) cells, `errors` and `warnings` what is wrong in these
    rows. The problems are those of files that cannot be used. Raises `XhhtError` where there is no form in the folder.
    """
    workbooks_of(Path(folder))
    paths, passed = find_workbooks(Path(folder))
    units, problems = status(paths, criteria)
    rows: list[Row] = [
        {
            "unit": unit.unit,
            "code": unit.code,
            "year": unit.year,
            "set": unit.criteria_set.id,
            "assignee": one.assignee,
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


def _check(paths: Iterable[Path], inputs: Iterable[Path], *, force: bool) -> None:
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
