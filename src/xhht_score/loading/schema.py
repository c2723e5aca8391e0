"""The JSON Schema of criteria files, for editors that complete and check while one types; made from the models."""

from __future__ import annotations

import json
from typing import Any

from xhht_score.criteria import CONDITIONS, CriteriaSet

#: What a variant has to say of the parts that it changes; everything else is taken over from the base.
_OF_A_VARIANT = {"Criterion": ["id"], "Indicator": ["id"], "Level": ["id"], "Recognition": []}


def _eased(definition: dict[str, Any], needed: list[str]) -> dict[str, Any]:
    """Give a definition of which only some fields are needed, and whose parts are those of a variant."""
    text = json.dumps({**definition, "required": needed})
    for name in _OF_A_VARIANT:
        text = text.replace(f'"#/$defs/{name}"', f'"#/$defs/Variant{name}"')
    eased: dict[str, Any] = json.loads(text)
    return eased


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
    words = [{"const": kind.model_fields["kind"].default} for kind in CONDITIONS if len(kind.model_fields) == 1]
    definitions["Level"]["properties"]["requires"]["items"] = {"oneOf": [*tagged, *words]}
    for name, needed in _OF_A_VARIANT.items():
        definitions[f"Variant{name}"] = _eased(definitions[name], needed)
    whole = {key: schema.pop(key) for key in ("type", "properties", "required", "additionalProperties")}
    definitions["CriteriaSet"] = whole
    definitions["Variant"] = _eased(whole, ["id", "extends", "version", "status"])
    definitions["Variant"]["properties"]["remove"] = {
        "type": "object",
        "properties": {kind: {"type": "array", "items": {"type": "string"}} for kind in ("criteria", "indicators")},
        "additionalProperties": False,
    }
    schema["if"] = {"required": ["extends"]}
    schema["then"], schema["else"] = {"$ref": "#/$defs/Variant"}, {"$ref": "#/$defs/CriteriaSet"}
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
