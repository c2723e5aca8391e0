"""Criteria YAML to `CriteriaSet`, or every problem of the file at once, each with its line and column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from xhht_score.compare import differences
from xhht_score.criteria import CriteriaSet, inconsistencies
from xhht_score.definitions import flaws_of
from xhht_score.errors import Flaw, Problem, XhhtError, has_errors, in_order
from xhht_score.files import unreadable
from xhht_score.loading.loaded import Loaded, Readings, Trusted, digest
from xhht_score.loading.readings import turned, unknown_choices
from xhht_score.loading.salvage import salvage
from xhht_score.loading.shipped import cases_path, find_criteria, shipped_sets
from xhht_score.loading.thousands import three_decimals
from xhht_score.loading.tree import Mapping, Tree, plain, read_tree
from xhht_score.loading.variants import base_of, extended, path_of_base


def load_whole(name: str | Path, *, allow_outside: bool = False, readings: Readings = ()) -> Loaded:
    """Load the criteria set that `name` means from its YAML: the id of a shipped set, or the path of a file.

    What it extends is a shipped set, or a file beside or below it; with `allow_outside`, or where the name is
    `Trusted`, it may stand anywhere. `readings` are turned; the hash covers them too.
    Raises `XhhtError` with every problem, sorted by place, where the file cannot be used.
    """
    path = name if isinstance(name, Path) else find_criteria(name)
    file, outside = str(path), allow_outside or isinstance(name, Trusted)
    try:
        tree = read_tree(path, file)
        below = base_of(tree, dict(readings), (path.resolve(),), allow_outside=outside)
    except OSError as error:
        raise XhhtError([unreadable(Path(error.filename or path), error)]) from None
    base, wrong = check(below) if below is not None else (None, ())
    whole = extended(tree, below)
    if unknown := [*unknown_choices(dict(readings), whole)]:
        raise XhhtError(one.within(file) for one in unknown)
    tree = turned(whole, tree, dict(readings))
    criteria_set, problems = (None, in_order(tree.problems)) if below is None and _broken(tree) else check(tree)
    if criteria_set is None or has_errors(problems) or has_errors(wrong):
        raise XhhtError([*wrong, *problems])
    if _is_shipped(criteria_set.id, tree.content):
        criteria_set = criteria_set.as_shipped()
    if readings:
        criteria_set = criteria_set.with_turned(tuple(name for name, _ in readings))
    changed = differences(base, criteria_set) if base is not None else ()
    return Loaded(criteria_set, path, digest(tree.content, readings), problems, base, changed)


def files_followed(name: str) -> Iterator[Path]:
    """Give the file of a set, the cases beside it, and the files that it extends, as far as they can be followed."""
    try:
        path: Path | None = find_criteria(name)
        seen: set[Path] = set()
        while path is not None and path not in seen:
            seen.add(path)
            yield from (path, cases_path(path))
            path = path_of_base(read_tree(path, str(path)), allow_outside=isinstance(name, Trusted))
    except (XhhtError, OSError):  # whoever loads it is told why
        return


def _is_shipped(identifier: str, content: bytes) -> bool:
    """Tell whether a file is the very one that came with the program, wherever it stands."""
    path = shipped_sets().get(identifier)
    return path is not None and path.read_bytes() == content


def _broken(tree: Tree) -> bool:
    """Tell whether the set that a tree extends could not be had, so that everything else would seem to lack."""
    return isinstance(tree.root, Mapping) and "extends" in tree.root.entries


def check(tree: Tree) -> tuple[CriteriaSet | None, tuple[Problem, ...]]:
    """Give the criteria set that a tree holds, or None, with every problem found, sorted."""
    if tree.root is None:
        return None, in_order(tree.problems)
    if not isinstance(tree.root, Mapping):
        return None, in_order([*tree.problems, tree.problem(Flaw("expected-mapping"))])
    raw = plain(tree.root)
    try:
        criteria_set = CriteriaSet.model_validate(raw)
        flaws = inconsistencies(criteria_set)
    except ValidationError as error:
        criteria_set = None
        flaws = flaws_of(error, CriteriaSet) + inconsistencies(salvage(CriteriaSet, raw))
    flaws += three_decimals(raw)
    problems = in_order([*tree.problems, *(tree.problem(flaw) for flaw in flaws)])
    return criteria_set.with_bases(tree.bases) if criteria_set is not None and tree.bases else criteria_set, problems
