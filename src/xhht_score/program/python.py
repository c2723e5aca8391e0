"""Puts a program down as one Python function over whole numbers: a unit at a time, without fractions or objects."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from xhht_score.criteria import months_after
from xhht_score.program.indicators import Program
from xhht_score.program.whole import (
    Against,
    AnyOf,
    At,
    ByNumber,
    Claim,
    ColumnSum,
    Combined,
    Every,
    Fixed,
    Guarded,
    Integer,
    Is,
    Name,
    Not,
    NotBlank,
    OfDay,
    Pick,
    Sum,
    Sure,
    Taken,
)

#: What stands at a name: a whole number, None where it is blank. Days are counted as `datetime.date.toordinal` does.
StepValue = int | None


@dataclass(frozen=True)
class Run:
    """A program that can be run: give it the values of `inputs` in their order, and get those of `outputs`."""

    inputs: tuple[Name, ...]
    outputs: tuple[Name, ...]
    run: Callable[..., tuple[StepValue, ...]]

    def __call__(self, given: Mapping[Name, StepValue]) -> dict[Name, StepValue]:
        """Give what each output comes to; an input that is not given is blank."""
        return dict(zip(self.outputs, self.run(*(given.get(one) for one in self.inputs)), strict=True))


def runnable(program: Program, outputs: Sequence[Name] | None = None) -> Run:
    """Give a program as a function that computes so many of its steps (None: all), and those that they rest on."""
    wanted = tuple(program.steps) if outputs is None else tuple(outputs)
    writer = _PythonWriter(program)
    lines = [f"def run({', '.join(writer.names[one] for one in program.inputs)}):"]
    lines += [f"    {writer.names[one]} = {writer.number(program.steps[one])}" for one in _used(program, wanted)]
    lines.append(f"    return ({''.join(writer.names[one] + ', ' for one in wanted)})")
    space: dict[str, object] = {"months_later": _months_later, "year": _year, "year_end": _year_end}
    # nothing that a set says stands in it: names are numbered, and all else are whole numbers
    exec(compile("\n".join(lines), "<program>", "exec"), space)
    run = space["run"]
    assert callable(run)
    return Run(tuple(program.inputs), wanted, run)


def _used(program: Program, wanted: Sequence[Name]) -> list[Name]:
    """Give the steps that others rest on, in the order of the program."""
    found, left = set[Name](), [one for one in wanted if one in program.steps]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += [one for one in names_in(program.steps[name]) if one in program.steps]
    return [one for one in program.steps if one in found]


def names_in(one: Integer | Claim) -> Iterator[Name]:
    """Give every name that a number or a condition looks at."""
    match one:
        case Fixed() | Sure():
            return
        case At(name=name) | NotBlank(name) | Is(name):
            yield name
        case Taken(name=name, unless=unless):
            yield name
            yield from names_in(unless)
        case Sum(names=names):
            yield from names
        case ColumnSum(parts=parts) | Every(parts) | AnyOf(parts):
            for part in parts:
                yield from names_in(part)
        case ByNumber(position=position, options=options):
            for part in (position, *options):
                yield from names_in(part)
        case Combined(one=first, other=second) | Against(one=first, other=second):
            yield from names_in(first)
            yield from names_in(second)
        case Pick(when=when, then=then, other=other) | Guarded(when=when, then=then, other=other):
            for each in (when, then, other):
                yield from names_in(each)
        case OfDay(day=inner) | Not(one=inner):
            yield from names_in(inner)
        case _:
            assert_never(one)


class _PythonWriter:
    def __init__(self, program: Program) -> None:
        inputs = {one: f"given{position}" for position, one in enumerate(program.inputs)}
        self.names = inputs | {one: f"step{position}" for position, one in enumerate(program.steps)}

    def number(self, one: Integer) -> str:
        names = self.names
        match one:
            case Fixed(least=value):
                return f"({value})" if value < 0 else str(value)
            case At(name=name):
                return names[name]
            case Taken(name=name, unless=unless):
                return names[name] if unless == Sure(False) else f"(None if {self.claim(unless)} else {names[name]})"
            case Sum(names=summed):
                return f"({'+'.join(f'({names[name]} or 0)' for name in summed)})"
            case ColumnSum(parts=parts):
                return self._column(parts)
            case Combined(way=way, one=first, other=second):
                return self._pair(way, self.number(first), self.number(second))
            case Pick(when=when, then=then, other=other):
                return f"({self.number(then)} if {self.claim(when)} else {self.number(other)})"
            case ByNumber(position=position, options=options):
                made = [self.number(option) for option in options]
                at = self.number(position)
                earlier = [f"{option} if {at} == {number} else " for number, option in enumerate(made[:-1], 1)]
                return f"({''.join(earlier)}{made[-1]})"
            case OfDay(way=way, day=day, months=months):
                return f"{way}({self.number(day)}{f', {months}' if way == 'months_later' else ''})"
            case _:
                assert_never(one)

    def _column(self, parts: Sequence[Integer]) -> str:
        fixed = sum(one.least for one in parts if isinstance(one, Fixed))
        moving = [self.number(one) for one in parts if not isinstance(one, Fixed)]
        return f"({'+'.join([*moving, *([str(fixed)] if fixed or not moving else [])])})"

    @staticmethod
    def _pair(way: str, one: str, other: str) -> str:
        if way in ("smaller", "larger"):
            return f"({one} if {one} {'<' if way == 'smaller' else '>'} {other} else {other})"
        return f"({one}{ {'add': '+', 'subtract': '-', 'multiply': '*', 'divide': '//'}[way] }{other})"

    def claim(self, one: Claim) -> str:
        match one:
            case Sure(holds):
                return str(holds)
            case NotBlank(name):
                return f"{self.names[name]} is not None"
            case Is(name, value):
                return f"{self.names[name]} == {value}"
            case Against(first, sign, second):
                return f"{self.number(first)}{'==' if sign == '=' else sign}{self.number(second)}"
            case Every(parts):
                return f"({' and '.join(map(self.claim, parts))})"
            case AnyOf(parts):
                return f"({' or '.join(map(self.claim, parts))})"
            case Not(inner):
                return f"(not {self.claim(inner)})"
            case Guarded(when, then, other):
                return f"({self.claim(then)} if {self.claim(when)} else {self.claim(other)})"
            case _:
                assert_never(one)


def _months_later(day: int, months: int) -> int:
    return months_after(datetime.date.fromordinal(day), months).toordinal()


def _year(day: int) -> int:
    return datetime.date.fromordinal(day).year


def _year_end(day: int) -> int:
    return datetime.date(datetime.date.fromordinal(day).year, 12, 31).toordinal()
