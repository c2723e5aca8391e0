"""The way in: finds the language, runs the command, turns whatever goes wrong into a sentence and an exit code."""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Mapping, Sequence
from itertools import pairwise

import typer

from xhht_score.cli.commands import build
from xhht_score.errors import Problem, XhhtError, nearest, os_problem
from xhht_score.numbers import Language
from xhht_score.words import LANGUAGES, Words

DONE, ANSWER_IS_NO, WRONG, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with the given arguments (those of the process by default) and give its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some would slow every start
    words = Words("vi")
    try:
        words = Words(language_of(given, os.environ))
        code = build(words)(given, prog_name="xhht", standalone_mode=False)
        sys.stdout.flush()
        if code == INTERRUPTED:
            _tell(words.say("interrupted"))
        return code if isinstance(code, int) else DONE
    except XhhtError as error:
        _tell(*(words.line(problem) for problem in error.problems))
        return WRONG
    except (KeyboardInterrupt, typer.Abort):
        _tell(words.say("interrupted"))
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # the library ends the program when a pipe is closed
        _drop_stdout()
        return DONE
    except Exception as error:  # the last line of defence: no traceback reaches a user
        return _unforeseen(words, error, given)


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Give the language asked for by `--lang` or XHHT_LANG, Vietnamese by default; raises `XhhtError` for others."""
    given = environment.get("XHHT_LANG") or "vi"
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            given = argument.removeprefix("--lang=")
        elif argument == "--lang" and position + 1 < len(arguments):
            given = arguments[position + 1]
    for language in LANGUAGES:
        if given == language:
            return language
    raise XhhtError([Problem("no-such-language", arguments={"given": given})])


def _unforeseen(words: Words, error: Exception, arguments: Sequence[str]) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        print(getattr(error, "ctx").get_help())  # noqa: B009 - the library types it as perhaps None
        return DONE
    usage = _usage(words, error, arguments)
    if usage is not None:
        _tell(usage)
        return WRONG
    if isinstance(error, OSError) and isinstance(error.filename, str):
        _tell(words.line(os_problem("file-unreadable", error.filename, error)))
        return WRONG
    _tell(words.say("our-bug", kind=f"{type(error).__name__}: {error}"))
    if os.environ.get("XHHT_DEBUG") == "1":
        traceback.print_exception(error)
    return OUR_BUG


def _usage(words: Words, error: Exception, arguments: Sequence[str]) -> str | None:
    """Give the sentence for a mistake in the command's words, None for anything else."""
    from typer.exceptions import TyperException

    if not isinstance(error, TyperException):
        return None
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "xhht"
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    named = parameter.opts[0] if parameter and parameter.opts else ""
    if parameter is not None and parameter.param_type_name == "argument":
        named = parameter.metavar or parameter.name.upper()
    quoted = re.search(r"'([^']*)'", str(error))
    given = quoted[1] if quoted else ""
    if kind == "NoSuchOption":
        given = getattr(error, "option_name", "")
        near = nearest(given, [name for one in context.command.params for name in one.opts] if context else [])
        detail = words.say("usage-no-option", given=given)
        detail += f"; {words.say('did-you-mean', word=near)}" if near else ""
    elif kind == "MissingParameter":
        detail = words.say("usage-missing", name=named)
    elif kind == "BadParameter":
        after = [value for name, value in pairwise(arguments) if parameter and name in parameter.opts]
        detail = words.say("usage-bad", name=named, given="".join(after[:1]))
        detail += f"; {words.say('usage-whole')}"
    elif kind == "BadOptionUsage":
        key = "usage-takes-no-value" if "not take a value" in str(error) else "usage-no-value"
        detail = words.say(key, name=getattr(error, "option_name", ""))
    elif context is not None and getattr(context.command, "commands", None) is not None:
        known = tuple(context.command.commands)
        near = nearest(given, known)
        return words.line(Problem("no-such-command", arguments={"given": given, "expected": known, "nearest": near}))
    else:
        detail = words.say("usage-too-many")
    return words.line(Problem("usage", arguments={"detail": detail, "command": command}))


def _tell(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _drop_stdout() -> None:
    """Point stdout at nothing, so that closing it does not fail again on the broken pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
