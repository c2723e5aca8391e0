"""What a page of HTML and a workbook of many units take, beside scoring them and writing the same with bare libraries.

python benchmarks/outputs.py [--count FORMS] [--runs N] [--against REV] [--json]
"""

from __future__ import annotations

from collections.abc import Iterator

from figures import Command
from session import HERE, Benchmark, Session, main
from versions import Version

SCORED = "scoring alone: xhht report, CSV"
PAGE, PAGE_BARE = "xhht report, HTML", "write the same page with html.escape alone"
BOOK, BOOK_BARE = "xhht report, workbook", "write the same workbook with openpyxl alone"


def measure(session: Session, count: int, runs: int) -> None:
    """Make the page and the workbook once, for the bare libraries to write again, and measure all by turns."""
    forms, out, bare = session.forms(count), session.folder("pages"), HERE / "measured" / "write_pages_bare.py"

    def report(version: Version, suffix: str) -> list[object]:
        target = out / f"{version.name}.{suffix}"
        return [version.xhht, "report", "--all", "--dir", forms, "--jobs", 1, "--quiet", "-o", target]

    for suffix in ("html", "xlsx"):
        session.prepare(*map(str, report(session.oldest, suffix)))
        made = out / f"{session.oldest.name}.{suffix}"
        session.prepare(session.oldest.python, bare, "take", str(made), str(out / f"{suffix}.json"))

    def commands(version: Version) -> Iterator[Command]:
        yield Command(SCORED, report(version, "csv"))
        for name, without, suffix in ((PAGE, PAGE_BARE, "html"), (BOOK, BOOK_BARE, "xlsx")):
            yield Command(name, report(version, suffix))
            again = [version.python, bare, "write", out / f"{suffix}.json", out / f"bare.{suffix}"]
            yield Command(without, again, bare=True)

    session.turns(commands, runs, within=240)


OUTPUTS = Benchmark("outputs", measure, count=1000, runs=3)

if __name__ == "__main__":
    main(OUTPUTS)
