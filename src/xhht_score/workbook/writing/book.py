"""A workbook whose formulas are saved with what they come to, which the library for workbooks cannot write."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from xhht_score.workbook.writing.plan import CachedValue

#: A cell with a formula and nothing that it comes to, as the library writes it.
_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f>[^<]*</f>)<v ?(?:/>|></v>)')


class FormBook(Workbook):
    """A workbook; `cached` has what formulas come to, by the title of the sheet and by cell."""

    def __init__(self) -> None:
        """Make one with no sheet and no values."""
        super().__init__()
        self.remove(self.worksheets[0])
        self.cached: dict[str, dict[str, CachedValue]] = {}

    def save_with_results(self, filename: Any) -> None:
        """Write the workbook, as it was made, with what its formulas come to; `save` writes one that was changed."""
        self.properties.modified = datetime.datetime.now(tz=datetime.UTC).replace(tzinfo=None)
        archive = _Archive(filename, "w", ZIP_DEFLATED)
        archive.values = {
            f"xl/worksheets/sheet{number}.xml": self.cached[sheet.title]
            for number, sheet in enumerate(self.worksheets, 1)
            if sheet.title in self.cached
        }
        ExcelWriter(self, archive).save()


#: Where a workbook says which program wrote it, and how. LibreOffice computes what another one than Excel wrote, while
#: it takes texts that Excel computed as they are and loses them in .xls.
_WRITER, _SAYS_WRITER = "docProps/app.xml", re.compile(rb"(?<=<Application>)[^<]*")


class _Archive(ZipFile):
    """Puts what formulas come to into each sheet as it is packed, and who wrote it into the book."""

    values: Mapping[str, Mapping[str, CachedValue]]

    def write(self, filename: Any, arcname: Any = None, *rest: Any) -> None:
        """Pack a file; a sheet with its values."""
        cells = self.values.get(str(arcname))
        if cells is None:
            super().write(filename, arcname, *rest)
        else:
            self.writestr(str(arcname), _with_values(Path(filename).read_bytes(), cells))

    def writestr(self, zinfo_or_arcname: Any, data: Any, *rest: Any) -> None:
        """Pack a part; the one that says who wrote the book says that this program did."""
        if zinfo_or_arcname == _WRITER:
            data = _SAYS_WRITER.sub(b"xhht", data)
        super().writestr(zinfo_or_arcname, data, *rest)


def _with_values(sheet: bytes, cells: Mapping[str, CachedValue]) -> bytes:
    def valued(found: re.Match[bytes]) -> bytes:
        cell, attributes, formula = found.groups()
        value = cells.get(cell.decode())
        if value is None:
            return found[0]
        kind, text = (b' t="str"', escape(value)) if isinstance(value, str) else (b"", repr(value))
        return b'<c r="%b"%b%b>%b<v>%b</v>' % (cell, attributes, kind, formula, text.encode())

    return _FORMULA.sub(valued, sheet)
