"""How forms look in every program: numbers with no dangling mark, texts and digits that are never cut, blanks blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from make import HERE
from xhht_score.api.parts import join
from xhht_score.api.single import load_once
from xhht_score.loading.shipped import shipped_sets
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.writing.forms import plan_form
from xhht_score.workbook.writing.plan import PERCENT_FORMAT, Plan, PlannedSheet
from xhht_score.workbook.writing.template import write_form

SCORED = [name for name in shipped_sets() if load_once(name).criteria_set.status != "draft"]
#: A point right before a digit that may be left out: Excel shows "3." of 3.
_DANGLING = re.compile(r"\.#")
#: The widest percentage that a form can show, and the widest number of points.
_WIDEST_PERCENT, _WIDEST_POINTS = "99.99999999%", "999.9999"


@cache
def plans() -> tuple[Plan, ...]:
    """Give the form of every shipped set in both languages."""
    return tuple(
        plan_form(Words(language), load_once(name).criteria_set, "") for name in SCORED for language in LANGUAGES
    )


def sheets() -> Iterator[PlannedSheet]:
    return (sheet for plan in plans() for sheet in plan.sheets.values())


def test_no_format_leaves_a_mark_without_a_digit_behind_it():
    formats = {cell.number_format for sheet in sheets() for row in sheet.rows for cell in row.cells.values()}
    assert PERCENT_FORMAT in formats
    assert [one for one in formats if _DANGLING.search(one)] == []
    assert _DANGLING.search("0.##")
    assert _DANGLING.search("#,##0.####")
    assert not _DANGLING.search("#,##0")


def test_no_width_hides_a_digit_of_what_a_form_computes():
    for name in SCORED:
        criteria_set = load_once(name).criteria_set
        most = max(one.weight for one in criteria_set.indicators.values())
        for sheet in plan_form(Words("vi"), criteria_set, "").sheets.values():
            for row in sheet.rows:
                for field, cell in row.cells.items():
                    if cell.style == "live" and cell.number_format == PERCENT_FORMAT:
                        assert sheet.wide[field] >= len(_WIDEST_PERCENT), (sheet.name, field)
                    elif cell.formula and field in ("low", "high"):
                        assert sheet.wide[field] >= len(_WIDEST_POINTS), (sheet.name, field)
                    elif cell.formula and row.key and field in (layout.POINTS_LOW, layout.POINTS_HIGH):
                        assert sheet.wide[field] >= len(f"{int(most)}.9999"), (sheet.name, field)


def test_no_width_hides_a_digit_that_may_be_typed():
    for name in SCORED:
        criteria_set = load_once(name).criteria_set
        sheet = plan_form(Words("vi"), criteria_set, "").sheets["answers"]
        for indicator in criteria_set.indicators.values():
            for field, question in zip(layout.value_fields_of(indicator).values(), indicator.questions, strict=True):
                if question.input.kind == "whole":
                    assert sheet.wide[field] >= len(str(question.input.most)), (name, indicator.id, field)


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> list[Path]:
    """Give forms as they are written: blank, filled in, and merged with conflicts."""
    folder = tmp_path_factory.mktemp("looks")
    paths = [HERE / "bathuoc.xlsx", folder / "blank.xlsx", folder / "merged.xlsx"]
    write_form(Words("vi"), plans()[0]).save_with_results(paths[1])
    parts = [HERE / "yendinh.xlsx", folder / "other.xlsx"]
    book = openpyxl.load_workbook(parts[0])
    page = book.worksheets[1]
    (row,) = (one for one in page.iter_rows() if one[0].value == "2.2")
    cell = next(one for one in row[5:] if isinstance(one.value, int | float))
    cell.value += 1
    book.save(parts[1])
    join(parts, Words("vi")).book().save_with_results(paths[2])
    return paths


def test_a_blank_cell_has_no_type_by_which_a_program_could_read_a_zero(files):
    for path in files:
        with ZipFile(path) as package:
            for name in package.namelist():
                if name.startswith("xl/worksheets/sheet"):
                    blank = re.findall(rb"<c [^>]*\bt=\"[^\"]*\"[^>]*(?:/>|></c>)", package.read(name))
                    assert blank == [], (path.name, name, blank[:3])


def test_rows_grow_with_what_people_type_and_only_merged_titles_are_fixed(files):
    for path in files:
        with ZipFile(path) as package:
            for name in package.namelist():
                if name.startswith("xl/worksheets/sheet"):
                    page = package.read(name).decode()
                    merged = set(re.findall(r'<mergeCell ref="[A-Z]+([0-9]+):', page))
                    fixed = set(re.findall(r'<row r="([0-9]+)"[^>]*customHeight="1"', page))
                    assert fixed <= merged, (path.name, name)


def test_texts_stand_at_the_top_of_their_rows(files):
    book = openpyxl.load_workbook(files[0])
    aligned = {
        cell.alignment.vertical
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and len(cell.value) > 60 and not cell.value.startswith("=")
    }
    assert aligned == {"top"}
