"""A text is read whole, and a blank as a blank, in every way in which a package may keep them.

The lower bound of python-calamine rests on this: up to 0.6 it gave 1 for `<t>1</t><r><t>2</t></r>`, and the first of
the shared texts for a cell that names none.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from containers import parts_of, zipped
from corpus import stored
from xhht_score import assess

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHARED = "sharedStrings"
_RELATION = (
    f'<Relationship Id="shared" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{_SHARED}" '
    f'Target="{_SHARED}.xml"/>'
)
_TYPE = (
    f'<Override PartName="/xl/{_SHARED}.xml" '
    f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{_SHARED}+xml"/>'
)


def with_shared(content: bytes, texts: str) -> bytes:
    """Give a workbook with these shared texts; it must have had none."""
    parts = parts_of(content)
    part = f"xl/{_SHARED}.xml"
    assert part not in parts
    for name, end, added in (
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", _RELATION),
        ("[Content_Types].xml", b"</Types>", _TYPE),
    ):
        assert end in parts[name]
        parts[name] = parts[name].replace(end, added.encode() + end)
    return zipped({**parts, part: f'<sst xmlns="{_MAIN}">{texts}</sst>'.encode()})


def value_of(path: Path, content: bytes) -> Fraction | None:
    """Give what is read from the count of indicator 1.5."""
    path.write_bytes(content)
    (value,) = assess(path).submission.answers["1.5"].values.values()
    return value


TWELVE = {
    "a text": "<t>12</t>",
    "runs": "<r><t>1</t></r><r><t>2</t></r>",
    "a text and a run": "<t>1</t><r><t>2</t></r>",
    "runs with a reading aid": '<r><t>1</t></r><rPh sb="0" eb="1"><t>7</t></rPh><r><t>2</t></r>',
}
BLANK = {"nothing": "", "an empty text": "<t/>", "an empty run": "<r><t></t></r>"}


EXPECTED = {**dict.fromkeys(TWELVE.values(), 12), **dict.fromkeys(BLANK.values())}


@pytest.mark.parametrize(("text", "expected"), EXPECTED.items())
def test_of_a_cell_or_shared(text: str, expected: int | None, tmp_path: Path):
    inline = stored("1.5", f"<is>{text}</is>".encode(), b' t="inlineStr"')()
    assert value_of(tmp_path / "inline.xlsx", inline) == expected
    shared = with_shared(stored("1.5", b"<v>1</v>", b' t="s"')(), f"<si><t>9</t></si><si>{text}</si><si><t>8</t></si>")
    assert value_of(tmp_path / "shared.xlsx", shared) == expected


def test_a_text_behind_an_empty_one(tmp_path: Path):
    content = with_shared(stored("1.5", b"<v>1</v>", b' t="s"')(), "<si/><si><t>12</t></si><si><t>8</t></si>")
    assert value_of(tmp_path / "shared.xlsx", content) == 12


def test_a_cell_that_names_no_text(tmp_path: Path):
    content = with_shared(stored("1.5", b"<v/>", b' t="s"')(), "<si><t>12</t></si>")
    assert value_of(tmp_path / "shared.xlsx", content) is None
