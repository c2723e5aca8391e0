"""Commands that do what people expect of them: words that they see, wildcards, groups, and the line that is wrong."""

import json
import os
import re
import unicodedata

import pytest

from make import CRITERIA, HERE
from xhht_score.words import LANGUAGES
from xhht_score.words.arguments import Counted

BATHUOC, NONGCONG, SAMSON = (HERE / f"{name}.xlsx" for name in ("bathuoc", "nongcong", "samson"))


@pytest.fixture
def folder(tmp_path):
    for path in (BATHUOC, NONGCONG, SAMSON):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


# ---------------------------------------------------------------- what is typed


def test_wildcards_that_the_shell_left_are_expanded_and_a_file_of_that_name_comes_first(run, folder):
    assert run("validate", "[bn]*.xlsx").stdout.count(": biểu của ") == 2
    (folder / "b[1].xlsx").write_bytes(SAMSON.read_bytes())
    assert "b[1].xlsx: biểu của Thành phố Sầm Sơn" in run("validate", "b[1].xlsx").stdout
    missing = run("score", "z*.xlsx")
    assert missing.returncode == 2
    assert "z*.xlsx" in missing.stderr
    units = json.loads(run("report", "*.xlsx", "-f", "json").stdout)["units"]
    assert len(units) == 4


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_finds_its_file_composed_or_not(run, tmp_path, form):
    other = "NFD" if form == "NFC" else "NFC"
    (tmp_path / unicodedata.normalize(form, "Sầm Sơn.xlsx")).write_bytes(SAMSON.read_bytes())
    assert run("validate", unicodedata.normalize(other, "Sầm Sơn.xlsx")).returncode == 0


@pytest.mark.parametrize("level", ["dat", "Đạt danh hiệu", "đạt danh hiệu", "Recognised"])
@pytest.mark.parametrize("command", ["score", "report"])
def test_a_level_is_required_by_its_id_or_by_the_title_that_is_shown(run, command, level):
    assert run(command, SAMSON, "--require", level).returncode == 0
    assert run(command, NONGCONG, "--require", level).returncode == 1


def test_a_level_that_no_set_has_is_an_error(run):
    done = run("score", SAMSON, "--require", "vàng")
    assert done.returncode == 2
    assert "vàng" in done.stderr


@pytest.mark.parametrize("given", ["EN", "en", "En"])
def test_the_language_is_understood_in_any_case(run, given):
    assert "Verdict: eligible for “Recognised”" in run("score", SAMSON, XHHT_LANG=given).stdout


def test_a_form_is_handed_out_with_codes_and_facts(run, tmp_path):
    from xhht_score import read_workbook
    from xhht_score.api.single import load_once

    given = ("--code", "380", "--parent", "38", "--year", "2021", "--unit", "Huyện Mẫu")
    done = run("template", CRITERIA, "-o", "a.xlsx", *given, "--fact", "type=Huyện", "--fact", "Vùng=difficult")
    assert done.returncode == 0, done.stderr
    found = read_workbook(tmp_path / "a.xlsx", load_once(CRITERIA).criteria_set).submission
    assert (found.unit.code, found.unit.parent, found.year) == ("380", "38", 2021)
    assert found.facts == {"type": "district", "area": "difficult"}
    for fact, near in (("vung=difficult", "vùng"), ("area=dificult", "difficult")):
        wrong = run("template", CRITERIA, "-o", "b.xlsx", "--fact", fact)
        assert wrong.returncode == 2
        assert f"“{near}”" in wrong.stderr
    assert not (tmp_path / "b.xlsx").exists()


def test_metavariables_are_words_of_the_language(run):
    assert "--output TỆP" in run("score", "--help").stdout
    assert "--output FILE" in run("score", "--help", "--lang", "en").stdout


# ---------------------------------------------------------------- what is said


@pytest.mark.parametrize(("text", "said"), [("1", "form"), ("0", "forms"), ("2", "forms"), ("1,5", "forms")])
def test_a_word_follows_its_number(text, said):
    assert f"{Counted(text):form|forms}" == said
    assert f"{Counted(text)}" == text


def test_one_of_anything_is_singular_in_english(run):
    said = run("validate", SAMSON, "--lang", "en").stdout
    assert "1 file checked, 0 cases run: 0 errors, 0 warnings, 0 notices." in said


def test_a_report_says_first_how_many_stand_how_and_marks_what_is_short(run):
    page = run("report", BATHUOC, NONGCONG, SAMSON, HERE / "yendinh.xlsx", "-f", "md").stdout
    assert "4 đơn vị: 2 đủ điều kiện, 1 chưa đủ điều kiện, 1 chưa đủ số liệu." in page
    assert page.index("| Huyện Bá Thước, năm 2020") < page.index("| Huyện Nông Cống, năm 2020")
    assert "(tiêu chí 2 chưa đạt)" in page
    assert "69,96% ✗" in page
    assert page.count("✗") == 2  # the criterion, and what the sign means


def test_units_are_grouped_by_a_fact_or_by_the_unit_above(run):
    page = run("report", BATHUOC, NONGCONG, SAMSON, "-f", "md", "--by", "type").stdout
    assert "### Loại đơn vị: Huyện" in page
    assert "2 đơn vị: 1 đủ điều kiện, 1 chưa đủ điều kiện." in page
    assert "### Loại đơn vị: Thành phố" in page
    alone = run("report", BATHUOC, SAMSON, "-f", "md", "--by", "parent").stdout
    assert "###  Mã đơn vị cấp trên" not in alone


