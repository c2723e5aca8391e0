"""How wide the columns of a table are where there is so much room."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from xhht_score.foreign import shown_text
from xhht_score.reports.document import Table

#: A page is never laid out for less room.
NARROWEST = 60
#: What each column of a table costs beside its text.
_FRAME = 3
#: Longer words than this are paths and the like, and may be broken.
_LONGEST_WORD = 20


def widths_in(block: Table, room: int) -> list[int] | None:
    """Give the width of each column of a table, None where it has to be told row by row to fit."""
    texts = _columns(block)
    words = [[word for text in column for word in (text.split() or [""])] for column in texts]
    return None if _least(words) > room else _widths(block, texts, words, room)


def width_of(widths: Sequence[int]) -> int:
    """Give the width of a table with columns of these widths."""
    return sum(widths) + _FRAME * len(widths) - 1


#: All words of each column; an empty one where there are none.
_WordsOfColumns = Sequence[Sequence[str]]


def _least(words: _WordsOfColumns) -> int:
    """Give the width in which no word of a table is broken, but for words that nobody reads as one, such as paths."""
    wide = (min(max(map(cell_len, column)), _LONGEST_WORD) for column in words)
    return sum(wide) + _FRAME * len(words) - 1


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
