"""A document in the terminal, in colour where it has any; `plain` lays it out the same where there is no terminal."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import IO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from xhht_score.foreign import shown_text
from xhht_score.reports.columns import NARROWEST, widths_in
from xhht_score.reports.document import Block, Cell, Document, Heading, Listing, Paragraph, Table

_STYLES = {"plain": "", "strong": "bold", "good": "green", "bad": "bold red", "open": "yellow", "muted": "dim"}


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
    if console.width < NARROWEST:
        console.width = NARROWEST
    return console


def write_terminal(document: Document, console: Console) -> None:
    """Print a document; every text is taken as it is, brackets included."""
    for block in document.blocks:
        _write(block, console)


def uncoloured(block: Block, width: int) -> str:
    """Give a block as a terminal without colours shows it."""
    text = StringIO()
    _write(block, console_for(text, color=False, width=width))
    return text.getvalue()


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
            if (widths := widths_in(block, console.width)) is None:
                for row in block.rows:
                    _print_item(console, _told(block, row))
            else:
                console.print(_table(block, widths))


def _print_item(console: Console, text: Text) -> None:
    bullet = RichTable.grid(padding=(0, 1))
    bullet.add_row(Text("•"), text)
    console.print(Padding(bullet, (0, 0, 0, 1)))


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


def _text(cell: Cell) -> Text:
    return Text(shown_text(cell.text), style=_STYLES[cell.tone])
