"""Papers read back as text: what a reader sees, from whatever program saved them."""

from __future__ import annotations

import re
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

import xhht_score
from broken_files import patched
from make import HERE
from xhht_score.errors import Place, Problem, XhhtError
from xhht_score.numbers import Language
from xhht_score.papers.reading import read_paper
from xhht_score.proof.lines import PaperText
from xhht_score.words import LANGUAGES, Words

SOURCES = Path(xhht_score.__file__).parent
REFUSED = re.compile(r'Refused\("([a-z-]+)"')
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
CUSTOM = (
    f'<Properties xmlns="{PROPERTIES}" xmlns:vt="{TYPES}">'
    '<property fmtid="x" pid="2" name="xhht:form"><vt:lpwstr>12ab</vt:lpwstr></property>'
    '<property fmtid="x" pid="3" name="Khác"><vt:lpwstr>1</vt:lpwstr></property></Properties>'
)


def word(body: str, **parts: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            file.writestr(f"word/{name}.xml", f"<w:hdr {W}>{text}</w:hdr>")
        file.writestr("docProps/custom.xml", CUSTOM)
    return out.getvalue()


def read(content: bytes) -> PaperText:
    return read_paper(content, "a.docx")


def texts(content: bytes) -> list[str]:
    return [one.text for one in read(content).lines]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_runs_of_a_paragraph_are_one_text():
    paragraph = f"<w:p>{run('78,')}{run('4')}<w:r><w:tab/></w:r>{run('5%')}<w:hyperlink>{run(' x')}</w:hyperlink></w:p>"
    assert texts(word(paragraph)) == ["78,4 5% x"]


@pytest.mark.parametrize("off", ["0", "false", "off"])
def test_hidden_text_is_none(off: str):
    paragraph = (
        f"<w:p>{run('7', '<w:vanish/>')}{run('8')}{run('9', f'<w:vanish w:val={chr(34)}{off}{chr(34)}/>')}</w:p>"
    )
    assert texts(word(paragraph)) == ["89"]


def test_tracked_changes_are_read_as_if_accepted_and_remarked():
    struck = "<w:del><w:r><w:delText>70</w:delText></w:r></w:del>"
    paper = read(word(f"<w:p>{struck}<w:ins>{run('75')}</w:ins></w:p>"))
    assert [one.text for one in paper.lines] == ["75"]
    assert paper.remarks == (("tracked", None),)


def test_numbers_of_pages_are_no_text_and_other_fields_are():
    def field(instruction: str, result: str) -> str:
        kinds = [f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "separate", "end")]
        return f"{kinds[0]}<w:r><w:instrText> {instruction} </w:instrText></w:r>{kinds[1]}{run(result)}{kinds[2]}"

    simple = f'<w:fldSimple w:instr=" NUMPAGES ">{run("9")}</w:fldSimple>'
    assert texts(word(f"<w:p>{field('PAGE', '3')}{run('a')}{field('DATE', '2021')}{simple}</w:p>")) == ["a2021"]


def test_rows_of_tables_have_cells_and_tables_in_cells_are_part_of_them():
    inner = f"<w:tbl><w:tr><w:tc><w:p>{run('trong')}</w:p></w:tc></w:tr></w:tbl>"
    row = f"<w:tr><w:tc><w:p>{run('1.1')}</w:p><w:p>{run('b')}</w:p></w:tc><w:tc>{inner}<w:p/></w:tc></w:tr>"
    paper = read(word(f"<w:p>{run('a')}</w:p><w:tbl>{row}{row}</w:tbl><w:tbl>{row}</w:tbl>"))
    assert [one.cells for one in paper.lines] == [("a",), *[("1.1 b", "trong")] * 3]
    assert [(one.spot.table, one.spot.row) for one in paper.lines] == [(None, 1), (1, 1), (1, 2), (2, 1)]


def test_boxes_are_read_once_and_headers_each_text_once():
    box = f"<w:txbxContent><w:p>{run('hộp')}</w:p></w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    head = f"<w:p>{run('Mã 38')}</w:p>"
    content = word(
        f"<w:p>{run('a')}<w:r>{both}</w:r></w:p>", header1=head, header2=head, footer1=f"<w:p>{run('c')}</w:p>"
    )
    assert texts(content) == ["hộp", "a", "c", "Mã 38"]


def test_a_paper_says_how_it_was_made():
    assert read(word("")).made == {"form": "12ab"}


def test_markdown_as_it_is_written():
    page = "# Huyện A, 2020\n\n- 5\\. điểm &amp; 7\\*\n\n| Mã | Điểm |\n|:---|---:|\n| 1\\|1 | **5,00** |\n"
    page += "\n<!--\nxhht:form:1=1f%20a\n-->\n"
    paper = read_paper(page.encode(), "a.md")
    assert [one.cells for one in paper.lines] == [
        ("Huyện A, 2020",), ("5. điểm & 7*",), ("Mã", "Điểm"), ("1|1", "5,00"),
    ]  # fmt: skip
    assert paper.made == {"form:1": "1f a"}


