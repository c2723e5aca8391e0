"""The JSON Schema of criteria files, for editors that complete and check while one types; made from the models."""

from __future__ import annotations

import json
from typing import Any

from xhht_score.criteria import CONDITIONS, CriteriaSet


def criteria_schema() -> str:
    """Give the schema as JSON text, ending with a newline. It is kept in criteria/schema.json."""
    schema = CriteriaSet.model_json_schema(by_alias=True, mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "xhht criteria set"
    definitions: dict[str, Any] = schema["$defs"]
    tagged = []
    for condition in CONDITIONS:
        fields = definitions[condition.__name__]
        kind = fields["properties"].pop("kind")["const"]
        one = {"type": "object", "properties": {kind: {"$ref": f"#/$defs/{condition.__name__}"}}}
        tagged.append({**one, "required": [kind], "additionalProperties": False})
    definitions["Level"]["properties"]["requires"]["items"] = {"oneOf": tagged}
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
