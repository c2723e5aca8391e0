"""The marks that a set asks of points and of attainment: no number is shown on another side of one than it stands."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from xhht_score.criteria.levels import Condition, EachCriterion, EachIndicator, OneCriterion, Total
from xhht_score.records import record


@record
class Marks:
    """What the conditions of a set ask for: points, and shares of a maximum.

    They are marks of every tally, whichever it is that they are asked of: a criterion that makes up the whole total is
    shown as the total is. Nothing and the maximum are marks too, and are added where a number is shown.
    """

    points: tuple[Fraction, ...] = ()
    shares: tuple[Fraction, ...] = ()

    def of_points(self, *maxima: Fraction) -> tuple[Fraction, ...]:
        """Give the points out of a maximum that are marks; several maxima where a fact of the unit is not known."""
        asked = (share * most for share in self.shares for most in maxima)
        return tuple(dict.fromkeys((*maxima, *self.points, *asked)))

    def of_shares(self, *maxima: Fraction) -> tuple[Fraction, ...]:
        """Give the shares of a maximum that are marks; several maxima where a fact of the unit is not known."""
        asked = (points / most for points in self.points for most in maxima if points <= most != 0)
        return tuple(dict.fromkeys((*self.shares, *asked)))


def marks_of(conditions: Iterable[Condition]) -> Marks:
    """Give the marks that conditions name."""
    points: list[Fraction] = []
    shares: list[Fraction] = []
    for one in conditions:
        match one:
            case Total(at_least=mark):
                (shares if mark.percent else points).append(mark.placed)
            case EachCriterion(at_least=Fraction() as share) | OneCriterion(at_least=share):
                shares.append(share)
            case EachCriterion(above=Fraction() as amount) | EachIndicator(at_least=amount):
                points.append(amount)
            case _:
                pass
    return Marks(tuple(dict.fromkeys(points)), tuple(dict.fromkeys(shares)))
