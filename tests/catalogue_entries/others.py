"""Examples of what is said about several workbooks: lower units, last year's form, and parts of a form."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from catalogue_entries.example import Example, place_of
from filled import QUIET, Change, FilledForm, about, as_form, entries, file_of, form_of, put
from kept_forms import Kept, KeptForm
from make import CRITERIA, submission_from
from xhht_score.api.parts import join
from xhht_score.api.repair import repair
from xhht_score.api.single import load_once
from xhht_score.merging import FormPart, shares
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.writing.template import make_form

WORDS = Words("vi")


def _several(code: str, line: str, make: Callable[[Path, str], str], how: str, beside: tuple[str, ...] = ()) -> Example:
    """Give an example whose workbooks stand in a folder of their own; `make` is told the name of the first one."""
    name = f"{code}.xlsx"
    command = tuple(line.replace("FORM", name).split())
    return Example(code, command, lambda folder: make(folder, name), how, beside, own_folder=True)


# Lower units


def district(folder: Path, name: str, figures: str, year: int = 2024) -> FilledForm:
    """Write the form of the district with how many communes it has at level 1, at level 2 and in all ("?": blank)."""
    counts = dict(zip(("muc-do-1", "muc-do-2", "all"), figures.split(), strict=True))
    one = form_of("huyen-mau", year=year, answers={"4.1": counts})
    one.save(folder / name)
    return one


def below(
    figures: str, *communes: tuple[str, dict[str, Any]], cell: str = "", year: int = 2024
) -> Callable[[Path, str], str]:
    """Give how to write the forms of the district and of communes, some fields changed; the place is `cell` of 4.1."""

    def make(folder: Path, name: str) -> str:
        one = district(folder, name, figures, year)
        (folder / "xa").mkdir(exist_ok=True)
        for number, (unit, fields) in enumerate(communes, 1):
            (folder / "xa" / f"xa-{number}.xlsx").write_bytes(file_of(unit, **fields))
        return place_of(name, one.cell("4.1", cell)) if cell else name

    return make


def alone(folder: Path, name: str) -> str:
    """Write the form of the district into a folder where there is no other."""
    district(folder, name, "7 2 10")
    return name


def pilot(folder: Path, name: str) -> str:
    """Write a form of the pilot."""
    (folder / name).write_bytes(file_of("samson"))
    return name


def communes(folder: Path, name: str) -> str:
    """Write the forms of two communes, of which neither bears on the other."""
    (folder / name).write_bytes(file_of("xa-01"))
    (folder / "xa-2.xlsx").write_bytes(file_of("xa-02"))
    return name


HELD = {"number": "1/QĐ", "date": "2024-03-20"}
LOWER = "score FORM --lower xa"

# Last year


def years(
    this: str, last: str, year: int = 2023, cell: str = "value_1", later: int = 2024, name_before: str = "Huyện Mẫu"
) -> Callable[[Path, str], str]:
    """Give how to write the district's forms of two years, by what they say of 4.2."""

    def make(folder: Path, name: str) -> str:
        counts = {"muc-do-1": "7", "muc-do-2": "2", "all": "10"}
        one = form_of("huyen-mau", year=later, answers={"4.1": counts, "4.2": this})
        one.save(folder / name)
        before = {"4.2": last, "4.3": "95 -> 96.1"}
        (folder / "2023.xlsx").write_bytes(file_of("huyen-mau", year=year, name=name_before, answers=before))
        return place_of(name, one.cell("4.2", cell)) if cell else name

    return make


def other_figure(folder: Path, name: str) -> str:
    """Write this year's form by a variant that asks 4.2 for another figure."""
    (folder / "khac.yaml").write_text(VARIANT, encoding="utf-8")
    counts = {"muc-do-1": "7", "muc-do-2": "2", "all": "10"}
    one = form_of("huyen-mau", criteria_set=str(folder / "khac.yaml"), answers={"4.1": counts})
    one.save(folder / name)
    (folder / "2023.xlsx").write_bytes(file_of("huyen-mau", year=2023, answers={"4.3": "95 -> 96.1"}))
    return name


VARIANT = """\
id: huyen-khac
extends: tt25-2023-huyen
version: "1"
status: illustrative
title: {vi: Biến thể, en: Variant}
criteria:
  - id: "4"
    indicators:
      - id: "4.2"
        measure:
          kind: change
          direction: rises
          of: {vi: Tổng thu, en: Revenue}
          unit: {vi: tỷ đồng, en: billion đồng}
          maximum: 9999
"""

# Parts of a form


def parts(change: Change, of: tuple[str, str] = ("", ""), *, second: bool = True) -> Callable[[Path, str], str]:
    """Give how to write two forms of a unit, the second one changed, and where the change (or the first one) stands.

    `of` names the assignees whose parts they are ("": nobody's, the whole form).
    """

    def make(folder: Path, name: str) -> str:
        first, other = (_part(who, assignee) for who, assignee in zip(("Ông An", "Bà Hoa"), of, strict=True))
        where = change(other)
        first.save(folder / name)
        other.save(folder / "b.xlsx")
        return place_of("b.xlsx" if second else name, where)

    return make


