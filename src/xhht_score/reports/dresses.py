"""A document as text in the format that is asked for; the writer of each is loaded only then."""

from __future__ import annotations

from collections.abc import Iterator

from xhht_score.reports.document import Document
from xhht_score.words import Words

#: So wide is plain text in a file.
_WIDTH = 120


def document_pieces(words: Words, document: Document, form: str) -> Iterator[str]:
    """Give a document as "md", "html" or else as plain text for a file, piece by piece."""
    match form:
        case "md":
            from xhht_score.reports.markdown import markdown_pieces

            return markdown_pieces(document)
        case "html":
            from xhht_score.reports.page import page_pieces

            return page_pieces(words, document)
        case _:
            from xhht_score.reports.plain import plain_pieces

            return iter(plain_pieces(document, _WIDTH))
