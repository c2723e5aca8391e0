"""Files written whole: beside their place under a name of their own, then put there; what a killed run left is cleared.

The name of such a file says which machine and which process writes it, so that nobody takes another's.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections import deque
from collections.abc import Callable, Container, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from platform import node
from typing import TYPE_CHECKING

from xhht_score.errors import Place, Problem, XhhtError, os_problem
from xhht_score.files import is_device

if TYPE_CHECKING:
    from concurrent.futures import Future

_NAME = re.compile(r"\.xhht-(?P<machine>\w+)-(?P<process>\d+)-(?P<start>\d+)-[0-9a-f]{16}\.tmp", re.ASCII)
_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_BINARY"))
#: What tells machines with one name apart, and containers on one machine, on systems that have it.
_MACHINE_ID, _NAMESPACE = Path("/etc/machine-id"), Path("/proc/self/ns/pid")

#: So many files are written at once.
_AT_ONCE = 8

#: What the system knows a file by, whatever it is called.
FileIdentity = tuple[int, int]


def identity_of(path: Path) -> FileIdentity | None:
    """Give what a file is known by, through links too; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def check_output(
    path: Path, inputs: Callable[[], Container[FileIdentity]], *, force: bool = True, tried: bool = False
) -> None:
    """Try an output path before the work: its name, its folder, whether it can be written, whether it is an input.

    `tried` says that another file of its folder could be written. Raises `XhhtError`; the file itself is not touched.
    """
    place = Place(str(path))
    try:
        if is_device(path.name):
            raise XhhtError([Problem("output-is-device", place)])
        if path.is_symlink():
            raise XhhtError([Problem("output-is-link", place)])
        if path.is_dir():
            raise XhhtError([Problem("file-is-directory", place)])
        if not path.parent.is_dir():
            raise XhhtError([Problem("directory-missing", Place(str(path.parent)))])
        if path.exists():
            _check_old(path, inputs(), force=force)
        if not tried:
            temporary = _name_beside(path)
            os.close(os.open(temporary, _NEW, 0o600))
            temporary.unlink()
    except OSError as error:
        raise XhhtError([os_problem("output-unwritable", str(path), error)]) from None


def _check_old(path: Path, inputs: Container[FileIdentity], *, force: bool) -> None:
    """Check that a file may be replaced; raises `XhhtError` and OSError."""
    place = Place(str(path))
    if identity_of(path) in inputs:
        raise XhhtError([Problem("output-is-input", place)])
    if not force:
        raise XhhtError([Problem("output-exists", place)])
    if not path.is_file():
        raise XhhtError([Problem("output-unwritable", place, {"reason": "no-file"})])
    with path.open("r+b"):
        pass


def check_suffix(path: Path) -> None:
    """Refuse to write a form to a file that is no .xlsx; raises `XhhtError`."""
    if path.suffix.lower() != ".xlsx" and not path.is_dir():
        arguments = {"given": path.suffix or path.name, "expected": (".xlsx",)}
        raise XhhtError([Problem("output-format-unknown", Place(str(path)), arguments)])


def make_directory(path: Path) -> None:
    """Make a folder for many outputs where there is none; raises `XhhtError`."""
    if is_device(path.name):
        raise XhhtError([Problem("output-is-device", Place(str(path)))])
    if not path.is_dir():
        try:
            path.mkdir()
        except OSError as error:
            raise XhhtError([os_problem("output-unwritable", str(path), error)]) from None


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that is there as it was until it is there whole, with the rights of the old one.

    Raises `XhhtError`.
    """
    temporary = _name_beside(path)
    try:
        with os.fdopen(os.open(temporary, _NEW, 0o666), "wb") as file:
            if hasattr(os, "fchmod") and path.exists():
                os.fchmod(file.fileno(), stat.S_IMODE(path.lstat().st_mode) & 0o777)
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise XhhtError([os_problem("output-unwritable", str(path), error)]) from None
    finally:
        with suppress(OSError):
            temporary.unlink()


def write_each(files: Iterable[tuple[Path, bytes]], on_done: Callable[[int], None] = lambda _: None) -> None:
    """Write files, each of them whole, several at once: a disk takes long to say that it holds one, not to hold many.

    Raises `XhhtError` with the first that cannot be written; those before it are there, and some after it may be.
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        begun: deque[Future[None]] = deque()
        for path, content in files:
            begun.append(pool.submit(write_whole, path, (content,)))
            if len(begun) > 2 * _AT_ONCE:  # no more forms are made than can be written soon
                begun.popleft().result()
                on_done(1)
        for one in begun:
            one.result()
            on_done(1)


def clear(folder: Path) -> None:
    """Remove what processes of this machine that are gone have left in a folder."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _NAME.fullmatch(entry.name)
            if found is None or found["machine"] != _machine() or not entry.is_file(follow_symlinks=False):
                continue
            if not _is_alive(int(found["process"]), int(found["start"])):
                with suppress(OSError):
                    Path(entry.path).unlink()


def _name_beside(path: Path) -> Path:
    process = os.getpid()
    return path.with_name(f".xhht-{_machine()}-{process}-{_own_start(process)}-{os.urandom(8).hex()}.tmp")


@cache
def _own_start(process: int) -> int:
    """Give when this process started; one that it is copied to has another number."""
    return _start_of(process)


@cache
def _machine() -> str:
    """Give a word for this machine, as far as processes can see one another on it."""
    import hashlib  # help pages, which write nothing, are shown without it

    own = [node()]
    with suppress(OSError):
        own += [_MACHINE_ID.read_text(encoding="ascii", errors="replace")]
    with suppress(OSError):
        own += [str(_NAMESPACE.readlink())]
    called = re.sub(r"[^A-Za-z0-9]+", "_", node())[:20]
    return f"{called}_{hashlib.sha256(repr(own).encode()).hexdigest()[:12]}"


def _start_of(process: int) -> int:
    """Give when a process started, as its system counts; 0 where it does not say, as most do not."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[19])
    return 0


def _is_alive(process: int, start: int) -> bool:
    """Tell whether the process with this number is still the one that started then."""
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, process)  # may ask for its exit code only
        if not handle:
            return bool(ctypes.windll.kernel32.GetLastError() != 87)  # there is no such process
        code = ctypes.c_ulong()
        ctypes.windll.kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
        ctypes.windll.kernel32.CloseHandle(handle)
        return code.value == 259  # it has not ended
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    started = _start_of(process)
    return 0 in (start, started) or start == started
