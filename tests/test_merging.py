"""One form out of many people's: the laws of joining, also through real files, and what a union means."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from builders import made, raw_criterion, raw_indicator, raw_set, text
from effort import one_in
from xhht_score.merging import (
    EVERYBODY,
    JOINED,
    NOBODY,
    AnswerSource,
    Dropped,
    FormPart,
    Joint,
    Key,
    Merged,
    Said,
    figure,
    flat,
    owns,
    resolve,
    submission_of,
)
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import open_form
from xhht_score.workbook.reading.form import read_form
from xhht_score.workbook.reading.parts import joint_of
from xhht_score.workbook.reading.typed import as_typed
from xhht_score.workbook.writing.template import make_form

WORDS = Words("vi")
PART_OF_WHOLE = {"kind": "ratio", "of": text("part"), "over": text("whole")}
SHARE = {"kind": "ratio", "of": text("share"), "percentage_only": True}
STEPS = {"kind": "status", "steps": {"chua": text("none"), "mot-phan": text("some"), "het": text("all")}}
EVENLY = {"kind": "proportional", "target": "100%"}
SMALL = made(
    raw_set(
        raw_criterion(
            "a",
            raw_indicator("a.1", PART_OF_WHOLE, EVENLY, assignee="x", not_applicable={"for": "all"}),
            raw_indicator("a.2", SHARE, EVENLY, assignee="y"),
            raw_indicator("a.3", "yes_no", "full_if_met"),
            raw_indicator("a.4", STEPS, {"kind": "tiers", "at_least": {"het": "4"}}, assignee="y"),
        ),
        offices={"x": text("x"), "y": text("y"), "idle": text("z")},
        facts={"area": {"title": text("area"), "choices": {"low": text("low"), "high": text("high")}}},
    )
)
FIELDS: dict[Key, list[Any]] = {
    Key("", "unit.name"): ["A", "B"],
    Key("", "fact.area"): ["low", "high"],
    Key("", "decision.date"): [datetime.date(2020, 1, 2), datetime.date(2020, 2, 1)],
    Key("", "decision.level"): ["dat"],
    Key("a.1", "value_1"): [Fraction(1), Fraction(2)],
    Key("a.1", "value_2"): [Fraction(3), Fraction(4)],
    Key("a.1", "not_applicable"): ["lý do", "lý do khác"],
    Key("a.2", "value_1"): [Fraction(1234, 100_000), Fraction(9, 10)],
    Key("a.3", "value_1"): [Fraction(0), Fraction(1)],
    Key("a.3", "evidence"): [True, False],
    Key("a.4", "value_1"): [Fraction(0), Fraction(1), Fraction(2)],
    Key("a.4", "documents"): ["12", "12.0"],
    Key("a.3", "note"): ["= ghi chú", "khác"],
    Key("a.2", "assignee"): ["x", "Phòng khác", NOBODY],
}
#: The rows of each office, and whose part a file can be.
ROWS = {"x": ("a.1",), "y": ("a.2", "a.4"), NOBODY: ("a.3",), EVERYBODY: (EVERYBODY,)}
OWNERS = [frozenset(one) for one in (*ROWS.values(), (*ROWS["x"], *ROWS["y"]), ("a.1", "a.2"))]


def law(merged: Merged) -> tuple[Any, Any]:
    """Give what a union means: its answers, and the values that each open conflict is between."""
    between = {one.key: {each.value for each in one.left} for one in merged.conflicts if one.is_open}
    return flat(SMALL, merged.submission), between


@st.composite
def contents(draw: st.DrawFn) -> tuple[frozenset[str], dict[Key, Any]]:
    """Give whose part a file is, and what stands in it."""
    values = {key: draw(st.sampled_from([None, *choices])) for key, choices in FIELDS.items()}
    kept = {key: value for key, value in values.items() if value is not None}
    if Key("a.1", "not_applicable") in kept:
        kept = {key: value for key, value in kept.items() if key.indicator != "a.1" or key.field == "not_applicable"}
    return draw(st.sampled_from(OWNERS)), kept


@st.composite
def joints(draw: st.DrawFn) -> Joint:
    """Give what some file says, and decisions that somebody may have taken in it."""
    owners, values = draw(contents())
    file = draw(st.sampled_from(["1.xlsx", "2.xlsx", "3.xlsx"]))
    said = {
        Said(key, value, AnswerSource(f"người {file}", file, "s", "A1"), owns(owners, SMALL, key))
        for key, value in values.items()
    }
    against = draw(st.lists(st.sampled_from([(key, value) for key, choices in FIELDS.items() for value in choices])))
    dropped = {Dropped(key, value, owns(owners, SMALL, key)) for key, value in against}
    return Joint(owners, frozenset(said), frozenset(dropped))


# ---------------------------------------------------------------- laws


@given(joints(), joints(), joints())
def test_joining_knows_no_order_no_grouping_and_no_repetition(a, b, c):
    assert (a | b) == (b | a)
    assert (a | b) | c == a | (b | c)
    assert a | a == a
    assert a | Joint() == a
    merged = [resolve(SMALL, one) for one in ((a | b) | c, c | (b | a), a | b | c | a)]
    assert merged[0] == merged[1] == merged[2]


@given(joints(), joints())
def test_nothing_that_counts_is_lost_and_nothing_is_made_up(a, b):
    joint = a | b
    merged = resolve(SMALL, joint)
    said = {(one.key, one.value) for one in joint.said}
    answers = flat(SMALL, merged.submission)
    assert set(answers.items()) <= said
    listed = {(one.key, each.value) for one in merged.conflicts for each in one.candidates if each.value != ""}
    outranked = {(one.key, one.value) for one in merged.outranked}
    assert set(answers.items()) | listed | outranked == said
    for conflict in merged.conflicts:
        assert conflict.left
        assert not conflict.is_open or conflict.key not in answers


@given(contents())
def test_what_one_file_says_is_what_it_means(content):
    owners, values = content
    said = frozenset(
        Said(key, value, AnswerSource("a", "f", "s", "A1"), owns(owners, SMALL, key)) for key, value in values.items()
    )
    merged = resolve(SMALL, Joint(owners, said))
    assert merged.conflicts == ()
    assert merged.submission == submission_of(SMALL, values)
    assert flat(SMALL, merged.submission) == values


def written(directory: Path, name: str, content: tuple[frozenset[str], dict[Key, Any]]) -> Path:
    owners, values = content
    book = make_form(
        WORDS, SMALL, "0", submission=submission_of(SMALL, values), filled_by=f"người {name}",
        part=None if EVERYBODY in owners else FormPart("", tuple(sorted(owners))),
    )  # fmt: skip
    path = directory / f"{name}.xlsx"
    book.save(path)
    return path


def said_in(path: Path) -> Joint:
    form = open_form(path)
    reading = read_form(form, SMALL)
    joint, problems = joint_of(WORDS, reading.form, SMALL, as_typed(reading, SMALL))
    assert problems == ()
    return joint


def merged_file(directory: Path, name: str, *paths: Path) -> Path:
    """Merge files to a file, as the command does."""
    joint = Joint()
    for path in paths:
        joint |= said_in(path)
    merged = resolve(SMALL, joint)
    book = make_form(
        WORDS, SMALL, "0", submission=merged.submission, filled_by=name, conflicts=merged.conflicts,
        part=None if EVERYBODY in joint.owners else FormPart("", tuple(sorted(joint.owners - {JOINED}))),
    )  # fmt: skip
    path = directory / f"{name}.xlsx"
    book.save(path)
    return path


def choose(path: Path, draw: Callable[[int], int]) -> None:
    """Put an x into the conflicts sheet of a form, for some of its conflicts."""
    book = openpyxl.load_workbook(path)
    sheet = next((one for one in book.worksheets if one["A1"].value == layout.CONFLICTS_MARKER), None)
    if sheet is None:
        return
    columns = {cell.value: cell.column for cell in sheet[1]}
    rows: dict[tuple[Any, Any], list[int]] = {}
    for row in range(layout.FIRST_ROW, sheet.max_row + 1):
        field = sheet.cell(row, columns[layout.FIELD]).value
        field = layout.NOT_APPLICABLE if field == layout.FIGURES else field
        rows.setdefault((sheet.cell(row, 1).value, field), []).append(row)
    for mine in rows.values():
        chosen = draw(len(mine) + 1)
        for at, row in enumerate(mine):
            if chosen < len(mine) and len(mine) > 1:
                sheet.cell(row, columns[layout.CHOICE]).value = "x" if at == chosen else None
    book.save(path)


@one_in(10)
@given(contents(), contents(), contents(), st.data())
def test_the_laws_hold_through_files_also_after_somebody_has_chosen(one, other, third, data):
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        a, b, c = (written(folder, name, content) for name, content in (("a", one), ("b", other), ("c", third)))
        m = merged_file(folder, "m", a, b)
        choose(m, lambda n: data.draw(st.integers(0, n - 1)))
        joint = said_in(m) | said_in(a) | said_in(c)
        expected = law(resolve(SMALL, joint))
        left = merged_file(folder, "left", merged_file(folder, "mc", c, m), a)
        right = merged_file(folder, "right", m, merged_file(folder, "ac", a, c))
        again = merged_file(folder, "again", left, left, right)
        for path in (left, right, again):
            assert law(resolve(SMALL, said_in(path))) == expected
            answers = read_form(open_form(path), SMALL).submission
            assert {key: value for key, value in flat(SMALL, answers).items() if key.field != "unit.name"} == {
                key: value for key, value in expected[0].items() if key.field != "unit.name"
            }


def test_the_names_of_fields_are_those_of_the_form():
    """The pure room must not import the form's layout; here the two agree."""
    assert [figure(at) for at in range(20)] == [layout.value_field(at) for at in range(20)]
    full = flat(SMALL, submission_of(SMALL, {key: choices[0] for key, choices in FIELDS.items()}))
    about = {key.field for key in full if not key.indicator}
    assert about <= {*layout.CONTESTED, *(f"{layout.FACT_PREFIX}{name}" for name in SMALL.facts)}
    assert {"not_applicable", "evidence", "documents", "note", "assignee"} == set(layout.ASIDE)


