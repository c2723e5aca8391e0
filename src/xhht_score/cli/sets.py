"""`xhht criteria list` and `xhht criteria show`."""

from __future__ import annotations

from xhht_score.api.single import load_once
from xhht_score.cli.desk import Desk
from xhht_score.loading.shipped import shipped_sets
from xhht_score.reports.criteria_pages import compose_set, compose_sets


def run_list(desk: Desk) -> int:
    """List the sets that come with the program."""
    desk.deliver(compose_sets(desk.words, [load_once(name).criteria_set for name in shipped_sets()]))
    return 0


def run_show(desk: Desk, name: str) -> int:
    """Show everything that a set asks."""
    desk.deliver(compose_set(desk.words, load_once(name).criteria_set))
    return 0
