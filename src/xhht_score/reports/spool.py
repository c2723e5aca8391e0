"""A temporary file in which the parts of a report wait until all are there, so that many units need little memory."""

from __future__ import annotations

import tempfile
import weakref
from typing import IO

from xhht_score.errors import XhhtError, os_problem
from xhht_score.records import record

#: So many bytes wait in memory before a file is made.
_IN_MEMORY = 4_000_000


class Spool:
    """Keeps pieces of bytes and gives each of them back; its file is gone as soon as nobody refers to a piece."""

    def __init__(self) -> None:
        """Begin without a file."""
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by `finalize`
        self._at = self._end = 0
        weakref.finalize(self, self._file.close)

    def keep(self, piece: bytes) -> Spooled:
        """Take a piece; raises `XhhtError` where the system's folder for temporary files takes no more."""
        try:
            if self._at != self._end:
                self._file.seek(self._end)
            self._at = -1  # nobody knows until it is written
            self._file.write(piece)
        except OSError as error:
            raise XhhtError([os_problem("output-unwritable", tempfile.gettempdir(), error)]) from None
        kept = Spooled(self, self._end, len(piece))
        self._end += len(piece)
        self._at = self._end
        return kept

    def read(self, start: int, length: int) -> bytes:
        """Give the bytes of a piece."""
        self._at = -1
        self._file.seek(start)
        return self._file.read(length)


@record
class Spooled:
    """A piece that waits in a spool."""

    spool: Spool
    start: int
    length: int

    def read(self) -> bytes:
        """Give the piece."""
        return self.spool.read(self.start, self.length)


def bytes_of(piece: bytes | Spooled) -> bytes:
    """Give a piece, wherever it waits."""
    return piece if isinstance(piece, bytes) else piece.read()
