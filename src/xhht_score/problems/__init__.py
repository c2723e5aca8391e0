"""The one table of problems: a code, its severity, its sentences in both languages, and its arguments with their kinds.

A group is loaded when a code is looked for in it, so that the command starts fast.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from xhht_score.problems.entry import Entry as Entry
from xhht_score.problems.entry import Severity as Severity
from xhht_score.problems.entry import told

#: The modules of the table, in the order of docs/messages.md; each is a group.
_GROUPS = (
    "commands", "syntax", "fields", "rules", "cases", "containers", "forms", "appraisals", "changes", "repairs", "cells",
    "lower_units", "tables", "assignments", "parts", "comparing", "papers", "proofs", "planned",
)  # fmt: skip


def groups() -> Mapping[str, Mapping[str, Entry]]:
    """Give the entries of every group by its title."""
    return {module.TITLE: module.PROBLEMS for module in map(_module, _GROUPS)}


def entries() -> Mapping[str, Entry]:
    """Give every entry by its code."""
    return {code: entry for group in groups().values() for code, entry in group.items()}


@cache
def entry_of(code: str) -> Entry:
    """Give what the table says of a code.

    One that it does not have is an error that is called by its code: no run ends because a sentence is lacking.
    """
    found = (table[code] for table in (_module(name).PROBLEMS for name in _GROUPS) if code in table)
    return next(found, None) or told("error", vi=(code, ""), en=(code, ""))


def is_known(code: str) -> bool:
    """Tell whether the table has a code."""
    return any(code in _module(name).PROBLEMS for name in _GROUPS)


def _module(name: str) -> Any:
    return import_module(f"xhht_score.problems.{name}")
