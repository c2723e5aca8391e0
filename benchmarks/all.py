"""Runs every benchmark with what is installed once, and writes their figures into benchmarks/results/.

python benchmarks/all.py

`python docs/make.py` then makes benchmarks/README.md and docs/performance.md of them.
"""

from __future__ import annotations

from batch import BATCH
from figures import RESULTS
from forms import FORMS
from growth import GROWTH
from memory import MEMORY
from outputs import OUTPUTS
from planned import PLANNED
from session import begun, measured, shown
from startup import STARTUP

BENCHMARKS = (STARTUP, FORMS, BATCH, GROWTH, MEMORY, OUTPUTS, PLANNED)

if __name__ == "__main__":
    with begun() as session:
        for benchmark in BENCHMARKS:
            results = measured(session, benchmark, benchmark.count, benchmark.runs)
            results.save(RESULTS / f"{benchmark.name}.json")
            print(*shown(results, None), "", sep="\n", flush=True)
