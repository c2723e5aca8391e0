"""Finds the marked sheets of a workbook with calamine.

It imports nothing of ours, because it also runs as a program: a process of its own, with bounds on its memory and its
time of the processor, for files in which calamine could ask for any amount of either.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

#: Of every sheet: its name, whether it is hidden, whether it holds anything.
Seen = list[tuple[str, bool, bool]]
#: Name and rows of a sheet, and the row and column of its marker, counted from 0.
ExtractedSheet = tuple[str, list[list[Any]], int, int]
#: Cells of an .xls with a number or an error: sheet, row and column (counted from 0), the code of its format, an error.
#: Before them stands whether days are counted from 1904 on.
Formats = tuple[bool, list[tuple[str, int, int, str, str]]]

#: How an .xls begins.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class TooLarge(Exception):
    """A sheet is over a limit; the one argument is the limit's name."""


def marked_sheets(
    content: bytes,
    markers: Sequence[str],
    most: Mapping[str, int],
    on_sheet: Callable[[], object] = lambda: None,
) -> tuple[dict[str, list[ExtractedSheet]], Seen]:
    """Give the sheets of each marker that is there, from left to right, and all; `on_sheet` is called before each.

    A marker stands in the first cell of its sheet, or wherever rows and columns put in front have moved it to, or is
    the sheet's name. Without markers every sheet is given, under "".

    `most` bounds rows, cells (rows times columns, of all sheets together), and where it names `text` the letters of all
    texts of a sheet.
    Raises `TooLarge`, and whatever calamine raises.
    """
    import python_calamine

    found: dict[str, list[ExtractedSheet]] = {}
    seen: Seen = []
    cells = 0
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    for at, about in enumerate(book.sheets_metadata):
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:  # a chart
            continue
        on_sheet()
        sheet = book.get_sheet_by_index(at)
        if sheet.total_height > most["rows"]:
            raise TooLarge("rows")
        cells += sheet.total_height * sheet.total_width
        if cells > most["cells"]:
            raise TooLarge("cells")
        hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
        seen.append((about.name, hidden, sheet.total_height > 0))
        rows = sheet.to_python(skip_empty_area=False)
        if "text" in most and sum(len(value) for row in rows for value in row if isinstance(value, str)) > most["text"]:
            raise TooLarge("unpacked")
        marker, row, column = (about.name, 0, 0) if about.name in markers else _marker_of(rows, markers)
        if marker or not markers:
            found.setdefault(marker, []).append((about.name, rows, row, column))
    return found, seen


def _marker_of(rows: list[list[Any]], markers: Sequence[str]) -> tuple[str, int, int]:
    """Give the marker of a sheet and where it stands, "" where it has none; it is the first cell nearly always."""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str) and (marker := value.strip()) in markers:
                return marker, row, column
    return "", 0, 0


def formats_of_xls(content: bytes, most: Mapping[str, int]) -> Formats | None:
    """Give what calamine leaves out of an .xls, None where that cannot be told; it may ask for any memory."""
    import xlrd

    found: list[tuple[str, int, int, str, str]] = []
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, ragged_rows=True, logfile=_Nowhere())
        for sheet in book.sheets():
            for row in range(min(sheet.nrows, most["rows"])):
                for column, kind in enumerate(sheet.row_types(row)):
                    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                        style = book.xf_list[sheet.cell_xf_index(row, column)]
                        found.append((sheet.name, row, column, str(book.format_map[style.format_key].format_str), ""))
                    elif kind == xlrd.XL_CELL_ERROR:
                        error = xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#")
                        found.append((sheet.name, row, column, "", error))
                if len(found) > most["cells"]:
                    return None
    except Exception:  # whatever a damaged file does to the library, its formats are not known then
        return None
    return book.datemode == 1, found


class _Nowhere:
    """Takes what the library would print."""

    def write(self, text: str) -> int:
        return len(text)


def outcome(
    content: bytes,
    markers: Sequence[str],
    most: Mapping[str, int],
    on_sheet: Callable[[], object] = lambda: None,
) -> tuple[str, Any]:
    """Give ("sheets", marked sheets, all sheets, the formats of an .xls), or a word for what went wrong.

    "large" and the limit's name, "password", "damaged"; "broken" and what, where it is not the file that is wrong.
    """
    try:
        found, seen = marked_sheets(content, markers, most, on_sheet)
        return "sheets", (found, seen, formats_of_xls(content, most) if found and content.startswith(OLE) else None)
    except TooLarge as error:
        return "large", error.args[0]
    except MemoryError:
        return "large", "memory"
    except (AttributeError, ImportError, NameError, TypeError) as error:
        return "broken", f"{type(error).__name__}: {error}"
    except Exception as error:
        from python_calamine import CalamineError, PasswordError

        if not isinstance(error, CalamineError | OSError | ValueError | OverflowError):
            raise
        return ("password" if isinstance(error, PasswordError) else "damaged"), None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic inside calamine is no Exception
        return "damaged", None


def bound(megabytes: int, seconds: int) -> None:
    """Bound memory and processor of this process where the system can do that; Windows cannot, macOS may not."""
    import contextlib

    with contextlib.suppress(ImportError):
        import resource

        for kind, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, megabytes * 1_000_000)):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def main() -> None:
    """Answer the question that stands on stdin, on stdout."""
    import pickle

    content, markers, most = pickle.load(sys.stdin.buffer)
    bound(most["memory"], most["seconds"])
    pickle.dump(outcome(content, markers, most), sys.stdout.buffer)


if __name__ == "__main__":
    main()
