"""One tree laid over another, position by position: what a variant says over its base, a reading over its set."""

from __future__ import annotations

from xhht_score.loading.tree import Mapping, Node, Sequence

#: Lists whose items have ids: an item of the variant changes the item of the base with its id, or is added.
_BY_ID = ("criteria", "indicators", "levels")
#: Lists to which a variant adds.
_ADDED_TO = ("notes", "sources")
#: Mappings to which a variant adds, or in which it changes single entries.
_BY_KEY = ("facts", "offices", "recognition", "readings")
#: Fields that stand for one another: saying one takes the other away.
_INSTEAD = {"measure": "parts", "parts": "measure", "reference": "references", "references": "reference"}


def laid_over(base: Mapping, own: Mapping) -> Mapping:
    """Give a mapping in which every entry of `own` replaces, changes or adds to that of `base`."""
    entries = dict(base.entries)
    for key, (name, value) in own.entries.items():
        before = entries[key][1] if key in entries else None
        entries.pop(_INSTEAD.get(key, ""), None)
        if isinstance(before, Sequence) and isinstance(value, Sequence):
            if key in _BY_ID:
                value = _by_id(before, value)
            elif key in _ADDED_TO:
                value = Sequence([*value.items, *before.items], value.line, value.column, value.file)
        elif isinstance(before, Mapping) and isinstance(value, Mapping) and key in _BY_KEY:
            value = laid_over(before, value)
        entries[key] = (name, value)
    return Mapping(entries, own.line, own.column, own.file)


def _by_id(base: Sequence, own: Sequence) -> Sequence:
    items: list[Node] = list(base.items)
    places: dict[str, int] = {}
    for at, item in enumerate(items):
        places.setdefault(id_of(item) or "", at)
    for item in own.items:
        at = places.setdefault(id_of(item) or "", len(items)) if id_of(item) else len(items)
        before = items[at] if at < len(items) else None
        if isinstance(before, Mapping) and isinstance(item, Mapping):
            items[at] = laid_over(before, item)
        else:
            items.append(item)
    return Sequence(items, own.line, own.column, own.file)


def id_of(node: Node) -> str | None:
    """Give the id of an item of a list, None where it has none."""
    return node.text("id") if isinstance(node, Mapping) else None