def beside_merged(folder: Path, name: str) -> str:
    """Write two parts of a form, and the form that they were merged to."""
    names = ["phan-cap-uy.xlsx", "phan-doan.xlsx"]
    for file, assignee in zip(names, ("cap-uy", "doan"), strict=True):
        _part("Ông An", assignee).save(folder / file)
    join([folder / file for file in names], WORDS).book(WORDS).save(folder / name)
    return name


def appraised(form: FilledForm) -> None:
    """Let the council refuse the evidence of 2.2."""
    put("2.2", "không chấp nhận", layout.APPRAISED_EVIDENCE)(form)
    put("2.2", "không có danh sách", layout.APPRAISED_REASON)(form)


def _part(who: str, assignee: str) -> FilledForm:
    return KeptForm(_kept(who, assignee))


def _quiet() -> dict[str, Any]:
    entry = entries()["samson"]
    return {**entry, "answers": {**entry["answers"], **QUIET}}


@cache
def _kept(who: str, assignee: str) -> Kept:
    loaded, submission = load_once(CRITERIA), submission_from(_quiet())
    part = FormPart(assignee, shares(loaded.criteria_set)[assignee]) if assignee else None
    given = {"submission": submission, "filled_by": who, "part": part}
    return Kept(lambda: make_form(WORDS, loaded.criteria_set, loaded.sha256, **given))


def merged(
    change: Change, after: Callable[[Any], Any] = lambda _: None, place: Callable[[FilledForm], Any] | None = None
) -> Callable[[Path, str], str]:
    """Give how to write a merged form of two, the second one changed; `after` has its sheet of conflicts."""

    def make(folder: Path, name: str) -> str:
        parts(change)(folder, "a.xlsx")
        book = join([folder / "a.xlsx", folder / "b.xlsx"], WORDS).book(WORDS)
        where = after(next(sheet for sheet in book.worksheets if sheet["A1"].value == layout.CONFLICTS_MARKER))
        book.save(folder / name)
        return place_of(name, place(as_form(book)) if place else where)

    return make


def chosen(sheet: Any) -> Any:
    """Decide the conflict; the problem stands at the candidate."""
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(layout.FIRST_ROW, columns[layout.CHOICE]).value = "x"
    return sheet.cell(layout.FIRST_ROW, columns[layout.CANDIDATE])


def about_nothing(sheet: Any) -> Any:
    """Decide the conflict, and add a row about an indicator that the set does not have."""
    chosen(sheet)
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = sheet.max_row + 1
    sheet.cell(row, 1).value = "9.9"
    where = sheet.cell(row, columns[layout.FIELD])
    where.value = "value_1"
    return where


SIX = put("1.6", 6)


def without_leftovers(folder: Path, name: str) -> str:
    """Write a form made anew of one with a text for a number, without the sheet of what was not carried over."""
    old = form_of("samson", answers=QUIET)
    put("1.5", "nhiều")(old)
    old.save(folder / name)
    one = as_form(repair(folder / name).book())
    sheet = next(one for one in one.book.worksheets if one["A1"].value == layout.LEFTOVERS_MARKER)
    one.book.remove(sheet)
    one.save(folder / name)
    return place_of(name, one.about(layout.LEFTOVERS))


