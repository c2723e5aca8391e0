"""A document as plain text, letter for letter as `terminal` shows it without colours, but laid out by itself.

The library that draws in terminals takes long to load. It is asked only for blocks that hold a letter which is not
one cell wide, such as an emoji, or a word for which there is no room.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import IO

from xhht_score.foreign import shown_text
from xhht_score.reports.columns import NARROWEST, width_of, widths_in
from xhht_score.reports.document import Block, Cell, Document, Heading, Listing, Paragraph, Table

#: Letters of which each is one cell wide: Vietnamese, and the signs of our phrases.
_EVEN = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u1e00-\u1eff–—…“”‘’•≥≤→−]*")
#: What makes the library take a stream for a terminal that is none, or knows more of it than we do.
_SAYING = ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
_INDENT, _BETWEEN = " • ", "   "


def plain_width(stream: IO[str], environment: Mapping[str, str]) -> int | None:
    """Give the width that a page has on a stream which is no terminal, None where it may be one."""
    if os.name == "nt" or stream.isatty() or any(name in environment for name in _SAYING):
        return None
    columns = environment.get("COLUMNS", "")
    if columns.isdigit():
        return max(int(columns), NARROWEST)
    return max(_width_beside() or 80, NARROWEST)


def _width_beside() -> int:
    """Give the width of the terminal that stands at another stream, 0 where none does."""
    for one in (0, 1, 2):
        try:
            return os.get_terminal_size(one).columns
        except OSError:
            continue
    return 0


def plain_pieces(document: Document, width: int) -> Iterator[str]:
    """Give a document as plain text for a width, block by block, without blanks at the ends of lines."""
    for block in document.blocks:
        yield "".join(f"{line.rstrip()}\n" for line in plain_text(block, width).splitlines())


def plain_text(block: Block, width: int) -> str:
    """Give a block as plain text for a width, each line with the blanks that it has on a screen."""
    try:
        return "".join(f"{line}\n" for line in _lines(block, max(width, NARROWEST)))
    except _Uneven:
        from xhht_score.reports.terminal import uncoloured

        return uncoloured(block, width)


class _Uneven(Exception):
    """A text is not laid out here."""


def _lines(block: Block, width: int) -> list[str]:
    match block:
        case Heading(level=level, text=text):
            return [*([""] if level > 1 else []), *_wrapped(text, width)]
        case Paragraph(text=text):
            return _wrapped(text, width)
        case Listing(items=items):
            return [line for item in items for line in _item(item.text, width)]
        case Table():
            widths = widths_in(block, width)
            if widths is None:
                return [line for row in block.rows for line in _item(_told(block, row), width)]
            if not all(widths) or width_of(widths) > width:
                raise _Uneven
            return _table(block, widths)


def _item(text: str, width: int) -> list[str]:
    lines = _wrapped(text, width - len(_INDENT))
    leads = (_INDENT, *[" " * len(_INDENT)] * (len(lines) - 1))
    return [(lead + line).ljust(width) for lead, line in zip(leads, lines, strict=True)]


def _told(block: Table, row: Sequence[Cell]) -> str:
    """Give a row of a table that is too wide: each cell behind the heading of its column."""
    return "; ".join(
        f"{column.header}: {cell.text}" if column.header else cell.text
        for column, cell in zip(block.columns, row, strict=True)
        if cell.text
    )


def _table(block: Table, widths: Sequence[int]) -> list[str]:
    rights = [column.right for column in block.columns]
    blank = " " * width_of(widths)

    def cells(texts: Sequence[str]) -> list[list[str]]:
        return [
            [_placed(line, width, right) for line in _wrapped(text, width)]
            for text, width, right in zip(texts, widths, rights, strict=True)
        ]

    def across(columns: Sequence[Sequence[str]]) -> list[str]:
        rows = zip_longest(*columns)
        return [
            f" {_BETWEEN.join(' ' * width if line is None else line for line, width in zip(row, widths, strict=True))} "
            for row in rows
        ]

    heads = [column[::-1] for column in cells([column.header for column in block.columns])]  # they stand at the bottom
    lines = [blank, *across(heads)[::-1], f" {'─' * (len(blank) - 2)} "]
    for number, row in enumerate(block.rows, 1):
        if block.total and number == len(block.rows) > 1:
            lines.append(blank)
        lines += across(cells([cell.text for cell in row]))
    return [*lines, blank]


def _placed(line: str, width: int, right: bool) -> str:
    return line.rstrip().rjust(width) if right else line.ljust(width)


def _wrapped(text: str, width: int) -> list[str]:
    """Give the lines of a text: between words, with the blanks behind them that have room; raises `_Uneven`."""
    text = shown_text(text)
    if not _EVEN.fullmatch(text):
        raise _Uneven
    lines, line = list[str](), ""
    for word in _words(text):
        long = len(word.rstrip())
        if long > width:
            raise _Uneven
        if len(line) + long > width:
            lines.append(line[:width])
            line = ""
        line += word
    return [*lines, line[:width]]


def _words(text: str) -> list[str]:
    """Give the words of a text, each with the blanks behind it, the first one with those before it too."""
    return re.findall(r"^\s*\S*\s*|\S+\s*", text)
