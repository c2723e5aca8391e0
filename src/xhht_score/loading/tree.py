"""YAML as a tree of text that keeps every position: nothing is guessed to be a number, a date or a yes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from xhht_score.errors import Flaw, Place, Problem
from xhht_score.files import content_of

_TAB = re.compile(r"[ -]*\t")
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


MOST_LEVELS = 40
#: What a file may hold: a set of 2,000 indicators has a megabyte and 100,000 keys and values.
MOST_MEGABYTES, MOST_NODES, MOST_LETTERS = 5, 250_000, 10_000


class _TooMuch(Exception):
    """The YAML is deeper or larger than any criteria file is."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Scalar(NamedTuple):
    """A piece of text; `plain` where it stands without quotes."""

    text: str
    plain: bool
    line: int
    column: int
    file: str


class Sequence(NamedTuple):
    """A list."""

    items: list[Node]
    line: int
    column: int
    file: str


class Mapping(NamedTuple):
    """Keys with their values, in the order of the file."""

    entries: dict[str, tuple[Scalar, Node]]
    line: int
    column: int
    file: str

    def get(self, key: str) -> Node | None:
        """Give the value of a key, None where the key is lacking."""
        return self.entries[key][1] if key in self.entries else None

    def text(self, key: str) -> str | None:
        """Give the text of a key, None where the key is lacking or holds no text."""
        value = self.get(key)
        return value.text if isinstance(value, Scalar) else None


Node = Scalar | Sequence | Mapping


@dataclass(slots=True)
class Tree:
    """What one YAML file says, and what is wrong with its YAML; `root` is None where nothing could be read.

    `bases` are the ids of the sets that it takes over from, nearest first.
    """

    file: str
    root: Node | None = None
    content: bytes = b""
    problems: list[Problem] = field(default_factory=list)
    bases: tuple[str, ...] = ()

    def place(self, path: tuple[str | int, ...]) -> Place:
        """Give the position that a path of keys and indexes leads to, or the nearest one above it.

        Keys that the tree does not have (such as the tag of a union) are passed over. A path that ends at a key gives
        the key's own position.
        """
        node, line, column, file = self.root, 1, 1, self.file
        if node is not None:
            line, column, file = node.line, node.column, node.file
        for step in path:
            if isinstance(node, Mapping) and step in node.entries:
                key, node = node.entries[str(step)]
                line, column, file = key.line, key.column, key.file
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                line, column, file = node.line, node.column, node.file
        return Place(file, line, column)

    def problem(self, flaw: Flaw) -> Problem:
        """Give a flaw its place in this file."""
        return Problem(flaw.code, self.place(flaw.path), flaw.arguments)


