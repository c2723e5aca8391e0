"""A criteria set compiled once to named steps of whole numbers with known bounds: what decides, without explaining.

`compiled(criteria_set)` gives the steps; a writer puts them down: `python` here, as formulas `workbook.formulas`. The
engine stays the definition, and every writer is compared with it, step by step.
"""

from xhht_score.program.compiled import compiled
from xhht_score.program.indicators import Program
from xhht_score.program.whole import Beyond

__all__ = ["Beyond", "Program", "compiled"]
