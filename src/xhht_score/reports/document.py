"""The neutral document that every format is written from: headings, paragraphs, lists, tables of cells with a tone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from xhht_score.numbers import Range

#: How a piece of text is meant; colour only repeats what its words say.
Tone = Literal["plain", "strong", "good", "bad", "open", "muted"]
#: What stands in a field of a table of values.
Value = str | int | Fraction | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its text, and the value that it shows, None where it is text only."""

    text: str
    tone: Tone = "plain"
    value: Value | Range = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; numbers stand to the right; columns with a `share` divide the room that is left."""

    header: str
    right: bool = False
    share: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title of the document."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of items."""

    items: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its last row is set off where `total` says so."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: bool = False


Block = Heading | Paragraph | Listing | Table


@dataclass(frozen=True, slots=True)
class Composed:
    """Blocks that are composed anew whenever somebody goes through them, so that nobody has to hold them all."""

    compose: Callable[[], Iterator[Block]]

    def __iter__(self) -> Iterator[Block]:
        return self.compose()


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks in the order of reading."""

    blocks: Iterable[Block]
