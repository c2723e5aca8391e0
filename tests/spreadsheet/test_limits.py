"""Reading is bounded: what the limits are, how they are set, and that they hold."""

from __future__ import annotations

import errno
import random
import sys
import tempfile
import time
from dataclasses import asdict
from itertools import count
from types import SimpleNamespace

import pytest

import corpus
from broken_files import far_cell, zipped
from containers import xls
from make import CRITERIA, HERE
from xhht_score.api import single
from xhht_score.errors import XhhtError
from xhht_score.spreadsheet import sheets
from xhht_score.spreadsheet.archive import Archive, Clock, Refused, walk
from xhht_score.spreadsheet.extent import check_tables
from xhht_score.spreadsheet.limits import SETTINGS, Limits, limits_from
from xhht_score.spreadsheet.sheets import _apart
from xhht_score.spreadsheet.worksheet import read_worksheet
from xhht_score.workbook.reading.cells import open_form

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FEW = Limits(cells=1_000, rows=100, columns=30)


def test_every_limit_has_a_setting_whose_bounds_hold_its_default():
    assert asdict(Limits()).keys() == SETTINGS.keys()
    for name, setting in SETTINGS.items():
        assert setting.least <= getattr(Limits(), name) <= setting.most, name


def test_every_limit_is_documented_with_its_default():
    page = (HERE.parent / "docs/limits.md").read_text(encoding="utf-8")
    for name, setting in SETTINGS.items():
        assert f"| `{setting.variable}` | {getattr(Limits(), name)} |" in page


def test_limits_are_taken_from_the_environment():
    assert limits_from({}) == limits_from({"XHHT_MAX_MB": ""}) == Limits()
    assert limits_from({"XHHT_MAX_MB": "50", "XHHT_MAX_CELLS": " 2000000 "}) == Limits(megabytes=50, cells=2_000_000)


@pytest.mark.parametrize("given", ["0", "-1", "12 MB", "1e9", "99999999999999999999", "nhiều", "٣"])
def test_a_setting_that_is_no_usable_number_is_a_problem(given):
    with pytest.raises(XhhtError) as error:
        limits_from({"XHHT_MAX_MB": given, "XHHT_MAX_SECONDS": given})
    assert [(one.code, one.arguments["setting"]) for one in error.value.problems] == [
        ("limit-unusable", "XHHT_MAX_MB"), ("limit-unusable", "XHHT_MAX_SECONDS"),
    ]  # fmt: skip


def test_the_command_says_once_that_a_setting_is_unusable_before_it_reads_any_file(run):
    done = run("score", HERE / "bathuoc.xlsx", HERE / "samson.xlsx", "--lang", "en", XHHT_MAX_MB="lots")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("XHHT_MAX_MB=lots is no usable limit") == 1
    assert len(done.stderr.splitlines()) == 1


def test_a_limit_that_is_lowered_is_said_with_its_value_and_its_setting(run, form_file):
    path = form_file(lambda form: form.answers.cell(60, 40, "xa"))
    assert run("score", path).returncode == 0
    done = run("score", path, "--lang", "en", XHHT_MAX_CELLS="1000")
    assert done.returncode == 2
    assert "over the limit of 1,000 cells in a file" in done.stderr
    assert "XHHT_MAX_CELLS" in done.stderr


def sheet(*cells: str, row: str = "<row>") -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{row}{"".join(cells)}</row></sheetData></worksheet>'.encode()


@pytest.mark.parametrize(
    ("xml", "over"),
    [
        (sheet('<c r="A101"/>'), "rows"),
        (sheet('<c r="AE1"/>'), "columns"),
        (sheet("<c r='ae1'/>"), "columns"),
        (sheet('<c r="Z50"/>'), "cells"),
        (sheet(f'<x:c xmlns:x="{MAIN}" r="A101"/>'), "rows"),
        (sheet("<c/>" * 31), "columns"),
        (sheet("<c/>", row='<row r="101">'), "rows"),
        (sheet('<c r="AD1"/><c/>'), "columns"),
        (sheet('<c r="A1"/>' * 1_001), "cells"),
    ],
)
def test_a_sheet_over_a_limit_is_refused_however_it_is_written(xml, over):
    with pytest.raises(Refused) as error:
        read_worksheet(xml, "Tự đánh giá", FEW, Clock(FEW))
    assert (error.value.code, error.value.arguments["over"][0]) == ("workbook-too-large", over)


