"""What the commands beside `score` and `report` answer as JSON: keys, exact numbers, and the same problems."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from answers import faults
from filled import PART_OFFICES, as_form, few_offices
from make import CRITERIA, HERE
from xhht_score.loading.shipped import shipped_sets
from xhht_score.merging import shares
from xhht_score.reports.interface import SCHEMA_VERSION
from xhht_score.workbook import layout

PAGE = (HERE.parent / "docs/json.md").read_text(encoding="utf-8")
COMMUNE = HERE / "tt25/xa/xa-01.xlsx"
ANSWERS = {
    "explain": ("explain", HERE / "yendinh.xlsx", "2.2"),
    "explain without points": ("explain", COMMUNE, "5.2"),
    "template": ("template", "tt25-2023-xa", "--from", "xã", "-o", "mới"),
    "split": ("split", HERE / "yendinh.xlsx", "--by", "hai.csv", "-o", "mới"),
    "merge": ("merge", "parts", "-o", "ghép.xlsx", "--force"),
    "status": ("status", "parts"),
    "criteria list": ("criteria", "list", "--year", "2025"),
    "criteria diff": ("criteria", "diff", "tt25-2023-xa", HERE / "tt25/xa-tinh-mau.yaml", "--dir", HERE / "tt25/xa"),
    "validate": ("validate", "parts"),
}  # fmt: skip
#: What writes into a folder of its own, which is there at the second time.
WRITES = ("template", "split")
#: What the published schema calls the answer of a command.
SHAPES = {
    "score": "UnitObject",
    "explain": "ExplainAnswer",
    "template": "TemplateAnswer",
    "split": "SplitAnswer",
    "merge": "MergeAnswer",
    "status": "StatusAnswer",
    "list": "SetsAnswer",
    "diff": "DiffAnswer",
    "validate": "ValidateAnswer",
}
#: What is in the language of the run, with all that it holds.
WORDED = {
    "said",
    "title",
    "text",
    "rule",
    "reference",
    "note",
    "message",
    "remedy",
    "read",
    "outcome",
    "grounds",
    "asked",
    "who",
}


def answer(run, *arguments, code=0, language="vi") -> dict[str, Any]:
    done = run(*arguments, "-f", "json", "--lang", language)
    assert done.returncode == code, done.stderr
    found = json.loads(done.stdout)
    assert found["schema_version"] == SCHEMA_VERSION
    assert faults(SHAPES[arguments[0] if arguments[0] != "criteria" else arguments[1]], found) == []
    return dict(found)


@pytest.fixture(scope="module")
def delivered(split_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the parts, one of them damaged, one delivered twice, a list of offices, and forms of communes."""
    folder = tmp_path_factory.mktemp("delivered")
    parts = Path(shutil.copytree(split_once, folder / "parts"))
    few_offices(folder / "hai.csv", "khuyen-hoc", "doan")
    (folder / "xã").mkdir()
    for name in ("xa-01.xlsx", "xa-02.xlsx"):
        shutil.copy(HERE / "tt25/xa" / name, folder / "xã")
    (parts / "yendinh-noi-vu.xlsx").write_bytes(b"PK")
    path = parts / "yendinh-giao-duc.xlsx"
    book = openpyxl.load_workbook(path)
    for identifier, value in (("2.2", 60), ("2.1", "nhiều")):
        as_form(book).cell(identifier, layout.value_field(0)).value = value
    book.save(path.with_name("yendinh-giao-duc-2.xlsx"))
    return folder


