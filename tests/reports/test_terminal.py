"""Tables in a terminal: no word is broken, whatever the width, and a table that is too wide is told row by row."""

from __future__ import annotations

import re

import pytest

from xhht_score.reports.document import Cell, Column, Document, Table
from xhht_score.reports.plain import plain_pieces

LEVELS = [f"Mức độ {n}" for n in range(1, 10)]


def shown(table: Table, width: int) -> str:
    return "".join(plain_pieces(Document((table,)), width))


def of_levels(levels: list[str]) -> Table:
    columns = (Column("Mã"), Column("Nội dung", share=3), *map(Column, levels))
    row = (Cell("1.1"), Cell("Tỷ lệ người dân học tập thường xuyên"), *(Cell("chưa có số liệu") for _ in levels))
    return Table(columns, (row,))


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("count", range(1, 10))
def test_no_word_is_broken_at_any_width(width, count):
    table = of_levels(LEVELS[:count])
    said = shown(table, width)
    expected = [word for one in (*table.columns, *table.rows[0]) for word in (getattr(one, "text", "") or "").split()]
    assert [word for word in expected if word not in re.split(r"[\s;:]+", said)] == []
    assert max(map(len, said.splitlines())) <= width


def test_a_table_that_is_too_wide_is_told_row_by_row_behind_its_headings():
    said = " ".join(shown(of_levels(LEVELS), 60).split())
    assert said.startswith("• Mã: 1.1; Nội dung: Tỷ lệ người dân học tập thường xuyên; Mức độ 1: chưa có số liệu;")
    assert said.count("chưa có số liệu") == 9


def test_a_long_path_does_not_make_a_table_too_wide():
    path = "thu-muc/" * 12 + "bieu.xlsx"
    said = shown(Table((Column("Phụ trách", share=1), Column("Tệp", share=1)), ((Cell("Sở"), Cell(path)),)), 80)
    assert "Tệp:" not in said
    assert path in "".join(said.split())


def test_where_all_columns_want_more_than_there_is_none_takes_it_all():
    heads = re.search("^ Mã.*$", shown(of_levels(LEVELS), 120), re.MULTILINE)
    widths = [len(one) for one in re.findall(r"\d +", heads[0] if heads else "")]
    assert len(widths) >= 8
    assert max(widths) - min(widths) <= 1
