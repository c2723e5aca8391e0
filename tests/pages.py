"""Pages whose blocks are run: the blocks of a page in order, and the files that a page writes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from command import Run

DOCS = Path(__file__).resolve().parents[1] / "docs"
_BLOCK = re.compile(r"(?:`(?P<file>[^`\n]+)`:\n\n)?```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)


class Block(NamedTuple):
    """A block of code: its kind, its text, and the file that it is, where a line before it names one."""

    kind: str
    text: str
    file: str | None


def blocks(page: Path) -> Iterator[Block]:
    """Give the blocks of a page in order."""
    for found in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        yield Block(found["kind"], found["text"], found["file"])


def ran(page: Path, folder: Path, run: Run) -> int:
    """Do what a page says in a folder: write its files, run its commands, and look for the lines that they print.

    A command that is to end otherwise than well says so: `xhht validate x.xlsx  # 2`. Gives how many commands ran.
    """
    printed, commands = "", 0
    for kind, text, file in blocks(page):
        if kind == "sh":
            printed = ""
            for line in text.splitlines():
                program, *arguments = shlex.split(line, comments=True)
                assert program == "xhht", line
                done = run(*arguments, cwd=folder)
                expected = int(line.partition("  # ")[2] or 0)
                assert done.returncode == expected, (line, done.stdout, done.stderr)
                printed += done.stdout + done.stderr
                commands += 1
        elif file is not None:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8")
        else:
            assert kind == "text", f"a block of {kind} that is no file"
            assert [line for line in text.splitlines() if line not in printed] == [], printed
    return commands
