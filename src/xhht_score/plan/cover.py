"""The least cover: one choice for each item, so that sums reach what is needed at the least cost; proven least.

Whole numbers only. Prices for what is needed (a Lagrangian) bound the cost from below; a choice that costs more than
the best cover found leaves room for is left out, and what remains is tried exhaustively, sums alike told once.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from xhht_score.plan.sums import MOST_TRIED, Choice, Sums, TooManyError, covered

#: Prices are whole numbers of so many parts of a cost.
_SHIFT = 80
#: The first look goes up to the room divided by two so many times, each further one beyond it by so many of these.
_DEEPENINGS, _DEEPER = 30, 3


class Stretch(NamedTuple):
    """Choices `first` to `last` of one world that cost and give the same more from one to the next: `a * key + b`."""

    first: int
    last: int
    cost: tuple[int, int]
    gain: tuple[int, int]

    def choice(self, key: int) -> Choice:
        """Give the choice with a key."""
        return Choice(self.cost[0] * key + self.cost[1], (self.gain[0] * key + self.gain[1],), key)


@dataclass(frozen=True)
class Item:
    """What exactly one choice is made of; its gains count in the total and in its group. A stretch may add choices."""

    group: int
    choices: tuple[Choice, ...]
    stretch: Stretch | None = None

    def ends(self) -> list[Choice]:
        """Give the choices among which the extremes of any price are: all, of a stretch its two ends."""
        ends = {self.stretch.first, self.stretch.last} if self.stretch else set[int]()
        return [*self.choices, *(self.stretch.choice(key) for key in ends if self.stretch)]

    def within(self, price: Sequence[int], least: int, room: int) -> list[Choice]:
        """Give the choices whose cost less the price of their gains is less than `room` above the least."""
        found = [one for one in self.choices if reduced(one, price) - least < room]
        if self.stretch is None:
            return found
        a = (self.stretch.cost[0] << _SHIFT) - price[0] * self.stretch.gain[0]
        b = (self.stretch.cost[1] << _SHIFT) - price[0] * self.stretch.gain[1]
        first, last, bound = self.stretch.first, self.stretch.last, room + least - b  # a * key < bound
        if a > 0:
            last = min(last, -(-bound // a) - 1)
        elif a < 0:
            first = max(first, bound // a + 1)
        elif bound <= 0:
            last = first - 1
        return found + [self.stretch.choice(key) for key in range(first, last + 1)]

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


@dataclass(frozen=True)
class Needs:
    """What the sums have to reach in each world: in all, and in each group (a group that is not named: nothing)."""

    total: tuple[int | None, ...]
    groups: dict[int, tuple[int | None, ...]] = field(default_factory=dict)

    def of_group(self, group: int, world: int) -> int | None:
        """Give what a group needs in a world."""
        return self.groups[group][world] if group in self.groups else None


def reduced(one: Choice, price: Sequence[int]) -> int:
    """Give the cost of a choice less the price of what it gives."""
    return (one.cost << _SHIFT) - sum(each * gain for each, gain in zip(price, one.gains, strict=True))


class Cover(NamedTuple):
    """A choice for each item; `floor` is what no cover costs less than, None where this one is proven the least."""

    choices: list[Choice]
    floor: int | None = None


def least_cover(items: Sequence[Item], needs: Needs) -> Cover | None:
    """Give a choice for each item, of the least cost in all; None where no choices reach what is needed.

    Where there are too many ways to look at, the best that was found, with what no cover costs less than.
    """
    return _Search(_capped(items, needs), needs).run()


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

    def run(self) -> Cover | None:
        best = [max(item.ends(), key=lambda one: (one.gains, -one.cost)) for item in self._items]
        peopled = {item.group for item in self._items}
        if any(group not in peopled and not _reach([0] * len(wanted), wanted)
               for group, wanted in self._needs.groups.items()):  # fmt: skip
            return None
        if not self._is_enough(best):
            if len(self._worlds) == 1:
                return None
            if not self._is_enough(best := self._most()):  # what gives more in one world may give less in another
                every = self._among_all()
                return None if every is None else Cover(every)
        found, prices = self._bounded(best)
        cost = _cost_of(found)
        leasts = [
            min(reduced(one, price) for one in item.ends()) for item, price in zip(self._items, prices, strict=True)
        ]
        bound = sum(leasts) + self._priced_needs
        room = (cost << _SHIFT) - bound
        if room <= 0:
            return Cover(found)
        try:
            better = self._deepened(prices, leasts, bound, room)
        except TooManyError:
            return Cover(min((found, self._nearest or found), key=_cost_of), bound >> _SHIFT)
        return Cover(min((found, better or found), key=_cost_of))

    def _deepened(self, prices: list[tuple[int, ...]], leasts: list[int], bound: int, room: int) -> list[Choice] | None:
        """Give the least cover that costs less than `room` above the bound, looking close to the bound first."""
        here = max(1, room >> _DEEPENINGS)
        while True:
            kept = [
                item.within(price, least, here) for item, price, least in zip(self._items, prices, leasts, strict=True)
            ]
            if len(self._worlds) == 1:
                over = [
                    [reduced(one, price) - least for one in each]
                    for each, price, least in zip(kept, prices, leasts, strict=True)
                ]
                found = covered([one.group for one in self._items], kept, over, self._wanted, here)
            else:
                found = self._exhaust(kept, prices, leasts, here)
            if here >= room or (found is not None and (_cost_of(found) << _SHIFT) - bound < here):
                return found
            self._nearest = found or self._nearest
            here = min(room, here << _DEEPER)

    @property
    def _wanted(self) -> Sums:
        """What the sums of the one world have to reach, with the price of each group."""
        groups = {group: (wanted[0], self._group_prices.get(group, 0)) for group, wanted in self._needs.groups.items()}
        return Sums(self._needs.total[0], groups)

    def _among_all(self) -> list[Choice] | None:
        nothing = [(0,) * len(self._worlds)] * len(self._items)
        every = [[*item.choices] for item in self._items]
        leasts = [0] * len(self._items)
        return self._exhaust(every, nothing, leasts, sum(max(map(reduced, each, nothing)) for each in every) + 1)

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

    def _most(self) -> list[Choice]:
        return [max(item.ends(), key=lambda one: (sum(one.gains), -one.cost)) for item in self._items]

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
        chosen: list[Choice] = []
        edges: list[tuple[int, int, int, Choice]] = []
        for at, item in enumerate(self._items):
            hull = _hull(item.ends(), world)
            chosen.append(hull[0])
            edges += [
                (((after.cost - before.cost) << _SHIFT) // (after.gains[world] - before.gains[world]), at, step, after)
                for step, (before, after) in enumerate(pairwise(hull))
            ]
        edges.sort(key=lambda one: one[:3])
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

    # ------------------------------------------------------------ everything that is left

    def _exhaust(
        self, kept: list[list[Choice]], prices: list[tuple[int, ...]], leasts: list[int], room: int
    ) -> list[Choice] | None:
        """Give the least cover among what was kept, None where none is cheaper than the one that is known."""
        order = sorted(range(len(kept)), key=lambda at: (self._items[at].group, len(kept[at])))
        worlds = len(self._worlds)
        states: dict[tuple[int, ...], _State] = {tuple(one or 0 for one in self._needs.total): _State(0, 0, None)}
        rest_total = [
            sum(max((one.gains[world] for one in each), default=0) for each in kept) for world in self._worlds
        ]
        at = 0
        while at < len(order):
            group = self._items[order[at]].group
            members = [one for one in order[at:] if self._items[one].group == group]
            at += len(members)
            wanted = self._needs.groups.get(group)
            rest_group = [
                sum(max((one.gains[world] for one in kept[each]), default=0) for each in members)
                for world in self._worlds
            ]
            first = tuple(one or 0 for one in wanted) if wanted else ()
            inside = {(*key, *first): one for key, one in states.items()}
            for member in members:
                if not kept[member]:
                    return None
                for world in self._worlds:
                    most = max(one.gains[world] for one in kept[member])
                    rest_total[world] -= most
                    rest_group[world] -= most
                limits = [
                    rest if need is not None else None for rest, need in zip(rest_total, self._needs.total, strict=True)
                ]
                if wanted:
                    limits += [
                        rest if need is not None else None for rest, need in zip(rest_group, wanted, strict=True)
                    ]
                inside = _step(inside, member, kept[member], prices[member], leasts[member], room, limits, bool(wanted))
                if not inside:
                    return None
            states = {}
            for key, one in inside.items():
                outer = key[:worlds]
                if outer not in states or one.cost < states[outer].cost:
                    states[outer] = one
        done = min(states.values(), key=lambda one: one.cost)
        found: list[Choice | None] = [None] * len(kept)
        back: _State | None = done
        while back is not None and back.choice is not None:
            found[back.item] = back.choice
            back = back.before
        return [one for one in found if one is not None]


def _cost_of(chosen: Sequence[Choice]) -> int:
    return sum(one.cost for one in chosen)


class _State(NamedTuple):
    cost: int
    over: int
    choice: Choice | None
    item: int = 0
    before: _State | None = None


def _step(
    states: dict[tuple[int, ...], _State],
    item: int,
    choices: list[Choice],
    price: tuple[int, ...],
    least: int,
    room: int,
    limits: list[int | None],
    has_group: bool,
) -> dict[tuple[int, ...], _State]:
    """Give what is left to reach after one more item, with the least cost for each."""
    found: dict[tuple[int, ...], _State] = {}
    for one in choices:
        over = reduced(one, price) - least
        gains = one.gains * 2 if has_group else one.gains
        for key, state in states.items():
            above = state.over + over
            if above >= room:
                continue
            left = tuple(
                0 if limit is None or (rest := need - gain) < 0 else rest
                for need, gain, limit in zip(key, gains, limits, strict=True)
            )
            if any(limit is not None and need > limit for need, limit in zip(left, limits, strict=True)):
                continue
            cost = state.cost + one.cost
            if len(found) > MOST_TRIED:
                raise TooManyError
            if left not in found or cost < found[left].cost:
                found[left] = _State(cost, above, one, item, state)
    return _undominated(found)


def _undominated(states: dict[tuple[int, ...], _State]) -> dict[tuple[int, ...], _State]:
    """Leave out what costs as much as another and has no less left to reach."""
    if len(states) < 3:
        return states
    listed = sorted(states.items(), key=lambda one: (one[1].cost, one[0]))
    width = len(listed[0][0])
    if width > 2:
        kept: list[tuple[tuple[int, ...], _State]] = []
        for key, state in listed:
            if len(kept) > 400 or not any(all(a <= b for a, b in zip(one, key, strict=True)) for one, _ in kept):
                kept.append((key, state))
        return dict(kept)
    stairs: list[tuple[int, int]] = []  # first rising, second falling
    found = {}
    for key, state in listed:
        one, other = key[0], key[-1] if width == 2 else 0
        place = bisect_left(stairs, (one + 1,))
        if place and stairs[place - 1][1] <= other:
            continue
        while place < len(stairs) and stairs[place][1] >= other:
            stairs.pop(place)
        if place and stairs[place - 1][0] == one:
            stairs.pop(place - 1)
        insort(stairs, (one, other))
        found[key] = state
    return found


def _reach(sums: Sequence[int], wanted: Sequence[int | None]) -> bool:
    return all(need is None or one >= need for one, need in zip(sums, wanted, strict=True))


def _hull(choices: list[Choice], world: int) -> list[Choice]:
    """Give the choices that are cheapest at some price of a gain, the cheapest first."""
    listed = sorted(choices, key=lambda one: (one.cost, -one.gains[world]))
    found: list[Choice] = []
    for one in listed:
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
