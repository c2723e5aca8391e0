"""Examples of what is said when forms are made: for a set, from last year's forms, from a table of units."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from builders import raw_criterion, raw_indicator, raw_set
from catalogue_entries.example import Example, place_of
from catalogue_entries.rules import BROKEN
from catalogue_entries.workbooks import form
from filled import form_of, put
from make import CRITERIA, HERE
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import open_form

HEAD = "name,code,year\n"


def _table(
    code: str, text: str, place: str = "", more: str = "-o bieu", how: str = "", limit: int | None = None
) -> Example:
    """Give the example of a table of units with this text, whose problem stands at a line and column."""
    name = f"{code}.csv"

    def make(folder: Path) -> str:
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        return f"{name}:{place}" if place else name

    shown = " ⏎ ".join(f"`{line}`" for line in text.splitlines())
    command = ("template", CRITERIA, "--from", name, *more.split())
    return Example(
        code, command, make, how or f"The table: {shown}.", own_folder=True,
        environment={"XHHT_MAX_MB": str(limit)} if limit else {},
    )  # fmt: skip


def _last_year(code: str, answers: dict[str, str], how: str) -> Example:
    """Give the example of next year's form made from the form of a district with these answers."""
    name = f"{code}.xlsx"

    def make(folder: Path) -> str:
        one = form_of("huyen-mau", year=2023, answers=answers)
        one.save(folder / name)
        return place_of(name, one.cell("4.2", layout.value_field(1)))

    command = ("template", "tt25-2023-huyen", "--from", name, "-o", "2024.xlsx")
    return Example(code, command, make, how, ("year-outside",), own_folder=True)


def _set(code: str, old: str, new: str, how: str) -> Example:
    """Give the example of the small sound set with a change that its form has no formulas for."""
    name = f"{code}.yaml"

    def make(folder: Path) -> str:
        text = (BROKEN / "valid.yaml").read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8", newline="\n")
        return name

    return Example(code, ("template", name, "-o", "bieu.xlsx"), make, how, own_folder=True)


def _large_set() -> Example:
    """Give the example of a set with so many criteria that a formula of its form would be too long."""
    code, count = "formulas-too-long", 300

    def make(folder: Path) -> str:
        criteria = (raw_criterion(f"{at}", raw_indicator(f"{at}.1", "yes_no", "full_if_met", 1)) for at in range(count))
        raw = raw_set(*criteria, levels={"dat": [{"each_criterion": {"at_least": "70%"}}]})
        (folder / f"{code}.yaml").write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8", newline="\n")
        return f"{code}.yaml"

    how = f"{count} criteria, each of which has to reach 70%."
    return Example(code, ("template", f"{code}.yaml", "-o", "bieu.xlsx"), make, how, own_folder=True)


def _bytes(code: str, content: bytes, place: str, how: str) -> Example:
    """Give the example of a list in an encoding of its own."""
    name = f"{code}.csv"

    def make(folder: Path) -> str:
        (folder / name).write_bytes(content)
        return f"{name}:{place}" if place else name

    return Example(code, ("template", CRITERIA, "--from", name, "-o", "bieu"), make, how, own_folder=True)


def _book(
    code: str,
    sheets: dict[str, list[tuple[object, ...]]],
    place: str,
    how: str,
    change: Callable[[Workbook], object] = id,
) -> Example:
    """Give the example of a list in a workbook with these sheets, whose problem stands in a cell of one."""
    name = f"{code}.xlsx"

    def make(folder: Path) -> str:
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        change(book)
        book.save(folder / name)
        return f"{name} › {place}" if place else name

    return Example(code, ("template", CRITERIA, "--from", name, "-o", "bieu"), make, how, own_folder=True)


def _old_forms(code: str, listed: str, forms: dict[str, dict[str, object]], place: str, how: str) -> Example:
    """Give the example of a list whose units have forms of last year, each with these cells of its info sheet."""
    name = f"{code}.csv"

    def make(folder: Path) -> str:
        (folder / name).write_text(listed, encoding="utf-8", newline="\n")
        (folder / "cu").mkdir()
        for file, cells in forms.items():
            one = form_of("samson")
            for key, value in cells.items():
                one.about(key).value = value
            one.save(folder / "cu" / file)
        return place

    command = ("template", CRITERIA, "--from", name, "--last-year", "cu", "-o", "bieu")
    return Example(code, command, make, how, own_folder=True)


def _commune_of_2024(folder: Path) -> str:
    """Copy the form of a commune, and write a list that has it."""
    form = HERE / "tt25" / "xa" / "xa-01.xlsx"
    (folder / "cu").mkdir()
    (folder / "cu" / "a.xlsx").write_bytes(form.read_bytes())
    info = open_form(form)
    unit = f"{info.text(layout.UNIT_NAME)},{info.text(layout.UNIT_CODE)}"
    (folder / "a.csv").write_text(f"name,code\n{unit}\n", encoding="utf-8", newline="\n")
    return "cu/a.xlsx"


