"""A document in the terminal: rich tables that fit the width there is, plain text where there is no colour."""

from __future__ import annotations

from typing import IO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from xhht_score.reports.document import Block, Cell, Document, Heading, Listing, Paragraph, Table

_STYLES = {"plain": "", "strong": "bold", "good": "green", "bad": "bold red", "open": "yellow", "muted": "dim"}
_NARROWEST = 60


def console_for(stream: IO[str], *, color: bool | None = None, width: int | None = None) -> Console:
    """Give a console that writes to a stream; `color` None leaves it to the stream and to NO_COLOR."""
    plain = color is False
    console = Console(
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


def _write(block: Block, console: Console) -> None:
    match block:
        case Heading(level=level, text=text):
            if level > 1:
                console.print()
            console.print(Text(text, style="bold underline" if level == 1 else "bold"))
        case Paragraph(text=text, tone=tone):
            console.print(Text(text, style=_STYLES[tone]))
        case Listing(items=items):
            for item in items:
                bullet = RichTable.grid(padding=(0, 1))
                bullet.add_row(Text("•"), _text(item))
                console.print(Padding(bullet, (0, 0, 0, 1)))
        case Table():
            console.print(_table(block))


def _table(block: Table) -> RichTable:
    table = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, expand=True, padding=(0, 1))
    for column in block.columns:
        table.add_column(
            Text(column.header, style="bold"),
            justify="right" if column.right else "left",
            ratio=column.share or None,
            overflow="fold",
        )
    for number, row in enumerate(block.rows, 1):
        if block.total and number == len(block.rows):
            table.add_section()
        table.add_row(*(_text(cell) for cell in row))
    return table


def _text(cell: Cell) -> Text:
    return Text(cell.text, style=_STYLES[cell.tone])
