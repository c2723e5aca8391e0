"""What one unit reported: its answers, their state, and the cell each came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic import ConfigDict

from xhht_score.definitions import Definition
from xhht_score.errors import Place
from xhht_score.measures import Input, Measure, Reported


class Unit(Definition):
    """Who is assessed. Codes, not names, join files; `parent` is the code of the unit above it."""

    name: str = ""
    code: str | None = None
    parent: str | None = None


class Answer(Definition):
    """What was reported for one indicator.

    `values` has a number or None (blank) for every input of the measure: yes/no as 1/0, a choice as its position,
    percentages as shares. `not_applicable` holds the reason where the indicator was declared so. `places` says where
    each value stands, by input name.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    values: Mapping[str, Fraction | None] = {}
    evidence: bool | None = None
    not_applicable: str | None = None
    documents: str | None = None
    note: str | None = None
    places: Mapping[str, Place] = {}
    evidence_place: Place | None = None


class Submission(Definition):
    """One unit's self-assessment against one criteria set for one year; what is not in it is blank."""

    unit: Unit
    year: int | None = None
    facts: Mapping[str, str | None] = {}
    answers: Mapping[str, Answer] = {}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a reported value cannot be used: a problem code, its arguments, and the inputs it makes blank."""

    code: str
    inputs: tuple[str, ...]
    arguments: Mapping[str, Any]


def faults(measure: Measure, reported: Reported) -> list[Fault]:
    """Give everything that makes reported values unusable: bounds and steps first, then what contradicts itself."""
    found = [fault for one in measure.inputs for fault in _bounds(one, reported.get(one.name))]
    if not found and (code := measure.fault(complete(measure, reported))) is not None:
        names = tuple(one.name for one in measure.inputs)
        found.append(Fault(code, names, {"values": tuple(reported.get(name) for name in names)}))
    return found


def complete(measure: Measure, reported: Reported) -> dict[str, Fraction | None]:
    """Give the reported values with a None for every input that was left out."""
    return {one.name: reported.get(one.name) for one in measure.inputs}


def usable(measure: Measure, reported: Reported) -> dict[str, Fraction | None]:
    """Give the reported values with everything unusable made blank."""
    values = complete(measure, reported)
    for fault in faults(measure, reported):
        values |= dict.fromkeys(fault.inputs)
    return values


def _bounds(one: Input, value: Fraction | None) -> Iterator[Fault]:
    if value is None:
        return
    least, most = (one.least, one.most)
    arguments = {"given": value, "least": least, "most": most, "percent": one.kind == "percent"}
    if value < 0:
        yield Fault("cell-negative", (one.name,), arguments)
    elif value < least:
        yield Fault("cell-below-minimum", (one.name,), arguments)
    elif value > most:
        yield Fault("cell-above-maximum", (one.name,), arguments)
    elif one.kind in ("whole", "choice", "yes_no") and value.denominator != 1:
        yield Fault("cell-not-whole", (one.name,), arguments)
    elif one.step is not None and (value - least) % one.step:
        yield Fault("cell-off-step", (one.name,), {**arguments, "step": one.step})
