"""What every command begins with: the words of the run, the desk that it works at, and how groups of commands look."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any, overload

import typer

from xhht_score.cli.desk import Desk
from xhht_score.cli.pages import Group
from xhht_score.processes import WORTH_PROCESSES, begin_loading, number_for
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


def begin_several(files: Sequence[Path], directory: Path | None, jobs: int | None) -> None:
    """Start what other processes begin from where several seem to be wanted: it loads as much as this one does.

    Of the folder only the names that forms are handed out with are counted, and no further than it takes; where it
    comes out otherwise, what was started is not used.
    """
    below = (name for _, _, names in os.walk(directory or Path()) for name in names if name.endswith(".xlsx"))
    found = len(files) if files or jobs else sum(1 for _ in islice(below, WORTH_PROCESSES))
    if number_for(found, jobs) > 1:
        begin_loading("xhht_score.api.batch")
