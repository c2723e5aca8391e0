"""The parts of a zip: one that came before is unpacked no more, and every check of it is made again."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from xhht_score.spreadsheet import archive
from xhht_score.spreadsheet.archive import Archive, Clock, Refused
from xhht_score.spreadsheet.limits import Limits

PART, LIMITS = "xl/styles.xml", Limits()
#: Incompressible, so that few bytes are many packed ones.
XML = "<a>" + "".join(f"{number * 7919 % 9973:x}" for number in range(20_000)) + "</a>"


def zipped(text: str = XML, name: str = PART) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def opened(content: bytes, limits: Limits = LIMITS) -> Archive:
    return Archive(content, limits, Clock(limits))


@pytest.fixture
def known(monkeypatch) -> bytes:
    """A zip whose part came so often that it is remembered; whatever unpacks it again fails the test."""
    content = zipped()
    for _ in range(2):
        assert opened(content).xml(PART) == XML.encode()
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda *_: pytest.fail("it was unpacked once more"))
    return content


def test_a_part_that_came_again_is_unpacked_no_more(known):
    assert opened(known).xml(PART) is opened(known).xml(PART)
    assert opened(known).xml("XL\\STYLES.XML") == XML.encode()


def test_a_part_of_another_name_or_with_other_bytes_is_unpacked(known):
    for other in (zipped(name="xl/workbook.xml"), zipped(XML.replace("<a>", "<b>"))):
        with pytest.raises(pytest.fail.Exception):
            opened(other).read("xl/workbook.xml" if b"workbook" in other else PART)


def outcome(content: bytes) -> bytes | str:
    try:
        return opened(content).read(PART)
    except Refused as refused:
        return refused.code


@pytest.mark.parametrize("bit", [1, 4, 64])
@pytest.mark.parametrize("at", [6, 8, 14, 18, 22, 26], ids=["flags", "method", "sum", "packed size", "size", "name"])
def test_a_part_of_which_the_zip_says_something_else_is_read_as_if_none_came_before(monkeypatch, at, bit):
    content = zipped()
    harmed = [bytearray(content) for _ in range(3)]
    starts = content.find(b"PK\x03\x04") + at, content.find(b"PK\x01\x02") + at + 2
    for one, places in zip(harmed, (starts, starts[:1], starts[1:]), strict=True):
        for place in places:
            one[place] ^= bit
    for name, size in (("_again", 2), ("_seen", 8), ("_sound", 2)):
        monkeypatch.setattr(archive, name, archive.Recent(size))
    alone = [outcome(bytes(one)) for one in harmed]
    for _ in range(3):
        assert outcome(content) == XML.encode()
    assert [outcome(bytes(one)) for one in harmed] == alone


def test_a_remembered_part_counts_as_what_is_unpacked():
    large = zipped(f"<a>{'ế' * 80_000}{XML}</a>")
    many = BytesIO(large)
    with zipfile.ZipFile(many, "a", zipfile.ZIP_DEFLATED) as parts, zipfile.ZipFile(BytesIO(large)) as one:
        for number in range(4):
            parts.writestr(f"{number}.xml", one.read(PART))
    for _ in range(3):
        read = opened(many.getvalue(), Limits(unpacked=1))
        with pytest.raises(Refused) as error:
            [read.read(name) for name in (PART, *(f"{number}.xml" for number in range(4)))]
        assert error.value.code == "workbook-too-large"


def test_what_is_remembered_of_parts_is_bounded(monkeypatch):
    monkeypatch.setattr(archive, "_again", archive.Recent(2))
    monkeypatch.setattr(archive, "_seen", archive.Recent(8))
    for number in range(30):
        content = zipped(f"<a>{number}</a>")
        for _ in range(3):
            assert opened(content).xml(PART) == f"<a>{number}</a>".encode()
    assert len(archive._again._young) + len(archive._again._old) <= 4


def test_what_is_no_xml_to_be_read_is_refused_each_time():
    content = zipped("<!DOCTYPE a><a/>")
    for _ in range(4):
        with pytest.raises(Refused) as error:
            opened(content).xml(PART)
        assert error.value.code == "workbook-unsafe"
