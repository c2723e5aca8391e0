"""What a later version of the program makes of forms already handed out: tried with copies in which much is another."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import generations
import later
from xhht_score.workbook import layout

PILOT, COMMUNE = (generations.HERE / "0.1.0" / name for name in ("bathuoc.xlsx", "xa-01.xlsx"))
#: Of each kind one form, and one cell altered of each kind.
SHIPPED = [name for name, case in generations.cases("0.1.0") if not name.startswith("own-set")]
TRIED = [name for name in SHIPPED if ":" in name or "recalculated" in name or "english" in name or "fault-dv" in name]


@pytest.fixture(scope="module")
def other_forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a version that hands out other forms, by the same rules."""
    return later.version(tmp_path_factory.mktemp("forms"), later.FORMS)


@pytest.fixture(scope="module")
def other_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a version whose sets ask otherwise, and which hands out other forms."""
    return later.version(tmp_path_factory.mktemp("rules"), (*later.FORMS, *later.RULES))


def test_forms_are_compared_with_their_own_generation_when_forms_are_others(other_forms: Path, tmp_path: Path) -> None:
    (found,) = later.asked(other_forms, ("said", "0.1.0", tmp_path, *TRIED))
    expected = generations.expected("0.1.0")
    assert {name: one for name, one in found.items() if one != expected[name]} == {}
    assert len(found) == len(TRIED) > 35


def test_a_form_of_ones_own_set_tells_by_itself_whether_it_was_changed(other_forms: Path, tmp_path: Path) -> None:
    names = [name for name, _ in generations.cases("0.1.0") if name.startswith("own-set")]
    (found,) = later.asked(other_forms, ("said", "0.1.0", tmp_path, *names))
    told = {name: [one.split()[0] for one in lines[1:]] for name, lines in found.items()}
    assert told == {name: ["form-changed"] if ":" in name else [] for name in names}


def filled(source: Path, target: Path, *cells: tuple[str, str, Any]) -> Path:
    """Give a copy of a form with some cells of indicators and fields filled in."""
    book = openpyxl.load_workbook(source)
    page = next(one for one in book.worksheets if one["A1"].value == layout.ANSWERS_MARKER)
    columns = {cell.value: cell.column for cell in page[1]}
    rows = {cell.value: cell.row for cell in page["A"]}
    for key, field, value in cells:
        page.cell(rows[key], columns[field]).value = value
    book.save(target)
    return target


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a form of 0.1.0 whose answers and council's figures tell its questions apart."""
    return filled(
        PILOT, tmp_path_factory.mktemp("pilot") / "bathuoc.xlsx", ("1.2", "value_1", "Không"), ("1.2", "value_2", "Có"),
        ("1.2", "appraised_1", "Có"), ("1.2", "appraised_2", "Không"), ("1.2", "appraised_reason", "đã xem"),
        ("1.3", "value_1", "Đã phân công nhiệm vụ và họp định kỳ hằng quý"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def before(pilot: Path) -> dict[str, Any]:
    """Give what this version reads of it."""
    return dict(later.answers(str(pilot)))


@pytest.fixture(scope="module")
def after(pilot: Path, other_rules: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Give what the version with other rules reads of forms and makes of them, by names of ours, asked all at once."""
    folder = tmp_path_factory.mktemp("after")
    new, joined, other = folder / "mới.xlsx", folder / "ghép.xlsx", shutil.copy(pilot, folder / "b.xlsx")
    questions: dict[str, tuple[object, ...]] = {
        "pilot": ("answers", pilot),
        "commune": ("answers", COMMUNE),
        "repairing": ("repaired", pilot, new),
        "repaired": ("answers", new),
        "merging": ("merged", joined, pilot, other),
        "merged": ("answers", joined),
    }
    return dict(zip(questions, later.asked(other_rules, *questions.values()), strict=True))


def same_but(found: dict[str, Any], before: dict[str, Any], *others: str) -> None:
    """Check that all is as it was but for the figures of some indicators."""
    for part in ("answers", "evidence", "appraisals"):
        left = [{name: one for name, one in all_[part].items() if name not in others} for all_ in (found, before)]
        assert left[0] == left[1], part
    assert found["facts"] == before["facts"]


def test_figures_decisions_and_facts_go_to_the_question_of_the_same_name(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    found = after["pilot"]
    assert before["answers"]["1.2"] | {"ke-hoach": "0", "chi-dao": "1"} == before["answers"]["1.2"]
    same_but(found, before, "4.4")
    assert found["facts"]["area"] == "difficult"  # a word that is another one now
    new = {tuple(one) for one in found["problems"]} - {tuple(one) for one in before["problems"]}
    assert {(code, indicator) for code, indicator, _ in new} == {("answer-not-carried", "4.4")}
    assert set(found["answers"]["4.4"].values()) == {None}


def test_parts_that_changed_places_keep_their_figures(after: dict[str, Any]) -> None:
    before, found = later.answers(str(COMMUNE)), after["commune"]
    assert before["answers"]["5.2"]["dao-tao.of"] != before["answers"]["5.2"]["dai-hoc.of"]
    assert found == before


@pytest.mark.parametrize("make", ["repaired", "merged"])
def test_a_form_made_anew_of_an_earlier_one_holds_the_same(
    make: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    if make == "repaired":
        assert after["repairing"] == ["answer-not-carried", "not-carried"]
    else:
        assert after["merging"]
        before = {**before, "appraisals": {}}  # merging leaves the council's figures out, and says so
    found = after[make]
    same_but(found, before, "4.4")
    assert "version-differs" not in {one[0] for one in found["problems"]}


def test_a_version_that_is_not_named_is_told(form_file: Callable[..., Path]) -> None:
    def unnamed(form: Any) -> None:
        form.about(layout.SET_VERSION).value = "2019.1"

    found = later.answers(str(form_file(unnamed)))
    assert "version-differs" in {one[0] for one in found["problems"]}
