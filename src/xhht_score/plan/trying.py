"""Every choice of each of some items, tried for several worlds at once; what is left to reach alike is told once."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from xhht_score.plan.sums import Choice, reduced


class Tried(NamedTuple):
    """An item: its group, the choices that are tried, the price of a gain in each world and the least at that price."""

    group: int
    choices: Sequence[Choice]
    price: tuple[int, ...]
    least: int


class _State(NamedTuple):
    cost: int
    over: int
    choice: Choice | None
    item: int = 0
    before: _State | None = None


def _step(
    states: dict[tuple[int, ...], _State],
    item: int,
    tried: Tried,
    room: int,
    limits: list[int | None],
    has_group: bool,
    on_tried: Callable[[int], None],
) -> dict[tuple[int, ...], _State]:
    """Give what is left to reach after one more item, with the least cost for each."""
    found: dict[tuple[int, ...], _State] = {}
    for one in tried.choices:
        over = reduced(one, tried.price) - tried.least
        gains = one.gains * 2 if has_group else one.gains
        on_tried(len(states))
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


def exhaust(
    items: Sequence[Tried],
    total: Sequence[int | None],
    groups: Mapping[int, Sequence[int | None]],
    room: int,
    on_tried: Callable[[int], None],
) -> list[Choice] | None:
    """Give the cheapest choice of each item that reaches a total and what groups need; None where there is none.

    None but those less than `room` above the least of all items are looked at. `on_tried` is told how many ways are
    looked at next, and may raise to give the search up.
    """
    worlds = range(len(total))
    kept = [one.choices for one in items]
    order = sorted(range(len(kept)), key=lambda at: (items[at].group, len(kept[at])))
    states: dict[tuple[int, ...], _State] = {tuple(one or 0 for one in total): _State(0, 0, None)}
    rest_total = [sum(max((one.gains[world] for one in each), default=0) for each in kept) for world in worlds]
    at = 0
    while at < len(order):
        group = items[order[at]].group
        members = [one for one in order[at:] if items[one].group == group]
        at += len(members)
        wanted = groups.get(group)
        rest_group = [
            sum(max((one.gains[world] for one in kept[each]), default=0) for each in members) for world in worlds
        ]
        first = tuple(one or 0 for one in wanted) if wanted else ()
        inside = {(*key, *first): one for key, one in states.items()}
        for member in members:
            if not kept[member]:
                return None
            for world in worlds:
                most = max(one.gains[world] for one in kept[member])
                rest_total[world] -= most
                rest_group[world] -= most
            limits = [rest if need is not None else None for rest, need in zip(rest_total, total, strict=True)]
            if wanted:
                limits += [rest if need is not None else None for rest, need in zip(rest_group, wanted, strict=True)]
            inside = _step(inside, member, items[member], room, limits, bool(wanted), on_tried)
            if not inside:
                return None
        states = {}
        for key, one in inside.items():
            outer = key[: len(worlds)]
            if outer not in states or one.cost < states[outer].cost:
                states[outer] = one
    done = min(states.values(), key=lambda one: one.cost)
    found: list[Choice | None] = [None] * len(kept)
    back: _State | None = done
    while back is not None and back.choice is not None:
        found[back.item] = back.choice
        back = back.before
    return [one for one in found if one is not None]
