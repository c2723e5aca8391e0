"""The text of a Word file as a reader sees it: paragraphs and rows of tables, headers, footers and notes among them.

What is hidden or struck out by a tracked change is no text, what such a change puts in is; numbers of pages are no
figures. Nothing that the file names outside itself is opened.
"""

from __future__ import annotations

import re

from xhht_score.letters import plain
from xhht_score.papers.reading import PAPER_LIMITS, said_of
from xhht_score.proof.lines import PaperRemark, PaperSpot, PaperText, TextLine, filled_lines
from xhht_score.spreadsheet.archive import Archive, Attributes, Clock, walk

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_BESIDE = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml", re.IGNORECASE)
_PROPERTIES = "docProps/custom.xml"
#: Fields whose result is counted anew by whoever lays the pages out.
_COUNTED = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b")
_AS_TEXT = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_OFF = ("0", "false", "off", "none")


def word_text(content: bytes) -> PaperText:
    """Give the text of a Word file; raises `Refused` where it is damaged, unsafe or too large.

    Headers, footers and notes come last, each text once: programs repeat them for each kind of page.
    """
    clock = Clock(PAPER_LIMITS)
    archive = Archive(content, PAPER_LIMITS, clock)
    body = _Flow()
    walk(archive.xml("word/document.xml"), clock, body.start, body.end, body.text)
    lines, tracked, known = list(body.lines), body.is_tracked, set[tuple[str, ...]]()
    for name in sorted(filter(_BESIDE.fullmatch, archive.names)):
        beside = _Flow()
        walk(archive.xml(name), clock, beside.start, beside.end, beside.text)
        tracked = tracked or beside.is_tracked
        for one in filled_lines(beside.lines):
            if one.cells not in known:
                known.add(one.cells)
                lines.append(TextLine(PaperSpot(len(lines) + 1), one.cells))
    remarks: tuple[tuple[PaperRemark, PaperSpot | None], ...] = (("tracked", None),) if tracked else ()
    return PaperText("docx", filled_lines(lines), said_of(document_properties(archive, clock)), remarks)


def document_properties(archive: Archive, clock: Clock) -> dict[str, str]:
    """Give the custom properties of a document: those that are texts."""
    found: dict[str, str] = {}
    names: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        if name.endswith(" property"):
            names.append(attributes.get("name", ""))
            found[names[-1]] = ""

    def text(piece: str) -> None:
        if names:
            found[names[-1]] += piece.strip("\r\n\t ")

    if _PROPERTIES in archive:
        walk(archive.xml(_PROPERTIES), clock, start, None, text)
    return found


class _Flow:
    """Follows the text of one part: paragraphs may lie in rows of tables, and in boxes inside paragraphs."""

    def __init__(self) -> None:
        self.lines: list[TextLine] = []
        self.is_tracked = False
        self._paragraphs: list[list[str]] = []
        self._rows: list[list[list[str]]] = []
        self._tables = self._table = self._number = self._row = 0
        self._silent = 0  # inside something that is no text
        self._in_text = self._is_hidden = False
        self._fields: list[str | None] = []  # instructions that are still read; None: of a field that shows its result
        self._counted: list[bool] = []

    def start(self, name: str, attributes: Attributes) -> None:
        tag = _tag(name)
        if self._silent or tag in ("del", "moveFrom") or name == _FALLBACK:
            self.is_tracked = self.is_tracked or tag in ("del", "moveFrom")
            self._silent += 1
            return
        match tag:
            case "tbl":
                self._begin_table()
            case "tr":
                if len(self._rows) == 1:
                    self._rows[0] = []
                    self._row += 1
            case "tc":
                if len(self._rows) == 1:
                    self._rows[0].append([])
            case "p":
                self._paragraphs.append([])
            case "r":
                self._is_hidden = False
            case "vanish" | "webHidden":
                self._is_hidden = _value(attributes) not in _OFF
            case "ins" | "moveTo":
                self.is_tracked = True
            case "t" | "instrText":
                self._in_text = True
            case "fldSimple":
                self._counted.append(_COUNTED.match(_value(attributes, "instr")) is not None)
            case "fldChar":
                self._field(_value(attributes, "fldCharType"))
            case _ if tag in _AS_TEXT:
                self._add(_AS_TEXT[tag])
            case _:
                pass

    def end(self, name: str) -> None:
        if self._silent:
            self._silent -= 1
            return
        match _tag(name):
            case "tbl":
                self._rows.pop()
            case "tr":
                if len(self._rows) == 1:
                    cells = tuple(plain(" ".join(one)) for one in self._rows[0])
                    self.lines.append(TextLine(PaperSpot(self._row, table=self._table), cells))
            case "p":
                self._close("".join(self._paragraphs.pop()))
            case "t" | "instrText":
                self._in_text = False
            case "fldSimple":
                self._counted.pop()
            case _:
                pass

    def text(self, piece: str) -> None:
        if not self._in_text or self._silent:
            return
        if self._fields and self._fields[-1] is not None:
            self._fields[-1] += piece
        else:
            self._add(piece)

    def _begin_table(self) -> None:
        if not self._rows:
            self._tables += 1
            self._table, self._row = self._tables, 0
        self._rows.append([])

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("")
        elif kind == "separate" and self._fields:
            self._counted.append(_COUNTED.match(self._fields[-1] or "") is not None)
            self._fields[-1] = None
        elif kind == "end" and self._fields and self._fields.pop() is None:
            self._counted.pop()

    def _add(self, piece: str) -> None:
        if self._paragraphs and not self._is_hidden and not any(self._counted):
            self._paragraphs[-1].append(piece)

    def _close(self, text: str) -> None:
        if self._rows and self._rows[0]:
            self._rows[0][-1].append(text)
        else:
            self._number += 1
            self.lines.append(TextLine(PaperSpot(self._number), (plain(text),)))


def _tag(name: str) -> str:
    space, _, tag = name.rpartition(" ")
    return tag if space in _WORD else ""


def _value(attributes: Attributes, name: str = "val") -> str:
    return next((attributes[f"{space} {name}"] for space in _WORD if f"{space} {name}" in attributes), "")
