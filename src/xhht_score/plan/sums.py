"""The least cost of sums that are reached by one choice of each item, in one world: fronts of groups, joined.

A front holds the ways to choose some items that no other one beats: those that give more cost more. Prices bound what
everything costs from below: first those of single choices, then one that is found among whole groups. Ways are looked
at close to the bound first, and further from it until a cover is found, so that none that costs less is left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

from xhht_score.records import record

#: Prices are whole numbers of so many parts of a cost.
SHIFT = 80
#: So many pairs of ways are looked at before the search is given up.
MOST_TRIED = 6_000_000
#: The first look goes up to the room divided by two so many times, each further one beyond it by so many of these.
_DEEPENINGS, _DEEPER = 30, 1


class TooManyError(Exception):
    """There are more ways than are looked at; whoever searches says so, no user meets it."""


class Choice(NamedTuple):
    """One way to choose an item: its cost, what it gives in each world, and what it stands for."""

    cost: int
    gains: tuple[int, ...]
    key: int


class Stretch(NamedTuple):
    """Choices `first` to `last` of one world that cost and give the same more from one to the next: `a * key + b`."""

    first: int
    last: int
    cost: tuple[int, int]
    gain: tuple[int, int]

    def choice(self, key: int) -> Choice:
        """Give the choice with a key."""
        return Choice(self.cost[0] * key + self.cost[1], (self.gain[0] * key + self.gain[1],), key)

    def within(self, price: int, most: int) -> Iterator[Choice]:
        """Give the choices whose cost less the price of their gains is less than `most`."""
        return map(self.choice, self._keys(price, most))

    def beyond(self, price: int, most: int) -> Iterator[Choice]:
        """Give the next choice on each side of those."""
        keys = self._keys(price, most)
        return map(self.choice, (one for one in (keys.start - 1, keys.stop) if self.first <= one <= self.last))

    def _keys(self, price: int, most: int) -> range:
        a = (self.cost[0] << SHIFT) - price * self.gain[0]
        bound = most - (self.cost[1] << SHIFT) + price * self.gain[1]  # a * key < bound
        first, last = self.first, self.last
        if a > 0:
            last = max(min(last, -(-bound // a) - 1), first - 1)
        elif a < 0:
            first = min(max(first, bound // a + 1), last + 1)
        elif bound <= 0:
            last = first - 1
        return range(first, last + 1)


def reduced(one: Choice, price: Sequence[int]) -> int:
    """Give the cost of a choice less the price of what it gives."""
    return (one.cost << SHIFT) - sum(each * gain for each, gain in zip(price, one.gains, strict=True))


class Selection(NamedTuple):
    """Choices made so far: how far above the bound they are, what they give and cost, and how they were made.

    `item` and `choice` are the last one that was made, `before` and `beside` the ways that it was added to.
    """

    over: int
    gain: int
    cost: int
    item: int = -1
    choice: Choice | None = None
    before: Selection | None = None
    beside: Selection | None = None

    def choices(self) -> dict[int, Choice]:
        """Give the choices of all items that were made, by item."""
        found: dict[int, Choice] = {}
        left: list[Selection | None] = [self]
        while left:
            one = left.pop()
            if one is not None:
                left += [one.before, one.beside]
                if one.choice is not None:
                    found[one.item] = one.choice
        return found


_NOTHING = Selection(0, 0, 0)


class Ladder:
    """The choices of one item at a price, as ways of their own; each is as far above the bound as above the least."""

    def __init__(self, item: int, choices: Iterable[Choice], stretch: Stretch | None, price: int, least: int) -> None:
        self._item, self._stretch, self._price, self._least = item, stretch, price, least
        self._ways = sorted(map(self._way, choices))
        self._overs = [one.over for one in self._ways]

    def _way(self, one: Choice) -> Selection:
        return Selection(reduced(one, (self._price,)) - self._least, one.gains[0], one.cost, self._item, one)

    def within(self, room: int) -> list[Selection]:
        """Give the ways that are less than `room` above the bound, the nearest first."""
        found = self._ways[: bisect_left(self._overs, room)]
        if self._stretch is not None:
            found += map(self._way, self._stretch.within(self._price, self._least + room))
            found.sort()
        return found

    def beyond(self, room: int) -> int | None:
        """Give how far the nearest of the others is above the bound."""
        at = bisect_left(self._overs, room)
        found = self._overs[at : at + 1]
        if self._stretch is not None:
            found += [self._way(one).over for one in self._stretch.beyond(self._price, self._least + room)]
        return min(found, default=None)


@record(slots=False)
class ItemGroup:
    """Items whose gains have to come to `need` together (None: to nothing), with the price of that need beside."""

    ladders: Sequence[Ladder]
    need: int | None = None
    price: int = 0


def least_sums(
    groups: Sequence[ItemGroup], total: int | None, bound: int, cost: int
) -> tuple[Selection | None, int | None]:
    """Give the cheapest way whose sums are reached, None where none costs less than `cost`; and what none goes below.

    `bound` is what a choice of each item that reaches everything costs at least, in parts of a cost. The second is None
    where the way, or that there is none, is proven; else a cost, as there were too many ways to look at.
    """
    return _Fronts(groups, total, bound, cost).run()


class _Fronts:
    def __init__(self, groups: Sequence[ItemGroup], total: int | None, bound: int, cost: int) -> None:
        self._groups, self._total, self._bound, self._limit = groups, total, bound, cost << SHIFT
        self._best: Selection | None = None
        self._tried = 0
        #: How far the nearest way above the bound is that was left out as too far.
        self._cut = 0

    def run(self) -> tuple[Selection | None, int | None]:
        try:
            self._deepen()
        except TooManyError:
            return self._best, self._bound >> SHIFT
        return self._best, None

    def _deepen(self) -> None:
        floors = []
        for one in self._groups:
            floors.append(self._floor(one))
            self._bound += floors[-1]
            if self._bound >= self._limit:
                return
        start, above = self._bound, max(1, (self._limit - self._bound) >> _DEEPENINGS)
        while True:
            limit = min(start + above, self._limit)
            self._cut = self._limit - start
            fronts = [self._front(one, floor, limit - start) for one, floor in zip(self._groups, floors, strict=True)]
            further = max(self._cut + 1, above << _DEEPER)
            self._look(fronts, limit)
            if self._limit <= limit:
                return
            self._bound, above = limit, further

    def _offer(self, way: Selection) -> None:
        """Keep a way that reaches everything where it is the cheapest so far."""
        if way.cost << SHIFT < self._limit:
            self._best, self._limit = way, way.cost << SHIFT

    # ------------------------------------------------------------ one group

    def _floor(self, group: ItemGroup) -> int:
        """Give how far above the bound a group is at least; as far as the limit where it does not matter how far."""
        room = self._limit - self._bound
        above = max(1, room >> _DEEPENINGS)
        while True:
            self._cut = room
            front = self._front(group, 0, above)
            if front:
                return min(one.over for one in front)
            if above >= room:
                return room
            above = min(room, max(self._cut + 1, above << _DEEPER))

    def _front(self, group: ItemGroup, floor: int, above: int) -> list[Selection]:
        """Give the ways of a group that reach what it needs and are less than so far above its floor."""
        room = floor + above
        kept = sorted((one.within(room) for one in group.ladders), key=len)
        beyond = [one for each in group.ladders if (one := each.beyond(room)) is not None]
        cut = self._cut
        self._cut = min([cut + floor, *beyond])
        found = self._made(group, kept, room) if all(kept) else []
        self._cut = min(cut, self._cut - floor)
        return found

    def _made(self, group: ItemGroup, kept: list[list[Selection]], room: int) -> list[Selection]:
        need, price = group.need, group.price
        rest = sum(max(one.gain for one in each) for each in kept)
        found = [_NOTHING]
        for at, each in enumerate(kept):
            rest -= max(one.gain for one in each)
            wanted = None if need is None else need - rest
            if at == len(kept) - 1 and need is not None and price:
                found = self._reaching(found, each, need, price, room)
            else:
                found = self._joined(found, each, wanted, room)
        return found

    def _reaching(
        self, ways: list[Selection], others: list[Selection], need: int, price: int, room: int
    ) -> list[Selection]:
        """Join the last item of a group whose need has a price: what gives more than needed soon is too far above."""
        dear = sorted((one._replace(over=one.over + price * one.gain) for one in others), key=lambda one: one[:2])
        gains = [one.gain for one in dear]
        rises = gains == sorted(gains)
        begun = [one._replace(over=one.over - price * (need - one.gain)) for one in ways]
        return self._pairs(begun, dear, need, room, gains if rises else [])

    # ------------------------------------------------------------ ways together

    def _joined(self, ways: list[Selection], others: list[Selection], wanted: int | None, room: int) -> list[Selection]:
        """Give every pair of ways that gives so much and is less than `room` above; the others come nearest first."""
        return self._pairs(ways, others, wanted, room, [])

    def _pairs(
        self, ways: list[Selection], others: list[Selection], wanted: int | None, room: int, rising: list[int]
    ) -> list[Selection]:
        """Give the pairs that no other one beats; `rising` are the gains of the others where they rise as well."""
        overs, size = [one.over for one in others], len(others)
        listed = [(one.gain, one.cost, at) for at, one in enumerate(others)]
        costs: dict[int, int] = {}
        made: dict[int, int] = {}  # numbers only, which the collector of garbage does not go through
        for first, way in enumerate(ways):
            lack = None if wanted is None else wanted - way.gain
            begin = 0 if lack is None else bisect_left(rising, lack)
            end = bisect_left(overs, room - way.over, begin)
            if end < size:
                self._cut = min(self._cut, way.over + overs[end])
            self._count(end - begin)
            gained, spent, place = way.gain, way.cost, first * size
            for more, beside, at in listed[begin:end]:
                if lack is not None and more < lack:
                    continue
                gain, cost = gained + more, spent + beside
                there = costs.get(gain)
                if there is None or cost < there:
                    costs[gain] = cost
                    made[gain] = place + at
        kept: list[Selection] = []
        for gain in sorted(costs, reverse=True):
            if not kept or costs[gain] < kept[-1].cost:
                one, other = ways[made[gain] // size], others[made[gain] % size]
                kept.append(Selection(one.over + other.over, gain, costs[gain], before=one, beside=other))
        return kept

    def _count(self, more: int) -> None:
        self._tried += more
        if self._tried > MOST_TRIED:
            raise TooManyError

    # ------------------------------------------------------------ groups together

    def _look(self, fronts: list[list[Selection]], limit: int) -> None:
        """Find the cheapest way of all groups that costs less than a limit, by a price of gains among groups."""
        if not all(fronts):
            return
        hulls = [hull((Choice(one.cost, (one.gain,), at) for at, one in enumerate(each)), 0) for each in fronts]
        priced = by_price(hulls, 0, self._total)
        if priced is None:
            return
        chosen, price = priced
        self._offer(reduce(_both, (each[one.key] for one, each in zip(chosen, fronts, strict=True))))
        leasts = [min((one.cost << SHIFT) - price * one.gain for one in each) for each in fronts]
        bound = sum(leasts) + price * (self._total or 0)
        near = [
            sorted(one._replace(over=(one.cost << SHIFT) - price * one.gain - least) for one in each)
            for each, least in zip(fronts, leasts, strict=True)
        ]
        near.sort(key=len)
        above = max(1, (limit - bound) >> _DEEPENINGS)
        while bound < (limit := min(limit, self._limit)):
            self._cut = limit - bound
            room = min(above, limit - bound)
            if (found := self._closest(near, room)) is not None:
                self._offer(found)
            if bound + room >= min(limit, self._limit):
                return
            above = max(self._cut + 1, above << _DEEPER)

    def _closest(self, fronts: list[list[Selection]], room: int) -> Selection | None:
        """Give the cheapest way that joins one of each front, all nearest first, less than `room` above the bound."""
        ends = [bisect_left(each, (room,)) for each in fronts]
        kept = [each[:end] for each, end in zip(fronts, ends, strict=True)]
        self._cut = min(
            [self._cut, *(each[end].over for each, end in zip(fronts, ends, strict=True) if end < len(each))]
        )
        rest = sum(max(one.gain for one in each) for each in kept)
        if self._total is not None and rest < self._total:
            return None
        found = [_NOTHING]
        for each in kept[:-1]:
            rest -= max(one.gain for one in each)
            found = self._joined(found, each, None if self._total is None else self._total - rest, room)
        last = sorted(kept[-1], key=lambda one: one.gain)
        gains = [one.gain for one in last]
        best: tuple[int, Selection, Selection] | None = None
        self._count(len(found))
        for way in found:
            at = 0 if self._total is None else bisect_left(gains, self._total - way.gain)
            if at < len(last) and (best is None or way.cost + last[at].cost < best[0]):
                best = (way.cost + last[at].cost, way, last[at])
        return None if best is None else _both(*best[1:])


def _both(one: Selection, other: Selection) -> Selection:
    return Selection(one.over + other.over, one.gain + other.gain, one.cost + other.cost, before=one, beside=other)


# ---------------------------------------------------------------- prices


def by_price(hulls: Sequence[Sequence[Choice]], world: int, wanted: int | None) -> tuple[list[Choice], int] | None:
    """Give one choice of each hull that reach what is wanted, the cheapest gains first, and the price of the last one.

    None where all of them together do not reach it.
    """
    chosen = [one[0] for one in hulls]
    reached = sum(one.gains[world] for one in chosen)
    if wanted is None or reached >= wanted:
        return chosen, 0
    for price, at, _, after in sorted(edges_of(hulls, world), key=lambda one: one[:3]):
        reached += after.gains[world] - chosen[at].gains[world]
        chosen[at] = after
        if reached >= wanted:
            return chosen, price
    return None


def edges_of(hulls: Sequence[Sequence[Choice]], world: int) -> Iterator[tuple[int, int, int, Choice]]:
    """Give each step along a hull: what a gain costs on it, which hull and how far along it is, where it leads."""
    for at, one in enumerate(hulls):
        for step, (before, after) in enumerate(pairwise(one)):
            yield ((after.cost - before.cost) << SHIFT) // (after.gains[world] - before.gains[world]), at, step, after


def hull(choices: Iterable[Choice], world: int) -> list[Choice]:
    """Give the choices that are cheapest at some price of a gain, the cheapest first."""
    found: list[Choice] = []
    for one in sorted(choices, key=lambda one: (one.cost, -one.gains[world])):
        if found and one.gains[world] <= found[-1].gains[world]:
            continue
        while len(found) > 1 and _is_above(found[-2], found[-1], one, world):
            found.pop()
        found.append(one)
    return found


def _is_above(first: Choice, middle: Choice, last: Choice, world: int) -> bool:
    """Tell whether a choice lies on or above the line between two others."""
    return (middle.cost - first.cost) * (last.gains[world] - first.gains[world]) >= (last.cost - first.cost) * (
        middle.gains[world] - first.gains[world]
    )
