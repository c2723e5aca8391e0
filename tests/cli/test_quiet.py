"""`--quiet` means it, in every command: the answer is the same, and beside it there are errors only."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from effort import in_turn, some
from filled import as_form, few_offices
from make import CRITERIA, HERE
from xhht_score.api.single import assess
from xhht_score.cli.root import build
from xhht_score.reports.page import write_page
from xhht_score.reports.unit import compose_units
from xhht_score.version import __version__
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout

#: For each command a run that has something to say beside its answer, and what a loud one says of it. In the folder
#: `đủ` are a form with a blank, one that is damaged and what Excel leaves; in `không` is only what Excel leaves.
RUNS = {
    "score": ("score đủ/mẫu.xlsx đủ/hỏng.xlsx -f csv", "warning"),
    "score, written": ("score đủ/mẫu.xlsx -o kết-quả.md", "written"),
    "score, one file": ("score đủ/hỏng.xlsx", None),
    "score, a level that is not reached": ("score đủ/mẫu.xlsx --require dat", None),
    "validate": ("validate đủ -o kết-quả.txt", "written"),
    "validate, nothing there": ("validate không", None),
    "report": ("report --dir đủ -f csv", "notice"),
    "report, nothing there": ("report --dir không", "notice"),
    "compare": ("compare đủ đủ -f csv", "notice"),
    "compare, nothing there": ("compare không không", None),
    "explain": ("explain đủ/mẫu.xlsx 2.2 --last-year cũ -o kết-quả.md", "written"),
    "template": (f"template {CRITERIA} -o mới.xlsx", "written"),
    "template, from": (f"template {CRITERIA} --from đủ/mẫu.xlsx -o mới.xlsx", "written"),
    "template, from a folder": (f"template {CRITERIA} --from đủ -o mới", "warning"),
    "split": ("split đủ/mẫu.xlsx --by hai.csv -o mới", "warning"),
    "merge": ("merge đủ -o ghép.xlsx", "warning"),
    "merge, nothing there": ("merge không -o ghép.xlsx", None),
    "status": ("status đủ", "notice"),
    "status, nothing there": ("status không", "notice"),
    "repair": ("repair đủ/mẫu.xlsx -o mới.xlsx", "warning"),
    "plan": ("plan đủ/mẫu.xlsx -o kết-quả.md", "written"),
    "dossier": ("dossier đủ/mẫu.xlsx -o mới", "warning"),
    "verify": ("verify đủ/trang.html --form đủ/mẫu.xlsx", "notice"),
    "criteria list": ("criteria list -o kết-quả.md", "written"),
    "criteria show": (f"criteria show {CRITERIA} -o kết-quả.md", "written"),
    "criteria guide": (f"criteria guide {CRITERIA} -o kết-quả.md", "written"),
    "criteria diff": (f"criteria diff {CRITERIA} {CRITERIA} --dir đủ", "warning"),
}


def commands(group: Any, above: tuple[str, ...] = ()) -> Iterator[str]:
    for name, one in group.commands.items():
        if inner := getattr(one, "commands", None):
            assert inner
            yield from commands(one, (*above, name))
        else:
            yield " ".join((*above, name))


def test_every_command_is_tried_here():
    assert {name.partition(",")[0] for name in RUNS} == set(commands(build(Words("vi"))))


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("quiet")
    for name in ("đủ", "không", "cũ"):
        (tmp_path / name).mkdir()
    form = as_form(openpyxl.load_workbook(HERE / "nongcong.xlsx"))
    form.cell("2.2", "value_1").value = None
    form.about(layout.UNIT_NAME).value = form.cell("2.2", layout.NOTE).value = "HuyÖn N«ng Cèng"  # TCVN3
    form.save(tmp_path / "đủ/mẫu.xlsx")
    (tmp_path / "đủ/hỏng.xlsx").write_bytes(b"PK")
    shutil.copyfile(HERE / "yendinh.xlsx", tmp_path / "cũ/nơi khác.xlsx")
    for name in ("đủ", "không"):
        (tmp_path / name / "~$mẫu.xlsx").write_bytes(b"")
    few_offices(tmp_path / "hai.csv", "khuyen-hoc", "doan")
    page = write_page(Words("vi"), compose_units(Words("vi"), [assess(tmp_path / "đủ/mẫu.xlsx")]))
    (tmp_path / "đủ/trang.html").write_text(page.replace(__version__, "0.1.9"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def folder(made_once: Path, tmp_path: Path) -> Path:
    """Give a copy of what is made once for all tests."""
    return Path(shutil.copytree(made_once, tmp_path, dirs_exist_ok=True))


def tried(run, folder: Path, line: str, language: str, *more: str) -> Any:
    """Give what a run says, and what it writes."""
    for name in ("mới", "mới.xlsx", "ghép.xlsx", "kết-quả.md", "kết-quả.txt"):
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    done = run(*line.split(), "--lang", language, *more, cwd=folder)
    return done, sorted(str(one) for one in folder.rglob("*"))


@pytest.mark.more
@pytest.mark.parametrize(("name", "language"), in_turn(some([*RUNS], 2), LANGUAGES))
def test_quiet_leaves_the_answer_and_the_errors_and_nothing_else(run, folder, name, language):
    line, said = RUNS[name]
    words = Words(language)
    loud, written = tried(run, folder, line, language)
    for option in some(("-q", "--quiet"), 2):
        quiet, also_written = tried(run, folder, line, language, option)
        assert (quiet.returncode, quiet.stdout, also_written) == (loud.returncode, loud.stdout, written)
        lines = quiet.stderr.splitlines()
        assert set(lines) <= set(loud.stderr.splitlines())
        for severity in ("warning", "notice"):
            assert [one for one in lines if f": {words.say(severity)}: " in one] == []
            assert not any(one.startswith(f"{words.say(severity)}: ") for one in lines)
        assert words.say("written", file="|").partition("|")[0] not in quiet.stderr
        assert bool(lines) == (quiet.returncode == 2 and not line.startswith("validate"))
    if said is not None:
        sign = words.say("written", file="|").partition("|")[0] if said == "written" else f"{words.say(said)}: "
        assert sign in loud.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_of_every_command_says_what_quiet_leaves_out(run, language):
    promised = " ".join(Words(language).say("help-quiet").split())
    for name in commands(build(Words(language))):
        page = " ".join(run(*name.split(), "--help", "--lang", language, COLUMNS="400").stdout.split())
        assert promised in page, name
