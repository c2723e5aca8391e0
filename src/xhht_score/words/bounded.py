"""How many problems are said: so many of a file, and how many more there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby

from xhht_score.errors import MOST_SAID, RANK, Place, Problem, in_order


def bounded(problems: Iterable[Problem], most: int = MOST_SAID) -> Iterator[Problem]:
    """Give the problems in order, of each file `most` and then how many more there are; errors are left out last."""
    for file, same in groupby(in_order(problems), lambda one: one.place.file):
        found = list(same)
        places = sorted(range(len(found)), key=lambda at: RANK[found[at].severity])[:most]
        yield from (found[at] for at in sorted(places))
        if len(found) > most:
            yield Problem("problems-left-out", Place(file), {"n": Fraction(len(found) - most)})
