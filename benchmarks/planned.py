"""What a plan takes beyond reading and scoring, for sets of the pilot's size and ten times as large, and what to check.

python benchmarks/planned.py [--count FORMS] [--runs N] [--against REV] [--json]

Example units are planned for, then forms of the pilot's own indicators again and again; `plan --check` is measured
beside `report --all` over the same forms, in one process.
"""

from __future__ import annotations

from collections.abc import Iterator

from figures import Command
from session import Benchmark, Session, main
from versions import Version

SIZES = (40, 400)
REPORT, CHECK = "xhht report --all", "xhht plan --check"


def command_of(verb: str, size: int) -> str:
    """Give what scoring or planning for a form of so many indicators is called."""
    return f"xhht {verb}, {size} indicators"


def measure(session: Session, count: int, runs: int) -> None:
    """Measure by turns a score and a plan of the same forms, then a report and what to check of many."""
    examples = session.oldest.sources / "examples"
    folder, forms = session.folder("plans"), session.forms(count)
    sets = {}
    for size in SIZES:
        path = folder / f"pilot-{size}.yaml"
        session.workload("grow", session.oldest.sources / "criteria", size, folder / f"short-{size}.yaml", path)
        sets[size] = path

    def made(version: Version) -> Iterator[Command]:
        for size, path in sets.items():
            form = folder / f"pilot-{size}.xlsx" if version is session.oldest else folder / "unused.xlsx"
            yield Command(f"xhht template, {size}", [version.xhht, "template", path, "-o", form, "--force", "--quiet"])

    session.turns(made, 1)
    for size in SIZES:
        source = folder / f"pilot-{size}.xlsx"
        session.workload("fill", source, folder / f"pilot-{size}-filled.xlsx", examples / "nongcong.xlsx")

    def commands(version: Version) -> Iterator[Command]:
        for name in ("nongcong", "yendinh"):
            form = examples / f"{name}.xlsx"
            yield Command(f"xhht score {name}", [version.xhht, "score", form, "--format", "json", "--quiet"])
            yield Command(f"xhht plan {name}", [version.xhht, "plan", form, "--format", "json", "--quiet"])
        for size, path in sets.items():
            form = folder / f"pilot-{size}-filled.xlsx"
            for verb in ("score", "plan"):
                line = [version.xhht, verb, form, "--criteria", path, "--format", "json", "--quiet"]
                yield Command(command_of(verb, size), line)
        some = ["--format", "json", "--quiet"]
        yield Command(REPORT, [version.xhht, "report", "--all", "--dir", forms, "--jobs", 1, *some])
        yield Command(CHECK, [version.xhht, "plan", "--check", forms, *some])

    session.turns(commands, runs, within=120)


PLANNED = Benchmark("planned", measure, count=600, runs=3)

if __name__ == "__main__":
    main(PLANNED)
