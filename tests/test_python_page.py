"""The page docs/python.md holds: its blocks run in order, and they print what it says."""

from __future__ import annotations

import shutil
from contextlib import redirect_stdout
from importlib.util import find_spec
from io import StringIO

import pytest

import xhht_score
from make import HERE
from pages import DOCS, blocks
from xhht_score.api.output import FORMATS
from xhht_score.reports.rows import TABLES

PAGE = DOCS / "python.md"
HAS_PANDAS = find_spec("pandas") is not None


def test_every_block_runs_and_prints_what_the_page_says(tmp_path, monkeypatch):
    """The block for pandas is left out where that is not installed: it is no dependency."""
    shutil.copytree(HERE, tmp_path / "examples", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XHHT_LANG", raising=False)
    known: dict[str, object] = {}
    printed, compared, left_out = None, 0, 0
    for kind, text, _ in blocks(PAGE):
        if kind == "python":
            if "import pandas" in text and not HAS_PANDAS:
                printed, left_out = None, left_out + 1
                continue
            with redirect_stdout(StringIO()) as out:
                exec(compile(text, PAGE.name, "exec"), known)
            printed = out.getvalue()
        elif printed is not None:
            assert printed == text
            compared += 1
    assert compared + left_out == 15
    assert left_out == (0 if HAS_PANDAS else 1)


@pytest.mark.parametrize("name", xhht_score.__all__)
def test_the_page_names_everything_that_is_public(name):
    assert f"`{name}" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("word", [*TABLES, *FORMATS])
def test_the_page_names_every_table_and_format(word):
    assert f'"{word}"' in PAGE.read_text(encoding="utf-8")


def test_the_page_names_every_column_of_every_table():
    """A column that is there once for each level is written with `ID` in place of the level's."""
    page = PAGE.read_text(encoding="utf-8")
    for name in ("bathuoc", "tt25/huyen-mau"):
        one = xhht_score.assess(HERE / f"{name}.xlsx")
        for table in TABLES:
            for row in xhht_score.to_rows(one, table):
                for column in row:
                    for level in one.criteria_set.level_ids:
                        column = column.replace(f"_{level}", "_ID")
                    assert f"`{column}`" in page, (table, column)
