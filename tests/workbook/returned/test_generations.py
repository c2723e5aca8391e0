"""Forms already handed out stay compared: each with its own generation, cell by cell, whatever forms are like now."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import agreement
import effort
import generations
from xhht_score.api.single import load_once
from xhht_score.criteria import CriteriaSet
from xhht_score.installation import shipped_directory
from xhht_score.loading.shipped import shipped_sets
from xhht_score.numbers import Language
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.kept import decoded, encoded
from xhht_score.workbook.reading.cells import open_form
from xhht_score.workbook.reading.generations import kept
from xhht_score.workbook.returned.origins import planned
from xhht_score.workbook.returned.signature import is_intact
from xhht_score.workbook.writing.template import make_form

HANDED_OUT = [name for name in shipped_sets() if load_once(name).criteria_set.status != "draft"]


@pytest.mark.parametrize("generation", generations.GENERATIONS)
def test_forms_of_a_released_generation_give_the_codes_that_they_gave(generation: str, tmp_path: Path) -> None:
    found = {}
    for number, (name, case) in enumerate(generations.cases(generation)):
        folder = tmp_path / str(number)
        folder.mkdir()
        found[name] = generations.said_of(case.made(generation, folder), generation)
    if os.environ.get("XHHT_RENEW") == "1":
        generations.renew(generation, found)
    expected = generations.expected(generation)
    assert found.keys() == expected.keys()
    assert {name: one for name, one in found.items() if one != expected[name]} == {}


def test_what_is_kept_of_0_1_0_is_what_its_forms_say_of_themselves() -> None:
    """0.1.0 signed texts and formulas in the order of the form; what is kept of them gives the same signature."""
    for name in HANDED_OUT:
        for language in LANGUAGES:
            known = kept(name, layout.FIRST_GENERATION, language)
            assert known is not None
            assert known.first_signature == known.signature
            assert (known.set_id, known.language) == (name, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_kept_of_the_forms_in_work_is_what_is_planned(language: Language) -> None:
    for name in HANDED_OUT:
        now = kept(name, layout.GENERATION, language)
        assert now == planned(load_once(name).criteria_set, language)
        assert now is not None
        assert decoded(encoded(now)) == now
        assert {indicator: one for indicator, one in now.titles.items() if not one} == {}
        assert now.questions.keys() == load_once(name).criteria_set.indicators.keys()


@pytest.mark.parametrize("name", ["../0.1.0/tt22-2020-don-vi", "", "tt22-2020-don-vi\0", "không-có"])
def test_a_name_out_of_a_workbook_opens_no_other_file(name: str) -> None:
    assert kept(name, layout.FIRST_GENERATION, "vi") is None
    assert kept("tt22-2020-don-vi", name, "vi") is None
    assert kept("tt22-2020-don-vi", layout.FIRST_GENERATION, name) is None


def test_what_is_kept_of_a_generation_stays_small() -> None:
    for folder in (shipped_directory() / "forms").iterdir():
        assert sum(path.stat().st_size for path in folder.iterdir()) < 150_000


# ---------------------------------------------------------------- sets of one's own


def saved(form: Any, folder: Path) -> Path:
    path = folder / "form.xlsx"
    form.save(path)
    return path


@pytest.mark.more
@pytest.mark.parametrize("seed", range(effort.times(4, 12)))  # either kind of set in either language
def test_a_form_of_any_set_is_intact_until_something_is_changed(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    make = (agreement.wide_set, agreement.wide_bars)[seed % 2]
    criteria_set, words = make(chance, 40), Words(LANGUAGES[seed // 2 % 2])
    submission = agreement.random_submission(chance, criteria_set, 0.2)
    book = make_form(words, criteria_set, "", submission=submission)
    assert is_intact(open_form(saved(book, tmp_path)), criteria_set)
    cells = [cell for page in book.worksheets for cell in _fixed(page, criteria_set) if cell.value]
    cell = chance.choice(cells)
    cell.value = f"={cell.value[1:]}+1" if cell.data_type == "f" else f"{cell.value}."
    assert not is_intact(open_form(saved(book, tmp_path)), criteria_set), cell


def _fixed(page: Any, criteria_set: CriteriaSet) -> Iterator[Any]:
    """Give cells of a sheet that a form signs: formulas and texts of indicators and criteria, formulas of results."""
    keys = {*criteria_set.indicators, *(one.id for one in criteria_set.criteria)}
    marker, fields = page["A1"].value, {cell.column: str(cell.value) for cell in page[1]}
    for row in page.iter_rows(min_row=2):
        for cell in row[1:]:
            field = fields[cell.column]
            is_text = field in (layout.TITLE, layout.RULE, layout.ASKED) and cell.value
            if marker == layout.ANSWERS_MARKER and row[0].value in keys and not layout.is_filled_in(field):
                if cell.data_type == "f" or is_text:
                    yield cell
            elif marker == layout.RESULTS_MARKER and row[0].value and cell.data_type == "f":
                yield cell


def test_what_people_type_as_a_formula_into_their_own_cells_is_no_change(tmp_path: Path) -> None:
    criteria_set = load_once(str(generations.HERE / "0.1.0" / "own-set.yaml")).criteria_set
    book = make_form(Words("vi"), criteria_set, "")
    page = next(one for one in book.worksheets if one["A1"].value == layout.ANSWERS_MARKER)
    columns = {cell.value: cell.column for cell in page[1]}
    row = next(cell.row for cell in page["A"] if cell.value == "1.2")
    page.cell(row, columns["value_1"]).value = "=40+2"
    page.cell(row, columns[layout.NOTE]).value = "=B2"
    assert is_intact(open_form(saved(book, tmp_path)), criteria_set)
