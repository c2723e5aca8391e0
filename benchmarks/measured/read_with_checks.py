"""Reads, checks, scores and judges every form of a directory, and compares what it stores, by `xhht_score.assess`."""

import sys
from pathlib import Path

from xhht_score import assess

for path in sorted(Path(sys.argv[1]).glob("*.xlsx")):
    assess(path)
