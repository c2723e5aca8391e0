"""A document as one page of HTML that asks the network for nothing: to read without script, with it to sort and filter.

The page goes through the document twice, for its contents and for its text, and holds one block at a time.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from hashlib import sha256
from pathlib import Path

from xhht_score.numbers import Range, exact_text, round_half_away
from xhht_score.records import record
from xhht_score.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Listing,
    Origin,
    Paragraph,
    Table,
    told_of,
)
from xhht_score.reports.drawn import DEFINED, cell_drawing, figure_pieces, html_text, is_figure
from xhht_score.version import __version__
from xhht_score.words import Words

#: A list of contents that is longer is folded up until somebody opens it.
_MOST_CONTENTS = 40
#: Tables with fewer columns are read, not sorted.
_LEAST_COLUMNS = 4
_DEEPEST = 6
_DECIMALS = 12


def write_page(words: Words, document: Document) -> str:
    """Give the document as a whole page of HTML."""
    return "".join(page_pieces(words, document))


def page_pieces(words: Words, document: Document) -> Iterator[str]:
    """Give the page piece by piece."""
    outline = _outline(words, document)
    yield from _head(words, document.origin, outline.title)
    yield from _contents(words, outline)
    yield '<main id="main" tabindex="-1">\n'
    page = _PageWriter(words, outline)
    if document.lead is not None:
        yield from page.pieces(document.lead)
    for block in document.blocks:
        yield from page.pieces(block)
    yield "</main>\n"
    yield from _foot(words, document.origin)


# ---------------------------------------------------------------- the outline


@record
class _Outline:
    """What a page has: its title, whether that is `added` to the document, the level of each heading, its contents.

    `contents` are the headings of the second level by the number of each; `places` the numbers of those whose text
    stands once.
    """

    title: str
    added: bool
    levels: tuple[int, ...]
    contents: tuple[tuple[int, str], ...]
    places: dict[str, int]


def _outline(words: Words, document: Document) -> _Outline:
    """Go through a document for its headings; there is one of the first level, and no level is left out."""
    found = [(one.level, one.text) for one in document.blocks if isinstance(one, Heading)]
    titles = [text for level, text in found if level == 1]
    added = len(titles) != 1 or found[0][0] != 1
    kind = document.origin.kind if document.origin else "page"
    title = words.say(f"html-title-{kind}") if added else titles[0]
    levels: list[int] = []
    for level, _ in found:
        deeper = level + 1 if titles and added else max(level, 2) if added else level
        levels.append(min(deeper, (levels[-1] if levels else 1 if added else 0) + 1, _DEEPEST))
    contents = tuple((at, text) for at, (level, (_, text)) in enumerate(zip(levels, found, strict=True)) if level == 2)
    once = Counter(text for _, text in contents)
    return _Outline(title, added, tuple(levels), contents, {text: at for at, text in contents if once[text] == 1})


def _contents(words: Words, outline: _Outline) -> Iterator[str]:
    listed = len(outline.contents) > 1
    yield f'<div class="frame{" listed" if listed else ""}">\n'
    yield f'<header><h1 id="title">{html_text(outline.title)}</h1></header>\n'
    if not listed:
        return
    name = html_text(words.say("html-contents"))
    opened = " open" if len(outline.contents) <= _MOST_CONTENTS else ""
    yield f'<nav aria-label="{name}"><details{opened}><summary>{name}</summary>\n<ol>\n'
    for at, text in outline.contents:
        yield f'<li><a href="#s{at}">{html_text(text)}</a></li>\n'
    yield "</ol>\n</details></nav>\n"


# ---------------------------------------------------------------- head and foot


@cache
def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _head(words: Words, origin: Origin | None, title: str) -> Iterator[str]:
    style = _asset("page.css")
    script = _asset("page.js")
    rules = (
        "default-src 'none'", f"style-src {_hash(style)}", f"script-src {_hash(script)}", "base-uri 'none'",
        "form-action 'none'",
    )  # fmt: skip
    yield (
        f'<!DOCTYPE html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        '<meta name="format-detection" content="telephone=no, date=no, email=no, address=no">\n'
    )
    yield from (f'<meta name="{name}" content="{html_text(said)}">\n' for name, said in told_of(origin, "html"))
    said = " ".join(f'data-{name}="{html_text(words.say(f"html-{name}", n="{n}", all="{all}"))}"'
                    for name in ("sort", "filter", "found"))  # fmt: skip
    skip = html_text(words.say("html-skip"))
    yield (
        f"<title>{html_text(title)}</title>\n<style>{style}</style>\n</head>\n<body {said}>\n"
        f'<a class="skip" href="#main">{skip}</a>\n{DEFINED}'
    )


def _foot(words: Words, origin: Origin | None) -> Iterator[str]:
    yield f"<footer>\n<p>{html_text(words.say('html-made', version=__version__))}</p>\n"
    sources = origin.sources if origin else ()
    if len(sources) > 1:
        yield f"<details><summary>{html_text(words.say('html-sources', n=len(sources)))}</summary>\n"
    if sources:
        yield '<ul class="list">\n'
        for one in sources:
            form, rules, _ = one.made_from
            said = words.say("html-source", unit=one.unit, file=one.file, form=form, id=one.criteria_set, set=rules)
            yield f"<li>{html_text(said)}</li>\n"
        yield "</ul>\n"
    yield "</details>\n" if len(sources) > 1 else ""
    yield f"</footer>\n</div>\n<script>{_asset('page.js')}</script>\n</body>\n</html>\n"


# ---------------------------------------------------------------- the text


@dataclass(slots=True)
class _PageWriter:
    """Writes blocks one after another; counts headings and tables, which are named by their numbers."""

    words: Words
    outline: _Outline
    headings: int = 0
    tables: int = 0
    named_by: str = "title"

    def pieces(self, block: Block) -> Iterator[str]:
        """Give a block."""
        match block:
            case Heading(text=text):
                level = self.outline.levels[self.headings]
                self.named_by = f"s{self.headings}" if level > 1 else "title"
                self.headings += 1
                if level > 1:
                    yield f'<h{level} id="{self.named_by}">{html_text(text)}</h{level}>\n'
            case Paragraph(text=text, tone=tone):
                yield f"<p{_class(tone)}>{html_text(text)}</p>\n"
            case Listing(items=items):
                yield '<ul class="list">\n'
                yield from (f"<li{_class(item.tone)}>{html_text(item.text)}</li>\n" for item in items)
                yield "</ul>\n"
            case Table():
                self.tables += 1
                if is_figure(block):
                    yield from figure_pieces(self.words, block, self.tables)
                yield from self._table(block)

    def _table(self, table: Table) -> Iterator[str]:
        named = f'aria-labelledby="{self.named_by}"'
        drawn = f' data-drawn="drawn-{self.tables}"' if is_figure(table) else ""
        sort = "" if table.total or len(table.columns) < _LEAST_COLUMNS or len(table.rows) < 2 else " data-sort"
        yield f'<div class="scroll" role="group" tabindex="0" {named}>\n'
        yield f'<table id="t{self.tables}" {named}{drawn}{sort}>\n<thead><tr>'
        yield from (f'<th scope="col"{_column_class(one)}>{_header(self.words, one)}</th>' for one in table.columns)
        yield "</tr></thead>\n<tbody>\n"
        head = next((at for at, one in enumerate(table.columns) if not one.right), 0)
        in_cells = table.drawing.columns if table.drawing and table.drawing.kind == "cells" else ()
        for number, row in enumerate(table.rows, 1):
            if table.total and number == len(table.rows) and number > 1:
                yield "</tbody>\n<tfoot>\n"
            yield self._row(table.columns, row, head, in_cells)
        yield "</tfoot>\n" if table.total and len(table.rows) > 1 else "</tbody>\n"
        yield "</table>\n</div>\n"

    def _row(self, columns: Sequence[Column], row: Sequence[Cell], head: int, in_cells: Sequence[int]) -> str:
        cells = []
        for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
            tone = "" if cell.tone == "plain" else cell.tone
            classes = " ".join(filter(None, ("r" if column.right else "", tone, "cell" if at in in_cells else "")))
            shown = html_text(cell.text)
            if (place := self.outline.places.get(cell.text)) is not None:
                shown = f'<a href="#s{place}">{shown}</a>'
            if at in in_cells:
                shown += cell_drawing(cell)
            tag, scope = ("th", ' scope="row"') if at == head and cell.text else ("td", "")
            cells.append(f"<{tag}{scope}{_class(classes)}{_sort_value(cell)}>{shown}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>\n"


def _class(name: str) -> str:
    return "" if name in ("", "plain") else f' class="{name}"'


def _column_class(column: Column) -> str:
    return _class("r" if column.right else "wide" if column.share else "")


def _header(words: Words, column: Column) -> str:
    """Give what stands above a column; what names none is said for those who do not see the table."""
    return html_text(column.header or words.say("html-no-header"))


def _sort_value(cell: Cell) -> str:
    """Give the number by which a cell is sorted, and the upper end of a range."""
    value = cell.value
    if value is None and cell.portions:
        value = cell.portions[0].share
    if isinstance(value, Range):
        low = f' data-v="{_plain(value.low)}"'
        return low if value.known else f'{low} data-w="{_plain(value.high)}"'
    return "" if value is None or isinstance(value, str) else f' data-v="{_plain(Fraction(value))}"'


def _plain(value: Fraction) -> str:
    text = exact_text(value)
    return exact_text(round_half_away(value, _DECIMALS)) if "/" in text else text
