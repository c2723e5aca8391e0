"""stdout and stderr, closed, full or open: what is said aside never changes the answer or the exit code."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

from xhht_score.foreign import shown_text


def open_all() -> None:
    """Put the null device in the place of streams that are closed, and write UTF-8 to the others."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open as long as we run
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def say_aside(line: str) -> None:
    """Say a line on stderr; where nobody can hear it, nothing more is said."""
    try:
        print(shown_text(line), file=sys.stderr, flush=True)
    except (OSError, ValueError):
        drop(sys.stderr)


def drop(stream: TextIO) -> None:
    """Point a stream at nothing, so that closing it does not fail again."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    with suppress(OSError, ValueError):
        stream.flush()


@contextmanager
def ended_as_interrupted() -> Iterator[None]:
    """Have a run that is told to end do so as one that is interrupted: it leaves nothing half done behind."""

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    mine = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    try:
        if mine:
            signal.signal(signal.SIGTERM, interrupt)
        yield
    finally:
        if mine:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
