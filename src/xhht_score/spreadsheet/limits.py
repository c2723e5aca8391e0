"""How much of a file is read: bounds on its size, its cells, and the time and memory that reading it may take."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from xhht_score.errors import Problem, XhhtError
from xhht_score.records import record

MEGABYTE = 1_000_000


class Setting(NamedTuple):
    """The environment variable that sets a limit, and the values that it may have."""

    variable: str
    least: int
    most: int


@record
class Limits:
    """What one workbook may cost at the most; a file over a limit is refused with one problem.

    `megabytes` of the file on the disk, `unpacked` megabytes of its parts that are read, and how many times as large as
    packed a part may be (`ratio`); `cells` of all sheets that are read (rows times columns from A1, and as stored),
    `rows` and `columns` of a sheet; `seconds` for reading, and `memory`, the megabytes of the process of its own that
    reads a file that is not small and plain.
    """

    megabytes: int = 20
    unpacked: int = 20
    ratio: int = 200
    cells: int = 500_000
    rows: int = 9_999
    columns: int = 702  # ZZ
    seconds: int = 8
    memory: int = 300


SETTINGS: Mapping[str, Setting] = {
    "megabytes": Setting("XHHT_MAX_MB", 1, 1_000),
    "unpacked": Setting("XHHT_MAX_UNPACKED_MB", 1, 10_000),
    "ratio": Setting("XHHT_MAX_RATIO", 10, 10_000),
    "cells": Setting("XHHT_MAX_CELLS", 1_000, 100_000_000),
    "rows": Setting("XHHT_MAX_ROWS", 100, 1_048_576),
    "columns": Setting("XHHT_MAX_COLUMNS", 30, 16_384),
    "seconds": Setting("XHHT_MAX_SECONDS", 1, 3_600),
    "memory": Setting("XHHT_MAX_MEMORY_MB", 100, 100_000),
}


def limits_from(environment: Mapping[str, str]) -> Limits:
    """Give the limits that an environment sets; raises `XhhtError` with every variable that is no usable number."""
    problems: list[Problem] = []
    values: dict[str, int] = {}
    for name, (variable, least, most) in SETTINGS.items():
        given = environment.get(variable, "").strip()
        number = int(given) if given.isascii() and given.isdigit() and len(given) <= len(str(most)) else -1
        if least <= number <= most:
            values[name] = number
        elif given:
            arguments = {"setting": variable, "given": given, "least": least, "most": most}
            problems.append(Problem("limit-unusable", arguments=arguments))
    if problems:
        raise XhhtError(problems)
    return Limits(**values)


def current_limits() -> Limits:
    """Give the limits that this process runs with."""
    return limits_from(os.environ)
