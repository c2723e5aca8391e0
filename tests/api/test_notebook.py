"""A year's work from Python: its functions give what the commands give, in either language, and say it short."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

import xhht_score
from command import environment, surroundings
from filled import about, put
from make import CRITERIA, HERE
from xhht_score import (
    Problem,
    XhhtError,
    assess,
    assess_all,
    deliveries,
    load_criteria,
    make_report,
    merge_forms,
    read_others,
    read_workbook,
    sentence,
    split_form,
    to_json,
    to_rows,
    write_form,
)
from xhht_score.api.single import opened
from xhht_score.errors import Place
from xhht_score.workbook import layout

#: As wide as a notebook's cell; the longest result used to be 57,455 letters.
WIDE = 160
TABLES = ("units", "criteria", "indicators", "levels", "conditions", "problems")


@pytest.fixture
def forms(tmp_path, monkeypatch):
    """Give a folder with four filled forms, a blank one and a file that is none, seen from where it stands."""
    monkeypatch.chdir(tmp_path)
    folder = Path("biểu")
    folder.mkdir()
    for name in ("bathuoc", "nongcong", "yendinh", "samson"):
        shutil.copy(HERE / f"{name}.xlsx", folder)
    (folder / "hỏng.xlsx").write_bytes(b"PK")
    write_form(CRITERIA, folder / "trắng.xlsx")
    return folder


def codes(problems):
    return [one.code for one in problems]


# ---------------------------------------------------------------- results


def test_a_folder_is_assessed_and_one_bad_file_does_not_stop_the_others(forms):
    found = assess_all(forms)
    assert [one.file for one in found] == [f"biểu/{one}.xlsx" for one in ("bathuoc", "nongcong", "samson", "yendinh")]
    assert len(found) == 4
    assert {one.code: one.place.file for one in found.problems} == {
        "file-passed-over": "biểu/trắng.xlsx",
        "workbook-damaged": "biểu/hỏng.xlsx",
    }
    for one in found:
        alone = assess(one.file)
        assert (one.verdict, one.scorecard.total) == (alone.verdict, alone.scorecard.total)


def test_a_named_file_that_is_none_is_an_error_and_a_place_without_forms_is_raised(forms, tmp_path):
    several = assess_all([forms / "bathuoc.xlsx", forms / "trắng.xlsx", "thiếu.xlsx", forms / "bathuoc.xlsx"])
    assert len(several) == 1
    assert codes(several.problems) == ["form-blank", "file-missing"]
    (tmp_path / "rỗng").mkdir()
    for place, code in (("thiếu", "file-missing"), (tmp_path / "rỗng", "nothing-found")):
        with pytest.raises(XhhtError) as error:
            assess_all(place)
        assert codes(error.value.problems) == [code]
    with pytest.raises(XhhtError) as error:
        assess_all(forms, "qd324-2023-cong-dan")
    assert codes(error.value.problems) == ["set-is-draft"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_json_is_that_of_the_command(run, forms, tmp_path, language):
    for names in (("bathuoc",), ("bathuoc", "yendinh"), ("samson", "hỏng")):
        files = [f"biểu/{name}.xlsx" for name in names]
        said = run("score", *files, "-f", "json", "--lang", language, cwd=tmp_path).stdout
        assert to_json(assess_all(files), language=language) == said
    one = assess("biểu/bathuoc.xlsx")
    assert json.loads(to_json(one)) == json.loads(to_json([one]))


@pytest.mark.parametrize("form", ["md", "csv", "json", "table"])
def test_a_report_is_that_of_the_command(run, forms, tmp_path, form):
    output = tmp_path / f"báo cáo.{'txt' if form == 'table' else form}"
    run("report", "--all", "--dir", "biểu", "-o", output, cwd=tmp_path)
    found = assess_all(forms, which="self")
    assert make_report(found, form) == output.read_bytes().decode()


def test_rows_say_the_exact_numbers_of_the_results(forms):
    found = assess_all(forms)
    rows = {row["file"]: row for row in to_rows(found)}
    assert list(rows) == [one.file for one in found]
    for one in found:
        row, total = rows[one.file], one.scorecard.total
        assert (row["low"], row["high"]) == (total.points.low, total.points.high)
        assert (row["percent_low"], row["max_high"]) == (total.percent.low * 100, total.maximum.high)
        assert (row["certain"], row["level_dat"]) == (one.verdict.certain, one.verdict.levels[0].state)
        assert row["errors"] == codes_of(one, "error")
    criteria = [row for row in to_rows(found, "criteria") if row["file"] == found.assessments[0].file]
    assert sum(row["low"] for row in criteria) == found.assessments[0].scorecard.total.points.low
    assert {type(row["low"]) for row in criteria} == {Fraction}


def codes_of(one, severity):
    return sum(problem.severity == severity for problem in one.problems)


def test_rows_of_indicators_levels_and_conditions_say_what_json_says():
    for name in ("bathuoc", "yendinh", "tt25/huyen-mau"):
        one = assess(HERE / f"{name}.xlsx")
        told = json.loads(to_json(one, language="en"))
        said = {each["id"]: each for criterion in told["criteria"] for each in criterion["indicators"]}
        rows = to_rows(one, "indicators", language="en")
        assert [row["indicator"] for row in rows] == list(said)
        for row in rows:
            each = said[row["indicator"]]
            assert (row["title"], row["state"], row["reference"]) == (each["title"], each["state"], each["reference"])
            assert row["low"] == (None if each["low"] is None else Fraction(each["low"]))
            assert {level: row[f"met_{level}"] for level in each["levels"]} == {
                level: at["met"] for level, at in each["levels"].items()
            }
        levels = to_rows(one, "levels", language="en")
        assert [(row["level"], row["state"], row["met_low"]) for row in levels] == [
            (level["id"], level["state"], level["attainment"]["met_low"]) for level in told["levels"]
        ]
        conditions = [(level["id"], each) for level in told["levels"] for each in level["conditions"]]
        assert [(row["level"], row["title"], row["state"]) for row in to_rows(one, "conditions", language="en")] == [
            (level, each["title"], each["state"]) for level, each in conditions
        ]


def test_every_table_has_one_set_of_keys_and_plain_values(forms):
    found = assess_all(forms)
    for table in TABLES:
        rows = to_rows(found, table)
        assert len({tuple(row) for row in rows}) == 1, table
        values = {type(value) for row in rows for value in row.values()}
        assert values <= {str, int, bool, Fraction, type(None)}, table
    assert {row["file"] for row in to_rows(found, "problems")} >= {"biểu/hỏng.xlsx", "biểu/trắng.xlsx"}


def test_another_table_format_or_language_is_refused_with_what_there_is(forms):
    one = assess(forms / "bathuoc.xlsx")
    for call, code in (
        (lambda: to_rows(one, "unit"), "word-unknown"),
        (lambda: make_report(one, "docx"), "output-format-unknown"),
        (lambda: to_json(one, language="fr"), "no-such-language"),
    ):
        with pytest.raises(XhhtError) as error:
            call()
        assert codes(error.value.problems) == [code]
    assert "units, criteria, indicators" in raised(lambda: to_rows(one, "unit"))


def raised(call):
    with pytest.raises(XhhtError) as error:
        call()
    return str(error.value)


# ---------------------------------------------------------------- forms


def test_a_form_is_that_of_the_command_and_holds_what_is_known(forms, tmp_path, run):
    done = write_form(CRITERIA, "một.xlsx", unit="Huyện Mẫu", code="7", parent="38", year=2021, language="en")
    assert (done.paths, done.problems) == ((Path("một.xlsx"),), ())
    form = opened("một.xlsx")
    assert [form.text(key) for key in (layout.UNIT_NAME, layout.UNIT_CODE, layout.YEAR)] == ["Huyện Mẫu", "007", "2021"]
    command = ("--unit", "Huyện Mẫu", "--code", "7", "--parent", "38", "--year", "2021", "--lang", "en")
    assert run("template", CRITERIA, "-o", "hai.xlsx", *command, cwd=tmp_path).returncode == 0
    assert opened("hai.xlsx").answers == form.answers


def test_facts_are_taken_by_id_or_title_and_others_refused(tmp_path):
    criteria_set = load_criteria("tt25-2023-xa")
    name, fact = next(iter(criteria_set.facts.items()))
    choice, title = next(iter(fact.choices.items()))
    for given in ({name: choice}, {fact.title.vi.upper(): title.vi}, {fact.title.en: title.en}):
        path = tmp_path / "xã.xlsx"
        write_form("tt25-2023-xa", path, unit="Xã Mẫu", facts=given, force=True)
        assert read_workbook(path, criteria_set).submission.facts[name] == choice
    for given, code in (({"vung": choice}, "fact-unknown"), ({name: "đâu"}, "choice-unknown")):
        with pytest.raises(XhhtError) as error:
            write_form("tt25-2023-xa", tmp_path / "sai.xlsx", facts=given)
        assert codes(error.value.problems) == [code]
    assert not (tmp_path / "sai.xlsx").exists()


def test_next_years_form_has_last_years_unit_and_figures(tmp_path):
    path = tmp_path / "2021.xlsx"
    done = write_form(CRITERIA, path, last_year=HERE / "bathuoc.xlsx")
    reading = read_workbook(path, load_criteria(CRITERIA))
    assert (reading.submission.unit.name, reading.submission.year) == ("Huyện Bá Thước", 2021)
    assert "last-year-carried" in codes(done.problems)
    with pytest.raises(XhhtError) as error:
        write_form(CRITERIA, tmp_path / "khác.xlsx", last_year=HERE / "bathuoc.xlsx", parent="38")
    assert codes(error.value.problems) == ["from-another-form"]


def test_nothing_is_written_over_unless_told_and_never_what_is_read(tmp_path):
    path = tmp_path / "a.xlsx"
    write_form(CRITERIA, path)
    before = path.read_bytes()
    for call, code in (
        (lambda: write_form(CRITERIA, path), "output-exists"),
        (lambda: write_form(CRITERIA, path, last_year=path, force=True), "output-is-input"),
        (lambda: write_form(CRITERIA, tmp_path / "a.pdf"), "output-format-unknown"),
        (lambda: write_form(CRITERIA, tmp_path / "không" / "a.xlsx"), "directory-missing"),
        (lambda: merge_forms(path, path, force=True), "output-is-input"),
    ):
        with pytest.raises(XhhtError) as error:
            call()
        assert codes(error.value.problems) == [code]
    assert path.read_bytes() == before
    assert write_form(CRITERIA, path, unit="Huyện B", force=True).paths == (path,)
    assert opened(path).text(layout.UNIT_NAME) == "Huyện B"


def test_a_form_is_split_delivered_and_merged_with_nothing_lost(tmp_path):
    form, parts = HERE / "yendinh.xlsx", tmp_path / "phần"
    done = split_form(form, parts)
    assert sorted(done.paths) == sorted(parts.iterdir())
    assert len(done.paths) == 16
    lost = done.paths[0]
    lost.rename(tmp_path / "giữ.xlsx")
    assert {row["file"] for row in deliveries(done.paths[1])[0]} == {None, str(done.paths[1])}
    rows, problems = deliveries(parts)
    assert problems == ()
    assert [row["file"] for row in rows].count(None) == 1
    assert sum(row["asked"] for row in rows) == 38
    merged = merge_forms([parts, tmp_path / "giữ.xlsx"], tmp_path / "ghép.xlsx")
    assert [one for one in merged.problems if one.severity == "error"] == []
    assert assess(tmp_path / "ghép.xlsx").scorecard.total == assess(form).scorecard.total


def test_answers_that_contradict_one_another_are_said_when_they_are_merged(tmp_path, form_file):
    other = form_file(put("1.5", 1), name="khác.xlsx")
    merged = merge_forms([HERE / "bathuoc.xlsx", other], tmp_path / "ghép.xlsx")
    assert "answer-conflict" in codes(merged.problems)
    assert {one.place.file for one in merged.problems if one.code == "answer-conflict"} == {str(tmp_path / "ghép.xlsx")}


def test_lower_units_are_read_from_their_folder():
    lower, problems = read_others(HERE / "tt25/xa")
    found = assess(HERE / "tt25/huyen-mau.xlsx", lower=lower)
    assert len(lower) == 10
    assert found.rolled_up[0].counts
    assert problems == ()


def test_a_set_that_is_changed_between_two_calls_is_read_anew(tmp_path):
    """So somebody works on a rule set in a notebook; what it extends counts as well."""
    rules = (HERE.parent / "criteria" / f"{CRITERIA}.yaml").read_text(encoding="utf-8")
    (tmp_path / "gốc.yaml").write_text(rules.replace(f"id: {CRITERIA}", "id: goc", 1), encoding="utf-8")
    (tmp_path / "tinh.yaml").write_text(
        "id: tinh\nextends: gốc.yaml\nversion: '1'\nstatus: illustrative\n", encoding="utf-8"
    )
    names = [str(tmp_path / "gốc.yaml"), str(tmp_path / "tinh.yaml")]
    before = [assess(HERE / "bathuoc.xlsx", name).criteria_set.title.en for name in names]
    changed = (tmp_path / "gốc.yaml").read_text(encoding="utf-8").replace("en: Learning district", "en: Another title")
    (tmp_path / "gốc.yaml").write_text(changed, encoding="utf-8")
    after = [assess(HERE / "bathuoc.xlsx", name).criteria_set.title.en for name in names]
    assert all("Another title" in one for one in after)
    assert not any("Another title" in one for one in before)


# ---------------------------------------------------------------- what is said


def test_whatever_a_notebook_shows_is_one_or_two_short_lines(forms):
    for file in (HERE / "bathuoc.xlsx", HERE / "yendinh.xlsx", HERE / "tt25/tinh-mau.xlsx"):
        one = assess(file)
        reading = read_workbook(file, one.criteria_set)
        parts = (one.scorecard.criteria[0], one.verdict.levels[0], one.scorecard.criteria[0].indicators[0])
        for value in (
            one,
            one.criteria_set,
            one.scorecard,
            one.verdict,
            one.submission,
            reading,
            *one.problems,
            *parts,
        ):
            for said in (repr(value), str(value)):
                assert "\n" not in said
                assert len(said) <= WIDE, said
    found = assess_all(forms)
    assert repr(found) == "Assessed(assessments=4, problems=2)"
    assert repr(assess("biểu/bathuoc.xlsx").verdict) == "Verdict(certain='dat', possible='dat': dat eligible)"
    assert "75.77..79.77 of 100" in repr(assess("biểu/yendinh.xlsx").scorecard)


def test_names_of_strangers_steer_no_screen_in_what_a_notebook_shows(form_file):
    one = assess(form_file(about(layout.UNIT_NAME, "Xã \u202e[2J")))
    for value in (one, one.submission, Problem("file-missing", Place("\x1b[2J.xlsx"))):
        assert repr(value).isprintable()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({}, "lỗi: "),
        ({"XHHT_LANG": "en"}, "error: "),
        ({"XHHT_LANG": "EN"}, "error: "),
        ({"XHHT_LANG": "fr"}, "lỗi: "),
    ],
)
def test_an_error_is_its_sentences_in_the_language_of_the_surroundings(tmp_path, setting, said):
    (tmp_path / "sai.yaml").write_text("id: Sai\nversion: 1\n", encoding="utf-8")
    with environment(surroundings(**setting)):
        with pytest.raises(XhhtError) as error:
            load_criteria(tmp_path / "sai.yaml")
        lines = str(error.value).splitlines()
    assert len(lines) == len(error.value.problems) > 1
    for line, problem in zip(lines, error.value.problems, strict=True):
        assert line.startswith(f"{problem.place}: {said}")
        assert " → " in line
    with environment(surroundings()):
        assert str(pickle.loads(pickle.dumps(error.value))) == "\n".join(map(sentence, error.value.problems))
    assert repr(error.value).startswith("XhhtError(bad-id, field-lacking")


def test_a_problem_is_said_in_the_language_that_is_asked_for(forms):
    (problem,) = assess(forms / "bathuoc.xlsx").problems
    assert sentence(problem, "vi") != sentence(problem, "en")
    for language, word in (("vi", "cảnh báo"), ("en", "warning")):
        assert sentence(problem, language).startswith(f"biểu/bathuoc.xlsx › Tự đánh giá!Q36: {word}: ")
    assert "lạ" in raised(lambda: sentence(problem, "lạ"))


def test_what_is_public_is_offered_before_it_is_imported():
    assert set(xhht_score.__all__) <= set(dir(xhht_score))


@pytest.mark.process
@pytest.mark.parametrize(
    ("code", "not_wanted"),
    [
        ("import xhht_score", "xhht_score."),
        ("from xhht_score.cli.main import main; main(['--help'])", "xhht_score.api"),
    ],
    ids=["package", "help"],
)
def test_nothing_is_imported_before_it_is_used(code, not_wanted):
    asked = f"{code}; import sys; print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, encoding="utf-8", check=True)
    loaded = done.stderr.split()
    assert "xhht_score" in loaded
    beside = [one for one in loaded if one.startswith(not_wanted) and one != "xhht_score.version"]  # a constant
    assert beside == []
