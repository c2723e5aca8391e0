"""What a form of a large set takes to hand out and to score, and of a set of a quarter of its size.

python benchmarks/growth.py [--count INDICATORS] [--runs N] [--against REV] [--json]

Two sets: one of short questions (yes or no, a count, a share), and the pilot's own 38 indicators again and again.
"""

from __future__ import annotations

from collections.abc import Iterator

from figures import Command
from session import Benchmark, Session, main
from versions import Version

SETS = {"short": "short questions", "pilot": "questions of the pilot"}


def measure(session: Session, count: int, runs: int) -> None:
    """Measure the templates of all sets by turns, fill them in, and measure the scores by turns."""
    made, filled = session.folder("growth"), session.folder("growth-filled")
    sets = {}
    for size in (count // 4, count):
        paths = [made / f"{name}-{size}.yaml" for name in SETS]
        session.workload("grow", session.oldest.sources / "criteria", size, *paths)
        sets.update({f"{size:,} {said}": path for said, path in zip(SETS.values(), paths, strict=True)})

    def templates(version: Version) -> Iterator[Command]:
        for name, path in sets.items():
            form = path.with_name(f"{path.stem}.xlsx") if version is session.oldest else made / "unused.xlsx"
            yield Command(f"xhht template, {name}", [version.xhht, "template", path, "-o", form, "--force", "--quiet"])

    def scores(version: Version) -> Iterator[Command]:
        for name, path in sets.items():
            form = filled / f"{path.stem}.xlsx"
            yield Command(f"xhht score, {name}", [version.xhht, "score", form, "--criteria", path, "--format", "json"])

    session.turns(templates, runs)
    example = session.oldest.sources / "examples" / "bathuoc.xlsx"
    for path in sets.values():
        again = [example] if path.name.startswith("pilot") else []
        session.workload("fill", path.with_suffix(".xlsx"), filled / f"{path.stem}.xlsx", *again)
    session.turns(scores, runs)


GROWTH = Benchmark("growth", measure, count=2000, runs=3)

if __name__ == "__main__":
    main(GROWTH)
