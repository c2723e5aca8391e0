"""Every command of the program with the parameters that it takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xhht_score.cli.root import build
from xhht_score.numbers import Language
from xhht_score.words import Words

Path = tuple[str, ...]


def commands() -> Iterator[Path]:
    """Give every command and group of commands by its words; () is `xhht` itself."""
    left: list[tuple[Path, Any]] = [((), build(Words("en")))]
    while left:
        path, command = left.pop()
        yield path
        left += [((*path, name), inner) for name, inner in getattr(command, "commands", {}).items()]


def found(path: Path, language: Language) -> Any:
    """Give a command by its words, said in a language."""
    command = build(Words(language))
    for name in path:
        command = command.commands[name]
    return command


def of_kind(command: Any, kind: str) -> list[Any]:
    """Give the parameters of a command that are options, or arguments."""
    return [one for one in command.params if one.param_type_name == kind]
