"""One paper against what should stand on it: every figure, every verdict and every other word that differs.

Lines are paired first: those that are the same, then rows that only moved within their table, then those that differ in
nothing but digits, then the most alike. In a pair the words are aligned one by one; what stands where a dotted line was
is free.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from itertools import zip_longest
from typing import Literal

from xhht_score.proof.lines import DOTTED, PaperSpot, PaperText, TextLine
from xhht_score.records import record

#: What differs: a figure, a verdict, a whole line with figures or a verdict that is not there (`lacking`) or should not
#: be there (`added`); other words (`wording`), and rows that stand in another place of their table (`moved`).
DeviationKind = Literal["figure", "verdict", "lacking", "added", "wording", "moved"]

_WILD = "\0"
_TOKEN = re.compile(r"\0|(?:(?<![\w)])-)?\d+(?:[.,]\d+)*(?:\s?%)?|[^\W\d_]+|[^\w\s]|_")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
#: Longer paragraphs are compared by runs of equal words and not word by word, whose time is the square of their number.
_MOST_WORDS = 800
#: So many lines on either side are paired by their likeness; among more, in their order.
_MOST_PAIRED = 60
#: Lines less alike than this are not the same one changed.
_LEAST_LIKE = 0.4


@record
class Deviation:
    """One thing that is not as it should be: where on the paper, what should stand there and what does ("": nothing).

    `line` is the line of the paper, or the one that is lacking.
    """

    kind: DeviationKind
    spot: PaperSpot
    expected: str
    found: str
    line: str

    @property
    def counts(self) -> bool:
        """Whether a figure or a verdict differs, and not only other words."""
        return self.kind not in ("wording", "moved")


@record(slots=False)
class _Line:
    """One line that is compared."""

    line: TextLine
    free: bool  # whether dotted lines in it may hold anything

    @cached_property
    def key(self) -> tuple[bool, tuple[str, ...]]:
        """What is the same of lines that say the same: whether it is a row, and the cells."""
        return self.place != (None, None), tuple(one.casefold() for one in self.line.cells)

    @cached_property
    def shape(self) -> tuple[bool, tuple[str, ...]]:
        """What is the same of lines that differ in digits only."""
        return self.key[0], tuple(_DIGITS.sub("0", one) for one in self.key[1])

    @cached_property
    def words(self) -> Counter[str]:
        cells = (DOTTED.sub(_WILD, one) for one in self.key[1]) if self.free else self.key[1]
        return Counter(token for one in cells for token in _TOKEN.findall(one) if token != _WILD)

    @property
    def has_room(self) -> bool:
        """Whether there is a dotted line in it."""
        return self.free and any(map(DOTTED.search, self.line.cells))

    @property
    def is_room(self) -> bool:
        """Whether the line is nothing but a dotted line."""
        return self.free and not self.words

    @property
    def place(self) -> tuple[int | None, str | None]:
        return self.line.spot.table, self.line.spot.sheet


def compare_papers(expected: PaperText, found: PaperText, verdicts: Collection[str] = ()) -> tuple[Deviation, ...]:
    """Give everything in which a paper differs from what should stand on it, in the order of the paper.

    `verdicts` are the words of which verdicts are made; a change of one of them counts as much as that of a figure.
    """
    words = frozenset(word for one in verdicts for word in _TOKEN.findall(one.casefold()))
    weigh = _Weigher(words)
    asked = [_Line(one, True) for one in expected.lines]
    there = [_Line(one, False) for one in found.lines]
    return tuple(_compared(asked, there, weigh))


@record
class _Weigher:
    """Tells which words count: figures, and what verdicts are made of."""

    verdicts: frozenset[str]

    def kind(self, *tokens: str) -> DeviationKind:
        """Give what a change of these words is."""
        if any(_DIGITS.search(one) for one in tokens):
            return "figure"
        return "verdict" if any(one in self.verdicts for one in tokens) else "wording"

    def counts(self, token: str) -> bool:
        return self.kind(token) != "wording"


def _compared(asked: list[_Line], there: list[_Line], weigh: _Weigher) -> Iterator[Deviation]:
    gaps = list(_gaps([one.key for one in asked], [one.key for one in there]))
    lost = [at for gap, _ in gaps for at in gap]
    extra = [at for _, gap in gaps for at in gap]
    moved = dict(_moved(asked, lost, there, extra))
    taken = frozenset(moved.values())
    for before, after in gaps:
        left = [asked[at] for at in before if at not in moved]
        right = [there[at] for at in after if at not in taken]
        yield from _paired(left, right, weigh)
    for at in sorted(taken):
        yield Deviation("moved", there[at].line.spot, "", there[at].line.text, there[at].line.text)


Gap = tuple[range, range]


def _gaps(asked: Sequence[object], there: Sequence[object]) -> Iterator[Gap]:
    """Give the stretches of both sides that are not the same, between those that are."""
    start, most = 0, min(len(asked), len(there))
    while start < most and asked[start] == there[start]:
        start += 1
    end = 0
    while end < most - start and asked[-1 - end] == there[-1 - end]:
        end += 1
    some, others = asked[start : len(asked) - end], there[start : len(there) - end]
    for word, a, b, c, d in SequenceMatcher(None, some, others, autojunk=False).get_opcodes():
        if word != "equal":
            yield range(start + a, start + b), range(start + c, start + d)


def _moved(
    asked: Sequence[_Line], lost: Sequence[int], there: Sequence[_Line], extra: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Give the rows that stand in another place of the same table: a row says itself whose its figures are."""
    places: dict[object, list[int]] = {}
    for at in reversed(extra):
        places.setdefault((there[at].place, there[at].key), []).append(at)
    for at in lost:
        one = asked[at]
        if sum(map(bool, one.line.cells)) > 1 and one.key[0] and (known := places.get((one.place, one.key))):
            yield at, known.pop()


