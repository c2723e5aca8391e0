"""Where a command writes: never over what it reads, whole or not at all, no link followed, nothing left behind."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from command import MOST_SECONDS, Run, surroundings
from effort import in_turn
from filled import few_offices
from make import CRITERIA, HERE
from xhht_score import writing
from xhht_score.cli import inputs

BATHUOC = HERE / "bathuoc.xlsx"
RULES = HERE.parent / "criteria" / f"{CRITERIA}.yaml"
VARIANT = 'id: {id}\nversion: "1"\nstatus: illustrative\nextends: {base}\n'

#: Every command that writes a file, and what of the folder it reads; the set extends another one.
SET = ("b.yaml", "b.cases.yaml", "gốc.yaml")
COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "score": (
        "score a.xlsx -c b.yaml --lower dưới --last-year cũ.xlsx --lower-criteria d.yaml -f md -o RA.md",
        ("a.xlsx", *SET, "dưới/a.xlsx", "cũ.xlsx", "d.yaml"),
    ),
    "score, last year's folder": ("score a.xlsx --last-year dưới -f md -o RA.md", ("dưới/a.xlsx",)),
    "report": ("report a.xlsx -c b.yaml -f md -o RA.md", ("a.xlsx", *SET)),
    "report of a folder": ("report --dir dưới -f csv -o RA.csv", ("dưới/a.xlsx",)),
    "explain": (
        "explain a.xlsx 1.1 -c b.yaml --lower dưới --last-year cũ.xlsx --lower-criteria d.yaml -o RA.md",
        ("a.xlsx", *SET, "dưới/a.xlsx", "cũ.xlsx", "d.yaml"),
    ),
    "template": ("template b.yaml --force -o RA.xlsx", SET),
    "template of last year": ("template b.yaml --from cũ.xlsx --force -o RA.xlsx", ("cũ.xlsx", *SET)),
    "template of a folder": ("template b.yaml --from dưới --force -o phần", ("dưới/a.xlsx", *SET)),
    "template of a table": ("template b.yaml --from bảng.csv --force -o phần", ("bảng.csv", *SET)),
    "template of a list": ("template b.yaml --from ds.xlsx --force -o phần", ("ds.xlsx", *SET)),
    "template of a list and a folder": (
        "template b.yaml --from ds.xlsx --last-year dưới --force -o phần",
        ("ds.xlsx", "dưới/a.xlsx", *SET),
    ),
    "split": ("split a.xlsx --by hai.csv --force -o phần", ("a.xlsx", "hai.csv")),
    "merge": ("merge a.xlsx dưới -c b.yaml --force -o RA.xlsx", ("a.xlsx", "dưới/a.xlsx", *SET)),
    "status": ("status dưới -c b.yaml -o RA.md", ("dưới/a.xlsx", *SET)),
    "repair": ("repair a.xlsx -c b.yaml --force -o RA.xlsx", ("a.xlsx", *SET)),
    "criteria list": ("criteria list -o RA.md", ()),
    "criteria show": ("criteria show b.yaml -o RA.md", SET),
    "criteria guide": ("criteria guide b.yaml -o RA.md", SET),
    "criteria diff": ("criteria diff b.yaml d.yaml --dir dưới -o RA.md", (*SET, "d.yaml", "dưới/a.xlsx")),
}
SHIPPED = "kèm theo/x.yaml"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with all that commands read, the shipped sets among it."""
    (tmp_path / "dưới").mkdir()
    for name in ("a.xlsx", "cũ.xlsx", "dưới/a.xlsx"):
        shutil.copyfile(BATHUOC, tmp_path / name)
    shutil.copyfile(RULES, tmp_path / "gốc.yaml")
    base = (tmp_path / "gốc.yaml").read_text(encoding="utf-8").replace(f"id: {CRITERIA}", "id: goc", 1)
    (tmp_path / "gốc.yaml").write_text(base, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(VARIANT.format(id="b", base="gốc.yaml"), encoding="utf-8")
    (tmp_path / "d.yaml").write_text(VARIANT.format(id="d", base=CRITERIA), encoding="utf-8")
    (tmp_path / "b.cases.yaml").write_text("- name: không\n  expect: {}\n", encoding="utf-8")
    few_offices(tmp_path / "hai.csv", "khuyen-hoc", "doan")
    (tmp_path / "bảng.csv").write_text("name,code\nHuyện Bá Thước,384\n", encoding="utf-8")
    book = Workbook()
    for row in (("name", "code"), ("Huyện Bá Thước", 386)):
        book.worksheets[0].append(row)
    book.save(tmp_path / "ds.xlsx")
    (tmp_path / "kèm theo").mkdir()
    (tmp_path / SHIPPED).write_text("id: x\n", encoding="utf-8")
    monkeypatch.setattr(inputs, "shipped_directory", lambda: tmp_path / "kèm theo")
    return tmp_path


def names_written(run: Run, folder: Path, command: str) -> list[Path]:
    """Give what a command writes into a folder of its own."""
    assert run(*command.split(), cwd=folder).returncode in (0, 2)
    return sorted((folder / "phần").iterdir())


@pytest.mark.more
@pytest.mark.parametrize(("command", "of_set"), in_turn(COMMANDS, SET))
def test_nothing_that_is_read_is_written_over(run, desk, command, of_set):
    """A second name of the same file is that file; of the files of a set one is tried with each command."""
    line, read = COMMANDS[command]
    read = [name for name in read if name not in SET or name == of_set]
    output = desk / line.split()[-1]
    if output.name == "phần":
        output = names_written(run, desk, line)[-1]
    for name in (*read, SHIPPED):
        output.unlink(missing_ok=True)
        os.link(desk / name, output)
        before = output.read_bytes()
        done = run(*line.split(), "--lang", "en", cwd=desk)
        assert (done.returncode, done.stdout) == (2, ""), name
        assert "the output is one of the input files" in done.stderr, name
        assert output.read_bytes() == before


def test_a_new_file_in_a_folder_that_is_read_is_no_input(run, desk):
    for _ in range(2):
        assert run("report", "--dir", "dưới", "-o", "dưới/báo cáo.md", cwd=desk).returncode == 0
    assert run("status", "dưới", "-o", "dưới/ai nộp.md", cwd=desk).returncode == 0


def test_merging_again_writes_what_it_wrote_itself_anew(run, tmp_path, split_form):
    whole = split_form / "ghép.xlsx"
    merge = ("merge", split_form, "-o", whole, "--lang", "en")
    assert run(*merge).returncode == 0
    again = run(*merge, "--force")
    assert again.returncode == 0
    assert "Merged 5 files" in again.stdout
    assert f"{whole}: notice: passed over: the last merge wrote it" in again.stderr
    assert "exists already" in run(*merge).stderr


def test_what_somebody_saved_since_it_was_merged_is_an_input(run, tmp_path, split_form):
    from openpyxl import load_workbook

    whole = split_form / "ghép.xlsx"
    assert run("merge", split_form, "-o", whole).returncode == 0
    book = load_workbook(whole)
    book.properties.lastModifiedBy = "Lan"
    book.save(whole)
    before = whole.read_bytes()
    assert "one of the input files" in run("merge", split_form, "-o", whole, "--force", "--lang", "en").stderr
    assert whole.read_bytes() == before


@pytest.mark.parametrize("there", [True, False], ids=["a file", "nothing"])
def test_no_link_is_followed(run, tmp_path, there):
    target = tmp_path / "thật.xlsx"
    if there:
        target.write_text("cũ", encoding="utf-8")
    (tmp_path / "nối.xlsx").symlink_to(target)
    for arguments in (("score", BATHUOC, "-f", "md"), ("repair", BATHUOC, "--force")):
        done = run(*arguments, "-o", "nối.xlsx", "--lang", "en")
        assert (done.returncode, done.stdout) == (2, "")
        assert "a link stands here" in done.stderr
    assert target.exists() is there
    assert not there or target.read_text(encoding="utf-8") == "cũ"


@pytest.mark.parametrize("name", ["NUL", "nul.md", "con .md", "COM1.2020.md", "lpt³.md", "CONOUT$.md", "aux:.md"])
def test_a_name_of_a_device_is_refused_on_every_system(run, tmp_path, name):
    done = run("score", BATHUOC, "-f", "md", "-o", name, "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Windows keeps for a device" in done.stderr
    assert not [*tmp_path.iterdir()]
    folder = name.removesuffix(".md")
    assert "a device" in run("split", BATHUOC, "-o", folder, "--lang", "en").stderr
    assert not [*tmp_path.iterdir()]


# Written whole


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_a_file_that_is_replaced_keeps_its_rights(tmp_path, mode):
    path = tmp_path / "a.md"
    path.write_text("cũ", encoding="utf-8")
    path.chmod(mode)
    os.link(path, tmp_path / "b.md")  # nothing is written into the old file itself
    writing.write_whole(path, (b"m", "ới".encode()))
    assert (path.read_text(encoding="utf-8"), stat.S_IMODE(path.stat().st_mode)) == ("mới", mode)
    assert (tmp_path / "b.md").read_text(encoding="utf-8") == "cũ"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.md", "b.md"]


def full(piece: bytes) -> Iterator[bytes]:
    yield piece
    raise OSError(errno.ENOSPC, "full")


def test_a_disk_that_becomes_full_leaves_the_old_file_and_nothing_else(run, tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    whole = writing.write_whole
    for module in ("cli.desk", "writing"):
        name = f"xhht_score.{module}.write_whole"
        monkeypatch.setattr(name, lambda path, _: whole(path, full(b"x" * 9999)))
    for arguments in (("score", BATHUOC, "-f", "md"), ("repair", BATHUOC, "--force")):
        done = run(*arguments, "-o", "a.xlsx", "--lang", "en")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.splitlines()[0].startswith("a.xlsx: error: cannot write here (the disk is full)")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a.xlsx", b"old")]


def left_over(folder: Path, machine: str, process: int, start: int = 0) -> Path:
    path = folder / f".xhht-{machine}-{process}-{start}-0123456789abcdef.tmp"
    path.write_bytes(b"half")
    return path


@pytest.fixture
def gone() -> int:
    """Give the number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_what_a_process_left_is_cleared_only_where_it_is_gone(run, tmp_path, gone):
    mine = writing._machine()
    started = writing._start_of(os.getpid())
    cleared = [left_over(tmp_path, mine, gone), left_over(tmp_path, mine, 2**70)]
    if started:  # another process has the number now
        cleared.append(left_over(tmp_path, mine, os.getpid(), started + 1))
    kept = [left_over(tmp_path, "other_0", gone), left_over(tmp_path, mine, os.getpid(), started)]
    kept += [left_over(tmp_path, mine, 1), tmp_path / f".xhht-{mine}-{gone}.tmp", tmp_path / "a.tmp"]
    linked = tmp_path / f".xhht-{mine}-{gone}-0-fedcba9876543210.tmp"
    linked.symlink_to(kept[-1])
    for path in kept[-2:]:
        path.touch()
    assert run("score", BATHUOC, "-o", "a.md").returncode == 0
    assert not any(path.exists() for path in cleared)
    assert all(path.exists() for path in (*kept, linked))


def test_every_temporary_name_is_another_and_fits(tmp_path):
    names = {writing._name_beside(tmp_path / ("ế" * 80 + ".xlsx")).name for _ in range(50)}
    assert len(names) == 50
    assert max(map(len, names)) < 120
    assert all(writing._NAME.fullmatch(name) for name in names)


# Streams that are closed or full


def streams(arguments: str, stdout: str = "", stderr: str = "") -> tuple[int, bytes, bytes]:
    """Give exit code, stdout and stderr of a run whose streams the shell leads elsewhere."""
    line = f"exec {sys.executable} -m xhht_score {arguments} {stdout} {stderr}"
    done = subprocess.run(
        ["sh", "-c", line], capture_output=True, env=surroundings(), timeout=MOST_SECONDS, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.process
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only where the system has /dev/full")
def test_a_stderr_that_is_closed_or_full_changes_nothing_else():
    arguments = f"score {BATHUOC} không-có.xlsx -f csv"
    code, stdout, stderr = streams(arguments)
    assert code == 2
    assert "không-có.xlsx".encode() in stderr
    for closed in ("2>&-", "2>/dev/full"):
        assert streams(arguments, stderr=closed) == (code, stdout, b"")


@pytest.mark.process
def test_a_stdout_that_is_closed_ends_quietly():
    assert streams(f"score {BATHUOC}", stdout=">&-") == (0, b"", b"")


# Ended from outside


@pytest.mark.process
@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_run_that_is_told_to_end_leaves_nothing_half_done(tmp_path):
    command = [sys.executable, "-c", STOPPED, str(tmp_path / "a.md")]
    done = subprocess.run(
        command, capture_output=True, env=surroundings(XHHT_LANG="en"), timeout=MOST_SECONDS, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"Stopped as asked.\n")
    assert not [*tmp_path.iterdir()]


#: Is told to end while it writes.
STOPPED = f"""
import os, signal, sys
from xhht_score import writing
from xhht_score.cli import desk, main

def pieces(path):
    yield b"half"
    assert len(os.listdir(path.parent)) == 1
    os.kill(os.getpid(), signal.SIGTERM)
    yield b"whole"

desk.write_whole = lambda path, _: writing.write_whole(path, pieces(path))
sys.exit(main.main(["score", {str(BATHUOC)!r}, "-o", sys.argv[1]]))
"""
