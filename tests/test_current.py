"""What is made by scripts is current, and what the READMEs tell people to type is true."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

import make
from command import in_process
from xhht_score.problems import entries

TOP = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.vi.md")


def script(path: str) -> ModuleType:
    """Load a script as a module."""
    spec = importlib.util.spec_from_file_location(path.replace("/", "_").removesuffix(".py"), TOP / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.usefixtures("examples_run_once")
def test_documentation_is_current(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "path", [*sys.path])  # the script adds the folders that it imports from
    for path, text in script("docs/make.py").made():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is old: run python docs/make.py"


def test_examples_are_current() -> None:
    def run(arguments: Sequence[object], directory: Path) -> None:
        assert in_process(tuple(arguments), directory, {}).returncode == 0

    assert make.stale(run) == []


def test_what_is_kept_of_the_forms_handed_out_now_is_current() -> None:
    kept = script("examples/handed_out.py")
    assert kept.stale(kept.FORMS / kept.in_work()) == [], "run python examples/handed_out.py"


def test_both_readmes_open_with_the_same_two_commands() -> None:
    blocks = [re.findall(r"```sh\n(.*?)```", (TOP / name).read_text(encoding="utf-8"), re.S) for name in READMES]
    assert blocks[0] == blocks[1]
    assert len(blocks[0]) == 2


PAGES = (
    *READMES,
    *(f"docs/vi/{one.name}" for one in (TOP / "docs/vi").glob("*.md")),
    "docs/python.md",
    "CONTRIBUTING.md",
    "docs/format.md",
    "docs/json.md",
    "docs/messages.md",
    "DECISIONS.md",
)


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    page = TOP / name
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{name} links to {target}"


def test_the_page_of_messages_has_a_section_for_every_code_and_its_links_lead_there() -> None:
    page = (TOP / "docs/messages.md").read_text(encoding="utf-8")
    assert re.findall(r"^### `([\w-]+)`$", page, re.M) == list(entries())
    anchors = {re.sub(r"[^\w -]", "", name.lower()).replace(" ", "-") for name in re.findall(r"^##+ (.*)$", page, re.M)}
    assert set(re.findall(r"\]\(#([^)]*)\)", page)) == anchors


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(TOP)
    (code,) = re.findall(r"```python\n(.*?)```", (TOP / "README.md").read_text(encoding="utf-8"), re.S)
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.endswith(" dat []\n")


def test_documented_example_of_a_case_holds(tmp_path: Path) -> None:
    """The YAML blocks of docs/format.md are understood: the case block is a list with one case."""
    page = (TOP / "docs/format.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.S)
    from xhht_score.loading.tree import parse_tree

    assert blocks
    for block in blocks:
        assert parse_tree(block.encode(), "docs/format.md").problems == []
