"""A clean form made of an old one, with the command as a process: what is carried over, what is not, older versions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from filled import FilledForm
from office import bathuoc
from xhht_score import assess
from xhht_score.api.repair import is_lost, repair
from xhht_score.api.single import load_once
from xhht_score.loading.shipped import shipped_sets
from xhht_score.merging import flat
from xhht_score.submission import Appraisal
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import open_form
from xhht_score.workbook.reading.form import read_form
from xhht_score.workbook.writing.template import make_form

CHANGES = {"formula-changed", "label-changed", "choices-changed", "changes-more", "form-not-compared"}


def total(path: Path, criteria: str | None = None):
    found = assess(path, criteria)
    return found.scorecard.total.points, [one.state for one in found.verdict.levels]


def codes(path: Path, criteria: str | None = None) -> set[str]:
    return {problem.code for problem in assess(path, criteria).problems}


def said(path: Path, criteria: str | None = None) -> list[tuple[str, str | None, str]]:
    """Give reason, cell and value of everything that is not carried over."""
    problems = [one for one in repair(path, criteria).problems if one.code == "not-carried"]
    return [(one.arguments["reason"], one.place.cell, one.arguments["given"]) for one in problems]


def everything(path: Path) -> dict:
    form = open_form(path)
    criteria_set = load_once(form.text(layout.SET_ID)).criteria_set
    return flat(criteria_set, read_form(form, criteria_set).submission)


# ---------------------------------------------------------------- the same version


@pytest.mark.parametrize("name", ["bathuoc", "dangbokhoi", "nongcong", "samson", "yendinh", "tt25/huyen-mau"])
def test_everything_is_carried_from_a_sound_form(run, tmp_path, examples, name):
    old = examples / f"{name}.xlsx"
    before = old.read_bytes()
    done = run("repair", old, "-o", "new.xlsx")
    assert (done.returncode, "không chuyển được 0 ô" in done.stdout) == (0, True)
    assert everything(tmp_path / "new.xlsx") == everything(old)
    assert total(tmp_path / "new.xlsx") == total(old)
    assert old.read_bytes() == before


def test_what_was_changed_is_put_back_and_the_score_stays(run, form_file, tmp_path):
    def spoil(form: FilledForm) -> None:
        form.cell("1.1", layout.POINTS_LOW).value = 99
        form.cell("1.2", layout.STATE).value = "=1+1"
        form.cell("1.1", layout.RULE).value = "quy định riêng của huyện"
        form.answers.data_validations.dataValidation = []
        form.answers.delete_rows(form.row("2.1"))

    sound, old = form_file(name="sound.xlsx"), form_file(spoil)
    found = codes(old)
    assert {"formula-changed", "label-changed", "choices-changed", "row-lacking"} <= found
    done = run("repair", old, "-o", "new.xlsx", "--lang", "en")
    assert done.returncode == 2  # a row was lacking
    assert "“99” stood in place of a text or formula" in done.stderr
    assert "“quy định riêng của huyện” stood in place" in done.stderr
    assert codes(tmp_path / "new.xlsx") & (CHANGES | {"row-lacking"}) == set()
    assert total(tmp_path / "new.xlsx") == total(old)
    assert everything(tmp_path / "new.xlsx").items() <= everything(sound).items()


def test_the_language_is_that_of_the_old_form_unless_asked_for(run, form_file, tmp_path):
    form_file(language="en")
    run("repair", "form.xlsx", "-o", "a.xlsx")
    run("repair", "form.xlsx", "-o", "b.xlsx", "--lang", "vi")
    run("--lang", "vi", "repair", "form.xlsx", "-o", "c.xlsx")
    run("repair", "form.xlsx", "-o", "d.xlsx", XHHT_LANG="vi")
    languages = [open_form(tmp_path / f"{name}.xlsx").text(layout.FORM_LANGUAGE) for name in "abcd"]
    assert languages == ["en", "vi", "vi", "en"]


def test_every_cell_that_cannot_be_carried_is_listed_with_its_value(run, form_file, tmp_path):
    def spoil(form: FilledForm) -> None:
        form.cell("1.1").value = "khoảng chín mươi"
        form.cell("1.2", layout.EVIDENCE).value = "sẽ bổ sung"
        form.cell("1.3", layout.NOTE).value = "dòng một\ndòng hai"
        form.cell("2.1", layout.REASON).value = "lý do không có dấu x"
        form.about(layout.YEAR).value = "hai nghìn"
        form.about(layout.DECISION_DATE).value = "hôm qua"
        form.about(layout.UNIT_NAME).value = "  Huyện   Mới "
        last = form.answers.max_row + 2
        form.answers.cell(last, 2).value = "cộng tay"
        form.answers.cell(last + 1, 1).value = "9.9"
        form.answers.cell(last + 1, form.cell("1.1").column).value = 5
        form.answers.cell(form.row("1.1"), form.answers.max_column + 2).value = "bên lề"
        form.info.cell(3, 9).value = "ghi ngoài"
        form.info.append(["fact.cu", "Sự kiện cũ", "có"])
        form.book.create_sheet("Tính tay")["B2"] = 3

    old = form_file(spoil)
    found = said(old)
    assert {(reason, given) for reason, _, given in found} == {
        ("lost-unusable", "khoảng chín mươi"),
        ("lost-unusable", "sẽ bổ sung"),
        ("lost-alone", "lý do không có dấu x"),
        ("lost-unusable", "hai nghìn"),
        ("lost-unusable", "hôm qua"),
        ("lost-place", "cộng tay"),
        ("lost-row", "5"),
        ("lost-place", "bên lề"),
        ("lost-place", "ghi ngoài"),
        ("lost-row", "có"),
        ("lost-sheet", "Tính tay"),
    }
    done = run("repair", old, "-o", "new.xlsx", "--quiet")
    assert done.returncode == 2
    assert "không chuyển được 11 ô" in done.stdout
    lines = done.stderr.splitlines()
    assert sum("không chuyển sang được" in line for line in lines) == 11
    assert any("!E" in line and "“khoảng chín mươi”" in line for line in lines)
    written = read_form(open_form(tmp_path / "new.xlsx"), load_once("thanh-hoa-2020").criteria_set).submission
    assert written.unit.name == "Huyện Mới"
    assert repair(tmp_path / "new.xlsx").submission.answers["1.3"].note == "dòng một\ndòng hai"


def test_repairing_a_repaired_form_lists_nothing_and_changes_nothing(run, form_file, tmp_path):
    def spoil(form: FilledForm) -> None:
        form.cell("1.1").value = "khoảng chín mươi"
        form.cell("1.1", layout.POINTS_LOW).value = 99
        form.cell("2.1", layout.NOTE).value = "=1+1"
        form.cell("2.1", layout.DOCUMENTS).value = 12

    form_file(spoil)
    assert run("repair", "form.xlsx", "-o", "one.xlsx").returncode == 2
    done = run("repair", "one.xlsx", "-o", "two.xlsx")
    assert done.returncode == 2  # what was not carried over is still said
    assert "không chuyển được 0 ô" in done.stdout
    assert "khoảng chín mươi" in done.stderr
    books = [openpyxl.load_workbook(tmp_path / f"{name}.xlsx") for name in ("one", "two")]
    cells = [[[one.value for row in sheet.rows for one in row] for sheet in book.worksheets] for book in books]
    assert cells[0] == cells[1]


def test_figures_that_contradict_one_another_are_carried_as_they_are(form_file):
    def spoil(form: FilledForm) -> None:
        form.cell("1.4", "value_1").value, form.cell("1.4", "value_2").value = 9, 3

    old = form_file(spoil)
    assert "numerator-above-denominator" in codes(old)
    found = repair(old)
    assert list(found.submission.answers["1.4"].values.values()) == [9, 3]
    assert not any(map(is_lost, found.problems))


def test_a_number_that_a_spreadsheet_would_change_is_listed(form_file):
    path = form_file(lambda form: setattr(form.cell("1.5"), "value", "12345678901234567"))
    assert [given for _, _, given in said(path)] == ["12345678901234567"]


def test_two_rows_with_one_id_are_both_listed(form_file):
    def spoil(form: FilledForm) -> None:
        last = form.answers.max_row + 1
        form.answers.cell(last, 1).value = "1.1"
        form.answers.cell(last, form.cell("1.1").column).value = 7

    found = said(form_file(spoil))
    assert {reason for reason, _, _ in found} == {"lost-doubtful"}
    assert "7" in {given for _, _, given in found}


def test_an_error_and_an_uncalculated_formula_are_listed(form_file):
    def spoil(form: FilledForm) -> None:
        form.cell("1.1").value = "=A1*2"
        form.cell("1.2", layout.NOTE).value = "=B2"
        form.cell("1.3").value, form.cell("1.3").data_type = "#DIV/0!", "e"

    assert {(reason, given) for reason, _, given in said(form_file(spoil))} == {
        ("lost-empty", "="),
        ("lost-empty", "#DIV/0!"),
    }


def test_appraisals_that_were_read_are_carried_and_others_are_listed(form_file, loaded, tmp_path):
    path = form_file(lambda form: setattr(form.cell("1.1", "appraised_reason"), "value", "đã kiểm tra"))
    found = repair(path)
    assert found.submission.appraisals.get("1.1", Appraisal()).reason == "đã kiểm tra" or said(path)


# ---------------------------------------------------------------- parts and conflicts


def test_a_part_stays_a_part(run, split_form, tmp_path):
    part = sorted(split_form.glob("*.xlsx"))[0]
    assert run("repair", part, "-o", "new.xlsx").returncode == 0
    books = [openpyxl.load_workbook(path).worksheets[1] for path in (part, tmp_path / "new.xlsx")]
    locks = [[one.protection.locked for row in sheet.rows for one in row] for sheet in books]
    assert locks[0] == locks[1]
    assert open_form(tmp_path / "new.xlsx").text(layout.PART_ASSIGNEE) == open_form(part).text(layout.PART_ASSIGNEE)


def test_open_and_decided_conflicts_are_carried(run, form_file, tmp_path):
    form_file(lambda form: setattr(form.cell("1.5"), "value", 11), name="a.xlsx")
    form_file(lambda form: setattr(form.cell("1.5"), "value", 12), name="b.xlsx")
    run("merge", "a.xlsx", "b.xlsx", "-o", "merged.xlsx")
    assert "answer-conflict" in codes(tmp_path / "merged.xlsx")
    done = run("repair", "merged.xlsx", "-o", "new.xlsx")
    assert done.returncode == 2, done.stderr
    assert "không chuyển được 0 ô" in done.stdout
    book = openpyxl.load_workbook(tmp_path / "new.xlsx")
    assert "answer-conflict" in codes(tmp_path / "new.xlsx")
    sheet = next(one for one in book.worksheets if one["A1"].value == layout.CONFLICTS_MARKER)
    at = layout.CONFLICT_FIELDS.index(layout.CHOICE) + 1
    rows = [row for row in range(5, sheet.max_row + 1) if sheet.cell(row, 1).value == "1.5"]
    sheet.cell(rows[1], at).value = "x"
    book.save(tmp_path / "chosen.xlsx")
    assert run("repair", "chosen.xlsx", "-o", "last.xlsx").returncode == 0
    assert everything(tmp_path / "last.xlsx") == everything(tmp_path / "b.xlsx")


# ---------------------------------------------------------------- an older version


SIX = """      - id: "1.6"
"""
SEVEN = """      - id: "1.7"
"""
RATIO = """        measure:
          kind: ratio
          of:
            vi: Thành viên đã nộp kết quả rà soát
            en: Members who handed in their results
          over:
            vi: Tổng số thành viên ban chỉ đạo
            en: All members of the committee
        scoring: {kind: proportional, target: 100%, floor: 50%}