@pytest.mark.parametrize(
    "xml",
    [
        sheet('<c r="T50"/>', row='<row r="50">'),
        sheet("<c/>" * 30, row='<row r="30">'),
        sheet(row='<row r="1048576">'),
        f'<worksheet xmlns="{MAIN}"><sheetData/><mergeCell ref="A1:XFD1048576"/></worksheet>'.encode(),
    ],
)
def test_a_sheet_within_the_limits_is_not_refused(xml):
    read_worksheet(xml, "Tự đánh giá", FEW, Clock(FEW))


def table(*rows: str) -> bytes:
    spaces = " ".join(f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("table", "office"))
    return f"<t {spaces}><table:table>{''.join(rows)}</table:table></t>".encode()


def ods_row(*cells: tuple[int, bool], times: int = 1) -> str:
    start, value = "<table:table-cell table:number-columns-repeated", 'office:value="1"'
    inside = "".join(f'{start}="{n}" {value * full}/>' for n, full in cells)
    return f'<table:table-row table:number-rows-repeated="{times}">{inside}</table:table-row>'


@pytest.mark.parametrize(
    ("xml", "over"),
    [
        (table(ods_row((2_000_000_000, True))), "cells"),
        (table(ods_row((31, True))), "columns"),
        (table(ods_row((1, True), times=101)), "rows"),
        (table(ods_row((1, True), times=2_000_000_000)), "rows"),
        (table(ods_row((1, False), times=2_000_000), ods_row((1, True))), "rows"),
        (table(ods_row((2_000_000_000, False), (1, False))), "cells"),
        (table(ods_row((20, True), times=30), ods_row((1, False), times=5)), None),
        (table(ods_row((1, True), (16_383, False)), ods_row((16_384, False), times=1_048_575)), None),
    ],
)
def test_repetitions_of_an_ods_are_counted_but_for_blanks_at_the_end(xml, over):
    if over is None:
        check_tables(xml, FEW, Clock(FEW))
        return
    with pytest.raises(Refused) as error:
        check_tables(xml, FEW, Clock(FEW))
    assert (error.value.code, error.value.arguments["over"][0]) == ("workbook-too-large", over)


def test_xml_that_nests_too_deep_is_refused():
    with pytest.raises(Refused, match="workbook-damaged"):
        walk(b"<a>" * 10_000, Clock(Limits()), lambda *_: None)


def test_time_that_is_used_up_is_said(monkeypatch):
    clocks = SimpleNamespace(thread_time=count(0, 20).__next__, monotonic=count(0, 20).__next__)
    monkeypatch.setattr("xhht_score.spreadsheet.archive.time", clocks)
    with pytest.raises(XhhtError) as error:
        open_form(HERE / "bathuoc.xlsx")
    (problem,) = error.value.problems
    assert (problem.code, problem.arguments["seconds"]) == ("workbook-too-slow", 8)


def test_time_that_others_took_does_not_count(monkeypatch):
    clocks = SimpleNamespace(thread_time=count(0, 1e-6).__next__, monotonic=count(0, 20).__next__)
    monkeypatch.setattr("xhht_score.spreadsheet.archive.time", clocks)
    assert open_form(HERE / "bathuoc.xlsx").info


@pytest.fixture
def reader(monkeypatch, tmp_path):
    """Have every form read by a process that does something else first, and may take one second of the processor."""

    def first(lines):
        program = tmp_path / "reader.py"
        extraction = str(sheets._PROGRAM.parent)
        program.write_text(f"import sys\nsys.path.insert(0, {extraction!r})\n{lines}", encoding="utf-8")
        monkeypatch.setattr(sheets, "_PROGRAM", program)
        monkeypatch.setattr("xhht_score.spreadsheet.package._PLAIN_BYTES", 0)
        monkeypatch.setenv("XHHT_MAX_SECONDS", "1")

    return first


def why_refused():
    with pytest.raises(XhhtError) as error:
        open_form(HERE / "bathuoc.xlsx")
    (problem,) = error.value.problems
    return problem.code, problem.arguments["seconds"], problem.arguments["reason"]


