"""What whole processes take, measured by turns; and the files in which such figures are kept.

Nothing but the standard library is imported here: a process is never told to have used less memory than the one that
started it, so this one stays small.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from versions import undisturbed

RESULTS = Path(__file__).resolve().parent / "results"
_MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Command:
    """A process to measure: what it is called, and what is run; `bare` where nothing of xhht runs in it."""

    name: str
    arguments: Sequence[object]
    bare: bool = False


@dataclass(slots=True)
class Figure:
    """What one command took, run by run: seconds on the clock and of the processor, and its peak memory in MB.

    The seconds of the processor are those of all its processes, the memory is that of its largest one.
    """

    walls: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)

    @property
    def wall(self) -> float:
        """The median of the seconds on the clock."""
        return median(self.walls)

    @property
    def cpu(self) -> float:
        """The median of the seconds of the processor."""
        return median(self.processor)

    @property
    def peak(self) -> float:
        """The largest peak of memory, in MB of a million bytes."""
        return max(self.peaks)


@dataclass(frozen=True, slots=True)
class Results:
    """The figures of one benchmark by the names of its commands, and the machine that they were measured on.

    `load` is the average of a minute as `os.getloadavg` gives it, before anything began and after the last command;
    `seconds` is what all took, with making the forms.
    """

    benchmark: str
    command: str
    date: str
    version: str
    python: str
    system: str
    cores: int
    load: tuple[float, float]
    libraries: Mapping[str, str]
    count: int
    seconds: float
    figures: Mapping[str, Figure]

    def save(self, path: Path) -> None:
        """Write them as JSON."""
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8", newline="\n")

    @classmethod
    def read(cls, path: Path) -> Results:
        """Read what `save` wrote."""
        raw = json.loads(path.read_text(encoding="utf-8"))
        raw["figures"] = {name: Figure(**figure) for name, figure in raw["figures"].items()}
        return cls(**{**raw, "load": tuple(raw["load"])})


def by_turns(
    commands: Iterable[Command], runs: int, within: float, cwd: Path, figures: dict[str, Figure], *, warm: bool = False
) -> None:
    """Run commands by turns (A B A B …), so that load hits them alike, and add what they took to `figures`.

    There are `runs` rounds, but none begins `within` seconds after the first; a round before them is not counted where
    they are to find everything `warm`.
    """
    commands = list(commands)
    if warm:
        for command in commands:
            run(command, cwd, Figure())
    start = time.perf_counter()
    for number in range(runs):
        if number and time.perf_counter() - start > within:
            break
        for command in commands:
            run(command, cwd, figures.setdefault(command.name, Figure()))


def adopt_orphans() -> None:
    """Have processes that outlive the one that started them, as a forkserver does, waited for and counted by this one.

    Only Linux can do that; elsewhere a command is not told what they took.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def _children() -> set[int]:
    """Give the processes that this one waits for, where the system tells."""
    listed = Path("/proc/self/task").glob("*/children")
    return {int(one) for thread in listed for one in thread.read_text(encoding="ascii").split()}


def _of_orphans(before: set[int]) -> float:
    """Wait for the processes that a command left behind, and give the seconds of the processor that they took."""
    seconds = 0.0
    for one in _children() - before:
        _, _, usage = os.wait4(one, 0)
        seconds += usage.ru_utime + usage.ru_stime
    return seconds


def run(command: Command, cwd: Path, figure: Figure) -> None:
    """Run one command and add what it took; ends the program where the command fails."""
    arguments = [str(one) for one in command.arguments]
    before = _children()
    with (cwd / "stderr.txt").open("wb+") as said:
        start = time.perf_counter()
        with subprocess.Popen(
            arguments, cwd=cwd, env=undisturbed(os.environ), stdout=subprocess.DEVNULL, stderr=said
        ) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        left = _of_orphans(before)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(arguments)} ended with {process.returncode}\n{said.read().decode()[-2000:]}")
    figure.walls.append(round(wall, 4))
    figure.processor.append(round(usage.ru_utime + usage.ru_stime + left, 4))
    figure.peaks.append(round(usage.ru_maxrss * _MEMORY_UNIT / 1e6, 1))


def table(figures: Mapping[str, Figure]) -> list[str]:
    """Give the lines of a table of figures, in Markdown."""
    lines = [
        "| what | runs | seconds | fastest to slowest | of processor | peak MB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, one in figures.items():
        spread = f"{min(one.walls):.3f} to {max(one.walls):.3f}"
        lines.append(f"| {name} | {len(one.walls)} | {one.wall:.3f} | {spread} | {one.cpu:.3f} | {one.peak:.0f} |")
    return lines
