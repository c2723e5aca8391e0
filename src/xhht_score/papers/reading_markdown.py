"""The text of a page of Markdown as this program writes it: headings, paragraphs, lists, tables."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from xhht_score.letters import plain
from xhht_score.papers.reading import said_of
from xhht_score.proof.lines import PaperSpot, PaperText, TextLine, filled_lines

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_SAID = re.compile(r"^(xhht:[\w:-]+)=(.*)$", re.MULTILINE)
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>|~#$.:)+=-])")
_EDGES = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_MARKS = re.compile(r"^(?:#{1,6} |[-*] )|\*\*")


def markdown_text(text: str) -> PaperText:
    """Give the text of a page; what stands in its comments is what it says of itself."""
    made = {name: unquote(said) for comment in _COMMENT.findall(text) for name, said in _SAID.findall(comment)}
    lines: list[TextLine] = []
    table, is_table, row = 0, False, 0
    for number, line in enumerate(_COMMENT.sub("", text).splitlines(), 1):
        if not line.startswith("|"):
            is_table = False
            lines.append(TextLine(PaperSpot(number), (_plain(_MARKS.sub("", line)),)))
            continue
        if not is_table:
            is_table, table, row = True, table + 1, 0
        if _RULE.fullmatch(line.strip()):
            continue
        row += 1
        cells = tuple(_plain(_MARKS.sub("", one)) for one in _EDGES.split(line.strip())[1:-1])
        lines.append(TextLine(PaperSpot(row, table=table), cells))
    return PaperText("md", filled_lines(lines), said_of(made))


def _plain(text: str) -> str:
    return plain(unescape(_ESCAPED.sub(r"\1", text)))
