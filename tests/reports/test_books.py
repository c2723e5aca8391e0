"""Workbooks of scores and reports: every figure is that of JSON and CSV, a number, and shown as the pages show it."""

from __future__ import annotations

import csv
import json
import re
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

import office
from command import in_process
from make import HERE, PILOT
from xhht_score.numbers import show
from xhht_score.reports.document import PercentValue, Value
from xhht_score.reports.sheets import Chart, DataBook, DataSheet, Series, book_bytes
from xhht_score.version import __version__
from xhht_score.words import LANGUAGES, Words

VI = Words("vi")
COMMANDS = {
    "report": ("report", *PILOT),
    "report without points": ("report", "--all", "--dir", "tt25/xa"),
    "report of several sets": ("report", "bathuoc.xlsx", "yendinh.xlsx", "tt25/xa/xa-02.xlsx", "tt25/huyen-mau.xlsx"),
}


#: The forms of the pilot in the order of their ranks.
FILES = ("samson.xlsx", "dangbokhoi.xlsx", "bathuoc.xlsx", "nongcong.xlsx", "yendinh.xlsx")


def made(folder: Path, *arguments: object) -> Path:
    path = folder / "sổ.xlsx"
    done = in_process((*arguments, "-o", path, "--quiet"), HERE, {})
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return path


def in_csv(*arguments: object, language: str = "vi") -> list[dict[str, str]]:
    done = in_process((*arguments, "-f", "csv", "--delimiter", "tab", "--lang", language), HERE, {})
    return list(csv.DictReader(StringIO(done.stdout.removeprefix("\ufeff")), delimiter="\t"))