# ---------------------------------------------------------------- what a union means


def by(who: str, owners: str, **values: Any) -> Joint:
    """Give what a file says of indicator a.1 (`value_1` …), by whom, for the owners named."""
    owned = frozenset(ROWS[owners])
    said = {
        Said(
            Key("a.1", field), value, AnswerSource(who, f"{who}.xlsx", "s", "F5"), owns(owned, SMALL, Key("a.1", field))
        )
        for field, value in values.items()
    }
    return Joint(owned, frozenset(said))


def test_the_assignee_of_a_row_is_heard_before_the_others_and_what_is_left_out_is_told():
    old = by("y", "y", value_1=Fraction(1), value_2=Fraction(3))
    new = by("x", "x", value_1=Fraction(2))
    assert resolve(SMALL, old).submission.answers["a.1"].values == {"of": 1, "over": 3}
    merged = resolve(SMALL, old | new)
    assert merged.submission.answers["a.1"].values == {"of": 2, "over": None}
    assert merged.conflicts == ()
    assert [(one.key.field, one.value, one.sources[0].who) for one in merged.outranked] == [
        ("value_1", 1, "y"), ("value_2", 3, "y"),
    ]  # fmt: skip


def test_two_answers_are_a_conflict_and_equal_ones_are_one():
    merged = resolve(SMALL, by("a", "x", value_1=Fraction(1)) | by("b", "x", value_1=Fraction(1)))
    assert merged.conflicts == ()
    merged = resolve(SMALL, by("a", "x", value_1=Fraction(1)) | by("b", EVERYBODY, value_1=Fraction(2)))
    (conflict,) = merged.conflicts
    assert [(one.value, one.sources[0].who) for one in conflict.candidates] == [(1, "a"), (2, "b")]
    assert merged.submission.answers == {}


