"""Every part of every form is valid by the schemas of ECMA-376, so that no Excel offers to repair it."""

from __future__ import annotations

import random
from pathlib import Path
from zipfile import ZipFile

import pytest

import ecma
import effort
from agreement import SHIPPED
from fillings import filled_in
from xhht_score.api.parts import join
from xhht_score.api.single import load_once
from xhht_score.submission import Submission
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.writing.template import make_form

pytestmark = [pytest.mark.readers, pytest.mark.usefixtures("node_packages")]


@pytest.fixture(scope="module")
def forms(tmp_path_factory) -> list[Path]:
    """Give forms of every shipped set: blank, filled in with all that can be, and merged of two that contradict."""
    folder, chance, paths = tmp_path_factory.mktemp("forms"), random.Random(3), []
    for name, language in effort.in_turn(SHIPPED, LANGUAGES):
        loaded, words = load_once(name), Words(language)
        filled = filled_in(chance, loaded.criteria_set)
        otherwise = filled.model_copy(update={"answers": filled_in(chance, loaded.criteria_set).answers})
        made: dict[str, Submission | None] = {"blank": None, "filled": filled, "otherwise": otherwise}
        own = [folder / f"{name}-{language}-{about}.xlsx" for about in (*made, "merged")]
        for path, submission in zip(own, made.values(), strict=False):
            make_form(words, loaded.criteria_set, loaded.sha256, submission=submission).save(path)
        merged = join(own[1:3], words).book()
        assert layout.CONFLICTS_MARKER in {page["A1"].value for page in merged.worksheets}
        merged.save(own[3])
        paths += [own[0], own[1], own[3]]
    return paths


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
