"""Which unit a form is about: codes at full width, names as names are compared, and the land of 1 July 2025."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xhht_score.identity import (
    code_of,
    full_code,
    identity_of,
    is_code_of,
    is_lost_code,
    kind_above,
    may_be_one,
    may_be_other_land,
    name_key,
)
from xhht_score.submission import Unit


@pytest.mark.parametrize(
    ("typed", "kind", "code"),
    [
        ("4", "commune", "00004"), ("00004", "commune", "00004"), ("000004", "commune", "000004"),
        ("1", "province", "01"), ("386", "district", "386"), ("1", "district", "001"), ("38-DBK", "district", "38-DBK"),
        ("4", "organisation", "4"), ("7", "hamlet", "7"), ("٤", "commune", "٤"), ("", "commune", ""),
    ],
)  # fmt: skip
def test_codes_are_padded_to_the_width_of_their_kind_and_never_stripped(typed, kind, code):
    assert full_code(typed, kind) == code
    assert code_of(typed, kind) == (code or None)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**7), st.sampled_from(["commune", "district", "province"]), st.integers(0, 8))
def test_zeros_in_front_are_all_that_padding_adds(number, kind, zeros):
    typed = "0" * zeros + str(number)
    full = full_code(typed, kind)
    assert full.endswith(typed)
    assert set(full.removesuffix(typed)) <= {"0"}
    assert full_code(full, kind) == full


@pytest.mark.parametrize("text", ["1E+05", "1e+05", "2,6740E+04", "1.0E-2", "26740.0"])
def test_what_a_spreadsheet_made_of_a_code_is_none(text):
    assert is_lost_code(text)
    assert code_of(text, "commune") is None


@pytest.mark.parametrize("text", ["1E05", "26740", "E+05", "TRUONG-01", "1.2", "12.5.3"])
def test_what_may_be_a_code_is_one(text):
    assert not is_lost_code(text)


def test_the_code_of_the_unit_above_is_compared_at_the_width_of_that_unit():
    assert is_code_of("1", "01", "province")
    assert is_code_of("1", "001", "district")
    assert not is_code_of("0386", "386", "district")
    assert not is_code_of(None, "386", "district")
    assert not is_code_of("386", None, "district")
    assert (kind_above("district"), kind_above("commune")) == ("province", None)
    assert code_of("1", None) == "1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Huyện Bá Thước", "HUYỆN  BÁ THƯỚC"), ("Huyện Bá Thước", "Bá Thước"), ("TP Sầm Sơn", "Thành phố Sầm Sơn"),
        ("TP.Sầm Sơn", "tp. Sầm Sơn"), ("Thị trấn Cành Nàng", "Xã Cành Nàng"), ("P. Bến Nghé", "Phường Bến Nghé"),
        ("Đặc khu Phú Quốc", "Phú Quốc"), ("Tỉnh Thanh Hóa", "Thanh Hóa"), ("Xã Mẫu\u200b Một", "Xã Mẫu Một"),
        (unicodedata.normalize("NFD", "Xã Hoằng Lộc"), "xã hoằng lộc"), ("", "Xã Hoằng Lộc"), ("", ""),
    ],
)  # fmt: skip
def test_one_name_written_in_different_ways_is_one_name(one, other):
    assert may_be_one(one, other, "commune")
    assert may_be_one(other, one, "commune")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Phường Bến Nghé", "Phường Sài Gòn"), ("Phường 1", "Phường 2"), ("Xã", "Phường"), ("Xãm Mới", "Mới")],
)
def test_different_names_are_different_units(one, other):
    assert not may_be_one(one, other, "commune")


def test_the_word_for_the_kind_is_left_only_from_names_of_territories():
    assert name_key("Xã hội học tập", "organisation") == "xã hội học tập"
    assert name_key("Tp.", "district") == "tp."


def test_a_unit_is_known_by_its_code_its_name_or_its_file():
    coded = identity_of(Unit(name="Xã A", code="00004"), "commune", "a.xlsx")
    assert coded == identity_of(Unit(name="Xã B", code="00004"), "commune", "b.xlsx")
    named = identity_of(Unit(name="Xã A"), "commune", "a.xlsx")
    assert named == identity_of(Unit(name="XÃ  A"), "commune", "b.xlsx") != coded
    assert identity_of(Unit(name="a", named=False), "commune", "x/a.xlsx").known_by == "x/a.xlsx"


@pytest.mark.parametrize(
    ("kind", "earlier", "later", "other"),
    [
        ("commune", 2024, 2025, True), ("district", 2020, 2030, True), ("province", 2024, 2025, True),
        ("commune", 2023, 2024, False), ("commune", 2025, 2026, False), ("commune", None, 2025, False),
        ("commune", 2024, None, False), ("organisation", 2024, 2025, False),
    ],
)  # fmt: skip
def test_land_may_be_another_one_across_1_july_2025(kind, earlier, later, other):
    assert may_be_other_land(kind, earlier, later) is other
