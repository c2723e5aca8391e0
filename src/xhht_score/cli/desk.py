"""Where a command works: its words, the answer to stdout or a file written whole, the talk to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from xhht_score.cli.streams import say_aside
from xhht_score.errors import Problem, XhhtError
from xhht_score.words import Words
from xhht_score.words.bounded import bounded
from xhht_score.writing import FileIdentity, check_output, clear, identity_of, write_each, write_whole

if TYPE_CHECKING:
    from xhht_score.reports.document import Document
    from xhht_score.reports.sheets import DataBook

_BY_SUFFIX = {
    ".md": "md", ".json": "json", ".csv": "csv", ".txt": "table", ".html": "html", ".htm": "html", ".xlsx": "xlsx",
}  # fmt: skip
#: What a document can be written as.
PAGES = ("table", "md", "html")
_WORTH_PROGRESS = 20


#: What may stand between the fields of CSV, by the words for it.
DELIMITERS = {",": ",", ";": ";", "tab": "\t"}


def _delimiter(given: str | None, form: str) -> str | None:
    """Give what is to stand between the fields of CSV; raises `XhhtError` for anything else, or another format."""
    if given is None:
        return None
    if form != "csv":
        raise XhhtError([Problem("delimiter-without-csv", arguments={"given": form})])
    found = DELIMITERS.get("tab" if given == "\t" else given.casefold())
    if found is None:
        raise XhhtError([Problem("delimiter-unknown", arguments={"given": given, "expected": tuple(DELIMITERS)})])
    return found


class Desk:
    """What every command needs: words, where the answer goes and in which format, and how to talk."""

    def __init__(self, words: Words, *, quiet: bool = False, color: bool = True) -> None:
        """Take the words and the manner of this run."""
        self.words = words
        self._quiet = quiet
        self._color = color and not quiet and not os.environ.get("NO_COLOR")
        self._output: Path | None = None
        self._cleared: set[Path] = set()
        self._paths: list[Path] = []
        self._sets: list[str] = []
        self._told: list[str] = []
        self.format = "table"
        self.delimiter: str | None = None

    def reads(self, *paths: Path | None, sets: Iterable[str | None] = ()) -> None:
        """Take note of the files, folders and criteria sets that this run reads: none of them is written over."""
        self._paths += filter(None, paths)
        self._sets += filter(None, sets)

    @cached_property
    def _inputs(self) -> frozenset[FileIdentity]:
        """All files that are read, and the sets that come with the program; looked for when an output is there."""
        from xhht_score.cli.inputs import files_read

        return frozenset(filter(None, map(identity_of, files_read(self._paths, self._sets))))

    def check(self, path: Path, *, force: bool = True) -> None:
        """Try an output path before the work begins; raises `XhhtError` where it cannot be written."""
        if path.parent not in self._cleared:
            clear(path.parent)
        check_output(path, lambda: self._inputs, force=force, tried=path.parent in self._cleared)
        self._cleared.add(path.parent)

    def check_all(self, paths: Iterable[Path], *, force: bool = True) -> None:
        """Try many output paths; raises `XhhtError` with what is wrong about all of them."""
        refused: list[Problem] = []
        for path in paths:
            try:
                self.check(path, force=force)
            except XhhtError as error:
                refused += error.problems
        if refused:
            raise XhhtError(refused)

    def aim(
        self,
        form: str | None,
        output: Path | None = None,
        formats: Sequence[str] = PAGES,
        *,
        delimiter: str | None = None,
    ) -> None:
        """Settle format and output before the work begins; raises `XhhtError` where the output cannot be written."""
        if output is not None:
            self.check(output)
        chosen = form or (_BY_SUFFIX.get(output.suffix.lower(), output.suffix) if output else "table")
        if chosen not in formats:
            arguments = {"given": chosen, "expected": tuple(formats)}
            raise XhhtError([Problem("output-format-unknown", arguments=arguments)])
        if chosen == "xlsx" and output is None:
            raise XhhtError([Problem("sheet-needs-output")])
        self.format, self._output, self.delimiter = chosen, output, _delimiter(delimiter, chosen)

    def deliver(self, document: Document) -> None:
        """Write a document in the chosen format."""
        if self._output is None and self.format == "table":
            from xhht_score.reports.plain import plain_text, plain_width

            if (width := plain_width(sys.stdout, os.environ)) is not None:
                return self.deliver_pieces(plain_text(block, width) for block in document.blocks)
            from xhht_score.reports.terminal import console_for, write_terminal

            write_terminal(document, console_for(sys.stdout, color=None if self._color else False))
        else:
            from xhht_score.reports.dresses import document_pieces

            self.deliver_pieces(document_pieces(self.words, document, self.format))

    def deliver_book(self, book: DataBook) -> None:
        """Write a workbook whole to the output file."""
        from xhht_score.reports.sheets import book_bytes

        assert self._output is not None
        write_whole(self._output, (book_bytes(book),))
        self.talk(self.words.say("written", file=self._output))

    def deliver_answer(self, answer: Mapping[str, object], problems: Iterable[Problem] = ()) -> None:
        """Write what a command answers, and what is wrong, as JSON."""
        from xhht_score.reports.json_texts import answer_json

        self.deliver_pieces(answer_json(self.words, answer, problems))

    def deliver_text(self, text: str) -> None:
        """Write finished text to stdout, or whole to the output file."""
        self.deliver_pieces((text,))

    def deliver_pieces(self, pieces: Iterable[str]) -> None:
        """Write text that comes in pieces, so that a long one is never held whole."""
        if self._output is None:
            sys.stdout.writelines(pieces)
            return
        write_whole(self._output, (piece.encode() for piece in pieces))
        self.talk(self.words.say("written", file=self._output))

    def write_form(self, path: Path, content: bytes) -> None:
        """Write a form to a path that was tried."""
        write_whole(path, (content,))

    def write_forms(self, forms: Iterable[tuple[Path, bytes]], total: int) -> None:
        """Write so many forms to paths that were tried, and show how far it is."""
        with self.progress(total, doing="writing") as done:
            write_each(forms, done)

    def talk(self, line: str, *, always: bool = False) -> None:
        """Say a line on stderr, unless quiet."""
        if always or not self._quiet:
            say_aside(line)

    def tell(self, problems: Iterable[Problem]) -> None:
        """Say problems on stderr; errors also when quiet."""
        found = list(problems)
        self._told += [one.severity for one in found]
        for problem in bounded(one for one in found if not self._quiet or one.severity == "error"):
            self.talk(self.words.line(problem), always=True)

    def closing(self, listed: Iterable[str] = (), left_out: Sequence[str] = ()) -> int:
        """Say at the end how much was wrong and what was left out, and give the exit code so far.

        `listed` are the severities of what the answer lists beside the problems that were told.
        """
        severities = [*self._told, *listed]
        if left_out:
            self.talk(self.words.say("left-out-files", n=len(left_out), files=tuple(left_out)), always=True)
        if "error" in severities:
            self.talk(self.words.say("at-the-end", counts=self.words.counts(severities)), always=True)
            return 2
        return 0

    @contextmanager
    def progress(self, total: int, doing: str = "reading") -> Iterator[Callable[[int], None]]:
        """Show progress on stderr while many files are read or written, on a terminal only."""
        if self._quiet or total < _WORTH_PROGRESS or not sys.stderr.isatty():
            yield lambda _: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn(self.words.say(doing)), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True, no_color=not self._color), transient=True) as bar:
            task = bar.add_task("", total=total)
            yield lambda count: bar.advance(task, count)
