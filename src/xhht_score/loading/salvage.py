"""A model of whatever could be understood of a definition that does not validate as a whole."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from pydantic import TypeAdapter, ValidationError

from xhht_score.criteria import UNKNOWN
from xhht_score.definitions import Definition


def salvage(model: type[Definition], raw: object) -> Any:
    """Give an instance of `model` in which every field that did not validate is `UNKNOWN`.

    Fields that are definitions, or lists of them, are salvaged in turn. Only the checks between fields may use it.
    """
    try:
        return model.model_validate(raw)
    except ValidationError:
        pass
    if not isinstance(raw, dict):
        return UNKNOWN
    values: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in raw:
            values[name] = _field(field.annotation, [*field.metadata], raw[key])
        else:
            values[name] = UNKNOWN if field.is_required() else field.get_default(call_default_factory=True)
    return model.model_construct(**values)


def _field(annotation: Any, metadata: list[Any], raw: object) -> Any:
    inner = [part for part in (annotation, *get_args(annotation)) if _is_definition(part)]
    if len(inner) == 1 and inner[0] is annotation:
        return salvage(inner[0], raw)
    if len(inner) == 1 and isinstance(raw, list) and getattr(annotation, "__origin__", None) is tuple:
        return tuple(salvage(inner[0], item) for item in raw)
    kind = annotation
    for extra in metadata:
        kind = Annotated[kind, extra]
    try:
        return TypeAdapter(kind).validate_python(raw)
    except ValidationError:
        return UNKNOWN


def _is_definition(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, Definition)
