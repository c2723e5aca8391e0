"""How long a dossier of three papers takes, beside docxtpl that fills the same templates with the same words.

python benchmarks/papers.py [--runs N]

Both are measured by turns: in processes of their own, where everything is loaded and read for the first time, and in
one process that has made papers already. Assessing the form is not in either. The bar is a ratio of 2.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median

TOP = Path(__file__).resolve().parents[1]
FORM = TOP / "examples" / "bathuoc.xlsx"
PAPERS = ("to-trinh", "bao-cao", "tong-hop")
BAR = 2
Maker = Callable[[], object]


def makers() -> dict[str, Maker]:
    """Give what is measured by name; what both need is made here."""
    from docxtpl import DocxTemplate

    from xhht_score import assess
    from xhht_score.fingerprints import fingerprints
    from xhht_score.papers.cases import case_of
    from xhht_score.papers.content import content
    from xhht_score.papers.dossiers import VIETNAMESE, written_paper
    from xhht_score.papers.kinds import KINDS, SUFFIX
    from xhht_score.papers.office import Office

    one = assess(FORM)
    papers = [paper for paper in one.criteria_set.recognition.papers if paper.id in PAPERS]
    prints = fingerprints(one, "0")
    said = [content(VIETNAMESE, case_of(paper, one, papers), Office(), prints, "0" * 64) for paper in papers]
    folder = TOP / "src" / "xhht_score" / "papers" / "templates"
    files = [folder / f"{KINDS[paper.kind].template}{SUFFIX}" for paper in papers]

    def ours() -> None:
        for paper in papers:
            written_paper(one, paper.id, version="0")

    def bare() -> None:
        for file, words in zip(files, said, strict=True):
            template = DocxTemplate(str(file))
            template.render(words, autoescape=True)
            template.save(BytesIO())

    return {"xhht": ours, "docxtpl": bare}


def taken(make: Maker) -> float:
    """Give the milliseconds of one run."""
    start = time.perf_counter()
    make()
    return (time.perf_counter() - start) * 1000


def main() -> int:
    """Measure both by turns, print medians and ratios, and give 1 where a ratio is over the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--first", choices=("xhht", "docxtpl"), help="measure one of them in this process, once")
    given = parser.parse_args()
    if given.first:
        print(taken(makers()[given.first]))
        return 0
    names = ("xhht", "docxtpl")
    first: dict[str, list[float]] = {name: [] for name in names}
    warm: dict[str, list[float]] = {name: [] for name in names}
    both = makers()
    for name in names:
        both[name]()
    for _ in range(given.runs):
        for name in names:
            warm[name].append(taken(both[name]))
            line = [sys.executable, __file__, "--first", name]
            first[name].append(float(subprocess.run(line, capture_output=True, text=True, check=True).stdout))
    worst = 0.0
    for title, found in (("first in a process", first), ("again", warm)):
        ours, bare = (median(found[name]) for name in names)
        worst = max(worst, ours / bare)
        print(f"three papers, {title}: xhht {ours:.0f} ms, docxtpl {bare:.0f} ms, ratio {ours / bare:.2f} (bar {BAR})")
    return int(worst > BAR)


if __name__ == "__main__":
    sys.exit(main())
