"""Forms of strangers: what could be read in two ways is refused, and nothing repeated costs more than it is long."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest

import corpus
import effort
import hostile
from broken_files import patched
from containers import parts_of
from xhht_score import XhhtError, assess
from xhht_score.spreadsheet.archive import Clock, Refused
from xhht_score.spreadsheet.limits import Limits
from xhht_score.spreadsheet.shared_texts import texts_anew
from xhht_score.spreadsheet.worksheet import read_worksheet
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import open_form

HOSTILE = Path(__file__).parents[1] / "faults/hostile"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#: Twice as much may take twice as long and a bit; seconds below which nothing is said.
MOST, WORTH_SAYING = 3, 0.4
SIZE = effort.times(20_000, 100_000)


@pytest.mark.parametrize(
    ("file", "codes"),
    [
        ("regex-formula-cell", set()),
        ("regex-hidden-row", set()),
        ("combining-marks", {"text-too-long"}),
        ("twin-sheetdata", {"cells-unclear"}),
    ],
)
def test_a_hostile_file_is_scored_or_refused_at_once(file, codes, tmp_path):
    seconds, said = hostile.measured((HOSTILE / f"{file}.xlsx").read_bytes(), tmp_path / "form.xlsx")
    assert seconds < 5
    assert codes == set(said.split(", ")) if codes else "workbook" not in said


@pytest.mark.more
@pytest.mark.parametrize("name", effort.some([*hostile.CONSTRUCTS], one_in=5))
def test_a_construct_twice_as_often_takes_no_more_than_its_share(name, tmp_path):
    make = hostile.CONSTRUCTS[name]
    hostile.measured(corpus.sound(), tmp_path / "form.xlsx")

    def within_its_share() -> bool:
        one, other = (hostile.measured(make(n), tmp_path / "form.xlsx")[0] for n in (SIZE, 2 * SIZE))
        return other < WORTH_SAYING or other < MOST * max(one, WORTH_SAYING / 2)

    assert any(within_its_share() for _ in range(3))  # a loaded machine is slow now and then


def of_sound(tmp_path: Path) -> Any:
    path = tmp_path / "sound.xlsx"
    path.write_bytes(corpus.sound())
    return assess(path).scorecard.total


@pytest.mark.more
@pytest.mark.parametrize("seed", range(effort.times(15, 200)))
def test_no_cell_that_one_program_sees_and_another_does_not_is_scored(seed, tmp_path):
    """Either the file is refused, or scored as without the second cell, or by the one value that there is."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(hostile.in_two_ways(random.Random(f"two ways {seed}")))
    codes = set(hostile.measured(path.read_bytes(), path)[1].split(", "))
    if codes & {"cells-unclear", "workbook-damaged"}:
        return
    (row,) = (row for row in open_form(path).answers if row[0].id == "1.5")
    (cell,) = (cell for cell in row if cell.field == "value_1")
    xml = parts_of(path.read_bytes())[corpus.answers_part()].decode()
    (stored,) = re.findall(rf'<c r="{cell.cell}"[^>]*>(.*?)</c>', xml)
    if cell.value == "":
        assert "<extLst>" in stored
        assert "answer-blank" in codes
    else:
        digits = re.sub(r"<!--.*?-->|<!\[CDATA\[|\]\]>|<[^>]*>", "", stored)
        assert f"{cell.value:g}" == digits
        assert assess(path).scorecard.total == of_sound(tmp_path) or digits != f"{corpus.form().cell('1.5').value}"


@pytest.mark.more
@pytest.mark.parametrize("name", [*hostile.CONSTRUCTS][:: effort.times(40, 10)])
def test_every_command_takes_a_hostile_form_with_a_sentence(name, tmp_path):
    assert hostile.commanded(hostile.CONSTRUCTS[name](5_000), tmp_path) == []


@pytest.mark.more
@pytest.mark.parametrize("name", ["references in all formulas", *hostile.CONSTRUCTS][:: effort.times(50, 8)])
def test_a_batch_goes_on_with_a_hostile_form_in_it(name, tmp_path):
    assert hostile.batch(hostile.CONSTRUCTS[name](20_000), tmp_path / "batch", 12) == ""


def sheet(rows: str, around: str = "", root: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}"{root}><sheetData>{rows}</sheetData>{around}</worksheet>'.encode()


def rows_of(xml: bytes) -> bytes:
    return read_worksheet(xml, "a", Limits(), Clock(Limits())).rows


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>1</t><t>2</t></is></c></row>',
        '<row r="1"><c r="A1"><is><t>1</t></is></c></row>',
        '<row r="1"><x:c xmlns:x="x" r="A1"><x:v>1</x:v></x:c></row>',
        '<row r="1"><c r="A1"><v>1</v><x:y xmlns:x="x"><x:v>2</x:v></x:y></c></row>',
        '<row xmlns="" r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1" xmlns="urn:x"><c r="A1"><v>1</v></c></row>',
        '<c r="A1"><v>1</v></c>',
        '<row r="1"><c r="A1"><v>1</v></c></row></sheetData><sheetData>',
    ],
)
def test_cells_that_could_be_read_in_two_ways_are_refused(rows):
    with pytest.raises(Refused) as error:
        rows_of(sheet(rows))
    assert (error.value.code, error.value.sheet) == ("cells-unclear", "a")


