"""Reading, scoring and reporting many forms, as ratios to bare readers of the same files; medians of whole processes.

python benchmarks/batch.py [FILES] [RUNS]
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from xhht_score.api.single import load_once
from xhht_score.criteria import Indicator
from xhht_score.measures import ShareOfUnits
from xhht_score.submission import Answer, Submission, Unit, faults
from xhht_score.words import Words
from xhht_score.workbook.template import make_form

CRITERIA = "thanh-hoa-2020"
POOL = """
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
def main(read):
    paths = sorted(map(str, Path(sys.argv[1]).glob("*.xlsx")))
    jobs = int(sys.argv[2])
    if jobs == 1:
        for path in paths:
            read(path)
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            list(pool.map(read, paths, chunksize=25))
if __name__ == "__main__":
    main(read)
"""
CALAMINE = """
import python_calamine
def read(path):
    book = python_calamine.CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
"""
OPENPYXL = """
import openpyxl
def read(path):
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            pass
    book.close()
"""


def make_answer(indicator: Indicator, chance: random.Random) -> Answer:
    """Give a random sound answer; one in twenty stays blank."""
    if chance.random() < 0.05:
        return Answer()
    while True:
        values: dict[str, Fraction | None] = {}
        for question in indicator.questions:
            one = question.input
            values[question.name] = Fraction(chance.randint(int(one.least), min(int(one.most), 40)))
        if isinstance(indicator.measure, ShareOfUnits):
            values["all"] = Fraction(sum(int(value or 0) for value in values.values()))
        if not faults(indicator, values):
            return Answer(values=values, evidence=chance.random() < 0.9)


def write_forms(directory: Path, first: int, last: int) -> None:
    """Write forms with random answers, numbered from `first` up to `last`."""
    words, loaded = Words("vi"), load_once(CRITERIA)
    for number in range(first, last):
        chance = random.Random(number)
        answers = {name: make_answer(one, chance) for name, one in loaded.criteria_set.indicators.items()}
        facts: dict[str, str | None] = {"type": "district", "area": chance.choice(["ordinary", "difficult"])}
        unit = Unit(name=f"Đơn vị số {number}", code=str(number))
        submission = Submission(unit=unit, year=2020, facts=facts, answers=answers)
        book = make_form(words, loaded.criteria_set, loaded.sha256, submission=submission)
        book.save(directory / f"unit-{number:05}.xlsx")


def run(command: list[str]) -> tuple[float, float]:
    """Give seconds and peak megabytes of one process (with children: the largest of them)."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 2):
        sys.exit(f"{command} ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def xhht(directory: Path, jobs: int) -> list[str]:
    """Give the command that reports on a directory."""
    options = ["--all", "--dir", str(directory), "--format", "json", "--jobs", str(jobs), "--quiet"]
    return [sys.executable, "-m", "xhht_score", "report", *options]


def main(count: int, runs: int) -> None:
    """Make the forms, take turns between the commands, and print the tables."""
    with tempfile.TemporaryDirectory() as scratch:
        forms, tenth = Path(scratch, "all"), Path(scratch, "tenth")
        forms.mkdir()
        tenth.mkdir()
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(write_forms, [forms] * 4, *zip(*_quarters(count), strict=True)))
        for path in sorted(forms.iterdir())[: count // 10]:
            (tenth / path.name).write_bytes(path.read_bytes())
        for name, code in (("calamine", CALAMINE), ("openpyxl", OPENPYXL)):
            Path(scratch, f"bare_{name}.py").write_text(code + POOL, encoding="utf-8")
        commands = {}
        for jobs in (1, 2):
            for name in ("calamine", "openpyxl"):
                commands[name, jobs] = [sys.executable, f"{scratch}/bare_{name}.py", str(forms), str(jobs)]
            commands["xhht report --all --format json", jobs] = xhht(forms, jobs)
        times: dict[tuple[str, int], list[float]] = {key: [] for key in commands}
        for _ in range(runs):
            for key, command in commands.items():
                times[key].append(run(command)[0])
        found = {key: statistics.median(seconds) for key, seconds in times.items()}
        print(f"{count} forms\n\n| command | processes | s | × calamine | × openpyxl read-only |")
        print("|---|---:|---:|---:|---:|")
        for (name, jobs), seconds in found.items():
            ratios = [seconds / found[base, jobs] for base in ("calamine", "openpyxl")]
            print(f"| {name} | {jobs} | {seconds:.2f} | {ratios[0]:.2f} | {ratios[1]:.2f} |")
        few, many = run(xhht(tenth, 1))[1], run(xhht(forms, 1))[1]
        growth = (many - few) * 1024 / (count - count // 10)
        print(f"\npeak memory: {few:.0f} MB for {count // 10}, {many:.0f} MB for {count}: {growth:.0f} KB a workbook")


def _quarters(count: int) -> list[tuple[int, int]]:
    edges = [count * part // 4 for part in range(5)]
    return list(pairwise(edges))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
