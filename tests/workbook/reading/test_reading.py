"""What a filled form can hold: for every code a real file, its cell, its words, and the unit scored all the same."""

from __future__ import annotations

import datetime
import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broken_files import CONTAINERS, far_cell, patched
from catalogue_entries.workbooks import divided_by_zero, more_parts_than_whole, reason_lacking
from effort import one_in
from filled import about, column_gone, declare, put, renamed
from make import CRITERIA, HERE
from office import bathuoc
from sentences import assert_said
from xhht_score import assess, load_criteria, read_workbook
from xhht_score.errors import Problem, XhhtError
from xhht_score.identity import full_code, kind_above
from xhht_score.loading.notation import answers_from
from xhht_score.numbers import LARGEST
from xhht_score.spreadsheet.limits import Limits
from xhht_score.submission import Answer, Dates, Decision, Submission, Unit, complete
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.writing.template import make_form

#: What a placeholder or a Python value looks like when it slips into a sentence.


def results(assessment: Any) -> dict[str, tuple[Any, ...]]:
    """Give all that counts of every indicator, without the cells it was read from."""
    return {
        one.id: (one.state, one.points, one.earned, one.maximum, one.levels, one.value, one.reason)
        for criterion in assessment.scorecard.criteria
        for one in criterion.indicators
    }


@cache
def sound(unit: str) -> Any:
    """Give the assessment of an example as it is shipped."""
    return assess(HERE / f"{unit}.xlsx")


#: What is said when openpyxl moves or deletes rows, as it leaves formulas and drop-downs where they were.
TORN = {"formula-changed", "choices-changed", "changes-more", "column-hidden", "bounds-take-fractions"}


def news(assessment: Any, unit: str) -> list[Problem]:
    """Give the problems that the sound form of the unit does not have, but for formulas torn by openpyxl."""
    known = {(one.code, one.arguments.get("indicator")) for one in sound(unit).problems}
    found = [one for one in assessment.problems if one.code not in TORN]
    return [one for one in found if (one.code, one.arguments.get("indicator")) not in known]


def gone(identifier: str) -> Callable[..., Any]:
    def change(form: Any) -> Any:
        form.answers.delete_rows(form.row(identifier))
        return form.answers

    return change


@dataclass(frozen=True)
class Case:
    """One thing wrong with one form: its code, the change, the indicators that are missing for it, and other codes."""

    code: str
    change: Callable[..., Any]
    missing: tuple[str, ...] = ()
    unit: str = "bathuoc"
    others: tuple[str, ...] = ()
    free: tuple[str, ...] = ()


