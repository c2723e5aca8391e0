"""A document in the terminal: rich tables that fit the width there is, plain text where there is no colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO
from typing import IO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from xhht_score.foreign import shown_text
from xhht_score.reports.document import Block, Cell, Document, Heading, Listing, Paragraph, Table

_STYLES = {"plain": "", "strong": "bold", "good": "green", "bad": "bold red", "open": "yellow", "muted": "dim"}
_NARROWEST = 60
#: What each column of a table costs beside its text.
_FRAME = 3
#: Longer words than this are paths and the like, and may be broken.
_LONGEST_WORD = 20


class _Console(Console):
    """A console that leaves a closed pipe to the caller, instead of ending the program."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console_for(stream: IO[str], *, color: bool | None = None, width: int | None = None) -> Console:
    """Give a console that writes to a stream; `color` None leaves it to the stream and to NO_COLOR."""
    plain = color is False
    console = _Console(
        file=stream, width=width, no_color=plain or None, highlight=False, emoji=False, markup=False,
        color_system=None if plain else "auto",
    )  # fmt: skip
    if console.width < _NARROWEST:
        console.width = _NARROWEST
    return console


def write_terminal(document: Document, console: Console) -> None:
    """Print a document; every text is taken as it is, brackets included."""
    for block in document.blocks:
        _write(block, console)


def plain_pieces(document: Document, width: int) -> Iterator[str]:
    """Give a document as plain text for a width, block by block, without blanks at the ends of lines."""
    text = StringIO()
    console = console_for(text, color=False, width=width)
    for block in document.blocks:
        _write(block, console)
        yield "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())
        text.seek(0)
        text.truncate()


def _write(block: Block, console: Console) -> None:
    match block:
        case Heading(level=level, text=text):
            if level > 1:
                console.print()
            console.print(Text(shown_text(text), style="bold underline" if level == 1 else "bold"))
        case Paragraph(text=text, tone=tone):
            console.print(Text(shown_text(text), style=_STYLES[tone]))
        case Listing(items=items):
            for item in items:
                _print_item(console, _text(item))
        case Table():
            texts = _columns(block)
            words = [[word for text in column for word in (text.split() or [""])] for column in texts]
            if _least(words) > console.width:
                for row in block.rows:
                    _print_item(console, _told(block, row))
            else:
                console.print(_table(block, _widths(block, texts, words, console.width)))


def _print_item(console: Console, text: Text) -> None:
    bullet = RichTable.grid(padding=(0, 1))
    bullet.add_row(Text("•"), text)
    console.print(Padding(bullet, (0, 0, 0, 1)))


#: All words of each column; an empty one where there are none.
_WordsOfColumns = Sequence[Sequence[str]]


def _least(words: _WordsOfColumns) -> int:
    """Give the width in which no word of a table is broken, but for words that nobody reads as one, such as paths."""
    wide = (min(max(map(cell_len, column)), _LONGEST_WORD) for column in words)
    return sum(wide) + _FRAME * len(words) - 1


def _told(block: Table, row: Sequence[Cell]) -> Text:
    """Give a row of a table that is too wide: each cell behind the heading of its column."""
    said = Text()
    for column, cell in zip(block.columns, row, strict=True):
        if cell.text:
            said.append("; " if said else "")
            said.append(f"{shown_text(column.header)}: " if column.header else "", style="bold")
            said.append_text(_text(cell))
    return said


def _table(block: Table, widths: Sequence[int]) -> RichTable:
    table = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for column, width in zip(block.columns, widths, strict=True):
        header = Text(shown_text(column.header), style="bold")
        table.add_column(header, justify="right" if column.right else "left", width=width, overflow="fold")
    for number, row in enumerate(block.rows, 1):
        if block.total and number == len(block.rows):
            table.add_section()
        table.add_row(*(_text(cell) for cell in row))
    return table


def _widths(block: Table, texts: Sequence[Sequence[str]], words: _WordsOfColumns, room: int) -> list[int]:
    """Give the width of each column: no word is broken while there is room, and shares divide what is left over.

    The heading of a column without a share takes two lines before it takes room from the others.
    """
    least = [max(map(cell_len, column)) for column in words]
    natural = [max(map(cell_len, column)) for column in texts]
    cells = [max((*map(cell_len, column[1:]), least[at], _in_two(column[0]))) for at, column in enumerate(texts)]
    left = room - _FRAME * len(least) + 1 - sum(least)
    widths = list(least)
    fixed = [at for at, column in enumerate(block.columns) if not column.share]
    if sum(cells[at] - widths[at] for at in fixed) > left:  # no column goes first where there is too little for all
        fixed = []
    shares = [column.share or (0 if at in fixed else 1) for at, column in enumerate(block.columns)]

    def grow(wanted: list[int], left: int) -> int:
        for at in sorted(fixed, key=lambda at: wanted[at] - widths[at]):
            grown = min(max(left, 0), wanted[at] - widths[at])
            widths[at] += grown
            left -= grown
        return left

    left = grow(cells, left)
    while left > 0 and (open_ones := [at for at, share in enumerate(shares) if share and widths[at] < natural[at]]):
        fairest = min(open_ones, key=lambda at: widths[at] / shares[at])
        widths[fairest] += 1
        left -= 1
    grow(natural, left)
    return widths


def _columns(block: Table) -> list[list[str]]:
    """Give the texts of each column as they are shown, its heading first."""
    return [
        [shown_text(one) for one in (column.header, *(row[at].text for row in block.rows))]
        for at, column in enumerate(block.columns)
    ]


def _in_two(heading: str) -> int:
    """Give the least width in which a heading takes two lines."""
    words = heading.split()
    ends = (max(cell_len(" ".join(words[:at])), cell_len(" ".join(words[at:]))) for at in range(1, len(words) + 1))
    return min(ends, default=0)


def _text(cell: Cell) -> Text:
    return Text(shown_text(cell.text), style=_STYLES[cell.tone])
