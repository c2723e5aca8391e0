"""How long a command takes on one form, beside an interpreter that imports the same libraries and reads the same file.

python benchmarks/startup.py [--runs N] [--against REV] [--json]
"""

from __future__ import annotations

from collections.abc import Iterator

from figures import Command
from session import HERE, Benchmark, Session, main
from versions import Version

BARE = "the same libraries imported, the form read with calamine"


def measure(session: Session, count: int, runs: int) -> None:
    """Measure every command by turns, after a round that warms up; there is one form, whatever the count."""
    form = session.oldest.sources / "examples" / "bathuoc.xlsx"

    def commands(version: Version) -> Iterator[Command]:
        yield Command("python -c pass", [version.python, "-c", "pass"], bare=True)
        yield Command("import typer", [version.python, "-c", "import typer"], bare=True)
        yield Command("xhht --help", [version.xhht, "--help"])
        yield Command(BARE, [version.python, HERE / "measured" / "one_file.py", form], bare=True)
        yield Command("xhht score", [version.xhht, "score", form])
        yield Command("xhht score --format json", [version.xhht, "score", form, "--format", "json"])

    session.turns(commands, runs, warm=True)


STARTUP = Benchmark("startup", measure, count=1, runs=15)

if __name__ == "__main__":
    main(STARTUP)
