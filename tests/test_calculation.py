"""The evaluator of formulas does what Excel does, except for the corrections that Excel makes silently."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from calculation import CircularReference, Fault, Sheets, UnsupportedFormula, Value
from effort import times

VALUE, DIVISION, REFERENCE = Fault("#VALUE!"), Fault("#DIV/0!"), Fault("#REF!")
NAME, NOT_AVAILABLE, RANGE = Fault("#NAME?"), Fault("#N/A"), Fault("#NUM!")

#: What the formulas below find: A holds numbers, B kinds of values, C names, and A9 and D9 nothing.
CELLS: dict[str, Any] = {
    **{"A1": 1, "A2": 2.5, "A3": 4, "A4": -3},
    **{"B1": 10, "B2": "chữ", "B3": True, "B5": "7", "B6": ""},
    **{"C1": "Đạt", "C2": "ĐẠT", "C3": "Chưa đạt", "C5": "đạt"},
    **{"D1": "=1/0", "D2": "=A9", "D3": '=""', "D4": "#N/A"},
    **{"E1": datetime.date(2024, 1, 31), "E2": datetime.datetime(2024, 1, 31, 18), "E3": datetime.time(6)},
    **{"E4": datetime.date(1900, 1, 1), "E5": datetime.date(1900, 3, 1), "E6": datetime.timedelta(hours=36)},
}


def book_of(cells: dict[str, Any], **others: dict[str, Any]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = "Chính"
    for name, content in {"Chính": cells, **others}.items():
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        for cell, value in content.items():
            sheet[cell] = value
    return book


def result(formula: str) -> Value:
    other = {"Tên có dấu cách": {"A1": 5, "A2": "=A1+1"}, "Xã 'A' cũ": {"B2": "ở đây"}}
    return Sheets(book_of({**CELLS, "Z1": formula}, **other)).value("Chính", "Z1")


def check(formula: str, expected: Value) -> None:
    found = result(formula)
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=1+2*3", 7.0),
        ("=(1+2)*3", 9.0),
        ("=10-4-3", 3.0),
        ("=24/4/2", 3.0),
        ("=-2^2", 4.0),
        ("=2^-1", 0.5),
        ("=2^3^2", 64.0),
        ("=0-2^2", -4.0),
        ("=2--3", 5.0),
        ("=+2 * \n 3", 6.0),
        ("=1.5E2+.5", 150.5),
        ("=TRUE+TRUE()+FALSE", 2.0),
        ("=A9+1", 1.0),
        ("=A9", 0.0),
        ("=$A$2*a$3", 10.0),
        ('=1+1&"x"&2^2', "2x4"),
        ('="a"&A9&TRUE&0.5', "aTRUE0.5"),
        ('="nói ""có"""', 'nói "có"'),
        ('=1&2="12"', True),
    ],
)
def test_operators_and_precedence(formula: str, expected: Value) -> None:
    check(formula, expected)


