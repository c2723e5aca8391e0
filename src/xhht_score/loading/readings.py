"""Readings turned: what a set says otherwise where a text is read in another way, laid over it as a variant is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from xhht_score.errors import Flaw, Problem, nearest, some_of
from xhht_score.loading.overlay import laid_over
from xhht_score.loading.tree import Mapping, Scalar, Tree

#: The option that is chosen for each reading, by its id.
ChosenOptions = dict[str, str]
READINGS = "readings"


def chosen(tree: Tree) -> ChosenOptions:
    """Give the options that a variant chooses for readings of its base: `readings: {id: option}`."""
    return {name: value.text for name, value in _entries(tree) if isinstance(value, Scalar)}


def without_choices(root: Mapping) -> Mapping:
    """Give the tree of a variant without the choices, which are no readings of its own."""
    readings = root.get(READINGS)
    if not isinstance(readings, Mapping):
        return root
    own = {name: entry for name, entry in readings.entries.items() if not isinstance(entry[1], Scalar)}
    entries = {key: entry for key, entry in root.entries.items() if key != READINGS or own}
    if own:
        entries[READINGS] = (root.entries[READINGS][0], readings._replace(entries=own))
    return root._replace(entries=entries)


def unknown_choices(choices: ChosenOptions, whole: Tree, said_by: Tree | None = None) -> Iterator[Problem]:
    """Name choices of readings or options that a set does not have, or that change nothing in it.

    `whole` has its readings turned as far as they can be; `said_by` is the variant that chooses.
    """
    known = {name: value for name, value in _entries(whole) if isinstance(value, Mapping)}
    for name, option in choices.items():
        if name not in known:
            code, given, names = "reading-unknown", name, list(known)
        elif option not in (names := _options(known[name])):
            code, given = "reading-option-unknown", option
        elif option != known[name].text("taken") and _changes(known[name], option) is None:
            code, given, names = "reading-fixed", f"{name}={option}", []
        else:
            continue
        arguments = {"given": given, "expected": some_of(names), "nearest": nearest(given, names)}
        yield (
            said_by.problem(Flaw(code, (READINGS, name), arguments)) if said_by else Problem(code, arguments=arguments)
        )


def turned(tree: Tree, own: Tree, choices: ChosenOptions) -> Tree:
    """Give the whole tree of a set with the readings turned that its own file holds, as far as they are chosen."""
    root = tree.root
    for name, value in _entries(own):
        option = choices.get(name)
        if option is None or not isinstance(value, Mapping) or not isinstance(root, Mapping):
            continue
        if option == value.text("taken") or option not in _options(value):
            continue
        if (changes := _changes(value, option)) is not None:
            root = _taken(laid_over(root, changes), name, option)
    return replace(tree, root=root)


def _taken(root: Mapping, name: str, option: str) -> Mapping:
    """Give a tree that says of a reading that another option is taken."""
    readings = root.get(READINGS)
    reading = readings.get(name) if isinstance(readings, Mapping) else None
    if not isinstance(readings, Mapping) or not isinstance(reading, Mapping) or "taken" not in reading.entries:
        return root
    key, before = reading.entries["taken"]
    assert isinstance(before, Scalar)
    reading = reading._replace(entries={**reading.entries, "taken": (key, before._replace(text=option))})
    readings = readings._replace(entries={**readings.entries, name: (readings.entries[name][0], reading)})
    return root._replace(entries={**root.entries, READINGS: (root.entries[READINGS][0], readings)})


def _changes(reading: Mapping, option: str) -> Mapping | None:
    """Give what an option changes, None where it cannot be turned to."""
    options = reading.get("options")
    one = options.get(option) if isinstance(options, Mapping) else None
    changes = one.get("changes") if isinstance(one, Mapping) else None
    return changes if isinstance(changes, Mapping) and changes.entries else None


def _options(reading: Mapping) -> list[str]:
    options = reading.get("options")
    return list(options.entries) if isinstance(options, Mapping) else []


def _entries(tree: Tree) -> Iterator[tuple[str, Mapping | Scalar | object]]:
    readings = tree.root.get(READINGS) if isinstance(tree.root, Mapping) else None
    if isinstance(readings, Mapping):
        yield from ((name, value) for name, (_, value) in readings.entries.items())