@pytest.fixture
def parts(delivered: Path, tmp_path: Path) -> Path:
    """Give the parts in the test's own directory, all else beside them."""
    shutil.copytree(delivered, tmp_path, dirs_exist_ok=True)
    return tmp_path / "parts"


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from keys(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            if key not in ("facts", "levels") or isinstance(one, list):
                yield from keys(one)


def bare(value: Any) -> Any:
    if isinstance(value, list):
        return [bare(one) for one in value]
    if isinstance(value, dict):
        return {key: None if key in WORDED and not isinstance(one, int) else bare(one) for key, one in value.items()}
    return value


@pytest.mark.parametrize("name", ANSWERS)
def test_keys_are_the_same_in_both_languages_and_stand_on_the_page(run, parts, name):
    code = 2 if name in ("merge", "status", "validate") else 0
    vietnamese, english = (
        answer(run, *ANSWERS[name], *(["--force"] if name in WRITES else []), code=code, language=one)
        for one in ("vi", "en")
    )
    if name == "split":  # what a file is called is in the language of the run
        for one in (*vietnamese["parts"], *english["parts"]):
            one["file"] = ""
    assert bare(vietnamese) == bare(english)
    assert vietnamese != english
    assert {one for one in keys(vietnamese) if f"`{one}`" not in PAGE} == set()


@pytest.mark.parametrize("name", [name for name in ANSWERS if name not in WRITES])
def test_no_number_that_is_measured_is_a_binary_one(run, parts, name):
    text = run(*ANSWERS[name], "-f", "json").stdout
    assert json.loads(text, parse_float=lambda _: pytest.fail("a number with a point")) is not None


@pytest.mark.parametrize(("file", "indicator"), [(HERE / "yendinh.xlsx", "2.2"), (COMMUNE, "5.2")])
def test_an_indicator_is_explained_with_the_record_that_the_score_gives(run, file, indicator):
    whole = answer(run, "score", file)
    found = answer(run, "explain", file, indicator)
    criterion = next(one for one in whole["criteria"] if one["id"] == found["criterion"])
    assert found["indicator"] == next(one for one in criterion["indicators"] if one["id"] == indicator)
    assert found["unit"] == whole["unit"]
    assert found["criteria_set"].items() <= whole["criteria_set"].items()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_lines_of_an_explanation_are_those_of_its_page(run, language):
    page = run("explain", HERE / "bathuoc.xlsx", "1.4", "-f", "md", "--lang", language).stdout.replace("\\", "")
    found = answer(run, "explain", HERE / "bathuoc.xlsx", "1.4", language=language)["explanation"]
    lines = [*found["read"], *found["outcome"], *found["grounds"]]
    assert [one for one in lines if f"- {one}" not in page] == []
    assert found["calculation"] in page
    assert found["next"]["points"] == "2"
    assert found["next"]["asked"] in page


def test_merge_says_what_contradicts_what_who_said_it_and_where(run, parts):
    found = answer(run, *ANSWERS["merge"], code=2)
    assert len(found["files"]) == 5
    assert [Path(one).name for one in found["left_out"]] == ["yendinh-noi-vu.xlsx"]
    assert found["output"] == "ghép.xlsx"
    (conflict,) = (one for one in found["conflicts"] if one["indicator"] == "2.2")
    assert (conflict["field"], conflict["open"]) == ("2.2.of", True)
    assert {one["value"] for one in conflict["candidates"]} == {"59", "60"}
    for candidate in conflict["candidates"]:
        for source in candidate["sources"]:
            value = openpyxl.load_workbook(parts / source["file"])[source["sheet"]][source["cell"]].value
            assert str(value) == candidate["value"]
    assert "2.2" in found["open"]
    assert found["answered"] + len(found["open"]) == found["asked"]
    assert "nhiều" in {one["text"] for one in found["leftovers"]}


def test_status_says_who_has_delivered_what_and_which_indicators_wait(run, parts, pilot):
    found = answer(run, *ANSWERS["status"], code=2)
    (unit,) = found["units"]
    assert (unit["unit"]["name"], unit["unit"]["code"], unit["unit"]["year"]) == ("Huyện Yên Định", "394", 2020)
    by_office: dict[str, list[Any]] = {}
    for one in unit["deliveries"]:
        assert one["answered"] + len(one["open"]) == one["asked"]
        by_office.setdefault(one["assignee"], []).append(one)
    assert by_office.keys() == {*PART_OFFICES}
    (lacking,) = by_office["noi-vu"]
    assert (lacking["state"], lacking["file"], lacking["answered"]) == ("none", None, 0)
    assert set(lacking["open"]) <= set(shares(pilot)["noi-vu"])
    assert {one["unread"] for one in by_office["giao-duc"]} == {0, 1}
    assert "2.1" in {name for one in by_office["giao-duc"] for name in one["open"]}


def test_the_list_has_every_shipped_set_with_years_and_who_decides(run):
    found = answer(run, "criteria", "list")
    assert {one["id"] for one in found["sets"]} == set(shipped_sets())
    (pilot,) = (one for one in found["sets"] if one["id"] == CRITERIA)
    assert (pilot["unit"], pilot["years"]) == ("district", {"from": 2020, "to": 2020})
    (commune,) = (one for one in found["sets"] if one["id"] == "tt25-2023-xa")
    assert commune["decided_by"]
    ended = answer(run, "criteria", "list", "--unit", "district", "--year", "2026")["ended"]
    assert {one["tier_ended"]["date"] for one in ended} == {"2025-07-01"}


def test_a_difference_between_sets_is_told_as_a_variant_tells_it(run):
    found = answer(run, "criteria", "diff", "tt25-2023-xa", HERE / "tt25/xa-tinh-mau.yaml", "--dir", HERE / "tt25/xa")
    scored = answer(run, "score", COMMUNE, "--criteria", HERE / "tt25/xa-tinh-mau.yaml")
    assert found["differences"] == scored["criteria_set"]["differences"]
    assert found["looked_at"] == 10


@pytest.mark.parametrize("name", ["merge", "status", "validate"])
def test_problems_are_the_same_records_everywhere(run, parts, name):
    problems = answer(run, *ANSWERS[name], code=2)["problems"]
    damaged = [one for one in problems if one["place"]["file"].endswith("noi-vu.xlsx")]
    assert [one["code"] for one in damaged] == ["workbook-damaged"]
    assert all(one.keys() == {"code", "severity", "place", "message", "remedy"} for one in problems)


def test_the_format_follows_the_suffix_of_the_output(run, tmp_path):
    for arguments in (ANSWERS["explain"], ANSWERS["criteria list"]):
        assert run(*arguments, "-o", "kết quả.json").returncode == 0
        assert json.loads((tmp_path / "kết quả.json").read_text(encoding="utf-8"))["schema_version"]


def test_a_format_that_a_command_does_not_have_is_refused_with_those_that_it_has(run):
    done = run("criteria", "list", "-f", "csv", "--lang", "en")
    assert done.returncode == 2
    assert re.search(r"table, md, html, json", done.stderr)
