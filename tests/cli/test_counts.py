"""How many problems there are said to be is how many are listed, in every command that counts them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from effort import in_turn
from filled import few_offices
from make import HERE
from xhht_score.errors import MOST_SAID
from xhht_score.words import LANGUAGES, Words

FAULTS = HERE.parent / "tests/faults"
#: Forms with errors, warnings, notices and blanks among them, and one that cannot be read.
FORMS = ("rows-sorted-without-ids", "copy-of-answers-sheet", "code-reused-2024", "column-inserted-first")
#: Runs in a folder with all of them, where Excel has left something too.
RUNS = {
    **{f"score, {form}": f"score biểu/{FORMS[0]}.xlsx biểu/{FORMS[2]}.xlsx biểu/hỏng.xlsx -f {form}"
       for form in ("table", "md", "csv", "json")},
    "score, brief": f"score biểu/{FORMS[0]}.xlsx --brief",
    **{f"report, {form}": f"report --dir biểu -f {form}" for form in ("table", "md", "json")},
    "validate": "validate biểu",
    "validate, json": "validate biểu -f json",
    "validate, github": "validate biểu -f github",
    "merge": "merge phần -o mới.xlsx",
    "merge, json": "merge phần -o mới.xlsx -f json",
    "merge into its folder": "merge phần -o phần/mới.xlsx --force",
    "status": "status biểu",
    "split": f"split biểu/{FORMS[0]}.xlsx --by hai.csv -o mới",
    "repair": f"repair biểu/{FORMS[0]}.xlsx -o mới.xlsx",
    "template": "template thanh-hoa-2020 --from biểu -o mới",
    "explain": f"explain biểu/{FORMS[0]}.xlsx 3.2",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("đếm")
    for name in ("biểu", "phần"):
        (place / name).mkdir()
        (place / name / "hỏng.xlsx").write_bytes(b"PK")
        (place / name / "~$khóa.xlsx").write_bytes(b"")
    for name in FORMS:
        shutil.copyfile(FAULTS / f"{name}.xlsx", place / "biểu" / f"{name}.xlsx")
    shutil.copyfile(FAULTS / f"{FORMS[0]}.xlsx", place / "phần/một.xlsx")
    shutil.copyfile(FAULTS / f"{FORMS[1]}.xlsx", place / "phần/hai.xlsx")
    few_offices(place / "hai.csv", "khuyen-hoc", "doan")
    return place


SEVERITIES = ("error", "warning", "notice")


def listed(words: Words, said: str) -> list[int]:
    """Give how many errors, warnings and notices there are among some lines, which are not broken."""
    named = {words.say(one): one for one in SEVERITIES} | {f"::{one}": one for one in SEVERITIES}
    sign = re.compile(rf"(?:^|(?<=\s))({'|'.join(map(re.escape, named))})(?:: | file=)")
    found = [named[first[1]] for line in said.splitlines() if (first := sign.search(line))]
    return [found.count(one) for one in SEVERITIES]


def counted(words: Words, said: str) -> list[list[int]]:
    """Give every line that counts."""
    pattern = r"(\d+) (?:lỗi|errors?), (\d+) (?:cảnh báo|warnings?), (\d+) (?:lưu ý|notices?)"
    return [[int(one) for one in found] for found in re.findall(pattern, said)]


@pytest.mark.parametrize(("name", "language"), in_turn(RUNS, LANGUAGES))
def test_as_many_problems_are_listed_as_are_counted(run, folder, name, language):
    words, line = Words(language), RUNS[name]
    for path in ("mới", "mới.xlsx", "phần/mới.xlsx"):
        shutil.rmtree(folder / path) if (folder / path).is_dir() else (folder / path).unlink(missing_ok=True)
    if "into its folder" in name:  # what the last run wrote is passed over, with a notice
        run(*line.split(), cwd=folder)
    done = run(*line.split(), "--lang", language, cwd=folder, COLUMNS="2000")
    assert done.returncode == 2
    if "json" in name:
        answer = json.loads(done.stdout)
        inside = [one for unit in answer.get("units", [answer]) if "problems" in unit for one in unit["problems"]]
        problems = [*inside, *(answer["problems"] if "units" in answer else ())]
        found = [[one["severity"] for one in problems].count(each) for each in SEVERITIES]
    else:
        found = listed(words, done.stdout.replace("\\", "") + done.stderr)
    if name != "validate, json":
        assert counted(words, done.stdout + done.stderr)[-1] == found
    assert found[0] > 0


@pytest.mark.parametrize(("form", "language"), in_turn(["table", "md"], LANGUAGES))
def test_the_heading_of_each_unit_counts_its_own(run, folder, form, language):
    words = Words(language)
    paths = [folder / "biểu" / f"{name}.xlsx" for name in FORMS]
    for path in (*paths, HERE / "bathuoc.xlsx", HERE / "nongcong.xlsx"):
        page = run("score", path, "-f", form, "--lang", language, COLUMNS="2000").stdout.replace("\\", "")
        assert counted(words, page) == [listed(words, page)]


def test_of_very_many_those_that_are_not_listed_are_counted_too(run, tmp_path):
    titles = "\n".join(f"  mot-{n}: {{vi: Một, en: One, fr: Un}}" for n in range(MOST_SAID + 50))
    rules = (HERE.parent / "criteria/thanh-hoa-2020.yaml").read_text(encoding="utf-8")
    (tmp_path / "b.yaml").write_text(re.sub(r"(?m)^(offices:.*)$", rf"\1\n{titles}", rules), encoding="utf-8")
    said = run("validate", "b.yaml", "--lang", "en").stdout
    more = re.search(r"there are (\d+) more problems", said)
    assert more
    (found,) = counted(Words("en"), said)
    listed_beside = sum(listed(Words("en"), said)) - 1
    assert sum(found) == listed_beside + int(more[1]) > MOST_SAID
