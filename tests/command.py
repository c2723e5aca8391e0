"""The command as tests run it: its surroundings, and what a run gives."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the command gave."""

    returncode: int
    stdout: str
    stderr: str


#: What the fixture `run` gives: arguments as on the command line, `cwd`, and variables of the surroundings by name.
Run = Callable[..., Outcome]


#: Variables of the surroundings that would change what the command says or how.
_UNSET = ("PYTHONUTF8", "PYTHONIOENCODING", "XHHT_LANG", "XHHT_DEBUG", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE")


def surroundings(**changes: str) -> dict[str, str]:
    """Give the environment of a run: 80 columns, no settings of ours, and the changes asked for."""
    kept = {name: value for name, value in os.environ.items() if name not in _UNSET}
    return {**kept, "COLUMNS": "80", **changes}
