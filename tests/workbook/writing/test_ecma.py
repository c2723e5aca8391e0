"""Every part of every form is valid by the schemas of ECMA-376, so that no Excel offers to repair it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

import ecma
import effort
from agreement import SHIPPED
from filled import as_form
from fillings import filled_in
from xhht_score.api.parts import join, parts_of, read_whole
from xhht_score.api.repair import repair
from xhht_score.api.single import load_once
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.writing.book import FormBook
from xhht_score.workbook.writing.template import make_form

pytestmark = [pytest.mark.readers, pytest.mark.usefixtures("node_packages")]


@pytest.fixture(scope="module")
def forms(tmp_path_factory) -> list[Path]:
    """Give forms of some shipped sets (with `--thorough` of all) in every state that the program writes."""
    folder, chance = tmp_path_factory.mktemp("forms"), random.Random(3)
    paths = []
    for name, language in effort.in_turn(effort.some(SHIPPED, 3), LANGUAGES):
        for about, book in in_every_state(name, Words(language), chance, folder):
            paths.append(folder / f"{name}-{language}-{about}.xlsx")
            book.save_with_results(paths[-1])
    return paths


def in_every_state(name: str, words: Words, chance: random.Random, folder: Path) -> Iterator[tuple[str, FormBook]]:
    """Give a form blank, filled in, in part, merged of two that contradict, and repaired with something left over."""
    loaded = load_once(name)
    yield "blank", make_form(words, loaded.criteria_set, loaded.sha256)

    filled = filled_in(chance, loaded.criteria_set)
    form = as_form(make_form(words, loaded.criteria_set, loaded.sha256, submission=filled))
    yield "filled", form.book
    form.save(one := folder / "one.xlsx")

    whole = read_whole(one)
    whole, parts = parts_of(whole)
    yield "part", whole.part(words, next(iter(parts.values()))).book(words)

    otherwise = filled.model_copy(update={"answers": filled_in(chance, loaded.criteria_set).answers})
    make_form(words, loaded.criteria_set, loaded.sha256, submission=otherwise).save(other := folder / "other.xlsx")
    yield "merged", having(layout.CONFLICTS_MARKER, join([one, other], words).book())

    form.cell(next(iter(loaded.criteria_set.indicators))).value = "khoảng một nửa"
    form.save(one)
    yield "repaired", having(layout.LEFTOVERS_MARKER, repair(one).book(words))


def having(marker: str, book: FormBook) -> FormBook:
    """Give a form that has the sheet which is known by a marker."""
    assert marker in {page["A1"].value for page in book.worksheets}
    return book


def test_every_form_is_valid(forms, tmp_path):
    found = ecma.faults(forms, tmp_path)
    assert {path.name: faults for path, faults in zip(forms, found, strict=True) if faults} == {}


#: What is written otherwise into a part: its name, what stands there, and what is to stand there.
HARMS = {
    "a sheet": ("xl/worksheets/sheet2.xml", b"<sheetData>", b'<sheetData rows="all">'),
    "a cell": ("xl/worksheets/sheet2.xml", b't="inlineStr"', b't="text"'),
    "a validation": ("xl/worksheets/sheet2.xml", b'type="list"', b'type="choice"'),
    "an order": ("xl/worksheets/sheet2.xml", b"<dimension ", b'<pageSetup paperSize="9"/><dimension '),
    "styles": ("xl/styles.xml", b"<borders", b"<frames/><borders"),
    "a font": ("xl/styles.xml", b"<b ", b"<bold "),
    "a book": ("xl/workbook.xml", b"<sheets>", b"<sheets><page/>"),
    "a theme": ("xl/theme/theme1.xml", b"<a:fontScheme", b"<a:letters/><a:fontScheme"),
    "properties": ("docProps/app.xml", b"<Application>", b"<Program/><Application>"),
    "core properties": ("docProps/core.xml", b"<dc:creator>", b"<dc:maker/><dc:creator>"),
    "relations": ("xl/_rels/workbook.xml.rels", b"<Relationship ", b"<Relation/><Relationship "),
    "content types": ("[Content_Types].xml", b"<Override ", b"<Overridden/><Override "),
}


def test_a_fault_of_each_part_is_found(forms, tmp_path):
    paths = [tmp_path / f"{at}.xlsx" for at in range(len(HARMS))]
    for path, (harmed, old, new) in zip(paths, HARMS.values(), strict=True):
        with ZipFile(forms[1]) as package, ZipFile(path, "w") as other:
            for name in package.namelist():
                part = package.read(name)
                assert name != harmed or old in part, harmed
                other.writestr(name, part.replace(old, new, 1) if name == harmed else part)
    found = ecma.faults(paths, tmp_path / "copies")
    assert [name for name, faults in zip(HARMS, found, strict=True) if not faults] == []
