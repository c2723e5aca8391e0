"""A criteria set compiled once to named steps of whole numbers with known bounds: what decides, without explaining.

`compiled.compiled(criteria_set)` gives the steps; a writer puts them down: `python` here, as formulas
`workbook.formulas`. The engine stays the definition, and every writer is compared with it, step by step.
"""
