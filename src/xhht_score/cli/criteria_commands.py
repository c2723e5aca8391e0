"""The commands about criteria sets, `xhht criteria …`: what each takes, and the call it makes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xhht_score.cli.completion import set_names
from xhht_score.cli.entry import PLAIN, open_desk, trusted
from xhht_score.cli.options import (
    ANSWERS,
    AllowOutside,
    AnswerFormat,
    CriteriaOption,
    Lang,
    NoColor,
    Output,
    PageFormat,
    Quiet,
)
from xhht_score.cli.pages import Command
from xhht_score.cli.usage import whole

every = typer.Typer(**PLAIN)


@every.command(
    "list", cls=Command, help="help-criteria-list", short_help="short-criteria-list", epilog="example-criteria-list"
)
def list_sets(
    unit: Annotated[str | None, typer.Option("--unit", metavar="KIND", help="help-unit-kind")] = None,
    year: Annotated[int | None, typer.Option("--year", parser=whole, metavar="YYYY", help="help-list-year")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="help-on")] = None,
    form: AnswerFormat = None,
    output: Output = None,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """List the shipped sets."""
    from xhht_score.cli.sets import run_list

    desk = open_desk(quiet, no_color)
    desk.aim(form, output, ANSWERS)
    return run_list(desk, unit, year, on)


@every.command(
    "show", cls=Command, help="help-criteria-show", short_help="short-criteria-show", epilog="example-criteria-show"
)
def show_set(
    criteria_set: CriteriaOption,
    form: PageFormat = None,
    output: Output = None,
    allow_outside: AllowOutside = False,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """Show what a set asks."""
    from xhht_score.cli.sets import run_show

    desk = open_desk(quiet, no_color)
    criteria_set = trusted(criteria_set, allow_outside)
    desk.reads(sets=[criteria_set])
    desk.aim(form, output)
    return run_show(desk, criteria_set)


@every.command(
    "guide", cls=Command, help="help-criteria-guide", short_help="short-criteria-guide",
    epilog="example-criteria-guide",
)  # fmt: skip
def guide(
    criteria_set: CriteriaOption,
    form: PageFormat = None,
    output: Output = None,
    allow_outside: AllowOutside = False,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """Print the scoring guide of a set."""
    from xhht_score.cli.sets import run_guide

    desk = open_desk(quiet, no_color)
    criteria_set = trusted(criteria_set, allow_outside)
    desk.reads(sets=[criteria_set])
    desk.aim(form, output)
    return run_guide(desk, criteria_set)


@every.command(
    "diff", cls=Command, help="help-criteria-diff", short_help="short-criteria-diff", epilog="example-criteria-diff"
)
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="help-set", autocompletion=set_names)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="help-set", autocompletion=set_names)],
    directory: Annotated[
        Path | None, typer.Option("--dir", metavar="DIR", help="help-diff-dir", readable=False)
    ] = None,
    form: AnswerFormat = None,
    output: Output = None,
    allow_outside: AllowOutside = False,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """Compare two sets."""
    from xhht_score.cli.sets import run_diff

    desk = open_desk(quiet, no_color)
    old, new = trusted(old, allow_outside), trusted(new, allow_outside)
    desk.reads(directory, sets=[old, new])
    desk.aim(form, output, ANSWERS)
    return run_diff(desk, old, new, directory)
