"""What is said of a form that is not as it was handed out, and that nothing is said of one that is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

import effort
import fillings
from broken_files import patched
from builders import one_bar
from calculation import Fault, Sheets
from filled import put
from make import CRITERIA
from sentences import assert_said
from xhht_score import assess
from xhht_score.api.single import load_once
from xhht_score.errors import Problem
from xhht_score.loading.loader import load
from xhht_score.spreadsheet.cell_names import column_number
from xhht_score.submission import Submission, Unit
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import open_form
from xhht_score.workbook.reading.form import read_form
from xhht_score.workbook.returned.fingerprint import compared
from xhht_score.workbook.symbols import quoted
from xhht_score.workbook.writing.template import make_form

CODES = (
    "formula-changed", "label-changed", "choices-changed", "changes-more", "bounds-take-fractions", "form-changed",
    "form-not-compared", "result-differs",
)  # fmt: skip
ANSWERS, RESULTS, LISTS = "Tự đánh giá", "Kết quả", layout.LISTS_SHEET


def said(path: Path, criteria: str | None = None) -> list[Problem]:
    """Give what is said of changes and of stored results, checked to be whole sentences."""
    found = [one for one in assess(path, criteria).problems if one.code in CODES]
    for problem in found:
        assert_said(problem, path)
    return found


def column(page: Any, field: str) -> int:
    return next(cell.column for cell in page[1] if cell.value == field)


def row(page: Any, key: str) -> int:
    return next(cell.row for cell in page["A"] if cell.value == key)


def at(form: Any, sheet: str, key: str, field: str) -> Any:
    page = form.book[sheet]
    return page.cell(row(page, key), column(page, field))


# ---------------------------------------------------------------- stored values, and references as Excel adjusts them


def calculated(book: Any, path: Path, instead: dict[tuple[str, str], Any] | None = None) -> Path:
    """Save a book with the values of its formulas, as a spreadsheet program stores them; `instead` has other ones."""
    sheets = Sheets(book)
    values = {
        (page.title, cell.coordinate): sheets.value(page.title, cell.coordinate)
        for page in book.worksheets
        for cells in page.iter_rows()
        for cell in cells
        if cell.data_type == "f"
    } | (instead or {})
    titles = [page.title for page in book.worksheets]
    book.save(path)

    def stored(part: str, xml: bytes) -> bytes:
        title = titles[int(re.findall(r"\d+", part)[-1]) - 1]

        def cell(found: re.Match[str]) -> str:
            value = values[title, found[1]]
            kind, shown = "n", str(value)
            if isinstance(value, bool):
                kind, shown = "b", str(int(value))
            elif isinstance(value, Fault | str):
                kind, shown = ("e", value.code) if isinstance(value, Fault) else ("str", escape(value))
            return f'<c r="{found[1]}"{found[2]} t="{kind}"><f{found[3]}</f><v>{shown}</v></c>'

        text = re.sub(r'<c r="([A-Z]+\d+)"([^>]*?)><f([^<]*)</f><v ?/></c>', cell, xml.decode())
        assert "</f><v/>" not in text
        assert "</f><v />" not in text
        return text.encode()

    for part in range(1, len(titles) + 1):
        name = f"xl/worksheets/sheet{part}.xml"
        patched(path, lambda xml, name=name: stored(name, xml), re.escape(name))
    return path


_CELL = r"(\$?)([A-Z]{1,3})(\$?)(\d+)"
_PLACE = re.compile(rf"(?:('(?:[^']|'')+'|[\w.]+)!)?{_CELL}(?::{_CELL})?(?![\w(])")


#: Gives where a cell of a sheet stands after a change: the sheet's title, the row and the column.
Moves = Callable[[str, int, int], tuple[str, int, int]]


def adjusted(text: str, home: str, moves: Moves) -> str:
    """Give a formula, or areas of cells, with every reference adjusted as Excel does when cells move."""

    def moved(found: re.Match[str]) -> str:
        sheet, *places = found.groups()
        written = home if sheet is None else sheet.removeprefix("'").removesuffix("'").replace("''", "'")
        title, ends = written, []
        for first, letters, second, number in (places[:4], places[4:]):
            if letters is not None:
                title, line, at_ = moves(written, int(number), column_number(letters) + 1)
                ends.append(f"{first}{get_column_letter(at_)}{second}{line}")
        return (f"{quoted(title)}!" if sheet is not None else "") + ":".join(ends)

    parts = re.split(r'("(?:[^"]|"")*")', text)
    return "".join(part if at_ % 2 else _PLACE.sub(moved, part) for at_, part in enumerate(parts))


def rewritten(book: Any, moves: Moves) -> None:
    """Move cells and adjust every reference."""
    for page in book.worksheets:
        cells = {}
        for (line, at_), cell in page._cells.items():
            if cell.data_type == "f" and cell.value:
                cell.value = adjusted(cell.value, page.title, moves)
            _, cell.row, cell.column = moves(page.title, line, at_)
            cells[cell.row, cell.column] = cell
        page._cells = cells
        for rule in page.data_validations.dataValidation:
            rule.sqref = type(rule.sqref)(adjusted(str(rule.sqref), page.title, moves))
            if rule.formula1 and "!" in rule.formula1:
                rule.formula1 = adjusted(rule.formula1, page.title, moves)
    for page in book.worksheets:
        page.merged_cells.ranges = set()
        page.title = moves(page.title, 1, 1)[0]


def inserted(sheet: str, *, before_row: int = 10**7, before_column: int = 10**5) -> Callable[[Any], None]:
    """Give a change that inserts a row or a column."""

    def moves(title: str, line: int, at_: int) -> tuple[str, int, int]:
        here = title == sheet
        return title, line + (here and line >= before_row), at_ + (here and at_ >= before_column)

    return lambda form: rewritten(form.book, moves)


def retitled(form: Any) -> None:
    names = {ANSWERS: "Phần 2 - it's ours", RESULTS: "Result 1", "Thông tin": "A", LISTS: LISTS}
    rewritten(form.book, lambda title, line, at_: (names.get(title, title), line, at_))


# ---------------------------------------------------------------- nothing is said


HARMLESS: dict[str, Callable[[Any], Any]] = {
    "as it was handed out": inserted("no sheet"),
    "filled in otherwise": lambda form: setattr(form.cell("1.5"), "value", 3),
    "a row inserted among the indicators": inserted(ANSWERS, before_row=9),
    "a row inserted above the headings": inserted(ANSWERS, before_row=3),
    "a row inserted above the first criterion": inserted(ANSWERS, before_row=5),
    "a row inserted below": inserted(ANSWERS, before_row=60),
    "a column inserted": inserted(ANSWERS, before_column=4),
    "a column inserted among the hidden ones": inserted(ANSWERS, before_column=40),
    "a row inserted among the results": inserted(RESULTS, before_row=8),
    "a column inserted among the results": inserted(RESULTS, before_column=3),
    "a row inserted on the first sheet": inserted("Thông tin", before_row=7),
    "sheets renamed": retitled,
    "a criterion's row coloured": lambda form: setattr(form.answers["B5"], "number_format", "0.0"),
    "a note beside the form": lambda form: form.answers.cell(70, 3, "ghi chú"),
}  # fmt: skip


@pytest.mark.more
@pytest.mark.parametrize(("name", "state"), effort.in_turn(HARMLESS, ("calculated", "never calculated")))
def test_nothing_is_said_of_a_form_that_computes_what_it_did(form_file, fill, tmp_path, name, state):
    form = fill()
    HARMLESS[name](form)
    path = tmp_path / "form.xlsx"
    if state == "calculated":
        calculated(form.book, path)
    else:
        form.save(path)
    assert said(path) == []


def test_nothing_is_said_of_formulas_that_excel_shares_between_cells(form_file):
    """`<f t="shared" ref=… si=…>` in the first cell, `<f t="shared" si=…/>` in the others."""
    count = 0

    def share(xml: bytes) -> bytes:
        nonlocal count
        text = xml.decode()
        cells = re.findall(r'<c r="([A-Z]+)(\d+)"[^>]*><f>([^<]*)</f>', text)
        groups: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        for letters, line, formula in cells:
            relative = re.sub(rf"(?<![\w$])(\$?[A-Z]+){line}(?!\d)", r"\1#", formula)
            groups.setdefault((letters, relative), []).append((letters, line, formula))
        for number, alike in enumerate(group for group in groups.values() if len(group) > 3):
            count += len(alike)
            for position, (letters, line, formula) in enumerate(alike):
                whole, cell = f"{letters}{alike[0][1]}:{letters}{alike[-1][1]}", f'<c r="{letters}{line}"[^>]*>'
                new = f'<f t="shared" si="{number}"/>'
                if not position:
                    new = f'<f t="shared" ref="{whole}" si="{number}">{formula}</f>'
                text = re.sub(rf"({cell})<f>[^<]*</f>", lambda found, new=new: found[1] + new, text)
        return text.encode()

    path = patched(form_file(), share)
    assert count > 200
    assert said(path) == []


def test_nothing_is_said_of_an_older_form_without_formulas(form_file):
    def change(form: Any) -> None:
        for page in form.book.worksheets:
            for cells in page.iter_rows():
                for cell in cells:
                    if cell.data_type == "f":
                        cell.value = None
        for key in (layout.FORM_LANGUAGE, layout.FORM_FORMULAS, layout.FORM_LABELS):
            form.info.delete_rows(row(form.info, key))
        del form.book[RESULTS]

    assert said(form_file(change)) == []


# ---------------------------------------------------------------- what was changed is named


def valued(sheet: str, key: str, field: str, value: Any) -> Callable[[Any], Any]:
    def change(form: Any) -> Any:
        cell = at(form, sheet, key, field)
        cell.value = value
        if isinstance(value, str) and not value.startswith("="):
            cell.data_type = "s"
        return cell

    return change


def edited(sheet: str, key: str, field: str, old: str, new: str) -> Callable[[Any], Any]:
    def change(form: Any) -> Any:
        cell = at(form, sheet, key, field)
        assert old in cell.value
        cell.value = cell.value.replace(old, new, 1)
        return cell

    return change


FORMULAS = {
    "points overwritten by a number": (valued(ANSWERS, "1.5", "points_low", 2), "2"),
    "points overwritten by a text": (valued(ANSWERS, "1.5", "points_low", "đủ"), "đủ"),
    "deleted": (valued(ANSWERS, "1.5", "points_low", None), None),
    "a hidden formula deleted": (valued(ANSWERS, "1.5", "scaled_low", None), None),
    "a comparison turned": (edited(RESULTS, "condition.dat.1", "met_n", ">=", ">"), None),
    "a threshold lowered": (edited(RESULTS, "condition.dat.1", "met_n", "*4", "*5"), None),
    "the verdict overwritten": (valued(RESULTS, "verdict", layout.VALUE, "Đạt"), "Đạt"),
    "a sum that leaves a row out": (edited(RESULTS, "total", "scaled_low", "$5:", "$6:"), None),
    "another cell": (edited(ANSWERS, "1.5", "done", "10", "11"), None),
    "the year's place overwritten": (valued("Thông tin", layout.YEAR, "position", 2020), "2020"),
}


@pytest.mark.parametrize(("change", "given"), FORMULAS.values(), ids=FORMULAS)
def test_a_changed_formula_is_named_with_its_cell_and_what_should_stand_there(form_file, fill, change, given):
    before, cells = fill(), []
    path = form_file(lambda form: cells.append(change(form)))
    (problem,) = said(path)
    assert problem.code == "formula-changed"
    cell = cells[0]
    assert (problem.place.sheet, problem.place.cell) == (cell.parent.title, cell.coordinate)
    assert problem.arguments["wanted"] == before.book[cell.parent.title][cell.coordinate].value
    assert problem.arguments["given"] == (given if given or cell.value is None else cell.value)


def test_a_changed_formula_is_named_where_it_stands_after_a_row_was_inserted(form_file):
    def change(form: Any) -> None:
        valued(ANSWERS, "1.5", "points_low", 2)(form)
        inserted(ANSWERS, before_row=6)(form)

    (problem,) = said(form_file(change))
    assert problem.place.cell.endswith("11")
    assert "11" in problem.arguments["wanted"]


LABELS = {
    "an indicator's title": (ANSWERS, "1.5", layout.TITLE),
    "an indicator's rule": (ANSWERS, "1.5", layout.RULE),
    "what is asked": (ANSWERS, "1.5", layout.ASKED),
    "a criterion's title": (ANSWERS, "2", layout.TITLE),
    "a heading": (ANSWERS, "TT", layout.EVIDENCE),
    "a heading of an input": (ANSWERS, "TT", "value_1"),
    "the label of a fact": ("Thông tin", "fact.area", layout.LABEL),
    "a condition": (RESULTS, "condition.dat.1", layout.LABEL),
    "a level": (RESULTS, "level.dat", layout.LABEL),
}


@pytest.mark.parametrize("where", LABELS.values(), ids=LABELS)
def test_a_changed_label_is_named_with_its_cell_and_what_should_stand_there(form_file, fill, where):
    old = at(fill(), *where)
    (problem,) = said(form_file(valued(*where, "từ 10% trở lên")))
    assert (problem.code, problem.place.cell) == ("label-changed", old.coordinate)
    assert (problem.arguments["given"], problem.arguments["wanted"]) == ("từ 10% trở lên", old.value)


def rule_of(form: Any, cell: Any) -> DataValidation:
    return next(one for one in form.answers.data_validations.dataValidation if cell.coordinate in one.sqref)


def bound_raised(form: Any) -> Any:
    cell = form.cell("1.5")
    rule_of(form, cell).formula2 = "99999"
    return cell


def drop_down_removed(form: Any) -> Any:
    cell = form.cell("1.3")
    rules = form.answers.data_validations.dataValidation
    rules.remove(rule_of(form, cell))
    return cell


def word_of_a_list_changed(form: Any) -> Any:
    cell = form.cell("1.3")
    area = rule_of(form, cell).formula1.split("!")[1].replace("$", "")
    form.book[LISTS][area.split(":")[0]].value = "Bất kỳ"
    return cell


def own_list(form: Any) -> Any:
    cell = form.cell("1.3")
    drop_down_removed(form)
    rule = DataValidation(type="list", formula1='"Rồi,Chưa"')
    rule.add(cell.coordinate)
    cell.parent.add_data_validation(rule)
    return cell


@pytest.mark.parametrize(
    ("change", "given"),
    [(bound_raised, "99999"), (drop_down_removed, None), (word_of_a_list_changed, "Bất kỳ"), (own_list, "Rồi, Chưa")],
)
def test_a_changed_drop_down_or_bound_is_named_with_what_it_should_be(form_file, change, given):
    cells = []
    found = [one for one in said(form_file(lambda form: cells.append(change(form)))) if one.code == "choices-changed"]
    mine = [one for one in found if one.place.cell == cells[0].coordinate]
    assert len(mine) == 1, found
    assert {one.arguments["wanted"] for one in found} == {mine[0].arguments["wanted"]}
    if given is None:
        assert mine[0].arguments["given"] is None
    else:
        assert given in mine[0].arguments["given"]


def test_a_changed_id_is_said_once_and_no_formula_is_blamed_for_it(form_file):
    path = form_file(lambda form: setattr(form.answers.cell(form.row("1.5"), 1), "value", "1.55"))
    assert said(path) == []
    codes = {one.code for one in assess(path).problems}
    assert {"row-id-unknown", "row-lacking"} <= codes


@pytest.mark.parametrize("change", ["renamed", "deleted"])
def test_a_condition_is_not_blamed_for_an_indicator_whose_row_is_gone(tmp_path, change):
    raw = one_bar("yes_no", levels={"dat": [{"indicators": {"met": ["1.1"]}}]})
    raw["criteria"][0]["indicators"].append({**raw["criteria"][0]["indicators"][0], "id": "1.2"})
    rules, path = tmp_path / "bộ.yaml", tmp_path / "form.xlsx"
    rules.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    submission = Submission(unit=Unit(name="Đơn vị"), year=2024)
    book = make_form(Words("vi"), load(rules).criteria_set, "", submission=submission)
    cell = next(one for one in book[ANSWERS]["A"] if one.value == "1.1")
    cell.value = "1.10" if change == "renamed" else None
    if change == "deleted":
        formula = book[RESULTS].cell(row(book[RESULTS], "condition.dat.1"), column(book[RESULTS], "met_n"))
        formula.value = "=#REF!"
    book.save(path)
    assert said(path, str(rules)) == []
    assert "row-lacking" in {one.code for one in assess(path, str(rules)).problems}


def test_more_than_twelve_changes_of_a_kind_are_counted(form_file, pilot):
    def change(form: Any) -> None:
        for identifier in list(pilot.indicators)[:20]:
            valued(ANSWERS, identifier, "points_low", 2)(form)
        for identifier in list(pilot.indicators)[:13]:
            valued(ANSWERS, identifier, layout.TITLE, "khác")(form)

    path = form_file(change)
    found = said(path)
    assert [one.code for one in found].count("formula-changed") == 12
    assert [one.code for one in found].count("label-changed") == 12
    more = [one for one in found if one.code == "changes-more"]
    assert sorted(one.arguments["n"] for one in more) == ["1", "8"]
    assert any("8" in Words("en").message(one) and "formulas" in Words("en").message(one) for one in more)


def test_a_form_of_a_set_that_was_edited_without_a_new_version_is_not_compared(form_file, loaded, tmp_path):
    edited_set = tmp_path / "sửa.yaml"
    text = loaded.path.read_text(encoding="utf-8")
    edited_set.write_text(text.replace("at_least: 75%", "at_least: 76%"), encoding="utf-8")
    assert edited_set.read_text(encoding="utf-8") != text
    (problem,) = said(form_file(name="untouched.xlsx"), str(edited_set))
    assert (problem.code, problem.severity) == ("form-not-compared", "notice")
    path = form_file(valued(ANSWERS, "1.5", "points_low", 2))
    (problem,) = said(path, str(edited_set))
    assert (problem.code, problem.severity) == ("form-changed", "warning")
    copied = tmp_path / "chép.yaml"
    copied.write_text(text, encoding="utf-8")
    assert [one.code for one in said(path, str(copied))] == ["formula-changed"]


# ---------------------------------------------------------------- stored results


STORED = {
    "points of an indicator": (ANSWERS, "1.5", "points_low", 0.5),
    "points of a criterion": (RESULTS, "criterion.2", "high", 1),
    "the total": (RESULTS, "total", "low", 99.25),
    "a level": (RESULTS, "level.dat", layout.VALUE, "Chưa đạt"),
    "met or not": (ANSWERS, "1.5", "result_1", "Không đạt"),
}


@pytest.mark.parametrize(("sheet", "key", "field", "value"), STORED.values(), ids=STORED)
def test_a_stored_result_that_differs_is_named_with_both_numbers(fill, tmp_path, sheet, key, field, value):
    form = fill()
    name = at(form, sheet, key, field).coordinate
    right = Sheets(form.book).value(sheet, name)
    path = calculated(form.book, tmp_path / "form.xlsx", {(sheet, name): value})
    (problem,) = said(path)
    assert (problem.code, problem.place.sheet, problem.place.cell) == ("result-differs", sheet, name)
    if isinstance(value, str):
        assert (problem.arguments["given"], problem.arguments["computed"]) == (value, right)
    else:
        assert problem.arguments["given"] == Fraction(str(value))
        assert float(problem.arguments["computed"]) == right


def test_a_stored_result_that_no_spreadsheet_holds_is_named(fill, tmp_path):
    form = fill()
    name = at(form, RESULTS, "total", "low").coordinate
    path = calculated(form.book, tmp_path / "form.xlsx", {(RESULTS, name): 8_250_000_017})
    (problem,) = said(patched(path, lambda xml: xml.replace(b"<v>8250000017</v>", b"<v>1E999</v>")))
    assert (problem.code, problem.place.cell, problem.arguments["given"]) == ("result-differs", name, "inf")


def test_an_overwritten_result_is_told_as_a_changed_formula_and_as_a_difference(fill, tmp_path):
    form = fill()
    cell = valued(RESULTS, "total", "low", 100)(form)
    found = said(calculated(form.book, tmp_path / "form.xlsx"))
    assert [(one.code, one.place.cell) for one in found] == [
        ("formula-changed", cell.coordinate),
        ("result-differs", cell.coordinate),
    ]


# ---------------------------------------------------------------- saved again by another program


def test_nothing_is_said_of_forms_with_random_answers(tmp_path):
    for path in fillings.files(tmp_path):
        assert said(path) == []


@pytest.mark.more
@pytest.mark.office(fillings.files, "xlsx")
def test_nothing_is_said_of_forms_that_libreoffice_saved_again(saved):
    assert len(saved) == len(fillings.filled())
    for path in saved:
        assert [(one.code, one.place, one.arguments) for one in said(path)] == []


def test_nothing_is_said_of_drop_downs_as_excel_keeps_them(form_file):
    """Excel moves those that name another sheet into an extension of its own."""
    count = 0

    def extended(xml: bytes) -> bytes:
        nonlocal count
        moved = []

        def taken(found: re.Match[str]) -> str:
            whole = found[0]
            if "!" not in whole:
                return whole
            area = re.search(r' sqref="([^"]*)"', whole)[1]
            whole = whole.replace(f' sqref="{area}"', "").replace("dataValidation", "x14:dataValidation")
            whole = re.sub(r"<formula1>(.*?)</formula1>", r"<x14:formula1><xm:f>\1</xm:f></x14:formula1>", whole)
            whole = re.sub(r"<formula2\s*/>", "", whole)
            moved.append(whole.replace("</x14:data", f"<xm:sqref>{area}</xm:sqref></x14:data"))
            return ""

        text = re.sub(r"<dataValidation [^>]*[^/]>.*?</dataValidation>", taken, xml.decode(), flags=re.DOTALL)
        count += len(moved)
        if not moved:
            return xml
        inside = f'<x14:dataValidations count="{len(moved)}">{"".join(moved)}</x14:dataValidations>'
        names = (
            'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
            'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
        )
        extension = f'<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" {names}>{inside}</ext></extLst>'
        return text.replace("</worksheet>", f"{extension}</worksheet>").encode()

    path = patched(form_file(), extended)
    assert count > 3
    assert said(path) == []


def test_what_was_changed_is_told_only_where_it_is_asked(form_file):
    form = open_form(form_file(put("1.2", "bịa", "title")))
    read = read_form(form, load_once(CRITERIA).criteria_set)
    assert not set(CODES) & {one.code for one in read.problems}
    asked = compared(read)
    assert {one.code for one in asked.problems} - {one.code for one in read.problems} == {"label-changed"}
    assert (asked.submission, asked.form) == (read.submission, read.form)