def test_pages_have_paragraphs_rows_and_words_of_pictures():
    page = (
        "<!doctype html><html><head><meta name='xhht:form' content='1f'><title>T</title><style>p{}</style></head><body>"
        "<h1>Huyện <b>A</b></h1><p>7<span>8</span>,4<br>x</p><table><tr><th>Mã<td><p>5</p>,0</td></tr></table>"
        "<svg><title>Hình</title><text>70%</text></svg><script>var a = 5;</script></body></html>"
    )
    paper = read_paper(page.replace("<th>Mã<td>", "<th>Mã</th><td>").encode(), "a.html")
    assert [one.text for one in paper.lines] == ["T", "Huyện A", "78,4 x", "Mã | 5 ,0", "Hình", "70%"]
    assert paper.made["form"] == "1f"
    other = read_paper(page.replace("p{}", "p{display:none}").encode(), "a.html")
    assert other.made["dress"] != paper.made["dress"]


def test_sheets_read_numbers_as_they_are_shown():
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Kết quả"
    sheet.append(["Bá Thước", 0.7845, 78.45, None, "=1+1", 0.7845, "2020"])
    sheet["B1"].number_format = "0.00%"
    sheet["F1"].number_format = "0%"
    book.create_sheet("Kín").sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    paper = read_paper(out.getvalue(), "a.xlsx")
    assert [one.text for one in paper.lines] == [
        "Kết quả", "Bá Thước | 78.45% | 78.45 | 78% (78.45%) | 2020", "Kín",
    ]  # fmt: skip
    assert [(name, spot.column if spot else 0) for name, spot in paper.remarks] == [("formula", 5), ("hidden", None)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"PK\x03\x04rest",
        b"%PDF-1.7\n\0",
        word("<w:p>")[:-40],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ],
)
def test_what_is_no_paper_is_said(content: bytes):
    with pytest.raises(XhhtError) as caught:
        read_paper(content, "lạ.docx")
    assert [one.code for one in caught.value.problems] == ["paper-unreadable"]


def test_a_workbook_that_can_be_read_in_two_ways_is_refused_with_its_place(tmp_path):
    path = Path(shutil.copy(HERE / "bathuoc.xlsx", tmp_path))
    patched(path, lambda xml: xml.replace(b"<sheetData>", b'<sheetData><x:row xmlns:x="x" r="1"/>'))
    with pytest.raises(XhhtError) as caught:
        read_paper(path.read_bytes(), "a.xlsx")
    (problem,) = caught.value.problems
    assert (problem.arguments["reason"], bool(problem.place.sheet)) == ("unreadable-cells-unclear", True)


@pytest.mark.parametrize("cell", [b' t="b"><v>x</v>', b' t="e"><v>7</v>', b' t="n"><v>x</v>', b' t="s"><v>999999</v>'])
def test_a_cell_that_cannot_be_read_is_damage(tmp_path, cell: bytes):
    path = Path(shutil.copy(HERE / "bathuoc.xlsx", tmp_path))
    patched(
        path,
        lambda xml: re.sub(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)[^<>]*><v>[0-9]+</v>', rb"\1" + cell, xml, count=1),
    )
    with pytest.raises(XhhtError) as caught:
        read_paper(path.read_bytes(), "a.xlsx")
    assert [one.arguments["reason"] for one in caught.value.problems] == ["unreadable-workbook-damaged"]


def test_a_number_that_no_spreadsheet_holds_is_a_text(tmp_path):
    path = Path(shutil.copy(HERE / "bathuoc.xlsx", tmp_path))
    patched(path, lambda xml: re.sub(rb"<v>[0-9]+</v>", b"<v>1E999</v>", xml, count=1))
    assert any("inf" in one.cells for one in read_paper(path.read_bytes(), "a.xlsx").lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_file_is_refused_for_can_be_said(language: Language):
    codes = {one for path in sorted(SOURCES.rglob("*.py")) for one in REFUSED.findall(path.read_text("utf-8"))}
    words = Words(language)
    said = {words.line(Problem("paper-unreadable", Place("a"), {"reason": f"unreadable-{one}"})) for one in codes}
    assert len(said) == len(codes) > 8


def test_entities_are_refused():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("word/document.xml", f"<!DOCTYPE a [<!ENTITY b 'c'>]><w:document {W}><w:body/></w:document>")
    with pytest.raises(XhhtError) as caught:
        read_paper(out.getvalue(), "a.docx")
    assert [one.arguments["reason"] for one in caught.value.problems] == ["unreadable-workbook-unsafe"]
