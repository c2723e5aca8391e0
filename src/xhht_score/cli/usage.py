"""Mistakes in the words of the command, said in the language of the run instead of the library's English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from typer.exceptions import TyperException

from xhht_score.errors import Problem, nearest
from xhht_score.words import Words


def usage_problem(words: Words, error: Exception, arguments: Sequence[str]) -> Problem | None:
    """Give the problem that an error of the command library stands for, None for any other error."""
    if not isinstance(error, TyperException):
        return None
    context, parameter = getattr(error, "ctx", None), getattr(error, "param", None)
    commands = getattr(context.command, "commands", {}) if context else {}
    match type(error).__name__:
        case "NoSuchOption":
            detail = _no_such_option(words, error, context)
        case "MissingParameter":
            detail = words.say("usage-missing", name=_named(parameter))
        case "BadParameter":
            given = [value for name, value in pairwise(arguments) if parameter and name in parameter.opts]
            detail = words.say("usage-bad", name=_named(parameter), given="".join(given[:1]))
        case "BadOptionUsage":
            key = "usage-takes-no-value" if "not take a value" in str(error) else "usage-no-value"
            detail = words.say(key, name=getattr(error, "option_name", ""))
        case _ if commands:
            return _no_such_command(str(error), tuple(commands))
        case _:
            detail = words.say("usage-too-many")
    return Problem("usage", arguments={"detail": detail, "command": context.command_path if context else "xhht"})


def _named(parameter: Any) -> str:
    if parameter is None:
        return ""
    return str(parameter.metavar if parameter.param_type_name == "argument" else parameter.opts[0])


def _no_such_option(words: Words, error: TyperException, context: Any) -> str:
    given = getattr(error, "option_name", "")
    options = [name for one in context.command.params for name in one.opts if name.startswith("-")] if context else []
    near = nearest(given, options)
    detail = words.say("usage-no-option", given=given)
    return f"{detail}; {words.say('did-you-mean', word=near)}" if near else detail


def _no_such_command(message: str, known: tuple[str, ...]) -> Problem:
    quoted = re.search(r"'([^']*)'", message)
    given = quoted[1] if quoted else ""
    arguments = {"given": given, "expected": known, "nearest": nearest(given, known)}
    return Problem("no-such-command", arguments=arguments)
