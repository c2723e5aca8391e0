"""What several rooms of tests share: the pilot set, filled forms of the example units, and the command as a process."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis.strategies import none

import as_users_have_it  # noqa: F401 - it acts as it is imported
import declared
import effort
import javascript
import kept_parts
import kept_sheets
import office
import quick
from command import Outcome, Run, as_process, in_process
from filled import PART_OFFICES, FilledForm, few_offices, form_of
from make import CRITERIA, HERE
from xhht_score.api.single import load_once
from xhht_score.criteria import CriteriaSet
from xhht_score.loading.loader import Loaded
from xhht_score.loading.tree import plain, read_tree


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--as-found", action="store_true", help="make no failing example smaller, which takes minutes")
    parser.addoption("--thorough", action="store_true", help="try everything: all mutants, twelve times the examples")


def pytest_configure(config: pytest.Config) -> None:
    effort.choose(thorough=config.option.thorough, shrink=not config.option.as_found)
    quick.install()
    kept_parts.install()
    kept_sheets.install()
    declared.install()
    _compile_once(config)

    # workbooks are many small objects, and looking through them for garbage took a fifth of all; what outlives a search
    # is kept for later tests, and to look through all of that takes seconds
    gc.set_threshold(1_000_000, 10_000)


def _compile_once(config: pytest.Config) -> None:
    """Have modules compiled once for all processes of the run where none may leave that in the checkout.

    With `PYTHONDONTWRITEBYTECODE` each process that a test starts would compile every module anew, which took longer
    than what it was started for. The folder lasts as long as the run; the processes of `-n` have it of the first one.
    """
    if sys.dont_write_bytecode:
        folder = tempfile.TemporaryDirectory(prefix="xhht-compiled-")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = folder.name
        sys.dont_write_bytecode = False
        config.add_cleanup(folder.cleanup)


def pytest_collection_finish() -> None:
    """Leave modules and tests, which are there to the end, out of every search for garbage.

    At its first property hypothesis searches everything; here that is not yet much.
    """
    settings(max_examples=1, database=None)(given(none())(lambda _: None))()
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Look for files that nobody closed once: pytest does it five times more, which took eight seconds a process."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only a thorough run tries; what LibreOffice saves meanwhile comes last."""
    if not config.option.thorough:
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]
    items.sort(key=lambda item: item.get_closest_marker("office") is not None)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if not config.option.thorough:
        terminalreporter.write_line("a quick run; --thorough tries the rest: all mutants, twelve times the examples")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each process of `-n` one stretch of the tests, and what is left of another's when it is done.

    Forms that one test made serve its neighbours, and the tests that need LibreOffice stay with the first process.
    """
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log) if config.option.dist == "load" else None


@pytest.fixture(scope="session")
def loaded() -> Loaded:
    """Give the pilot set with its path, hash and problems."""
    return load_once(CRITERIA)


@pytest.fixture(scope="session")
def pilot(loaded: Loaded) -> CriteriaSet:
    """Give the pilot set."""
    return loaded.criteria_set


@pytest.fixture(scope="session")
def entries() -> dict[str, dict[str, Any]]:
    """Give the entries of examples/units.yaml by file name without suffix."""
    root = read_tree(HERE / "units.yaml", "units.yaml").root
    assert root is not None
    return {entry["file"]: entry for entry in plain(root)["units"]}


@pytest.fixture(scope="session")
def examples() -> Path:
    """Give the folder of the example workbooks."""
    return HERE


@pytest.fixture(scope="session")
def fill() -> Callable[..., FilledForm]:
    """Give a function that makes the form of an example unit (None: nobody has filled it in), anew at each call."""

    def make(unit: str | None = "bathuoc", language: Any = "vi") -> FilledForm:
        return form_of(unit, language)

    return make


@pytest.fixture
def form_file(fill: Callable[..., FilledForm], tmp_path: Path) -> Callable[..., Path]:
    """Give a function that saves the form of an example unit after `change` has been at it, and gives its path."""

    def save(
        change: Callable[[FilledForm], object] = lambda _: None,
        unit: str | None = "bathuoc",
        language: Any = "vi",
        name: str = "form.xlsx",
    ) -> Path:
        form = fill(unit, language)
        change(form)
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        form.leave(path)
        return path

    return save


@pytest.fixture(scope="session")
def split_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the parts of the example of Yên Định for five offices, which no test may change."""
    folder = tmp_path_factory.mktemp("split")
    offices = few_offices(folder / "năm.csv", *PART_OFFICES)
    split = ("split", HERE / "yendinh.xlsx", "--by", offices, "-o", folder / "parts")
    assert in_process(split, folder, {}).returncode == 0
    return folder / "parts"


@pytest.fixture
def split_form(split_once: Path, tmp_path: Path) -> Path:
    """Give the parts of the example of Yên Định as `split` writes them, in the test's own directory."""
    return Path(shutil.copytree(split_once, tmp_path / "parts"))


@pytest.fixture
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Run:
    """Give a function that runs the command in the test's own directory, as a process where the test is so marked."""
    way = as_process if request.node.get_closest_marker("process") else in_process

    def start(*arguments: object, cwd: Path = tmp_path, **changes: str) -> Outcome:
        return way(arguments, cwd, changes)

    return start


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    """Fail where a test leaves its surroundings other than it found them: the next test would run in them."""
    before = _surroundings()
    yield
    assert _surroundings() == before


@pytest.fixture(autouse=True)
def problems_are_what_the_table_says() -> Iterator[None]:
    """Fail where a problem was made that has no sentence, or whose arguments are not those of its sentences."""
    declared.taken()
    yield
    assert declared.taken() == []


def _surroundings() -> dict[str, Any]:
    variables = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    return {"directory": Path.cwd(), "environment": variables, "imports from": [*sys.path]}


def shared_folder(tmp_path_factory: pytest.TempPathFactory, name: str) -> Path:
    """Give a folder that all processes of a run of the tests have in common."""
    folder = tmp_path_factory.getbasetemp()
    return (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / name


@pytest.fixture(scope="session")
def examples_run_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Have what the examples of the catalogue say found once by all processes."""
    import catalogue  # which loads sets: where one cannot be loaded, the other tests run all the same

    catalogue.store = shared_folder(tmp_path_factory, "catalogue")
    catalogue.store.mkdir(exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def saving(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder into which LibreOffice saves, from the first test on, what any test wants of it."""
    folder = shared_folder(tmp_path_factory, "office")
    wanted = {mark.args for item in request.session.items for mark in item.iter_markers("office")}
    if wanted and office.is_installed():
        office.begin(folder, wanted)
    return folder


@pytest.fixture(scope="session")
def converted(saving: Path) -> Path:
    """Give the folder of everything that the session's tests want LibreOffice to save; skip where it is lacking."""
    if not office.is_installed():
        assert os.environ.get("CI") != "true", "LibreOffice is lacking in CI"
        pytest.skip("LibreOffice is not installed")
    office.await_end(saving)
    return saving


@pytest.fixture(scope="session")
def node_packages() -> None:
    """Skip where node or the packages of `tests/javascript/package.json` are lacking, except in CI."""
    if said := javascript.lacking():
        assert os.environ.get("CI") != "true", said
        pytest.skip(said)


@pytest.fixture
def saved(request: pytest.FixtureRequest, converted: Path) -> list[Path]:
    """Give the forms that the test's marker `office` names, as LibreOffice saved them."""
    marker = request.node.get_closest_marker("office")
    assert marker is not None
    return office.saved_by(converted, *marker.args)
