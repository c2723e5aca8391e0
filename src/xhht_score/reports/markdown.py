"""A document as Markdown: GitHub tables, with everything that Markdown would take for its own escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from xhht_score.reports.document import Cell, Document, Heading, Listing, Paragraph, Table

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#])")
_STARTS = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def write_markdown(document: Document) -> str:
    """Give the document as Markdown text, ending with a newline."""
    return "".join(markdown_pieces(document))


def markdown_pieces(document: Document) -> Iterator[str]:
    """Give the document as Markdown text, block by block."""
    for number, block in enumerate(document.blocks):
        if number:
            yield "\n\n"
        yield "\n".join(_lines(block))
    yield "\n"


def _lines(block: Heading | Paragraph | Listing | Table) -> Iterator[str]:
    match block:
        case Heading(level=level, text=text):
            yield f"{'#' * level} {escaped(text)}"
        case Paragraph(text=text, tone=tone):
            said = _STARTS.sub(r"\1\\\2", escaped(text))
            yield f"**{said}**" if tone in ("strong", "open", "good", "bad") else said
        case Listing(items=items):
            for item in items:
                yield f"- {escaped(item.text)}"
        case Table(columns=columns, rows=rows):
            yield _row(Cell(column.header) for column in columns)
            yield "|" + "|".join("---:" if column.right else ":---" for column in columns) + "|"
            for row in rows:
                yield _row(row)


def _row(cells: Iterable[Cell]) -> str:
    return "| " + " | ".join(escaped(cell.text) for cell in cells) + " |"


def escaped(text: str) -> str:
    """Give a text as one line of which Markdown takes nothing for its own."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.replace("&", "&amp;").split()))
