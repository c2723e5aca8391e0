"""Word files as they come from anybody: opened within the limits of forms, and refused where they could do anything.

No macro, no embedded object, no link to elsewhere and no field but those that count pages stands in what is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from xhht_score.errors import Place, Problem, XhhtError
from xhht_score.papers.marks import MarkedParagraph
from xhht_score.spreadsheet.archive import Archive, Clock, Refused
from xhht_score.spreadsheet.limits import MEGABYTE, current_limits

MAIN = "word/document.xml"
CONTENT_TYPES = "[Content_Types].xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_WORD}}}"
#: The kind of package that a Word file without macros is.
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
#: Parts in which fields may stand.
_WITH_TEXT = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
#: Parts that do something, or hold something that does.
_ACTIVE = re.compile(
    r"(?i)(vbaproject|vbadata|activex|embeddings/|afchunk|customui|attachedtoolbars|\.(bin|exe|mht|html?|rtf|docm?)$)"
)
#: The fields that a template may have: they count its own pages.
_COUNTING = re.compile(r"\s*(PAGE|NUMPAGES|SECTION|SECTIONPAGES)\b[^{}]*", re.IGNORECASE)
#: No template is larger; a part with text is smaller by far.
_MOST_TEXT = 2 * MEGABYTE
_MOST_BRACES = 8_000
_CODES = {
    "workbook-too-large": "word-file-too-large",
    "workbook-too-slow": "word-file-too-large",
    "workbook-unsafe": "word-file-unsafe",
}


class WordFile:
    """The parts of a Word file that is safe to use, by name."""

    def __init__(self, content: bytes, file: str) -> None:
        """Open a file, called `file` in messages; raises `XhhtError`."""
        self.file = file
        try:
            self._archive = Archive(content, limits := current_limits(), Clock(limits))
            self._look()
            self.parts: Mapping[str, bytes] = {name: self._archive.read(name) for name in self._archive.names}
        except Refused as error:
            raise XhhtError([_refusal(error, file)]) from None

    @property
    def texts(self) -> tuple[str, ...]:
        """The names of the parts in which fields may stand, the document itself first."""
        found = (name for name in self.parts if _WITH_TEXT.fullmatch(name))
        return tuple(sorted(found, key=lambda name: (name != MAIN, name)))

    def root(self, name: str) -> Any:
        """Give a part as a tree of elements; raises `XhhtError`."""
        return _parsed(self.parts[name], self.file)

    def _look(self) -> None:
        for name in (CONTENT_TYPES, MAIN):
            if name not in self._archive:
                raise XhhtError([Problem("no-word-file", Place(self.file))])
        if _DOCUMENT.encode() not in self._archive.xml(CONTENT_TYPES):
            self._refuse("word-macros")
        if len({name.replace("\\", "/").lower() for name in self._archive.names}) < len(self._archive.names):
            raise Refused("workbook-damaged")
        for name in self._archive.names:
            if _ACTIVE.search(name):
                self._refuse("word-macros" if "vba" in name.lower() else "word-embedded")
            if name.endswith((".rels", ".xml")):
                part = self._archive.xml(name)
                if name.endswith(".rels") and re.search(rb"""TargetMode\s*=\s*["']\s*External""", part):
                    self._refuse("word-links")
            if name == "word/settings.xml" and b"mailMerge" in self._archive.xml(name):
                self._refuse("word-links")
        for name in self._archive.names:
            if _WITH_TEXT.fullmatch(name):
                self._look_at_text(name)

    def _look_at_text(self, name: str) -> None:
        part = self._archive.xml(name)
        if len(part) > _MOST_TEXT or part.count(b"{") > _MOST_BRACES:
            raise XhhtError([Problem("word-file-too-large", Place(self.file), {"over": ("megabytes", 2)})])
        for element in _parsed(part, self.file).iter():
            told = [*element.attrib.values(), element.text or "", element.tail or ""]
            if element.tag in (f"{_W}instrText", f"{_W}delInstrText"):
                instruction = element.text or ""
                if instruction.strip() and not _COUNTING.fullmatch(instruction):
                    self._refuse("word-fields", instruction)
            if element.tag == f"{_W}fldSimple" and not _COUNTING.fullmatch(element.get(f"{_W}instr", "")):
                self._refuse("word-fields", element.get(f"{_W}instr", ""))
            if element.tag in (f"{_W}altChunk", f"{_W}object", f"{_W}control", f"{_W}subDoc"):
                self._refuse("word-embedded")
            outside = told[:-2] + told[-1:] + ([] if element.tag == f"{_W}t" else [told[-2]])
            if any(mark in text for text in outside for mark in ("{{", "{%", "{#")):
                raise XhhtError([Problem("template-mark-outside", Place(self.file), {"given": name})])

    def _refuse(self, reason: str, given: str = "") -> None:
        said = {"reason": reason, "given": " ".join(given.split())}
        raise XhhtError([Problem("word-file-unsafe", Place(self.file), said)])


def paragraphs(root: Any) -> Iterator[MarkedParagraph]:
    """Give the paragraphs of a part in order, those without any text too; a text counts for its innermost paragraph."""
    numbers: dict[Any, int] = {}
    texts: dict[Any, list[str]] = {}
    for number, paragraph in enumerate(root.iter(f"{_W}p"), 1):
        numbers[paragraph], texts[paragraph] = number, []
    for text in root.iter(f"{_W}t"):
        owner = next(text.iterancestors(f"{_W}p"), None)
        if owner is not None:
            texts[owner].append(text.text or "")
    for paragraph, number in numbers.items():
        yield MarkedParagraph(number, "".join(texts[paragraph]))


def _parsed(part: bytes, file: str) -> Any:
    from lxml import etree

    try:
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        raise XhhtError([Problem("no-word-file", Place(file))]) from None


def _refusal(error: Refused, file: str) -> Problem:
    code = _CODES.get(error.code, "no-word-file")
    if code == "word-file-too-large":
        over = error.arguments.get("over", ("megabytes", current_limits().megabytes))
        return Problem(code, Place(file), {"over": over})
    if code == "word-file-unsafe":
        return Problem(code, Place(file), {"reason": "word-entities", "given": ""})
    return Problem(code, Place(file))
