"""Word files for tests: templates of a few paragraphs, and what somebody hostile would make of one."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document

from xhht_score.papers.kinds import KINDS, SUFFIX

#: The template that every unit's dossier needs.
REQUEST = f"{KINDS['request'].template}{SUFFIX}"


def word_file(fill: Callable[[Any], object]) -> bytes:
    """Give a Word file that a function has filled."""
    document, out = Document(), BytesIO()
    fill(document)
    document.save(out)
    return out.getvalue()


def template_of(*paragraphs: str) -> bytes:
    """Give a Word file of these paragraphs."""

    def fill(document: Any) -> None:
        for text in paragraphs:
            document.add_paragraph(text)

    return word_file(fill)


def parts(content: bytes) -> dict[str, bytes]:
    """Give the parts of a Word file."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: dict[str, bytes]) -> bytes:
    """Give a zip of these parts."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, part in found.items():
            archive.writestr(name, part)
    return out.getvalue()


def with_part(content: bytes, name: str, before: str, more: str) -> bytes:
    """Give a Word file with more text in a part, before the last place where a text stands."""
    found = parts(content)
    head, text, tail = found[name].decode().rpartition(before)
    assert text, name
    return packed({**found, name: f"{head}{more}{text}{tail}".encode()})


def texts_of(content: bytes) -> list[str]:
    """Give the text of every paragraph of a paper, those of tables, heads and feet too."""
    found = Document(BytesIO(content))
    bodies = [found.element.body]
    for section in found.sections:
        around = (section.header, section.first_page_header, section.footer, section.first_page_footer)
        bodies += [part._element for part in around]
    return ["".join(t.text or "" for t in p.iter(_T)) for body in bodies for p in body.iter(_P)]


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _T = f"{_W}p", f"{_W}t"
