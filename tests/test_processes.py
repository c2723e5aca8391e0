"""What lies in the working folder is never imported, by no command and no process that it starts."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import corpus
import effort
from command import MOST_SECONDS, surroundings
from containers import xls
from effort import some
from make import HERE
from xhht_score import processes
from xhht_score.api import batch
from xhht_score.cli import entry
from xhht_score.words import Words

#: Libraries that are imported late, and what a process starts with.
LIBRARIES = ("openpyxl", "pydantic", "python_calamine", "rich", "typer", "xlrd", "yaml")
TRAP = """open(__file__ + ".ran", "w").close()
raise RuntimeError(__name__)
"""


def trapped(folder: Path, names: object) -> Path:
    """Give a folder of forms with a module that must not run for each name."""
    folder.mkdir()
    for name in names:
        (folder / f"{name}.py").write_text(TRAP, encoding="utf-8")
    for name in ("bathuoc", "samson"):
        (folder / f"{name}.xlsx").write_bytes((HERE / f"{name}.xlsx").read_bytes())
    (folder / "cu.xls").write_bytes(xls(corpus.sheets()))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trapped(tmp_path_factory.mktemp("mail") / "gui", {*sys.stdlib_module_names, *LIBRARIES})


def run_in(folder: Path, *command: object) -> str:
    """Run a process in the folder and give what it said, where nothing of the folder ran."""
    done = subprocess.run(
        [*map(str, command)], cwd=folder, env=surroundings(), capture_output=True, timeout=MOST_SECONDS, check=False
    )
    said = (done.stdout + done.stderr).decode("utf-8")
    assert not [*folder.glob("*.ran")], said
    assert done.returncode in (0, 2), said
    return said


@pytest.mark.process
@pytest.mark.parametrize("jobs", [1, 2])
def test_the_module_that_ran_in_every_worker_of_the_first_version_runs_in_none(tmp_path, jobs):
    folder = trapped(tmp_path / "gui", ())
    code = (HERE.parent / "tests/faults/hostile/folder-with-code/pickle.py.txt").read_text(encoding="utf-8")
    (folder / "pickle.py").write_text(code, encoding="utf-8")
    command = Path(sysconfig.get_path("scripts"), "xhht")
    assert "Thành phố Sầm" in run_in(folder, command, "report", "--all", "--jobs", jobs)
    assert not (folder / "RAN.txt").exists()
    subprocess.run([sys.executable, "-S", "-c", "import pickle"], cwd=folder, check=True)  # -S: coverage imports it too
    assert (folder / "RAN.txt").exists(), "the module would say so if it ran"


LINES = (
    ("report --all --jobs 2", "Thành phố Sầm"),
    ("report --all --jobs 1", "Thành phố Sầm"),
    ("score cu.xls --brief", "Bá Thước"),
    ("validate cu.xls bathuoc.xlsx", "2"),
    ("merge bathuoc.xlsx cu.xls -o ../ghep.xlsx", "Bá Thước"),
    ("status .", "Bá Thước"),
    ("repair cu.xls -o ../moi.xlsx", ""),
)


@pytest.mark.more
@pytest.mark.process
@pytest.mark.parametrize(("line", "said"), effort.some(LINES, one_in=2))
def test_no_module_of_the_working_folder_runs(folder, line, said):
    assert said in run_in(folder, Path(sysconfig.get_path("scripts"), "xhht"), *line.split())


@pytest.mark.process
def test_python_m_leaves_the_folder_that_python_puts_first(tmp_path):
    """What Python imports before it comes to the package cannot be helped."""
    before = subprocess.run(
        [sys.executable, "-c", "import runpy, pkgutil, sys; print(*sys.modules)"], capture_output=True, check=True
    )
    early = {name.partition(".")[0] for name in before.stdout.decode().split()}
    late = trapped(tmp_path / "gui", {*sys.stdlib_module_names, *LIBRARIES} - early)
    assert "Thành phố Sầm" in run_in(late, sys.executable, "-m", "xhht_score", "report", "--all", "--jobs", "2")


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (None, None),
        ("", None),
        (os.pathsep, None),
        (f"/a{os.pathsep}{os.pathsep}/b", "/a:/b"),
        (f".{os.pathsep}/a", "/a"),
    ],
)
def test_what_is_started_is_told_to_import_nothing_from_here(tmp_path, monkeypatch, given, left):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    if given is not None:
        monkeypatch.setenv("PYTHONPATH", given)
    found = processes.surroundings()
    assert (found.get("PYTHONPATH"), found["PYTHONSAFEPATH"]) == (left and left.replace(":", os.pathsep), "1")
    before = dict(os.environ)
    with processes.safe_start():
        assert dict(os.environ) == found
    assert dict(os.environ) == before


def test_the_working_folder_is_left_unless_python_or_the_package_stands_there(tmp_path, monkeypatch):
    places = [str(tmp_path), "", str(Path(processes.__file__).parents[1]), str(Path(os.__file__).parent)]
    for place, left in (
        (places[0], places[2:]),
        (places[2], [places[0], "", *places[2:]]),
        (places[3], [places[0], "", *places[2:]]),
    ):
        monkeypatch.chdir(place)
        monkeypatch.setattr(sys, "path", [*places])
        with processes.imports_kept():
            processes.leave_working_folder()
            assert sys.path == left
        assert sys.path == places


def test_where_python_does_not_hear_of_it_one_process_does_everything(monkeypatch):
    """`python -E` hears of no variable."""
    monkeypatch.setattr(processes, "can_start_safely", lambda: False)
    monkeypatch.setattr(batch, "ProcessPoolExecutor", None)
    report = batch.report_on([HERE / "bathuoc.xlsx"], Words("vi"), "csv", jobs=2)
    assert [entry.unit for entry in report.entries] == ["Huyện Bá Thước"]


@pytest.mark.parametrize(
    ("files", "jobs", "begins"), [(3, None, False), (3, 1, False), (3, 2, True), (250, None, True), (250, 1, False)]
)
def test_several_processes_are_begun_before_all_is_loaded_where_they_are_used(
    tmp_path, monkeypatch, files, jobs, begins
):
    for number in range(files):
        (tmp_path / f"{number}.xlsx").touch()
    begun: list[str] = []
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(entry, "begin_loading", begun.append)
    entry.begin_several([], tmp_path, jobs)
    assert (batch.__name__ in begun) == begins
    assert begins == (processes.number_for(files, jobs) > 1)


@pytest.mark.process
@pytest.mark.skipif("forkserver" not in multiprocessing.get_all_start_methods(), reason="copies are made of nothing")
def test_what_was_begun_is_what_reads():
    from multiprocessing.forkserver import _forkserver

    processes.begin_loading(batch.__name__)
    begun = _forkserver._forkserver_pid
    assert begun is not None
    paths = [HERE / "bathuoc.xlsx", HERE / "samson.xlsx"]
    assert [one.unit for one in batch.report_on(paths, Words("vi"), "csv", jobs=2).entries]
    assert _forkserver._forkserver_pid == begun


def _under(process: int) -> Iterator[int]:
    """Give the processes that one started, and those that they started."""
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:  # it has ended
        return
    for child in map(int, listed):
        yield child
        yield from _under(child)


_tells_children = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="only where the system tells the children of a process"
)


@pytest.mark.process
@_tells_children
@pytest.mark.more
@pytest.mark.parametrize(("started", "seconds"), some([(4, 0.5), (1, 0), (4, 0)], 2))
def test_who_is_interrupted_hears_one_sentence_and_no_process_goes_on(tmp_path, started, seconds):
    process, children = _reporting(tmp_path, started)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _, said = process.communicate(timeout=MOST_SECONDS)
    assert (process.returncode, said.decode()) == (130, "Stopped as asked.\n")
    _wait_for_the_end_of(children)


@pytest.mark.process
@_tells_children
@pytest.mark.more
def test_where_the_system_ends_the_command_the_processes_that_read_for_it_end_too(tmp_path):
    process, children = _reporting(tmp_path, 4)
    process.kill()
    process.communicate(timeout=MOST_SECONDS)
    _wait_for_the_end_of(children)


def _reporting(folder: Path, started: int) -> tuple[subprocess.Popen[bytes], list[int]]:
    """Begin a report of many forms by two processes; give it with its children, once it has so many."""
    for number in range(2_000):  # most are not begun when it is interrupted
        (folder / f"{number}.xlsx").symlink_to(HERE / "bathuoc.xlsx")
    command = [sys.executable, "-m", "xhht_score", "report", "--all", "--jobs", "2", "-o", "../a.md"]
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background may ignore it
    process = subprocess.Popen(
        command, cwd=folder, env=surroundings(XHHT_LANG="en"), stderr=subprocess.PIPE, start_new_session=True
    )
    signal.signal(signal.SIGINT, heard)
    end = time.monotonic() + MOST_SECONDS
    while len(children := list(_under(process.pid))) < started:  # one keeps count of the others, one starts them
        assert time.monotonic() < end
        time.sleep(0.001)
    return process, children


def _wait_for_the_end_of(children: list[int]) -> None:
    end = time.monotonic() + MOST_SECONDS
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < end
        time.sleep(0.01)


PROGRAM = """import atexit, sys
from xhht_score.cli.main import program

atexit.register(lambda: print("and the last", flush=True))
program()
"""


@pytest.mark.process
@pytest.mark.parametrize(
    ("arguments", "code", "first"),
    [
        (("score", str(HERE / "bathuoc.xlsx"), "--lang", "en"), 0, "Huyện Bá Thước"),
        (("score", "none.xlsx"), 2, "and the last"),
    ],
)
def test_a_process_that_ends_at_once_has_said_all_that_it_had_to_say(tmp_path, arguments, code, first):
    command = [sys.executable, "-c", PROGRAM, *arguments]
    done = subprocess.run(command, cwd=tmp_path, env=surroundings(), capture_output=True, timeout=MOST_SECONDS)
    lines = done.stdout.decode().splitlines()
    assert (done.returncode, lines[-1]) == (code, "and the last")
    assert lines[0].startswith(first)
    assert bool(done.stderr) == bool(code)
