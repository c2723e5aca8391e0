"""YAML as a tree of text that keeps every position: nothing is guessed to be a number, a date or a yes."""

from __future__ import annotations

import re
from collections.abc import Callable
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
        documents = _TreeReader(text, tree).documents()
    except (yaml.YAMLError, _TooMuch) as error:
        tree.problems = [_ended(error, text, file)]  # the only thing said of the file
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


def _place(event: yaml.Event, file: str) -> Place:
    mark = event.start_mark
    return Place(file, mark.line + 1, mark.column + 1) if mark is not None else Place(file)


def _ended(error: Exception, text: str, file: str) -> Problem:
    """Give what ended the reading of a file."""
    if isinstance(error, _TooMuch):
        return error.problem
    if isinstance(error, yaml.reader.ReaderError):
        head = text[: error.position]
        return Problem("yaml-syntax", Place(file, head.count("\n") + 1, error.position - (head.rfind("\n") + 1) + 1))
    assert isinstance(error, yaml.MarkedYAMLError)
    return _syntax(error, text, file)


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    is_alone = isinstance(error, yaml.scanner.ScannerError) and error.context is None  # it is part of nothing begun
    if is_alone and mark is not None and text[mark.index : mark.index + 1] == ":":
        return Problem("colon-in-text", place)
    return Problem("yaml-syntax", place)


#: Makes a node of its fields.
_made: Callable[[Any, tuple[Any, ...]], Any] = tuple.__new__


class _TreeReader:
    """Makes nodes of what the YAML says, and ends where that is more than any criteria file says."""

    def __init__(self, text: str, tree: Tree) -> None:
        self._loader = _Loader(text)
        self._next: Callable[[], Any] = self._loader.get_event
        self._tree, self._file, self._level, self._nodes = tree, tree.file, 0, 0

    def documents(self) -> list[Node]:
        """Give the node of each document."""
        found = []
        try:
            while (event := self._next()) is not None:
                if isinstance(event, yaml.DocumentStartEvent):
                    found.append(self._node(self._next()))
        finally:
            self._loader.dispose()
        return found

    def _node(self, event: Any) -> Node:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise _TooMuch(_too_large(_place(event, self._file), "nodes", MOST_NODES))
        mark = event.start_mark
        if type(event) is yaml.ScalarEvent:
            if len(event.value) > MOST_LETTERS:
                raise _TooMuch(_too_large(_place(event, self._file), "letters", MOST_LETTERS))
            if event.anchor or event.tag:
                self._named(event)
            plain = not event.style
            node: Node = _made(Scalar, (event.value, plain, mark.line + 1, mark.column + 1, self._file))
            return node
        if isinstance(event, yaml.AliasEvent):
            self._named(event)
            return Scalar("", True, mark.line + 1, mark.column + 1, self._file)
        self._level += 1
        if self._level > MOST_LEVELS:
            raise _TooMuch(Problem("nested-too-deep", _place(event, self._file), {"most": MOST_LEVELS}))
        if event.anchor or event.tag:
            self._named(event)
        is_list = isinstance(event, yaml.SequenceStartEvent)
        within = self._items() if is_list else self._entries(bool(event.flow_style))
        self._level -= 1
        node = _made(Sequence if is_list else Mapping, (within, mark.line + 1, mark.column + 1, self._file))
        return node

    def _named(self, event: Any) -> None:
        """Tell of a name that others point to, or that says of which kind something is."""
        if event.anchor:
            self._tell("anchor-or-alias", _place(event, self._file), given=event.anchor)
        if (tag := getattr(event, "tag", None)) not in (None, "!"):
            self._tell("yaml-tag", _place(event, self._file), given=tag)

    def _items(self) -> list[Node]:
        items: list[Node] = []
        while not isinstance(inner := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(inner))
        return items

    def _entries(self, flow: bool) -> dict[str, tuple[Scalar, Node]]:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(inner := self._next(), yaml.MappingEndEvent):
            key, value = self._node(inner), self._node(self._next())
            if not isinstance(key, Scalar):
                self._tell("expected-text", _place_of(key))
            elif flow and isinstance(value, Scalar) and value.plain and not value.text:
                self._tell("comma-in-text", _place_of(key), given=key.text)
            elif key.text in entries:
                self._tell("repeated-key", _place_of(key), given=key.text, line=entries[key.text][0].line)
            else:
                entries[key.text] = (key, value)
        return entries

    def _tell(self, code: str, place: Place, **arguments: Any) -> None:
        self._tree.problems.append(Problem(code, place, arguments))


def _place_of(node: Node) -> Place:
    return Place(node.file, node.line, node.column)