def test_a_reading_process_that_does_not_end_is_ended(monkeypatch, reader):
    reader("import time\ntime.sleep(60)")
    monkeypatch.setattr(sheets, "_PATIENCE", 2)
    assert why_refused() == ("workbook-too-slow", 2, "time-clock")


def test_a_reading_process_that_waits_for_the_processor_is_waited_for(reader):
    reader("import time\nimport extraction\ntime.sleep(1.5)\nextraction.main()")
    assert open_form(HERE / "bathuoc.xlsx").info


@pytest.mark.skipif(sys.platform == "win32", reason="nothing bounds the processor there")
def test_a_reading_process_that_takes_the_processor_too_long_is_ended(reader):
    reader("import extraction\nextraction.outcome = lambda *_: all(True for _ in iter(int, 1))\nextraction.main()")
    assert why_refused() == ("workbook-too-slow", 1, "time-processor")


def test_time_in_which_the_machine_does_something_else_does_not_count():
    clock, began = Clock(Limits(seconds=1)), time.monotonic()
    time.sleep(1.1)
    assert time.monotonic() - began > 1
    assert clock.left() > 0.9


def test_a_file_read_in_a_process_of_its_own_reads_the_same(monkeypatch):
    here = open_form(HERE / "bathuoc.xlsx")
    monkeypatch.setattr("xhht_score.spreadsheet.package._PLAIN_BYTES", 0)
    apart = open_form(HERE / "bathuoc.xlsx")
    assert (apart.info, apart.answers, apart.fields) == (here.info, here.answers, here.fields)


@pytest.mark.parametrize("plain", [0, 2_000_000])
@pytest.mark.parametrize("program", ["", "raise KeyError"])
def test_a_broken_installation_is_not_taken_for_a_damaged_file(monkeypatch, tmp_path, plain, program):
    (tmp_path / "python_calamine.py").write_text(program, encoding="utf-8")
    monkeypatch.setattr("xhht_score.spreadsheet.package._PLAIN_BYTES", plain)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "python_calamine", raising=False)
    with pytest.raises((RuntimeError, KeyError)):
        open_form(HERE / "bathuoc.xlsx")


@pytest.mark.parametrize("part", [b"<!DOCTYPE a><a/>", b'<!ENTITY\tb "c"><a/>'])
def test_a_part_with_declarations_is_refused(part):
    archive = Archive(zipped(("a.xml", part), ("b.xml", b"<b/>")), Limits(), Clock(Limits()))
    assert archive.xml("b.xml") == b"<b/>"
    with pytest.raises(Refused, match="workbook-unsafe"):
        archive.xml("a.xml")


def test_parts_are_unpacked_up_to_the_limit_together():
    limits, half = Limits(unpacked=1), random.Random(1).randbytes(600_000)
    archive = Archive(zipped(("a", half), ("b", half)), limits, Clock(limits))
    assert archive.read("a") == half
    with pytest.raises(Refused, match="workbook-too-large"):
        archive.read("b")


def test_where_memory_ends_inside_the_library_is_known_by_its_last_words(form_file):
    """Nothing but a line on stderr tells it from a library that breaks down: this notices when the line changes."""
    pytest.importorskip("resource", reason="the memory of a process cannot be bounded here")
    content = far_cell(form_file()).read_bytes()
    with pytest.raises(Refused) as error:
        _apart(content, ("xhht",), Limits(), Clock(Limits()))
    assert (error.value.code, error.value.arguments["over"][0]) == ("workbook-too-large", "memory")


def test_where_a_question_to_another_process_cannot_be_kept_it_is_said_where(form_file, monkeypatch):
    class Full:
        def __init__(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", Full)
    with pytest.raises(XhhtError) as error:
        _apart(form_file().read_bytes(), ("xhht",), Limits(), Clock(Limits()))
    assert [(one.code, one.place.file) for one in error.value.problems] == [
        ("output-unwritable", tempfile.gettempdir())
    ]


def test_the_set_that_is_named_is_loaded_while_another_process_reads_the_form(tmp_path, monkeypatch):
    (tmp_path / "a.xls").write_bytes(xls(corpus.sheets()))
    begun: list[str] = []
    monkeypatch.setattr(single, "_try_to_load", begun.append)
    one = single.assess(tmp_path / "a.xls", CRITERIA)
    assert begun == [CRITERIA]
    assert one.submission == single.assess(tmp_path / "a.xls").submission
