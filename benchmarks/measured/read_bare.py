"""Reads every sheet of all forms of a directory with calamine or with openpyxl, and nothing else.

python read_bare.py calamine|openpyxl DIR PROCESSES
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path


def with_calamine(path: str) -> None:
    """Read a file with calamine, from A1 on, blank rows included."""
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def with_openpyxl(path: str) -> None:
    """Read a file with openpyxl in its mode for reading only."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        for _ in sheet.iter_rows(values_only=True):
            pass
    book.close()


READERS: dict[str, Callable[[str], None]] = {"calamine": with_calamine, "openpyxl": with_openpyxl}


def main(library: str, directory: str, jobs: int) -> None:
    """Read all files, in this process or in so many."""
    read, paths = READERS[library], sorted(map(str, Path(directory).glob("*.xlsx")))
    if jobs == 1:
        for path in paths:
            read(path)
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            list(pool.map(read, paths, chunksize=25))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