@pytest.mark.parametrize(
    ("xml", "rows"),
    [
        (sheet('<row r="1"><c r="A1"><v>1<!--x-->3</v></c></row>'), b"<v>13</v>"),
        (sheet('<row r="1"><c r="A1"><v><![CDATA[13]]></v></c></row>'), b"<v>13</v>"),
        (sheet("<row><c/><c><v>1</v></c></row>"), b'<c r="B1" s="0" t="n"><v>1</v></c>'),
        (sheet('<row r="1"><c r="a1"><v>1</v></c></row>'), b'<c r="A1" s="0" t="n"><v>1</v></c>'),
        (sheet('<row r="2"><c r="A2" t="str"><v>a&amp;b</v></c></row>'), b'<c r="A2" t="str"><v>a&amp;b</v></c>'),
        (sheet('<row r="1"><c r="A1" t="inlineStr"><is><r><t>1</t></r><rPh sb="0"><t>9</t></rPh></is></c></row>'),
         b'<is><t xml:space="preserve">1</t></is>'),
        (sheet('<row r="1" x:d="0.3"><c r="A1"><v>1</v></c></row>', "<extLst><ext uri='u'><x:row/></ext></extLst>",
               ' xmlns:x="x"'), b'<row r="1" x:d="0.3"><c r="A1"><v>1</v></c></row>'),
        (sheet('<row r="1"><c r="A1"><v>1</v></c></row>', '<mc:AlternateContent xmlns:mc="mc"><mc:Choice><controls>'
               '<control/></controls><x:row xmlns:x="x">3</x:row></mc:Choice></mc:AlternateContent>'), b"<v>1</v>"),
    ],
)  # fmt: skip
def test_what_says_the_same_is_read_however_it_is_written(xml, rows):
    assert rows in rows_of(xml)


def test_shared_texts_of_another_namespace_are_refused_and_comments_are_no_part_of_one():
    def texts(inside: str) -> bytes:
        return texts_anew(f'<sst xmlns="{MAIN}">{inside}</sst>'.encode(), Clock(Limits()))

    assert b">13</t>" in texts("<si><t>1<!--x-->3</t></si>")
    with pytest.raises(Refused, match="cells-unclear"):
        texts('<x:si xmlns:x="x"><x:t>9</x:t></x:si><si><t>1</t></si>')


def test_an_ods_whose_prefixes_are_not_the_usual_ones_is_refused(tmp_path):
    """Calamine knows elements by their prefixes alone."""
    path = tmp_path / "form.ods"
    path.write_bytes(hostile.CONSTRUCTS["ods, another prefix"](1))
    with pytest.raises(XhhtError, check=lambda error: error.problems[0].code == "cells-unclear"):
        assess(path)


def test_sheets_of_an_xls_that_share_a_stream_take_no_more_memory_than_there_is(tmp_path):
    """The library that knows formats is asked in the bounded process too."""
    path = tmp_path / "form.xls"
    path.write_bytes(hostile.sheets_that_share_a_stream(3_000))
    with pytest.raises(XhhtError) as error:
        assess(path)
    assert {one.code for one in error.value.problems} <= {"workbook-too-large", "workbook-damaged", "workbook-too-slow"}


def test_a_text_is_as_long_as_excel_keeps_it_and_no_longer(form_file):
    assert {one.code for one in assess(_named(form_file(), "x" * 32_767)).problems} <= {"evidence-lacking"}
    with pytest.raises(XhhtError, check=lambda error: error.problems[0].code == "text-too-long"):
        assess(_named(form_file(), "x" * 32_768))


def _named(path: Path, name: str) -> Path:
    patched(path, lambda xml: re.sub("<t>[^<]*Bá Thước</t>".encode(), f"<t>{name}</t>".encode(), xml, count=1), ".*")
    return path


@pytest.mark.parametrize("said", ["9" * 300, "../../../etc/passwd", "0.2/../0.2"])
def test_what_a_form_says_of_its_generation_opens_no_other_file(form_file, said):
    """A name as long as this is one that no system takes, and one with dots would lead elsewhere."""
    total = assess(form_file()).scorecard.total
    found = assess(form_file(lambda form: setattr(form.about(layout.FORM_GENERATION), "value", said)))
    assert found.scorecard.total == total
    assert "form-not-compared" not in {one.code for one in found.problems}


def test_a_sheet_that_looks_like_ours_does_not_stand_for_a_hidden_one_unsaid(form_file):
    def hidden(form):
        form.answers.sheet_state = "veryHidden"
        copy = form.book.copy_worksheet(form.answers)
        copy["A1"].value = None
        form.cell("1.5").value = 400

    problems = {one.code: one.severity for one in assess(form_file(hidden)).problems}
    assert problems["sheet-hidden"] == "warning"
    assert "sheet-ignored" in problems
