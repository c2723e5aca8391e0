"""The JSON Schema of what commands answer, for programs that read it; made from the shapes that the encoder fills."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from inspect import cleandoc
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from xhht_score.reports.answer_shapes import ANSWERS
from xhht_score.reports.plan_shapes import PLAN_ANSWERS

_PLAIN: dict[Any, str] = {str: "string", bool: "boolean", int: "integer", type(None): "null"}


def results_schema() -> str:
    """Give the schema as JSON text, ending with a newline. It is kept in docs/results.schema.json."""
    definitions: dict[str, Any] = {}
    answers = [_schema(one, definitions) for one in (*ANSWERS, *PLAN_ANSWERS)]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "xhht results",
        "anyOf": answers,
        "$defs": definitions,
    }
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """Give the schema of a type; objects are put among the definitions and referred to."""
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if is_typeddict(kind):
        return _object(kind, definitions)
    return _BUILT[get_origin(kind)](kind, definitions)


def _object(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # before its fields, which may refer to it
        fields = get_type_hints(kind, include_extras=True)
        definitions[name] |= {
            "type": "object",
            "properties": {key: _schema(one, definitions) for key, one in fields.items()},
            "required": sorted(kind.__required_keys__),
            "additionalProperties": False,
        }
        if said := vars(kind).get("__doc__"):
            definitions[name]["description"] = cleandoc(said)  # before 3.13 Python keeps its margin
    return {"$ref": f"#/$defs/{name}"}


def _union(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    found = [_schema(one, definitions) for one in get_args(kind)]
    plain = all(one.keys() == {"type"} for one in found)
    return {"type": [one["type"] for one in found]} if plain else {"anyOf": found}


def _text(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    plain, pattern = get_args(kind)
    return {**_schema(plain, definitions), "pattern": pattern}


_BUILT: dict[Any, Callable[[Any, dict[str, Any]], dict[str, Any]]] = {
    Annotated: _text,
    Literal: lambda kind, _: {"enum": list(get_args(kind))},
    Union: _union,
    types.UnionType: _union,
    list: lambda kind, definitions: {"type": "array", "items": _schema(get_args(kind)[0], definitions)},
    dict: lambda kind, definitions: {
        "type": "object",
        "additionalProperties": _schema(get_args(kind)[1], definitions),
    },
}