def _paired(asked: list[_Line], there: list[_Line], weigh: _Weigher) -> Iterator[Deviation]:
    """Compare a stretch: lines with the same words, whatever their digits, then the most alike."""
    at, to = 0, 0
    for a, b, size in SequenceMatcher(
        None, [one.shape for one in asked], [one.shape for one in there], autojunk=False
    ).get_matching_blocks():
        yield from _alike(asked[at:a], there[to:b], weigh)
        for one, other in zip(asked[a : a + size], there[b : b + size], strict=True):
            yield from _in_line(one, other, weigh)
        at, to = a + size, b + size


def _alike(asked: list[_Line], there: list[_Line], weigh: _Weigher) -> Iterator[Deviation]:
    """Pair lines by their likeness in their order; what is left is lacking or added."""
    for one, other in _matched(asked, there):
        if one is None and other is not None:
            yield from _alone("added", other.line, weigh)
        elif other is None and one is not None:
            yield from _alone("lacking", one.line, weigh)
        elif one is not None and other is not None and not one.is_room:
            yield from _in_line(one, other, weigh)


def _matched(asked: list[_Line], there: list[_Line]) -> list[tuple[_Line | None, _Line | None]]:
    """Give pairs in order, of the greatest likeness in all; a dotted line by itself takes in any number of lines."""
    if not any(one.is_room for one in asked) and max(len(asked), len(there)) > _MOST_PAIRED:
        return list(zip_longest(asked, there))
    rows, columns = len(asked) + 1, len(there) + 1
    best = [[0.0] * columns for _ in range(rows)]
    came = [[(0, 0)] * columns for _ in range(rows)]
    for at in range(rows):
        for to in range(columns):
            ways = []
            if at:
                ways.append((best[at - 1][to], (1, 0)))
            if to:
                room = at > 0 and asked[at - 1].is_room
                ways.append((best[at][to - 1] + (0.5 if room else 0.0), (0, 1)))
            if at and to and (like := _likeness(asked[at - 1], there[to - 1])) >= _LEAST_LIKE:
                ways.append((best[at - 1][to - 1] + like, (1, 1)))
            if ways:
                best[at][to], came[at][to] = max(ways, key=lambda way: way[0])
    pairs: list[tuple[_Line | None, _Line | None]] = []
    at, to = len(asked), len(there)
    while at or to:
        down, right = came[at][to]
        room = at > 0 and asked[at - 1].is_room
        if (down, right) == (0, 1) and room:
            pairs.append((asked[at - 1], there[to - 1]))  # what fills the room
        elif (down, right) == (1, 0) and room:
            pass
        else:
            pairs.append((asked[at - 1] if down else None, there[to - 1] if right else None))
        at, to = at - down, to - right
    return pairs[::-1]


def _likeness(one: _Line, other: _Line) -> float:
    """Give how many of the words both have: 1 where all are the same."""
    if one.is_room:
        return 1.0
    if one.key[0] != other.key[0]:
        return 0.0
    both = sum((one.words & other.words).values())
    size = sum(one.words.values())
    whole = size if one.has_room else max(size, sum(other.words.values()))
    return both / whole if whole else 1.0


