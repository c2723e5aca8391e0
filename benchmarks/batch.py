"""Reading, scoring and reporting many forms, beside bare readers of the same files.

python benchmarks/batch.py [--count FORMS] [--runs N] [--against REV] [--json]
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figures import Command
from session import HERE, Benchmark, Session, main
from versions import Version

PROCESSES = ("one process", "two processes")


def report(version: Version, forms: Path, jobs: int) -> list[object]:
    """Give the command that reports on a directory."""
    return [version.xhht, "report", "--all", "--dir", forms, "--format", "json", "--jobs", jobs, "--quiet"]


def measure(session: Session, count: int, runs: int) -> None:
    """Measure the report and the bare readers by turns, in one process and in two."""
    forms = session.forms(count)
    reader = HERE / "measured" / "read_bare.py"

    def commands(version: Version) -> Iterator[Command]:
        for jobs, said in enumerate(PROCESSES, 1):
            for library in ("calamine", "openpyxl"):
                yield Command(f"{library} alone, {said}", [version.python, reader, library, forms, jobs], bare=True)
            yield Command(f"xhht report --all, {said}", report(version, forms, jobs))

    session.turns(commands, runs)


BATCH = Benchmark("batch", measure, count=1000, runs=3)

if __name__ == "__main__":
    main(BATCH)
