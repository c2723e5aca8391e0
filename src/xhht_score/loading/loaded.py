"""What loading a criteria set gives."""

from __future__ import annotations

import hashlib
from pathlib import Path

from xhht_score.compare import Difference
from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Problem
from xhht_score.records import record

#: Readings that the user turns, each with the option that is to hold.
Readings = tuple[tuple[str, str], ...]


@record
class Loaded:
    """A criteria set with the SHA-256 of its file and the warnings and notices that loading it gave.

    `differences` says what a variant changes in `base`, the set that it extends; the hash covers both files.
    """

    criteria_set: CriteriaSet
    path: Path
    sha256: str
    problems: tuple[Problem, ...]
    base: CriteriaSet | None = None
    differences: tuple[Difference, ...] = ()


class Trusted(str):
    """The name of a set whose user allows that what it extends stands anywhere."""


def digest(content: bytes, readings: Readings) -> str:
    """Give the SHA-256 of what a set was read from, and of the readings that were turned in it."""
    said = "".join(f"\n{name}={option}" for name, option in readings)
    return hashlib.sha256(content + said.encode()).hexdigest()
