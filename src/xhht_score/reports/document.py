"""The neutral document that every format is written from: headings, paragraphs, lists, tables of cells with a tone.

A table may say how it can be drawn; what it shows is in its cells all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from xhht_score.numbers import Language, Range
from xhht_score.records import record
from xhht_score.version import __version__

if TYPE_CHECKING:
    from xhht_score.fingerprints import Fingerprints

#: How a piece of text is meant; colour only repeats what its words say.
Tone = Literal["plain", "strong", "good", "bad", "open", "muted"]
#: What stands in a field of a table of values.
Value = str | int | Fraction | None


class PercentValue(Fraction):
    """A percentage in a table of values: 75 for 75%; it is the same number everywhere, and a sheet shows it as such."""

    __slots__ = ()


@record
class Portion:
    """What a cell shows of a whole: its text, and the share that it is, exact, from 0 to 1."""

    text: str
    share: Range


@record
class Cell:
    """One cell of a table: its text, and the value that it shows, None where it is text only.

    `portions` are what can be drawn of it: one, or one for each level.
    """

    text: str
    tone: Tone = "plain"
    value: Value | Range = None
    portions: tuple[Portion, ...] = ()


@record
class Column:
    """One column of a table; numbers stand to the right; columns with a `share` divide the room that is left."""

    header: str
    right: bool = False
    share: int = 0


@record
class Heading:
    """A heading; level 1 is the title of the document."""

    level: int
    text: str


@record
class Paragraph:
    """One paragraph."""

    text: str
    tone: Tone = "plain"


@record
class Listing:
    """A list of items."""

    items: tuple[Cell, ...]


@record
class AskedShare:
    """A share of a whole that is asked for, and the titles of the levels that ask it."""

    share: Fraction
    levels: tuple[str, ...]


@record
class Drawing:
    """How the portions of a table are drawn, by a writer that draws; the figures are those of the table.

    `bars` are drawn above the table, row by row, `heat` as a map of all its cells, `cells` in the table itself. A row
    is named by the texts of its columns `names`; drawn are those of `columns`. `parts` says what the bars of a row, or
    the portions of a cell, stand for where there are several; `asked` are the shares that are asked for in each row.
    """

    kind: Literal["bars", "heat", "cells"]
    title: Literal["criteria", "levels", "indicators", "units", "units-levels", "map", "years"]
    names: tuple[int, ...]
    columns: tuple[int, ...]
    parts: tuple[str, ...] = ()
    asked: tuple[tuple[AskedShare, ...], ...] = ()


@record
class Table:
    """A table; its last row is set off where `total` says so, and `drawing` says how it can be drawn."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: bool = False
    drawing: Drawing | None = None


Block = Heading | Paragraph | Listing | Table


@record
class Composed:
    """Blocks that are composed anew whenever somebody goes through them, so that nobody has to hold them all."""

    compose: Callable[[], Iterator[Block]]

    def __iter__(self) -> Iterator[Block]:
        return self.compose()


@record
class SourceForm:
    """A form that a document was made from: its file, what it is called there, its set, and their fingerprints."""

    file: str
    unit: str
    criteria_set: str
    made_from: Fingerprints


@record
class Origin:
    """What a document is (`score`, `report`), in which language, how it was asked for, and from which forms it is."""

    kind: str
    language: Language
    asked: tuple[tuple[str, str], ...] = ()
    sources: tuple[SourceForm, ...] = ()


def told_of(origin: Origin | None, form: str) -> Iterator[tuple[str, str]]:
    """Give what a document of a format says of itself for programs, `verify` among them; forms are numbered from 1."""
    yield "xhht:program", __version__
    yield "xhht:format", form
    if origin is None:
        return
    yield "xhht:language", origin.language
    yield "xhht:kind", origin.kind
    yield from ((f"xhht:asked:{name}", said) for name, said in origin.asked)
    for number, one in enumerate(origin.sources, 1):
        yield f"xhht:form:{number}", f"{one.made_from.form} {one.made_from.criteria_set} {one.criteria_set}"


@record
class Document:
    """Blocks in the order of reading, and what they were made from, where that is said.

    `lead` is what stands at their end and is wanted first: a page that is scrolled shows it under its title too.
    """

    blocks: Iterable[Block]
    origin: Origin | None = None
    lead: Paragraph | None = None
