"""The least cover: one choice for each item, so that sums reach what is needed at the least cost; proven least.

Whole numbers only. Prices for what is needed (a Lagrangian) bound the cost from below; a choice that costs more than
the best cover found leaves room for is left out, and what remains is tried exhaustively, sums alike told once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from typing import NamedTuple, TypeVar

from xhht_score.plan.sums import (
    SHIFT,
    Choice,
    ItemGroup,
    Ladder,
    Stretch,
    TooManyError,
    edges_of,
    hull,
    least_sums,
    reduced,
)
from xhht_score.plan.trying import Tried, exhaust
from xhht_score.records import record

T = TypeVar("T")
#: In several worlds the first look goes up to the room divided by two so many times, each further one by so many more.
_DEEPENINGS, _DEEPER = 30, 3
#: So many ways in several worlds are looked at before the search is given up: a page waits for it.
MOST_TRIED = 600_000


@record(slots=False)
class Item:
    """What exactly one choice is made of; its gains count in the total and in its group. A stretch may add choices."""

    group: int
    choices: tuple[Choice, ...]
    stretch: Stretch | None = None

    def ends(self) -> list[Choice]:
        """Give the choices among which the extremes of any price are: all, of a stretch its two ends."""
        ends = {self.stretch.first, self.stretch.last} if self.stretch else set[int]()
        return [*self.choices, *(self.stretch.choice(key) for key in ends if self.stretch)]

    def cheapest(self, enough: Callable[[tuple[int, ...]], bool]) -> Choice | None:
        """Give the cheapest choice whose gains are enough."""
        found = [one for one in self.choices if enough(one.gains)]
        if self.stretch is not None:
            low, high = self.stretch.first - 1, self.stretch.last
            if enough(self.stretch.choice(high).gains):
                while high - low > 1:
                    middle = (low + high) // 2
                    low, high = (low, middle) if enough(self.stretch.choice(middle).gains) else (middle, high)
                found.append(self.stretch.choice(high))
        return min(found, default=None)


@record(slots=False)
class Needs:
    """What the sums have to reach in each world: in all, and in each group (a group that is not named: nothing)."""

    total: tuple[int | None, ...]
    groups: dict[int, tuple[int | None, ...]] = field(default_factory=dict)

    def of_group(self, group: int, world: int) -> int | None:
        """Give what a group needs in a world."""
        return self.groups[group][world] if group in self.groups else None


class Cover(NamedTuple):
    """A choice for each item; `floor` is what no cover costs less than, None where this one is proven the least."""

    choices: list[Choice]
    floor: int | None = None


def least_cover(items: Sequence[Item], needs: Needs) -> Cover | None:
    """Give a choice for each item, of the least cost in all; None where no choices reach what is needed.

    Where there are too many ways to look at, the best that was found, with what no cover costs less than.
    """
    items, needs = _without_implied(items, needs)
    return _Search(_capped(items, needs), needs).run()


def _without_implied(items: Sequence[Item], needs: Needs) -> tuple[Sequence[Item], Needs]:
    """Leave out worlds in which whatever covers another one is enough: easier ones, as most are."""
    worlds = range(len(needs.total))
    kept = list(worlds)
    for world in reversed(worlds):
        if any(_implies(items, needs, other, world) for other in kept if other != world):
            kept.remove(world)
    if len(kept) == len(worlds):
        return items, needs

    def of(values: Sequence[T]) -> tuple[T, ...]:
        return tuple(values[world] for world in kept)

    fewer = [
        replace(one, choices=tuple(choice._replace(gains=of(choice.gains)) for choice in one.choices)) for one in items
    ]
    return fewer, Needs(of(needs.total), {group: of(wanted) for group, wanted in needs.groups.items()})


def _implies(items: Sequence[Item], needs: Needs, world: int, other: int) -> bool:
    """Tell whether whatever is enough in a world is so in another one, as it gives as much more there as is needed."""
    more = [min(one.gains[other] - one.gains[world] for one in item.ends()) for item in items]
    wanted = [(needs.total, sum(more))]
    for group, need in needs.groups.items():
        wanted.append((need, sum(each for item, each in zip(items, more, strict=True) if item.group == group)))
    return all(_is_sure(need[world], need[other], sure) for need, sure in wanted)


def _is_sure(need: int | None, other: int | None, more: int) -> bool:
    """Tell whether what comes to a need, and so much more, comes to another one."""
    return other is None or (need is not None and need + more >= other)


def _capped(items: Sequence[Item], needs: Needs) -> list[Item]:
    """Give the same items, with gains counted no further than anything needs them, and no choice that another beats."""
    worlds = range(len(needs.total))
    leasts = [tuple(min(one.gains[world] for one in item.ends()) for world in worlds) for item in items]
    sums = {group: [0 for _ in worlds] for group in {item.group for item in items}}
    for item, least in zip(items, leasts, strict=True):
        sums[item.group] = [one + gain for one, gain in zip(sums[item.group], least, strict=True)]
    total = [sum(one[world] for one in sums.values()) for world in worlds]
    rest = [0 if need is None else need - one for need, one in zip(needs.total, total, strict=True)]
    found = []
    for item, least in zip(items, leasts, strict=True):
        group = needs.groups.get(item.group)
        inner = [0 if group is None or (need := group[world]) is None else need - sums[item.group][world]
                 for world in worlds]  # fmt: skip
        caps = [gain + max(0, one, other) for gain, one, other in zip(least, rest, inner, strict=True)]
        found.append(_with_caps(item, caps))
    return found


def _with_caps(item: Item, caps: Sequence[int]) -> Item:
    choices = [one._replace(gains=tuple(map(min, one.gains, caps))) for one in item.choices]
    stretch = item.stretch
    if stretch is not None and stretch.gain[0]:
        enough = -((stretch.gain[1] - caps[0]) // stretch.gain[0])  # the first key that gives all that counts
        stretch = stretch._replace(last=min(stretch.last, max(enough, stretch.first)))
    kept: list[Choice] = []
    for one in sorted(choices, key=lambda one: (one.cost, [-gain for gain in one.gains], one.key)):
        if not any(all(a >= b for a, b in zip(better.gains, one.gains, strict=True)) for better in kept[-1:]):
            kept.append(one)
    return Item(item.group, tuple(kept), stretch)


class _Search:
    def __init__(self, items: Sequence[Item], needs: Needs) -> None:
        self._items, self._needs = items, needs
        self._worlds = range(len(needs.total))
        self._nearest: list[Choice] | None = None
        self._tried = 0

    def run(self) -> Cover | None:
        best = [max(item.ends(), key=lambda one: (one.gains, -one.cost)) for item in self._items]
        peopled = {item.group for item in self._items}
        if any(group not in peopled and not _reach([0] * len(wanted), wanted)
               for group, wanted in self._needs.groups.items()):  # fmt: skip
            return None
        if not self._is_enough(best):
            if len(self._worlds) == 1:
                return None
            enough = self._any()  # what gives more in one world may give less in another
            if enough is None:
                return None
            best = enough
        found, prices = self._bounded(best)
        cost = _cost_of(found)
        leasts = [
            min(reduced(one, price) for one in item.ends()) for item, price in zip(self._items, prices, strict=True)
        ]
        bound = sum(leasts) + self._priced_needs
        if (cost << SHIFT) <= bound:
            return Cover(found)
        if len(self._worlds) == 1:
            way, floor = least_sums(self._grouped(prices, leasts), self._needs.total[0], bound, cost)
            made = {} if way is None else way.choices()
            return Cover([made[at] for at in range(len(found))] if made else found, floor)
        try:
            better = self._deepened(prices, leasts, bound, (cost << SHIFT) - bound)
        except TooManyError:
            return Cover(min((found, self._nearest or found), key=_cost_of), bound >> SHIFT)
        return Cover(min((found, better or found), key=_cost_of))

    def _grouped(self, prices: list[tuple[int, ...]], leasts: list[int]) -> list[ItemGroup]:
        """Give the items of the one world by their groups; where a group needs nothing, each by itself."""
        ladders = [
            Ladder(at, item.choices, item.stretch, price[0], least)
            for at, (item, price, least) in enumerate(zip(self._items, prices, leasts, strict=True))
        ]
        members: dict[int, list[Ladder]] = {}
        alone = []
        for item, ladder in zip(self._items, ladders, strict=True):
            if self._needs.of_group(item.group, 0) is None:
                alone.append(ItemGroup([ladder]))
            else:
                members.setdefault(item.group, []).append(ladder)
        needed = [
            ItemGroup(each, self._needs.of_group(group, 0), self._group_prices.get(group, 0))
            for group, each in members.items()
        ]
        return needed + alone

    def _deepened(self, prices: list[tuple[int, ...]], leasts: list[int], bound: int, room: int) -> list[Choice] | None:
        """Give the least cover that costs less than `room` above the bound, looking close to the bound first."""
        here = max(1, room >> _DEEPENINGS)
        while True:
            kept = [
                [one for one in item.choices if reduced(one, price) - least < here]
                for item, price, least in zip(self._items, prices, leasts, strict=True)
            ]
            found = self._exhaust(kept, prices, leasts, here)
            if here >= room or (found is not None and (_cost_of(found) << SHIFT) - bound < here):
                return found
            self._nearest = found or self._nearest
            here = min(room, here << _DEEPER)

    def _any(self) -> list[Choice] | None:
        """Give choices that reach everything, whatever they cost, None where there are none.

        Where too many ways would have to be looked at, none but those that give most where each gives least.
        """
        nothing = (0,) * len(self._worlds)
        most = [[one._replace(cost=0) for one in _giving_most(item.choices)] for item in self._items]
        try:
            found = self._exhaust(most, [nothing] * len(most), [0] * len(most), 1)
        except TooManyError:
            evenly = [max(item.choices, key=lambda one: min(one.gains)) for item in self._items]
            return evenly if self._is_enough(evenly) else None
        if found is None:
            return None
        return [
            next(one for one in item.choices if one.key == each.key)
            for item, each in zip(self._items, found, strict=True)
        ]

    def _exhaust(
        self, kept: list[list[Choice]], prices: list[tuple[int, ...]], leasts: list[int], room: int
    ) -> list[Choice] | None:
        tried = [Tried(*one) for one in zip((item.group for item in self._items), kept, prices, leasts, strict=True)]
        return exhaust(tried, self._needs.total, self._needs.groups, room, self._count)

    def _count(self, more: int) -> None:
        self._tried += more
        if self._tried > MOST_TRIED:
            raise TooManyError

    # ------------------------------------------------------------ what is enough

    def _sums(self, chosen: Sequence[Choice]) -> tuple[list[int], dict[int, list[int]]]:
        total = [0 for _ in self._worlds]
        groups = {group: [0 for _ in self._worlds] for group in self._needs.groups}
        for item, one in zip(self._items, chosen, strict=True):
            for world, gain in enumerate(one.gains):
                total[world] += gain
                if item.group in groups:
                    groups[item.group][world] += gain
        return total, groups

    def _is_enough(self, chosen: Sequence[Choice]) -> bool:
        total, groups = self._sums(chosen)
        return _reach(total, self._needs.total) and all(
            _reach(groups[group], wanted) for group, wanted in self._needs.groups.items()
        )

    # ------------------------------------------------------------ a first cover, and prices

    def _bounded(self, best: list[Choice]) -> tuple[list[Choice], list[tuple[int, ...]]]:
        """Give a good cover, and the price of a gain for each item in each world."""
        tried = [self._priced(world) for world in self._worlds]
        chosen, bounds = [best], []
        for world, (found, total, groups) in enumerate(tried):
            chosen.append(found)
            prices = [self._price(item.group, world, total, groups) for item in self._items]
            least = sum(
                min(reduced(one, price) for one in item.ends()) for item, price in zip(self._items, prices, strict=True)
            )
            worth = total * (self._needs.total[world] or 0) + sum(
                price * (self._needs.of_group(group, world) or 0) for group, price in groups.items()
            )
            bounds.append((least + worth, -world, worth, groups, prices))
        *_, self._priced_needs, self._group_prices, prices = max(bounds, key=lambda one: one[:2])
        covers = [self._lessened(one) for one in chosen if self._is_enough(one)]
        return min(covers, key=_cost_of), prices

    def _price(self, group: int, world: int, total: int, groups: dict[int, int]) -> tuple[int, ...]:
        price = total + groups.get(group, 0)
        return tuple(price if one == world else 0 for one in self._worlds)

    def _priced(self, world: int) -> tuple[list[Choice], int, dict[int, int]]:
        """Give a cover of one world by the cheapest gains first, and the prices at which it stops: total, groups."""
        hulls = [hull(item.ends(), world) for item in self._items]
        chosen = [one[0] for one in hulls]
        edges = sorted(edges_of(hulls, world), key=lambda one: one[:3])
        marginal: dict[int, int] = {}
        taken = set[tuple[int, int]]()
        sums = dict.fromkeys(self._needs.groups, 0)
        total = 0
        for item, one in zip(self._items, chosen, strict=True):
            total += one.gains[world]
            if item.group in sums:
                sums[item.group] += one.gains[world]

        def take(group: int | None, reached: int, wanted: int | None) -> tuple[int, int]:
            last = 0
            for rate, at, step, after in edges:
                if wanted is None or reached >= wanted:
                    break
                if (at, step) in taken or (group is not None and self._items[at].group != group):
                    continue
                taken.add((at, step))
                reached += after.gains[world] - chosen[at].gains[world]
                chosen[at], last = after, rate
            return reached, last

        for group in self._needs.groups:
            before = sums[group]
            sums[group], marginal[group] = take(group, before, self._needs.of_group(group, world))
            total += sums[group] - before
        _, price = take(None, total, self._needs.total[world])
        return chosen, price, {group: max(0, one - price) for group, one in marginal.items()}

    def _lessened(self, chosen: list[Choice]) -> list[Choice]:
        """Give a cover in which no single item could be chosen for less."""
        found = list(chosen)
        for at in sorted(range(len(found)), key=lambda at: -found[at].cost):
            total, groups = self._sums(found)
            own, group = found[at].gains, groups.get(self._items[at].group)
            others = [one - gain for one, gain in zip(total, own, strict=True)]
            in_group = [one - gain for one, gain in zip(group or own, own, strict=True)]

            def enough(
                gains: tuple[int, ...], at: int = at, others: list[int] = others, inner: list[int] = in_group
            ) -> bool:
                wanted = self._needs.groups.get(self._items[at].group)
                return _reach([one + gain for one, gain in zip(others, gains, strict=True)], self._needs.total) and (
                    wanted is None or _reach([one + gain for one, gain in zip(inner, gains, strict=True)], wanted)
                )

            cheaper = self._items[at].cheapest(enough)
            if cheaper is not None and cheaper.cost < found[at].cost:
                found[at] = cheaper
        return found


def _giving_most(choices: Sequence[Choice]) -> Sequence[Choice]:
    """Leave out the choices beside which another one gives as much in every world."""
    kept: list[Choice] = []
    for one in sorted(choices, key=lambda one: sum(one.gains), reverse=True):
        if not any(all(a >= b for a, b in zip(better.gains, one.gains, strict=True)) for better in kept):
            kept.append(one)
    return kept


def _cost_of(chosen: Sequence[Choice]) -> int:
    return sum(one.cost for one in chosen)


def _reach(sums: Sequence[int], wanted: Sequence[int | None]) -> bool:
    return all(need is None or one >= need for one, need in zip(sums, wanted, strict=True))
