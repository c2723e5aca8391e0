"""What a variant changes in the set that it extends, and any two sets side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xhht_score.assessment import Assessment
from xhht_score.compare import Difference
from xhht_score.criteria import CriteriaSet
from xhht_score.reports.document import Block, Cell, Heading, Listing
from xhht_score.words import Words, changes


def variant(words: Words, assessment: Assessment) -> Iterator[Block]:
    """Give the differences of a variant from its base; nothing for a set that extends none."""
    if assessment.base is not None:
        yield Heading(2, words.say("variant-heading", id=assessment.base.id))
        yield difference_list(words, assessment.base, assessment.criteria_set, assessment.differences)


def difference_list(words: Words, old: CriteriaSet, new: CriteriaSet, found: Iterable[Difference]) -> Listing:
    """Give differences as a list, each in one sentence; one sentence where there are none."""
    items = tuple(Cell(changes.difference(words, old, new, one)) for one in found)
    return Listing(items or (Cell(words.say("no-difference")),))
