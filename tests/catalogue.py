"""The catalogue of problems: for every code of the table one example that raises it and nothing else.

python tests/catalogue.py DIR writes the files of every example into a directory, to be looked at, and prints the
command that says each.

An entry is an `Example` in one of the rooms of catalogue_entries/; the page docs/messages.md is made from them.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "examples"))

from catalogue_entries import assignments, commands, comparing, others, papers, proofs, rules, templates, workbooks
from catalogue_entries.example import Example
from xhht_score.cli.main import main
from xhht_score.errors import Problem, in_order
from xhht_score.numbers import Language
from xhht_score.problems import entries as known
from xhht_score.words import Words

#: Codes that no file is known to raise, each with the reason why the code exists all the same.
WITHOUT: Mapping[str, str] = {
    "value-unusable": "It stands for what the validation of fields finds and no other code names; no file is known "
    "that gives it.",
    "set-compiled-damaged": "It is said of what lies in an installed wheel; a checkout has no such file.",
    "papers-extra-missing": "It is said where the libraries for Word files are not installed, which the tests need.",
    "paper-unknown": "It is said to programs that ask for a paper by an id; the command writes those that there are.",
    "reading-ended": "It is said where the system ends the process that reads a file, which no file is known to bring "
    "about.",
    "cell-not-understood": "It is the last guard that no cell which is filled in counts as blank; whatever stands in a "
    "cell, another code names it.",
}
#: The commands whose answer leaves problems out or shortens them unless it is JSON.
_IN_JSON = ("score", "report", "compare")


@dataclass(frozen=True, slots=True)
class Raised:
    """What the command of an example said: the problems, all that it printed, and where the first one should stand."""

    place: str
    problems: tuple[Problem, ...]
    printed: str


def entries() -> Iterator[Example]:
    """Give every example, room by room."""
    for room in (commands, rules, workbooks, templates, assignments, others, comparing, papers, proofs):
        yield from room.EXAMPLES


@cache
def examples() -> Mapping[str, Example]:
    """Give the examples by code, in the order of the codes; raises ValueError for a code that has two."""
    found: dict[str, Example] = {}
    for one in entries():
        if one.code in found:
            raise ValueError(f"{one.code} has two examples")
        found[one.code] = one
    order = {code: at for at, code in enumerate(known())}
    return dict(sorted(found.items(), key=lambda item: order.get(item[0], len(order))))


def raised(code: str, language: Language = "vi") -> Raised:
    """Give what the example of a code says; every language says the same problems, but for those that are worded."""
    return _raised(code, language if examples()[code].worded else "vi")


#: Where the processes of one run of the tests leave to one another what examples said; None for a script.
store: Path | None = None


@cache
def _raised(code: str, language: Language) -> Raised:
    if store is None:
        return _run(code, language)
    kept = store / f"{code}.{language}"
    if not kept.exists():
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(pickle.dumps(_run(code, language)))
        fresh.replace(kept)
    found: Raised = pickle.loads(kept.read_bytes())
    return found


def _run(code: str, language: Language) -> Raised:
    """Run the command of an example in a folder of its own."""
    example = examples()[code]
    command = [
        *example.command,
        *(("--format", "json") if example.command[0] in _IN_JSON and "-f" not in example.command else ()),
    ]
    found: list[Problem] = []
    out = StringIO()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        place = example.make(folder)
        stack.enter_context(chdir(folder))
        surroundings = {**_plain(), **example.environment, "XHHT_LANG": language}
        stack.enter_context(patch.dict(os.environ, surroundings, clear=True))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(out))
        stack.enter_context(_heard(found))
        if example.slow:
            clocks = SimpleNamespace(thread_time=count(0, 20).__next__, monotonic=count(0, 20).__next__)
            stack.enter_context(patch("xhht_score.spreadsheet.archive.time", clocks))
        stack.callback(gc.set_threshold, *gc.get_threshold())  # the command searches for garbage in its own time
        main(command)
    return Raised(place, in_order(found), out.getvalue())


def _plain() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("XHHT_", "COLUMNS"))}


@contextmanager
def _heard(found: list[Problem]) -> Iterator[None]:
    """Note every problem that the program puts into words; what it does stays the same."""
    message = Words.message

    def say(words: Words, problem: Problem) -> str:
        found.append(problem)
        return message(words, problem)

    with patch.object(Words, "message", say):
        yield


def write(directory: Path, codes: Iterable[str]) -> None:
    """Write the files of the examples of some codes into a directory, and print the command that says each problem."""
    directory.mkdir(parents=True, exist_ok=True)
    for code in codes:
        example = examples()[code]
        folder = directory / code if example.own_folder else directory
        folder.mkdir(exist_ok=True)
        example.make(folder)
        where = f"cd {folder} && " if folder != directory else ""
        settings = "".join(f"{name}={value} " for name, value in example.environment.items())
        print(f"{code}: {where}{settings}xhht {' '.join(example.command)}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python tests/catalogue.py DIR")
    write(Path(sys.argv[1]), examples())
