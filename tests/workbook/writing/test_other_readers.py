"""Other programs read of a form what was written into it: what is filled in as it is, and what is blank as blank."""

from __future__ import annotations

import datetime
import os
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import pytest
from openpyxl.utils.datetime import to_excel

import effort
import javascript
from agreement import SHIPPED
from fillings import filled_in
from xhht_score.api.single import load_once
from xhht_score.spreadsheet.cell_names import cell_name
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook.writing.forms import plan_form
from xhht_score.workbook.writing.plan import Plan, Planned
from xhht_score.workbook.writing.template import write_form

pytestmark = pytest.mark.readers

READERS = (*javascript.READERS, "ironcalc")
#: Readers that leave `_x005F_`, which keeps `_x0041_` from being read as A, as it stands in the file.
KEEP_ESCAPES = ("exceljs", "xlsx-populate", "ironcalc")
#: Readers that take a text like `1.10` for the number.
TAKE_TEXTS_FOR_NUMBERS = ("xlsx-populate",)


class Form(NamedTuple):
    """A form that other programs read, with its plan."""

    path: Path
    plan: Plan


@pytest.fixture(scope="module")
def forms(tmp_path_factory) -> list[Form]:
    """Give forms of a set with points and of one with bars (with `--thorough` of all), blank and filled in."""
    folder, chance, made = tmp_path_factory.mktemp("read"), random.Random(5), []
    for name in effort.either(("thanh-hoa-2020", "tt25-2023-xa"), SHIPPED):
        criteria_set = load_once(name).criteria_set
        for language in LANGUAGES:
            for about, submission in (("blank", None), ("filled", filled_in(chance, criteria_set))):
                plan = plan_form(Words(language), criteria_set, "", submission=submission)
                path = folder / f"{name}-{language}-{about}.xlsx"
                write_form(Words(language), plan).save_with_results(path)
                made.append(Form(path, plan))
    return made


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> str:
    """Give each reader that is installed."""
    name: str = request.param
    if name != "ironcalc":
        request.getfixturevalue("node_packages")
    elif os.environ.get("CI") != "true":
        pytest.importorskip("ironcalc")
    return name


def read_by(reader: str, every: Sequence[Form]) -> list[javascript.Cells]:
    """Give the cells of forms as a reader finds them."""
    if reader != "ironcalc":
        return javascript.read_by(reader, [one.path for one in every])
    return [_ironcalc_cells(one) for one in every]


def _ironcalc_cells(form: Form) -> javascript.Cells:
    import ironcalc

    model: Any = ironcalc.load_from_xlsx(str(form.path), "en", "UTC", "en")
    titles = [one["name"] for one in model.get_worksheets_properties()]
    cells: dict[str, dict[str, Any]] = {title: {} for title in titles}
    for title, row, column, _ in planned_cells(form.plan):
        value = model.get_cell_value(titles.index(title), row, column)
        cells[title][cell_name(row - 1, column - 1)] = value
    return cells


def planned_cells(plan: Plan) -> Iterator[tuple[str, int, int, Planned]]:
    """Give every cell without a formula of the sheets that the program reads: sheet, row, column, and what it is."""
    for sheet in plan.sheets.values():
        if sheet.marker:
            for number, row in sheet.numbered():
                for name, planned in row.cells.items():
                    if not planned.formula:
                        yield sheet.title, number, sheet.columns[name] + 1, planned


def compare(reader: str, form: Form, cells: javascript.Cells) -> tuple[Counter[str], list[str]]:
    """Give how many open cells are blank and filled in, and each cell that is read otherwise than it was written."""
    seen: Counter[str] = Counter()
    different = []
    for title, row, column, planned in planned_cells(form.plan):
        address = cell_name(row - 1, column - 1)
        found = cells[title].get(address)
        seen["blank" if planned.value in (None, "") else "filled in"] += planned.open
        if not is_read_as(reader, planned.value, found):
            different.append(f"{form.path.name} {title} {address}: {planned.value!r} is read as {found!r}")
    return seen, different


def is_read_as(reader: str, written: Any, found: Any) -> bool:
    """Tell whether a reader found in a cell what was written there; a day is found as its number, or as a moment."""
    if written in (None, ""):
        return found is None
    if isinstance(written, datetime.date):
        return found in (to_excel(written), f"{written.isoformat()}T00:00:00.000Z")
    if isinstance(written, str) and isinstance(found, float | int) and reader in TAKE_TEXTS_FOR_NUMBERS:
        return float(written) == found
    if isinstance(found, str) and reader in KEEP_ESCAPES:
        found = found.replace("_x005F_", "_")
    return not isinstance(found, bool) and found == written


def test_what_is_filled_in_is_read_as_it_is_and_a_blank_as_blank(reader, forms):
    seen: Counter[str] = Counter()
    for form, cells in zip(forms, read_by(reader, forms), strict=True):
        count, different = compare(reader, form, cells)
        assert different == []
        seen += count
    assert min(seen["blank"], seen["filled in"]) > 300


#: What may stand in a blank cell instead, by the readers that are told something else by it than a blank.
NO_BLANKS = {
    b'<c r="%s" s="%s" t="n"/>': ("ironcalc",),
    b'<c r="%s" s="%s"><v/></c>': ("ironcalc",),
    b'<c r="%s" s="%s" t="str"/>': ("ironcalc", "sheetjs"),
    b'<c r="%s" s="%s"><v>0</v></c>': READERS,
}


def harmed(sound: Path, path: Path, blank: bytes) -> Path:
    """Write a form in which something else stands in each blank cell of the answers."""
    with ZipFile(sound) as package, ZipFile(path, "w") as other:
        for name in package.namelist():
            part = package.read(name)
            if name == "xl/worksheets/sheet2.xml":
                part = re.sub(rb'<c r="(\w+)" s="(\d+)" ?/>', lambda found: blank % found.groups(), part)
            other.writestr(name, part)
    return path


def test_a_blank_that_a_reader_takes_for_something_is_noticed(reader, forms, tmp_path):
    path, plan = forms[0]
    others = [Form(harmed(path, tmp_path / f"{at}.xlsx", blank), plan) for at, blank in enumerate(NO_BLANKS)]
    for (blank, readers), form, cells in zip(NO_BLANKS.items(), others, read_by(reader, others), strict=True):
        _, different = compare(reader, form, cells)
        assert bool(different) == (reader in readers), blank
