"""Every wrong word of every command gets its own sentence in both languages, and none of the command library's."""

from __future__ import annotations

from typing import Any

import pytest

from parameters import commands, found, of_kind
from xhht_score.words import LANGUAGES

#: What is said, letter by letter; `{name}` stands in for what the case is about.
SAID = {
    "no option": ("không có tùy chọn “{name}”", "there is no option “{name}”"),
    "missing": ("thiếu tham số {name}", "{name} is lacking"),
    "no value": ("tùy chọn {name} cần có giá trị", "option {name} needs a value"),
    "value of a flag": ("tùy chọn {name} không nhận giá trị", "option {name} takes no value"),
    "too many": ("lệnh có tham số thừa, từ “{name}”", "there are too many arguments, from “{name}” on"),
    "no number": (
        "giá trị “{given}” của {name} không hợp lệ; cần một số nguyên từ 1 trở lên",
        "the value “{given}” of {name} is not valid; a whole number from 1 up is needed",
    ),
}
REMEDY = ("lỗi: {said}. → xem {command} --help\n", "error: {said}. → see {command} --help\n")


def sentence(language: str, what: str, path: tuple[str, ...], **about: str) -> str:
    at = LANGUAGES.index(language)
    return REMEDY[at].format(said=SAID[what][at].format(**about), command=" ".join(("xhht", *path)))


EACH = pytest.mark.parametrize("path", sorted(commands()), ids=lambda path: " ".join(path) or "xhht")
IN_BOTH = pytest.mark.parametrize("language", LANGUAGES)


def test_all_commands_are_tried():
    assert len(list(commands())) == 19


@EACH
@IN_BOTH
def test_an_option_that_no_command_has_is_named(run, path, language):
    done = run(*path, "--zzz", XHHT_LANG=language)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", sentence(language, "no option", path, name="--zzz"))


@EACH
@IN_BOTH
def test_each_option_says_whether_it_takes_a_value(run, path, language):
    for option in of_kind(found(path, language), "option"):
        for name in option.opts:
            if not option.is_flag:
                done = run(*path, name, XHHT_LANG=language)
                assert done.stderr == sentence(language, "no value", path, name=name)
            elif name.startswith("--"):
                done = run(*path, f"{name}=1", XHHT_LANG=language)
                assert done.stderr == sentence(language, "value of a flag", path, name=name)
            else:
                continue
            assert (done.returncode, done.stdout) == (2, "")


@EACH
@IN_BOTH
def test_what_a_command_needs_is_named_where_it_is_lacking(run, path, language):
    command = found(path, language)
    needed = [one for one in command.params if one.required]
    for at, one in enumerate(needed):
        given = [word for other in needed[:at] for word in _given(other)]
        done = run(*path, *given, XHHT_LANG=language)
        name = one.metavar if one.param_type_name == "argument" else one.opts[0]
        assert (done.returncode, done.stderr) == (2, sentence(language, "missing", path, name=name))


@EACH
@IN_BOTH
def test_a_word_too_many_is_named(run, path, language):
    command = found(path, language)
    arguments = of_kind(command, "argument")
    if getattr(command, "commands", {}) or any(one.nargs != 1 for one in arguments):
        return
    given = [word for one in command.params if one.required for word in _given(one)]
    done = run(*path, *given, "thừa", "nữa", XHHT_LANG=language)
    assert (done.returncode, done.stderr) == (2, sentence(language, "too many", path, name="thừa"))


def _given(parameter: Any) -> list[str]:
    return ["x"] if parameter.param_type_name == "argument" else [parameter.opts[0], "x"]


@IN_BOTH
@pytest.mark.parametrize("given", ["0", "-1", "abc", "1.5", "", "２%"])
@pytest.mark.parametrize("joined", [False, True], ids=["apart", "joined"])
@pytest.mark.parametrize(
    ("path", "name"), [(("report",), "--jobs"), (("template",), "--year"), (("criteria", "list"), "--year")]
)
def test_a_number_that_is_none_is_said_as_it_was_typed(run, path, name, joined, given, language):
    words = [f"{name}={given}"] if joined else [name, given]
    done = run(*path, *words, XHHT_LANG=language)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == sentence(language, "no number", path, name=name, given=given)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scor",), ("không có lệnh “scor”; có phải “score”?", "there is no command “scor”; did you mean “score”?")),
        (("criteria", "xem"), ("không có lệnh “xem”.", "there is no command “xem”.")),
        (("criteria", "list", "--on", "30/02/2024"), ("“30/02/2024”", "“30/02/2024” is not a valid date")),
        (("score", "x", "--format", "pdf"), ("không biết định dạng “pdf”", "unknown format “pdf”")),
        (("score", "x", "--which", "all"), ("“all”", "--which has no choice “all”")),
        (("--lang", "fr"), ("“fr”", "no language “fr”")),
    ],
)
def test_a_word_of_another_language_than_ours_is_answered_in_the_one_that_is_asked_for(run, words, said):
    for language, text in zip(LANGUAGES, said, strict=True):
        if words[0] == "--lang" and language == "en":
            continue  # which language is asked for is not known
        done = run(*words, XHHT_LANG=language)
        assert (done.returncode, done.stdout) == (2, "")
        assert text in done.stderr
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "words", [(), ("criteria",), ("--lang", "vi"), ("--help",), ("criteria", "--help")], ids=" ".join
)
def test_a_group_of_which_no_command_is_named_shows_its_help(run, words):
    done = run(*words)
    path = ("criteria",) if "criteria" in words else ()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Cách dùng: {' '.join(('xhht', *path))} [TÙY CHỌN] LỆNH [THAM SỐ]...\n")
