"""JSON as text, in pieces: objects on a line each, and what stands around them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from xhht_score.assessment import Assessment
from xhht_score.errors import Problem
from xhht_score.foreign import escaped_json
from xhht_score.recent import Recent
from xhht_score.reports.interface import SCHEMA_VERSION, indicator_object, problem_objects, unit_object
from xhht_score.results import IndicatorResult
from xhht_score.words import Words

if TYPE_CHECKING:
    from xhht_score.reports.shapes import ProblemObject, UnitObject


def unit_json(words: Words, assessment: Assessment) -> str:
    """Give one unit as JSON text on one line; what is said of a result is put together once, whose ever it is."""
    unit = unit_object(words, assessment, indicators=False)
    before = {name: value for name, value in unit.items() if name in _BEFORE_CRITERIA}
    after = {name: value for name, value in unit.items() if name not in _BEFORE_CRITERIA and name != "criteria"}
    criteria = (
        _opened(criterion, "[]}") + f"[{', '.join(_result_text(words, assessment, one) for one in found.indicators)}]}}"
        for criterion, found in zip(unit["criteria"], assessment.scorecard.criteria, strict=True)
    )
    return f'{_opened(before, "}")}, "criteria": [{", ".join(criteria)}], {json_text(after)[1:]}'


_BEFORE_CRITERIA = ("schema_version", "file", "unit", "criteria_set", "total")


def _opened(value: Mapping[str, object], end: str) -> str:
    """Give the text of an object without its end, so that more can stand there."""
    return json_text(value).removesuffix(end)


def _result_text(words: Words, assessment: Assessment, result: IndicatorResult) -> str:
    key = (id(result), words.language)
    known = _told.get(key)
    if known is None or known[0] is not result:
        known = result, json_text(indicator_object(words, assessment.criteria_set, result))
        _told.put(key, known)
    return known[1]


#: Texts of results, by the results themselves and the language.
_told = Recent[tuple[int, str], tuple[IndicatorResult, str]](2_048)


_ON_ONE_LINE = json.JSONEncoder(ensure_ascii=False)


def json_text(value: Any, indent: int | None = None) -> str:
    """Give an object as JSON text, on one line unless indented."""
    return escaped_json(
        _ON_ONE_LINE.encode(value) if indent is None else json.dumps(value, ensure_ascii=False, indent=indent)
    )


def write_json(objects: Sequence[UnitObject], problems: Sequence[ProblemObject]) -> Iterator[str]:
    """Give one object indented; several, or any with problems of files that gave none, in an envelope."""
    if len(objects) == 1 and not problems:
        return iter((json_text(objects[0], indent=2), "\n"))
    return envelope(map(json_text, objects), problems=problems)


def envelope(units: Iterable[str], **around: Iterable[object]) -> Iterator[str]:
    """Give `{"schema_version": …, "units": […], …}` in pieces from units that are JSON text already, one a line."""
    yield f'{{"schema_version": "{SCHEMA_VERSION}",\n"units": ['
    for number, unit in enumerate(units):
        yield ",\n" if number else "\n"
        yield unit
    yield "\n]"
    for name, values in around.items():
        yield f",\n{json.dumps(name)}: ["
        for number, value in enumerate(values):
            yield f"{', ' if number else ''}{json_text(value)}"
        yield "]"
    yield "}\n"


def answer_json(words: Words, answer: Mapping[str, object], problems: Iterable[Problem] = ()) -> Iterator[str]:
    """Give the answer of any other command, and what is wrong, as JSON in pieces."""
    found = problem_objects(words, problems)
    yield json_text({"schema_version": SCHEMA_VERSION, **answer, "problems": found}, indent=2) + "\n"
