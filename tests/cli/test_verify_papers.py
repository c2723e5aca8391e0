"""Papers of a dossier held against their forms: as the program wrote them, filled in, saved by LibreOffice, altered."""

from __future__ import annotations

import random
import re
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from command import Run, in_process
from effort import some
from make import HERE
from xhht_score.api.proving import ProofInputs, prove
from xhht_score.api.single import assess
from xhht_score.errors import XhhtError
from xhht_score.papers.dossiers import papers_of, written_paper
from xhht_score.reports.proofs import Proof
from xhht_score.version import __version__

FORMS = {
    "bathuoc": HERE / "bathuoc.xlsx",
    "xa": HERE / "tt25" / "xa" / "xa-01.xlsx",
    "truong": HERE / "tt24" / "truong-trung-cap-mau.xlsx",
}
DOCUMENT = "word/document.xml"
FIGURE = re.compile(r"\d+")
#: What people write where the program left dotted lines: the office, the number, the day, the signer.
OFFICE = """\
unit:
  {superior: ỦY BAN NHÂN DÂN TỈNH MẪU, place: Mẫu 9, number: 12, symbol: TTr-UBND, date: 2025-02-20,
   signer: {authority: TM. ỦY BAN NHÂN DÂN, position: CHỦ TỊCH, name: Nguyễn Văn Mẫu}}
"""


def proven(paper: Path, name: str, **more: Path) -> Proof:
    return prove(paper, ProofInputs((FORMS[name],), **more))


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return out.getvalue()


@pytest.mark.more
@pytest.mark.parametrize("name", FORMS)
def test_every_altered_figure_is_named(name: str, tmp_path: Path, request: pytest.FixtureRequest):
    """Runs of digits of every paper of a unit, one at a time: every fifth, by default two of each paper."""
    assessment, dice, paper = assess(FORMS[name]), random.Random(name), tmp_path / "sai.docx"
    for one in papers_of(assessment).papers:
        parts = parts_of(written_paper(assessment, one.id, version=__version__))
        document = parts[DOCUMENT].decode()
        texts = [found.span(1) for found in re.finditer(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", document)]
        spots = [
            found.span()
            for start, end in texts
            for found in FIGURE.finditer(document, start, end)
            if document[found.start() - 1] != "#"
        ]  # no letter by its number
        for start, end in spots[::5] if request.config.option.thorough else dice.sample(spots, 2):
            digit = dice.choice([each for each in "0123456789" if each != document[start]])
            altered = document[:start] + digit + document[start + 1 :]
            paper.write_bytes(packed({**parts, DOCUMENT: altered.encode()}))
            found = [each for each in proven(paper, name).deviations if each.counts]
            assert [each.kind for each in found] == ["figure"], (one.id, document[start - 60 : end + 20])
            assert document[start:end] in found[0].expected


def dossiers(folder: Path) -> tuple[Path, ...]:
    """Write the dossiers of the forms for LibreOffice to save, each paper under a name of its own."""
    made: list[Path] = []
    for name, form in some([*FORMS.items()], 3):
        assert in_process(("dossier", form, "-o", name), folder, {}).returncode == 0
        papers = sorted((folder / name).rglob("*.docx"))
        made += [paper.rename(folder / f"{name}-{paper.name[:2]}.docx") for paper in papers]
        shutil.rmtree(folder / name)
    return tuple(made)


@pytest.mark.more
@pytest.mark.office(dossiers, "docx")
def test_papers_that_libreoffice_saved_agree(saved: list[Path]):
    assert len(saved) >= 3
    for paper in saved:
        found = proven(paper, paper.name.split("-")[-2])
        assert (found.deviations, found.problems) == ((), ()), paper.name


def test_what_an_office_filled_in_is_no_difference(run: Run, tmp_path: Path):
    (tmp_path / "office.yaml").write_text(OFFICE, encoding="utf-8")
    assert run("dossier", FORMS["xa"], "-o", "ho-so", "--office", "office.yaml").returncode == 0
    for paper in (tmp_path / "ho-so").rglob("*.docx"):
        assert proven(paper, "xa", office=tmp_path / "office.yaml").deviations == ()
        assert proven(paper, "xa").agrees, paper.name


def test_notes_that_are_deleted_before_signing_are_no_difference(tmp_path: Path):
    """A note that is altered is one all the same: it has figures."""
    assessment, paper = assess(FORMS["bathuoc"]), tmp_path / "to-trinh.docx"
    paper.write_bytes(written_paper(assessment, "to-trinh", version=__version__, notes=False))
    found = proven(paper, "bathuoc")
    assert found.agrees
    assert {one.kind for one in found.deviations} == {"wording"}
    parts = parts_of(written_paper(assessment, "to-trinh", version=__version__))
    parts[DOCUMENT] = parts[DOCUMENT].replace("không lấy từ văn bản".encode(), "lấy từ 3 văn bản".encode())
    paper.write_bytes(packed(parts))
    assert not proven(paper, "bathuoc").agrees


def test_a_line_with_figures_that_is_gone_and_was_no_note_is_a_difference(tmp_path: Path):
    assessment, paper = assess(FORMS["bathuoc"]), tmp_path / "to-trinh.docx"
    parts = parts_of(written_paper(assessment, "to-trinh", version=__version__))
    document = parts[DOCUMENT].decode()
    line = next(one for one in re.findall(r"<w:p[ >](?:(?!<w:p[ >]).)*?</w:p>", document) if "năm 2020" in one)
    paper.write_bytes(packed({**parts, DOCUMENT: document.replace(line, "", 1).encode()}))
    found = proven(paper, "bathuoc")
    assert {one.kind for one in found.deviations if one.counts} == {"lacking"}
    assert not found.agrees


def test_a_paper_of_an_offices_own_template_needs_it(run: Run, tmp_path: Path):
    assert run("dossier", "templates", "-o", "mau").returncode == 0
    for template in (tmp_path / "mau").glob("*.docx"):
        parts = parts_of(template.read_bytes())
        parts[DOCUMENT] = parts[DOCUMENT].replace("Độc lập".encode(), "Độc  lập".encode())
        template.write_bytes(packed(parts))
    assert run("dossier", FORMS["xa"], "-o", "ho-so", "--templates", "mau").returncode == 0
    papers = sorted((tmp_path / "ho-so").rglob("*.docx"))
    assert all(proven(one, "xa", templates=tmp_path / "mau").deviations == () for one in papers)
    with pytest.raises(XhhtError) as caught:
        proven(papers[0], "xa")
    assert [one.code for one in caught.value.problems] == ["paper-own-template"]


def test_a_paper_of_another_form_is_said_and_held_against_the_one_that_is_there(run: Run, tmp_path: Path):
    assert run("dossier", FORMS["xa"], "-o", "ho-so").returncode == 0
    papers = sorted((tmp_path / "ho-so").rglob("*.docx"))
    said = run("verify", *papers, "--form", HERE / "tt25" / "xa" / "xa-02.xlsx")
    assert said.returncode == 1
    assert said.stderr.count("số liệu khác số liệu trong biểu này") == len(papers)