def test_nothing_is_corrected() -> None:
    check("=0.1+0.2=0.3", False)
    check("=0.1+0.2-0.3", 0.1 + 0.2 - 0.3)
    check("=SUM(0.1,0.2,-0.3)", 0.1 + 0.2 - 0.3)
    check("=INT(0.29*100)", 28.0)
    check('=0.1+0.2&""', "0.30000000000000004")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=1<>2", True),
        ("=2>=2", True),
        ("=1<2<3", False),
        ('=9999<"a"', True),
        ('="zzz"<FALSE', True),
        ('="a"<"B"', True),
        ('="1"=1', False),
        ("=TRUE=1", False),
        ('=A9=""', True),
        ("=A9=0", True),
        ("=A9=FALSE", True),
        ("=A9=D9", True),
        ("=A9<1", True),
        ('=D3=""', True),
        ("=D3=0", False),
        ("=C1=C2", True),
        ('="ĐẠT CHUẨN Ở XÃ"="đạt chuẩn ở xã"', True),
        ('="dat"="đạt"', False),
        ('="Ư"<>"ư"', False),
    ],
)
def test_comparisons(formula: str, expected: Value) -> None:
    check(formula, expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=1/0", DIVISION),
        ('="a"+1', VALUE),
        ("=B5*1", VALUE),
        ("=-B2", VALUE),
        ("=D1+D4", DIVISION),
        ("=D4&1", NOT_AVAILABLE),
        ("=1=D4", NOT_AVAILABLE),
        ("=ABS(D1)", DIVISION),
        ("=LEN(D4)", NOT_AVAILABLE),
        ("=SUM(A1,D1:D4)", DIVISION),
        ("=AND(FALSE,D1)", DIVISION),
        ("=OR(TRUE,D1:D4)", DIVISION),
        ("=IF(D4,1,2)", NOT_AVAILABLE),
        ("=CHOOSE(D4,1,2)", NOT_AVAILABLE),
        ("=NOT(B2)", VALUE),
        ("=không_có", NAME),
        ("=KhôngCó!A1", REFERENCE),
        ("=SUM(KhôngCó!A1:A3)", REFERENCE),
        ("=COUNTIF(KhôngCó!A1:A3,1)", REFERENCE),
        ("=#REF!+1", REFERENCE),
        ("=0^0", RANGE),
        ("=0^-1", DIVISION),
        ("=(0-8)^0.5", RANGE),
        ("=1E308*10", RANGE),
        ("=ISERROR(D1)", True),
        ("=ISERROR(B5+0)", True),
        ("=ISERROR(A9)", False),
        ("=IFERROR(D1,7)", 7.0),
        ("=IFERROR(1,D1)", 1.0),
        ("=IFERROR(D1,D4)", NOT_AVAILABLE),
    ],
)
def test_faults_travel_until_they_are_caught(formula: str, expected: Value) -> None:
    check(formula, expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=IF(TRUE,1,1/0)", 1.0),
        ("=IF(A9,1/0,2)", 2.0),
        ("=IF(0,1)", False),
        ("=IF(TRUE,,2)", 0.0),
        ("=CHOOSE(2.9,1/0,5,1/0)", 5.0),
        ("=CHOOSE(4,1,2,3)", VALUE),
        ("=CHOOSE(0,1)", VALUE),
        ("=IF(TRUE,1,Z1)", 1.0),
        ("=IFERROR(1,Z1)", 1.0),
        ("=SUM(IF(TRUE,B1:B3,1/0))", 10.0),
    ],
)
def test_only_what_is_chosen_is_evaluated(formula: str, expected: Value) -> None:
    check(formula, expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=AND(1,TRUE,A1)", True),
        ("=AND(B1:B9)", True),
        ("=AND(C1:C5)", VALUE),
        ('=OR(FALSE,"a")', VALUE),
        ("=OR(A9,A1>5)", False),
        ("=NOT(A9)", True),
        ("=ISNUMBER(A1)", True),
        ("=ISNUMBER(B3)", False),
        ("=ISNUMBER(B5)", False),
        ("=ISNUMBER(E1)", True),
        ("=ISTEXT(B5)", True),
        ("=ISTEXT(A9)", False),
        ("=ISBLANK(A9)", True),
        ("=ISBLANK(D3)", False),
        ("=ISBLANK(D2)", False),
        ("=SUM(A1:A9)", 4.5),
        ("=SUM(A4:A1)", 4.5),
        ("=SUM(B1:B9)", 10.0),
        ("=SUM(B1,B2,B3)", 10.0),
        ('=SUM(1,"7")', VALUE),
        ("=SUM(1,TRUE)", 2.0),
        ("=MIN(A1:B9)", -3.0),
        ("=MAX(A1:A9,B1,2)", 10.0),
        ("=MAX(C1:C9)", 0.0),
        ('=MIN(1,"a")', VALUE),
        ("=ABS(A4)", 3.0),
        ("=INT(-1.5)", -2.0),
        ("=MOD(-3,2)", 1.0),
        ("=MOD(3,-2)", -1.0),
        ("=MOD(3,0)", DIVISION),
        ("=ROUND(2.5,0)", 3.0),
        ("=ROUND(-2.5,0)", -3.0),
        ("=ROUND(1.005,2)", 1.0),
        ("=ROUND(1250,-2)", 1300.0),
        ('=TRIM("  hai   từ ")', "hai từ"),
        ("=LEN(C3)", 8.0),
        ("=LEN(A2)", 3.0),
        ("=len(A9)", 0.0),
    ],
)
def test_functions(formula: str, expected: Value) -> None:
    check(formula, expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('=COUNTIF(C1:C9,"đạt")', 3.0),
        ("=COUNTIF(C1:C9,C1)", 3.0),
        ('=COUNTIF(C1:C9,"<>")', 4.0),
        ('=COUNTIF(C1:C9,"<>đạt")', 6.0),
        ('=COUNTIF(D1:D9,"<>")', 4.0),
        ('=COUNTIF(B1:B9,"")', 5.0),
        ("=COUNTIF(A1:B9,1)", 1.0),
        ("=COUNTIF(B1:B9,7)", 0.0),
        ("=COUNTIF(B1:B9,TRUE)", 1.0),
        ('=SUMIF(C1:C4,"đạt",A1:A4)', 3.5),
        ('=SUMIF(C1:C4,"<>",A1)', 7.5),
        ("=SUMIF(A1:A9,4)", 4.0),
        ('=SUMIF(C1:C3,"đạt",D1:D3)', DIVISION),
        ('=SUMIF(C1:C3,"chưa đạt",D1:D3)', 0.0),
    ],
)
def test_criteria(formula: str, expected: Value) -> None:
    check(formula, expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("='Tên có dấu cách'!$A$1+1", 6.0),
        ("='tên có dấu cách'!A2", 6.0),
        ("=SUM('Tên có dấu cách'!$A$1:$A$9)", 11.0),
        ("='Xã ''A'' cũ'!B2", "ở đây"),
        ("=Chính!A3", 4.0),
        ("=A1:A1", 1.0),
    ],
)
def test_references_to_sheets(formula: str, expected: Value) -> None:
    check(formula, expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=E1+0", 45322.0),
        ("=E2-E1", 0.75),
        ("=E3", 0.25),
        ("=E6", 1.5),
        ("=E4", 1.0),
        ("=E5", 61.0),
        ("=E1=DATE(2024,1,31)", True),
        ("=DATE(1900,1,1)", 1.0),
        ("=DATE(1900,2,29)", 60.0),
        ("=DATE(1900,2,30)", 61.0),
        ("=DATE(124,1,31)", 45322.0),
        ("=DATE(2023,13,31)", 45322.0),
        ("=DATE(2024,3,0)=DATE(2024,2,29)", True),
        ("=DATE(10000,1,1)", RANGE),
        ("=DATE(1900,1,-1)", RANGE),
        ("=EDATE(E1,1)=DATE(2024,2,29)", True),
        ("=EDATE(E1,13)=DATE(2025,2,28)", True),
        ("=EDATE(E2,-2)=DATE(2023,11,30)", True),
        ("=EDATE(31,1)", 60.0),
        ("=EDATE(E1,-2000)", RANGE),
        ('=EDATE("x",1)', VALUE),
        ("=YEAR(E2)", 2024.0),
        ("=YEAR(60)", 1900.0),
        ("=YEAR(A9)", 1900.0),
        ("=YEAR(-1)", RANGE),
    ],
)
def test_dates(formula: str, expected: Value) -> None:
    check(formula, expected)


