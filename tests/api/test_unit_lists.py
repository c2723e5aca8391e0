"""Lists of units as people have them: workbooks and text in every usual encoding, read only where it is certain."""

from __future__ import annotations

import datetime
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from containers import ods, parts_of, xls, xlsb, zipped
from xhht_score.api.encodings import _TCVN3, Unreadable, decoded
from xhht_score.api.form_names import file_names
from xhht_score.api.single import load_criteria
from xhht_score.api.syllables import is_syllable
from xhht_score.api.unit_table import UnitList, read_units
from xhht_score.errors import XhhtError

HEADS = ("STT", "Tên đơn vị", "Mã đơn vị", "Mã đơn vị cấp trên", "Vùng")
ROWS = ((1, "Huyện Bá Thước", "384", "38", "Vùng khó khăn"), (2, "Thành phố Sầm Sơn", "382", "38", "Ordinary"))
NAMES = ["Huyện Bá Thước", "Thành phố Sầm Sơn"]
SHEETS = {"DS": [["Tên đơn vị", "Mã đơn vị"], [NAMES[0], 384], [NAMES[1], "382"]], "Ghi chú": [["Gửi sớm"]]}
Rows = Iterable[Iterable[object]]


def saved(path: Path, sheets: dict[str, Rows], change: Callable[[Workbook], object] = lambda _: None) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([*row])
    change(book)
    book.save(path)
    return path


@pytest.fixture
def listed(tmp_path: Path, pilot) -> Callable[..., UnitList]:
    """Give a function that saves a workbook with one sheet, or several, and reads it."""

    def read(
        rows: Rows | dict[str, Rows], change: Callable[[Workbook], object] = lambda _: None, year=None
    ) -> UnitList:
        sheets = rows if isinstance(rows, dict) else {"DS": rows}
        return read_units(saved(tmp_path / "ds.xlsx", sheets, change), pilot, year)

    return read


def names(units: UnitList) -> list[str]:
    return [row.submission.unit.name for row in units.rows]


def wrong(error: pytest.ExceptionInfo[XhhtError]) -> set[tuple[str, str]]:
    return {(one.code, str(one.place).partition(" › ")[2]) for one in error.value.problems}


# ---------------------------------------------------------------- workbooks


@pytest.mark.parametrize(
    "heads",
    [HEADS, ("", "Name of the unit", "Code of the unit", "parent", "Area"), ("No.", "name", "code", "parent", "area")],
)
def test_a_workbook_is_a_list_by_whatever_headings(listed, heads):
    rows = [(None, *row[1:]) for row in ROWS] if not heads[0] else ROWS
    units = listed([heads, *rows])
    assert names(units) == NAMES
    assert [row.submission.unit.code for row in units.rows] == ["384", "382"]
    assert [row.submission.unit.parent for row in units.rows] == ["38", "38"]
    assert [row.submission.facts["area"] for row in units.rows] == ["difficult", "ordinary"]
    assert str(units.rows[0].place).endswith("› DS!B2")
    assert units.problems == ()


def test_headings_stand_below_titles_beside_a_star_a_line_break_and_brackets(listed):
    heads = ("TT", "Tên\nđơn vị *", "MÃ ĐVHC (nếu có):", "Đơn vị cấp trên", "vùng")

    def title(book):
        book["DS"].merge_cells("A1:E1")

    units = listed([("DANH SÁCH ĐƠN VỊ",), (), ("Năm học tập", None), heads, *ROWS], title)
    assert names(units) == NAMES
    assert [(one.code, one.severity) for one in units.problems] == [("table-lines-above", "notice")]


def test_decomposed_letters_are_composed(listed):
    apart = [
        [unicodedata.normalize("NFD", one) if isinstance(one, str) else one for one in row] for row in (HEADS, *ROWS)
    ]
    assert names(listed(apart)) == NAMES


def test_zeros_that_excel_dropped_come_back_as_in_forms(listed):
    units = listed([("name", "code", "parent"), ("A", 7, 1), ("B", "08", "01")])
    assert [(row.submission.unit.code, row.submission.unit.parent) for row in units.rows] == [
        ("007", "01"),
        ("008", "01"),
    ]


