"""What a file is: whatever else the system has under a name is told at once, by every command that reads it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from make import CRITERIA, HERE
from xhht_score.errors import XhhtError
from xhht_score.files import content_of

BATHUOC = HERE / "bathuoc.xlsx"
RULES = HERE.parent / "criteria" / f"{CRITERIA}.yaml"
ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (os.mkfifo, "no regular file"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "no regular file"),
    "a folder": (Path.mkdir, "this is a directory"),
    "a link to itself": (lambda path: path.symlink_to(path.name), ""),
}
#: What is read, as ODD, by every command that takes such a path. A folder of forms is no odd thing.
READ = (
    "score ODD.xlsx", "score a.xlsx -c ODD.yaml", "score a.xlsx --lower ODD.xlsx", "score a.xlsx --last-year ODD.xlsx",
    "score a.xlsx --lower a.xlsx --lower-criteria ODD.yaml", "report ODD.xlsx", "report a.xlsx -c ODD.yaml",
    "explain ODD.xlsx 1.1", "validate ODD.yaml", "validate ODD.xlsx", "validate b.yaml",
    "template ODD.yaml", f"template {CRITERIA} --from ODD.csv -o ra", f"template {CRITERIA} --from ODD.xlsx -o ra.xlsx",
    f"template {CRITERIA} --from ds.csv --last-year ODD.xlsx -o ra",
    "split ODD.xlsx -o ra", "merge ODD.xlsx -o ra.xlsx", "repair ODD.xlsx -o ra.xlsx",
    "repair a.xlsx -c ODD.yaml -o ra.xlsx",
    "criteria show ODD.yaml", "criteria guide ODD.yaml", "criteria guide b.yaml", f"criteria diff {CRITERIA} ODD.yaml",
    "criteria show extends.yaml",
)  # fmt: skip
OF_FOLDERS = ("--lower ODD", "--last-year ODD", "--from ODD", "merge ODD", "validate ODD")


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("line", READ)
def test_what_is_no_regular_file_is_said_at_once(run, tmp_path, line, odd):
    make, said = ODD[odd]
    shutil.copyfile(BATHUOC, tmp_path / "a.xlsx")
    shutil.copyfile(RULES, tmp_path / "b.yaml")
    (tmp_path / "ds.csv").write_text("name\nA\n", encoding="utf-8")
    (tmp_path / "extends.yaml").write_text("id: x\nversion: '1'\nextends: ODD.yaml\n", encoding="utf-8")
    names = [one for one in line.split() if one.startswith("ODD")] or (
        ["b.cases.yaml"] if "b.yaml" in line else ["ODD.yaml"]
    )
    for name in names:
        make(tmp_path / name)
    began = time.monotonic()
    done = run(*line.split(), "--lang", "en")
    assert time.monotonic() - began < 20  # at once; what waits for the other end of a pipe waits for ever
    if odd == "a folder" and any(one in line for one in OF_FOLDERS):
        said = "no file to look at"
    if odd == "a device" and "extends" in line:  # to which a link leads
        said = "extends leads out of the folder"
    assert done.returncode == 2 or (odd == "a link to itself" and "b.yaml" in line), done.stdout
    assert said in done.stderr + done.stdout
    assert "bug" not in done.stderr


def test_a_pipe_in_a_folder_is_said_and_the_rest_is_read(run, tmp_path):
    shutil.copyfile(BATHUOC, tmp_path / "a.xlsx")
    os.mkfifo(tmp_path / "b.xlsx")
    os.mkfifo(tmp_path / "c.yaml")
    for line in ("report --all", "status .", "validate .", "merge . -o ../ra.xlsx --force"):
        done = run(*line.split(), "--lang", "en")
        assert done.returncode == 2
        assert "b.xlsx: error: this is no regular file" in done.stdout + done.stderr


def test_the_first_bytes_of_a_file_are_given_or_all(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"a\r\nbc")
    assert (content_of(path), content_of(path, 3)) == (b"a\r\nbc", b"a\r\n")
    with pytest.raises(XhhtError, check=lambda error: error.problems[0].code == "file-missing"):
        content_of(tmp_path / "b")
