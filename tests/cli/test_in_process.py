"""The command inside the test process is the command: it says the same as a process of its own, and leaves nothing."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from pathlib import Path

import pytest

import xhht_score
from command import as_process, in_process
from make import CRITERIA, HERE

#: What the program keeps of files and surroundings, so that every run in the test process begins by forgetting it.
FORGOTTEN = {"api.single.load_unchanged", "api.single.files_once"}
#: What it keeps because nothing but the arguments or what was installed decides it. A new one belongs into one of both.
KEPT = {
    "api.batch._words", "api.batch._models",
    "api.single.load_shipped", "cli.root._in_language", "writing._machine", "writing._own_start",
    "loading.compiled.read", "loading.shipped.shipped_sets", "loading.tree._read", "problems.entry_of",
    "numbers.round_half_away", "numbers.from_float", "program.compiled._compiled", "words.speech._part",
    "words.speech._phrase", "words.speech._exact", "workbook.reading.offices._nobody",
    "workbook.reading.cells._cleaned", "workbook.reading.cells._kept_folded",
    "workbook.reading.generations.kept", "workbook.layout.appraised_field", "spreadsheet.cell_names.column_letters",
    "workbook.layout.value_field", "letters.plain", "spreadsheet.number_formats.format_of",
    "workbook.reading.oddities._names_of_sheets", "spreadsheet.styles._kept", "spreadsheet.worksheet._kept_frame",
    "spreadsheet.archive._kept_elements",
    "workbook.layout.signature_texts", "workbook.writing.template._written",
    "papers.template_files._shipped", "papers.template_files.checked", "papers.template_files.sandbox",
    "workbook.references._full", "reports.page._asset", "workbook.writing.rows._text",
    "workbook.writing.lines._wide", "workbook.writing.lines._broken", "workbook.returned.formula_cells._meant",
    "workbook.writing.lines._word", "workbook.writing.lines.lines_of",
    "workbook.calculated._text", "workbook.calculated._number", "workbook.writing.stamps.files_of",
    "workbook.writing.plan.named_cell", "workbook.writing.stamps._typed", "workbook.writing.stamps._result",
    "workbook.calculated._once_written",
}  # fmt: skip


def caches() -> set[str]:
    """Give every function of the program that remembers what it gave, by module and name."""
    found = set()
    for module in pkgutil.walk_packages(xhht_score.__path__, "xhht_score."):
        if not module.name.endswith("__main__"):
            for one in vars(importlib.import_module(module.name)).values():
                if hasattr(type(one), "cache_clear"):
                    found.add(f"{one.__module__.removeprefix('xhht_score.')}.{one.__qualname__}")
    return found


def test_whatever_the_program_remembers_is_known_to_be_harmless_or_forgotten():
    assert caches() == FORGOTTEN | KEPT


@pytest.mark.process
@pytest.mark.parametrize(
    "arguments",
    [
        ("score", HERE / "bathuoc.xlsx", "--brief"),
        ("score", HERE / "yendinh.xlsx", "--require", "dat", "-f", "csv"),
        ("score", HERE / "samson.xlsx", "không có.xlsx", "-f", "json", "--lang", "en"),
        ("template", "thanh-hoa-2002", "-o", "biểu.xlsx"),
    ],
    ids=["done", "the answer is no", "a file is wrong", "a word is wrong"],
)
def test_it_says_the_same_as_a_process_of_its_own(arguments, tmp_path):
    assert in_process(arguments, tmp_path, {}) == as_process(arguments, tmp_path, {})


def test_a_path_is_read_anew_in_each_run_and_nothing_of_the_run_is_left(tmp_path):
    rules = (HERE.parent / "criteria" / f"{CRITERIA}.yaml").read_text(encoding="utf-8")
    before = Path.cwd(), dict(os.environ), sys.stdout, sys.stderr
    titles = []
    for name in ("một", "hai"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "b.yaml").write_text(
            rules.replace("en: Learning district", f"en: Set {name}"), encoding="utf-8"
        )
        done = in_process(("criteria", "show", "b.yaml"), tmp_path / name, {"XHHT_LANG": "en", "COLUMNS": "100"})
        titles.append(done.stdout.splitlines()[0].split(",")[0])
    assert titles == ["Set một", "Set hai"]
    assert (Path.cwd(), dict(os.environ), sys.stdout, sys.stderr) == before
