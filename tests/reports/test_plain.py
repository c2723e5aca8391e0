"""Plain pages are laid out letter for letter as the library for terminals lays them out, whatever stands in them."""

from __future__ import annotations

import io
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhht_score.reports.document import Cell, Column, Heading, Listing, Paragraph, Table
from xhht_score.reports.plain import plain_text, plain_width
from xhht_score.reports.terminal import console_for, uncoloured

ODD = ("e\u0302\u0301", "学", "한", "🎓", "\u200b", "\u00ad", "\n", "\t", "\x1b", "\u3000")
EVEN = [*"aaabccd....,,", *" " * 8, *"ếơĐ–•×−-/[]\u00a0"]
TEXTS = st.lists(st.sampled_from([*EVEN, *ODD]), max_size=60).map("".join)
EVEN_TEXTS = st.text(EVEN, max_size=240)
WORDS = st.lists(st.text("abcdế", min_size=1, max_size=26), max_size=24).map(" ".join)
SAID = st.one_of(TEXTS, EVEN_TEXTS, WORDS, WORDS, st.just(""))
CELLS = st.builds(Cell, SAID)


@st.composite
def tables(draw):
    columns = draw(
        st.lists(st.builds(Column, SAID, right=st.booleans(), share=st.sampled_from([0, 1, 3])), min_size=1, max_size=7)
    )
    row = st.tuples(*[CELLS for _ in columns])
    return Table(tuple(columns), tuple(draw(st.lists(row, max_size=4))), total=draw(st.booleans()))


BLOCKS = st.one_of(
    st.builds(Heading, st.integers(1, 3), SAID),
    st.builds(Paragraph, SAID),
    st.builds(Listing, st.lists(CELLS, max_size=4).map(tuple)),
    tables(),
)


@given(BLOCKS, st.integers(20, 130))
def test_a_block_is_laid_out_as_the_library_does(block, width):
    """Whoever lays it out: the library is asked for few of these blocks."""
    assert plain_text(block, width) == uncoloured(block, width)


class Pipe(io.StringIO):
    def __init__(self, tty):
        super().__init__()
        self._tty = tty

    def isatty(self):
        return self._tty


SURROUNDINGS = [
    dict(zip(names, values, strict=True))
    for many in range(3)
    for names in itertools.combinations(("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TERM"), many)
    for values in itertools.product(
        *(
            {"COLUMNS": ("0", "50", "132", "x", ""), "TERM": ("dumb", "xterm")}.get(name, ("", "0", "1"))
            for name in names
        )
    )
]


@pytest.mark.parametrize("tty", [False, True])
def test_a_page_is_plain_only_where_the_library_sees_no_terminal_and_as_wide(tty, monkeypatch):
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "TERM"):
        monkeypatch.delenv(name, raising=False)
    plain = 0
    for surroundings in SURROUNDINGS:
        with monkeypatch.context() as inner:
            for name, value in surroundings.items():
                inner.setenv(name, value)
            width, console = plain_width(Pipe(tty), surroundings), console_for(Pipe(tty))
            if width is not None:
                plain += 1
                assert (console.is_terminal, console.color_system, console.width) == (False, None, width)
    assert bool(plain) is not tty
