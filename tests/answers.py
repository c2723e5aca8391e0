"""What the published schema of results finds wrong in an answer."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from make import HERE

PUBLISHED = HERE.parent / "docs/results.schema.json"


@cache
def checker(name: str) -> Draft202012Validator:
    """Give what checks an object that the schema calls by this name."""
    definitions = json.loads(PUBLISHED.read_text(encoding="utf-8"))["$defs"]
    return Draft202012Validator({"$defs": definitions, "$ref": f"#/$defs/{name}"})


def faults(name: str, found: Any) -> list[str]:
    """Give what is wrong about an object, each with the keys that lead to it."""
    return [f"{'/'.join(map(str, one.absolute_path))}: {one.message}" for one in checker(name).iter_errors(found)]