def test_an_indicator_with_part_of_its_points_is_not_called_short(run):
    page = run("score", BATHUOC, "-f", "md").stdout
    rows = {line.split(" | ")[0].strip("| "): line for line in page.splitlines() if line.startswith("| ")}
    assert "| một phần |" in rows["3.1"]
    assert "| 0 điểm |" in rows["2.11"]
    assert "| đạt |" in rows["1.1"]
    assert "chưa đạt |" not in rows["3.1"]
    assert "16,83/20 điểm (84,15%)" in page


def test_an_indicator_that_a_level_asks_to_be_met_is_called_short(tmp_path, run):
    from filled import form_of, put

    form = form_of("samson")
    put("1.1", "Không")(form)
    form.save(tmp_path / "a.xlsx")
    page = run("score", "a.xlsx", "-f", "md").stdout
    (row,) = [line for line in page.splitlines() if line.startswith("| 1.1 |")]
    assert "| chưa đạt |" in row


@pytest.mark.parametrize(("path", "title"), [(SAMSON, "Thành phố học tập"), (BATHUOC, "Huyện học tập")])
def test_a_title_is_called_by_the_kind_of_unit(run, path, title):
    assert f"Xét công nhận: {title}\n" in run("score", path, "-f", "md").stdout


def test_the_calculation_is_shown_with_its_numbers(run):
    assert "(10 − 2,797) / (10 − 2) × 2 = 1,8" in run("explain", BATHUOC, "4.5", "-f", "md").stdout
    assert "12 × 0,1 = 1,2" in run("explain", BATHUOC, "1.5", "-f", "md").stdout
    assert "Cách tính" not in run("explain", BATHUOC, "1.1", "-f", "md").stdout


# ---------------------------------------------------------------- what is checked


BROKEN = HERE.parent / "tests" / "criteria_errors" / "part-unknown.yaml"


def test_the_line_that_is_wrong_is_shown_with_a_mark_below_the_place(run):
    lines = run("validate", BROKEN).stdout.splitlines()
    at = next(at for at, line in enumerate(lines) if "lop-hocs" in line and "lỗi" in line)
    assert lines[at + 1].endswith("muc-do-2: {dao-tao: 60%, lop-hocs: yes}")
    assert lines[at + 2].index("^") == lines[at + 1].index("lop-hocs")


def test_what_is_checked_is_told_as_json_and_beside_the_lines_on_github(run):
    found = json.loads(run("validate", BROKEN, SAMSON, "-f", "json").stdout)
    assert [one["code"] for one in found["problems"]] == ["part-unknown"]
    assert found["files"] == [{"file": str(SAMSON), "criteria_set": CRITERIA, "unit": "Thành phố Sầm Sơn", "cases": 0}]
    said = run("validate", BROKEN, "-f", "github")
    assert said.returncode == 2
    (line,) = [line for line in said.stdout.splitlines() if line.startswith("::")]
    assert line.startswith(f"::error file={BROKEN},line=55,col=38,title=part-unknown::")


def unescaped(text: str, letters: str) -> str:
    """Give a text as the runner of GitHub reads it: so many letters of a message, more of a property."""
    for letter in reversed("%" + letters):
        text = text.replace(f"%{ord(letter):02X}", letter)
    return text


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["100%, xong: 25%3A.yaml", "::error::x.yaml", "##[error]x.yaml", "một\nhai.yaml"])
def test_an_annotation_says_what_json_says_and_no_name_of_a_file_becomes_one(run, tmp_path, name, language):
    (tmp_path / name).write_bytes(BROKEN.read_bytes())
    (tmp_path / f"tốt {name.replace('/', '')}").write_bytes(
        (HERE.parent / "criteria" / f"{CRITERIA}.yaml").read_bytes()
    )
    (tmp_path / f"{name.removesuffix('.yaml')}.xlsx").write_bytes(SAMSON.read_bytes())
    problems = json.loads(run("validate", ".", "-f", "json", "--lang", language).stdout)["problems"]
    lines = run("validate", ".", "-f", "github", "--lang", language).stdout.splitlines()
    annotations = [one for one in lines if one.strip().startswith("::") or "##[" in one]
    assert len(annotations) == len(problems)
    for line, problem in zip(annotations, problems, strict=True):
        level, properties, message = re.fullmatch(r"::(\w+) (.*?)::(.*)", line).groups()
        named = dict(one.split("=", 1) for one in properties.split(","))
        told = {key: unescaped(value, "\r\n:,") for key, value in named.items()}
        place = problem["place"]
        assert level == problem["severity"]
        assert (told["file"], told["title"]) == (place["file"], problem["code"])
        assert (told.get("line"), told.get("col")) == tuple(
            str(place[one]) if one in place else None for one in ("line", "column")
        )
        assert problem["message"] in unescaped(message, "\r\n")


def test_a_table_that_excel_wrote_may_name_its_mark(run, tmp_path):
    (tmp_path / "don-vi.csv").write_text("sep=;\nname;code\nXã Một, phía đông;X1\n;X2\n", encoding="utf-8")
    done = run("template", "tt25-2023-xa", "--from", "don-vi.csv", "-o", "ra")
    assert "don-vi.csv:4:1" in done.stderr
    (tmp_path / "don-vi.csv").write_text("sep=;\nname;code\nXã Một, phía đông;X1\n", encoding="utf-8")
    assert run("template", "tt25-2023-xa", "--from", "don-vi.csv", "-o", "ra").returncode == 0
    assert [one.name for one in (tmp_path / "ra").iterdir()] == ["X1 Xã Một, phía đông.xlsx"]
