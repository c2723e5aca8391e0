"""Where people sign on paper: who filled in and who answers for it, below the last row of a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from xhht_score.words import Words
from xhht_score.workbook.writing.plan import Planned, PlannedRow, Style

#: Points between a title and the name below it.
_ROOM = 44
Signers = Literal["unit", "council"]


def signature_rows(words: Words, signers: Signers, left: str, right: str) -> Iterator[PlannedRow]:
    """Give the rows of a signature block: one signs under the field `left`, one under `right`.

    Nothing is merged, so that the rows above can be sorted; texts run over into the blank cells beside them.
    """

    def row(one: str, other: str, height: float, *, strong: bool = False) -> PlannedRow:
        said = {name: words.say(f"form-sign-{key}") for name, key in ((left, one), (right, other)) if key}
        style: Style = "strong" if strong else "text"
        return PlannedRow("", {name: Planned(text, style=style, centred=True) for name, text in said.items()}, height)

    yield PlannedRow("", {}, 10)
    yield row("", "date", 18)
    yield row(f"{signers}-left", f"{signers}-right", 18, strong=True)
    yield row("by-hand", "and-seal", 18)
    yield PlannedRow("", {}, _ROOM)
