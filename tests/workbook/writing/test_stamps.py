"""A stamped form is the form that is written for the unit alone: in every part to the byte, and in how it reads."""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile

import pytest

from agreement import SHIPPED
from effort import in_turn
from filled import few_offices, put
from fillings import filled_in
from xhht_score.api.parts import join, parts_of, read_whole
from xhht_score.api.remade import Remade
from xhht_score.api.repair import repair
from xhht_score.api.single import load_once, opened, read_for
from xhht_score.numbers import Language
from xhht_score.submission import Answer, Submission, Unit
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook.writing.book import FormBook
from xhht_score.workbook.writing.forms import shape_of
from xhht_score.workbook.writing.stamps import FormFiles, Stamps
from xhht_score.workbook.writing.template import make_form, write_form

_ABOUT = "docProps/core.xml"
#: Names and codes that XML, formulas or spreadsheets could take for something else.
NAMES = ("=1+1", '  Xã O\'Mông & <Đẹp> "2" ', "xã\x01\x0b\r\n\tA", "_x0041_", "rất dài " * 400, "'", "Nguyễn\u0301", "")


def units(name: str) -> list[Submission]:
    """Give units that answered nothing, of this and other years and facts, and among them some that answered."""
    criteria_set, chance = load_once(name).criteria_set, random.Random(name)
    facts = [{one: chance.choice([*fact.choices]) for one, fact in criteria_set.facts.items()} for _ in range(2)]
    blank = [
        Submission(
            unit=Unit(name=one, code=one[:9] or None, parent=one or None), year=2026 + at % 2, facts=facts[at % 2]
        )
        for at, one in enumerate(NAMES)
    ]
    offices = {one: Answer(assignee="Cơ quan khác " * 9) for one in [*criteria_set.indicators][::3]}
    answered = [filled_in(chance, criteria_set) for _ in range(3)]
    carried = blank[0].model_copy(update={"answers": offices})
    undated = blank[1].model_copy(update={"dates": answered[0].dates})
    return [blank[0], answered[0], *blank[1:4], answered[1], carried, *blank[4:], answered[2], undated, blank[0]]


