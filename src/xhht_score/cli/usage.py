"""Mistakes in the words of the command, said in the language of the run instead of the library's English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer
from typer.exceptions import TyperException

from xhht_score.errors import Problem, nearest
from xhht_score.words import Words


def usage_problem(words: Words, error: TyperException, context: Any) -> Problem:
    """Give the problem that an error of the command library stands for.

    It lends few of its classes to others, and says by their attributes which parameter or option is meant.
    """
    parameter, option = getattr(error, "param", None), getattr(error, "option_name", "")
    detail = _of_option(words, option, context) if parameter is None else _of_parameter(words, error, parameter)
    return _usage(detail, context.command_path)


class _NotWhole(typer.BadParameter):
    """Its message is what was typed where a whole number from 1 up belongs."""


def whole(text: str) -> int:
    """Give a whole number from 1 up, or refuse the text."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise _NotWhole(text)
    return number


def too_many(words: Words, rest: Sequence[str], command: str) -> Problem:
    """Give the problem that there are arguments which a command does not take."""
    return _usage(words.say("usage-too-many", given=rest[0]), command)


def no_such_shell(words: Words, given: str, known: Sequence[str]) -> Problem:
    """Give the problem that completion cannot be set up for the shell."""
    return _usage(words.say("usage-no-shell", given=given, known=tuple(known)), "xhht")


def no_such_command(given: str, known: tuple[str, ...]) -> Problem:
    """Give the problem that a word stands where a command belongs."""
    return Problem("no-such-command", arguments={"given": given, "expected": known, "nearest": nearest(given, known)})


def _usage(detail: str, command: str) -> Problem:
    return Problem("usage", arguments={"detail": detail, "command": command})


def _of_parameter(words: Words, error: TyperException, parameter: Any) -> str:
    """Give what is wrong with a parameter: it is lacking, or it is not the whole number that `whole` asks for."""
    name = parameter.metavar if parameter.param_type_name == "argument" else parameter.opts[0]
    if isinstance(error, _NotWhole):
        return words.say("usage-bad", name=name, given=error.message)
    return words.say("usage-missing", name=name)


def _of_option(words: Words, given: str, context: Any) -> str:
    """Give what is wrong with an option: there is none of this name, it takes no value, or it needs one."""
    options = {name: one for one in context.command.get_params(context) for name in one.opts if name.startswith("-")}
    if given in options:
        return words.say("usage-takes-no-value" if options[given].is_flag else "usage-no-value", name=given)
    near = nearest(given, options)
    detail = words.say("usage-no-option", given=given)
    return f"{detail}; {words.say('did-you-mean', word=near)}" if near else detail
