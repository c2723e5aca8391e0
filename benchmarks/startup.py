"""How long the command takes to start, as ratios to a bare interpreter that imports the same libraries; medians.

python benchmarks/startup.py [RUNS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "bathuoc.xlsx"
BARE_READ = """
import typer, yaml, rich.console, rich.table, python_calamine, sys
from pydantic import BaseModel, BeforeValidator, Field, model_validator
book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
"""
COMMANDS: dict[str, list[str]] = {
    "python -c pass": ["-c", "pass"],
    "import typer": ["-c", "import typer"],
    "xhht --help": ["-m", "xhht_score", "--help"],
    "bare script: same libraries, calamine reads the file": ["-c", BARE_READ, str(EXAMPLE)],
    "xhht score one.xlsx": ["-m", "xhht_score", "score", str(EXAMPLE)],
    "xhht score one.xlsx --format json": ["-m", "xhht_score", "score", str(EXAMPLE), "--format", "json"],
}
RATIOS = (
    ("xhht --help", "import typer"),
    ("xhht score one.xlsx", "bare script: same libraries, calamine reads the file"),
    ("xhht score one.xlsx --format json", "bare script: same libraries, calamine reads the file"),
)


def measure(runs: int) -> dict[str, float]:
    """Give the median milliseconds of each command; the commands take turns, so that a slow moment hits all."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs + 1):
        for name, arguments in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(found[1:]) * 1000 for name, found in times.items()}


if __name__ == "__main__":
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
    print("| command | ms |\n|---|---:|")
    for name, milliseconds in found.items():
        print(f"| {name} | {milliseconds:.0f} |")
    print("\n| ratio | |\n|---|---:|")
    for name, base in RATIOS:
        print(f"| {name} / {base} | {found[name] / found[base]:.2f} |")