def plain(node: Node) -> Any:
    """Give the tree below a node as dicts, lists and text, for the models to validate."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(value) for key, (_, value) in node.entries.items()}


def read_tree(path: Path, file: str) -> Tree:
    """Read a YAML file, named `file` in messages, collecting every problem of its YAML.

    Raises `XhhtError` where the file cannot be read.
    """
    content = content_of(path, MOST_MEGABYTES * 1_000_000 + 1)
    if len(content) > MOST_MEGABYTES * 1_000_000:
        return Tree(file, problems=[_too_large(Place(file), "megabytes", MOST_MEGABYTES)])
    tree = _read(content, file)
    return replace(tree, problems=[*tree.problems])


@lru_cache(maxsize=32)
def _read(content: bytes, file: str) -> Tree:
    """Parse a file once for as long as it says the same: sets that extend one another share their bases."""
    return parse_tree(content, file)


def parse_tree(content: bytes, file: str) -> Tree:
    """Read YAML text; see `read_tree`."""
    tree = Tree(file, content=content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        tree.problems.append(Problem("not-utf8", Place(file, line, column)))
        return tree
    lines = text.splitlines()
    if len(lines) > MOST_NODES:
        tree.problems.append(_too_large(Place(file), "lines", MOST_NODES))
        return tree
    tabs = [number for number, line in enumerate(lines, 1) if _TAB.match(line)]
    tree.problems += [Problem("tab-indentation", Place(file, number, 1)) for number in tabs]
    if tabs:
        return tree
    try:
        events = list(_events(text, file))  # a mistake of the YAML is the only thing said of it
        documents = list(_documents(iter(events), tree))
    except yaml.MarkedYAMLError as error:
        tree.problems.append(_syntax(error, text, file))
        return tree
    except _TooMuch as error:
        tree.problems.append(error.problem)
        return tree
    except yaml.reader.ReaderError as error:
        head = text[: error.position]
        place = Place(file, head.count("\n") + 1, error.position - (head.rfind("\n") + 1) + 1)
        tree.problems.append(Problem("yaml-syntax", place))
        return tree
    filled = [node for node in documents if not (isinstance(node, Scalar) and not node.text)]
    if not filled:
        tree.problems.append(Problem("empty-file", Place(file, 1, 1)))
    elif len(filled) > 1:
        tree.problems.append(Problem("several-documents", Place(file, filled[1].line, filled[1].column)))
    tree.root = filled[0] if filled else None
    return tree


def _too_large(place: Place, over: str, most: int) -> Problem:
    return Problem("yaml-too-large", place, {"over": (over, most)})


def _events(text: str, file: str) -> Iterator[yaml.Event]:
    """Give what the YAML says, and end where that is more than any criteria file says."""
    level = nodes = 0
    loader = _Loader(text)
    try:
        while (event := loader.get_event()) is not None:
            if isinstance(event, yaml.NodeEvent):
                nodes += 1
                if nodes > MOST_NODES:
                    raise _TooMuch(_too_large(_place(event, file), "nodes", MOST_NODES))
                if isinstance(event, yaml.ScalarEvent):
                    if len(event.value) > MOST_LETTERS:
                        raise _TooMuch(_too_large(_place(event, file), "letters", MOST_LETTERS))
                elif isinstance(event, yaml.CollectionStartEvent):
                    level += 1
                    if level > MOST_LEVELS:
                        raise _TooMuch(Problem("nested-too-deep", _place(event, file), {"most": MOST_LEVELS}))
            elif isinstance(event, yaml.CollectionEndEvent):
                level -= 1
            yield event
    finally:
        loader.dispose()


def _place(event: yaml.Event, file: str) -> Place:
    mark = event.start_mark
    return Place(file, mark.line + 1, mark.column + 1) if mark is not None else Place(file)


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    is_alone = isinstance(error, yaml.scanner.ScannerError) and error.context is None  # it is part of nothing begun
    if is_alone and mark is not None and text[mark.index : mark.index + 1] == ":":
        return Problem("colon-in-text", place)
    return Problem("yaml-syntax", place)


def _documents(events: Iterator[yaml.Event], tree: Tree) -> Iterator[Node]:
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            yield _node(next(events), events, tree)


def _node(event: yaml.Event, events: Iterator[yaml.Event], tree: Tree) -> Node:
    mark = event.start_mark
    assert mark is not None
    line, column = mark.line + 1, mark.column + 1
    assert isinstance(event, yaml.NodeEvent)
    if event.anchor:
        tree.problems.append(Problem("anchor-or-alias", _place(event, tree.file), {"given": event.anchor}))
    if isinstance(event, yaml.AliasEvent):
        return Scalar("", True, line, column, tree.file)
    assert isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
    if event.tag not in (None, "!"):
        tree.problems.append(Problem("yaml-tag", _place(event, tree.file), {"given": event.tag}))
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(event.value, event.style in (None, ""), line, column, tree.file)
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Node] = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(_node(inner, events, tree))
        return Sequence(items, line, column, tree.file)
    assert isinstance(event, yaml.MappingStartEvent)
    return Mapping(_entries(bool(event.flow_style), events, tree), line, column, tree.file)


def _entries(flow: bool, events: Iterator[yaml.Event], tree: Tree) -> dict[str, tuple[Scalar, Node]]:
    entries: dict[str, tuple[Scalar, Node]] = {}
    while not isinstance(inner := next(events), yaml.MappingEndEvent):
        key, value = _node(inner, events, tree), _node(next(events), events, tree)
        if not isinstance(key, Scalar):
            tree.problems.append(Problem("expected-text", _place_of(key)))
        elif flow and isinstance(value, Scalar) and value.plain and not value.text:
            tree.problems.append(Problem("comma-in-text", _place_of(key), {"given": key.text}))
        elif key.text in entries:
            first = entries[key.text][0]
            tree.problems.append(Problem("repeated-key", _place_of(key), {"given": key.text, "line": first.line}))
        else:
            entries[key.text] = (key, value)
    return entries


def _place_of(node: Node) -> Place:
    return Place(node.file, node.line, node.column)
