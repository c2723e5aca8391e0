"""What every command begins with: the words of the run, the desk that it works at, and how groups of commands look."""

from __future__ import annotations

from typing import Any, overload

import typer

from xhht_score.cli.desk import Desk
from xhht_score.cli.pages import Group
from xhht_score.words import Words


class _Run:
    """What holds for one run of the command."""

    words = Words("vi")


run = _Run()
#: How every group of commands is laid out.
PLAIN: dict[str, Any] = {"rich_markup_mode": None, "cls": Group, "invoke_without_command": True}


def alone(every: typer.Typer, name: str) -> typer.Typer:
    """Give one of some commands by its name, as a program of its own: the library builds those of a program at once."""
    one = typer.Typer(add_completion=False, rich_markup_mode=None)
    one.registered_commands = [
        info for info in every.registered_commands if (info.name or getattr(info.callback, "__name__", "")) == name
    ]
    return one


def open_desk(quiet: bool, no_color: bool) -> Desk:
    """Give the desk of a command."""
    return Desk(run.words, quiet=quiet, color=not no_color)


@overload
def trusted(name: str, allow_outside: bool) -> str: ...
@overload
def trusted(name: str | None, allow_outside: bool) -> str | None: ...
def trusted(name: str | None, allow_outside: bool) -> str | None:
    """Give the name of a set so that whoever loads it knows whether what it extends may stand anywhere."""
    from xhht_score.loading.loader import Trusted

    return Trusted(name) if allow_outside and name is not None else name
