"""The text of a page of HTML: headings, paragraphs, items, rows of tables, and the words of its pictures."""

from __future__ import annotations

import hashlib
from html.parser import HTMLParser

from xhht_score.letters import plain
from xhht_score.papers.reading import said_of
from xhht_score.proof.lines import PaperSpot, PaperText, TextLine, filled_lines

_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "em", "font", "i", "mark", "s", "small", "span", "strong",
    "sub", "sup", "time", "tspan", "u", "wbr",
))  # fmt: skip
_NO_TEXT = frozenset(("script", "style", "template", "noscript"))
_ALONE = frozenset(("meta", "link", "br", "wbr", "hr", "img", "input", "col"))


def html_text(text: str) -> PaperText:
    """Give the text of a page; the names in its `meta` elements that begin with `xhht:` are what it says of itself.

    Whether it is dressed otherwise than it was made shows in the digest of its styles and scripts (`dress`).
    """
    page = _Page()
    page.feed(text)
    page.close()
    page.finish()
    dress = hashlib.sha256("\n".join(page.dress).encode("utf-8", "replace")).hexdigest()[:16]
    return PaperText("html", filled_lines(page.lines), {**said_of(page.said), "dress": dress})


class _Page(HTMLParser):
    """Follows the text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[TextLine] = []
        self.said: dict[str, str] = {}
        self.dress: list[str] = []
        self._pieces: list[str] = []
        self._cells: list[str] | None = None
        self._tables = self._row = self._number = self._silent = 0
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.dress += [f"{name}={value}" for name, value in attrs if name in ("style", "hidden", "srcdoc", "href")]
        if tag == "meta" and (name := given.get("name")):
            said = given.get("content") or ""
            self.said[name] = f"{self.said[name]}\n{said}" if name in self.said else said
        if tag in _NO_TEXT:
            self._silent += 1
        if tag not in _INLINE:
            self._break()
        elif tag == "br":
            self._pieces.append(" ")
        match tag:
            case "table":
                self._tables, self._row = self._tables + 1, 0
            case "tr":
                self._cells, self._row = [], self._row + 1
            case "td" | "th":
                self._in_cell = True
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        if tag in _ALONE:
            return
        if tag in _NO_TEXT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th") and self._cells is not None:
            self._cells.append(plain("".join(self._pieces)))
            self._pieces, self._in_cell = [], False
        elif tag == "tr" and self._cells is not None:
            self.lines.append(TextLine(PaperSpot(self._row, table=self._tables), tuple(self._cells)))
            self._cells = None
        elif tag not in _INLINE:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._silent:
            self.dress.append(data.strip())
        else:
            self._pieces.append(data)

    def finish(self) -> None:
        """Take what stands after the last element."""
        self._break()

    def _break(self) -> None:
        """End a paragraph; inside a cell, words only stand apart."""
        if self._in_cell:
            self._pieces.append(" ")
            return
        if text := plain("".join(self._pieces)):
            self._number += 1
            self.lines.append(TextLine(PaperSpot(self._number), (text,)))
        self._pieces = []
