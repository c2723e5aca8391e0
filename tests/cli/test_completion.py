"""What a shell is offered for a word that is half typed, asked as bash asks."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from command import surroundings
from make import CRITERIA, HERE
from parameters import commands, found, of_kind
from xhht_score.loading.shipped import shipped_sets

BATHUOC = HERE / "bathuoc.xlsx"


@pytest.fixture
def offered(run):
    """Give a function that gives what is offered for the last of some words, "" where it is not begun."""

    def ask(*words: object) -> list[str]:
        asked = " ".join(map(str, ("xhht", *words)))
        done = run(_XHHT_COMPLETE="complete_bash", COMP_WORDS=asked, COMP_CWORD=str(len(words)))
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.split()

    return ask


PLACES_OF_SETS = [
    (path, [one.opts[0]] if one.param_type_name == "option" else ["x"] * (one.metavar == "NEW"))
    for path in sorted(commands())
    for one in found(path, "en").params
    if one.metavar in ("SET", "OLD", "NEW", "FILE|ID") and (path, one.param_type_name) != (("compare",), "argument")
]


@pytest.mark.parametrize(("path", "before"), PLACES_OF_SETS, ids=lambda one: " ".join(one))
def test_wherever_a_set_is_asked_for_the_shipped_ones_are_offered(offered, path, before):
    assert offered(*path, *before, "") == [*shipped_sets()]
    assert offered(*path, *before, "tt25") == [one for one in shipped_sets() if one.startswith("tt25")]


def test_all_places_of_sets_are_tried():
    assert len(PLACES_OF_SETS) == 21


def test_criteria_files_of_the_folder_are_offered_beside_the_shipped_sets(offered, tmp_path):
    for name, text in (
        ("tinh.yaml", "id: tinh\nextends: tt25-2023-xa\n"),
        ("tinh.cases.yaml", "- id: a\n"),
        ("docker.yaml", "services: {}\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert offered("template", "") == [*shipped_sets(), "tinh.yaml"]
    assert offered("template", "ti") == ["tinh.yaml"]


@pytest.mark.parametrize(
    "words", [("template", "./"), ("template", "zzz"), ("score", ""), ("score", "b"), ("status", "")]
)
def test_where_a_path_is_typed_the_shell_is_left_to_offer_files(offered, words):
    assert offered(*words) == []


@pytest.mark.parametrize("command", ["score", "report"])
def test_the_levels_are_those_of_the_set_that_is_named_or_of_the_form(offered, command, tmp_path):
    assert offered(command, "--criteria", "tt25-2023-xa", "--require", "") == ["muc-do-1", "muc-do-2"]
    assert offered(command, BATHUOC, "--require", "") == ["dat"]
    (tmp_path / "hỏng.xlsx").write_bytes(b"PK")
    for words in ((), ("không-có.xlsx",), ("hỏng.xlsx",)):
        assert {"dat", "muc-do-1", "trung-binh"} <= set(offered(command, *words, "--require", ""))


def test_the_indicators_are_those_of_the_form_or_of_the_set_that_is_named(offered):
    assert offered("explain", BATHUOC, "2.1") == ["2.1", "2.10", "2.11", "2.12"]
    assert "I.1" not in offered("explain", BATHUOC, "")
    assert offered("explain", "--criteria", CRITERIA, "không-có.xlsx", "1.1")[0] == "1.1"
    assert offered("explain", "không-có.xlsx", "") == []


WITH_WORDS = [
    (path, one.opts[0], one.metavar.split("|"))
    for path in sorted(commands())
    for one in of_kind(found(path, "en"), "option")
    if one.metavar and one.metavar.islower() and "|" in one.metavar
]


@pytest.mark.parametrize(("path", "option", "words"), WITH_WORDS)
def test_the_words_that_an_option_names_are_offered(offered, path, option, words):
    assert offered(*path, option, "") == words


def test_all_options_with_words_are_tried():
    assert {option for _, option, _ in WITH_WORDS} == {"--delimiter", "--format", "--lang", "--stage", "--which"}


@pytest.mark.parametrize(
    ("language", "installed", "refused"),
    [
        ("vi", "Đã cài tự động hoàn thành lệnh cho bash tại ", "không có tự động hoàn thành lệnh cho shell này (nu)"),
        ("en", "Completion for bash is installed in ", "completion is not known for this shell (nu)"),
    ],
)
def test_completion_is_installed_and_shown_in_our_words(run, tmp_path, monkeypatch, language, installed, refused):
    asked = {"XHHT_LANG": language, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    monkeypatch.setattr("shellingham.detect_shell", lambda: ("bash", "/bin/bash"))
    done = run("--install-completion", **asked)
    script = tmp_path / ".bash_completions" / "xhht.sh"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{installed}{script};")
    shown = run("--show-completion", **asked)
    assert shown.stdout.strip() == script.read_text(encoding="utf-8").strip()
    monkeypatch.setattr("shellingham.detect_shell", lambda: ("nu", "/bin/nu"))
    for option in ("--install-completion", "--show-completion"):
        done = run(option, **asked)
        assert (done.returncode, done.stdout) == (2, "")
        assert refused in done.stderr


@pytest.mark.parametrize(
    ("words", "too_heavy"),
    [
        ("xhht template tt25", ("openpyxl", "python_calamine", "yaml", "xhht_score.criteria")),
        (f"xhht explain {BATHUOC} 2.", ("openpyxl",)),
    ],
    ids=["a set", "an indicator"],
)
def test_nothing_heavy_is_loaded_while_a_word_is_typed(words, too_heavy, tmp_path):
    asked = {"_XHHT_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    command = [sys.executable, "-X", "importtime", "-m", "xhht_score"]
    done = subprocess.run(command, cwd=tmp_path, env=surroundings(**asked), capture_output=True, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.decode().split(os.linesep)}
    assert done.stdout
    assert {"typer", "xhht_score.cli.main"} <= loaded
    assert loaded & set(too_heavy) == set()
