"""A set that extends another: the tree of the base with the variant's own words laid over it, positions kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from os.path import realpath
from pathlib import Path, PureWindowsPath

from xhht_score.errors import MOST_SAID, Flaw, Problem, has_errors, nearest, some_of
from xhht_score.loading.shipped import shipped_sets
from xhht_score.loading.tree import Mapping, Node, Scalar, Sequence, Tree, read_tree

#: A set rests on so many others at the most: one of a commune on those of its province and of the country.
MOST_BASES = 8
#: What a variant says of itself; it is never taken over from the base.
_OWN = ("id", "version", "reads", "status", "lacking", "extends")
#: Lists whose items have ids: an item of the variant changes the item of the base with its id, or is added.
_BY_ID = ("criteria", "indicators", "levels")
#: Lists to which a variant adds.
_ADDED_TO = ("notes", "sources")
#: Mappings to which a variant adds, or in which it changes single entries.
_BY_KEY = ("facts", "offices", "recognition")
#: Fields that stand for one another: saying one takes the other away.
_INSTEAD = {"measure": "parts", "parts": "measure", "reference": "references", "references": "reference"}


def base_of(tree: Tree, seen: tuple[Path, ...] = (), *, allow_outside: bool = False) -> Tree | None:
    """Give the whole tree of the set that a tree extends, None where it extends none or none can be found.

    What is wrong is added to the problems of `tree`. Raises `XhhtError` for a base that cannot be read.
    """
    path = path_of_base(tree, allow_outside=allow_outside)
    if path is None:
        return None
    if path.resolve() in seen:
        tree.problems.append(_wrong(tree, "extends-circle"))
        return None
    if len(seen) > MOST_BASES:
        tree.problems.append(tree.problem(Flaw("extends-too-far", ("extends",), {"most": MOST_BASES})))
        return None
    base = read_tree(path, str(path))
    whole = extended(base, base_of(base, (*seen, path.resolve()), allow_outside=allow_outside))
    if whole.root is not None and not isinstance(whole.root, Mapping):
        whole.problems.append(whole.problem(Flaw("expected-mapping")))
    if has_errors(whole.problems) or not isinstance(whole.root, Mapping):
        tree.problems += whole.problems
        return None
    return whole


def path_of_base(tree: Tree, *, allow_outside: bool = False) -> Path | None:
    """Give the file of the set that a tree extends, None where it extends none or none can be found.

    `extends` holds the id of a shipped set, or the path of a file beside or below the tree's own. What is wrong is
    added to the problems of `tree`.
    """
    name = tree.root.text("extends") if isinstance(tree.root, Mapping) else None
    if not name:
        return None
    shipped, folder = shipped_sets(), Path(tree.file).parent
    if name in shipped:
        return shipped[name]
    if not allow_outside and _leads_outside(folder, name):
        tree.problems.append(_wrong(tree, "extends-outside"))
        return None
    if "\0" in name or not (folder / name).exists():
        tree.problems.append(_wrong(tree, "unknown-set", expected=tuple(shipped), nearest=nearest(name, shipped)))
        return None
    return folder / name


def _leads_outside(folder: Path, name: str) -> bool:
    """Tell whether a path leads out of a folder on any system, through a link too."""
    named = PureWindowsPath(name)  # which knows both slashes, drives and shares
    if named.anchor or ".." in named.parts or name.startswith("~"):
        return True
    return "\0" not in name and not Path(realpath(folder / name)).is_relative_to(realpath(folder))


def _wrong(tree: Tree, code: str, **arguments: object) -> Problem:
    """Give what is wrong with the set that a tree names as the one that it extends."""
    assert isinstance(tree.root, Mapping)
    return tree.problem(Flaw(code, ("extends",), {"given": tree.root.text("extends"), **arguments}))


def extended(tree: Tree, base: Tree | None) -> Tree:
    """Give a tree with everything that it takes over from its base; the tree itself where it has none."""
    if base is None or not isinstance(tree.root, Mapping) or not isinstance(base.root, Mapping):
        return tree
    problems = list(tree.problems)
    sources = tree.root.get("sources")
    if tree.root.text("status") == "official" and not (isinstance(sources, Sequence) and sources.items):
        problems.append(tree.problem(Flaw("variant-without-decision", ("status",))))
    if tree.root.text("id") in {base.root.text("id"), *shipped_sets()}:
        problems.append(tree.problem(Flaw("variant-id-taken", ("id",), {"given": tree.root.text("id")})))
    kept = {key: entry for key, entry in base.root.entries.items() if key not in _OWN}
    left = _without(Mapping(kept, base.root.line, base.root.column, base.root.file), tree, problems.append)
    own = {key: entry for key, entry in tree.root.entries.items() if key != "remove"}
    root = _laid_over(left, Mapping(own, tree.root.line, tree.root.column, tree.root.file))
    problems += _dropped(base.root, tree)
    bases = (base.root.text("id") or "", *base.bases)
    return Tree(tree.file, root, tree.content + base.content, problems, bases)


def _dropped(base: Mapping, tree: Tree) -> Iterator[Problem]:
    """Name indicators whose rule a variant replaces without the special cases that the base has for some units."""
    assert isinstance(tree.root, Mapping)
    special = {
        identifier
        for identifier, _, one in _indicators(base)
        if isinstance(rule := one.get("scoring"), Mapping) and rule.get("when")
    }
    for identifier, path, one in _indicators(tree.root):
        rule = one.get("scoring")
        if identifier in special and rule is not None and not (isinstance(rule, Mapping) and rule.get("when")):
            yield tree.problem(Flaw("variant-drops-when", (*path, "scoring"), {"given": identifier}))


def _has_when(indicator: Mapping) -> bool:
    rule = indicator.get("scoring")
    return isinstance(rule, Mapping) and "when" in rule.entries


def _indicators(root: Mapping) -> Iterator[tuple[str, tuple[str | int, ...], Mapping]]:
    """Give every indicator that a tree holds, with its id and path."""
    criteria = root.get("criteria")
    for at, criterion in enumerate(criteria.items if isinstance(criteria, Sequence) else ()):
        inner = criterion.get("indicators") if isinstance(criterion, Mapping) else None
        for position, one in enumerate(inner.items if isinstance(inner, Sequence) else ()):
            if isinstance(one, Mapping) and (identifier := one.text("id")) is not None:
                yield identifier, ("criteria", at, "indicators", position), one


def _laid_over(base: Mapping, own: Mapping) -> Mapping:
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
            value = _laid_over(before, value)
        entries[key] = (name, value)
    return Mapping(entries, own.line, own.column, own.file)


def _by_id(base: Sequence, own: Sequence) -> Sequence:
    items: list[Node] = list(base.items)
    places: dict[str, int] = {}
    for at, item in enumerate(items):
        places.setdefault(_id(item) or "", at)
    for item in own.items:
        at = places.setdefault(_id(item) or "", len(items)) if _id(item) else len(items)
        before = items[at] if at < len(items) else None
        if isinstance(before, Mapping) and isinstance(item, Mapping):
            items[at] = _laid_over(before, item)
        else:
            items.append(item)
    return Sequence(items, own.line, own.column, own.file)


def _id(node: Node) -> str | None:
    return node.text("id") if isinstance(node, Mapping) else None


def _without(base: Mapping, tree: Tree, report: Callable[[Problem], None]) -> Mapping:
    """Give the base without the criteria and indicators that a variant says to `remove`."""
    assert isinstance(tree.root, Mapping)
    removed, criteria = tree.root.get("remove"), base.get("criteria")
    if removed is None or not isinstance(criteria, Sequence):
        return base
    if not isinstance(removed, Mapping):
        report(tree.problem(Flaw("expected-mapping", ("remove",))))
        return base
    known = {
        "criteria": dict.fromkeys(_ids(criteria)),
        "indicators": dict.fromkeys(identifier for identifier, _, _ in _indicators(base)),
    }
    for kind in removed.entries.keys() - known.keys():
        arguments = {"given": kind, "known": tuple(known), "nearest": nearest(kind, known)}
        report(tree.problem(Flaw("field-unknown", ("remove", kind), arguments)))
    gone = {kind: set(_named(tree, removed, kind, names, report)) for kind, names in known.items()}
    items = [_thinned(one, gone["indicators"]) for one in criteria.items if _id(one) not in gone["criteria"]]
    left = Sequence(items, criteria.line, criteria.column, criteria.file)
    entries = {**base.entries, "criteria": (base.entries["criteria"][0], left)}
    return Mapping(entries, base.line, base.column, base.file)


def _named(
    tree: Tree, removed: Mapping, kind: str, known: Collection[str], report: Callable[[Problem], None]
) -> Iterator[str]:
    """Give the ids that `remove` lists of a kind; whatever is no known id is reported."""
    listed = removed.get(kind)
    if listed is not None and not isinstance(listed, Sequence):
        report(tree.problem(Flaw("expected-list", ("remove", kind))))
    for at, item in enumerate(listed.items if isinstance(listed, Sequence) else ()):
        path = ("remove", kind, at)
        if not isinstance(item, Scalar):
            report(tree.problem(Flaw("expected-text", path)))
        elif item.text not in known:
            near = nearest(item.text, known) if at < MOST_SAID else None
            arguments = {"given": item.text, "expected": some_of(known), "nearest": near}
            code = "criterion-unknown" if kind == "criteria" else "indicator-unknown"
            report(tree.problem(Flaw(code, path, arguments)))
        else:
            yield item.text


def _ids(node: Node | None) -> Iterator[str]:
    for item in node.items if isinstance(node, Sequence) else ():
        if (identifier := _id(item)) is not None:
            yield identifier


def _thinned(criterion: Node, gone: set[str]) -> Node:
    if not isinstance(criterion, Mapping) or not isinstance(criterion.get("indicators"), Sequence):
        return criterion
    name, indicators = criterion.entries["indicators"]
    assert isinstance(indicators, Sequence)
    items = [one for one in indicators.items if _id(one) not in gone]
    entries = {
        **criterion.entries,
        "indicators": (name, Sequence(items, indicators.line, indicators.column, indicators.file)),
    }
    return Mapping(entries, criterion.line, criterion.column, criterion.file)
