"""What Python may import, here and in the processes that are started: never what lies in the working folder."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

#: From so many files on, several processes are used unless told otherwise.
WORTH_PROCESSES = 200

_HOME = Path(__file__).resolve().parents[1]


def _is_working_folder(entry: str) -> bool:
    """Tell whether an entry of a search path is the working folder, unless Python or this package stands there."""
    try:
        here = Path.cwd()
    except OSError:  # it is gone
        return not Path(entry).is_absolute()
    if Path(realpath(entry)) != here.resolve():
        return False
    return here.resolve() != _HOME and not any(here.resolve().is_relative_to(one) for one in _pythons())


def _pythons() -> set[Path]:
    return {Path(realpath(one)) for one in (sys.prefix, sys.base_prefix)}


def leave_working_folder() -> None:
    """Take the working folder out of what Python imports from."""
    sys.path[:] = [entry for entry in sys.path if not _is_working_folder(entry)]


@contextmanager
def imports_kept() -> Iterator[None]:
    """Have what Python imports from as it was before, whatever is taken out meanwhile."""
    before = [*sys.path]
    try:
        yield
    finally:
        sys.path[:] = before


def can_start_safely() -> bool:
    """Tell whether the Python of another process can be told what not to import; `python -E` hears of no variable."""
    return bool(sys.flags.safe_path or not sys.flags.ignore_environment)


def number_for(files: int, jobs: int | None = None) -> int:
    """Give how many processes read so many files: `jobs`, or one for few files, else one per processor.

    Of processors those count that the system lets this process use, which may be fewer than there are.
    """
    if not can_start_safely():
        return 1
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return jobs or (1 if files < WORTH_PROCESSES else here)


def starter(module: str) -> BaseContext:
    """Give what starts processes: as copies of one that has loaded a module, where the system has such."""
    from multiprocessing import get_all_start_methods, get_context

    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([module])
    return context


def begin_loading(module: str) -> None:
    """Have the process of which others will be copies load a module while this one does something else."""
    if starter(module).get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        with safe_start():
            ensure_running()


def surroundings() -> dict[str, str]:
    """Give the environment in which a Python that is started imports nothing from the working folder."""
    kept = [one for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if not _is_working_folder(one)]
    found = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**found, **({"PYTHONPATH": os.pathsep.join(kept)} if kept else {}), "PYTHONSAFEPATH": "1"}


@contextmanager
def safe_start() -> Iterator[None]:
    """Have processes started in those surroundings where nothing else can be handed to them.

    They hear nothing of Ctrl-C: it is for the process that started them, which ends them.
    """
    names = ("PYTHONPATH", "PYTHONSAFEPATH")
    before, wanted = dict(os.environ), surroundings()
    try:
        _put(names, wanted)
        with _interrupts_held():
            yield
    finally:
        _put(names, before)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Have Ctrl-C wait a moment, where the system can; what is started meanwhile goes on waiting."""
    if sys.platform == "win32":
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # starting it later would let Ctrl-C in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _put(names: tuple[str, ...], values: dict[str, str]) -> None:
    for name in names:
        if name in values:
            os.environ[name] = values[name]
        else:
            os.environ.pop(name, None)
