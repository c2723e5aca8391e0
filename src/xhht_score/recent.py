"""What was asked for lately, remembered within bounds."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Values by their keys, the last `most` that were put or asked for at least, and at most twice as many.

    >>> last = Recent[int, str](2)
    >>> for number in range(4):
    ...     last.put(number, str(number))
    ...     _ = last.get(0)
    >>> [last.get(number) for number in range(4)]
    ['0', None, '2', '3']
    """

    def __init__(self, most: int) -> None:
        """Remember nothing yet."""
        self._most = most
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        """Give the value of a key, None where it is not remembered."""
        found = self._young.get(key)
        if found is None and (found := self._old.get(key)) is not None:
            self.put(key, found)
        return found

    def put(self, key: K, value: V) -> None:
        """Remember a value, which is not None."""
        if len(self._young) >= self._most:
            self._old, self._young = self._young, {}
        self._young[key] = value
