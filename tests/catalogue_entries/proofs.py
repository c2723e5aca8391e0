"""Examples of what is said about papers that are held against the forms that they were made from."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook

from catalogue_entries.commands import FORM, with_form
from catalogue_entries.example import Example, place_of
from filled import QUIET, file_of, form_of
from xhht_score.api.planned import looking_ahead
from xhht_score.api.single import assess
from xhht_score.papers.dossiers import written_paper
from xhht_score.reports.books import score_book
from xhht_score.reports.page import write_page
from xhht_score.reports.sheets import book_bytes
from xhht_score.reports.unit import compose_units
from xhht_score.version import __version__
from xhht_score.words import Words
from xhht_score.workbook import layout

WORDS = Words("vi")


def _proof(code: str, paper: str, make: Callable[[Path, Path], str | None], how: str) -> Example:
    """Give an example in whose folder a form and a paper of it lie; `make` harms the paper or the form."""

    def prepare(folder: Path) -> str:
        with_form(folder)
        return make(folder, folder / paper) or paper

    return Example(code, ("verify", paper, "--form", FORM), prepare, how, own_folder=True)


def page_of(folder: Path) -> str:
    """Give the page of the form in a folder."""
    return write_page(WORDS, compose_units(WORDS, [looking_ahead(assess(folder / FORM))]))


def _replaced(old: str, new: str) -> Callable[[Path, Path], None]:
    def make(folder: Path, paper: Path) -> None:
        page = page_of(folder)
        assert old in page
        paper.write_text(page.replace(old, new, 1), encoding="utf-8")

    return make


def _other_form(folder: Path, paper: Path) -> None:
    paper.write_text(page_of(folder), encoding="utf-8")
    one = form_of("samson", answers=QUIET)
    one.cell("1.1", layout.NOTE).value = "đã bổ sung"
    one.save(folder / FORM)


def _other_set(folder: Path, paper: Path) -> None:
    rules = assess(folder / FORM).sha256[:16]
    paper.write_text(page_of(folder).replace(rules, "0123456789abcdef", 1), encoding="utf-8")


def _of_two(folder: Path, paper: Path) -> None:
    (folder / "b.xlsx").write_bytes(file_of("bathuoc", answers=QUIET))
    both = [assess(folder / FORM), assess(folder / "b.xlsx")]
    paper.write_text(write_page(WORDS, compose_units(WORDS, [looking_ahead(one) for one in both])), encoding="utf-8")


def _changed_book(change: Callable[..., str | None]) -> Callable[[Path, Path], str]:
    def make(folder: Path, paper: Path) -> str:
        paper.write_bytes(book_bytes(score_book(WORDS, [assess(folder / FORM)], ())))
        book = load_workbook(paper)
        place = change(book)
        book.save(paper)
        return place_of(paper.name, place)

    return make


def _formula(book: Any) -> object:
    cell = book.worksheets[0]["C2"]
    cell.value = f"={cell.value}"
    return cell


def _hidden(book: Any) -> object:
    sheet = book.worksheets[-1]
    sheet.sheet_state = "hidden"
    return sheet


def _of_dossier(change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> Callable[[Path, Path], None]:
    """Give how to write the unit's submission by a template that is changed, or change what was written."""

    def make(folder: Path, paper: Path) -> None:
        written = written_paper(assess(folder / FORM), "to-trinh", version=__version__)
        with ZipFile(BytesIO(written)) as file:
            parts = change({name: file.read(name) for name in file.namelist()})
        with ZipFile(paper, "w") as file:
            for name, part in parts.items():
                file.writestr(name, part)

    return make


def _other_template(parts: dict[str, bytes]) -> dict[str, bytes]:
    told = re.sub(rb'(?<=name="xhht:template"><vt:lpwstr>)[0-9a-f]+', b"0123456789abcdef", parts["docProps/custom.xml"])
    return {**parts, "docProps/custom.xml": told}


def _tracked(parts: dict[str, bytes]) -> dict[str, bytes]:
    name = "word/document.xml"
    return {**parts, name: re.sub(rb"(<w:r>|<w:r .*?>)(.*?)</w:r>", rb"<w:ins>\g<0></w:ins>", parts[name], count=1)}


HAS_PAGE = f"`{FORM}` is a sound form, and `trang.html` the page that `xhht score` made of it"

EXAMPLES = (
    _proof("paper-unreadable", "trang.html", lambda _, paper: paper.write_bytes(b"%PDF-1.7\n\0") and None,
           "`trang.html` is a PDF by another name."),
    _proof("paper-not-ours", "trang.html",
           lambda _, paper: paper.write_text("<!DOCTYPE html><p>Bá Thước: 81,07%</p>", encoding="utf-8") and None,
           "`trang.html` was written by hand."),
    _proof("paper-not-proven", "trang.html",
           _replaced('name="xhht:kind" content="score"', 'name="xhht:kind" content="split"'),
           f"{HAS_PAGE}, but that it says another command's name."),
    _proof("paper-other-form", "trang.html", _other_form, f"{HAS_PAGE} before a note was put into it."),
    _proof("paper-form-lacking", "trang.html", _of_two, f"`trang.html` is the page of `{FORM}` and of another form."),
    _proof("paper-other-set", "trang.html", _other_set,
           f"{HAS_PAGE}, but for the fingerprint of the set in it."),
    _proof("paper-other-program", "trang.html",
           _replaced(f'name="xhht:program" content="{__version__}"', 'name="xhht:program" content="0.1.9"'),
           f"{HAS_PAGE}, with the number of another version in it."),
    _proof("paper-dressed", "trang.html", _replaced("--ground: #fff", "--ground: #eee"),
           f"{HAS_PAGE}, but for a colour of its style."),
    _proof("paper-own-template", "to-trinh.docx", _of_dossier(_other_template),
           "`to-trinh.docx` says that it was made by a template which is not the program's."),
    _proof("paper-tracked", "to-trinh.docx", _of_dossier(_tracked), "`to-trinh.docx` has a tracked insertion."),
    _proof("paper-formula", "bang.xlsx", _changed_book(_formula), "A figure of the workbook is a formula."),
    _proof("paper-hidden", "bang.xlsx", _changed_book(_hidden), "The last sheet of the workbook is hidden."),
)  # fmt: skip
