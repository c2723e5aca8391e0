"""What a text leaves open: each question with the reading that a set takes, and the others."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from xhht_score.criteria.sources import Reference
from xhht_score.definitions import MOST_CHOICES, Definition, Id, Text


class Option(Definition):
    """One way to read a text, and what of the set is otherwise by it; nothing where that cannot be turned.

    `changes` has the form of a variant: `loading` lays it over the set where the reading is turned.
    """

    says: Text
    changes: dict[str, Any] = {}


class Reading(Definition):
    """A question that a text leaves open, the option that holds, and what follows for the unit."""

    question: Text
    taken: Id
    options: dict[Id, Option] = Field(min_length=1, max_length=MOST_CHOICES)
    follows: Text | None = None
    reference: Reference | None = None

    @property
    def others(self) -> dict[str, Option]:
        """The options that do not hold, by id."""
        return {name: one for name, one in self.options.items() if name != self.taken}
