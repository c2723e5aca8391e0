"""What a cell shows of its number: by format codes as in .xlsx and .xls, by the text that an .ods keeps."""

from __future__ import annotations

from fractions import Fraction

import pytest

from xhht_score.spreadsheet.number_formats import AsShown, built_in, format_of

#: Code, stored number, what the percent sign says, what can be read off the cell.
CODES = [
    ("General", "74.6", "none", ["74.6"]),
    ("General", "12.0000000001", "none", ["12"]),
    ("General", "0", "none", ["0"]),
    ("@", "74.6", "none", ["74.6"]),
    ("0", "74.6", "none", ["75"]),
    ("0", "74.5", "none", ["75"]),
    ("0.00", "74.996", "none", ["75"]),
    ("#,##0", "3412", "none", ["3412"]),
    ("#,##0.##########", "0.94", "none", ["0.94"]),
    ("#,##0,", "3412", "none", ["3"]),
    ("0.0,,", "31500000", "none", ["31.5"]),
    ('0.0,,"tr"', "31500000", "none", ["31.5"]),
    ("0.00%", "0.975", "share", ["0.975"]),
    ("0%", "0.746", "share", ["0.75"]),
    ("0.00%;[Red]-0.00%", "0.5", "share", ["0.5"]),
    ("[<=1]0%;0", "0.5", "share", ["0.5"]),
    ("[<=1]0%;0", "5", "none", ["5"]),
    ('0.00"%"', "0.94", "text", ["0.94"]),
    ("0.00\\%", "0.94", "text", ["0.94"]),
    (";;;", "74.6", "none", []),
    (";;;", "0", "none", []),
    ("0;-0;;@", "0", "none", []),
    ("0;-0;;@", "7", "none", ["7"]),
    ("#,###", "0", "none", []),
    ('"có"', "5", "none", []),
    ('#,##0.00;-#,##0.00;"-"', "0", "none", ["0"]),
    ('_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)', "0", "none", ["0"]),
    ('_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)', "1264.5", "none", ["1264.5"]),
    ("[$₫-42A]#,##0", "5.4", "none", ["5"]),
    ("# ?/?", "74.6", "none", ["74.6"]),
    ("0.00E+00", "3412", "none", ["3412"]),
    ("0.0E+00", "3462", "none", ["3462"]),
]


@pytest.mark.parametrize(("code", "stored", "sign", "shown"), CODES)
def test_a_format_code_tells_its_sign_and_what_can_be_read(code, stored, sign, shown):
    found, number = format_of(code), Fraction(stored)
    assert found.sign(number) == sign
    assert found.shown(number) == tuple(map(Fraction, shown))
    assert not found.is_date(number)


@pytest.mark.parametrize(
    "code", ["d/m/yyyy", "dd-mm-yy", "[$-42A]dd mmmm yyyy", "h:mm", "[h]:mm", "mm:ss.0", "yyyy", "[ss]", '"ngày" d']
)
def test_a_date_is_no_number(code):
    assert format_of(code).is_date(Fraction(46115))


def test_formats_that_are_known_by_their_number_alone():
    assert {number: format_of(built_in(number)).sign(Fraction(1, 2)) for number in (0, 2, 9, 10, 49)} == {
        0: "none", 2: "none", 9: "share", 10: "share", 49: "none",
    }  # fmt: skip
    assert all(format_of(built_in(number)).is_date(Fraction(46115)) for number in (14, 22, 45, 47))
    assert format_of(built_in(99)).shown(Fraction("74.6")) == (Fraction("74.6"),)


#: Text, kind of value, stored number, what the percent sign says, what can be read off the cell; as LibreOffice saves.
SHOWN = [
    ("97.50%", "percentage", "0.975", "share", ["0.975"]),
    ("50%", "float", "0.5", "share", ["0.5"]),
    ("0,94%", "float", "0.94", "text", ["0.94"]),
    ("75", "float", "74.6", "none", ["75"]),
    ("3", "float", "3412", "none", ["3"]),
    ("1.264", "float", "1264", "none", ["1.264", "1264"]),
    ("1.234.567,25", "float", "1234567.25", "none", ["1234567.25"]),
    ("", "float", "74.6", "none", []),
    ("-", "float", "0", "none", ["0"]),
    ("-", "float", "7", "none", []),
    ("31,5 đ", "float", "31.5", "none", ["31.5"]),
    (None, "float", "74.6", "none", ["74.6"]),
    ("9" * 80, "float", "74.6", "none", ["74.6"]),
]


@pytest.mark.parametrize(("text", "kind", "stored", "sign", "shown"), SHOWN)
def test_the_text_of_a_table_tells_its_sign_and_what_can_be_read(text, kind, stored, sign, shown):
    found, number = AsShown(text, kind), Fraction(stored)
    assert found.sign(number) == sign
    assert found.shown(number) == tuple(map(Fraction, shown))


@pytest.mark.parametrize(
    "code", ["", ";", "[", "\\", '"', "[>", "0" * 300, "[>1e9]0", "_", "*", "%", "0.0.0", "#,##0,,,"]
)
def test_no_code_breaks_anything(code):
    found = format_of(code)
    for number in map(Fraction, ("-1.5", "0", "74.6", "1e300")):
        assert found.sign(number) in ("share", "text", "none")
        found.shown(number)
        found.is_date(number)
