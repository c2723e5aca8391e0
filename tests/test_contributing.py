"""What CONTRIBUTING.md, CI and the hooks name is there, and there is one list of checks for all of them."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from nox import registry

from xhht_score import __version__

TOP = Path(__file__).resolve().parents[1]
_SESSIONS = re.compile(r"\bnox --session ((?:[a-z]+ ?)+)")
_REQUIREMENT = re.compile(r"[A-Za-z][A-Za-z0-9-]*>=[0-9][0-9.]*")
#: Folders and suffixes by which a name in backticks is known as a file of the repository.
_FILE = re.compile(r"`((?:src|tests|docs|benchmarks|criteria|examples|\.ci|\.github)/[\w/.-]*|[\w-]+\.(?:py|toml|md))`")


def text(name: str) -> str:
    return (TOP / name).read_text(encoding="utf-8")


@cache
def noxfile() -> ModuleType:
    """Load noxfile.py, which enters its sessions in nox's registry."""
    spec = importlib.util.spec_from_file_location("noxfile", TOP / "noxfile.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sessions() -> set[str]:
    noxfile()
    return set(registry.get())


def named(name: str) -> set[str]:
    """Give the sessions that a file tells to run."""
    return {one for found in _SESSIONS.findall(text(name)) for one in found.split()}


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", ".pre-commit-config.yaml", ".github/workflows/ci.yml"])
def test_sessions_that_are_named_exist(name: str) -> None:
    assert named(name)
    assert named(name) <= sessions()


def test_ci_runs_every_session_once_and_the_default_suite_by_the_command_of_the_readme() -> None:
    found = re.findall(r"^step (?:\w+ session )?(\w+)$|^together (.*)$", text(".ci/run"), re.M)
    run = [name for one in found for name in " ".join(one).split()]
    assert sorted(run) == sorted(sessions() - {"tests", "coverage", "current"})  # of current files the suite has tests


def test_ci_runs_the_command_of_the_readme_as_the_session_of_coverage_runs_the_suite() -> None:
    (options,) = re.findall(r'PYTEST_ADDOPTS="(.*)" bash -euc "\$\{commands\[1\]\}"', text(".ci/run"))
    assert options.split() == [*noxfile().COVERAGE]


def test_the_page_tells_everybody_to_run_every_session_and_names_only_files_that_exist() -> None:
    page = text("CONTRIBUTING.md")
    assert named("CONTRIBUTING.md") | {"tests"} == sessions()
    names = _FILE.findall(page)
    assert len(names) > 15
    beside = {one.name for one in (*TOP.iterdir(), *(TOP / "tests").iterdir())}
    assert [name for name in names if not (TOP / name).exists() and name not in beside] == []


def test_the_first_test_is_set_up_as_the_readme_says() -> None:
    (block,) = re.findall(r"```sh\n(.*?)```", text("CONTRIBUTING.md"), re.S)
    *set_up, test = block.splitlines()
    _, readme = re.findall(r"```sh\n(.*?)```", text("README.md"), re.S)
    assert readme.startswith(" && ".join(set_up))
    assert test.startswith(readme.strip().split(" && ")[-1].removesuffix(" -n auto"))
    assert (TOP / test.split()[-1]).is_file()


def test_every_lower_bound_can_be_installed_by_itself() -> None:
    settings = tomllib.loads(text("pyproject.toml"))
    pins = noxfile().lowest()
    every = [*settings["project"]["dependencies"], *chain(*settings["project"]["optional-dependencies"].values())]
    asked = [one for one in every if one != "xhht-score[papers]"]
    assert all(_REQUIREMENT.fullmatch(one) for one in asked)
    assert [one.replace("==", ">=") for one in pins] == asked
    assert set(settings["build-system"]["requires"]) <= set(asked)


def test_hooks_run_what_is_here() -> None:
    settings: Any = yaml.safe_load(text(".pre-commit-config.yaml"))
    for repository in settings["repos"]:
        assert repository["repo"] == "local"
        for hook in repository["hooks"]:
            assert hook["language"] == "system"
            for name in re.findall(r"\S+\.py|\btests/\S+", hook["entry"]):
                assert (TOP / name).exists(), hook["id"]


def test_public_ci_has_both_lanes_the_lowest_versions_and_the_other_systems() -> None:
    jobs: Any = yaml.safe_load(text(".github/workflows/ci.yml"))["jobs"]
    ran = {name: "\n".join(step.get("run", "") for step in job["steps"]) for name, job in jobs.items()}
    assert "nox --session style valid tests" in ran["fast"]
    assert "nox --session floors" in ran["lowest"]
    assert "bash .ci/run" in ran["thorough"]
    assert set(jobs["other-systems"]["strategy"]["matrix"]["system"]) == {"windows-latest", "macos-latest"}
    assert "3.11" in jobs["fast"]["strategy"]["matrix"]["python"]


def test_the_changes_of_the_version_in_work_stand_first() -> None:
    first, *_ = re.findall(r"^## (\S+) \((.*)\)$", text("CHANGELOG.md"), re.M)
    assert first == (__version__.removesuffix(".dev0"), "unreleased")