EXAMPLES = (
    _several("lower-useless", "score FORM --lower xa-2.xlsx", communes, "A commune's form, beside another's."),
    _several("lower-passed-over", LOWER, below("1 0 1", ("xa-01", {}), ("xa-02", {"parent": None})),
             "One of the two communes does not name the unit above it."),
    _several("lower-elsewhere", LOWER, below("1 0 1", ("xa-01", {}), ("xa-02", {"parent": "H02"})),
             "One of the two communes belongs to another district."),
    _several("lower-incomplete", LOWER, below("1 0 2", ("xa-01", {}), cell="value_3"),
             "The district says that it has 2 communes; there is the form of one."),
    _several("lower-filled", LOWER, below("? 0 1", ("xa-01", {}), cell="value_1"),
             "The district leaves blank how many of its communes hold level 1."),
    _several("lower-differs", LOWER, below("0 0 1", ("xa-01", {}), cell="value_1"),
             "The district says that 0 of its communes hold level 1; the only one does."),
    _several("lower-undecided", LOWER, below("0 0 1", ("xa-10", {})), "The commune has no decision."),
    # what cannot be told of one unit cannot be counted: the count is not complete
    _several("lower-unclear", LOWER, below("0 0 1", ("xa-01", {"decision": {**HELD, "level": None}})),
             "The decision of the commune has no level.", ("lower-incomplete",)),
    _several("lower-twice", LOWER, below("0 0 1", ("xa-01", {}), ("xa-01", {})),
             "There are two forms of one commune.", ("lower-incomplete",)),
    _several("lower-none", LOWER, below("7 2 10", ("xa-01", {"parent": "H02"})),
             "The only commune belongs to another district.", ("lower-elsewhere",)),
    _several("lower-set-unnamed", f"score FORM --lower FORM --criteria {CRITERIA}", pilot,
             "A form of the pilot, whose set does not say by which set communes are recognised."),
    _several("lower-set-absent", "score FORM --lower .", alone, "There is only the form of the district itself."),
    _several("lower-renamed", LOWER, below("1 0 1", ("xa-01", {"year": 2023, "name": "Xã Cũ"}), ("xa-01", {})),
             "The form of 2023 has the commune's code and another name."),
    # a district that is assessed for 2025 had ended
    _several("lower-other-land", LOWER, below("1 0 1", ("xa-01", {}), year=2025),
             "The district's form is that of 2025, the commune's that of 2024.", ("tier-ended",)),
    _several("last-year-useless", "score FORM --last-year xa-2.xlsx", communes, "A commune's form, beside another's."),
    _several("last-year-unlike", "score FORM --criteria khac.yaml --last-year 2023.xlsx", other_figure,
             "This year's form is by a variant that asks 4.2 for another figure."),
    _several("last-year-filled", "score FORM --last-year 2023.xlsx", years("? -> 51.25", "40 -> 46.8"),
             "Last year's figure of 4.2 is blank."),
    _several("last-year-differs", "score FORM --last-year 2023.xlsx", years("46 -> 51.25", "40 -> 46.8"),
             "Last year's figure of 4.2 is `46`; last year's form has `46.8`."),
    _several("last-year-lacking", "score FORM --last-year 2023.xlsx", years("46.8 -> 51.25", "40 -> 46.8", 2022, ""),
             "The other form is that of 2022."),
    _several("last-year-other-unit", "score FORM --last-year 2023.xlsx",
             years("46.8 -> 51.25", "40 -> 46.8", cell="", name_before="Huyện Cũ"),
             "The form of 2023 has the district's code and another name."),
    _several("last-year-other-land", "score FORM --last-year 2023.xlsx",
             years("46 -> 51.25", "40 -> 46.8", 2024, "", 2025),
             "The forms are those of 2024 and 2025; last year's figure of 4.2 differs.",
             ("last-year-differs", "tier-ended")),
    _several("part-unlike", "merge FORM b.xlsx -o m.xlsx", parts(about(layout.YEAR, 2019)),
             "The second form is that of 2019."),
    _several("parts-passed-over", "report FORM phan-cap-uy.xlsx phan-doan.xlsx", beside_merged,
             "Two parts of a form, and the form that they were merged to."),
    _several("part-assignee-unknown", "merge FORM b.xlsx -o m.xlsx",
             parts(about(layout.PART_ROWS, "9.9"), ("cap-uy", "doan")),
             "The second part says that it was made for the indicator `9.9`."),
    _several("appraisal-not-merged", "merge FORM b.xlsx -o m.xlsx", parts(appraised),
             "In the second form the council has decided on 2.2."),
    _several("part-outranked", "merge FORM b.xlsx -o m.xlsx", parts(put("1.1", "Không"), ("cap-uy", "doan")),
             "1.1 is assigned to `cap-uy`, whose part says yes; the part of `doan` says no."),
    _several("answer-conflict", "score FORM", merged(SIX, place=lambda one: one.cell("1.6")),
             "Two forms with different figures for 1.6, merged."),
    _several("assignee-conflict", "score FORM",
             merged(put("1.6", "Tổ khác", layout.ASSIGNEE), place=lambda one: one.cell("1.6", layout.ASSIGNEE)),
             "Two forms that name different offices for 1.6, merged."),
    _several("info-conflict", "score FORM",
             merged(about(layout.UNIT_NAME, "Sầm Sơn"), place=lambda one: one.about(layout.UNIT_NAME)),
             "Two forms with different names of the unit, merged."),
    _several("conflict-unknown", "score FORM", merged(SIX, about_nothing),
             "The conflict is decided; one more row of the sheet Conflicts has the id `9.9`.", ("choice-not-merged",)),
    _several("choice-not-merged", "score FORM", merged(SIX, chosen),
             "Two forms with different figures for 1.6, merged; one of them is chosen on the sheet Conflicts."),
    # what stood on the sheet is blank in the form
    _several("conflicts-sheet-lacking", "score FORM",
             merged(SIX, lambda sheet: sheet.parent.remove(sheet), lambda one: one.about(layout.CONFLICTS)),
             "The sheet Conflicts was deleted.", ("answer-blank",)),
    _several("leftovers-sheet-lacking", "score FORM", without_leftovers,
             "1.5 was `nhiều`, which `xhht repair` put on the sheet Chưa chuyển; that sheet was deleted.",
             ("answer-blank",)),
)  # fmt: skip
