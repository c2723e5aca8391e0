"""Examples of what is said when forms are made: for a set, from last year's forms, from a table of units."""

from __future__ import annotations

from pathlib import Path

from catalogue_entries.example import Example, place_of
from catalogue_entries.rules import BROKEN
from catalogue_entries.workbooks import form
from filled import form_of, put
from make import CRITERIA
from xhht_score.workbook import layout

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
        one.book.save(folder / name)
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


EXAMPLES = (
    _set("form-without-formulas", "{70%: 4, 50%: 2}", "{70%: 4, 33.33333%: 2}",
         "1.2 is compared with 33.33333%, and its numbers may be as large as any."),
    _set("conditions-without-formulas", "{at_least: 75%}", "{at_least: 66.666666666667%}",
         "The condition asks for 66.666666666667% of the points."),
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
    _table("table-quote-open", HEAD + '"Xã A,1,2024\n', "2:1"),
    _table("table-column-unknown", "name,coed\nXã A,1\n", "1:6"),
    _table("table-column-repeated", "name,code,code\nXã A,1,1\n", "1:11"),
    _table("table-column-lacking", "code,year\n1,2024\n", "1:1"),
    _table("table-cell-beside", HEAD + "Xã A,1,2024,thừa\n", "2:13"),
    _table("table-name-blank", HEAD + ",1,2024\n", "2:1"),
    _table("table-code-repeated", HEAD + "Xã A,1,2024\nXã B,1,2024\n", "3:6"),
    _table("table-year-unusable", HEAD + "Xã A,1,20\n", "2:8"),
    _table("output-directory-lacking", HEAD + "Xã A,1,2024\n", more=""),
    _table("one-unit-only", HEAD + "Xã A,1,2024\n", more="-o bieu --unit Xã-B"),
)  # fmt: skip