@pytest.mark.parametrize(
    "formula",
    [
        "=TEXT(1,2)",
        "=ABS(1,2)",
        "=IF(1)",
        "=50%",
        "=1 2",
        "=(1",
        "=1+",
        "=SUM(A:A)",
        "=A1:A3+1",
        "=Sai tên!A1",
        "=COUNTIF(1,1)",
        '=COUNTIF(C1:C9,">1")',
        '=COUNTIF(C1:C9,"<>5")',
        '=COUNTIF(C1:C9,"đạt*")',
        "=COUNTIF(C1:C9,B5)",
    ],
)
def test_what_is_not_known_is_refused(formula: str) -> None:
    with pytest.raises(UnsupportedFormula):
        result(formula)


def test_cells_keep_their_kinds_through_a_file(tmp_path: Path) -> None:
    book = book_of({"A1": "=1+1", "A2": "=1+1", "A3": 3, "A4": None, "A5": True, "A6": datetime.date(2024, 1, 31)})
    book["Chính"]["A2"].data_type = "s"
    book.save(tmp_path / "Sổ tính.xlsx")
    for one in (book, openpyxl.load_workbook(tmp_path / "Sổ tính.xlsx")):
        sheets = Sheets(one)
        found = [sheets.value("Chính", f"A{row}") for row in range(1, 7)]
        assert found == [2.0, "=1+1", 3.0, None, True, 45322.0]
        assert [type(value) for value in found] == [float, str, float, type(None), bool, float]


def test_reading_leaves_the_workbook_as_it_was() -> None:
    book = book_of({"A1": "=SUM(B1:B500)+D900"})
    assert Sheets(book).value("Chính", "$A$1") == 0.0
    assert book["Chính"].dimensions == "A1:A1"


def test_circles_are_found_and_not_remembered() -> None:
    sheets = Sheets(book_of({"A1": "=B1", "B1": "=SUM(A1:A2)", "C1": "=1"}))
    for _ in range(2):
        with pytest.raises(CircularReference, match="chính!A1"):
            sheets.value("Chính", "A1")
    assert sheets.value("Chính", "C1") == 1.0


@pytest.mark.more
def test_long_chains_of_cells_are_followed() -> None:
    rows = times(5_000, 20_000)  # Python goes no deeper than a thousand calls
    cells = {f"A{row}": f'=IF(SUM(A{row - 1}:A{row - 1})>=0,IFERROR(A{row - 1},"")+1,0)' for row in range(2, rows + 1)}
    assert Sheets(book_of({"A1": 1, **cells})).value("Chính", f"A{rows}") == rows


def test_a_sheet_that_is_not_there_and_a_word_that_is_no_cell() -> None:
    sheets = Sheets(book_of({}))
    with pytest.raises(KeyError, match="no sheet Khác"):
        sheets.value("Khác", "A1")
    with pytest.raises(ValueError, match="not a cell"):
        sheets.value("Chính", "A0")


def test_array_formulas_and_the_1904_system_are_refused() -> None:
    book = book_of({"A1": ArrayFormula("A1:A2", "=B1:B2")})
    with pytest.raises(UnsupportedFormula, match="array"):
        Sheets(book).value("Chính", "A1")
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    with pytest.raises(UnsupportedFormula, match="1904"):
        Sheets(book)
