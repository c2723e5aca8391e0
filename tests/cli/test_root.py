"""`xhht` builds only the command that is named, and names them all."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from make import HERE
from xhht_score.cli import commands, criteria_commands
from xhht_score.cli.entry import alone
from xhht_score.cli.root import COMMANDS, CRITERIA_COMMANDS, build
from xhht_score.words import Words


@pytest.mark.parametrize(("module", "names"), [(commands, COMMANDS[:-1]), (criteria_commands, CRITERIA_COMMANDS)])
def test_every_command_that_is_written_is_named_in_its_order(module, names):
    written = [info.name or info.callback.__name__ for info in module.every.registered_commands]
    assert sorted(written) == sorted(names)
    assert [alone(module.every, name).registered_commands[0] for name in written] == module.every.registered_commands


def test_a_command_is_built_once_and_only_when_it_is_named():
    group = build(Words("en"))
    assert group.commands["score"] is group.commands["score"]
    assert "scor" not in group.commands
    assert list(group.commands) == list(COMMANDS)
    assert list(group.commands["criteria"].commands) == list(CRITERIA_COMMANDS)
    assert group.commands["criteria"].commands["diff"].short_help == "Compare two criteria sets"


def test_the_short_text_on_the_page_of_a_group_is_the_one_of_the_command():
    for language in ("vi", "en"):
        group = build(Words(language))
        for one in (group, group.commands["criteria"]):
            assert one.command_rows == tuple((name, one.commands[name].short_help) for name in one.commands)


def modules_after(code: str) -> set[str]:
    """Give the modules that a process has loaded after some code; coverage, which loads some itself, does not look."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    asked = f"import sys; from xhht_score.cli.main import main; {code}; print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, encoding="utf-8", check=True, env=surroundings
    )
    return {*done.stderr.split()}


def test_help_loads_no_command_and_no_library_but_that_of_commands():
    loaded = modules_after("main(['--help'])")
    assert not {"xhht_score.cli.commands", "pydantic", "yaml", "rich", "hashlib"} & loaded


def test_scoring_loads_neither_what_draws_in_terminals_nor_what_knows_of_packages():
    loaded = modules_after(f"main(['score', {str(HERE / 'bathuoc.xlsx')!r}])")
    assert "pydantic" in loaded
    assert not {"rich.console", "importlib.metadata", "email", "openpyxl"} & loaded
