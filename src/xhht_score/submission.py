"""What one unit reported: its answers, their state, and the cell each came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic import InstanceOf

from xhht_score.definitions import Definition, Line
from xhht_score.errors import Place
from xhht_score.measures import Input, Measure, Reported
from xhht_score.numbers import below


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

    values: dict[str, InstanceOf[Fraction] | None] = {}
    evidence: bool | None = None
    not_applicable: Line | None = None
    documents: str | None = None
    note: str | None = None
    places: dict[str, InstanceOf[Place]] = {}
    evidence_place: InstanceOf[Place] | None = None


class Submission(Definition):
    """One unit's self-assessment against one criteria set for one year; what is not in it is blank."""

    unit: Unit
    year: int | None = None
    facts: dict[str, str | None] = {}
    answers: dict[str, Answer] = {}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a reported value cannot be used: a problem code, its arguments, and the inputs it makes blank."""

    code: str
    inputs: tuple[str, ...]
    arguments: Mapping[str, Any]


def faults(measure: Measure, reported: Reported) -> list[Fault]:
    """Give everything that makes reported values unusable: bounds and steps first, then what contradicts itself.

    `reported` has every input of the measure, None where it is blank (see `complete`).
    """
    found: list[Fault] = []
    for one in measure.inputs:
        value = reported[one.name]
        if value is not None and (code := _bounds_code(one, value)) is not None:
            found.append(_out_of_bounds(one, value, code))
    sound = {**reported, **dict.fromkeys(name for fault in found for name in fault.inputs)} if found else reported
    if (code := measure.fault(sound)) is not None:
        names = tuple(one.name for one in measure.inputs)
        found.append(Fault(code, names, {"values": tuple(reported[name] for name in names)}))
    return found


def complete(measure: Measure, reported: Reported) -> dict[str, Fraction | None]:
    """Give the reported values with a None for every input that was left out."""
    return {one.name: reported.get(one.name) for one in measure.inputs}


def usable(measure: Measure, reported: Reported) -> dict[str, Fraction | None]:
    """Give the reported values with everything unusable made blank."""
    values = complete(measure, reported)
    for fault in faults(measure, values):
        values |= dict.fromkeys(fault.inputs)
    return values


def _out_of_bounds(one: Input, value: Fraction, code: str) -> Fault:
    bounds = {"least": one.least, "most": one.most, "step": one.step}
    return Fault(code, (one.name,), {"given": value, "percent": one.kind == "percent", **bounds})


def _bounds_code(one: Input, value: Fraction) -> str | None:
    if value.numerator < 0:
        return "cell-negative"
    if one.least and below(value, one.least):
        return "cell-below-minimum"
    if below(one.most, value):
        return "cell-above-maximum"
    if value.denominator != 1 and one.kind in ("whole", "choice", "yes_no"):
        return "cell-not-whole"
    return "cell-off-step" if one.step is not None and (value - one.least) % one.step else None