CASES = {
    "word in a number": Case("cell-not-a-number", put("1.5", "nhiều"), ("1.5",)),
    "unit behind a number": Case("cell-not-a-number", put("1.5", "12 lượt"), ("1.5",)),
    "yes in a number": Case("cell-not-a-number", put("1.5", True), ("1.5",)),
    "ratio in one cell": Case("cell-not-a-number", put("2.2", "44/73"), ("2.2",)),
    "one thousand or one point": Case("cell-ambiguous-number", put("4.4", "31.500"), ("4.4",)),
    "thousands in a whole number": Case("cell-thousands-read", put("3.2", "21.840")),
    "thousands with a space": Case("cell-thousands-read", put("3.2", "21\u00a0840")),
    "percent without its format": Case("cell-percent-ambiguous", put("2.12", 0.84, number_format="General"), ("2.12",)),
    "percent as text without sign": Case("cell-percent-ambiguous", put("2.12", "0,84"), ("2.12",)),
    "percent format where a number belongs": Case(
        "cell-percent-format", put("4.4", 0.455, number_format="0.0%"), ("4.4",)
    ),
    "reason without its mark": Case("reason-without-mark", put("2.2", "không có trường", layout.REASON)),
    "half a session": Case("cell-not-whole", put("1.5", 12.5), ("1.5",)),
    "negative": Case("cell-negative", put("1.5", -3), ("1.5",)),
    "beyond the maximum": Case("cell-above-maximum", put("4.4", 501), ("4.4",)),
    "beyond 100%": Case("cell-above-maximum", put("2.12", "150%"), ("2.12",)),
    "off the step": Case("cell-off-step", put("4.8", 2.3), ("4.8",)),
    "unknown word in yes or no": Case("cell-word-unknown", put("1.1", "có lẽ"), ("1.1",)),
    "unknown step": Case("cell-word-unknown", put("1.3", "Đã họp"), ("1.3",)),
    "unknown word in a checklist": Case("cell-word-unknown", put("1.2", "một phần", "value_2"), ("1.2",)),
    "unknown word for evidence": Case("cell-word-unknown", put("1.1", "có thể", layout.EVIDENCE),
                                      others=("evidence-blank",), free=("1.1",)),
    "numerator above denominator": Case("numerator-above-denominator", put("2.2", 80), ("2.2",)),
    "zero denominator": Case("denominator-zero", divided_by_zero,
                             ("2.2",)),
    "parts above the whole": Case("parts-above-whole",
                                  more_parts_than_whole, ("3.7",)),
    "not allowed to this unit": Case("not-applicable-forbidden", declare("2.2", "x", "không có trường")),
    "not allowed to any unit": Case("not-applicable-forbidden", declare("1.1", "x", "không cần")),
    "without a reason": Case("not-applicable-without-reason", reason_lacking, ("2.1",), "dangbokhoi"),
    "unclear mark": Case("not-applicable-unclear", put("2.1", "?", layout.NOT_APPLICABLE), ("2.1",), "dangbokhoi",
                         ("answer-blank",)),
    "figures beside it": Case("answer-beside-not-applicable", put("2.2", 5), unit="dangbokhoi"),
    "error cell": Case("cell-error-value", put("1.5", "#DIV/0!"), ("1.5",)),
    "formula never calculated": Case("cell-formula-uncalculated", put("1.5", "=10+2"), ("1.5",)),
    "formula in the denominator": Case("cell-formula-uncalculated", put("2.2", "=70+3", "value_2"), ("2.2",)),
    "formula for evidence": Case("cell-formula-uncalculated", put("1.9", '=IF(1,"Có","")', layout.EVIDENCE),
                                 free=("1.9",)),
    "formula for not applicable": Case("cell-formula-uncalculated", put("2.1", '=IF(1,"x","")', layout.NOT_APPLICABLE),
                                       ("2.1",), "dangbokhoi", ("answer-blank",)),
    "blank": Case("answer-blank", put("1.5", None), ("1.5",)),
    "white space": Case("answer-blank", put("1.5", " \u00a0 "), ("1.5",)),
    "half a ratio": Case("answer-blank", put("2.2", None, "value_2"), ("2.2",)),
    "half a checklist": Case("answer-blank", put("1.2", None, "value_3"), ("1.2",)),
    "no evidence": Case("evidence-lacking", put("1.1", "Không", layout.EVIDENCE)),
    "evidence not said": Case("evidence-blank", put("1.1", None, layout.EVIDENCE)),
    "evidence not said where it counts": Case("evidence-blank", put("1.9", None, layout.EVIDENCE), free=("1.9",)),
    "unknown id": Case("row-id-unknown", renamed("1.5", "1.55"), ("1.5",), others=("row-lacking",)),
    "repeated id": Case("row-id-repeated", renamed("1.6", "1.5"), ("1.5", "1.6"),
                        others=("row-lacking", "row-mixed-up")),
    "lacking id": Case("row-lacking", gone("1.5"), ("1.5",)),
    "lacking column": Case("column-lacking", column_gone(layout.EVIDENCE), free=("1.9", "3.9"),
                           others=("evidence-blank", "column-ignored")),
    "unit not named": Case("unit-name-lacking", about(layout.UNIT_NAME, None)),
    "year in words": Case("year-unusable", about(layout.YEAR, "hai nghìn hai mươi")),
    "year by formula": Case("cell-formula-uncalculated", about(layout.YEAR, "=2019+1"), others=("year-unusable",)),
    "year outside": Case("year-outside", about(layout.YEAR, 2021)),
    "other version": Case("version-differs", about(layout.SET_VERSION, "2019.1")),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_wrong_cell_is_named_and_the_unit_is_scored_all_the_same(case, form_file):
    cells = []
    path = form_file(lambda form: cells.append(case.change(form)), case.unit)
    where = cells[0]
    sheet, name = (where.parent.title, where.coordinate) if hasattr(where, "coordinate") else (where.title, None)
    assessment = assess(path)
    found = news(assessment, case.unit)
    mine = [one for one in found if one.code == case.code]
    assert [(one.place.file, one.place.sheet, one.place.cell) for one in mine] == [(str(path), sheet, name)]
    assert {one.code for one in found} <= {case.code, *case.others}
    for problem in found:
        assert_said(problem, path)
    now, before = results(assessment), results(sound(case.unit))
    untouched = now.keys() - {*case.missing, *case.free}
    assert {name: now[name] for name in untouched} == {name: before[name] for name in untouched}
    assert {now[name][0] for name in case.missing} <= {"missing"}
    for name in case.missing:
        assert now[name][1].low <= before[name][1].low <= before[name][1].high <= now[name][1].high


@pytest.mark.parametrize(
    ("kept", "said"), [("<c{}><f>10+2</f><v></v>", "uncalculated"), ('<c{} t="str"><f>10+2</f><v></v>', "blank")]
)
def test_no_value_of_a_formula_is_told_from_a_text_of_no_letters(form_file, kept, said):
    """The first is how openpyxl writes a formula by lxml, the second how Excel keeps that it came to nothing."""
    path = form_file(put("1.5", "=10+2"))
    pattern = rb"<c([^>]*)><f>10\+2</f><v ?(?:/>|></v>)"
    patched(path, lambda xml: re.sub(pattern, lambda found: kept.format(found[1].decode()).encode(), xml))
    found = {one.code for one in assess(path).problems if one.arguments.get("indicator") == "1.5" or one.place.cell}
    assert ("cell-formula-uncalculated" in found) == (said == "uncalculated")
    assert ("answer-blank" in found) == (said == "blank")


def test_below_the_minimum_is_named_too(tmp_path, loaded):
    text = loaded.path.read_text(encoding="utf-8").replace("from: 0, to: 4, step: 0.5", "from: 1, to: 4, step: 0.5")
    rules = tmp_path / "từ một.yaml"
    rules.write_text(text, encoding="utf-8")
    answers = {"4.8": Answer(values={"points": Fraction(1, 2)}, evidence=True)}
    submission = Submission(unit=Unit(name="Huyện"), year=2020, answers=answers)
    path = tmp_path / "form.xlsx"
    make_form(Words("vi"), load_criteria(rules), "", submission=submission).save(path)
    assessment = assess(path, str(rules))
    (problem,) = (one for one in assessment.problems if one.code == "cell-below-minimum")
    assert problem.place.cell is not None
    assert_said(problem, path)
    assert results(assessment)["4.8"][:2] == ("missing", results(assessment)["4.8"][1])
    assert (results(assessment)["4.8"][1].low, results(assessment)["4.8"][1].high) == (1, 4)


def test_every_mistake_of_a_form_is_said_at_once(form_file):
    def change(form):
        put("2.2", "nhiều")(form)
        put("2.2", "ít", "value_2")(form)
        put("1.5", "#REF!")(form)
        put("1.1", "chắc là có")(form)
        about(layout.YEAR, None)(form)

    found = news(assess(form_file(change)), "bathuoc")
    assert sorted(one.code for one in found) == [
        "cell-error-value", "cell-not-a-number", "cell-not-a-number", "cell-word-unknown", "year-unusable",
    ]  # fmt: skip
    assert list(found) == sorted(found, key=lambda one: one.place.order)


@pytest.mark.parametrize(("value", "code"), [(None, "fact-blank"), ("Vùng sâu", "fact-unusable")])
def test_a_fact_that_is_not_known_makes_the_score_a_range_over_its_choices(form_file, value, code):
    cells = []
    path = form_file(lambda form: cells.append(about("fact.area", value)(form)))
    assessment = assess(path)
    (problem,) = news(assessment, "bathuoc")
    assert (problem.code, problem.place.sheet, problem.place.cell) == (code, "Thông tin", cells[0].coordinate)
    assert_said(problem, path)
    ends = [
        assess(form_file(about("fact.area", choice))).scorecard.total.points for choice in ("Ordinary", "difficult")
    ]
    total = assessment.scorecard.total.points
    assert (total.low, total.high) == (min(end.low for end in ends), max(end.high for end in ends))
    assert total.low < total.high


def refused(path: Path, criteria: str | None = None) -> Problem:
    """Give the one problem for which a file is refused, checked to be said well."""
    with pytest.raises(XhhtError) as error:
        assess(path, criteria)
    (problem,) = error.value.problems
    assert problem.severity == "error"
    assert_said(problem, path)
    return problem


def test_a_form_for_an_unknown_set_or_for_none_is_refused_with_its_cell(form_file):
    cells = []
    problem = refused(form_file(lambda form: cells.append(about(layout.SET_ID, "thanh-hoa-2002")(form))))
    assert (problem.code, problem.place.cell) == ("unknown-set", cells[0].coordinate)
    assert problem.arguments.get("nearest") == CRITERIA
    problem = refused(form_file(about(layout.SET_ID, None)))
    assert problem.code == "set-not-named"


def test_a_form_of_another_set_is_scored_by_the_one_asked_for_with_a_warning(form_file):
    path = form_file(about(layout.SET_ID, "tỉnh-khác"))
    assessment = assess(path, CRITERIA)
    (problem,) = news(assessment, "bathuoc")
    assert (problem.code, problem.severity) == ("set-differs", "warning")
    assert_said(problem, path)
    assert results(assessment) == results(sound("bathuoc"))


def test_a_form_that_nobody_filled_in_is_said_to_be_blank(form_file):
    assert refused(form_file(unit=None)).code == "form-blank"


@pytest.mark.parametrize(("code", "content"), CONTAINERS.values(), ids=CONTAINERS)
def test_a_file_that_is_no_form_is_refused_in_one_sentence(tmp_path, code, content):
    path = tmp_path / "biểu.xlsx"
    path.write_bytes(content())
    assert refused(path).code == code


def test_a_missing_file_and_a_directory_are_refused_in_one_sentence(tmp_path):
    assert refused(tmp_path / "không có.xlsx").code == "file-missing"
    assert refused(tmp_path).code == "file-is-directory"


def strict(xml: bytes) -> bytes:
    """Give a part as "Strict Open XML Spreadsheet" has it, a choice in Excel's own Save As."""
    old = b"http://schemas.openxmlformats.org/"
    return xml.replace(old + b"spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
        old + b"officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    )


FAR = {
    "as Excel writes it": b'<c r="XFD1048576"><v>1</v></c>',
    "far down only": b'<c r="A1048576"><v>1</v></c>',
    "single quotes": b"<c r='XFD1048576'><v>1</v></c>",
    "a line break before it": b'<c\nr="XFD1048576"><v>1</v></c>',
    "small letters": b'<c r="xfd1048576"><v>1</v></c>',
    "hidden among other attributes": b"<c r='XFD1048576'><v>1</v></c><x r=\"1\"/>",
}


@pytest.mark.parametrize("cell", FAR.values(), ids=FAR)
def test_a_far_off_cell_does_not_bring_the_program_down(form_file, run, cell):
    """In a process of its own: calamine asks for 512 GiB and aborts, which nothing can catch."""
    path = far_cell(form_file(), cell)
    outcome = run("score", path, "--format", "json")
    assert outcome.returncode == 2, outcome.stderr[-300:]
    assert '"workbook-too-large"' in outcome.stdout


def test_a_far_off_cell_in_a_strict_workbook_does_not_bring_the_program_down(form_file, run):
    tail = b'<row r="9000"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    path = patched(form_file(), lambda xml: strict(xml.replace(b"</sheetData>", tail)), ".*")
    outcome = run("score", path, "--format", "json")
    assert outcome.returncode == 2, outcome.stderr[-300:]
    assert '"workbook-too-large"' in outcome.stdout


def test_a_strict_workbook_reads_the_same(form_file):
    assessment = assess(patched(form_file(), strict, ".*"))
    assert results(assessment) == results(sound("bathuoc"))
    assert news(assessment, "bathuoc") == []


def test_rows_within_the_limit_are_read(form_file):
    def change(form):
        form.answers.cell(Limits().cells // (2 * form.answers.max_column), 2).value = "ghi chú ở xa"

    assert results(assess(form_file(change))) == results(sound("bathuoc"))


def test_formulas_and_errors_that_excel_has_stored_are_read(form_file):
    """A formula with its value is that value; one whose value is an error, or an empty text, is named or blank."""
    names = {}

    def change(form):
        names.update({key: form.cell(key).coordinate.encode() for key in ("1.5", "1.6", "2.11")})

    def store(xml: bytes) -> bytes:
        for key, kind, inside in (
            ("1.5", b"", b"<f>10+2</f><v>12</v>"),
            ("1.6", b' t="e"', b"<f>1/0</f><v>#DIV/0!</v>"),
            ("2.11", b' t="str"', b'<f>""</f><v></v>'),
        ):
            xml = re.sub(rb'<c r="%s" s="(\d+)"[^>]*>.*?</c>' % names[key],
                         rb'<c r="%s" s="\1"%s>%s</c>' % (names[key], kind, inside), xml)  # fmt: skip
        return xml

    path = patched(form_file(change), store, r"xl/worksheets/sheet\d\.xml")
    assessment = assess(path)
    before, now = results(sound("bathuoc")), results(assessment)
    assert now["1.5"] == before["1.5"]
    assert {(one.code, one.arguments.get("indicator")) for one in news(assessment, "bathuoc")} >= {
        ("answer-blank", "2.11")
    }
    (error,) = [one for one in news(assessment, "bathuoc") if one.code == "cell-error-value"]
    assert (error.place.cell, error.arguments["given"]) == (names["1.6"].decode(), "#DIV/0!")


# Numbers and words as people write them

WRITTEN = [
    ("1.5", "value_1", " 12 ", "12", ()),
    ("1.5", "value_1", "12", "12", ()),
    ("1.5", "value_1", "\u00a012\u00a0", "12", ()),
    ("1.5", "value_1", "12,0", "12", ()),
    ("1.5", "value_1", 12.0, "12", ()),
    ("3.2", "value_2", "1.234.567", "1234567", ()),
    ("3.2", "value_2", "1,234,567", "1234567", ()),
    ("3.2", "value_2", "61.500", "61500", ("cell-thousands-read",)),
    ("3.2", "value_2", "61,500", "61500", ("cell-thousands-read",)),
    ("3.2", "value_2", "61 500", "61500", ("cell-thousands-read",)),
    ("4.4", "value_1", "75,5", "75.5", ()),
    ("4.4", "value_1", "75.5", "75.5", ()),
    ("4.4", "value_1", "75,50", "75.5", ()),
    ("4.4", "value_1", 0.7 + 0.1, "0.8", ()),
    ("4.4", "value_1", "0,125", "0.125", ()),
    ("4.4", "value_1", "0.125", "0.125", ()),
    ("1.9", "value_1", "1,234.5", "1234.5", ()),
    ("1.9", "value_1", "1.234,5", "1234.5", ()),
    ("1.9", "value_1", "1.234.567,25", "1234567.25", ()),
    ("2.12", "value_1", "75.5%", "0.755", ()),
    ("2.12", "value_1", "75,5 %", "0.755", ()),
    ("2.12", "value_1", "75,5", "0.755", ("cell-percent-lost",)),
    ("2.12", "value_1", "0,5%", "0.005", ()),
    ("2.12", "value_1", "0,125%", "0.00125", ()),
    ("2.12", "value_1", 0.755, "0.755", ()),
    ("2.12", "value_1", 0, "0", ()),
]


@pytest.mark.parametrize(("identifier", "field", "typed", "meant", "codes"), WRITTEN)
def test_numbers_are_read_as_people_write_them(form_file, pilot, identifier, field, typed, meant, codes):
    path = form_file(put(identifier, typed, field))
    reading = read_workbook(path, pilot)
    inputs = pilot.indicators[identifier].measure.inputs
    name = inputs[int(field.removeprefix("value_")) - 1].name
    assert reading.submission.answers[identifier].values[name] == Fraction(meant)
    found = [one for one in reading.problems if one.arguments.get("indicator") == identifier]
    assert tuple(one.code for one in found if not one.code.startswith("evidence")) == codes


def test_zero_leading_digits_are_no_thousands_in_a_whole_number_field(form_file, pilot):
    """0.125 in a whole-number field is not 125."""
    reading = read_workbook(form_file(put("1.5", "0.125")), pilot)
    assert reading.submission.answers["1.5"].values["number"] is None


def test_a_percent_cell_holding_84_without_the_format_is_84_percent(form_file, pilot):
    reading = read_workbook(form_file(put("2.12", 84, number_format="General")), pilot)
    assert reading.submission.answers["2.12"].values["percentage"] == Fraction(84, 100)


@pytest.mark.parametrize(("value", "number_format"), [(0.075, "0.0%"), (7.5, "0.0"), ("7,5%", "@"), ("7.5", "@")])
def test_a_number_whose_unit_is_percent_is_read_as_it_is_shown(form_file, pilot, value, number_format):
    reading = read_workbook(form_file(put("4.3", value, number_format=number_format)), pilot)
    assert reading.submission.answers["4.3"].values["last_year"] == Fraction("7.5")


def test_words_are_read_in_either_language_in_any_case_composed_or_not(form_file):
    def change(form):
        put("1.1", "YES")(form)
        put("1.3", "Every member has a task in writing")(form)
        put("2.4", "muc-2")(form)
        put("2.5", unicodedata.normalize("NFD", "  mức độ 2 "))(form)
        put("1.2", "✓")(form)
        put("2.3", "rồi")(form)
        about("fact.type", "district")(form)
        about("fact.area", unicodedata.normalize("NFD", "VÙNG KHÓ KHĂN"))(form)
        about(layout.UNIT_NAME, unicodedata.normalize("NFD", "Huyện  Bá Thước "))(form)
        about(layout.YEAR, " 2020 ")(form)
        about(layout.UNIT_CODE, 386)(form)

    assessment = assess(form_file(change))
    assert results(assessment) == results(sound("bathuoc"))
    assert news(assessment, "bathuoc") == []
    assert assessment.submission.unit == sound("bathuoc").submission.unit


# The same form in another shape


def rows_shuffled(form: Any) -> None:
    """Move every row of the answers sheet somewhere else, with blank rows between."""
    sheet = form.answers
    rows = [[(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows(min_row=layout.FIRST_ROW)]
    last = sheet.max_row
    sheet.delete_rows(layout.FIRST_ROW, last)
    random.Random(20).shuffle(rows)
    for number, row in enumerate(rows):
        for column, (value, number_format) in enumerate(row, 1):
            cell = sheet.cell(layout.FIRST_ROW + 3 + 2 * number, column, value)
            cell.number_format = number_format


def columns_moved(form: Any) -> None:
    """Put the columns after the first in another order."""
    sheet = form.answers
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    columns = [[(cell.value, cell.number_format) for cell in column] for column in sheet.iter_cols(min_col=2)]
    random.Random(20).shuffle(columns)
    for position, column in enumerate(columns, 2):
        for row, (value, number_format) in enumerate(column, 1):
            cell = sheet.cell(row, position)
            cell.value, cell.number_format = value, number_format


def sheets_renamed_and_added(form: Any) -> None:
    """Rename both sheets, put others before, between and after them, and add columns of somebody's own."""
    form.info.title, form.answers.title = "A & B <1>", "Bảng 'của' tôi"
    for position in (0, 2, 4):
        extra = form.book.create_sheet(f"Phụ lục {position}", position)
        extra["A1"], extra["B7"] = "1.5", 99
    width = form.answers.max_column
    form.answers.cell(1, width + 1).value = "ghi chú của tôi"
    for row in range(1, 20):
        form.answers.cell(row + 1, width + 1).value = row * 7
    form.info.cell(3, 8).value = "nháp"


SHAPES = {
    "rows shuffled": (rows_shuffled, "vi"),
    "columns moved": (columns_moved, "vi"),
    "sheets renamed and added": (sheets_renamed_and_added, "vi", "sheet-ignored", "column-ignored"),
    "in English": (lambda _: None, "en"),
    "in English, rows shuffled": (rows_shuffled, "en"),
}


@pytest.mark.parametrize("unit", ["bathuoc", "dangbokhoi"])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_shape_of_a_form_changes_no_number(form_file, shape, unit):
    change, language, *codes = shape
    assessment = assess(form_file(change, unit, language))
    assert results(assessment) == results(sound(unit))
    assert [one.code for one in news(assessment, unit)] == codes
    assert assessment.verdict == sound(unit).verdict


@pytest.mark.parametrize(
    ("language", "sheet", "said"), [("vi", "Thông tin", "minh họa"), ("en", "Info", "llustrative")]
)
def test_a_form_speaks_its_language_and_says_that_its_set_is_illustrative(fill, language, sheet, said):
    form = fill(None, language)
    assert form.book.sheetnames[0] == form.info.title == sheet
    assert form.book[sheet]["A1"].value == layout.INFO_MARKER
    for one in (form.info, form.answers):
        assert any(said in str(cell.value) for row in one.iter_rows(max_row=6) for cell in row)


def test_the_reader_names_the_cell_where_it_now_stands(form_file):
    cells = []

    def change(form):
        rows_shuffled(form)
        columns_moved(form)
        cells.append(put("1.5", "nhiều")(form))

    (problem,) = news(assess(form_file(change)), "bathuoc")
    assert problem.place.cell == cells[0].coordinate


# Filled in and read back


def answers_of(criteria_set: Any, facts: dict[str, str]) -> st.SearchStrategy[dict[str, Answer]]:
    """Give answers that a unit with these facts may report: any of them blank, some not applicable."""
    text = st.none() | st.sampled_from(
        ["=1+1", "+84 912", "'trích", "@tên", "Quyết định số 5", "a\nb", "50%", "{x}", "[b]đậm[/b]", "<i> & </i>"]
    )

    def one_value(one: Any) -> st.SearchStrategy[Fraction | None]:
        most = int(min(one.most, LARGEST))
        match one.kind:
            case "decimal" if one.step:
                numbers = st.integers(0, int((one.most - one.least) / one.step)).map(lambda n: one.least + n * one.step)
            case "decimal":
                numbers = st.integers(0, most * 100).map(lambda n: Fraction(n, 100))
            case "percent":
                numbers = st.integers(0, 10_000).map(lambda n: Fraction(n, 10_000))
            case _:
                numbers = st.integers(0, most).map(Fraction)
        return st.none() | numbers

    def one_answer(indicator: Any) -> st.SearchStrategy[Answer]:
        filled = st.fixed_dictionaries({one.name: one_value(one.input) for one in indicator.questions})
        answered = st.builds(
            Answer, values=filled, evidence=st.sampled_from([True, False, None]), documents=text, note=text
        )
        omission = indicator.not_applicable
        if omission is None or not omission.allowed(facts):
            return answered
        blank = complete(indicator, {})
        return answered | st.builds(Answer, values=st.just(blank), not_applicable=text.filter(bool))

    return st.fixed_dictionaries({name: one_answer(one) for name, one in criteria_set.indicators.items()})


PILOT = load_criteria(CRITERIA)
COMMUNE, UNIT = load_criteria("tt25-2023-xa"), load_criteria("tt24-2023-huyen")


def dates_of(criteria_set: Any) -> st.SearchStrategy[Dates]:
    """Give what a unit may hold and ask for; a decision has at least one of its three fields."""
    days = st.none() | st.dates(datetime.date(2015, 1, 1), datetime.date(2030, 12, 31))
    numbers, levels = st.none() | st.just("12/QĐ-UBND"), st.none() | st.sampled_from(criteria_set.level_ids)
    decisions = st.builds(Decision, number=numbers, date=days, level=levels)
    return st.builds(Dates, decision=st.none() | decisions.filter(lambda one: one != Decision()), requested=days)


@st.composite
def filled_in(draw: st.DrawFn, criteria_set: Any) -> Submission:
    """Give a submission as a unit of the set may make it."""
    facts = {name: draw(st.sampled_from(list(fact.choices))) for name, fact in criteria_set.facts.items()}
    year = criteria_set.assessment_years.first
    unit = Unit(
        name="=Huyện", code=full_code("386", criteria_set.unit), parent=full_code("38", kind_above(criteria_set.unit))
    )
    dates, answers = draw(dates_of(criteria_set)), draw(answers_of(criteria_set, facts))
    return Submission(unit=unit, year=year, dates=dates, facts=facts, answers=answers)


@pytest.mark.parametrize("criteria_set", [PILOT, COMMUNE, UNIT], ids=lambda one: one.id)
@one_in(12)
@given(data=st.data(), language=st.sampled_from(LANGUAGES))
def test_reading_a_filled_form_gives_back_what_was_filled_in(tmp_path_factory, criteria_set, data, language):
    submission = data.draw(filled_in(criteria_set))
    answers = submission.answers
    path = tmp_path_factory.mktemp("filled") / "form.xlsx"
    make_form(Words(language), criteria_set, "", submission=submission).save(path)
    reading = read_workbook(path, criteria_set)
    dates = reading.submission.dates.model_copy(update={"places": {}})
    assert (reading.submission.unit, dates) == (submission.unit, submission.dates)
    assert (reading.submission.year, reading.submission.facts) == (submission.year, submission.facts)
    unsound = {one.arguments.get("indicator") for one in reading.problems if one.severity == "error"}
    assert {one.code for one in reading.problems if one.severity == "error"} <= {
        "numerator-above-denominator", "denominator-zero", "parts-above-whole",
    }  # fmt: skip
    for name, answer in answers.items():
        found = reading.submission.answers[name]
        assert (found.evidence, found.not_applicable) == (answer.evidence, answer.not_applicable)
        assert (found.documents, found.note) == tuple(
            " ".join(one.split()) if one else None for one in (answer.documents, answer.note)
        )
        if name not in unsound:
            assert dict(found.values) == dict(answer.values)


# Whatever people type

DAY = datetime.datetime(2020, 5, 1, 12, 30)
JUNK = [
    None, "", " ", 0, -1, 1, 0.1, 12.5, 1e300, 1e-300, 99_999_999_999, True, False, "=1/0", "#N/A", "#REF!", "1e5", "∞",
    "½", "١٢", "１２", "12\u200b", "12 người", "{0}", "{indicator}", "[red]", "%", "-", "–", "x", "không", "?",
    "x" * 3000, "\n", "1.2.3", "1,2,3", ".5", "5.", "+5", "-0", "--", "5%%", "% 5", "0,5", DAY, DAY.date(), DAY.time(),
    DAY - DAY, "2020-05-01", "Năm 2020", "TCVN3 ®Þa bµn",
]  # fmt: skip
FIELDS = [*layout.needed_fields(PILOT), layout.DOCUMENTS, layout.NOTE]
KEYS = [layout.UNIT_NAME, layout.UNIT_CODE, layout.YEAR, "fact.type", "fact.area", layout.SET_VERSION]
OWN = st.tuples(st.sampled_from(list(PILOT.indicators)), st.sampled_from(FIELDS))
COMMON = st.tuples(st.sampled_from(list(PILOT.indicators)), st.just(layout.ID)) | st.tuples(st.sampled_from(KEYS))


@one_in(3)
@given(
    unit=st.sampled_from(["bathuoc", "dangbokhoi"]),
    own=st.dictionaries(OWN, st.sampled_from(JUNK), min_size=5, max_size=40),
    common=st.just({}) | st.dictionaries(COMMON, st.sampled_from(JUNK), max_size=5),
)
def test_nothing_that_people_type_breaks_the_reading_or_another_indicator(fill, tmp_path_factory, unit, own, common):
    form = fill(unit)
    rows = {name: form.answers.cell(form.row(name), 1) for name in PILOT.indicators}
    cells = {
        where: form.about(*where) if len(where) == 1 else rows[where[0]] if where[1] == layout.ID else form.cell(*where)
        for where in (*own, *common)
    }
    for where, value in (*own.items(), *common.items()):
        cells[where].value = value
    path = tmp_path_factory.mktemp("junk") / "form.xlsx"
    form.save(path)
    assessment = assess(path)
    for problem in assessment.problems:
        assert str(path) == problem.place.file
        for words in map(Words, LANGUAGES):
            assert words.line(problem)
    if not common:
        now, before = results(assessment), results(sound(unit))
        untouched = now.keys() - {name for name, _ in own}
        assert {name: now[name] for name in untouched} == {name: before[name] for name in untouched}


# Forms of sets without points: figures of nobody's, what a unit holds, a tier that ended, a rule nobody can read


def form_of(path: Path, criteria_set: Any, submission: Submission, key: str = "", value: Any = None) -> Path:
    """Save the form of a set with a submission filled in, and the row of the info sheet with a key changed."""
    book = make_form(Words("vi"), criteria_set, "", submission=submission)
    info = next(sheet for sheet in book.worksheets if sheet["A1"].value == layout.INFO_MARKER)
    for cell in info["A"]:
        if key and cell.value == key:
            info.cell(cell.row, layout.INFO_VALUE_COLUMN + 1).value = value
    book.save(path)
    return path


ENTERPRISE = Submission(
    unit=Unit(name="Công ty", code="0386"), year=2024, facts={"type": "kinh-te", "ownership": "ngoai-cong-lap"},
    dates=Dates(decision=Decision(number="1/QĐ", date=datetime.date(2023, 3, 1), level="muc-do-1")),
    answers=answers_from(UNIT, {"1.1": "yes", "3.1": {"thanh-vien": "9/10"}, "1.2": {"che-do": "yes"}}, {}),
)  # fmt: skip


def told(path: Path, code: str) -> list[Problem]:
    """Give the problems of a form with one code, each checked to be said well."""
    found = [one for one in assess(path).problems if one.code == code]
    for problem in found:
        assert_said(problem, path)
    return found


def test_an_enterprise_is_not_asked_what_others_are_and_nothing_of_that_is_said_to_be_missing(tmp_path):
    path = form_of(tmp_path / "công ty.xlsx", UNIT, ENTERPRISE)
    assessment = assess(path)
    missing = {one.arguments["indicator"] for one in assessment.problems if one.code == "answer-blank"}
    assert missing == {"1.4", "1.5", "2.1", "2.2", "2.3", "2.5", "3.2", "3.3"}
    assert told(path, "answer-not-asked") == []
    assert {name for name, found in results(assessment).items() if found[0] == "not_asked"} == {
        "1.3", "2.4", "3.4", "3.5",
    }  # fmt: skip


def test_figures_that_are_not_asked_of_the_unit_are_named_with_their_cell_and_do_not_count(tmp_path):
    given = {"2.4": {"chung-chi": "9/10"}, "3.1": {"thanh-vien": "9/10", "nguoi-hoc": "1/100"}}
    answers = {**ENTERPRISE.answers, **answers_from(UNIT, given, {})}
    path = form_of(tmp_path / "form.xlsx", UNIT, ENTERPRISE.model_copy(update={"answers": answers}))
    found = told(path, "answer-not-asked")
    assert [(one.arguments["indicator"], one.severity) for one in found] == [("2.4", "notice"), ("3.1", "notice")]
    assert all(one.place.cell for one in found)
    now = results(assess(path))
    assert now["2.4"][0] == "not_asked"
    assert [at.met_low for at in now["3.1"][4]] == [True, False]  # 90% of the members; the learners are nobody's


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        (layout.DECISION_DATE, "tháng ba", "date-unusable"),
        (layout.DECISION_DATE, "31/02/2023", "date-unusable"),
        (layout.REQUEST_DATE, "sắp tới", "date-unusable"),
        (layout.DECISION_LEVEL, "Mức độ 9", "decision-level-unknown"),
        (layout.YEAR, 2025, "tier-ended"),
    ],
)
def test_what_is_wrong_with_the_decision_or_the_year_is_named_with_its_cell(tmp_path, key, value, code):
    path = form_of(tmp_path / "form.xlsx", UNIT, ENTERPRISE, key, value)
    (problem,) = told(path, code)
    assert problem.place.cell is not None
    assert problem.severity == ("warning" if code == "tier-ended" else "error")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15/3/2025", (2025, 3, 15)),
        ("05/04/2025", (2025, 4, 5)),  # the day comes first
        ("15-03-2025", (2025, 3, 15)),
        (" 15.03.2025 ", (2025, 3, 15)),
        ("2025-03-15", (2025, 3, 15)),
        (datetime.date(2025, 3, 15), (2025, 3, 15)),
        (datetime.datetime(2025, 3, 15, 12, 30), (2025, 3, 15)),
        ("29/02/2024", (2024, 2, 29)),
    ],
)
def test_a_date_is_read_as_people_write_it(tmp_path, typed, meant):
    path = form_of(tmp_path / "form.xlsx", UNIT, ENTERPRISE, layout.REQUEST_DATE, typed)
    assert read_workbook(path, UNIT).submission.dates.requested == datetime.date(*meant)


def test_a_decision_whose_date_is_not_known_keeps_its_number_and_its_level(tmp_path):
    path = form_of(tmp_path / "form.xlsx", UNIT, ENTERPRISE, layout.DECISION_DATE, "tháng ba")
    held = read_workbook(path, UNIT).submission.dates.decision
    assert held == Decision(number="1/QĐ", date=None, level="muc-do-1")


def test_an_indicator_that_nobody_knows_how_to_read_is_said_to_stay_open(tmp_path):
    province = load_criteria("tt25-2023-tinh")
    answers = answers_from(province, {"4.1": {"muc-do-1": "9", "muc-do-2": "1", "all": "10"}}, {})
    submission = Submission(unit=Unit(name="Tỉnh"), year=2025, answers=answers)
    (problem,) = told(form_of(tmp_path / "tỉnh.xlsx", province, submission), "reading-open")
    assert (problem.arguments["indicator"], problem.severity) == ("4.1", "notice")
    submission = submission.model_copy(update={"year": 2024})
    assert told(form_of(tmp_path / "tỉnh.xlsx", province, submission), "reading-open") == []


# Other containers


@pytest.mark.parametrize(
    "suffix", [pytest.param(one, marks=pytest.mark.office(bathuoc, one)) for one in ("xlsx", "ods", "xls")]
)
def test_a_form_that_libreoffice_saved_reads_the_same(saved, suffix):
    assert saved[0].suffix == f".{suffix}"
    assessment = assess(saved[0])
    assert results(assessment) == results(sound("bathuoc"))
    assert news(assessment, "bathuoc") == []


def test_a_request_before_the_decision_is_named_with_its_cell(tmp_path):
    held = Decision(level="muc-do-1", date=datetime.date(2025, 2, 10))
    dates = Dates(decision=held, requested=datetime.date(2025, 1, 10))
    path = form_of(tmp_path / "form.xlsx", UNIT, ENTERPRISE.model_copy(update={"dates": dates, "year": 2025}))
    (problem,) = told(path, "request-before-decision")
    assert problem.severity == "warning"
    assert problem.place.cell is not None
    assert_said(problem, path)


@pytest.mark.parametrize("year", ["9999", "0000", "0024", "1889", "2101"])
def test_a_year_far_from_ours_is_a_slip_of_the_pen(form_file, year):
    path = form_file(lambda form: setattr(form.about(layout.YEAR), "value", year))
    assert [problem.code for problem in news(assess(path), "bathuoc")] == ["year-unusable"]
