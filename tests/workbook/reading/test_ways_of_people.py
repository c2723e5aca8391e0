"""Whatever people do to one cell, no points and no title change without a word, and no cell is passed over."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell import Cell as BookCell

import effort
from filled import QUIET, FilledForm, form_of, old_form_of
from make import HERE
from ways import WAYS, Held
from xhht_score import assess
from xhht_score.api.single import load_once
from xhht_score.assessment import Assessment
from xhht_score.criteria import Question
from xhht_score.measures import Change, Quantity
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import FormCell, open_form
from xhht_score.workbook.reading.cleaning import is_blank
from xhht_score.workbook.reading.values import figures_in

UNITS = {"samson": {"answers": QUIET}, "yendinh": {}, "tt25/huyen-mau": {}}
#: Units whose forms have no percent cells, as generation 0.1.0 handed them out; two are enough.
OLD = ("0.1.0 samson", "0.1.0 tt25/huyen-mau")
TODAY = datetime.date(2026, 5, 1)


@dataclass(frozen=True, slots=True)
class Place:
    """A cell with a number of a unit's form."""

    unit: str
    identifier: str
    field: str
    question: Question


@cache
def sound(unit: str) -> Assessment:
    """Give the assessment of a unit's form as nobody has touched it."""
    path = Path(_folder(), f"{unit.replace('/', '-')}.xlsx")
    _form(unit).save(path)
    return assess(path, today=TODAY)


@cache
def _folder() -> str:
    import atexit
    import tempfile

    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return folder.name


def _form(unit: str) -> FilledForm:
    name = unit.removeprefix("0.1.0 ")
    return (old_form_of if unit in OLD else form_of)(name.rpartition("/")[2], **UNITS[name])


def _cell(form: FilledForm, place: Place) -> BookCell:
    return form.cell(place.identifier, place.field)


def _places() -> Iterator[Place]:
    for unit in (*UNITS, *OLD):
        form = _form(unit)
        for indicator in sound(unit).criteria_set.indicators.values():
            for position, question in enumerate(indicator.questions):
                place = Place(unit, indicator.id, layout.value_field(position), question)
                if question.input.kind in ("whole", "decimal", "percent") and _cell(form, place).value is not None:
                    yield place


@cache
def places() -> Sequence[Place]:
    """Give every such cell, found when a test first asks: whoever only collects tests makes no forms."""
    return [*_places()]


def a_place(which: Callable[[Place], bool] = lambda _: True) -> st.SearchStrategy[Place]:
    return st.deferred(lambda: st.sampled_from([one for one in places() if which(one)]))


def outcome(found: Assessment) -> Any:
    """Give all points, what is met, and the verdict."""
    met = {
        one.id: (one.points, [(at.met_low, at.met_high) for at in one.levels])
        for criterion in found.scorecard.criteria
        for one in criterion.indicators
    }
    return met, [(level.id, level.state) for level in found.verdict.levels]


def try_out(path: Path, place: Place, way: str) -> None:
    """Change one cell in one way; what comes out is as before, or something is said of the cell that was not before."""
    form = _form(place.unit)
    cell = _cell(form, place)
    expected, number = place.question.input, float(cell.value)
    percentage = (number * 100 if "%" in cell.number_format else number) if expected.in_percent else None
    changed = WAYS[way](Held(place.question, number, percentage, cell.number_format))
    if changed is None:
        return
    cell.value, cell.number_format = changed
    form.leave(path)
    found, before = assess(path, today=TODAY), sound(place.unit)
    said = {(one.code, one.place.cell) for one in before.problems}
    news = [one for one in found.problems if (one.code, one.place.cell) not in said and one.severity != "notice"]
    assert outcome(found) == outcome(before) or cell.coordinate in {one.place.cell for one in news}, way
    assert "cell-not-understood" not in {one.code for one in found.problems}
    if found.submission.answers[place.identifier].values[place.question.name] is None:
        assert any(one.severity == "error" for one in news), way


def test_the_forms_have_numbers_of_every_kind():
    kinds = {type(place.question.measure).__name__ for place in places()}
    assert {"Ratio", "Count", "Quantity", "Change", "GivenPoints", "ShareOfUnits"} <= kinds
    assert any(place.question.input.in_percent and isinstance(place.question.measure, Change) for place in places())
    assert any(isinstance(place.question.measure, Quantity) for place in places())


@effort.one_in(2)
@given(place=a_place(), way=st.sampled_from(sorted(WAYS)))
def test_no_change_of_one_cell_alters_a_result_without_a_word(tmp_path_factory, place, way):
    try_out(tmp_path_factory.mktemp("way") / "form.xlsx", place, way)


@effort.one_in(3)
@given(place=a_place(lambda one: one.question.input.in_percent), way=st.sampled_from(sorted(WAYS)))
def test_no_way_to_write_a_percentage_alters_a_result_without_a_word(tmp_path_factory, place, way):
    try_out(tmp_path_factory.mktemp("way") / "form.xlsx", place, way)


# ---------------------------------------------------------------- whatever stands in a cell

MOMENTS = st.dates() | st.datetimes() | st.times() | st.timedeltas()
DIGITS = st.text(st.sampled_from("0123456789.,%+- ½²①１٣　．％\u200b\u00a0'đxe/"), max_size=12)
ANYTHING = (
    st.text(max_size=20) | DIGITS | st.floats() | st.integers(-(10**20), 10**20) | st.booleans() | MOMENTS | st.none()
)
PILOT = load_once("thanh-hoa-2020").criteria_set
FORM = open_form(HERE / "yendinh.xlsx", 2026)
ROWS = {row[0].id: {cell.field: cell for cell in row} for row in FORM.answers}


@given(data=st.data(), indicator=st.sampled_from(list(PILOT.indicators.values())))
def test_a_filled_cell_without_a_value_is_always_named_and_never_beyond_understanding(data, indicator):
    cells = {}
    for position, question in enumerate(indicator.questions):
        field = layout.value_field(position)
        cells[question.name] = ROWS[indicator.id][field]._replace(value=data.draw(ANYTHING))
    values, problems = figures_in(FORM, indicator, cells)
    errors = {one.place.cell for one in problems if one.severity == "error"}
    assert "cell-not-understood" not in {one.code for one in problems}
    for name, cell in cells.items():
        if not is_blank(cell.value) and values[name] is None:
            assert cell.cell in errors, cell
        if is_blank(cell.value):
            assert values[name] is None


def test_a_filled_cell_that_nothing_is_said_of_is_an_error(monkeypatch):
    """The last guard: were a way of reading to give neither a value nor a word, that would not pass for a blank."""
    from xhht_score.workbook.reading import values as room
    from xhht_score.workbook.reading.numerals import Cleaned

    indicator = PILOT.indicators["1.5"]
    cell = ROWS["1.5"]["value_1"]._replace(value="mười hai")
    monkeypatch.setattr(room, "number_in", lambda *_, **__: Cleaned())
    found = figures_in(FORM, indicator, {"number": cell})
    assert [(one.code, one.severity, one.place.cell) for one in found.problems] == [
        ("cell-not-understood", "error", cell.cell)
    ]
    assert found.values == {"number": None}


def test_a_blank_is_a_blank():
    indicator = PILOT.indicators["1.5"]
    for value in (None, "", " ", "\u00a0", "\u200b", "　"):
        cell = FormCell("", "F10", "1.5", "value_1", value)
        assert figures_in(FORM, indicator, {"number": cell}) == ({"number": None}, [])
    assert (
        Fraction(0)
        == figures_in(FORM, indicator, {"number": FormCell("", "F10", "1.5", "value_1", 0)}).values["number"]
    )