EXAMPLES = (
    _set("form-without-formulas", "{70%: 4, 50%: 2}", "{70%: 4, 33.33333%: 2}",
         "1.2 is compared with 33.33333%, and its numbers may be as large as any."),
    _set("conditions-without-formulas", "{at_least: 75%}", "{at_least: 66.666666666667%}",
         "The condition asks for 66.666666666667% of the points."),
    _large_set(),
    form("not-carried", put("1.5", "nhiều"), command="repair FILE -o moi.xlsx",
         beside=("cell-not-a-number",)),
    form("cell-restored", put("1.1", "Có nghị quyết", layout.TITLE), command="repair FILE -o moi.xlsx",
         beside=("label-changed",)),
    _last_year("last-year-carried", {}, "The form has this year's figures of 4.2 and 4.3."),
    _last_year("last-year-blank", {"4.2": "46.8 -> ?", "4.3": "96.1 -> ?"},
               "This year's figures of 4.2 and 4.3 are blank."),
    _table("table-too-large", HEAD + "Xã A,1,2024\n" * 100_000, limit=1, how="A table of 1.2 MB."),
    _table("table-too-wide", HEAD + "x" * 1_001 + ",1,2024\n", "2:1", how="A name of 1,001 letters."),
    _table("table-empty", HEAD),
    _book("table-not-found", {"Sheet1": [("Xã A", "14869")]}, "", "The one sheet holds `Xã A` and `14869`."),
    _book("table-sheets-several", {"DS1": [("Tên đơn vị",), ("Xã A",)], "DS2": [("name",), ("Xã B",)]}, "DS2!A1",
          "Both sheets have a heading for names and one unit."),
    _book("table-sheets-beside", {"DS": [("Tên đơn vị",), ("Xã A",)], "Ghi chú": [("Gửi trước 30/11",)]}, "",
          "The second sheet holds a note."),
    _table("table-lines-above", "DANH SÁCH ĐƠN VỊ\nname\nXã A\n", "1:1"),
    _table("table-headings-again", "name\nXã A\nname\nXã B\n", "3:1"),
    _book("table-hidden", {"DS": [("Tên đơn vị",), ("Xã A",), ("Xã B",)]}, "DS!A3", "The third row is hidden.",
          lambda book: setattr(book["DS"].row_dimensions[3], "hidden", True)),
    _bytes("table-encoding", "Teân ñôn vò\nXaõ Baù Thöôùc\n".encode("cp1252"), "1:3",
           "The table: `Tên đơn vị` ⏎ `Xã Bá Thước`, in VNI."),
    _bytes("table-encoding-taken", b"name\nHuy\xea\xf2n B\xe1 Th\xfd\xf5\xecc\n", "",
           "The table: `name` ⏎ `Huyện Bá Thước`, in Windows-1258."),
    _table("table-letters-lost", "name\nHuy?n B? Th??c\n", "2:1"),
    _table("table-quote-open", HEAD + '"Xã A,1,2024\n', "2:1"),
    _table("table-column-unknown", "name,coed\nXã A,1\n", "1:6"),
    _table("table-column-repeated", "name,code,code\nXã A,1,1\n", "1:11"),
    _table("table-column-lacking", "code,year\n1,2024\n", "1:1"),
    _book("table-cell-merged", {"DS": [("name", "parent"), ("Xã A", "38"), ("Xã B", None)]}, "DS!B2",
          "`B2` and `B3` are merged.", lambda book: book["DS"].merge_cells("B2:B3")),
    _book("table-cell-day", {"DS": [("name", "code"), ("Tổ 1/2", date(2026, 2, 1))]}, "DS!B2", "`B2` holds a date."),
    _book("table-cell-error", {"DS": [("name", "code"), ("Xã A", "=1+1")]}, "DS!B2",
          "The formula `=1+1` in `B2` was never calculated."),
    _table("table-cell-beside", HEAD + "Xã A,1,2024,thừa\n", "2:13"),
    _table("table-name-blank", HEAD + ",1,2024\n", "2:1"),
    _table("table-code-repeated", HEAD + "Xã A,1,2024\nXã B,1,2024\n", "3:6"),
    _table("table-code-blank", "name,code\nXã A,1\nTổng cộng,\n", "3:1"),
    _table("table-year-differs", HEAD + "Xã A,1,2024\nXã B,2,2025\n", "3:8"),
    _table("file-named-otherwise", "name\nXã A/B\n", "2:1"),
    _old_forms("last-year-twice", "name,code\nThành phố Sầm Sơn,382\n", {"a.xlsx": {}, "b.xlsx": {}},
               "last-year-twice.csv:2:1", "The folder `cu` has two forms of 382."),
    _old_forms("last-year-unsure", "name\nThành phố Sầm Sơn\n", {"a.xlsx": {}}, "cu/a.xlsx",
               "The form in the folder `cu` has a code, the list has none."),
    Example(
        "last-year-not-before",
        ("template", "tt25-2023-xa", "--from", "a.csv", "--year", "2026", "--last-year", "cu", "-o", "bieu"),
        _commune_of_2024, "The folder `cu` has the form of the same commune of 2024.", own_folder=True,
    ),
    _old_forms("last-years-differ", "name,code\nA,1\nB,2\n",
               {"a.xlsx": {layout.UNIT_NAME: "A", layout.UNIT_CODE: "1"},
                "b.xlsx": {layout.UNIT_NAME: "B", layout.UNIT_CODE: "2", layout.YEAR: 2019}}, "",
               "The forms in the folder `cu` are of 2020 and 2019."),
    Example("for-a-list-only", ("template", CRITERIA, "-o", "bieu.xlsx", "--last-year", "cu"), lambda _: "",
            "No list is named.", own_folder=True),
    _table("table-year-unusable", HEAD + "Xã A,1,20\n", "2:8"),
    _table("output-directory-lacking", HEAD + "Xã A,1,2024\n", more=""),
    _table("one-unit-only", HEAD + "Xã A,1,2024\n", more="-o bieu --unit Xã-B"),
)  # fmt: skip
