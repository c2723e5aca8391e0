"""Forms as LibreOffice saves them: all that a session of tests asks for is converted once, by one call for each suffix.

A test asks by its marker, `@pytest.mark.office(forms, "ods")`, where `forms` writes files into a folder and gives their
paths; the fixture `saved` gives what became of them, in the same order.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Thread

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"

#: Writes forms into a folder and gives their paths in order; the same forms each time, for every process makes its own.
Forms = Callable[[Path], Sequence[Path]]
#: A call takes so many files; given hundreds, LibreOffice leaves some out.
FILES_A_CALL = 60
#: LibreOffice needs about two seconds to start and half a second a file; beyond this it does not end by itself.
SECONDS_TO_START, SECONDS_A_FILE = 60, 5


class OfficeFailed(Exception):
    """LibreOffice, Gnumeric or node did not end, ended with an error, or left out a file."""


def is_installed() -> bool:
    return shutil.which("soffice") is not None


def converted(
    paths: Sequence[Path], directory: Path, suffix: str = "xlsx", surroundings: Mapping[str, str] | None = None
) -> list[Path]:
    """Give the files as LibreOffice saves them, every one of them; raises `OfficeFailed`.

    Paths must have different names; `directory` may hold results of earlier calls, which run one after another.
    """
    directory.mkdir(parents=True, exist_ok=True)
    profile = f"-env:UserInstallation={(directory / 'profile').absolute().as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(directory.absolute())]
    for start in range(0, len(paths), FILES_A_CALL):
        chunk = paths[start : start + FILES_A_CALL]
        ended(
            [*command, *(str(one.absolute()) for one in chunk)],
            SECONDS_TO_START + SECONDS_A_FILE * len(chunk),
            surroundings,
            directory,
        )
    made = [directory / f"{path.stem}.{suffix}" for path in paths]
    if missing := [path.name for path in made if not path.exists()]:
        raise OfficeFailed(f"LibreOffice left out {len(missing)} of {len(paths)} files: {', '.join(missing[:5])}")
    return made


def ended(
    command: Sequence[str], seconds: float, surroundings: Mapping[str, str] | None = None, place: Path | None = None
) -> str:
    """Run a program to its end and give what it printed, or end it with all its processes; raises `OfficeFailed`.

    `soffice` is a script whose child does the work. `surroundings` are its environment and
    `place` its folder (None: those of the tests).
    """
    with subprocess.Popen(
        command, env=surroundings, cwd=place, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            printed, said = process.communicate(timeout=seconds)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                raise OfficeFailed(f"{command[0]} did not end within {seconds:.0f} s: {' '.join(command)}") from None
            raise
    if process.returncode != 0:
        raise OfficeFailed(f"{command[0]} ended with {process.returncode}: {said.decode('utf-8', 'replace')}")
    return printed.decode("utf-8")


#: The Python that LibreOffice comes with on Debian; ours has no `uno`.
_OFFICE_PYTHON = "/usr/bin/python3"


@cache
def can_edit() -> bool:
    """Tell whether cells can be changed in LibreOffice as a user does."""
    if not is_installed() or not Path(_OFFICE_PYTHON).exists():
        return False
    return subprocess.run([_OFFICE_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0


def edited(path: Path, out: Path, changes: Sequence[tuple[str, str, str | float]]) -> list[tuple[int, int]]:
    """Change cells (sheet, cell, value) of a workbook in LibreOffice and save it; gives the rows' heights.

    Each height is that before the change and that after it, in hundredths of a millimetre. Raises `OfficeFailed`.
    """
    pipe = f"xhht{os.getpid()}"
    profile = f"-env:UserInstallation={(out.parent / 'profile').absolute().as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"]
    asked = {"file": str(path.absolute()), "out": str(out.absolute()), "changes": changes}
    script = Path(__file__).with_name("uno_edit.py")
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as office:
        try:
            done = subprocess.run(
                [_OFFICE_PYTHON, str(script), pipe], input=json.dumps(asked), capture_output=True, text=True,
                timeout=2 * SECONDS_TO_START, check=False,
            )  # fmt: skip
            office.wait(SECONDS_TO_START)
        except subprocess.TimeoutExpired:
            raise OfficeFailed("LibreOffice did not end after cells were changed") from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(office.pid, signal.SIGKILL)
    if done.returncode != 0:
        raise OfficeFailed(done.stderr)
    return [(before, after) for before, after in json.loads(done.stdout)]


def is_gnumeric_installed() -> bool:
    return shutil.which("ssconvert") is not None


def recalculated_by_gnumeric(paths: Sequence[Path], directory: Path) -> list[Path]:
    """Give the files as Gnumeric computes and saves them; raises `OfficeFailed`."""
    directory.mkdir(parents=True, exist_ok=True)
    made = [directory / path.name for path in paths]
    for path, result in zip(paths, made, strict=True):
        ended(["ssconvert", "--recalc", str(path), str(result)], SECONDS_TO_START)
    return made


def begin(folder: Path, wanted: Iterable[tuple[Forms, str]]) -> None:
    """Begin to convert all that is wanted into a folder which several processes share; only the first one does it.

    The forms are made at once, LibreOffice saves them while tests go on; `await_end` waits for it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        (folder / "begun").touch(exist_ok=False)
    except FileExistsError:
        return
    by_suffix: dict[str, list[Path]] = defaultdict(list)
    try:
        for forms, suffix in sorted(wanted, key=_name):
            made = folder / _name((forms, suffix))
            made.mkdir()
            by_suffix[suffix] += [
                path.rename(made / f"{made.name}-{at:03}-{path.name}") for at, path in enumerate(forms(made))
            ]
    except BaseException:
        _end(folder, "the forms were not made")
        raise
    Thread(target=_convert, args=(folder, by_suffix, dict(os.environ))).start()  # tests change what stands there


def _convert(folder: Path, by_suffix: Mapping[str, Sequence[Path]], surroundings: Mapping[str, str]) -> None:
    said = "not finished"
    try:
        for suffix, paths in sorted(by_suffix.items()):
            converted(paths, folder / "saved", suffix, surroundings)
        said = ""
    except OfficeFailed as error:
        said = str(error)
    finally:
        _end(folder, said)


def _end(folder: Path, said: str) -> None:
    (folder / "ending").write_text(said, encoding="utf-8")
    (folder / "ending").rename(folder / "ended")


def await_end(folder: Path) -> None:
    """Wait until everything is converted; raises `OfficeFailed` where that does not come to an end."""
    until = time.monotonic() + 15 * 60
    while not (folder / "ended").exists():
        if time.monotonic() > until:
            raise OfficeFailed("the process that converts for all did not come to an end")
        time.sleep(0.1)


def saved_by(folder: Path, forms: Forms, suffix: str) -> list[Path]:
    """Give what became of some forms after `await_end`, in their order; raises `OfficeFailed`."""
    if said := (folder / "ended").read_text(encoding="utf-8"):
        raise OfficeFailed(said)
    name = _name((forms, suffix))
    return [folder / "saved" / f"{path.stem}.{suffix}" for path in sorted((folder / name).iterdir())]


def _name(wanted: tuple[Forms, str]) -> str:
    forms, suffix = wanted
    return f"{forms.__module__.rpartition('.')[2]}-{forms.__qualname__}-{suffix}"


def bathuoc(folder: Path) -> list[Path]:
    """Give the example of Bá Thước, which several rooms look at after LibreOffice saved it."""
    return [Path(shutil.copy(EXAMPLES / "bathuoc.xlsx", folder))]
