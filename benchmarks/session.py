"""A run of benchmarks: the versions that are measured, the forms they work on, and what becomes of the figures."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import figures
import versions
from figures import Command, Figure, Results
from versions import Version

HERE = Path(__file__).resolve().parent


@dataclass(slots=True)
class Session:
    """What a benchmark measures with.

    `versions` are the checkout and, where it is compared with another one, that version, which makes the forms: every
    version reads what an older one handed out. `load` is what the machine was busy with before anything began.
    """

    scratch: Path
    versions: Sequence[Version]
    load: float
    profile: bool = False
    figures: dict[str, Figure] = field(default_factory=dict)

    @property
    def oldest(self) -> Version:
        """The version that makes the forms."""
        return self.versions[-1]

    def folder(self, name: str) -> Path:
        """Give a folder for what a benchmark makes, empty the first time."""
        path = self.scratch / name
        path.mkdir(exist_ok=True)
        return path

    def turns(
        self,
        commands: Callable[[Version], Iterable[Command]],
        runs: int,
        *,
        within: float = 45,
        warm: bool = False,
    ) -> None:
        """Measure the commands by turns; those of xhht with each version, where it is compared with another one."""
        this, *others = self.versions
        listed = [one for one in commands(this) if not (one.bare and others)]
        for other in others:
            mine = {one.name: one for one in commands(other)}
            pairs = [(one, Command(against(one.name, other), mine[one.name].arguments)) for one in listed]
            listed = [one for pair in pairs for one in pair]
        figures.by_turns(listed, runs, within, self.folder("elsewhere"), self.figures, warm=warm)

    def prepare(self, *arguments: str | Path) -> None:
        """Run a program with the libraries of the version that makes the forms; not measured."""
        elsewhere, clean = self.folder("elsewhere"), versions.undisturbed(os.environ)
        done = subprocess.run(list(map(str, arguments)), cwd=elsewhere, env=clean, capture_output=True)
        if done.returncode:
            sys.exit(f"{' '.join(map(str, arguments))} ended with {done.returncode}\n{done.stderr.decode()[-2000:]}")

    def forms(self, count: int) -> Path:
        """Give a folder with so many filled forms, all different, each of a unit of its own."""
        path = self.scratch / f"forms-{count}"
        if not path.exists():
            models = self.scratch / "models"
            if not models.exists():
                self.workload("vary", self.oldest.sources / "examples", models)
            self.workload("copy", models, path, count)
        return path

    def workload(self, *arguments: str | Path | int) -> None:
        """Run a command of workload.py."""
        self.prepare(self.oldest.python, HERE / "workload.py", *map(str, arguments))


def against(name: str, other: Version) -> str:
    """Give the name of a command as another version runs it.

    >>> against("xhht --help", Version("v0.1.0", Path(), Path(), Path(), {}))
    'xhht --help (v0.1.0)'
    """
    return f"{name} ({other.name})"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark: its name, what it measures, and how many forms or indicators and how many runs it takes."""

    name: str
    measure: Callable[[Session, int, int], None]
    count: int
    runs: int


@contextmanager
def begun(*, other: str | None = None, profile: bool = False) -> Iterator[Session]:
    """Install what is measured, and clear everything away at the end."""
    load = os.getloadavg()[0]
    figures.adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="xhht-benchmarks-") as name:
        scratch = Path(name)
        listed = [versions.checkout(scratch / "this")]
        if other is not None:
            listed.append(versions.revision(other, scratch / "other", listed[0]))
        yield Session(scratch, listed, load, profile)


def measured(session: Session, benchmark: Benchmark, count: int, runs: int) -> Results:
    """Run a benchmark and give its figures with the machine they come from."""
    session.figures, start = {}, time.perf_counter()
    benchmark.measure(session, count, runs)
    this = session.versions[0]
    return Results(
        benchmark=benchmark.name,
        command=f"python benchmarks/{benchmark.name}.py --count {count} --runs {runs}",
        date=date.today().isoformat(),
        version=this.name,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        cores=os.cpu_count() or 1,
        load=(round(session.load, 2), round(os.getloadavg()[0], 2)),
        libraries=this.libraries,
        count=count,
        seconds=round(time.perf_counter() - start),
        figures=session.figures,
    )


def shown(results: Results, other: Version | None) -> Iterator[str]:
    """Give the lines that a benchmark prints."""
    before, after = results.load
    yield f"{results.command} · {results.version} · Python {results.python}, {results.cores} cores"
    yield f"load before {before}, after {after}; {results.seconds:g} s, making the forms included"
    yield from ("", *figures.table(results.figures))
    if other is not None:
        yield from ("", f"| this / {other.name} | seconds | of processor | peak memory |", "|---|---:|---:|---:|")
        for name, this in results.figures.items():
            if (that := results.figures.get(against(name, other))) is not None:
                ratios = (this.wall / that.wall, this.cpu / that.cpu, this.peak / that.peak)
                yield f"| {name} | " + " | ".join(f"{one:.2f}" for one in ratios) + " |"


def main(benchmark: Benchmark) -> None:
    """Run one benchmark as the arguments of the program say."""
    parser = argparse.ArgumentParser(description=f"Runs the benchmark “{benchmark.name}”; see benchmarks/README.md.")
    parser.add_argument("--count", type=int, default=benchmark.count, help="forms or indicators (%(default)s)")
    parser.add_argument("--runs", type=int, default=benchmark.runs, help="rounds of all commands (%(default)s)")
    parser.add_argument("--against", metavar="REV", help="compare xhht with this revision of it instead")
    parser.add_argument("--json", action="store_true", help="write the figures into benchmarks/results/")
    parser.add_argument("--profile", action="store_true", help="print where the time goes instead (forms only)")
    given = parser.parse_args()
    with begun(other=given.against, profile=given.profile) as session:
        results = measured(session, benchmark, given.count, given.runs)
        other = session.versions[1] if given.against else None
    if given.profile:
        return
    print(*shown(results, other), sep="\n")
    if given.json:
        results.save(figures.RESULTS / f"{benchmark.name}{'-against' if given.against else ''}.json")
