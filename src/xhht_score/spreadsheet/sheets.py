"""The marked sheets of a package: read here where it is small and plain, else in a process of its own."""

from __future__ import annotations

import math
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from typing import IO, Any

from xhht_score.errors import XhhtError, os_problem
from xhht_score.processes import surroundings
from xhht_score.spreadsheet.archive import Clock, Refused, too_large, too_slow
from xhht_score.spreadsheet.extraction import ExtractedSheet, Formats, Seen, outcome
from xhht_score.spreadsheet.limits import MEGABYTE, Limits
from xhht_score.spreadsheet.package import Package

_PROGRAM = Path(__file__).with_name("extraction.py")
#: What Rust and Python say last where memory ends; a process that ends so gives no other sign.
_OUT_OF_MEMORY = (b"memory allocation", b"MemoryError", b"capacity overflow")
#: So many times its time of the processor a process may take by the clock: on a busy machine it waits, one that hangs
#: is ended.
_PATIENCE = 10
_TIME_IS_UP = -getattr(signal, "SIGXCPU", 0)
_QUIETLY = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # else Windows shows a console for a moment


def our_sheets(package: Package, markers: Sequence[str]) -> dict[str, list[ExtractedSheet]]:
    """Give the sheets of each marker, and tell the package what was seen of all of them; raises `Refused`."""
    limits, clock = package.limits, package.clock
    content = package.checked()
    if not package.is_plain and sys.executable:
        with _aside(package.meanwhile):
            answer = _apart(content, markers, limits, clock)
    else:
        answer = _answered(*outcome(content, markers, asdict(limits), clock.left), limits)
    sheets, package.seen, package.formats = answer
    return sheets


Extracted = tuple[dict[str, list[ExtractedSheet]], Seen, Formats | None]


@contextmanager
def _aside(work: Callable[[], object] | None) -> Iterator[None]:
    """Do some work beside, where there is any, and wait for its end."""
    if work is None:
        yield
        return
    thread = Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _apart(content: bytes, markers: Sequence[str], limits: Limits, clock: Clock) -> Extracted:
    import pickle  # a small form is read without it, and starts sooner

    most = {**asdict(limits), "text": limits.unpacked * MEGABYTE, "seconds": math.ceil(clock.left())}
    command = [sys.executable, "-P", str(_PROGRAM)]
    try:
        with _kept((content, tuple(markers), most)) as question:
            done = subprocess.run(
                command,
                stdin=question,
                capture_output=True,
                timeout=limits.seconds * _PATIENCE,
                check=False,
                creationflags=_QUIETLY,
                env=surroundings(),
            )
    except subprocess.TimeoutExpired:
        raise too_slow(limits.seconds * _PATIENCE, "time-clock") from None
    if done.returncode == _TIME_IS_UP != 0:
        raise too_slow(limits.seconds)
    if done.returncode != 0:
        starved = any(word in done.stderr for word in _OUT_OF_MEMORY)
        if b"Traceback" in done.stderr and not starved:
            raise RuntimeError(done.stderr.decode("utf-8", "replace"))
        raise too_large(limits, "memory") if starved else Refused("workbook-damaged")
    word, answer = pickle.loads(done.stdout)
    return _answered(word, answer, limits)


@contextmanager
def _kept(question: object) -> Iterator[IO[bytes]]:
    """Keep a question for another process in a file: at a pipe both take turns for each 4 KB of it."""
    import pickle
    from tempfile import TemporaryFile, gettempdir

    with ExitStack() as stack:
        try:
            file = stack.enter_context(TemporaryFile())
            pickle.dump(question, file)
            file.seek(0)
        except OSError as error:
            raise XhhtError([os_problem("output-unwritable", gettempdir(), error)]) from None
        yield file


def _answered(word: str, answer: Any, limits: Limits) -> Extracted:
    match word:
        case "sheets":
            sheets, seen, formats = answer
            return sheets, seen, formats
        case "large":
            raise too_large(limits, answer)
        case "broken":
            raise RuntimeError(answer)
        case _:
            raise Refused(f"workbook-{word}")
