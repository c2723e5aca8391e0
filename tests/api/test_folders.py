"""A folder is gone through by one rule: what is ours is checked, whatever is passed over is named."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from make import HERE
from xhht_score.api.folders import find_rules, find_workbooks
from xhht_score.errors import Problem, Several
from xhht_score.loading.shipped import is_criteria_file, shipped_sets

FAULT = Path(__file__).parents[1] / "faults/set-that-is-skipped"
FORM = HERE / "samson.xlsx"

OURS = {
    "criteria": "criteria: []\n",
    "recognition": "recognition: {}\n",
    "extends": "extends: tt25-2023-xa\n",
    "total_points": "# ghi chú\n\ntotal_points: 100\n",
    "assessment_years": "assessment_years: [2024]\n",
    "quoted": '"criteria" : x\n',
    "two of four": "title: x\nname: y\nissuer: z\n",
    "id and version": "id: Khu_dan_cu\nversion: 2026.1\n",
    "malformed": "criteria: [\n  - {id: 1\n}: :\n",
    "tab": "\tx: 1\nextends: a\n",
    "windows lines": "x: 1\r\nrecognition:\r\n",
    "old mac lines": "x: 1\rrecognition:\r",
    "many documents": "---\nid: a\n---\ntitle: b\n",
}
OTHERS = {
    "empty": "",
    "indented": "deploy:\n  criteria: []\n  recognition: {}\n",
    "one of four": "version: 3\nservices: {}\nversion: 4\n",
    "longer words": "criteria_of: x\nmy-criteria: y\ntitles: z\nid2: u\nversion-x: v\n",
    "comment": "# criteria: x\n- criteria: y\n",
    "text": "criteria and recognition\n",
}


@pytest.mark.parametrize("content", OURS.values(), ids=OURS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_a_set_is_known_by_the_keys_at_its_left_margin_even_where_it_is_broken(tmp_path, content, encoding):
    path = tmp_path / "a.YML"
    path.write_bytes(content.encode(encoding))
    assert is_criteria_file(path)


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS)
def test_other_yaml_is_not_ours(tmp_path, content):
    path = tmp_path / "a.yaml"
    path.write_text(content, encoding="utf-8")
    assert not is_criteria_file(path)


def test_every_shipped_set_is_known_and_no_file_of_cases_is_taken_for_one():
    assert all(map(is_criteria_file, shipped_sets().values()))
    cases = list(next(iter(shipped_sets().values())).parent.glob("*.cases.yaml"))
    assert cases
    assert not any(map(is_criteria_file, cases))


def test_set_that_is_skipped(run, tmp_path):
    """The set whose id is no id was passed over, with no error and exit 0."""
    shutil.copytree(FAULT, tmp_path / "bo")
    done = run("validate", "bo")
    assert done.returncode == 2
    assert f"{Path('bo/broken.yaml')}:1:1: lỗi: mã “Khu_dan_cu”" in done.stdout
    assert f"{Path('bo/ok.yaml')}: " in done.stdout
    assert done.stdout.splitlines()[-1].startswith("Đã kiểm tra 2 tệp")


@pytest.mark.parametrize(
    "content", ["criteria: [", "extends: no-such-set\n", "criteria:\n\t- id: 1\n", "id: a\nversion: '1'\n"]
)
def test_a_broken_set_beside_a_sound_one_gives_exit_2(run, tmp_path, content):
    shutil.copy(FAULT / "ok.yaml", tmp_path)
    (tmp_path / "con").mkdir()
    (tmp_path / "con/hong.yml").write_text(content, encoding="utf-8")
    done = run("validate", ".", "--lang", "en")
    assert done.returncode == 2
    assert f"{Path('con/hong.yml')}:" in done.stdout


def write(folder: Path, *names: str, content: str = "x: 1\n") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def test_everything_else_is_named_once_a_dozen_at_most(run, tmp_path):
    shutil.copy(FAULT / "ok.yaml", tmp_path)
    write(tmp_path, *(f"b/{number:02}.yaml" for number in range(30)), ".pre-commit.yaml", "A.YML")
    write(tmp_path, ".git/x.yaml", "b/.cu/hong.yaml", content="criteria: [")
    done = run("validate", ".", "--lang", "en")
    assert done.returncode == 0
    (notice,) = [line for line in done.stdout.splitlines() if "notice" in line and "passed over" in line]
    assert "passed over: .pre-commit.yaml, A.YML, b/00.yaml, " in notice
    assert "b/09.yaml" in notice
    assert "b/10.yaml" not in notice
    assert "20 more" in notice
    assert done.stdout.splitlines()[-1] == "1 file checked, 0 cases run: 0 errors, 0 warnings, 1 notice."


def test_a_folder_without_anything_of_ours_names_what_it_passed_over(run, tmp_path):
    write(tmp_path, "docker.yaml")
    done = run("validate", ".", "--lang", "en")
    assert done.returncode == 2
    assert "docker.yaml" in done.stdout
    assert "no file to look at" in done.stdout


def test_cases_find_their_set_under_either_suffix(run, tmp_path):
    shutil.copy(FAULT / "ok.yaml", tmp_path / "bo.yml")
    case = "- name: {vi: đủ, en: full}\n  given: {'1.1': yes}\n  expect:\n    points: {'1.1': 20}\n"
    (tmp_path / "bo.cases.yaml").write_text(case, encoding="utf-8")
    done = run("validate", ".", "--lang", "en")
    assert (done.returncode, done.stdout.splitlines()[-1][:28]) == (0, "1 file checked, 1 case run: ")


# ---------------------------------------------------------------- every command that goes through a folder


def reasons(problems: list[Problem]) -> list[tuple[str, object]]:
    return [(one.code, one.arguments.get("reason")) for one in problems]


def test_hidden_workbooks_and_linked_folders_are_passed_over_with_a_word(tmp_path):
    forms = tmp_path / "bieu"
    forms.mkdir()
    for name in ("a.xlsx", ".b.xlsx", "~$a.xlsx"):
        (forms / name).write_bytes(b"x")
    (forms / ".cu").mkdir()
    (forms / ".cu/c.xlsx").write_bytes(b"x")
    (tmp_path / "khac").mkdir()
    link_or_skip(forms / "lien-ket", tmp_path / "khac")
    found, problems = find_workbooks(forms)
    assert found == [forms / "a.xlsx"]
    assert reasons(problems) == [
        ("file-passed-over", "passed-link"), ("file-passed-over", "passed-lock"), ("files-passed-over", "passed-hidden")
    ]  # fmt: skip
    assert problems[-1].arguments["files"] == Several((".b.xlsx",), 1)


def link_or_skip(link: Path, target: Path) -> None:
    try:
        link.symlink_to(target, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_is_not_waited_for_and_a_broken_link_is_said(tmp_path):
    os.mkfifo(tmp_path / "a.yaml")
    link_or_skip(tmp_path / "b.yaml", tmp_path / "no-such.yaml")
    found, problems = find_rules(tmp_path)
    assert found == [tmp_path / "b.yaml"]
    assert problems[0].arguments["files"] == Several(("a.yaml",), 1)


@pytest.fixture
def unreadable(tmp_path) -> Path:
    """Give a folder with a form and with a folder that no system enters, because its path is too long."""
    forms = tmp_path / "bieu"
    forms.mkdir()
    shutil.copy(FORM, forms / "samson.xlsx")
    if os.mkdir not in os.supports_dir_fd:
        pytest.skip("paths of this system cannot be made too long")
    name, held = "d" * 200, os.open(forms, os.O_RDONLY)
    for _ in range(25):
        os.mkdir(name, dir_fd=held)
        deeper = os.open(name, os.O_RDONLY, dir_fd=held)
        os.close(held)
        held = deeper
    os.close(held)
    return forms


COMMANDS: dict[str, Callable[[Path], tuple[object, ...]]] = {
    "validate": lambda forms: ("validate", forms),
    "report": lambda forms: ("report", "--dir", forms),
    "report as json": lambda forms: ("report", "--dir", forms, "-f", "json"),
    "status": lambda forms: ("status", forms),
    "merge": lambda forms: ("merge", forms, "-o", "gop.xlsx"),
    "lower": lambda forms: ("score", FORM, "--lower", forms),
    "last year": lambda forms: ("score", FORM, "--last-year", forms),
    "template": lambda forms: ("template", "thanh-hoa-2020", "--from", forms, "-o", "moi"),
    "diff": lambda forms: ("criteria", "diff", "tt25-2023-xa", "tt25-2023-huyen", "--dir", forms),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_folder_that_cannot_be_entered_is_an_error_in_every_command(run, unreadable, command):
    done = run(*command(unreadable), "--lang", "en")
    assert done.returncode == 2
    said = " ".join((done.stdout + done.stderr).split())
    assert "cannot be read (the name is too long)" in said


def test_a_broken_form_in_a_folder_gives_exit_2_beside_sound_ones(run, tmp_path):
    shutil.copy(FORM, tmp_path / "samson.xlsx")
    (tmp_path / "hong.xlsx").write_bytes(FORM.read_bytes()[:5000])
    for command in (("validate", "."), ("report", "--all")):
        done = run(*command, "--lang", "en")
        assert done.returncode == 2
        assert "hong.xlsx" in done.stdout + done.stderr