def parts(content: bytes) -> dict[str, bytes]:
    """Give the parts of a file, whose checksums are right."""
    with ZipFile(BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def packed_sizes(content: bytes) -> dict[str, int]:
    """Give how long the parts of a file are packed, without what says when it was made."""
    with ZipFile(BytesIO(content)) as package:
        return {one.filename: one.compress_size for one in package.infolist() if one.filename != _ABOUT}


def without_time(found: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give parts without what says when the file was made."""
    return {name: content for name, content in found.items() if name != _ABOUT}


@pytest.mark.more
@pytest.mark.parametrize(("name", "language"), in_turn(SHIPPED, LANGUAGES))
def test_a_stamped_form_has_the_parts_of_one_written_for_the_unit(name: str, language: Language):
    loaded, words = load_once(name), Words(language)
    shape = shape_of(words, loaded.criteria_set, loaded.sha256)
    stamps = Stamps(shape)
    for at, one in enumerate(units(name)):
        filled = shape.filled(one, "Người điền & <b>" if at % 2 else "")
        written = write_form(words, shape.plan.filled(filled)).parts()
        stamped = parts(stamps.stamped(filled))
        assert list(stamped) == list(written)
        assert without_time(stamped) == without_time(written)


@pytest.mark.parametrize(("name", "language"), [(SHIPPED[0], "vi"), (SHIPPED[1], "en")])
def test_a_stamped_form_is_read_as_one_written_for_the_unit(name: str, language: Language, tmp_path):
    loaded, words, path = load_once(name), Words(language), tmp_path / "a.xlsx"
    for one in units(name)[:4]:
        made, found = Remade(loaded, one), []
        path.write_bytes([made.file(words) for _ in range(2)][-1])
        found.append(read_for(opened(path), loaded.criteria_set))
        made.book(words).save_with_results(path)
        found.append(read_for(opened(path), loaded.criteria_set))
        assert repr(found[0]) == repr(found[1])
        assert found[0].submission == found[1].submission


def test_parts_and_forms_with_conflicts_or_leftovers_are_stamped_as_they_are_written(form_file, tmp_path):
    words, first = Words("vi"), form_file(name="a.xlsx")
    other = form_file(lambda form: put("4.3", 0.5)(form), name="b.xlsx")
    unread = form_file(lambda form: put("4.3", "khoảng một nửa")(form), name="c.xlsx")
    whole, offices = parts_of(read_whole(first), few_offices(tmp_path / "ai.csv", "khuyen-hoc", "doan"))
    made = [whole.part(words, one) for one in offices.values()]
    made += [join([first, other], words), repair(unread)]
    assert made[-2].conflicts
    assert made[-1].leftovers
    for one in made:
        shape, filled = one.planned(words)
        written = one.book(words).parts()
        for found in (parts(one.file(words)), parts(Stamps(shape).stamped(filled))):
            assert list(found) == list(written)
            assert without_time(found) == without_time(written)
            assert (b"xhht merge" in found[_ABOUT]) == (b"xhht merge" in written[_ABOUT]) == one.is_merged


def test_the_first_form_of_a_shape_is_written_and_the_next_is_stamped_without_a_difference():
    loaded, words = load_once(SHIPPED[0]), Words("vi")
    made = FormFiles(shape_of(words, loaded.criteria_set, loaded.sha256))
    for at, one in enumerate(units(SHIPPED[0])[:2]):
        shape, filled = Remade(loaded, one).planned(words)
        assert shape is made.shape
        written, stamped = FormFiles(shape).file(filled), made.file(filled)
        assert without_time(parts(written)) == without_time(parts(stamped))
        assert (packed_sizes(written) == packed_sizes(stamped)) == (at == 0)


def test_a_stamped_file_is_packed_as_the_library_for_archives_packs_and_says_when_it_was_made(loaded):
    before = datetime.datetime.now(tz=datetime.UTC).replace(microsecond=0)
    content, book = [Remade(loaded, Submission(unit=Unit(name="A"))).file() for _ in range(2)][-1], BytesIO()
    Remade(loaded, Submission(unit=Unit(name="A"))).book().save_with_results(book)
    with ZipFile(BytesIO(content)) as stamped, ZipFile(book) as written:
        told = ("filename", "compress_type", "create_system", "create_version", "extract_version", "flag_bits")
        for one, other in zip(stamped.infolist(), written.infolist(), strict=True):
            for name in (*told, "external_attr", "internal_attr", "extra", "comment", "reserved", "volume"):
                assert getattr(one, name) == getattr(other, name), name
            if one.filename != _ABOUT:
                assert (one.CRC, one.file_size) == (other.CRC, other.file_size)
        said = re.findall(rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)</dcterms:(\w+)>", stamped.read(_ABOUT))
    assert [name for _, name in said] == [b"created", b"modified"]
    for moment, _ in said:
        assert before <= datetime.datetime.fromisoformat(moment.decode()) <= datetime.datetime.now(tz=datetime.UTC)


def test_a_form_that_the_library_itself_writes_says_from_where_to_where_there_are_cells(loaded, tmp_path):
    said = []
    for name, how in (("one", FormBook.save), ("other", FormBook.save_with_results)):
        how(make_form(Words("vi"), loaded.criteria_set, loaded.sha256), tmp_path / name)
        with ZipFile(tmp_path / name) as package:
            sheets = sorted(one for one in package.namelist() if one.startswith("xl/worksheets/sheet"))
            said.append([re.findall(rb'<dimension ref="([A-Z0-9:]*)"', package.read(one)) for one in sheets])
    assert said[0] == said[1]
    assert all(extent.startswith(b"A1:") for (extent,) in said[0])
