"""Where a command works: its words, the answer to stdout or a file written whole, the talk to stderr."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from xhht_score.errors import Place, Problem, XhhtError, os_problem
from xhht_score.foreign import shown_text
from xhht_score.words import Words
from xhht_score.words.bounded import bounded

if TYPE_CHECKING:
    from xhht_score.reports.document import Document

_BY_SUFFIX = {".md": "md", ".json": "json", ".csv": "csv", ".txt": "table"}
_FILE_WIDTH = 120
_WORTH_PROGRESS = 20


class Desk:
    """What every command needs: words, where the answer goes and in which format, and how to talk."""

    def __init__(self, words: Words, *, quiet: bool = False, color: bool = True) -> None:
        """Take the words and the manner of this run."""
        self.words = words
        self._quiet = quiet
        self._color = color and not quiet and not os.environ.get("NO_COLOR")
        self._output: Path | None = None
        self.format = "table"

    def aim(
        self, form: str | None, output: Path | None, inputs: Iterable[Path] = (), formats: Sequence[str] = ("table",)
    ) -> None:
        """Settle format and output before the work begins; raises `XhhtError` where the output cannot be written."""
        if output is not None:
            check_output(output, inputs)
        chosen = form or (_BY_SUFFIX.get(output.suffix.lower(), output.suffix) if output else "table")
        if chosen not in formats:
            arguments = {"given": chosen, "expected": tuple(formats)}
            raise XhhtError([Problem("output-format-unknown", arguments=arguments)])
        self.format, self._output = chosen, output

    def deliver(self, document: Document) -> None:
        """Write a document in the chosen format."""
        if self.format == "md":
            from xhht_score.reports.markdown import markdown_pieces

            self.deliver_pieces(markdown_pieces(document))
            return
        from xhht_score.reports.terminal import console_for, plain_pieces, write_terminal

        if self._output is None:
            write_terminal(document, console_for(sys.stdout, color=None if self._color else False))
        else:
            self.deliver_pieces(plain_pieces(document, _FILE_WIDTH))

    def deliver_text(self, text: str) -> None:
        """Write finished text to stdout, or whole to the output file."""
        self.deliver_pieces((text,))

    def deliver_pieces(self, pieces: Iterable[str]) -> None:
        """Write text that comes in pieces, so that a long one is never held whole."""
        if self._output is None:
            sys.stdout.writelines(pieces)
            return
        write_whole(self._output, lambda path: _write_pieces(path, pieces))
        self.talk(self.words.say("written", file=self._output))

    def talk(self, line: str, *, always: bool = False) -> None:
        """Say a line on stderr, unless quiet."""
        if always or not self._quiet:
            print(shown_text(line), file=sys.stderr)

    def tell(self, problems: Iterable[Problem]) -> None:
        """Say problems on stderr; errors also when quiet."""
        for problem in bounded(one for one in problems if not self._quiet or one.severity == "error"):
            self.talk(self.words.line(problem), always=True)

    def closing(self, severities: Sequence[str], left_out: Sequence[str]) -> int:
        """Say at the end how much was wrong and what was left out, and give the exit code so far."""
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


def check_output(path: Path, inputs: Iterable[Path] = (), *, force: bool = True) -> None:
    """Try an output path before the work: its folder, whether it can be written, whether it is an input.

    Raises `XhhtError`; the file itself is not touched.
    """
    place = Place(str(path))
    try:
        if path.is_dir():
            raise XhhtError([Problem("file-is-directory", place)])
        if not path.parent.is_dir():
            raise XhhtError([Problem("directory-missing", Place(str(path.parent)))])
        if any(path.exists() and one.exists() and path.samefile(one) for one in inputs):
            raise XhhtError([Problem("output-is-input", place)])
        if path.exists() and not force:
            raise XhhtError([Problem("output-exists", place)])
        if path.exists() and not path.is_file():
            raise XhhtError([Problem("output-unwritable", place, {"reason": "os-no-file"})])
        if path.exists():
            with path.open("r+b"):
                pass
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        raise XhhtError([os_problem("output-unwritable", str(path), error)]) from None


def _write_pieces(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file under a temporary name and put it in place when it is whole; raises `XhhtError`."""
    path = path.resolve()
    temporary = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        write(temporary)
        temporary.replace(path)
    except OSError as error:
        raise XhhtError([os_problem("output-unwritable", str(path), error)]) from None
    finally:
        temporary.unlink(missing_ok=True)
