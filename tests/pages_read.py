"""A page of HTML read as a tree is read: which elements it has, in what order, and what stands in its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_ALONE = frozenset(("meta", "br", "hr", "img", "input", "link"))


@dataclass
class PageRead(HTMLParser):
    """A page; raises AssertionError where an element is closed that is not open."""

    text: str
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    said: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in _ALONE and not self.get_starttag_text().endswith("/>"):
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th", "p", "li", "h1", "h2", "h3", "h4", "h5", "h6"):
            self.said = ""

    def handle_endtag(self, tag):
        if tag in _ALONE or self.open[-1:] != [tag]:
            assert self.get_starttag_text().endswith("/>") or self.open[-1:] == [tag], (tag, self.open, self.getpos())
            return
        self.open.pop()
        if tag in ("td", "th"):
            self.tables[-1][-1].append(self.said)
        elif tag[0] == "h" and tag[1:].isdigit():
            self.headings.append((int(tag[1]), self.said))
        elif tag == "p":
            self.paragraphs.append(self.said)

    def handle_data(self, data):
        if "svg" not in self.open:
            self.said += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Give the attributes of each element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def meta(self) -> dict[str | None, str | None]:
        """What the page says of itself."""
        return {one["name"]: one["content"] for one in self.all("meta") if "name" in one}
