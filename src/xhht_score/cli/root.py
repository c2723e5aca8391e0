"""`xhht` itself: its options, and the names of its commands, each of which is built when it is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer

from xhht_score.cli.completion import known_to_shell
from xhht_score.cli.entry import PLAIN, alone, run
from xhht_score.cli.options import Lang
from xhht_score.cli.pages import show_where_no_command_is_named
from xhht_score.numbers import Language
from xhht_score.words import Words

#: The commands in the order of the help page; the words of each, and its function, are found by its name.
COMMANDS = (
    "score", "validate", "report", "compare", "verify", "explain", "plan", "template", "split", "merge", "status",
    "repair", "dossier", "criteria",
)  # fmt: skip
CRITERIA_COMMANDS = ("list", "show", "guide", "diff")

#: The options that the library adds by itself, and what is said of them.
_COMPLETION = {"install_completion": "label-install", "show_completion": "label-show"}
_app = typer.Typer(help="help-xhht", epilog="example-xhht", pretty_exceptions_enable=False, **PLAIN)
_criteria = typer.Typer(
    add_completion=False,
    help="help-criteria-group",
    short_help="short-criteria",
    epilog="example-criteria",
    callback=show_where_no_command_is_named,
    **PLAIN,
)


def build(words: Words) -> Any:
    """Give the command with every help text in the language of `words`."""
    run.words = words
    return _in_language(words.language)


@cache
def _in_language(_: Language) -> Any:
    """Give the command with its texts put into the language that is asked for just now."""
    return _group(_app, _Commands(run.words, COMMANDS, "commands"))


class _Commands(Mapping[str, Any]):
    """The commands of a group by their names: building one asks the library to look at every parameter of it."""

    def __init__(self, words: Words, names: Sequence[str], module: str) -> None:
        self.words, self._names, self._module = words, names, module
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._built:
            self._built[name] = self._build(name)
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def _build(self, name: str) -> Any:
        if name == "criteria":
            command = _group(_criteria, _Commands(self.words, CRITERIA_COMMANDS, "criteria_commands"), "criteria-")
        else:
            module = import_module(f"xhht_score.cli.{self._module}")
            command = typer.main.get_command(alone(module.every, name))
            _translate(command, self.words)
        command.name = name
        return command


def _group(app: typer.Typer, commands: _Commands, prefix: str = "") -> Any:
    """Give a group of commands, whose short texts have keys that begin with `short-` and the prefix."""
    group: Any = typer.main.get_command(app)
    group.commands, group.prefix = commands, prefix
    _translate(group, commands.words)
    return group


def _translate(command: Any, words: Words) -> None:
    command.words = words
    for name in ("help", "epilog", "short_help"):
        if key := getattr(command, name, None):
            setattr(command, name, words.say(key))
    for parameter in command.params:
        if parameter.name in _COMPLETION:
            parameter.callback = known_to_shell(words, parameter)
        parameter.help = words.say(_COMPLETION.get(parameter.name, parameter.help))
        if parameter.metavar:
            parameter.metavar = re.sub(r"[A-Z]+", lambda found: words.say(f"label-{found[0]}"), parameter.metavar)


def _version(asked: bool) -> None:
    if asked:
        from xhht_score import __version__

        typer.echo(f"xhht {__version__}")
        raise typer.Exit


@_app.callback()
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="help-version", callback=_version, is_eager=True)] = False,
    lang: Lang = None,
) -> None:
    """Take the options that stand before the command."""
    show_where_no_command_is_named(context)