def as_shown(cell: Any, language: str = "vi") -> str:
    """Give what a spreadsheet program shows of a cell, by its number format and nothing else."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, str):
        return cell.value
    look = cell.number_format
    found = re.fullmatch(r"(#,##)?0(?:\.(0+))?(%)?", look)
    assert found, look
    value = Fraction(repr(cell.value)) * (100 if found[3] else 1)
    decimals = len(found[2] or "")
    text = show(value, language, decimals=decimals, against=[value], fixed=bool(decimals))
    said = text if found[1] else text.replace("." if language == "vi" else ",", "")
    return f"{said}{found[3] or ''}"


def as_in_csv(cell: Any, language: str) -> str:
    """Give what CSV has of the value of a cell: no thousands marks, no zeros that say nothing, no sign of percent."""
    shown = as_shown(cell, language)
    if not isinstance(cell.value, int | float):
        return shown
    decimal, thousands = (",", ".") if language == "vi" else (".", ",")
    bare = shown.removesuffix("%").replace(thousands, "")
    return bare.rstrip("0").removesuffix(decimal) if decimal in bare else bare


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_figure_of_a_report_is_that_of_csv(tmp_path, command, language):
    path = made(tmp_path, *COMMANDS[command], "--lang", language)
    rows = in_csv(*COMMANDS[command], language=language)
    book = openpyxl.load_workbook(path)
    words = Words(language)
    file, name = words.say("csv-file"), words.say("csv-set")
    by_file = {row[file]: row for row in rows}
    seen = 0
    for title in dict.fromkeys(row[name] for row in rows):
        head, *lines = book[title].iter_rows()
        for line in lines:
            cells = dict(zip((cell.value for cell in head), line, strict=True))
            row = by_file[cells[file].value]
            assert row.keys() >= cells.keys()
            assert all(not row[key] for key in row.keys() - cells.keys())
            for key, cell in cells.items():
                assert as_in_csv(cell, language) == row[key], key
                if isinstance(cell.value, int | float):
                    assert cell.number_format.endswith("%") == key.endswith("(%)"), key
                seen += 1
    assert seen > 100


def test_every_figure_of_a_score_is_that_of_json(tmp_path):
    book = openpyxl.load_workbook(made(tmp_path, "score", "yendinh.xlsx"))
    unit = json.loads(in_process(("score", "yendinh.xlsx", "-f", "json"), HERE, {}).stdout)
    indicators = {one["id"]: one for criterion in unit["criteria"] for one in criterion["indicators"]}
    head, *lines = book["Chỉ tiêu"].iter_rows()
    names = [cell.value for cell in head]
    assert len(lines) == len(indicators) == 38
    for line in lines:
        cells = dict(zip(names, line, strict=True))
        found = indicators[cells["Chỉ tiêu"].value]
        for key, name in (("Điểm thấp nhất", "low"), ("Điểm cao nhất", "high"), ("Điểm tối đa", "max")):
            value, exact = Fraction(repr(cells[key].value)), Fraction(found[name])
            assert abs(value - exact) < Fraction(1, 100)
            assert value == exact or exact.denominator not in (1, 2, 4, 5, 10, 20, 25, 50, 100)
    head, *lines = book["TC thanh-hoa-2020"].iter_rows()
    names = [cell.value for cell in head]
    shown = [dict(zip(names, map(as_shown, line), strict=True)) for line in lines]
    said = [(row["Tiêu chí"], row["Mức đạt thấp nhất (%)"], row["Mức đạt cao nhất (%)"]) for row in shown]
    assert said == [
        ("1", "81,75%", "81,75%"), ("2", "79,54%", "86,68%"), ("3", "67,37%", "74,03%"), ("4", "77,00%", "77,00%"),
    ]  # fmt: skip


def data_of(values: list[Value], name: str = "a") -> bytes:
    return book_bytes(DataBook("x", [DataSheet(name, ["h"], [[one] for one in values])], ("about", []), "charts"))


def of(values: list[Value], name: str = "a") -> Any:
    return openpyxl.load_workbook(BytesIO(data_of(values, name)))


NUMBERS: dict[str, tuple[Value, str]] = {
    "whole": (Fraction(1234), "1.234"),
    "a year": (2020, "2020"),
    "decimals": (Fraction("92.73"), "92,73"),
    "thousands": (Fraction("1234.5"), "1.234,5"),
    "none": (Fraction(0), "0"),
    "below": (Fraction("-0.25"), "-0,25"),
    "percent": (PercentValue("95.6"), "95,60%"),
    "percent, whole": (PercentValue(100), "100,00%"),
    "percent, exact beside marks": (PercentValue("74.996"), "74,996%"),
    "percent, none": (PercentValue(0), "0,00%"),
    "percent, a double apart": (PercentValue("69.96"), "69,96%"),
    "without end": (Fraction(1, 3), "0,333333333"),
}  # fmt: skip


@pytest.mark.parametrize(("value", "shown"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_a_number_and_shown_as_pages_show_it(value, shown):
    cell = of([value])["a"]["A2"]
    assert cell.data_type == "n"
    assert as_shown(cell) == shown


TEXTS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    " =1",
    "＝1",
    "#N/A",
    "2020-01-01",
    "0123",
    "_x0041_",
    "a\x1b\u202eb\nc",
    "http://x.vn",
    "TRUE",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_a_text_whatever_it_begins_with(text):
    data = data_of([text])
    cell = openpyxl.load_workbook(BytesIO(data))["a"]["A2"]
    assert cell.data_type == "s"
    (_, (value,)) = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert value == text.replace("\x1b", "‹U+001B›").replace("\u202e", "‹U+202E›").replace("\n", "‹U+000A›")
    assert cell.hyperlink is None
    assert bool(cell.quotePrefix) == bool(re.match(r"\s*[=+\-@＝]", text))


def test_a_text_that_is_too_long_for_a_cell_is_cut():
    assert len(of(["x" * 40_000])["a"]["A2"].value) == 32_767


NAMES = (("a" * 40, "a" * 31), ("a/b:c?", "a-b-c-"), ("'a'", "-a-"), ("[x]*\\", "-x---"), ("", "-"))


@pytest.mark.parametrize(("wanted", "name"), NAMES)
def test_names_of_sheets_are_legal(wanted, name):
    assert of([1], wanted).sheetnames[0] == name


def test_names_of_sheets_differ_in_more_than_capitals():
    sheets = [DataSheet(name, ["h"], [[1]]) for name in ("x" * 31, "X" * 31, "x" * 40, "About")]
    book = openpyxl.load_workbook(BytesIO(book_bytes(DataBook("x", sheets, ("about", []), "charts"))))
    names = [one.casefold() for one in book.sheetnames]
    assert len(set(names)) == len(names) == 5
    assert max(map(len, names)) == 31


def test_there_is_a_filter_a_frozen_head_and_a_chart_of_the_first_rows(tmp_path):
    path = made(tmp_path, "report", *PILOT)
    with ZipFile(path) as package:
        charts = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/charts/chart")]
        assert not [name for name in package.namelist() if "externalLink" in name or "vba" in name.lower()]
    book = openpyxl.load_workbook(path)
    page = book["thanh-hoa-2020"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("C2", page.dimensions)
    assert page.print_title_rows == "$1:$1"
    (chart,) = charts
    assert re.findall(r"<(?:c:)?f>([^<]+)</", chart) == [
        f"'thanh-hoa-2020'!${letter}$2:${letter}$6" for letter in "BKBJ"
    ]


def test_no_more_rows_are_drawn_than_can_be_read():
    chart = Chart("c", "unit", (Series("p", "p"),), range=False)
    rows = [[f"xã {at}", PercentValue(at)] for at in range(60)]
    data = book_bytes(DataBook("x", [DataSheet("a", ["unit", "p"], rows, chart)], ("about", []), "charts"))
    with ZipFile(BytesIO(data)) as package:
        assert b"'a'!$B$2:$B$41" in package.read("xl/charts/chart1.xml")


def test_a_workbook_says_how_official_it_is_and_what_it_was_made_from(tmp_path):
    book = openpyxl.load_workbook(made(tmp_path, "report", *PILOT))
    said = {one.name: one.value for one in book.custom_doc_props.props}
    assert (said["xhht:kind"], said["xhht:format"], said["xhht:program"]) == ("report", "xlsx", __version__)
    forms = [said[f"xhht:form:{number}"].split() for number in range(1, 6)]
    about = [[cell.value for cell in row] for row in book["Thông tin"].iter_rows()]
    assert any("Điểm minh họa" in str(row[0]) for row in about)
    for (form, rules, name), file in zip(forms, FILES, strict=True):
        assert [row[1:] for row in about if row[1] == file] == [[file, form, name, rules]]


def test_problems_stand_on_a_sheet_of_their_own(tmp_path):
    page = openpyxl.load_workbook(made(tmp_path, "score", "yendinh.xlsx"))["Lưu ý"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert [row[:4] for row in rows[1:]] == [
        ["yendinh.xlsx", "Tự đánh giá", "E25", "lưu ý"],
        ["yendinh.xlsx", "Tự đánh giá", "E36", "lưu ý"],
    ]


def test_a_workbook_has_to_go_into_a_file(run):
    done = run("report", HERE / "bathuoc.xlsx", "-f", "xlsx", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: a workbook is not printed on a screen. → add -o")


@pytest.mark.skipif(not office.is_installed(), reason="LibreOffice is not installed")
def test_libreoffice_keeps_what_is_shown_and_what_is_said_of_the_book(tmp_path):
    """LibreOffice reads the book and saves it: figures, formats, texts and properties are those that there were."""
    path = made(tmp_path, "report", *PILOT)
    (again,) = office.converted([path], tmp_path / "again", "xlsx")
    before, after = (openpyxl.load_workbook(one) for one in (path, again))
    assert after.sheetnames == before.sheetnames
    for title in before.sheetnames:
        cells = {cell.coordinate: as_shown(cell) for row in before[title].iter_rows() for cell in row}
        assert {where: as_shown(after[title][where]) for where in cells} == cells
    said = ({one.name: one.value for one in book.custom_doc_props.props} for book in (before, after))
    assert next(said) == next(said)
    assert after["thanh-hoa-2020"].auto_filter.ref == before["thanh-hoa-2020"].auto_filter.ref
