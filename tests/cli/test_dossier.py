"""`xhht dossier` writes whole folders or nothing, and says what it wrote."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from filled import file_of, form_of
from word_templates import texts_of
from xhht_score.api.dossier import write_dossier
from xhht_score.errors import XhhtError
from xhht_score.papers.kinds import TEMPLATE_NAMES


@pytest.fixture
def forms(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("xa-01", "xa-03"):
        Path(f"{name}.xlsx").write_bytes(file_of(name))


def test_the_papers_of_one_form_stand_in_the_folder(run, forms):
    done = run("dossier", "xa-01.xlsx", "-o", "ho-so")
    assert done.returncode == 0
    names = sorted(path.name for path in Path("ho-so").iterdir())
    assert names[0] == "01. Tờ trình đề nghị đánh giá, công nhận Cộng đồng học tập cấp xã.docx"
    assert len(names) == 4
    assert "Xã Mẫu Một: 4 văn bản của đơn vị" in done.stdout
    again = run("dossier", "xa-01.xlsx", "-o", "ho-so")
    assert again.returncode == 2
    assert run("dossier", "xa-01.xlsx", "-o", "ho-so", "--force").returncode == 0


def test_each_of_several_units_has_its_folder(run, forms):
    assert run("dossier", "xa-01.xlsx", "xa-03.xlsx", "-o", "ho-so", "--lang", "en").returncode == 0
    assert sorted(path.name for path in Path("ho-so").iterdir()) == ["X01 Xã Mẫu Một", "X03 Xã Mẫu Ba"]


def test_templates_are_taken_out_and_used_again(run, forms):
    assert run("dossier", "templates", "-o", "mau").returncode == 0
    assert {path.name for path in Path("mau").iterdir()} == {*TEMPLATE_NAMES, "CAC-TRUONG.md"}
    assert run("dossier", "xa-01.xlsx", "-o", "a").returncode == 0
    assert run("dossier", "xa-01.xlsx", "-o", "b", "--templates", "mau").returncode == 0
    for one in Path("a").iterdir():
        assert one.read_bytes() == (Path("b") / one.name).read_bytes()


def test_nothing_is_written_where_a_template_cannot_be_used(run, forms):
    Path("mau").mkdir()
    (Path("mau") / TEMPLATE_NAMES[1]).write_bytes(b"no word file")
    done = run("dossier", "xa-01.xlsx", "-o", "ho-so", "--templates", "mau")
    assert done.returncode == 2
    assert not Path("ho-so").exists()


def test_a_form_that_cannot_be_read_is_left_out_and_said(run, forms):
    Path("hong.xlsx").write_bytes(b"PK")
    done = run("dossier", "xa-01.xlsx", "hong.xlsx", "-o", "ho-so")
    assert done.returncode == 2
    assert "hong.xlsx" in done.stderr
    assert len(list(Path("ho-so").rglob("*.docx"))) == 4


def test_where_the_libraries_are_not_installed_one_sentence_says_how(run, forms, monkeypatch):
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    done = run("dossier", "xa-01.xlsx", "-o", "ho-so", "--lang", "en")
    assert done.returncode == 2
    assert done.stderr.strip() == (
        "error: what makes Word files is not installed. → run: pip install xhht-score[papers]"
    )
    assert not Path("ho-so").exists()


def test_a_form_with_an_error_has_papers_that_say_what_does_not_count(run, forms):
    form = form_of("xa-01")
    form.cell("5.1").value = -5
    form.save("xa-01.xlsx")
    done = run("dossier", "xa-01.xlsx", "-o", "ho-so")
    assert done.returncode == 2
    texts = texts_of(sorted(Path("ho-so").iterdir())[0].read_bytes())
    assert any("số liệu sau đây không được tính" in text and "-5" in text for text in texts)


def test_from_python(forms):
    written = write_dossier("xa-01.xlsx", "ho-so")
    assert all(path.is_file() for path in written.paths)
    with pytest.raises(XhhtError):
        write_dossier("xa-01.xlsx", "ho-so", stage="council")
    with pytest.raises(XhhtError):
        write_dossier("xa-01.xlsx", "ho-so", stage="hoi-dong")