def test_the_one_sheet_with_such_headings_is_read_and_the_others_are_named(listed):
    units = listed({"Ghi chú": [("Gửi trước 30/11",)], "DS": [HEADS, *ROWS], "Trống": []})
    assert names(units) == NAMES
    (said,) = units.problems
    assert (said.code, said.arguments["given"], said.arguments["sheets"]) == ("table-sheets-beside", "DS", ("Ghi chú",))


def test_two_lists_in_one_workbook_are_refused_and_both_are_named(listed):
    with pytest.raises(XhhtError) as error:
        listed({"A": [HEADS, *ROWS], "B": [("name",), ("x",)]})
    assert wrong(error) == {("table-sheets-several", "B!A1")}
    assert (error.value.problems[0].arguments["first"], error.value.problems[0].arguments["other"]) == ("A", "B")


def case(rows: Rows, change: Callable[[Workbook], object] | None, expected: set[tuple[str, str]], id: str):
    return pytest.param(rows, change, expected, id=id)


@pytest.mark.parametrize(
    ("rows", "change", "expected"),
    [
        case([("Xã A",)], None, {("table-not-found", "")}, id="no headings at all"),
        case([("Mã", "Năm"), ("1", 2024)], None, {("table-column-lacking", "DS!A1")}, id="no names"),
        case([("Tên đơn vị",)], None, {("table-empty", "DS")}, id="no units"),
        case([("name", "Mãa"), ("A", 1)], None, {("table-column-unknown", "DS!B1")}, id="unknown heading"),
        case([("name", "Tên"), ("A", "B")], None, {("table-column-repeated", "DS!B1")}, id="one thing twice"),
        case([("name", "Vùng", "area"), ("A", "", "")], None, {("table-column-repeated", "DS!C1")}, id="a fact twice"),
        case([("name", "Vùng"), ("A", "Xa")], None, {("choice-unknown", "DS!B2")}, id="unknown choice"),
        case([("name", "code"), ("A", 7), ("B", "007")], None, {("table-code-repeated", "DS!B3")}, id="code twice"),
        case([("name", "code"), ("A", "1E+05"), ("B", 1.5)], None,
             {("code-unusable", "DS!B2"), ("code-unusable", "DS!B3")}, id="lost codes"),
        case([("name", "code"), ("A", 12345678901234567)], None, {("code-unusable", "DS!B2")}, id="lost digits"),
        case([("name", "code"), ("A", datetime.date(2026, 2, 1))], None, {("table-cell-day", "DS!B2")}, id="day"),
        case([("name",), (datetime.datetime(2026, 2, 1, 1),)], None, {("table-cell-day", "DS!A2")}, id="name a day"),
        case([("name", "code"), ("=A1", "1")], None, {("table-cell-error", "DS!A2")}, id="not calculated"),
        case([("name",), ("=A1",)], None, {("table-cell-error", "DS!A2")}, id="a row of nothing else"),
        case([("name", "year"), ("A", 2024), ("B", 2025)], None, {("table-year-differs", "DS!B3")}, id="two years"),
        case([("name", "year"), ("A", 20)], None, {("table-year-unusable", "DS!B2")}, id="no year"),
        case([("name",), ("A",), ("Tên đơn vị",)], None, {("table-headings-again", "DS!A3")}, id="headings again"),
        case([("name", "code"), ("A", "1"), ("", "2")], None, {("table-name-blank", "DS!A3")}, id="no name"),
        case([("name",), ("A", "thừa")], None, {("table-cell-beside", "DS!B2")}, id="beside"),
        case([("name", "parent"), ("A", "1"), ("B",)], lambda book: book["DS"].merge_cells("B2:B3"),
             {("table-cell-merged", "DS!B2")}, id="merged"),
        case([("name",), ("x" * 1_001,)], None, {("table-too-wide", "DS!A2")}, id="too long"),
        case([("name",), ("a" + "\u0301" * 31,)], None, {("marks-too-many", "DS!A2")}, id="marks"),
        case([("name",), ("Th??c",)], None, {("table-letters-lost", "DS!A2")}, id="letters lost"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_sheet_and_cell(listed, rows, change, expected):
    with pytest.raises(XhhtError) as error:
        listed(rows, change or (lambda _: None))
    assert {one for one in wrong(error) if one[0] != "table-code-blank"} == expected


def test_a_year_that_differs_from_the_one_asked_for_is_an_error(listed):
    with pytest.raises(XhhtError) as error:
        listed([("name", "year"), ("A", 2024)], year=2025)
    assert wrong(error) == {("table-year-differs", "DS!B2")}
    assert "2025" in str(error.value)


def test_two_headings_for_one_thing_are_both_named(listed):
    with pytest.raises(XhhtError) as error:
        listed([("Tên đơn vị", "x", "Name of the unit"), ("A",)])
    said = str(error.value)
    assert "“Name of the unit”" in said
    assert "“Tên đơn vị”" in said
    assert "DS!A1" in said


def test_hidden_rows_rows_without_a_code_and_old_letters_are_told(listed):
    units = listed(
        [("name", "code"), ("A", "1"), ("B", ""), ("HuyÖn B¸ Th\u00adíc", "3")],
        lambda book: setattr(book["DS"].row_dimensions[2], "hidden", True),
    )
    assert {(one.code, one.place.cell) for one in units.problems} == {
        ("table-hidden", "A2"), ("table-code-blank", "A3"), ("cell-legacy-encoding", "A4"),
    }  # fmt: skip


def test_a_hidden_sheet_and_hidden_columns_are_read_and_told(listed):
    def hide(book: Workbook) -> None:
        book["DS"].sheet_state = "hidden"
        book["DS"].column_dimensions["B"].hidden = True

    units = listed({"Trang": [("Gửi sớm",)], "DS": [("name", "code"), ("A", "1")]}, hide)
    assert [(one.code, one.arguments.get("names")) for one in units.problems if one.place.cell] == [
        ("table-hidden", ("DS",)), ("table-hidden", ("code",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("criteria", "heads"),
    [
        ("tt25-2023-xa", ("Mã tỉnh", "Mã xã", "Tên xã")),
        ("tt25-2023-xa", ("Mã Huyện", "Mã Xã/Phường", "Xã, phường, thị trấn")),
        ("tt25-2023-huyen", ("Mã tỉnh/thành phố", "Mã quận/huyện", "Tên huyện")),
    ],
)
def test_headings_may_call_units_by_their_kind(tmp_path, criteria, heads):
    path = saved(tmp_path / "ds.xlsx", {"DS": [heads, ("38", "7", "A")]})
    unit = read_units(path, load_criteria(criteria)).rows[0].submission.unit
    assert (unit.parent, unit.code, unit.name) == ("38", "7".zfill(5 if "xa" in criteria else 3), "A")


@pytest.mark.parametrize(("suffix", "content"), [("xls", xls(SHEETS)), ("ods", zipped(ods(SHEETS)))])
def test_old_workbooks_and_open_document_are_lists_too(tmp_path, pilot, suffix, content):
    path = tmp_path / f"ds.{suffix}"
    path.write_bytes(content)
    units = read_units(path, pilot)
    assert names(units) == NAMES
    assert [row.submission.unit.code for row in units.rows] == ["384", "382"]
    assert str(units.rows[1].place).endswith("› DS!A3")


def test_an_xlsb_is_refused_with_how_to_save_it(tmp_path, pilot):
    path = tmp_path / "ds.xlsb"
    path.write_bytes(zipped(xlsb(SHEETS)))
    with pytest.raises(XhhtError) as error:
        read_units(path, pilot)
    assert [one.code for one in error.value.problems] == ["workbook-binary"]


def test_a_list_of_another_suffix_is_known_by_what_it_is(tmp_path, pilot):
    path = saved(tmp_path / "ds.xlsx", {"DS": [HEADS, *ROWS]})
    assert names(read_units(path.rename(tmp_path / "ds.csv"), pilot)) == NAMES


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook-empty"),
        (b"name,code\nA,1\n", "not-a-workbook"),
        (b"PK\x03\x04 no zip", "workbook-damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "workbook-password"),
    ],
)
def test_a_workbook_that_is_none_or_has_a_password_is_refused(tmp_path, pilot, content, code):
    path = tmp_path / "ds.xlsx"
    path.write_bytes(content)
    with pytest.raises(XhhtError) as error:
        read_units(path, pilot)
    assert [one.code for one in error.value.problems] == [code]


@pytest.mark.parametrize(("setting", "value"), [("XHHT_MAX_ROWS", "100"), ("XHHT_MAX_CELLS", "1000")])
def test_the_limits_of_forms_hold_for_lists(tmp_path, pilot, monkeypatch, setting, value):
    path = saved(tmp_path / "ds.xlsx", {"DS": [("name",), *((f"Xã {n}",) for n in range(2_000))]})
    monkeypatch.setenv(setting, value)
    with pytest.raises(XhhtError) as error:
        read_units(path, pilot)
    assert [one.code for one in error.value.problems] == ["workbook-too-large"]


def test_entities_and_a_far_off_cell_are_refused_as_in_forms(tmp_path, pilot):
    path = saved(tmp_path / "ds.xlsx", {"DS": [("name",), ("A",)]})
    parts = parts_of(path.read_bytes())
    sheet = "xl/worksheets/sheet1.xml"
    for old, new, code in (
        (b"<worksheet", b"<!DOCTYPE x><worksheet", "workbook-unsafe"),
        (b'r="A2"', b'r="XFD1048576"', "workbook-too-large"),
    ):
        with zipfile.ZipFile(path, "w") as archive:
            for name, part in parts.items():
                archive.writestr(name, part.replace(old, new, 1) if name == sheet else part)
        with pytest.raises(XhhtError) as error:
            read_units(path, pilot)
        assert [one.code for one in error.value.problems] == [code]


# ---------------------------------------------------------------- text and its encodings

TEXT = "Tên đơn vị;Mã đơn vị\r\nHuyện Bá Thước;384\r\nThành phố Sầm Sơn;382\r\n"
_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_VNI_TONES = {"\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_ROUND = {"\u0300": "à", "\u0301": "á", "\u0309": "å", "\u0303": "ã", "\u0323": "ä", "": "â"}
_VNI_BREVE = {"\u0300": "è", "\u0301": "é", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë", "": "ê"}
_VNI_SINGLE = {"ơ": "ô", "ư": "ö", "đ": "ñ", "Đ": "Ñ"}


def in_1258(text: str) -> bytes:
    """Give a text in Windows-1258: letters with their circumflex or horn, tones behind them."""
    out = b""
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tone = "".join(one for one in apart if one in _MARKS)
        base = unicodedata.normalize("NFC", "".join(one for one in apart if one not in _MARKS))
        out += (base + tone).encode("cp1258")
    return out


def in_tcvn3(text: str) -> bytes:
    back = {letter: byte for byte, letter in _TCVN3.items()}
    return bytes(back.get(one) or back.get(one.lower()) or ord(one) for one in text)  # capitals are a font's


def in_vni(text: str) -> bytes:
    out = ""
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tone = next((one for one in apart if one in _MARKS), "")
        base = unicodedata.normalize("NFC", "".join(one for one in apart if one not in _MARKS))
        if "\u0302" in apart:
            out += apart[0] + _VNI_ROUND[tone]
        elif "\u0306" in apart:
            out += apart[0] + _VNI_BREVE[tone]
        elif letter in "ỉịĩỵ":
            out += dict(zip("ỉịĩỵ", "æòóî", strict=True))[letter]
        elif letter in "ìí":
            out += letter
        else:
            out += _VNI_SINGLE.get(base, base) + (_VNI_TONES[tone] if tone else "")
    return out.encode("cp1252")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TEXT.encode(), "utf-8.csv"),
        (TEXT.encode("utf-8-sig"), "bom.csv"),
        (unicodedata.normalize("NFD", TEXT).encode(), "nfd.csv"),
        (TEXT.replace(";", "\t").encode("utf-16"), "unicode.txt"),
        (b"\xff\xfe" + TEXT.replace(";", "\t").encode("utf-16-le"), "le.tsv"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "be.csv"),
        (("DANH SÁCH, năm 2024\n\n" + TEXT).encode(), "titled.csv"),
        (("sep=;\n" + TEXT).encode(), "sep.csv"),
    ],
)
def test_text_is_read_in_every_encoding_that_says_which_it_is(tmp_path, pilot, content, name):
    path = tmp_path / name
    path.write_bytes(content)
    units = read_units(path, pilot)
    assert names(units) == NAMES
    assert [row.submission.unit.code for row in units.rows] == ["384", "382"]


def test_windows_1258_is_read_where_no_other_reading_is_vietnamese_and_that_is_told(tmp_path, pilot):
    path = tmp_path / "ds.csv"
    path.write_bytes(in_1258(TEXT))
    units = read_units(path, pilot)
    assert names(units) == NAMES
    assert [(one.code, one.severity, one.arguments["given"]) for one in units.problems] == [
        ("table-encoding-taken", "warning", "Windows-1258")
    ]


@pytest.mark.parametrize(
    ("content", "likely"),
    [
        (in_tcvn3(TEXT), ("TCVN3 (ABC)",)),
        (in_vni(TEXT), ("VNI",)),
        (TEXT.encode("utf-16-le"), ("UTF-16",)),
        (TEXT.encode("utf-16-be"), ("UTF-16",)),
        ("name,code\nA,1\n".encode("utf-16-le"), ("UTF-16",)),
        (TEXT.encode("utf-32"), ("UTF-32",)),
        ("name\nBá\n".encode("cp1252"), ("Windows-1258", "TCVN3 (ABC)")),
        (TEXT.replace("Tên", "Tèên").encode("utf-8")[:-40] + in_1258(TEXT), ()),
    ],
)
def test_any_other_encoding_is_refused_and_the_likely_one_named(tmp_path, pilot, content, likely):
    path = tmp_path / "ds.csv"
    path.write_bytes(content)
    with pytest.raises(XhhtError) as error:
        read_units(path, pilot)
    (one,) = error.value.problems
    assert (one.code, one.arguments.get("likely", ())) == ("table-encoding" if likely else "not-utf8", likely)
    assert one.place.line is not None
    assert all(name in str(error.value) for name in likely)


_NAMES = """Bá Thước Điền Lư Hạc Thành Sầm Sơn Nghi Sơn Quảng Phú Đông Tiến Nguyệt Ấn Kiên Thọ Yên Định Quý Lộc Vĩnh
Lộc Tượng Lĩnh Giao An Mường Lát Quan Sơn Thiệu Hóa Hoằng Hóa Triệu Sơn Thường Xuân Ngọc Lặc Cẩm Thủy Hậu Lộc Nga Sơn
Bỉm Sơn Xuân Chinh Thăng Bình Như Thanh Trường Văn Phượng Nghi Giáp Khuông Nguyễn Huệ Quyết Thắng Gia Viễn Huỳnh Thúc
Kháng Krông Đắk Tẻ Ý Mỹ"""


COMMUNES = _NAMES.split()


@given(st.lists(st.sampled_from(COMMUNES), min_size=1, max_size=30))
def test_no_encoding_ever_gives_other_letters_than_were_written(words):
    """Whatever the words: read right or not at all."""
    text = "name\n" + "\n".join(words) + "\n"
    for encode in (in_1258, in_tcvn3, in_vni, lambda it: it.encode("utf-16")):
        found = decoded(encode(text))
        assert isinstance(found, Unreadable) or found.text == text or text.isascii()
    try:
        content = text.encode("cp1252")
    except UnicodeEncodeError:
        return
    found = decoded(content)
    assert isinstance(found, Unreadable) or found.text == text


def test_every_word_of_names_is_a_syllable():
    assert [word for word in COMMUNES if not is_syllable(word)] == []
    assert [word for word in ("Thưòc", "ngiên", "cê", "xătt", "Bác̀", "huyeän") if is_syllable(word)] == []


@pytest.mark.parametrize(
    "content",
    [
        b";" * 2_000_000,
        b"name\n" + b"(" * 800_000,
        b"name " + b"*" * 800_000 + b"x",
        b'"' * 800_001,
        "ế".encode() * 200_000,
        b"\xe1\xec" * 1_000_000,
        b"name\n" + b"B\xe1 Th\xfd\xf5\xecc\n" * 200_000,
        b"a\0" * 1_000_000,
        b"\xff\xfe" + b"a\0" * 1_000_000,
    ],
    ids=range(9),
)
def test_text_that_wears_readers_out_is_refused_soon(tmp_path, pilot, content):
    path = tmp_path / "ds.csv"
    path.write_bytes(content)
    began = time.process_time()
    with pytest.raises(XhhtError):
        read_units(path, pilot)
    assert time.process_time() - began < 60  # a second or so; hours where time grows with the square of the length


# ---------------------------------------------------------------- names of files


@given(st.lists(st.text(max_size=100), max_size=20))
def test_names_of_files_are_safe_and_never_equal(wanted):
    found = file_names(wanted)
    assert len({unicodedata.normalize("NFC", one).casefold() for one in found}) == len(wanted)
    for one in found:
        stem = one.removesuffix(".xlsx")
        assert stem
        assert stem == stem.strip(" .")
        assert not set(one) & set('<>:"/\\|?*')
        assert not {unicodedata.category(letter) for letter in one} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
