"""Shipped sets compiled ahead: what loading their YAML gave when the wheel was built, as JSON that runs nothing.

A datum holds a set and the same with one reading turned each, as nodes that they share. It counts where it is whole and
was made by this version of the program from the very bytes of the YAML beside it; otherwise it is passed over, which is
said of one that is damaged.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from xhht_score.criteria import CriteriaSet
from xhht_score.definitions import Definition, Mark
from xhht_score.loading.loaded import Readings
from xhht_score.version import __version__

#: The folder of the data, beside the YAML.
FOLDER = "compiled"


def datum_path(path: Path) -> Path:
    """Give where the datum of a shipped criteria file stands."""
    return path.parent / FOLDER / f"{path.stem}.json"


def written(content: bytes, sets: Mapping[Readings, CriteriaSet]) -> bytes:
    """Give the datum of a criteria file with this content: a line about it, and a line with the sets.

    Raises TypeError for a set that holds what no criteria file says.
    """
    nodes = _Nodes()
    roots = [[readings, nodes.of(one)[0]] for readings, one in sets.items()]
    body = json.dumps({"nodes": nodes.written, "sets": roots}, ensure_ascii=False, separators=(",", ":")).encode()
    return b"\n".join((json.dumps(_about(content, body)).encode(), body))


@cache
def read(path: Path, content: bytes) -> Mapping[Readings, CriteriaSet]:
    """Give the sets of the datum of a criteria file with this content; none where it has none that counts."""
    try:
        about, _, body = datum_path(path).read_bytes().partition(b"\n")
    except OSError:
        return {}
    if about != json.dumps(_about(content, body)).encode():
        return {}
    datum = json.loads(body)
    made = _made(datum["nodes"])
    sets = ((tuple((name, option) for name, option in readings), made[at]) for readings, at in datum["sets"])
    return {readings: _as_shipped(one, readings) for readings, one in sets}


def is_damaged(path: Path) -> bool:
    """Tell whether a criteria file has a datum that is not whole; one of another version, or of other bytes, is."""
    try:
        about, _, body = datum_path(path).read_bytes().partition(b"\n")
        return bool(json.loads(about)["body"] != hashlib.sha256(body).hexdigest())
    except OSError:
        return False
    except (ValueError, TypeError, KeyError):
        return True


def _as_shipped(criteria_set: CriteriaSet, readings: Readings) -> CriteriaSet:
    shipped = criteria_set.as_shipped()
    return shipped.with_turned(tuple(name for name, _ in readings)) if readings else shipped


def _about(content: bytes, body: bytes) -> dict[str, str]:
    digests = {name: hashlib.sha256(one).hexdigest() for name, one in (("source", content), ("body", body))}
    return {"version": __version__, **digests}


class _Nodes:
    """Values as nodes of which each stands once: [what it is, what it holds]; `[7]` is the seventh node, from 0 on."""

    def __init__(self) -> None:
        self.written: list[list[Any]] = []
        self._known: dict[str, list[int]] = {}

    def of(self, value: object) -> Any:
        """Give a plain value as it is, any other as a reference to its node; raises TypeError for what has no form."""
        match value:
            case None | bool() | str() | int():
                return value
            case Fraction():
                return self._node("number", str(value))
            case datetime.date():
                return self._node("date", value.isoformat())
            case Mark():
                return self._node("mark", [value.text, self.of(value.value), value.percent])
            case tuple():
                return self._node("tuple", [self.of(one) for one in value])
            case list():
                return self._node("list", [self.of(one) for one in value])
            case dict():
                return self._node("dict", [[self.of(name), self.of(one)] for name, one in value.items()])
            case Definition():
                given = {
                    name: self.of(getattr(value, name))
                    for name in type(value).model_fields
                    if name in value.model_fields_set
                }
                return self._node(_name(type(value)), given)
        raise TypeError(f"{value!r} has no form in a compiled set")

    def _node(self, kind: str, held: Any) -> list[int]:
        node = [kind, held]
        key = json.dumps(node)
        if key not in self._known:
            self._known[key] = [len(self.written)]
            self.written.append(node)
        return self._known[key]


def _name(kind: type[Definition]) -> str:
    return f"{kind.__module__.removeprefix('xhht_score.')}.{kind.__name__}"


def _made(nodes: Iterable[list[Any]]) -> list[Any]:
    """Give the value of every node; what a node holds stands before it."""
    made: list[Any] = []
    kinds = {_name(kind): _Trusted(kind) for kind in _below(Definition)}

    def value(held: Any) -> Any:
        return made[held[0]] if isinstance(held, list) else held

    for kind, held in nodes:
        match kind:
            case "number":
                made.append(Fraction(held))
            case "date":
                made.append(datetime.date.fromisoformat(held))
            case "mark":
                made.append(Mark(held[0], value(held[1]), held[2]))
            case "tuple":
                made.append(tuple([value(one) for one in held]))
            case "list":
                made.append([value(one) for one in held])
            case "dict":
                made.append({value(name): value(one) for name, one in held})
            case _:
                made.append(kinds[kind].make({name: value(one) for name, one in held.items()}))
    return made


class _Trusted:
    """Makes definitions of one kind from fields that were validated when the set was compiled."""

    def __init__(self, kind: type[Definition]) -> None:
        self.kind = kind
        self._fields: dict[str, Any] = {}

    def make(self, given: dict[str, Any]) -> Definition:
        """Give the definition whose given fields have these values; the others have their defaults."""
        fields = self._fields = self._fields or {
            name: None if field.is_required() else field.get_default(call_default_factory=True)
            for name, field in self.kind.model_fields.items()
        }
        made = self.kind.__new__(self.kind)
        made.__setstate__(
            {
                "__dict__": {**fields, **given},
                "__pydantic_extra__": None,
                "__pydantic_fields_set__": {*given},
                "__pydantic_private__": None,
            }
        )
        if self.kind.__private_attributes__:
            made.model_post_init(None)  # gives them their defaults
        return made


def _below(kind: type[Definition]) -> Iterator[type[Definition]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
