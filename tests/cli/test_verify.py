"""Papers held against their forms: an unaltered one agrees wherever it is verified, and no altered figure passes."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from command import Run, in_process
from make import HERE
from xhht_score.api.proving import ProofInputs, prove
from xhht_score.reports.proofs import Proof

FORMS = {
    "bathuoc": HERE / "bathuoc.xlsx",
    "xa": HERE / "tt25" / "xa" / "xa-01.xlsx",
    "bantin": HERE / "tt24" / "ban-tuyen-giao-mau.xlsx",
}
FIGURE = re.compile(r"\d+")


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the page of each form in each format, which no test may change."""
    folder = tmp_path_factory.mktemp("papers")
    for name, form in FORMS.items():
        for suffix in ("html", "md", "xlsx"):
            assert in_process(("score", form, "-o", f"{name}.{suffix}"), folder, {}).returncode == 0
    return folder


@pytest.fixture
def papers(made_once: Path, tmp_path: Path) -> Path:
    """Give the pages in the test's own directory."""
    return Path(shutil.copytree(made_once, tmp_path, dirs_exist_ok=True))


def proven(paper: Path, *forms: Path) -> Proof:
    return prove(paper, ProofInputs(forms))


def altered(digits: str, dice: random.Random) -> str:
    at = dice.randrange(len(digits))
    return digits[:at] + dice.choice([one for one in "0123456789" if one != digits[at]]) + digits[at + 1 :]


def test_what_nobody_altered_agrees_wherever_the_form_lies_now(papers: Path):
    for name, form in FORMS.items():
        moved = Path(shutil.copy(form, papers / f"{name}-chuyển 2.xlsx"))
        for suffix in ("html", "md", "xlsx"):
            found = proven(papers / f"{name}.{suffix}", moved)
            assert (found.deviations, found.problems) == ((), ()), (name, suffix)


@pytest.mark.more
@pytest.mark.parametrize("name", FORMS)
def test_every_altered_figure_of_a_page_is_named(papers: Path, name: str, request: pytest.FixtureRequest):
    """Runs of digits between the tags, one at a time: every third, by default five."""
    page, dice = (papers / f"{name}.md").read_text("utf-8"), random.Random(name)
    body = page.index("\n<!--")
    spots = [
        one
        for one in FIGURE.finditer(page, 0, body)
        if FORMS[name].name not in page.splitlines()[page.count("\n", 0, one.start())]
    ]
    spots = spots[::3] if request.config.option.thorough else dice.sample(spots, 5)
    paper = papers / "sai.md"
    for one in spots:
        paper.write_text(page[: one.start()] + altered(one[0], dice) + page[one.end() :], encoding="utf-8")
        found = proven(paper, FORMS[name])
        assert any(each.counts for each in found.deviations), page[one.start() - 40 : one.end() + 20]


@pytest.mark.more
@pytest.mark.parametrize("name", FORMS)
def test_every_altered_figure_of_a_workbook_is_named(papers: Path, name: str, request: pytest.FixtureRequest):
    dice = random.Random(name)
    book = load_workbook(papers / f"{name}.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]
    cells = cells[::3] if request.config.option.thorough else dice.sample(cells, 4)
    paper = papers / "sai.xlsx"
    for cell in cells:
        own = cell.value
        cell.value = own + dice.choice([1, -1, 10]) * (0.01 if isinstance(own, float) else 1)
        book.save(paper)
        found = [one for one in proven(paper, FORMS[name]).deviations if one.counts]
        assert [(one.kind, one.spot.sheet, one.spot.row) for one in found] == [("figure", cell.parent.title, cell.row)]
        cell.value = own


def saved_books(folder: Path) -> tuple[Path, ...]:
    """Write the workbook of a report for LibreOffice to save."""
    assert in_process(("report", "--all", "--dir", HERE, "-o", "bao-cao.xlsx"), folder, {}).returncode == 0
    return (folder / "bao-cao.xlsx",)


@pytest.mark.office(saved_books, "xlsx")
def test_a_workbook_that_libreoffice_saved_agrees(saved: list[Path]):
    found = proven(saved[0], HERE)
    assert (found.deviations, found.problems) == ((), ())


def test_a_report_is_held_against_its_folder(run: Run, tmp_path: Path):
    assert run("report", "--all", "--dir", HERE, "-o", "bc.html", "--by", "parent").returncode == 0
    assert run("verify", "bc.html", "--form", HERE).returncode == 0
    page = (tmp_path / "bc.html").read_text("utf-8")
    (tmp_path / "bc.html").write_text(page.replace("Đang phấn đấu", "Đạt danh hiệu", 1), encoding="utf-8")
    said = run("verify", "bc.html", "--form", HERE, "-f", "json")
    assert said.returncode == 1
    (paper,) = json.loads(said.stdout)["papers"]
    assert not paper["agrees"]
    assert {one["kind"] for one in paper["deviations"]} == {"verdict"}


def test_another_units_form_is_said(run: Run, papers: Path):
    said = run("verify", "bathuoc.md", "--form", HERE / "samson.xlsx")
    assert said.returncode == 1
    assert "số liệu khác số liệu trong biểu này" in said.stderr


def test_a_paper_that_cannot_be_read_does_not_hide_the_others(run: Run, papers: Path):
    (papers / "la.docx").write_bytes(b"PK\x03\x04")
    said = run("verify", "la.docx", "bathuoc.md", "--form", FORMS["bathuoc"])
    assert said.returncode == 2
    assert "la.docx" in said.stderr
    assert "Khớp" in said.stdout


def test_the_turned_reading_of_a_paper_is_turned_again(run: Run, tmp_path: Path):
    form = FORMS["xa"]
    assert run("score", form, "--reading", "thieu-thiet-che=khong-ap-dung", "-o", "a.md").returncode == 0
    assert run("verify", "a.md", "--form", form).returncode == 0
