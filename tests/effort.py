"""How much the tests try: a little, with `--thorough` twelve times as much; the same each time, as CI has to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import cycle
from typing import TypeVar

from hypothesis import HealthCheck, Phase, settings

T, U = TypeVar("T"), TypeVar("U")

#: A busy machine may pause in the middle of an example, and sets are large to draw: neither says anything about them.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.register_profile("default", _PATIENT, max_examples=25, derandomize=True)
settings.register_profile("thorough", _PATIENT, max_examples=300, derandomize=True)


_thorough = False


def choose(*, thorough: bool, shrink: bool = True) -> None:
    """Settle how much the tests try, before any is read; without `shrink`, what fails is told as it was found."""
    global _thorough
    _thorough = thorough
    settings.load_profile("thorough" if thorough else "default")
    if not shrink:
        settings.register_profile("as found", settings(), phases=(Phase.explicit, Phase.reuse, Phase.generate))
        settings.load_profile("as found")


def some(all_of_them: Sequence[T], one_in: int) -> Sequence[T]:
    """Give one in so many of what costs much and is alike, the first among them; with `--thorough` all."""
    return all_of_them if _thorough else all_of_them[::one_in]


def in_turn(cases: Iterable[T], others: Sequence[U]) -> Sequence[tuple[T, U]]:
    """Give each case with one of some others, by turns, so that each of these is tried; with `--thorough` with all."""
    if _thorough:
        return [(case, other) for case in cases for other in others]
    return list(zip(cases, cycle(others), strict=False))


def times(usual: int, thorough: int) -> int:
    """Give how often something is tried."""
    return thorough if _thorough else usual


def either(usual: T, thorough: T) -> T:
    """Give what is tried; with `--thorough` the other."""
    return thorough if _thorough else usual


def one_in(times: int) -> settings:
    """Give the settings of a property that is tried on one in so many of the usual examples, as each costs more."""
    return settings(max_examples=settings().max_examples // times)
