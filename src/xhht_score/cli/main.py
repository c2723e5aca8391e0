"""The way in: finds the language, runs the command, turns whatever goes wrong into a sentence and an exit code."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import ModuleType
from typing import NoReturn

from xhht_score.cli.streams import drop, ended_as_interrupted, open_all, say_aside
from xhht_score.errors import XhhtError, os_problem
from xhht_score.numbers import Language
from xhht_score.processes import imports_kept, leave_working_folder
from xhht_score.spreadsheet.limits import current_limits
from xhht_score.words import Words
from xhht_score.words.bounded import bounded
from xhht_score.words.speech import language_named

#: Objects that come up between two searches for garbage, and so many of these searches go by before one that looks at
#: what the earlier ones left. What a command makes lives until it is written, and next to nothing of it is garbage that
#: goes round in a circle (a thousand objects of 400,000): at Python's own 700 and 10, looking through it time and again
#: takes a fifth of a large form, and each search a tenth of one. A form of 2,000 indicators comes to a million.
_BETWEEN_SEARCHES = (2_000_000, 100)
#: 1 is a command's own answer: no.
DONE, WRONG, OUR_BUG, INTERRUPTED = 0, 2, 3, 130


def program() -> NoReturn:
    """Run the command as the whole of a process, and end that with its exit code.

    The system takes back all memory at once: taking objects apart one by one is a thirtieth of a start, and more of a
    large form. What was to be done at the end is done. `python -m xhht_score` ends as every program, which whatever
    watches it waits for.
    """
    code = main()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with the given arguments (those of the process by default) and give its exit code."""
    with imports_kept(), ended_as_interrupted():
        leave_working_folder()
        return _run(list(sys.argv[1:] if arguments is None else arguments))


def _run(given: Sequence[str]) -> int:
    gc.set_threshold(*_BETWEEN_SEARCHES)
    import typer  # now that no search for garbage goes through it time and again

    from xhht_score.cli.root import build

    open_all()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some would slow every start
    _leave_plugins_out()
    words = Words("vi")
    try:
        words = Words(language_of(given, os.environ))
        current_limits()
        code = build(words)(given, prog_name="xhht", standalone_mode=False)
        sys.stdout.flush()
        if code == INTERRUPTED:
            _tell(words.say("interrupted"))
        return code if isinstance(code, int) else DONE
    except XhhtError as error:
        _tell(*(words.line(problem) for problem in bounded(error.problems)))
        return WRONG
    except (KeyboardInterrupt, typer.Abort):
        _tell(words.say("interrupted"))
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # the library ends the program when a pipe is closed
        drop(sys.stdout)
        return DONE
    except Exception as error:  # the last line of defence: no traceback reaches a user
        return _unforeseen(words, error)


def _leave_plugins_out() -> None:
    """Stand in for what finds plugins of the validation library: even to find none, it loads what knows of packages.

    That is email, sockets and CSV, a twentieth of a start. Where the library looks for plugins elsewhere one day, this
    is not asked, and nothing else changes.
    """
    finder = ModuleType("pydantic.plugin._loader")
    vars(finder).update(get_plugins=tuple)
    if os.environ["PYDANTIC_DISABLE_PLUGINS"] == "__all__":
        sys.modules.setdefault(finder.__name__, finder)


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Give the language asked for by `--lang` or XHHT_LANG, Vietnamese by default; raises `XhhtError` for others."""
    given = environment.get("XHHT_LANG") or "vi"
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            given = argument.removeprefix("--lang=")
        elif argument == "--lang" and position + 1 < len(arguments):
            given = arguments[position + 1]
    return language_named(given)


def _unforeseen(words: Words, error: Exception) -> int:
    if isinstance(error, OSError) and error.filename is None and error.errno is not None:
        drop(sys.stdout)
        _tell(words.line(os_problem("output-unwritable", "stdout", error)))
        return WRONG
    if isinstance(error, OSError) and isinstance(error.filename, str):
        _tell(words.line(os_problem("file-unreadable", error.filename, error)))
        return WRONG
    _tell(words.say("our-bug", kind=f"{type(error).__name__}: {error}"))
    if os.environ.get("XHHT_DEBUG") == "1":
        traceback.print_exception(error)
    return OUR_BUG


def _tell(*lines: str) -> None:
    for line in lines:
        say_aside(line)