def _alone(kind: Literal["added", "lacking"], line: TextLine, weigh: _Weigher) -> Iterator[Deviation]:
    """Name a line that only one side has; without figures and verdicts it is a matter of words."""
    text = DOTTED.sub("", line.text) if kind == "lacking" else line.text
    counts = any(map(weigh.counts, _TOKEN.findall(text.casefold())))
    said = (line.text, "") if kind == "lacking" else ("", line.text)
    yield Deviation(kind if counts else "wording", line.spot, *said, line.text)


def _in_line(asked: _Line, there: _Line, weigh: _Weigher) -> Iterator[Deviation]:
    """Compare the words of two lines, cell by cell where both have as many."""
    one, other = asked.line.cells, there.line.cells
    if len(one) != len(other):
        yield from _in_text(asked.line.text, there.line.text, there.line, None, weigh)
        return
    for column, (should, does) in enumerate(zip(one, other, strict=True), 1):
        if should != does:
            at = column if len(other) > 1 else None
            yield from _in_text(should, does, there.line, at, weigh)


def _in_text(should: str, does: str, line: TextLine, column: int | None, weigh: _Weigher) -> Iterator[Deviation]:
    spot = line.spot._replace(column=column)
    asked, there = _TOKEN.findall(DOTTED.sub(_WILD, should)), _TOKEN.findall(does)
    found = [
        Deviation(weigh.kind(*map(str.casefold, (*some, *others))), spot, _joined(some), _joined(others), line.text)
        for some, others in _changes(asked, there, weigh)
    ]
    if len(found) > 1 and not any(one.counts for one in found):
        found = [Deviation("wording", spot, should, does, line.text)]
    yield from found


def _joined(tokens: Sequence[str]) -> str:
    return " ".join(tokens)


def _same(one: str, other: str) -> bool:
    return one.casefold().replace(" ", "") == other.casefold().replace(" ", "")


def _changes(asked: list[str], there: list[str], weigh: _Weigher) -> Iterator[tuple[list[str], list[str]]]:
    """Give the runs of words that differ, what should stand there and what does; dotted lines take in anything."""
    long = max(len(asked), len(there)) > _MOST_WORDS
    pairs = _coarse(asked, there) if long else _aligned(asked, there, weigh)
    some: list[str] = []
    others: list[str] = []
    for one, other in [*pairs, ("", "")]:
        if one == other or (one and other and _same(one, other)):
            if some or others:
                yield some, others
                some, others = [], []
            continue
        if (some or others) and (weigh.counts(one) or weigh.counts(other)):
            yield some, others  # every figure is named by itself
            some, others = [], []
        some += [one] if one else []
        others += [other] if other else []
        if weigh.counts(one) or weigh.counts(other):
            yield some, others
            some, others = [], []


def _coarse(asked: list[str], there: list[str]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for before, after in _gaps([one.casefold() for one in asked], [one.casefold() for one in there]):
        some, others = ([side[at] for at in gap] for side, gap in ((asked, before), (there, after)))
        if _WILD in some:
            some, others = [one for one in some if one != _WILD], others if not some else []
        pairs += [*zip_longest(some, others, fillvalue=""), ("", "")]
    return pairs


def _aligned(asked: list[str], there: list[str], weigh: _Weigher) -> list[tuple[str, str]]:
    """Give the words of both sides in pairs, "" where one has none, so that the fewest differ."""
    rows, columns = len(asked) + 1, len(there) + 1
    cost = [[0.0] * columns for _ in range(rows)]
    came = [[(0, 0)] * columns for _ in range(rows)]
    for at in range(rows):
        for to in range(columns):
            wild = at > 0 and asked[at - 1] == _WILD
            ways = []
            if at:
                ways.append((cost[at - 1][to] + (0 if wild else 1), (1, 0)))
            if to:
                ways.append((cost[at][to - 1] + (0 if wild else 1), (0, 1)))
            if at and to and not wild:
                ways.append((cost[at - 1][to - 1] + _price(asked[at - 1], there[to - 1], weigh), (1, 1)))
            if ways:
                cost[at][to], came[at][to] = min(ways, key=lambda way: way[0])
    pairs: list[tuple[str, str]] = []
    at, to = len(asked), len(there)
    while at or to:
        down, right = came[at][to]
        wild = at > 0 and asked[at - 1] == _WILD
        if not wild or (down and right):
            pairs.append((asked[at - 1] if down else "", there[to - 1] if right else ""))
        at, to = at - down, to - right
    return pairs[::-1]


def _price(one: str, other: str, weigh: _Weigher) -> float:
    """Give what it costs to take one word for another: less for two figures than for a figure and a word."""
    if _same(one, other):
        return 0
    return 1.5 if weigh.kind(one.casefold()) == weigh.kind(other.casefold()) else 1.9
