"""The least cost of sums that are reached by one choice of each item: frontiers of groups, joined; in one world.

Every cover that costs less than `room` above a bound is looked at, unless another one gives no less for no more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

#: So many ways are looked at before the search is given up.
MOST_TRIED = 600_000
#: Among so many choices of an item the one that is needed is looked up.
_MANY = 24


class TooManyError(Exception):
    """There are more ways than are looked at; whoever searches says so, no user meets it."""


class Choice(NamedTuple):
    """One way to choose an item: its cost, what it gives in each world, and what it stands for."""

    cost: int
    gains: tuple[int, ...]
    key: int


class Sums(NamedTuple):
    """What the sum of all gains has to reach (None: nothing), and the same for groups with its price."""

    total: int | None
    groups: dict[int, tuple[int | None, int]]


class _Way(NamedTuple):
    """Choices made so far: what they cost, how far above the bound they are, and how they were made."""

    cost: int
    over: int
    item: int = -1
    choice: Choice | None = None
    before: _Way | None = None
    beside: _Way | None = None


#: The ways that no other one beats, by what they give.
_Front = dict[int, _Way]


def covered(
    groups: Sequence[int], kept: Sequence[Sequence[Choice]], over: Sequence[Sequence[int]], sums: Sums, room: int
) -> list[Choice] | None:
    """Give the cheapest choice of each item whose sums are reached, None where none is within `room` of the bound.

    `groups` has the group of each item, `kept` its choices, `over` how far above the bound each of them is.
    """
    return _Cover(groups, kept, over, sums, room).least() if all(kept) else None


class _Cover:
    def __init__(
        self,
        groups: Sequence[int],
        kept: Sequence[Sequence[Choice]],
        over: Sequence[Sequence[int]],
        sums: Sums,
        room: int,
    ) -> None:
        self._groups, self._kept, self._over, self._sums, self._room = groups, kept, over, sums, room
        self._members: dict[int, list[int]] = {}
        for item, group in enumerate(groups):
            self._members.setdefault(group, []).append(item)
        self._most = [max(one.gains[0] for one in each) for each in kept]
        widest = max(range(len(kept)), key=lambda item: len(kept[item]))
        self._closing = widest if len(kept[widest]) > _MANY else None
        self._tried = 0

    def least(self) -> list[Choice] | None:
        last = self._groups[self._closing] if self._closing is not None else next(reversed(self._members))
        order = [*(group for group in self._members if group != last), last]
        rest = sum(self._most)
        joined: _Front = {0: _Way(0, 0)}
        for group in order[:-1]:
            rest -= sum(self._most[item] for item in self._members[group])
            joined = self._join(joined, self._front(group, self._members[group]), rest)
            if not joined:
                return None
        best = self._ended(joined, last) if self._closing is None else self._closed(joined, last, self._closing)
        return None if best is None else self._choices(best)

    # ------------------------------------------------------------ one group

    def _need(self, group: int) -> tuple[int | None, int]:
        return self._sums.groups.get(group, (None, 0))

    def _front(self, group: int, items: Sequence[int], *, closed: bool = True) -> _Front:
        """Give the ways of a group by what they give; where it is `closed`, only those that reach what it needs."""
        need, price = self._need(group)
        rest = sum(self._most[item] for item in self._members[group])
        states: _Front = {0: _Way(0, 0)}
        ordered = sorted(items, key=lambda item: len(self._kept[item]))
        for item in ordered:
            rest -= self._most[item]
            is_last = closed and item == ordered[-1]
            if is_last and need is not None and price and len(self._kept[item]) > _MANY:
                states = self._reaching(states, item, need, price)
            else:
                states = self._extended(states, item, None if need is None else need - rest)
        if closed and need is not None:
            states = {
                gain: way._replace(over=way.over + price * (gain - need))
                for gain, way in states.items()
                if gain >= need
            }
        return {gain: way for gain, way in states.items() if way.over < self._room}

    def _extended(self, states: _Front, item: int, wanted: int | None) -> _Front:
        choices = sorted(zip(self._over[item], self._kept[item], strict=True), key=lambda one: one[0])
        found, before = _Front(), 0
        for gain, way in states.items():
            left = self._room - way.over
            for over, one in choices:
                if over >= left:
                    break
                here = gain + one.gains[0]
                if wanted is not None and here < wanted:
                    continue
                cost, there = way.cost + one.cost, found.get(here)
                if there is None or cost < there.cost:
                    found[here] = _Way(cost, way.over + over, item, one, way)
            self._count(len(found) - before)
            before = len(found)
        return _best(found)

    def _reaching(self, states: _Front, item: int, need: int, price: int) -> _Front:
        """Do the same for the last item of a group whose need has a price: what gives more than needed soon costs."""
        choices = sorted(zip(self._kept[item], self._over[item], strict=True), key=lambda one: one[0].gains[0])
        gains = [one.gains[0] for one, _ in choices]
        falls = _falls(choices, price)
        found, before = _Front(), 0
        for gain, way in states.items():
            for at in range(bisect_left(gains, need - gain), len(choices)):
                one, over = choices[at]
                here = gain + gains[at]
                if way.over + over + price * (here - need) >= self._room:
                    if falls:
                        continue
                    break
                cost, there = way.cost + one.cost, found.get(here)
                if there is None or cost < there.cost:
                    found[here] = _Way(cost, way.over + over, item, one, way)
            self._count(len(found) - before)
            before = len(found)
        return _best(found)

    # ------------------------------------------------------------ groups together

    def _join(self, one: _Front, other: _Front, rest: int) -> _Front:
        """Give every pair of ways; `rest` is the most that the groups after these can give."""
        wanted = None if self._sums.total is None else self._sums.total - rest
        others = sorted(other.items(), key=lambda each: each[1].over)
        found, before = _Front(), 0
        for gain, way in one.items():
            left = self._room - way.over
            for more, beside in others:
                if beside.over >= left:
                    break
                here = gain + more
                if wanted is not None and here < wanted:
                    continue
                cost, there = way.cost + beside.cost, found.get(here)
                if there is None or cost < there.cost:
                    found[here] = _Way(cost, way.over + beside.over, before=way, beside=beside)
            self._count(len(found) - before)
            before = len(found)
        return _best(found)

    def _count(self, more: int) -> None:
        self._tried += more
        if self._tried > MOST_TRIED:
            raise TooManyError

    def _ended(self, joined: _Front, last: int) -> _Way | None:
        found = self._join(joined, self._front(last, self._members[last]), 0)
        return min(found.values(), key=lambda way: way.cost, default=None)

    def _closed(self, joined: _Front, last: int, item: int) -> _Way | None:
        """Give the cheapest way, looking up for all others what the item with the most choices has to give."""
        need, _ = self._need(last)
        front = self._front(last, [one for one in self._members[last] if one != item], closed=False)
        ladder: _Front = {}
        for one in self._kept[item]:
            there = ladder.get(one.gains[0])
            if there is None or one.cost < there.cost:
                ladder[one.gains[0]] = _Way(one.cost, 0, item, one)
        ladder = _best(ladder)
        gains = sorted(ladder)
        best: _Way | None = None
        fronts = sorted(front.items(), key=lambda each: each[1].over)
        for gain, way in sorted(joined.items(), key=lambda each: each[1].over):
            for more, beside in fronts:
                if way.over + beside.over >= self._room:
                    break
                if best is not None and way.cost + beside.cost >= best.cost:
                    continue
                lacks = [gains[0]]
                lacks += [] if self._sums.total is None else [self._sums.total - gain - more]
                lacks += [] if need is None else [need - more]
                at = bisect_left(gains, max(lacks))
                if at == len(gains):
                    continue
                end = ladder[gains[at]]
                cost = way.cost + beside.cost + end.cost
                if best is None or cost < best.cost:
                    best = _Way(cost, 0, item, end.choice, way, beside)
        return best

    def _choices(self, way: _Way) -> list[Choice]:
        found: dict[int, Choice] = {}
        left = [way]
        while left:
            one = left.pop()
            if one.choice is not None:
                found[one.item] = one.choice
            left += [each for each in (one.before, one.beside) if each is not None]
        return [found[item] for item in range(len(self._kept))]


def _falls(choices: Sequence[tuple[Choice, int]], price: int) -> bool:
    """Tell whether a choice that gives more may be nearer to the bound, its part beyond the need included."""
    return any(
        after[1] - before[1] + price * (after[0].gains[0] - before[0].gains[0]) < 0
        for before, after in pairwise(choices)
    )


def _best(front: _Front) -> _Front:
    """Leave out ways that cost as much as one that gives as much."""
    found: _Front = {}
    least: int | None = None
    for gain, way in sorted(front.items(), key=lambda one: -one[0]):
        if least is None or way.cost < least:
            found[gain] = way
            least = way.cost
    return found
