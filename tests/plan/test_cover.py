"""The least cover of random items costs what the cheapest of all combinations does, in one world and in two."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence

import effort
from xhht_score.plan import cover, sums
from xhht_score.plan.cover import Cover, Item, Needs, least_cover
from xhht_score.plan.sums import Choice, Stretch


def random_items(chance: random.Random, worlds: int) -> list[Item]:
    """Give items of three groups, some of whose choices lie on a stretch; worlds may be easier than the one before."""
    found = []
    easier = [chance.random() < 0.4 for _ in range(worlds)]

    def gains() -> tuple[int, ...]:
        given: list[int] = []
        for world in range(worlds):
            given.append(given[-1] + chance.randint(0, 3) if world and easier[world] else chance.randint(0, 20))
        return tuple(given)

    for _ in range(chance.randint(1, 6)):
        first = Choice(0, (0,) * worlds, 0)
        others = [Choice(chance.randint(1, 30), gains(), key) for key in range(1, chance.randint(1, 4))]
        stretch = None
        if worlds == 1 and chance.random() < 0.4:
            slope, base = (chance.randint(1, 9), chance.randint(0, 9)), (chance.randint(1, 5), chance.randint(0, 5))
            stretch = Stretch(10, chance.randint(10, 16), slope, base)
        found.append(Item(chance.randint(0, 2), (first, *others), stretch))
    return found


def random_needs(chance: random.Random, worlds: int) -> Needs:
    def need(most: int) -> tuple[int | None, ...]:
        return tuple(chance.choice([None, chance.randint(0, most), chance.randint(0, most)]) for _ in range(worlds))

    return Needs(need(80), {group: need(35) for group in range(3) if chance.random() < 0.6})


def every_choice(item: Item) -> list[Choice]:
    keys = range(item.stretch.first, item.stretch.last + 1) if item.stretch else ()
    return [*item.choices, *(item.stretch.choice(key) for key in keys if item.stretch)]


def reaches(items: Sequence[Item], chosen: Sequence[Choice], needs: Needs) -> bool:
    for world, total in enumerate(needs.total):
        gains = [one.gains[world] for one in chosen]
        if total is not None and sum(gains) < total:
            return False
        for group, wanted in needs.groups.items():
            inner = sum(gain for item, gain in zip(items, gains, strict=True) if item.group == group)
            need = wanted[world]
            if need is not None and inner < need:
                return False
    return True


def least(items: Sequence[Item], needs: Needs) -> int | None:
    every = itertools.product(*map(every_choice, items))
    return min((sum(one.cost for one in chosen) for chosen in every if reaches(items, chosen, needs)), default=None)


def cost_of(items: Sequence[Item], needs: Needs, found: Cover | None) -> int | None:
    """Give the cost of a cover after looking whether it reaches everything by choices that there are."""
    if found is None:
        return None
    real = [next(each for each in every_choice(item) if each.key == one.key)
            for item, one in zip(items, found.choices, strict=True)]  # fmt: skip
    assert reaches(items, real, needs)
    return sum(one.cost for one in real)


def test_no_combination_costs_less_than_the_cover() -> None:
    """9013: what gives most in one world gives less in the other, so that everything has to be tried."""
    ways = 0
    for seed in (9013, *range(effort.times(400, 10_000))):
        chance = random.Random(seed)
        worlds = chance.choice([1, 1, 2, 2, 3])
        items, needs = random_items(chance, worlds), random_needs(chance, worlds)
        found = least_cover(items, needs)
        assert cost_of(items, needs, found) == least(items, needs), seed
        assert found is None or found.floor is None, seed
        ways += found is not None
    assert ways > 80


def test_what_no_choices_reach_is_told_where_there_are_more_of_them_than_are_looked_at() -> None:
    chance = random.Random(1)
    items = [Item(at // 9, tuple(some_choices(chance))) for at in range(36)]
    assert least_cover(items, Needs((9000, 9000), {0: (1800, 1800), 3: (10**6, 10**6)})) is None
    assert least_cover(items, Needs((10**6, 10**6), {0: (1800, 1800)})) is None


def some_choices(chance: random.Random) -> Iterator[Choice]:
    """Give choices that give more in one world or in the other."""
    yield Choice(0, (0, 0), 0)
    count = chance.choice([2, 3, 4, 10, 100])
    for key in range(1, count):
        gains = tuple(key * 400 // count + chance.randint(-20, 20) for _ in range(2))
        yield Choice(key * 1000 + chance.randint(0, 300), gains, key)


def test_in_several_worlds_a_search_that_is_given_up_says_what_none_goes_below(monkeypatch) -> None:
    given_up = 0
    for seed in range(effort.times(200, 2_000)):
        chance = random.Random(seed)
        worlds = chance.randint(2, 3)
        items, needs = random_items(chance, worlds), random_needs(chance, worlds)
        monkeypatch.setattr(cover, "MOST_TRIED", chance.randint(0, 60))
        found, best = least_cover(items, needs), least(items, needs)
        cost = cost_of(items, needs, found)
        if found is not None and cost is not None:
            assert best is not None, seed
            floor = cost if found.floor is None else found.floor
            assert floor <= best <= cost, seed
            given_up += found.floor is not None
    assert given_up > 5


def test_a_search_that_is_given_up_says_what_none_goes_below(monkeypatch) -> None:
    given_up = 0
    for seed in range(effort.times(200, 2_000)):
        chance = random.Random(seed)
        items, needs = random_items(chance, 1), random_needs(chance, 1)
        monkeypatch.setattr(sums, "MOST_TRIED", chance.randint(0, 20))
        found, best = least_cover(items, needs), least(items, needs)
        cost = cost_of(items, needs, found)
        assert (cost is None) == (best is None), seed
        if found is not None and cost is not None and best is not None:
            floor = cost if found.floor is None else found.floor
            assert floor <= best <= cost, seed
            given_up += found.floor is not None
    assert given_up > 10