"""
PLAN = """            ke-hoach:
              vi: Kế hoạch năm của đơn vị
              en: Plan of the unit for the year
"""
GUIDANCE = """            huong-dan:
              vi: Văn bản hướng dẫn rà soát, đánh giá, cho điểm các tiêu chí
              en: Guidance on reviewing, assessing and scoring the criteria
"""
ANOTHER = """            khac:
              vi: Một văn bản khác
              en: Another document
"""


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """Give the pilot set in a newer version: items of 1.2 moved and one replaced, 1.4 asked otherwise, 1.6 gone."""
    text = shipped_sets()["thanh-hoa-2020"].read_text(encoding="utf-8")
    for old in (
        'version: "2020.1"',
        RATIO,
        PLAN,
        GUIDANCE,
        "        scoring: {kind: per_item, each: 0.1}\n",
        SIX,
        SEVEN,
    ):
        assert text.count(old) == 1, old
    text = text[: text.index(SIX)] + text[text.index(SEVEN) :]
    text = text.replace('version: "2020.1"', 'version: "2021.1"')
    text = text.replace(RATIO, "        measure: yes_no\n        scoring: full_if_met\n")
    text = text.replace(PLAN, "").replace(GUIDANCE, ANOTHER + PLAN)
    before, after = text.split('      - id: "1.5"\n')
    text = before + '      - id: "1.5"\n' + after.replace("points: 2\n", "points: 4\n", 1)
    path = tmp_path / "moi.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_form_of_an_older_version_is_carried_over_by_what_was_asked(run, form_file, tmp_path, newer):
    def fill_in(form: FilledForm) -> None:
        for field, word in zip(
            ("value_1", "value_2", "value_3", "value_4"), ("có", "không", "có", "không"), strict=True
        ):
            form.cell("1.2", field).value = word
        form.cell("1.4").value, form.cell("1.4", "value_2").value = 8, 9
        form.cell("1.6").value = 3

    old = form_file(fill_in)
    assert "version-differs" in codes(old, str(newer))
    done = run("repair", old, "-o", "new.xlsx", "--criteria", newer)
    assert done.returncode == 2
    found = said(old, str(newer))
    assert {("lost-question", "8"), ("lost-question", "9"), ("lost-row", "3"), ("lost-question", "có")} <= {
        (reason, given) for reason, _, given in found
    }
    assert {reason for reason, _, _ in found} == {"lost-question", "lost-row"}
    places = {cell for reason, cell, given in found if given in ("8", "9", "3")}
    assert len(places) == 3
    new = tmp_path / "new.xlsx"
    assert open_form(new).text(layout.SET_VERSION) == "2021.1"
    answers = repair(new, str(newer)).submission.answers
    assert answers["1.2"].values == {"chi-dao": 0, "khac": None, "ke-hoach": 1, "so-ket": 0}
    assert list(answers["1.4"].values.values()) == [None]
    before = repair(old).submission.answers
    assert {name: one.values for name, one in answers.items() if name not in ("1.2", "1.4")} == {
        name: one.values for name, one in before.items() if name not in ("1.2", "1.4", "1.6")
    }
    assert codes(new, str(newer)) & (CHANGES | {"version-differs"}) == set()
    assert said(new, str(newer)) == []
    # what was not carried over stands on a sheet of its own
    assert {"answer-not-carried", "row-id-unknown"} <= codes(new, str(newer))


def test_conflicts_of_an_older_version_follow_their_questions(run, form_file, tmp_path, newer):
    def answer(word: str, members: int) -> Callable[[FilledForm], None]:
        def change(form: FilledForm) -> None:
            form.cell("1.2").value, form.cell("1.4").value, form.cell("1.4", "value_2").value = word, members, 9

        return change

    form_file(answer("có", 7), name="a.xlsx")
    form_file(answer("không", 8), name="b.xlsx")
    run("merge", "a.xlsx", "b.xlsx", "-o", "merged.xlsx")
    found = repair(tmp_path / "merged.xlsx", str(newer))
    plan = [one for one in load_once(str(newer)).criteria_set.indicators["1.2"].questions if one.name == "ke-hoach"]
    at = load_once(str(newer)).criteria_set.indicators["1.2"].questions.index(plan[0])
    assert [(one.key.indicator, one.key.field, len(one.candidates)) for one in found.conflicts] == [
        ("1.2", layout.value_field(at), 2)
    ]
    listed = {(reason, given) for reason, _, given in said(tmp_path / "merged.xlsx", str(newer))}
    assert {("lost-question", "7"), ("lost-question", "8"), ("lost-question", "9")} <= listed


def test_a_candidate_that_cannot_be_read_is_listed(run, form_file, tmp_path):
    form_file(lambda form: setattr(form.cell("1.5"), "value", 11), name="a.xlsx")
    form_file(lambda form: setattr(form.cell("1.5"), "value", 12), name="b.xlsx")
    run("merge", "a.xlsx", "b.xlsx", "-o", "merged.xlsx")
    book = openpyxl.load_workbook(tmp_path / "merged.xlsx")
    sheet = next(one for one in book.worksheets if one["A1"].value == layout.CONFLICTS_MARKER)
    row = next(row for row in range(5, sheet.max_row + 1) if sheet.cell(row, 1).value == "1.5")
    sheet.cell(row, layout.CONFLICT_FIELDS.index(layout.CANDIDATE) + 1).value = "mươi mười"
    book.save(tmp_path / "merged.xlsx")
    assert [(reason, given) for reason, _, given in said(tmp_path / "merged.xlsx")] == [("lost-unusable", "mươi mười")]


def test_a_question_without_words_of_its_own_needs_the_same_title(form_file, tmp_path):
    text = shipped_sets()["thanh-hoa-2020"].read_text(encoding="utf-8").replace('"2020.1"', '"2021.1"')
    title = load_once("thanh-hoa-2020").criteria_set.indicators["1.1"].title.vi
    assert text.count(title) == 1
    path = tmp_path / "moi.yaml"
    path.write_text(text.replace(title, "Một chuyện khác hẳn"), encoding="utf-8")
    found = said(form_file(), str(path))
    assert [(reason, given) for reason, _, given in found] == [("lost-question", "Có")]


def test_a_percentage_is_no_count_though_the_words_are_the_same(tmp_path):
    def written(kind: str) -> Path:
        base = shipped_sets()["thanh-hoa-2020"].read_text(encoding="utf-8")
        measure = f"        measure:\n          kind: {kind}\n          of: {{vi: Số dân, en: People}}\n"
        scoring = "        scoring: {kind: proportional, target: 100%}\n"
        if kind == "count":
            scoring = "        scoring: {kind: full_if_met, at_least: 1}\n"
        else:
            measure += "          percentage_only: true\n"
        version = "2021.1" if kind == "count" else "2020.1"
        path = tmp_path / f"{kind}.yaml"
        path.write_text(base.replace(RATIO, measure + scoring).replace("2020.1", version), encoding="utf-8")
        return path

    old, new = written("ratio"), written("count")
    loaded = load_once(str(old))
    empty = make_form(Words("vi"), loaded.criteria_set, loaded.sha256)
    sheet = empty.worksheets[1]
    row = next(cell.row for cell in sheet["A"] if cell.value == "1.4")
    column = next(cell.column for cell in sheet[1] if cell.value == "value_1")
    sheet.cell(row, column).value = 1
    empty.save(tmp_path / "form.xlsx")
    assert said(tmp_path / "form.xlsx", str(old)) == []
    assert [(reason, given) for reason, _, given in said(tmp_path / "form.xlsx", str(new))] == [("lost-question", "1")]


def test_a_form_of_a_base_is_made_one_of_a_variant(run, examples, tmp_path):
    old = sorted((examples / "tt25/xa").glob("*.xlsx"))[0]
    done = run("repair", old, "-o", "new.xlsx", "--criteria", examples / "tt25/xa-tinh-mau.yaml")
    form = open_form(tmp_path / "new.xlsx")
    assert form.text(layout.SET_ID) == load_once(str(examples / "tt25/xa-tinh-mau.yaml")).criteria_set.id
    assert done.returncode in (0, 2)
    assert "Đã chuyển 0 ô" not in done.stdout


# ---------------------------------------------------------------- other containers, wrong inputs


@pytest.mark.parametrize("kind", [pytest.param(one, marks=pytest.mark.office(bathuoc, one)) for one in ("ods", "xls")])
def test_other_containers_are_repaired_too(run, saved, examples, tmp_path, kind):
    done = run("repair", saved[0], "-o", "new.xlsx")
    assert done.returncode == 0, done.stderr
    assert everything(tmp_path / "new.xlsx") == everything(examples / "bathuoc.xlsx")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("form.xlsx", "-o", "form.xlsx", "--force"), "trùng với tệp đầu vào"),
        (("form.xlsx", "-o", "there.xlsx"), "tệp đã có sẵn"),
        (("form.xlsx", "-o", "new.ods"), ".xlsx"),
        (("nowhere.xlsx", "-o", "new.xlsx"), "nowhere.xlsx"),
        (("foreign.xlsx", "-o", "new.xlsx"), "foreign.xlsx"),
        (("form.xlsx", "-o", "new.xlsx", "--criteria", "tt44-2014-xa"), "tt44-2014-xa"),
        (("other.xlsx", "-o", "new.xlsx"), "cua-tinh"),
        (("form.xlsx",), "--output"),
    ],
)
def test_wrong_inputs_write_nothing_and_say_why(run, form_file, tmp_path, arguments, code):
    form_file()
    form_file(name="there.xlsx")
    form_file(lambda form: setattr(form.about(layout.SET_ID), "value", "cua-tinh"), name="other.xlsx")
    openpyxl.Workbook().save(tmp_path / "foreign.xlsx")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = run("repair", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert code in done.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_existing_form_is_overwritten_when_told(run, form_file, tmp_path):
    form_file()
    form_file(unit="samson", name="there.xlsx")
    assert run("repair", "form.xlsx", "-o", "there.xlsx", "--force").returncode == 0
    assert everything(tmp_path / "there.xlsx") == everything(tmp_path / "form.xlsx")


def test_control_characters_in_a_text_are_no_bug(form_file, tmp_path):
    path = form_file(lambda form: setattr(form.cell("1.1", layout.NOTE), "value", "trước_x0007_sau"))
    repair(path).book().save(tmp_path / "new.xlsx")
    assert "trước" in (repair(tmp_path / "new.xlsx").submission.answers["1.1"].note or "")


def test_a_blank_form_stays_blank(run, form_file, tmp_path):
    form_file(unit=None)
    done = run("repair", "form.xlsx", "-o", "new.xlsx")
    assert done.returncode == 0
    assert open_form(tmp_path / "new.xlsx").text(layout.UNIT_NAME) == ""
    assert "Đã chuyển 0 ô, không chuyển được 0 ô" in done.stdout
