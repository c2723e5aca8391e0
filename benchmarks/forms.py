"""Writing forms and reading them back with every check, as ratios to the bare libraries doing the same; medians.

python benchmarks/forms.py [FILES] [RUNS] [--profile]

The forms have random answers and were saved by LibreOffice, so that results are stored in them.
"""

from __future__ import annotations

import cProfile
import pstats
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine

from batch import CRITERIA, write_forms
from xhht_score import assess
from xhht_score.api.single import load_once
from xhht_score.submission import Submission, Unit
from xhht_score.words import Words
from xhht_score.workbook.template import make_form

WRITTEN, SAVED, A_CALL = 200, 40, 20


def saved_forms(scratch: Path, count: int) -> list[Path]:
    """Give forms with stored results: some that LibreOffice saved, copied until there are enough."""
    plain, saved, forms = scratch / "plain", scratch / "saved", scratch / "forms"
    plain.mkdir()
    forms.mkdir()
    write_forms(plain, 0, min(SAVED, count))
    paths = sorted(plain.iterdir())
    profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    for start in range(0, len(paths), A_CALL):
        command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(saved)]
        subprocess.run([*command, *map(str, paths[start : start + A_CALL])], check=True, capture_output=True)
    sources = sorted(saved.iterdir())
    if len(sources) != len(paths):
        sys.exit(f"LibreOffice saved {len(sources)} of {len(paths)} forms")
    found = [forms / f"unit-{number:05}.xlsx" for number in range(count)]
    for number, path in enumerate(found):
        shutil.copyfile(sources[number % len(sources)], path)
    return found


def read_bare(paths: Sequence[Path]) -> None:
    """Read every sheet of every file."""
    for path in paths:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def read_with_checks(paths: Sequence[Path]) -> None:
    """Read, check, score and judge every form, and compare what it stores."""
    for path in paths:
        assess(path)


def write_whole(count: int, path: Path) -> None:
    """Write forms as `xhht template` does."""
    words, loaded = Words("vi"), load_once(CRITERIA)
    for number in range(count):
        submission = Submission(unit=Unit(name=f"Đơn vị số {number}"), year=2020)
        make_form(words, loaded.criteria_set, loaded.sha256, submission=submission).save(path)


def write_bare(count: int, path: Path, model: Path) -> None:
    """Write as many sheets and cells with as many styles as a form has, and nothing else, with openpyxl."""
    from openpyxl.styles import Font, PatternFill

    sheets: list[tuple[str, list[tuple[int, int, Any, int]]]] = []
    for sheet in openpyxl.load_workbook(model).worksheets:
        cells: list[Any] = [cell for row in sheet for cell in row if cell.value is not None or cell.has_style]
        sheets.append((sheet.title, [(cell.row, cell.column, cell.value, cell.style_id) for cell in cells]))
    styles = sorted({cell[3] for _, cells in sheets for cell in cells})
    for _ in range(count):
        book = openpyxl.Workbook()
        assert book.active is not None
        book.remove(book.active)
        looks: dict[int, Any] = {}
        for title, cells in sheets:
            page = book.create_sheet(title)
            for row, column, value, style in cells:
                cell: Any = page.cell(row, column, value)
                if style not in looks:
                    cell.font = Font(name="Times New Roman", size=8 + styles.index(style))
                    cell.fill = PatternFill("solid", fgColor="EEEEEE")
                    looks[style] = cell._style
                cell._style = looks[style]
        book.save(path)


def timed(work: Callable[[], None]) -> float:
    """Give the seconds that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(count: int, runs: int, *, profile: bool) -> None:
    """Make the forms, take turns between the ways, and print the table."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        paths = saved_forms(scratch, count)
        model, out = scratch / "model.xlsx", scratch / "out.xlsx"
        write_whole(1, model)
        read_with_checks(paths[:2])
        if profile:
            with cProfile.Profile() as found:
                read_with_checks(paths)
            pstats.Stats(found).sort_stats("tottime").print_stats(45)
            pstats.Stats(found).sort_stats("cumtime").print_stats(45)
            return
        ways: dict[str, tuple[int, Callable[[], None]]] = {
            "calamine alone, every sheet": (count, lambda: read_bare(paths)),
            "read, check, score, judge, compare": (count, lambda: read_with_checks(paths)),
            "openpyxl alone, as many cells and styles": (WRITTEN, lambda: write_bare(WRITTEN, out, model)),
            "write a form": (WRITTEN, lambda: write_whole(WRITTEN, out)),
        }
        times: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(runs):
            for way, (_, work) in ways.items():
                times[way].append(timed(work))
        median = {way: statistics.median(found_) for way, found_ in times.items()}
        print("| what | forms | s | ms a form | ratio |\n|---|---:|---:|---:|---:|")
        bases = ("calamine alone, every sheet", "openpyxl alone, as many cells and styles")
        for way, (number, _) in ways.items():
            base = bases[way not in ("calamine alone, every sheet", "read, check, score, judge, compare")]
            seconds = median[way]
            print(
                f"| {way} | {number:,} | {seconds:.2f} | {seconds / number * 1000:.1f} | {seconds / median[base]:.2f} |"
            )


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(given[0] if given else 1000, given[1] if len(given) > 1 else 3, profile="--profile" in sys.argv)
