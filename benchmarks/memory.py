"""The peak memory of a report on many forms, in one process, and on a fifth of them.

python benchmarks/memory.py [--count FORMS] [--runs N] [--against REV] [--json]
"""

from __future__ import annotations

from collections.abc import Iterator

from batch import report
from figures import Command
from session import Benchmark, Session, main
from versions import Version


def measure(session: Session, count: int, runs: int) -> None:
    """Measure the report on a fifth of the forms and on all."""
    few, many = session.forms(count // 5), session.forms(count)

    def commands(version: Version) -> Iterator[Command]:
        for number, forms in ((count // 5, few), (count, many)):
            yield Command(f"xhht report --all, {number:,} forms", report(version, forms, 1))

    session.turns(commands, runs)


MEMORY = Benchmark("memory", measure, count=5000, runs=1)

if __name__ == "__main__":
    main(MEMORY)
