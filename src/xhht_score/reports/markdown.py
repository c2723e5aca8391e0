"""A document as Markdown: GitHub tables, with everything that Markdown would take for its own escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from xhht_score.foreign import shown_text
from xhht_score.reports.document import Cell, Document, Heading, Listing, Paragraph, Table, told_of

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#$]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
#: GitHub makes links of addresses of mail, escaped or not; only where a node ends before the @ it does not.
_MAIL = re.compile(r"(?<=\w)@(?=\w)|(?<=[.+-])@(?=\w)")
_STARTS = re.compile(r"^(\d+(?=[.)](?:\s|$))|(?=[-+=](?:[-+=\s]|$)))")


def write_markdown(document: Document) -> str:
    """Give the document as Markdown text, ending with a newline."""
    return "".join(markdown_pieces(document))


def markdown_pieces(document: Document) -> Iterator[str]:
    """Give the document as Markdown text, block by block; what it was made from stands in a comment at its end."""
    for number, block in enumerate(document.blocks):
        if number:
            yield "\n\n"
        yield "\n".join(_lines(block))
    yield "\n"
    if document.origin is not None:
        told = told_of(document.origin, "md")
        yield "\n<!--\n" + "".join(f"{name}={quote(said, safe=' ')}\n" for name, said in told) + "-->\n"


def _lines(block: Heading | Paragraph | Listing | Table) -> Iterator[str]:
    match block:
        case Heading(level=level, text=text):
            yield f"{'#' * level} {escaped(text)}"
        case Paragraph(text=text, tone=tone):
            said = _started(text)
            yield f"**{said}**" if tone in ("strong", "open", "good", "bad") else said
        case Listing(items=items):
            for item in items:
                yield f"- {_started(item.text)}"
        case Table(columns=columns, rows=rows):
            yield _row(Cell(column.header) for column in columns)
            yield "|" + "|".join("---:" if column.right else ":---" for column in columns) + "|"
            for row in rows:
                yield _row(row)


def _row(cells: Iterable[Cell]) -> str:
    return "| " + " | ".join(escaped(cell.text) for cell in cells) + " |"


def _started(text: str) -> str:
    """Give a text that begins a line, which begins no list and no rule."""
    return _STARTS.sub(r"\1\\", escaped(text))


def escaped(text: str) -> str:
    """Give a text as one line of which Markdown takes nothing for its own, addresses included."""
    line = " ".join(shown_text(text).replace("&", "&amp;").split())
    return _MAIL.sub("<!-- -->@", _SPECIAL.sub(r"\\\1", line))
