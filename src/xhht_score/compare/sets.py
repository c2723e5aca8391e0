"""One criteria set against another: everything that differs between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from xhht_score.criteria import CriteriaSet, Indicator, Level, Recognition
from xhht_score.definitions import Definition
from xhht_score.records import record

Subject = Literal["set", "reading", "criterion", "indicator", "level"]

#: Fields that make no difference to a unit, or whose parts are compared one by one.
UNCOMPARED: dict[str, frozenset[str]] = {
    "CriteriaSet": frozenset(
        ("id", "extends", "version", "reads", "notes", "sources", "lacking", "readings", "criteria", "recognition")
    ),
    "Recognition": frozenset(("levels",)),
    "Level": frozenset(("id",)),
    "Indicator": frozenset(("id", "measure", "assignee", "remedy", "effort", "effort_by_step", "note")),
}


def compared(model: type[Definition]) -> tuple[str, ...]:
    """Give the fields of a definition that are compared, in the order of the definition."""
    return tuple(name for name in model.model_fields if name not in UNCOMPARED[model.__name__])


@record
class Difference:
    """One thing that is not the same in two sets; `field` is None where the whole subject was added or removed.

    `old` and `new` are the values of the field, or the subjects themselves; None where there is none.
    """

    subject: Subject
    id: str
    field: str | None
    old: Any
    new: Any


def differences(old: CriteriaSet, new: CriteriaSet) -> tuple[Difference, ...]:
    """Give everything that differs between two sets, in the order of the new one, what was removed last."""
    return tuple(_differences(old, new))


def _differences(old: CriteriaSet, new: CriteriaSet) -> Iterator[Difference]:
    yield from _fields("set", new.id, old, new, compared(CriteriaSet))
    yield from _fields("set", new.id, old.recognition, new.recognition, compared(Recognition), "recognition.")
    yield from _matched("reading", old.readings, new.readings, ("taken",))
    before = {one.id: one for one in old.criteria}
    after = {one.id: one for one in new.criteria}
    yield from _matched("criterion", before, after, ("title", "points"))
    yield from _matched("indicator", old.indicators, new.indicators, ("measures", *compared(Indicator)))
    homes = ({inner: one.id for one in each.criteria for inner in [*_ids(one.indicators)]} for each in (old, new))
    was, now = homes
    for identifier in now:
        if identifier in was and was[identifier] != now[identifier]:
            yield Difference("indicator", identifier, "criterion", was[identifier], now[identifier])
    lower, higher = ({one.id: one for one in each.recognition.levels} for each in (old, new))
    yield from _matched("level", lower, higher, compared(Level))


def _ids(indicators: Iterable[Indicator]) -> Iterator[str]:
    return (one.id for one in indicators)


def _matched(
    subject: Subject, old: Mapping[str, Any], new: Mapping[str, Any], fields: tuple[str, ...]
) -> Iterator[Difference]:
    for identifier, one in new.items():
        if identifier in old:
            yield from _fields(subject, identifier, old[identifier], one, fields)
        else:
            yield Difference(subject, identifier, None, None, one)
    for identifier, one in old.items():
        if identifier not in new:
            yield Difference(subject, identifier, None, one, None)


def _fields(
    subject: Subject, identifier: str, old: object, new: object, fields: tuple[str, ...], prefix: str = ""
) -> Iterator[Difference]:
    for name in fields:
        before, after = getattr(old, name), getattr(new, name)
        if name == "parts":  # what is reported in them, and which there are, is compared as `measures`
            both = before.keys() & after.keys()
            before, after = (
                {key: (one.title, one.applies_when, one.levels) for key, one in it.items() if key in both}
                for it in (before, after)
            )
        if before != after:
            if name in ("scoring", "measures", "taken"):  # put in words, they need the whole subject
                before, after = old, new
            yield Difference(subject, identifier, prefix + name, before, after)
