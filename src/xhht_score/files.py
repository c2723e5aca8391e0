"""Files as they come by mail: only regular ones are opened, and a name that Windows keeps for a device names none."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from xhht_score.errors import Place, Problem, XhhtError, os_problem

#: Names that Windows keeps for devices, whatever follows the first dot.
_DEVICES = frozenset(
    (
        "con",
        "prn",
        "aux",
        "nul",
        "conin$",
        "conout$",
        *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"),
    )
)
#: A pipe is opened without waiting for its other end, a terminal without becoming ours, bytes as they are.
_MANNER = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))


def is_device(name: str) -> bool:
    """Tell whether Windows takes the name of a file for a device.

    >>> [is_device(name) for name in ("NUL", "con .txt", "com1.2020.xlsx", "COM²", "console.xlsx", "nul-1.xlsx")]
    [True, True, True, True, False, False]
    """
    return name.replace(":", ".").partition(".")[0].rstrip(" ").lower() in _DEVICES


def content_of(path: Path, most: int = -1) -> bytes:
    """Give the bytes of a file, the first `most` of them where there are more.

    Raises `XhhtError` for what is lacking, cannot be read or is no regular file: a pipe or a device may never end.
    """
    try:
        _regular(path, path.stat())
        handle = os.open(path, _MANNER)
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            _regular(path, found)
            size = found.st_size + 1 if most < 0 else min(found.st_size + 1, most)
            content = file.read(size)  # as much room is made as is asked for
            return content if len(content) < size else content + file.read(most - len(content) if most >= 0 else -1)
    except OSError as error:
        raise XhhtError([unreadable(path, error)]) from None


def _regular(path: Path, found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError
    if not stat.S_ISREG(found.st_mode):
        raise XhhtError([Problem("file-not-regular", Place(str(path)))])


def unreadable(path: Path, error: OSError) -> Problem:
    """Give the problem of a file that the system does not let us read."""
    if isinstance(error, FileNotFoundError):
        return Problem("file-missing", Place(str(path)))
    if isinstance(error, IsADirectoryError):
        return Problem("file-is-directory", Place(str(path)))
    return os_problem("file-unreadable", str(path), error)