def test_not_applicable_against_figures_is_one_conflict_of_the_indicator():
    merged = resolve(
        SMALL, by("a", "x", value_1=Fraction(1), value_2=Fraction(3)) | by("b", "x", not_applicable="lý do")
    )
    assert [one.key.field for one in merged.conflicts if one.is_open] == ["not_applicable"]
    assert [one.key.field for one in merged.conflicts] == ["not_applicable", "value_1", "value_2"]
    assert merged.submission.answers == {}


def test_a_value_that_comes_after_the_decision_opens_the_conflict_again():
    key = Key("a.1", "value_1")
    two = by("a", "x", value_1=Fraction(1)) | by("b", "x", value_1=Fraction(2))
    chosen = two | Joint(two.owners, frozenset(), frozenset((Dropped(key, Fraction(2), True),)))
    assert resolve(SMALL, chosen).submission.answers["a.1"].values["of"] == 1
    (conflict,) = resolve(SMALL, chosen | by("c", "x", value_1=Fraction(3))).conflicts
    assert {one.value: one.dropped for one in conflict.candidates} == {1: False, 2: True, 3: False}
    contrary = chosen | Joint(two.owners, frozenset(), frozenset((Dropped(key, Fraction(1), True),)))
    assert resolve(SMALL, contrary).conflicts[0].is_open
