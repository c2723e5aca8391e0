"""The way in: finds the language, runs the command, turns whatever goes wrong into a sentence and an exit code."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence

import typer

from xhht_score.cli.commands import build
from xhht_score.errors import Problem, XhhtError, nearest
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
        return code if isinstance(code, int) else DONE
    except XhhtError as error:
        _tell(*(words.line(problem) for problem in error.problems))
        return WRONG
    except (KeyboardInterrupt, typer.Abort):
        _tell(words.say("interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        _drop_stdout()
        return DONE
    except Exception as error:  # the last line of defence: no traceback reaches a user
        return _unforeseen(words, error)


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


def _unforeseen(words: Words, error: Exception) -> int:
    usage = _usage(words, error)
    if usage is not None:
        _tell(usage)
        return WRONG
    if os.environ.get("XHHT_DEBUG") == "1":
        raise error
    _tell(words.say("our-bug", kind=f"{type(error).__name__}: {error}"))
    return OUR_BUG


def _usage(words: Words, error: Exception) -> str | None:
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
    if kind == "NoSuchOption":
        detail = words.say("usage-no-option", given=getattr(error, "option_name", ""))
    elif kind == "MissingParameter":
        detail = words.say("usage-missing", name=named)
    elif kind == "BadParameter":
        detail = words.say("usage-bad", name=named)
    elif kind == "BadOptionUsage":
        detail = words.say("usage-no-value", name=getattr(error, "option_name", ""))
    elif context is not None and getattr(context.command, "commands", None) is not None:
        known = tuple(context.command.commands)
        given = re.search(r"'([^']*)'", str(error))
        near = nearest(given[1], known) if given else None
        return words.line(
            Problem(
                "no-such-command", arguments={"given": given[1] if given else "", "expected": known, "nearest": near}
            )
        )
    else:
        detail = words.say("usage-too-many")
    return words.line(Problem("usage", arguments={"detail": detail, "command": command}))


def _tell(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _drop_stdout() -> None:
    """Point stdout at nothing, so that closing it does not fail again on the broken pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
