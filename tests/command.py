"""The command as tests run it: inside the test process, or as a process of its own where that is what is tested."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

from xhht_score.api.single import files_once, load_unchanged
from xhht_score.cli.main import main

#: A process that takes longer than so many seconds hangs.
MOST_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the command gave."""

    returncode: int
    stdout: str
    stderr: str


#: What the fixture `run` gives: arguments as on the command line, `cwd`, and variables of the surroundings by name.
Run = Callable[..., Outcome]

#: Variables of the surroundings that would change what the command says or how.
_UNSET = ("PYTHONUTF8", "PYTHONIOENCODING", "XHHT_LANG", "XHHT_DEBUG", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE",
          "OPENPYXL_LXML")  # fmt: skip


def surroundings(**changes: str) -> dict[str, str]:
    """Give the environment of a run: 80 columns, no settings of ours, and the changes asked for."""
    kept = {name: value for name, value in os.environ.items() if name not in _UNSET}
    return {**kept, "COLUMNS": "80", **changes}


def as_process(arguments: tuple[object, ...], cwd: Path, changes: Mapping[str, str]) -> Outcome:
    """Run `python -m xhht_score ARGUMENTS` as a process in a directory."""
    command = [sys.executable, "-m", "xhht_score", *map(str, arguments)]
    environment = surroundings(**changes)
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, timeout=MOST_SECONDS, check=False)
    return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def in_process(arguments: tuple[object, ...], cwd: Path, changes: Mapping[str, str]) -> Outcome:
    """Run the command in this process as in one of its own: in a directory, with streams and surroundings of its own.

    The streams begin in ASCII, so that every letter of Vietnamese says that the command sets its own encoding. Nothing
    that another run loaded is left to this one, and nothing of it to the next.
    """
    out, err, searches = BytesIO(), BytesIO(), gc.get_threshold()
    _forget()  # a path of one directory is another file in the next
    try:
        with chdir(cwd), environment(surroundings(**changes)):
            stdout, stderr = TextIOWrapper(out, encoding="ascii"), TextIOWrapper(err, encoding="ascii")
            with redirect_stdout(stdout), redirect_stderr(stderr):
                code = main([*map(str, arguments)])
            for stream in (stdout, stderr):
                stream.flush()
    finally:
        _forget()
        gc.set_threshold(*searches)  # the command searches for garbage in its own time
    return Outcome(code, out.getvalue().decode("utf-8"), err.getvalue().decode("utf-8"))


def _forget() -> None:
    for one in (load_unchanged, files_once):
        one.cache_clear()


@contextmanager
def environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """Put an environment in place of the process's own for a while."""
    before = dict(os.environ)
    try:
        _replace(wanted)
        yield
    finally:
        _replace(before)


def _replace(wanted: Mapping[str, str]) -> None:
    for name in os.environ.keys() - wanted.keys():
        del os.environ[name]
    os.environ.update(wanted)
