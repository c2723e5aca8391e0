"""The command as people run it: what it prints where, its exit codes, its sentences, and what it leaves behind."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from command import MOST_SECONDS, surroundings
from make import CRITERIA, HERE
from xhht_score import __version__
from xhht_score.api.single import load_once
from xhht_score.words import help_english as he
from xhht_score.words import help_vietnamese as hv

BATHUOC, YENDINH, SAMSON = (HERE / f"{unit}.xlsx" for unit in ("bathuoc", "yendinh", "samson"))
EVERY = [HERE / f"{unit}.xlsx" for unit in ("bathuoc", "dangbokhoi", "nongcong", "samson", "yendinh")]
RULES = HERE.parent / "criteria" / f"{CRITERIA}.yaml"
LONG = "a" * 300
#: Words of the command library and of the system that no Vietnamese reader should meet.
ENGLISH = re.compile(
    r"\b(Usage|Options|Arguments|Commands|Show this message|Try|Error|Invalid|Missing|required|default|No such|"
    r"file or directory|not found|denied|too long|Traceback|Errno|expected)\b"
)


def one_line(text: str) -> str:
    """Give the one line that a text is, and nothing else."""
    lines = text.splitlines()
    assert len(lines) == 1, text
    return lines[0]


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


# What works


def test_score_shows_unit_set_criteria_totals_and_verdict(run):
    done = run("score", BATHUOC)
    assert (done.returncode, done.stderr) == (0, "")
    for said in ("Huyện Bá Thước, năm 2020", "minh họa", "Tiêu chí 4.", "2.12", "/100 điểm (",
                 "Xét công nhận", "mỗi tiêu chí", "đủ điều kiện", "Q36"):  # fmt: skip
        assert said in done.stdout, said
    brief = run("score", BATHUOC, "--brief", "--lang", "en")
    assert brief.returncode == 0
    assert "2.12" not in brief.stdout
    assert "/100 points (" in brief.stdout


def test_json_is_one_object_for_one_file_and_units_for_several(run):
    one = json.loads(run("score", YENDINH, "--format", "json").stdout)
    assert (one["verdict"]["certain"], one["verdict"]["possible"]) == (None, "dat")
    several = run("score", YENDINH, SAMSON, "-f", "json", "--lang", "en")
    assert several.returncode == 0
    units = json.loads(several.stdout)["units"]
    assert [unit["unit"]["code"] for unit in units] == ["394", "382"]
    assert units[0]["total"] == one["total"]


def test_the_suffix_of_the_output_decides_the_format_and_format_overrides_it(run, tmp_path):
    for name, begins in (("a.md", "# Huyện Bá Thước"), ("a.json", '{\n  "schema_version"'), ("a.csv", "\ufeffĐơn vị;"),
                         ("a.txt", "Huyện Bá Thước, năm 2020\n")):  # fmt: skip
        done = run("score", BATHUOC, "-o", name)
        assert (done.returncode, done.stdout) == (0, "")
        assert one_line(done.stderr if name != "a.csv" else done.stderr.splitlines()[0]) == f"Đã ghi {name}."
        assert (tmp_path / name).read_bytes().decode("utf-8").startswith(begins)
    assert run("score", BATHUOC, "-o", "b.csv", "--format", "md", "--quiet").stderr == ""
    assert (tmp_path / "b.csv").read_text(encoding="utf-8").startswith("# Huyện")
    assert left_in(tmp_path) == ["a.csv", "a.json", "a.md", "a.txt", "b.csv"]


def test_an_existing_output_is_replaced_whole(run, tmp_path):
    (tmp_path / "a.md").write_text("cũ " * 100_000, encoding="utf-8")
    assert run("score", BATHUOC, "-o", tmp_path / "a.md").returncode == 0
    assert "cũ" not in (tmp_path / "a.md").read_text(encoding="utf-8").split()
    assert left_in(tmp_path) == ["a.md"]


def test_explain_leads_from_the_cell_to_the_clause(run):
    done = run("explain", BATHUOC, "2.2")
    assert (done.returncode, done.stderr) == (0, "")
    for said in ("44", "73", "Tự đánh giá!F17", "60,27", "55%", "Vùng khó khăn", "Báo Thanh Hóa 2020", "5"):
        assert said in done.stdout, said
    refused = run("explain", BATHUOC, "2.02", "--lang", "en")
    assert refused.returncode == 2
    assert "no indicator “2.02”; did you mean “2.12”?" in one_line(refused.stderr).replace("“2.2”", "“2.12”")


def test_criteria_list_and_show(run):
    listed = run("criteria", "list", "--lang", "en")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert CRITERIA in listed.stdout
    assert "illustrative" in listed.stdout
    shown = run("criteria", "show", CRITERIA, "-f", "md")
    assert shown.returncode == 0
    assert all(f"| {name} |" in shown.stdout for name in ("1.1", "2.12", "4.8"))
    recognition = load_once(CRITERIA).criteria_set.recognition
    papers = shown.stdout.partition("## Văn bản của hồ sơ")[2].partition("## Nguồn")[0]
    listed = [line for line in papers.splitlines() if line.startswith("- ")]
    assert [one.id for one in recognition.papers] == [line.rpartition("[")[2].rstrip("\\]") for line in listed]
    title = recognition.papers[0].title.vi.replace("{title}", recognition.title.vi)
    assert listed[0].startswith(f"- {title} (đơn vị lập)")
    by_path = run("criteria", "show", RULES, "-f", "md")
    assert by_path.stdout == shown.stdout


TT24, TT25 = {"tt24-2023-huyen", "tt24-2023-tinh"}, {"tt25-2023-xa", "tt25-2023-huyen", "tt25-2023-tinh"}
CITIZEN, PILOT, OLD = {"qd324-2023-cong-dan"}, {"thanh-hoa-2020"}, {"tt44-2014-xa"}


@pytest.mark.parametrize(
    ("asked", "sets"),
    [
        (("--unit", "commune"), OLD | {"tt25-2023-xa"}),
        (("--unit", "xã"), OLD | {"tt25-2023-xa"}),
        (("--unit", "XÃ"), OLD | {"tt25-2023-xa"}),
        (("--unit", "commune", "--year", 2023), OLD),
        (("--unit", "commune", "--year", 2024), {"tt25-2023-xa"}),
        (("--year", 2020), PILOT | OLD | {"tt22-2020-don-vi"}),
        (("--year", 2024), CITIZEN | TT24 | TT25),
        (("--year", 2025), CITIZEN | {"tt24-2023-tinh", "tt25-2023-xa", "tt25-2023-tinh"}),
        (("--on", "2024-01-25"), CITIZEN | OLD | {"tt22-2020-don-vi"}),
        (("--on", "2024-01-26"), CITIZEN | OLD | TT24),
        (("--on", "2024-02-11"), CITIZEN | OLD | TT24),
        (("--on", "2024-02-12"), CITIZEN | TT24 | TT25),
        (("--on", "12/02/2024"), CITIZEN | TT24 | TT25),
    ],
)
def test_sets_are_found_by_kind_of_unit_year_and_date(run, asked, sets):
    """The circulars say so in their last articles: 24 from 26/1/2024, 25 from 12/2/2024; no districts from 1/7/2025."""
    listed = run("criteria", "list", *asked, "-f", "md")
    assert listed.returncode == 0
    shown = {line.split("|")[1].strip() for line in listed.stdout.splitlines() if line.startswith("| ")}
    assert {one for one in shown if "-20" in one} == sets


@pytest.mark.parametrize(
    ("asked", "said"),
    [(("--unit", "huyen"), "“huyện”"), (("--unit", "làng"), "commune"), (("--on", "31/02/2024"), "31/02/2024")],
)
def test_a_kind_of_unit_or_a_date_that_nobody_knows_is_refused(run, asked, said):
    refused = run("criteria", "list", *asked)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert said in refused.stderr


def test_validate_takes_any_mix_and_counts(run, tmp_path):
    (tmp_path / "ghi chú.txt").write_text("x", encoding="utf-8")
    forms, nothing = tmp_path / "các biểu", tmp_path / "trống"
    forms.mkdir()
    nothing.mkdir()
    for path in EVERY:
        shutil.copy(path, forms)
    done = run("validate", RULES, forms, RULES.with_name(f"{CRITERIA}.cases.yaml"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "6 tệp" in done.stdout.splitlines()[-1]
    assert "0 lỗi" in done.stdout.splitlines()[-1]
    assert sum(line.endswith("Huyện Bá Thước") for line in done.stdout.splitlines()) == 1
    wrong = run("validate", "ghi chú.txt", nothing, BATHUOC, "--lang", "en")
    assert wrong.returncode == 2
    assert "neither a criteria set (.yaml) nor a workbook" in wrong.stdout
    assert "no file to look at here" in wrong.stdout
    assert "2 errors" in wrong.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "điểm tối đa của từng tiêu chí"), ("en", "maximum points of each")]
)
def test_a_draft_is_neither_scored_nor_handed_out_and_says_what_it_lacks(run, tmp_path, language, said):
    for command in (["score", BATHUOC, "--criteria", "tt44-2014-xa"], ["template", "tt44-2014-xa"]):
        done = run(*command, "--lang", language)
        assert done.returncode == 2
        assert said in " ".join((done.stdout + done.stderr).split())
    assert left_in(tmp_path) == []
    assert run("validate", RULES.with_name("tt44-2014-xa.yaml"), "--lang", language).returncode == 0


def test_validate_lists_the_problems_of_every_file_sorted_and_runs_cases(run, tmp_path):
    rules = RULES.read_text(encoding="utf-8")
    (tmp_path / "b.yaml").write_text(rules.replace("total_points: 100", "total_points: 99"), encoding="utf-8")
    (tmp_path / "a.yaml").write_text(rules, encoding="utf-8")
    case = "- name: {vi: sai, en: wrong}\n  given: {'1.1': yes}\n  expect:\n    points: {'1.1': 2, '9.9': 1}\n"
    (tmp_path / "a.cases.yaml").write_text(case, encoding="utf-8")
    (tmp_path / "lone.cases.yaml").write_text(case, encoding="utf-8")
    done = run("validate", ".", "--lang", "en")
    assert done.returncode == 2
    problems = [line.split(" error: ")[0] for line in done.stdout.splitlines() if " error: " in line]
    assert problems == ["a.cases.yaml:4:14:", "a.cases.yaml:4:24:", "b.yaml:57:1:", "lone.cases.yaml:"]
    assert "4 errors" in done.stdout.splitlines()[-1]


def test_template_makes_a_form_that_can_be_scored_and_overwrites_only_when_told(run, tmp_path):
    name = "biểu mẫu huyện.xlsx"
    made = run("template", CRITERIA, "-o", name, "--unit", "Huyện Cẩm Thủy", "--code", "390", "--year", "2020")
    assert (made.returncode, made.stdout) == (0, "")
    assert one_line(made.stderr) == f"Đã ghi {name}."
    scored = json.loads(run("score", name, "-f", "json").stdout)
    assert (scored["unit"]["name"], scored["unit"]["code"], scored["unit"]["year"]) == ("Huyện Cẩm Thủy", "390", 2020)
    assert (scored["total"]["low"], scored["total"]["high"]) == ("0", "100")
    before = (tmp_path / name).read_bytes()
    again = run("template", CRITERIA, "-o", name)
    assert again.returncode == 2
    assert "--force" in one_line(again.stderr)
    assert (tmp_path / name).read_bytes() == before
    assert run("template", CRITERIA, "-o", name, "--force", "--quiet").stderr == ""
    assert (tmp_path / name).read_bytes() != before
    assert left_in(tmp_path) == [name]


def test_template_refuses_a_name_that_excel_would_not_open_as_a_workbook(run, tmp_path):
    done = run("template", CRITERIA, "-o", "biểu.docx")
    assert done.returncode == 2
    one_line(done.stderr)
    assert left_in(tmp_path) == []


def test_names_with_vietnamese_letters_and_spaces_and_another_directory(run, tmp_path):
    folder = tmp_path / "Huyện Thọ Xuân"
    folder.mkdir()
    shutil.copy(BATHUOC, folder / "tự đánh giá năm 2020 (bản cuối).xlsx")
    inside = run("report", "--all", "-o", "../báo cáo.md", cwd=folder)
    assert inside.returncode == 0
    text = (tmp_path / "báo cáo.md").read_text(encoding="utf-8")
    assert "tự đánh giá năm 2020 (bản cuối).xlsx" in text
    outside = run("score", Path("Huyện Thọ Xuân") / "tự đánh giá năm 2020 (bản cuối).xlsx", "--brief")
    assert outside.returncode == 0
    assert "(bản cuối).xlsx" in outside.stdout


@pytest.mark.process
def test_text_is_utf_8_wherever_the_command_runs(run):
    done = run("score", BATHUOC, "--brief", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONCOERCECLOCALE="0")
    assert "Huyện Bá Thước, năm 2020" in done.stdout
    assert "\r" not in done.stdout


# Reports


@pytest.fixture
def tree(tmp_path, form_file) -> Path:
    """Give a folder as officers have it: forms in folders, and whatever else lies about."""
    form_file(unit="yendinh", name="tỉnh/Yên Định.xlsx")
    form_file(unit="samson", name="tỉnh/thành phố/Sầm Sơn.XLSX")
    form_file(unit="bathuoc", name="tỉnh/.cũ/Bá Thước.xlsx")
    form_file(unit=None, name="tỉnh/biểu trống.xlsx")
    folder = tmp_path / "tỉnh"
    (folder / "~$Yên Định.xlsx").write_bytes(b"\x05user")
    (folder / "báo cáo.md").write_text("# cũ", encoding="utf-8")
    from openpyxl import Workbook

    Workbook().save(folder / "lương.xlsx")
    return folder


def test_report_all_takes_every_form_below_and_passes_over_the_rest_with_a_reason(run, tree):
    done = run("report", "--all", "--format", "md", "--lang", "en", cwd=tree)
    assert done.returncode == 0, done.stderr
    assert "Huyện Yên Định" in done.stdout
    assert "Thành phố Sầm Sơn" in done.stdout
    assert "Bá Thước" not in done.stdout
    for name, reason in (("biểu trống.xlsx", "a form that nobody has filled in"),
                         ("lương.xlsx", "a spreadsheet of another program"),
                         ("Yên Định.xlsx", "a lock file of Office")):  # fmt: skip
        assert any(name in line and reason in line for line in done.stdout.splitlines()), name
    assert re.search(r"\| 1 \| Thành phố Sầm Sơn.*\n\| 2 \| Huyện Yên Định", done.stdout)
    assert "báo cáo.md" not in done.stdout
    rows = list(csv.reader(StringIO(run("report", "--dir", tree, "-f", "csv").stdout.lstrip("\ufeff")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["1", "2"]


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_reported(run, tree):
    (tree / "hỏng.xlsx").write_bytes(BATHUOC.read_bytes()[:5000])
    done = run("report", "--all", "--format", "json", cwd=tree)
    assert done.returncode == 2
    report = json.loads(done.stdout)
    assert len(report["units"]) == 2
    assert ("workbook-damaged", "hỏng.xlsx") in [(one["code"], one["place"]["file"]) for one in report["problems"]]
    assert "hỏng.xlsx" in done.stderr


def test_the_same_unit_twice_is_not_ranked_and_both_files_are_named(run, form_file, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        form_file(name=name)
    form_file(unit="samson", name="c.xlsx")
    done = run("report", "--all", "--format", "json", "--lang", "en")
    assert done.returncode == 2
    report = json.loads(done.stdout)
    ranks = {entry["file"]: entry["rank"] for entry in report["ranking"]}
    assert ranks == {"c.xlsx": 1, "a.xlsx": None, "b.xlsx": None}
    messages = [one["message"] for one in report["problems"] if one["code"] == "duplicate-unit"]
    assert ["b.xlsx" in messages[0], "a.xlsx" in messages[1]] == [True, True]


def test_report_by_another_set_says_so_in_each_form(run, tmp_path):
    other = RULES.read_text(encoding="utf-8").replace(f"id: {CRITERIA}", "id: thu-nghiem", 1)
    (tmp_path / "thu-nghiem.yaml").write_text(other, encoding="utf-8")
    done = run("report", BATHUOC, SAMSON, "--criteria", "thu-nghiem.yaml", "-f", "json")
    assert done.returncode == 0
    units = json.loads(done.stdout)["units"]
    assert {unit["criteria_set"]["id"] for unit in units} == {"thu-nghiem"}
    assert all("set-differs" in [one["code"] for one in unit["problems"]] for unit in units)


# Exit codes


def test_require_answers_by_the_exit_code(run, form_file):
    assert run("score", SAMSON, "--require", "dat", "--brief").returncode == 0
    possible = run("score", YENDINH, SAMSON, "--require", "dat", "--brief", "--lang", "en")
    assert possible.returncode == 1
    assert "Huyện Yên Định" in possible.stderr
    assert "Sầm Sơn" not in possible.stderr
    assert run("report", YENDINH, SAMSON, "--require", "dat", "-f", "json").returncode == 1
    unknown = run("score", YENDINH, "--require", "dta", "--brief", "--lang", "en")
    assert unknown.returncode == 2
    assert "did you mean “dat”?" in unknown.stderr

    def wrong(form: Any) -> None:
        form.cell("1.5").value = "nhiều"

    outranked = run("score", form_file(wrong, "yendinh"), "--require", "dat")
    assert outranked.returncode == 2
    assert "nhiều" in outranked.stdout


@pytest.mark.process
def test_a_missing_file_leaves_the_output_of_the_others(run):
    done = run("score", "không có.xlsx", SAMSON, "--brief", "--lang", "en")
    assert done.returncode == 2
    assert "Thành phố Sầm Sơn" in done.stdout
    assert "không có.xlsx: error: no such file" in done.stderr
    asked = json.loads(run("score", "không có.xlsx", "-f", "json").stdout)
    assert asked["units"] == []
    assert [one["code"] for one in asked["problems"]] == ["file-missing"]


@pytest.mark.parametrize("command", [("score",), ("report",), ("explain", "1.1"), ("validate",)], ids=lambda it: it[0])
def test_a_missing_file_alone_gives_one_sentence(run, command):
    """Issue 2: missing file: one sentence before any work."""
    name, *rest = command
    done = run(name, "không có.xlsx", *rest)
    assert done.returncode == 2
    assert (done.stderr + done.stdout).count("không tìm thấy tệp") == 1
    if name != "validate":
        assert "không có.xlsx: lỗi: không tìm thấy tệp" in one_line(done.stderr)


def test_a_directory_where_a_form_belongs_and_an_empty_one_are_said(run, tmp_path):
    (tmp_path / "trống").mkdir()
    done = run("score", "trống", "--lang", "en")
    assert done.returncode == 2
    assert "this is a directory, a file is needed" in done.stderr
    assert run("report", "--all", "--dir", "trống").returncode == 2
    missing = run("report", "--all", "--dir", "nowhere", "--lang", "en")
    assert missing.returncode == 2
    assert "no such directory" in one_line(missing.stderr)


@pytest.mark.process
def test_what_is_unforeseen_is_asked_to_be_reported_and_traced_only_when_told(run, tmp_path):
    """A broken installation stands for what nobody foresaw."""
    (tmp_path / "cài hỏng").mkdir()
    (tmp_path / "cài hỏng" / "python_calamine.py").write_text("", encoding="utf-8")
    done = run("score", BATHUOC, PYTHONPATH=str(tmp_path / "cài hỏng"))
    assert (done.returncode, done.stdout) == (3, "")
    assert "XHHT_DEBUG=1" in one_line(done.stderr)
    assert "Traceback" not in done.stderr
    traced = run("score", BATHUOC, PYTHONPATH=str(tmp_path / "cài hỏng"), XHHT_DEBUG="1")
    assert "Traceback" in traced.stderr
    assert traced.returncode == 3


def test_being_interrupted_is_130(run, monkeypatch):
    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("xhht_score.cli.scoring.run_score", interrupted)
    done = run("score", BATHUOC, "--lang", "en")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Stopped as asked.\n")


# Mistakes in the command's words

USAGE = {
    "unknown command": (("scor",), "score"),
    "unknown command of a group": (("criteria", "lst"), "list"),
    "unknown option": (("score", "x.xlsx", "--formt", "md"), "--format"),
    "missing argument": (("score",), "TỆP"),
    "missing second argument": (("explain", "x.xlsx"), "CHỈ_TIÊU"),
    "option without value": (("score", "x.xlsx", "--format"), "--format"),
    "value where none belongs": (("score", "x.xlsx", "--brief=1"), "--brief"),
    "not a number": (("report", "--all", "--jobs", "hai"), "hai"),
    "number too small": (("report", "--all", "--jobs", "0"), "1"),
    "too many arguments": (("explain", "a", "b", "c"), "xhht explain --help"),
    "unknown format": (("score", "x.xlsx", "-f", "xml"), "table, md, html, json, csv, xlsx"),
    "format that a page does not have": (("explain", "x.xlsx", "1.1", "-f", "csv"), "table, md"),
    "files and everything": (("report", "x.xlsx", "--all"), "--all"),
    "neither files nor everything": (("report",), "--all"),
    "unknown language": (("--lang", "fr", "score", "x.xlsx"), "fr"),
    "unknown set": (("template", "thanh-hoa-2002"), CRITERIA),
    "unknown set to show": (("criteria", "show", "thanh-hoa"), CRITERIA),
    "a set that is a folder": (("template", "."), "thư mục"),
}


@pytest.mark.parametrize(("arguments", "said"), USAGE.values(), ids=USAGE)
def test_a_mistake_in_the_words_of_the_command_gets_one_vietnamese_sentence(run, tmp_path, arguments, said):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    line = one_line(done.stderr)
    assert line.startswith("lỗi: ") or line.startswith(".: lỗi: ")
    assert said in line
    assert not ENGLISH.search(line), line
    assert left_in(tmp_path) == []


def test_a_flag_with_a_value_is_not_told_to_need_one(run):
    done = run("score", "x.xlsx", "--brief=1", "--lang", "en")
    assert done.returncode == 2
    assert "needs a value" not in one_line(done.stderr)


def test_the_language_comes_from_the_option_or_the_surroundings(run):
    for arguments, changes in (
        (("--lang", "en", "scor"), {}),
        (("scor", "--lang=en"), {}),
        (("scor",), {"XHHT_LANG": "en"}),
        (("scor", "--lang", "en"), {"XHHT_LANG": "vi"}),
    ):
        assert one_line(run(*arguments, **changes).stderr).startswith("error: there is no command “scor”")
    assert "“fr”" in one_line(run("scor", XHHT_LANG="fr").stderr)


# Outputs that cannot be written

BAD_OUTPUTS = {
    "a directory": ("ra", "đây là thư mục"),
    "a directory with a suffix": ("ra.md", "đây là thư mục"),
    "a folder that is not there": ("không có/a.md", "không có thư mục"),
    "a name too long": (f"{LONG}.md", "không ghi được"),
    "a format that does not exist": ("a.docx", "docx"),
    "an input": ("vào.csv", "tệp đầu vào"),
    "a place that lets nobody write": ("/proc/a.md", "không ghi được"),
}


@pytest.mark.parametrize(("output", "said"), BAD_OUTPUTS.values(), ids=BAD_OUTPUTS)
def test_an_output_that_cannot_be_written_is_said_before_any_work(run, tmp_path, output, said):
    shutil.copy(BATHUOC, tmp_path / "vào.csv")
    for name in ("ra", "ra.md"):
        (tmp_path / name).mkdir()
    before = left_in(tmp_path)
    done = run("score", "vào.csv", "không có.xlsx", "-o", output)
    assert (done.returncode, done.stdout) == (2, "")
    line = one_line(done.stderr)
    assert said in line
    assert not ENGLISH.search(line), line
    assert left_in(tmp_path) == before
    assert (tmp_path / "vào.csv").read_bytes() == BATHUOC.read_bytes()


def test_the_other_commands_try_their_output_first_too(run, tmp_path):
    for arguments in (
        ("report", "--all", "-o", "không có/a.md"),
        ("explain", "không có.xlsx", "1.1", "-o", "không có/a.md"),
        ("criteria", "show", CRITERIA, "-o", "không có/a.md"),
        ("template", CRITERIA, "-o", "không có/a.xlsx"),
    ):
        shutil.copy(BATHUOC, tmp_path / "a.xlsx")
        done = run(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "không có thư mục này" in one_line(done.stderr)
    assert left_in(tmp_path) == ["a.xlsx"]


def test_a_path_that_the_system_cannot_have_is_a_sentence(run):
    done = run("validate", f"{LONG}.yaml", "--lang", "en")
    assert done.returncode == 2
    assert "bug" not in done.stderr


def test_inputs_are_never_changed(run, tmp_path):
    copies = [Path(shutil.copy(path, tmp_path)) for path in EVERY]
    before = [path.read_bytes() for path in copies]
    times = [path.stat().st_mtime_ns for path in copies]
    assert run("report", "--all", "-o", "a.md").returncode == 0
    assert [path.read_bytes() for path in copies] == before
    assert [path.stat().st_mtime_ns for path in copies] == times


# A broken criteria file


def test_a_broken_criteria_file_is_said_once_with_every_problem(run, tmp_path):
    text = RULES.read_text(encoding="utf-8")
    broken = text.replace("total_points: 100", "total_points: 99").replace("status: illustrative", "status: official?")
    (tmp_path / "b.yaml").write_text(broken, encoding="utf-8")
    done = run("score", *EVERY, "-c", "b.yaml", "-f", "json", "--lang", "en")
    assert done.returncode == 2
    problems = [(one["code"], one["place"]["line"]) for one in json.loads(done.stdout)["problems"]]
    assert problems == [("word-unknown", 8), ("points-do-not-add-up", 57)]
    assert "2 errors" in done.stderr
    report = run("report", BATHUOC, "-c", "b.yaml", "-f", "json", "--lang", "en")
    assert report.returncode == 2
    assert "b.yaml" not in next(line for line in report.stderr.splitlines() if "could not be scored" in line)


# Pipes, terminals, quiet


def closed_early(*arguments: object) -> tuple[int, str]:
    """Give exit code and stderr of a run whose reader leaves after one line."""
    command = [sys.executable, "-m", "xhht_score", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings()) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        return process.wait(MOST_SECONDS), process.stderr.read().decode("utf-8")


@pytest.mark.process
@pytest.mark.parametrize("form", ["table", "md", "json"])
def test_a_reader_that_leaves_early_is_no_mistake(form):
    code, talk = closed_early("score", *EVERY, *EVERY, *EVERY, "--format", form, "--quiet")
    assert (code, talk) == (0, "")


def in_terminal(*arguments: object, **changes: str) -> bytes:
    """Give what a run writes to a terminal of 80 columns."""
    pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals", exc_type=ImportError)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "xhht_score", *map(str, arguments)]
    env = surroundings(TERM="xterm-256color", **changes)
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env=env):
        os.close(theirs)
        found = b""
        while True:
            try:
                found += (more := os.read(ours, 65536))
            except OSError:
                break
            if not more:
                break
    os.close(ours)
    return found


@pytest.mark.process
def test_colour_is_for_terminals_and_only_where_it_is_wanted(run):
    assert b"\x1b[" in in_terminal("score", BATHUOC, "--brief")
    for plain in (
        in_terminal("score", BATHUOC, "--brief", "--no-color"),
        in_terminal("score", BATHUOC, "--brief", NO_COLOR="1"),
        in_terminal("score", BATHUOC, "--brief", "--quiet"),
        run("score", BATHUOC, "--brief").stdout.encode(),
    ):
        assert b"\x1b" not in plain
        assert "Huyện Bá Thước".encode() in plain


def test_quiet_says_the_answer_and_errors_only(run, form_file):
    def wrong(form: Any) -> None:
        form.cell("1.5").value = "nhiều"

    path = form_file(wrong)
    quiet = run("score", path, "-f", "csv", "--quiet")
    loud = run("score", path, "-f", "csv")
    assert quiet.returncode == loud.returncode == 2
    assert quiet.stdout == loud.stdout
    assert "nhiều" in quiet.stderr
    assert "3.8" in loud.stderr
    assert "3.8" not in quiet.stderr


def test_the_width_of_the_terminal_is_used(run):
    narrow = run("score", BATHUOC)
    wide = run("score", BATHUOC, COLUMNS="140")
    assert max(map(len, narrow.stdout.splitlines())) <= 80
    assert 100 < max(map(len, wide.stdout.splitlines())) <= 140


# Help

COMMANDS = [
    "",
    "score",
    "validate",
    "report",
    "explain",
    "template",
    "repair",
    "criteria",
    "criteria list",
    "criteria show",
]


def assert_help(page: str, command: str, words: dict[str, str]) -> None:
    """Check that a help page is in its language, fits, gives an example, and shows no key and no type of Python."""
    assert f"  xhht {command}".rstrip() in page
    for line in page.splitlines():
        assert len(line) <= 80, line
    assert words["label-usage"] in page
    assert words["label-help"] in " ".join(page.split())
    assert not re.search(r"\b(help|short|label|example)-\w", page)
    assert not re.search(r"<[A-Za-z]|\btyping\b|\bPath\b|\bTEXT\b|\bINTEGER\b", page)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command or "xhht")
def test_every_help_page_is_whole_in_vietnamese_and_has_an_example(run, command):
    done = run(*command.split(), "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert_help(done.stdout, command, hv.HELP)
    assert not ENGLISH.search(done.stdout), done.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command or "xhht")
def test_every_help_page_is_whole_in_english_and_has_an_example(run, command):
    done = run("--lang", "en", *command.split(), "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert_help(done.stdout, command, he.HELP)


@pytest.mark.process
@pytest.mark.parametrize("command", [(), ("criteria",)], ids=["xhht", "criteria"])
def test_the_command_alone_shows_its_help(run, command):
    done = run(*command)
    shown = done.stdout + done.stderr
    assert "Cách dùng:" in shown
    assert "criteria" in shown
    assert "“”" not in shown


@pytest.mark.process
def test_the_version_is_told(run):
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"xhht {__version__}\n")


@pytest.mark.process
def test_the_shell_is_helped_to_complete(run):
    done = run(_XHHT_COMPLETE="complete_bash", COMP_WORDS="xhht sc", COMP_CWORD="1")
    assert done.stdout.split() == ["score"]
    formats = run(_XHHT_COMPLETE="complete_bash", COMP_WORDS="xhht score --format ", COMP_CWORD="3")
    assert formats.stdout.split() == ["table", "md", "html", "json", "csv", "xlsx"]


# What a first user ran into


def test_an_output_that_is_no_regular_file_is_refused(run, tmp_path):
    os.mkfifo(tmp_path / "ống.json")
    done = run("score", BATHUOC, "-o", "ống.json", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no regular file" in one_line(done.stderr)


@pytest.mark.process
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only where the system has /dev/full")
@pytest.mark.parametrize("form", ["table", "json"])
def test_a_full_disk_behind_stdout_is_a_sentence(form):
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "xhht_score", "score", str(BATHUOC), "-f", form, "--lang", "en"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=MOST_SECONDS, check=False)
    assert done.returncode == 2
    assert "the disk is full" in one_line(done.stderr.decode())


def test_an_unknown_level_is_one_sentence_about_the_option(run):
    for command in (("score", BATHUOC), ("report", BATHUOC)):
        done = run(*command, "--require", "gold", "--lang", "en")
        assert (done.returncode, done.stdout) == (2, "")
        assert one_line(done.stderr).startswith("error: no level “gold”")


def test_the_same_file_named_twice_is_taken_once(run):
    done = run("report", BATHUOC, BATHUOC, "-f", "json")
    assert done.returncode == 0
    assert [one["rank"] for one in json.loads(done.stdout)["ranking"]] == [1]


@pytest.mark.parametrize(
    "line",
    [
        "report --dir nhiều", "report --dir nhiều -f json", "report --dir nhiều -f csv",
        "report --dir nhiều -f md -o a.md", "status bảng", f"criteria diff {CRITERIA} tt25-2023-xa --dir biểu",
        "validate trống", "merge trống -o a.xlsx",
        f"template {CRITERIA} --from trống -o ra", "report --dir trống", "status trống",
    ],
)  # fmt: skip
def test_a_command_that_looked_at_nothing_does_not_end_as_if_it_had(run, tmp_path, form_file, line):
    from openpyxl import Workbook

    for name in ("nhiều", "biểu"):
        form_file(unit=None, name=f"{name}/biểu trống.xlsx")
    for folder in ("nhiều", "bảng", "trống"):
        (tmp_path / folder).mkdir(exist_ok=True)
    for name in ("nhiều/lương.xlsx", "bảng/lương.xlsx"):
        Workbook().save(tmp_path / name)
    done = run(*line.split(), "--lang", "en")
    assert done.returncode == 2
    assert "no file to look at here" in done.stdout + done.stderr
