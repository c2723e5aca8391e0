"""Letters as they are understood: digits of every script, marks in every width, letters that nobody sees."""

from __future__ import annotations

import sys
import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhht_score.letters import MOST_MARKS, composed, crowded, plain
from xhht_score.workbook.reading.cells import clean, folded, understood
from xhht_score.workbook.reading.cleaning import date_of, is_blank, year_of, yes_or_no
from xhht_score.workbook.reading.numerals import number_in

EVERY = list(map(chr, range(sys.maxunicode + 1)))


def test_the_digits_of_every_script_are_read():
    digits = [letter for letter in EVERY if unicodedata.category(letter) == "Nd"]
    assert len(digits) >= 600
    for letter in digits:
        assert number_in(f"1{letter}", whole=True).value == 10 + unicodedata.decimal(letter)


def test_other_numerals_are_refused_and_never_taken_apart():
    numerals = [letter for letter in EVERY if unicodedata.category(letter) in ("No", "Nl")]
    assert len(numerals) >= 800
    for letter in (*numerals, "½", "²", "①", "⑫", "Ⅻ"):
        for text in (letter, f"12{letter}"):
            found = number_in(text, whole=True)
            assert (found.value, found.code) == (None, "cell-not-a-number"), text


def test_letters_that_nobody_sees_carry_no_meaning():
    unseen = [letter for letter in EVERY if unicodedata.category(letter) == "Cf"]
    assert len(unseen) >= 150
    for letter in unseen:
        assert yes_or_no(f"{letter}C{letter}ó {letter}") is True
        assert number_in(f"1{letter}2", whole=True).value == 12
        assert is_blank(letter)
        assert clean(f"Quyết{letter} định") == f"Quyết{letter} định"  # what is passed on keeps them


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("１２", "12"), ("１２．５", "12.5"), ("１２，５", "12.5"), ("＋５", "5"), ("－５", "-5"), ("−5", "-5"),
        ("٣٫٥", "3.5"), ("१२", "12"), ("12\u200b", "12"), ("\ufeff12", "12"), ("1\u00ad2", "12"),
        ("１，２３４，５６７", "1234567"),
    ],
)  # fmt: skip
def test_numbers_in_other_letters(typed, meant):
    assert number_in(typed, whole=False).value == Fraction(meant)


def test_dates_and_years_in_other_letters():
    assert year_of("２０２４") == 2024
    assert year_of("20²4") is None
    assert str(date_of("１５／０３／２０２５")) == "2025-03-15"
    assert folded("MỨC ĐỘ　２\u200b") == "mức độ 2"


@given(st.text(max_size=30))
def test_what_is_understood_is_understood_again(text):
    assert plain(plain(text)) == plain(text) == understood(text)
    assert is_blank(text) == (not plain(text))
    assert not any(unicodedata.category(letter) in ("Cf", "Zs") and letter != " " for letter in plain(text))


def test_marks_are_composed_thirty_in_a_row_at_the_most():
    assert crowded("a" + "\u0323" * MOST_MARKS) == []
    assert crowded("ab" + "\u0323" * (2 * MOST_MARKS + 1)) == [2 + MOST_MARKS, 2 + 2 * MOST_MARKS]
    text = "e" + "\u0301\u0323" * 40
    assert unicodedata.normalize("NFD", composed(text)) == unicodedata.normalize("NFD", text)
    assert composed(text) != unicodedata.normalize("NFC", text)


def test_what_people_write_is_composed_as_ever():
    text = unicodedata.normalize("NFD", "Huyện Bá Thước; ก็ 한국어 ự") * 50
    assert composed(text) == unicodedata.normalize("NFC", text)
