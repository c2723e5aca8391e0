"""A paper that comes back read as text, whatever program saved it, within the limits of forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xhht_score.errors import Place, Problem, XhhtError
from xhht_score.proof.lines import PaperText
from xhht_score.spreadsheet.archive import Archive, Clock, Refused
from xhht_score.spreadsheet.limits import MEGABYTE, Limits

_NO_PAPER = "not-a-paper"
_PREFIX = "xhht:"
#: A page may be larger than a form: a report has a section for each of hundreds of units.
PAPER_LIMITS = Limits(megabytes=60, unpacked=120, cells=2_000_000, rows=1_000_000, seconds=60, memory=1_000)


def read_paper(content: bytes, file: str) -> PaperText:
    """Give the text of a paper by what it is, not by what its file is called; raises `XhhtError`."""
    try:
        return _reader(content)(content)
    except Refused as refused:
        place = Place(file, None, None, refused.sheet, refused.cell)
        raise XhhtError([Problem("paper-unreadable", place, {"reason": f"unreadable-{refused.code}"})]) from None


def _reader(content: bytes) -> Callable[[bytes], PaperText]:
    if not content:
        raise Refused("workbook-empty")
    if len(content) > PAPER_LIMITS.megabytes * MEGABYTE:
        raise Refused("workbook-too-large")
    if content.startswith(b"PK"):
        return _zipped(content)
    text = _text(content)
    start = text.lstrip()[:200].casefold()
    if start.startswith(("<!doctype html", "<html", "<?xml")):
        from xhht_score.papers.reading_html import html_text

        return lambda _: html_text(text)
    if not text.strip() or "\0" in text:
        raise Refused(_NO_PAPER)
    from xhht_score.papers.reading_markdown import markdown_text

    return lambda _: markdown_text(text)


def _zipped(content: bytes) -> Callable[[bytes], PaperText]:
    names = {one.lower() for one in Archive(content, PAPER_LIMITS, Clock(PAPER_LIMITS)).names}
    if "word/document.xml" in names:
        from xhht_score.papers.reading_word import word_text

        return word_text
    if "xl/workbook.xml" in names:
        from xhht_score.papers.reading_sheets import sheets_text

        return sheets_text
    raise Refused(_NO_PAPER)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_NO_PAPER) from None


def said_of(properties: Mapping[str, str]) -> dict[str, str]:
    """Give what a paper says of how it was made, of all that its file says."""
    ours = {name.removeprefix(_PREFIX): said for name, said in properties.items() if name.startswith(_PREFIX)}
    return {"kind": "dossier", **ours} if "paper" in ours else ours
