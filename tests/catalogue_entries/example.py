"""What an entry of the catalogue is: the files it makes, the command that reads them, and where the problem stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xhht_score.errors import Place


@dataclass(frozen=True, slots=True)
class Example:
    """One way to a problem of this code, and to no other but those `beside` it."""

    code: str
    #: What is typed after `xhht` in the folder of the files.
    command: tuple[str, ...]
    #: Writes the files into a folder and gives where the first problem stands, as it is printed ("": nowhere).
    make: Callable[[Path], str]
    #: How the files are made, in Markdown; "" where `source` says everything.
    how: str = ""
    #: Codes that by their nature come with this one.
    beside: tuple[str, ...] = ()
    #: The file of the repository that holds the mistake, where there is one.
    #: Whether the files are several, or have names of their own.
    own_folder: bool = False
    source: Path | None = None
    #: Variables of the surroundings that the command runs with.
    environment: Mapping[str, str] = field(default_factory=dict)
    #: Whether arguments of the problem are sentences already, so that each language needs a run of its own.
    worded: bool = False
    #: Whether the clock runs ahead, as on a machine that is far too slow.
    slow: bool = False


def place_of(file: str, where: object = None) -> str:
    """Give a file, a sheet of it or a cell of it as a place is printed."""
    if hasattr(where, "coordinate"):
        return str(Place(file, sheet=where.parent.title, cell=where.coordinate))
    return str(Place(file, sheet=getattr(where, "title", None)))
