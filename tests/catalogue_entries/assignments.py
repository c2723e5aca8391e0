"""Examples of what is said of a list of who collects what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl

from catalogue_entries.example import Example
from filled import QUIET, file_of
from make import CRITERIA
from xhht_score.api.single import load_once

FORM = "sam-son.xlsx"
Rows = list[list[object]]


def sound() -> Rows:
    """Give a sound list of the pilot set, as rows below its headings."""
    rows: Rows = [["Chỉ tiêu", "Cơ quan", "Người", "Hạn nộp"]]
    for number, one in enumerate(load_once(CRITERIA).criteria_set.indicators):
        rows.append([one, "Phòng Tổng hợp" if number % 2 else "Hội Khuyến học", "", "15/12/2020" if number % 2 else ""])
    return rows


def _list(code: str, cell: tuple[int, int], value: object, place: str, how: str) -> Example:
    """Give the example of a list in which one field (row, column, from 0) holds something else."""

    def change(rows: Rows) -> None:
        rows[cell[0]][cell[1]] = value

    return _changed(code, change, place, how)


def _changed(code: str, change: Callable[[Rows], object], place: str, how: str) -> Example:
    name = f"{code}.xlsx"

    def make(folder: Path) -> str:
        (folder / FORM).write_bytes(file_of("samson", answers=QUIET))
        rows = sound()
        change(rows)
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.title = "Sheet1"
        for row in rows:
            book.active.append(row)
        book.save(folder / name)
        return f"{name} › Sheet1!{place}"

    return Example(code, ("split", FORM, "--by", name, "-o", "phan"), make, how, own_folder=True)


EXAMPLES: list[Example] = [
    _list("assignment-indicator-blank", (3, 0), None, "A4", "The line of 1.3 names no indicator."),
    _list("assignment-indicator-unknown", (3, 0), "1.33", "A4", "The line of 1.3 names `1.33`."),
    _list("assignment-indicator-number", (10, 0), 2.1, "A11", "2.1 is a number, as which 2.10 looks alike."),
    _list("assignment-indicator-repeated", (3, 0), "1.2", "A4", "The line of 1.3 names 1.2 once more."),
    _changed("assignment-indicators-lacking", lambda rows: rows.pop(), "A1", "The line of 4.8 is not there."),
    _list("assignment-without-office", (2, 1), None, "D3", "The line of 1.2 has a deadline and no office."),
    _list("assignment-office-spelt", (4, 1), "Phòng tổng-hợp", "B5", "1.4 spells the office of 1.2 another way."),
    _list("assignment-deadline-unusable", (2, 3), "giữa tháng", "D3", "The deadline of 1.2 is `giữa tháng`."),
    _list("assignment-deadline-differs", (4, 3), "20/12/2020", "D5", "1.2 and 1.4 have one office and two deadlines."),
]
