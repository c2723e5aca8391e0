"""Kinds 1 to 6 over random sets: whatever people do to a cell, a row or a sheet, no result changes in silence."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import agreement
import effort
import rearranged
from filled import FilledForm, as_form, without_percent_cells
from ways import WAYS, Held
from xhht_score.criteria import CriteriaSet
from xhht_score.engine import score
from xhht_score.errors import Problem
from xhht_score.recognition import judge
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import open_form
from xhht_score.workbook.reading.form import read_form
from xhht_score.workbook.writing.template import make_form

ROWS = 24
#: A smaller seed is no simpler form, so nothing is gained by looking for one.
_NO_SMALLER = (Phase.explicit, Phase.generate)


class Result(NamedTuple):
    """What a form comes to, and the errors and warnings that reading it gives."""

    outcome: Any
    problems: list[Problem]


def drawn(seed: int, *, old: bool = False) -> tuple[CriteriaSet, FilledForm]:
    """Give a random set, and a form for it with random answers; an `old` one has no percent cells."""
    chance = random.Random(seed)
    make = (agreement.wide_set, agreement.wide_bars)[seed % 2]
    criteria_set = make(chance, ROWS)
    submission = agreement.random_submission(chance, criteria_set, 0.1)
    book = make_form(Words(LANGUAGES[seed // 2 % 2]), criteria_set, "", submission=submission)
    form = as_form(book)
    return criteria_set, without_percent_cells(form) if old else form


def result(path: Path, criteria_set: CriteriaSet, form: FilledForm) -> Result:
    """Save a form, read it and score it."""
    form.save(path)
    reading = read_form(open_form(path, 2026), criteria_set)
    card = score(criteria_set, reading.submission)
    verdict = judge(criteria_set, card, reading.submission)
    met = {
        one.id: (one.points, [(at.met_low, at.met_high) for at in one.levels])
        for criterion in card.criteria
        for one in criterion.indicators
    }
    outcome = met, [(level.id, level.state) for level in verdict.levels]
    said = [one for one in (*reading.problems, *card.problems) if one.severity != "notice"]
    return Result(outcome, said)


def news(before: Result, after: Result) -> list[Problem]:
    """Give the problems that were not there before, wherever they stand."""
    known = [(one.code, one.place.cell) for one in before.problems]
    return [one for one in after.problems if (one.code, one.place.cell) not in known]


# ---------------------------------------------------------------- one cell


def numbers_of(criteria_set: CriteriaSet, form: FilledForm) -> list[tuple[str, str, Any]]:
    """Give id, field and question of every number that stands in the form."""
    return [
        (indicator.id, layout.value_field(at), question)
        for indicator in criteria_set.indicators.values()
        for at, question in enumerate(indicator.questions)
        if question.input.kind in ("whole", "decimal", "percent")
        and isinstance(form.cell(indicator.id, layout.value_field(at)).value, int | float)
    ]


@settings(effort.one_in(6), phases=_NO_SMALLER)
@given(seed=st.integers(0, 10**6), way=st.sampled_from(sorted(WAYS)), data=st.data())
def test_no_way_to_write_a_number_alters_a_result_without_a_word(tmp_path_factory, seed, way, data):
    criteria_set, form = drawn(seed, old=data.draw(st.booleans()))
    found = numbers_of(criteria_set, form)
    if not found:
        return
    identifier, field, question = data.draw(st.sampled_from(found))
    path = tmp_path_factory.mktemp("way") / "form.xlsx"
    before = result(path, criteria_set, form)
    cell = form.cell(identifier, field)
    number = float(cell.value)
    shares = "%" in cell.number_format
    percentage = (number * 100 if shares else number) if question.input.in_percent else None
    changed = WAYS[way](Held(question, number, percentage, cell.number_format))
    if changed is None:
        return
    cell.value, cell.number_format = changed
    after = result(path, criteria_set, form)
    said = [one for one in news(before, after) if one.place.cell == cell.coordinate]
    assert after.outcome == before.outcome or said, (way, identifier, cell.value)
    assert "cell-not-understood" not in {one.code for one in after.problems}


# ---------------------------------------------------------------- rows and sheets

Way = Callable[[random.Random, FilledForm], Callable[[FilledForm], object]]


def _rows(chance: random.Random, form: FilledForm, count: int) -> list[str]:
    """Give indicators of which no two ask in the same words; figures alone tell nobody where they belong."""
    ids = [str(cell.value) for cell in form.answers["A"][layout.HEADER_ROW :] if "." in str(cell.value)]
    asked = {form.cell(one, layout.ASKED).value: one for one in ids}
    return chance.sample(list(asked.values()), count)


def _sorted(first: str, last: str | None = None) -> Way:
    """Give a way to sort rows without their ids, from one column on."""

    def way(chance: random.Random, form: FilledForm) -> Callable[[FilledForm], object]:
        rows = _rows(chance, form, chance.choice([2, 3]))
        return rearranged.sorted_rows(rows, [*range(1, len(rows)), 0], first, last)

    return way


def _copied(first: str) -> Way:
    return lambda chance, form: rearranged.copied_over(*_rows(chance, form, 2), first)


def _doubled(chance: random.Random, form: FilledForm) -> Callable[[FilledForm], object]:
    return rearranged.doubled_row(_rows(chance, form, 1)[0])


ON_SHEETS: dict[str, Way] = {
    "rows sorted without ids": _sorted(layout.TITLE),
    "titles and all up to the figures sorted": _sorted(layout.TITLE, "value_1"),
    "questions and figures sorted": _sorted(layout.ASKED, "value_1"),
    "a row copied over another": _copied(layout.TITLE),
    "a row copied over another from its question on": _copied(layout.ASKED),
    "a row twice": _doubled,
    "the sheet twice": lambda *_: rearranged.doubled_sheet(),
    "the first sheet twice": lambda *_: rearranged.doubled_sheet("info"),
    "a column in front": lambda *_: rearranged.put_in_front(columns=1),
    "a row above": lambda *_: rearranged.put_in_front(rows=1),
    "both in front of the first sheet": lambda *_: rearranged.put_in_front(1, 1, "info"),
}


#: Ways that leave everything where it can be found.
HARMLESS = (
    "a row twice", "the sheet twice", "the first sheet twice", "a column in front", "a row above",
    "both in front of the first sheet",
)  # fmt: skip


@settings(effort.one_in(4), phases=_NO_SMALLER)
@given(seed=st.integers(0, 10**6), way=st.sampled_from(sorted(ON_SHEETS)))
def test_no_change_of_rows_or_sheets_alters_a_result_without_a_word(tmp_path_factory, seed, way):
    criteria_set, form = drawn(seed)
    path = tmp_path_factory.mktemp("way") / "form.xlsx"
    before = result(path, criteria_set, form)
    change = ON_SHEETS[way](random.Random(seed), form)
    change(form)
    after = result(path, criteria_set, form)
    assert after.outcome == before.outcome or news(before, after), way
    if way in HARMLESS:
        assert after.outcome == before.outcome, way
    if way in ("rows sorted without ids", "titles and all up to the figures sorted", "a row copied over another"):
        assert "row-mixed-up" in {one.code for one in after.problems}, way


@settings(effort.one_in(10), phases=_NO_SMALLER)
@given(seed=st.integers(0, 10**6), twice=st.sampled_from(["row", "sheet", "first sheet"]))
def test_what_stands_there_twice_and_was_typed_over_once_is_an_error(tmp_path_factory, seed, twice):
    criteria_set, form = drawn(seed)
    chance = random.Random(seed)
    identifier = _rows(chance, form, 1)[0]
    if twice == "row":
        rearranged.doubled_row(identifier)(form)
    else:
        rearranged.doubled_sheet("answers" if twice == "sheet" else "info")(form)
    cell = form.about(layout.YEAR) if twice == "first sheet" else form.cell(identifier)
    value = chance.choice([2021, 2022, None, 7])
    if value == cell.value:
        return
    cell.value = value
    found = result(tmp_path_factory.mktemp("way") / "form.xlsx", criteria_set, form)
    errors = {one.code for one in found.problems if one.severity == "error"}
    assert errors & {"row-id-repeated", "sheet-repeated", "key-repeated"}, (identifier, value)
