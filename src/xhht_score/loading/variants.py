"""A set that extends another: the tree of the base with the variant's own words laid over it, positions kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from os.path import realpath
from pathlib import Path, PureWindowsPath

from xhht_score.errors import MOST_SAID, Flaw, Problem, has_errors, nearest, some_of
from xhht_score.loading.overlay import id_of, laid_over
from xhht_score.loading.readings import ChosenOptions, chosen, turned, unknown_choices, without_choices
from xhht_score.loading.shipped import shipped_sets
from xhht_score.loading.tree import Mapping, Node, Scalar, Sequence, Tree, read_tree

#: A set rests on so many others at the most: one of a commune on those of its province and of the country.
MOST_BASES = 8
#: What a variant says of itself; it is never taken over from the base.
_OWN = ("id", "version", "reads", "status", "lacking", "extends")


def base_of(
    tree: Tree, choices: ChosenOptions, seen: tuple[Path, ...] = (), *, allow_outside: bool = False
) -> Tree | None:
    """Give the whole tree of the set that a tree extends, None where it extends none or none can be found.

    Its readings are turned as `choices` say, and as the tree says where they say nothing. What is wrong is added to the
    problems of `tree`. Raises `XhhtError` for a base that cannot be read.
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
    choices = {**chosen(tree), **choices}
    below = base_of(base, choices, (*seen, path.resolve()), allow_outside=allow_outside)
    whole = turned(extended(base, below), base, choices)
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
    root = laid_over(left, without_choices(Mapping(own, tree.root.line, tree.root.column, tree.root.file)))
    problems += unknown_choices(chosen(tree), base, tree)
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


def _indicators(root: Mapping) -> Iterator[tuple[str, tuple[str | int, ...], Mapping]]:
    """Give every indicator that a tree holds, with its id and path."""
    criteria = root.get("criteria")
    for at, criterion in enumerate(criteria.items if isinstance(criteria, Sequence) else ()):
        inner = criterion.get("indicators") if isinstance(criterion, Mapping) else None
        for position, one in enumerate(inner.items if isinstance(inner, Sequence) else ()):
            if isinstance(one, Mapping) and (identifier := one.text("id")) is not None:
                yield identifier, ("criteria", at, "indicators", position), one


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
    items = [_thinned(one, gone["indicators"]) for one in criteria.items if id_of(one) not in gone["criteria"]]
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
        if (identifier := id_of(item)) is not None:
            yield identifier


def _thinned(criterion: Node, gone: set[str]) -> Node:
    if not isinstance(criterion, Mapping) or not isinstance(criterion.get("indicators"), Sequence):
        return criterion
    name, indicators = criterion.entries["indicators"]
    assert isinstance(indicators, Sequence)
    items = [one for one in indicators.items if id_of(one) not in gone]
    entries = {
        **criterion.entries,
        "indicators": (name, Sequence(items, indicators.line, indicators.column, indicators.file)),
    }
    return Mapping(entries, criterion.line, criterion.column, criterion.file)
