"""Every example of every help page runs, in a folder that has the files which the page speaks of."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook

from catalogue_entries.assignments import sound
from command import in_process
from effort import some
from make import CRITERIA, HERE
from xhht_score.words.help_english import HELP as ENGLISH
from xhht_score.words.help_vietnamese import HELP as VIETNAMESE

RULES, PROVINCE = HERE.parent / "criteria" / f"{CRITERIA}.yaml", HERE / "tt25" / "xa-tinh-mau.yaml"
#: What stands in the folder, and of which file of the repository it is a copy; forms and parts are made.
COPIES = {
    "2019.xlsx": HERE / "bathuoc.xlsx",
    "huyen.xlsx": HERE / "tt25" / "huyen-mau.xlsx",
    "huyen-2023.xlsx": HERE / "tt25" / "huyen-mau.xlsx",
    "xa": HERE / "tt25" / "xa",
    "forms": HERE / "tt25" / "xa",
    "xa.xlsx": HERE / "tt25" / "xa" / "xa-01.xlsx",
    "commune.xlsx": HERE / "tt25" / "xa" / "xa-01.xlsx",
    "criteria.yaml": RULES,
    "criteria/rules.yaml": RULES,
    "tinh.yaml": PROVINCE,
    "province.yaml": PROVINCE,
    "examples/bathuoc.xlsx": HERE / "bathuoc.xlsx",
    "examples/samson.xlsx": HERE / "samson.xlsx",
    **{f"{name}.xlsx": HERE / f"{name}.xlsx" for name in ("bathuoc", "nongcong", "samson", "yendinh")},
}
#: Every line of the Vietnamese pages, which have the same ones as the English; with `--thorough` those too.
EXAMPLES = {
    line.strip(): (language, line.strip())
    for language, pages in some((("vi", VIETNAMESE), ("en", ENGLISH)), 2)
    for key, page in pages.items()
    if key.startswith("example-")
    for line in page.splitlines()
    if line.startswith("  ")
}
#: Examples whose answer is no: not every unit is eligible, and parts that are waited for are not there yet.
ANSWER_IS_NO = 1


@pytest.fixture(scope="module")
def spoken_of(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spoken_of")
    for name, source in COPIES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, folder / name)
    shutil.copytree(HERE / "tt25" / "xa", folder / "2024")
    for year in ("2022", "2023"):
        (folder / year).mkdir()
        shutil.copyfile(HERE / "bathuoc.xlsx", folder / year / "bathuoc.xlsx")
    return folder


def list_of_units(path: Path) -> None:
    """Write a list of two communes."""
    book = Workbook()
    for row in (("name", "code", "year"), ("Xã Mẫu", 1, 2025), ("Xã Bên", "00002", 2025)):
        book.worksheets[0].append(row)
    book.save(path)


def list_of_offices(path: Path) -> None:
    """Write a list of who collects what of the pilot set."""
    book = Workbook()
    for row in sound():
        book.worksheets[0].append(row)
    book.save(path)


def made_before(folder: Path, paper: str) -> None:
    """Make the paper that an example verifies, of the form that it is held against."""
    match Path(paper).suffix:
        case ".docx":
            made = in_process(("dossier", "bathuoc.xlsx", "-o", "giấy"), folder, {})
            (folder / paper).parent.mkdir()
            for one in (folder / "giấy").rglob("*.docx"):
                one.rename((folder / paper).parent / one.name)
        case ".xlsx":
            forms = "bieu" if paper == "bao-cao.xlsx" else "forms"
            shutil.copytree(HERE / "tt25" / "xa", folder / forms, dirs_exist_ok=True)
            made = in_process(("report", "--all", "--dir", forms, "-o", paper), folder, {})
        case _:
            made = in_process(("score", "bathuoc.xlsx", "-o", paper), folder, {})
    assert made.returncode == 0, made.stderr


@pytest.mark.more
@pytest.mark.parametrize("shown", EXAMPLES)
def test_an_example_of_a_help_page_runs(run, spoken_of, request, tmp_path, shown):
    language, line = EXAMPLES[shown]
    folder = tmp_path / "folder"
    shutil.copytree(spoken_of, folder)
    if "--all" in line and "--dir" not in line:  # in a folder of forms, not in one where everything lies
        folder = folder / "examples"
    for name in ("parts", "phan"):
        if re.search(rf"\b{name}/", line) and "split" not in line:
            shutil.copytree(request.getfixturevalue("split_form"), folder / name)
    for name in re.findall(r"--from ((?:communes|cac-xa)\.xlsx)", line):
        list_of_units(folder / name)
    for name in re.findall(r"--by ((?:who|phan-cong)\.xlsx)", line):
        list_of_offices(folder / name)
    for paper in re.findall(r"verify (\S+)", line):
        made_before(folder, paper)
    program, *arguments = shlex.split(line)
    done = run(*arguments, cwd=folder, XHHT_LANG=language)
    assert program == "xhht"
    assert done.returncode == 0 or (done.returncode == ANSWER_IS_NO and "--require" in line), done.stderr + done.stdout


def test_every_command_has_an_example_in_both_languages():
    assert {key for key in ENGLISH if key.startswith("short-")} == {
        key.replace("example-", "short-") for key in ENGLISH if key.startswith("example-") and key != "example-xhht"
    }
    assert [len(page.splitlines()) for key, page in VIETNAMESE.items() if key.startswith("example-")] == [
        len(page.splitlines()) for key, page in ENGLISH.items() if key.startswith("example-")
    ]
