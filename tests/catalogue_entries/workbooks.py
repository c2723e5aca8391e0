"""Examples of what can be wrong with one workbook: a sound form of an example unit with one change."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from broken_files import CONTAINERS, far_cell, patched
from catalogue_entries.example import Example, place_of
from containers import xlsb
from containers import zipped as packed
from corpus import copied_sheet, extra_columns, extra_sheet, heading, hide_column, sheets
from filled import QUIET, Change, FilledForm, about, column_gone, declare, file_of, form_of, put, renamed, row_added
from make import CRITERIA
from xhht_score.api.single import load_once
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.returned.fingerprint import MOST_NAMED

RULES, WORDS = load_once(CRITERIA).path, Words("vi")


def form(
    code: str,
    change: Change,
    how: str = "",
    *,
    unit: str | None = "samson",
    command: str = "score FILE",
    beside: tuple[str, ...] = (),
    after: Callable[[Path], object] = lambda _: None,
    slow: bool = False,
) -> Example:
    """Give the example of a unit's form after `change`, which gives the place; `after` has the saved file."""
    name = f"{code}.xlsx"

    def make(folder: Path) -> str:
        one = form_of(unit, answers=QUIET) if unit == "samson" else form_of(unit)
        where = change(one)
        one.leave(folder / name)
        after(folder / name)
        return place_of(name, where)

    return Example(code, tuple(command.replace("FILE", name).split()), make, how or f"{change}.", beside, slow=slow)


def container(code: str, name: str, how: str) -> Example:
    """Give the example of a file that is no sound workbook, by its name in `CONTAINERS`."""
    file = f"{code}.xlsx"

    def make(folder: Path) -> str:
        (folder / file).write_bytes(CONTAINERS[name][1]())
        return file

    return Example(code, ("score", file), make, how)


def nothing(form: FilledForm) -> None:
    """Change nothing."""


def set_not_named(form: FilledForm) -> None:
    """Blank the id of the set; the problem is that of the file."""
    about(layout.SET_ID, None)(form)


# The changes that take more than one cell


def divided_by_zero(form: FilledForm) -> Any:
    put("2.2", 0, "value_2")(form)
    return form.cell("2.2")


def more_parts_than_whole(form: FilledForm) -> Any:
    put("3.7", 5, "value_4")(form)
    return form.cell("3.7")


def reason_lacking(form: FilledForm) -> Any:
    declare("2.1", "x", None)(form)
    return form.cell("2.1", layout.REASON)


def drop_down_gone(form: FilledForm) -> Any:
    cell = form.cell("1.1", layout.EVIDENCE)
    rules = form.answers.data_validations.dataValidation
    rules[:] = [one for one in rules if cell.coordinate not in one.sqref]
    return cell


def formulas_typed_over(form: FilledForm) -> Any:
    for row in range(layout.FIRST_ROW + 1, layout.FIRST_ROW + MOST_NAMED + 3):
        if row != form.row("2.1") - 1:
            form.answers.cell(row, column_of(form, layout.POINTS_LOW)).value = 1
    return form.answers


def column_of(form: FilledForm, field: str) -> int:
    return next(int(cell.column) for cell in form.answers[1] if cell.value == field)


def signature_changed(form: FilledForm) -> Any:
    about(layout.FORM_FORMULAS, "0000000000000000")(form)
    return form.info


def whole_as_decimal(form: FilledForm) -> Any:
    for rule in form.answers.data_validations.dataValidation:
        rule.type = "decimal" if rule.type == "whole" else rule.type
    return form.cell("1.4")


def sheet_hidden(form: FilledForm) -> Any:
    form.answers.sheet_state = "hidden"
    return form.answers


def row_hidden(form: FilledForm) -> Any:
    form.answers.row_dimensions[form.row("1.5")].hidden = True
    return form.answers.cell(form.row("1.5"), 1)


def cells_merged(form: FilledForm) -> Any:
    first, last = form.cell("1.5", "value_2"), form.cell("1.5", "value_3")
    form.answers.merge_cells(f"{first.coordinate}:{last.coordinate}")
    return first


def figures_of_the_council(form: FilledForm) -> Any:
    put("2.2", "đã kiểm tra", layout.APPRAISED_REASON)(form)
    put("2.2", 4, layout.appraised_field(1))(form)
    return put("2.2", 3, layout.appraised_field(0))(form)


def council_elsewhere(form: FilledForm) -> Any:
    """Let the council write a figure into the row of a criterion."""
    row = form.row("2", form.council)
    column = next(cell.column for cell in form.council[1] if cell.value == layout.appraised_field(0))
    form.council.cell(row, column).value = 3
    return form.council.cell(row, column)


def council_gone(form: FilledForm) -> Any:
    form.book.remove(form.council)


def council_twice(form: FilledForm) -> Any:
    """Let the council give a figure twice, in its own row and in another one below with the same id."""
    put("2.2", "đã kiểm tra", layout.APPRAISED_REASON)(form)
    first = put("2.2", 3, layout.appraised_field(0))(form)
    below = form.council.max_row + 1
    form.council.cell(below, 1).value, form.council.cell(below, first.column).value = "2.2", 4
    return first


def not_computed(folder: Path) -> str:
    """Write a form with its results, and change an answer without computing anything."""
    name = "results-not-computed.xlsx"
    one = form_of("samson", answers=QUIET)
    put("1.5", 3)(one)
    one.book.save_with_results(folder / name)
    return place_of(name, next(sheet for sheet in one.book.worksheets if sheet["A1"].value == layout.RESULTS_MARKER))


def total_of_results(form: FilledForm) -> Any:
    results = next(sheet for sheet in form.book.worksheets if sheet["A1"].value == layout.RESULTS_MARKER)
    column = next(cell.column for cell in results[1] if cell.value == "low")
    return next(results.cell(cell.row, column) for cell in results["A"] if cell.value == "total")


def stored(path: Path, *cells: tuple[Any, str]) -> None:
    """Store results of formulas as a spreadsheet program does: that the form could compute, and a value in each."""
    form = form_of("samson", answers=QUIET)
    results = total_of_results(form).parent
    ready = next(results.cell(cell.row, 3) for cell in results["A"] if cell.value == "ready")
    for cell, value in ((ready, "1"), *cells):
        kind = b"" if value.isdigit() else b' t="str"'
        begin = rb'<c r="%s"([^>]*?)(?: t="\w+")?>\s*(<f>[^<]*</f>)\s*<v\s*(?:/>|></v>)' % cell.coordinate.encode()
        put_in = rb'<c r="%s"\1%s>\2<v>%s</v>' % (cell.coordinate.encode(), kind, value.encode())
        number = [sheet.title for sheet in form.book.worksheets].index(cell.parent.title) + 1
        patched(
            path,
            lambda xml, begin=begin, put_in=put_in: re.sub(begin, put_in, xml),
            rf"xl/worksheets/sheet{number}\.xml",
        )


def computed_otherwise(path: Path) -> None:
    """Store a total of 1 point."""
    stored(path, (total_of_results(form_of("samson")), "1"))


def cell_of(form: FilledForm, identifier: str, field: str) -> Any:
    return form.answers.cell(form.row(identifier), column_of(form, field))


def number_as_text(form: FilledForm) -> Any:
    """Type a number as a text, which gives the cell with the form's own words about the row."""
    put("1.5", "12")(form)
    return cell_of(form, "1.5", layout.STATE)


def called_unusable(path: Path) -> None:
    """Store what the form says of a row that it cannot use."""
    stored(path, (cell_of(form_of("samson"), "1.5", layout.STATE), WORDS.say("form-state-unusable")))


def percent_sign(form: FilledForm) -> Any:
    """Let the percent sign of a cell be a mere letter of its format, which a formula cannot see."""
    put("2.12", 0.84, number_format='0.00"%"')(form)
    return cell_of(form, "2.12", layout.STATE)


def computed_from_a_share(path: Path) -> None:
    """Store the points that the form has for a percentage a hundred times as large."""
    stored(path, (cell_of(form_of("samson"), "2.12", layout.POINTS_LOW), "4"))


def in_xlsb(folder: Path) -> str:
    (folder / "workbook-binary.xlsb").write_bytes(packed(xlsb(sheets())))
    return "workbook-binary.xlsb"


def styles_broken(path: Path) -> None:
    """Give a number format a number that is none."""
    patched(path, lambda xml: xml.replace(b'<numFmt numFmtId="', b'<numFmt numFmtId="?', 1), r"xl/styles\.xml")


def below_minimum(folder: Path) -> str:
    """Write a form by rules that ask for at least 1 point for 4.8."""
    code = "cell-below-minimum"
    text = RULES.read_text(encoding="utf-8").replace("from: 0, to: 4, step: 0.5", "from: 1, to: 4, step: 0.5")
    (folder / f"{code}.yaml").write_text(text, encoding="utf-8")
    one = form_of("samson", answers=QUIET, criteria_set=str(folder / f"{code}.yaml"))
    where = put("4.8", 0.5)(one)
    one.save(folder / f"{code}.xlsx")
    return place_of(f"{code}.xlsx", where)


def not_compared(folder: Path) -> str:
    """Write a form, and its rules with another threshold."""
    code = "form-not-compared"
    text = RULES.read_text(encoding="utf-8").replace("at_least: 75%", "at_least: 76%")
    (folder / f"{code}.yaml").write_text(text, encoding="utf-8")
    one = form_of("samson", answers=QUIET)
    one.save(folder / f"{code}.xlsx")
    return place_of(f"{code}.xlsx", one.info)


def above_a_hundred(folder: Path) -> str:
    """Write a form by rules that know no bound of 100% for 4.3."""
    code = "cell-percent-above"
    before, after = RULES.read_text(encoding="utf-8").split('id: "4.3"')
    text = before + 'id: "4.3"' + after.replace("maximum: 100\n", "maximum: 1000\n", 1)
    (folder / f"{code}.yaml").write_text(text, encoding="utf-8")
    one = form_of("samson", answers={"4.3": "90 -> 80"}, criteria_set=str(folder / f"{code}.yaml"))
    where = put("4.3", 1.04, "value_2", number_format="0.00%")(one)
    one.save(folder / f"{code}.xlsx")
    return place_of(f"{code}.xlsx", where)


def not_carried(folder: Path) -> str:
    """Write a commune's form, and a variant of its set that asks 5.1 for something else."""
    code = "answer-not-carried"
    (folder / f"{code}.yaml").write_text(ANOTHER_MEASURE, encoding="utf-8")
    one = form_of("xa-02")
    one.save(folder / f"{code}.xlsx")
    return place_of(f"{code}.xlsx", one.answers.cell(one.row("5.1"), 1))


ANOTHER_MEASURE = """\
id: xa-khac
extends: tt25-2023-xa
version: "1"
status: illustrative
title: {vi: Biến thể, en: Variant}
criteria:
  - id: "5"
    indicators:
      - id: "5.1"
        measure:
          kind: change
          direction: rises
          of: {vi: Số công dân, en: Citizens}
          unit: {vi: người, en: people}
          maximum: 99999
        scoring: bars
"""


def district(folder: Path, code: str, year: int) -> str:
    one = form_of("huyen-mau", year=year, answers={"4.1": {"muc-do-1": "7", "muc-do-2": "2", "all": "10"}})
    one.save(folder / f"{code}.xlsx")
    return place_of(f"{code}.xlsx", one.about(layout.YEAR))


def province(folder: Path) -> str:
    """Write the form of a province for a year in which nobody knows how to read a rule."""
    (folder / "reading-open.xlsx").write_bytes(file_of("tinh-mau", year=2025))
    return "reading-open.xlsx"


def foreign_rows(path: Path) -> None:
    """Put rows of a namespace that no program knows behind those of the sheet to fill in."""
    rows = b'</sheetData><x:sheetData xmlns:x="x"><x:row r="9"><x:c r="F9"><x:v>9</x:v></x:c></x:row></x:sheetData>'
    patched(path, lambda xml: xml.replace(b"</sheetData>", rows), r"xl/worksheets/sheet2\.xml")


def without_dates(form: FilledForm) -> None:
    """Leave the dates out, which cannot be told from numbers without their formats; the problem is that of the file."""
    for key in (layout.DECISION_NUMBER, layout.DECISION_DATE, layout.DECISION_LEVEL, layout.REQUEST_DATE):
        about(key, None)(form)


SHORT = "Huyện 1"


def lengthened(path: Path) -> None:
    """Write the name of the unit longer than any program that people use would."""
    patched(path, lambda xml: xml.replace(SHORT.encode(), b"x" * 40_000), r"xl/worksheets/sheet1\.xml")


def of_the_first_version(folder: Path) -> str:
    source = Path(__file__).resolve().parents[1] / "generations" / "0.1.0" / "truong-trung-cap-mau.xlsx"
    (folder / "choice-reworded.xlsx").write_bytes(source.read_bytes())
    return "choice-reworded.xlsx › Thông tin!C9"


HELD = "2025-03-20"


def dates(decided: str | None, *, asked: str | None, level: str = "Mức độ 1", about_request: bool = True) -> Change:
    """Give a change of the decision that a unit holds and of its request; it gives the cell that is spoken of."""

    def change(form: FilledForm) -> Any:
        about(layout.DECISION_LEVEL, level if decided else None)(form)
        if decided is None:
            about(layout.DECISION_NUMBER, None)(form)
        held, request = (
            about(key, datetime.date.fromisoformat(day) if day else None)(form)
            for key, day in ((layout.DECISION_DATE, decided), (layout.REQUEST_DATE, asked))
        )
        return request if asked and about_request else held

    return change


def texts_of_another(form: FilledForm) -> Any:
    cell = form.cell("1.6", layout.TITLE)
    cell.value = form.cell("1.5", layout.TITLE).value
    return cell


def stale_copy(form: FilledForm) -> Any:
    copied_sheet(form)
    form.cell("1.5").value = 20
    return form.answers


def key_twice(form: FilledForm) -> Any:
    row = form.info.max_row + 1
    form.info.cell(row, 1).value = layout.UNIT_NAME
    cell = form.info.cell(row, layout.INFO_VALUE_COLUMN + 1)
    cell.value = "Huyện khác"
    return cell


MARK, EVIDENCE, REASON = layout.NOT_APPLICABLE, layout.EVIDENCE, layout.REASON

EXAMPLES = (
    # the container
    container("not-a-workbook", "text", "A text whose name ends in .xlsx."),
    container("workbook-password", "password", "An Excel file with a password."),
    container("workbook-damaged", "cut off", "The first 9,000 bytes of a form."),
    container("workbook-empty", "no byte", "A file of 0 bytes."),
    form("workbook-too-large", nothing, "One more cell in the last row and column that Excel has.", after=far_cell),
    form("workbook-too-slow", nothing, "A form that takes the processor too long; here its clock runs ahead.",
         slow=True),
    container("workbook-unsafe", "entities", "A spreadsheet whose XML declares an entity."),
    form("cells-unclear", lambda one: one.answers, "Rows of another namespace stand beside the sheet's own.",
         after=foreign_rows),
    form("text-too-long", about(layout.UNIT_NAME, SHORT), "The name of the unit has 40,000 letters.", after=lengthened),
    form("marks-too-many", about(layout.UNIT_NAME, "Huye" + "\u0323" * 40 + "n"),
         "The name of the unit has 40 marks on one letter."),
    container("workbook-foreign", "another program's", "A spreadsheet with a list of somebody's own."),
    form("marker-lacking", lambda one: setattr(one.answers["A1"], "value", None),
         "The mark in the first cell of the sheet to fill in was deleted."),
    Example("workbook-binary", ("score", "workbook-binary.xlsb"), in_xlsb, "A form saved as .xlsb."),
    # the form
    form("form-blank", nothing, "A form as `xhht template` makes it.", unit=None),
    form("set-not-named", set_not_named, "The id of the set is blank."),
    form("version-differs", about(layout.SET_VERSION, "2019.1")),
    form("set-differs", about(layout.SET_ID, "tinh-khac"), command=f"score FILE --criteria {CRITERIA}"),
    form("unit-name-lacking", about(layout.UNIT_NAME, None)),
    form("code-unusable", about(layout.UNIT_CODE, "1E+05")),
    form("year-unusable", about(layout.YEAR, "hai nghìn hai mươi")),
    form("year-outside", about(layout.YEAR, 2021)),
    form("date-unusable", about(layout.DECISION_DATE, "tháng ba"), unit="xa-01"),
    form("decision-level-unknown", about(layout.DECISION_LEVEL, "Mức độ 9"), unit="xa-01"),
    form("request-before-decision", dates(HELD, asked="2025-02-10"),
         "The unit holds a decision of 20/03/2025 and asks on 10/02/2025, for the year 2025.", unit="xa-02-2025",
         beside=("request-outside-window", "wait-outside-window")),
    form("request-outside-window", dates(None, asked="2026-03-20"), "The unit asks on 20/03/2026, for the year 2025.",
         unit="xa-02-2025"),
    form("decision-before-rules", dates("2023-03-20", asked=None), "The unit holds a decision of 20/03/2023.",
         unit="xa-02-2025"),
    form("decision-after-last-day", dates("2025-06-02", asked=None), "The unit holds a decision of 02/06/2025.",
         unit="xa-02-2025"),
    form("wait-outside-window", dates(HELD, asked="2026-02-20", about_request=False),
         "The unit holds level 1 since 20/03/2025 and asks on 20/02/2026.", unit="xa-02-2025"),
    form("renewal-early", dates(HELD, asked="2026-02-20", level="Mức độ 2"),
         "The unit holds level 2 since 20/03/2025 and asks on 20/02/2026.", unit="xa-02-2025"),
    form("decider-is-applicant", nothing, "A commune of 2025, by the reading that takes Circular 13/2025 word by word.",
         unit="xa-10-2025", command="score FILE --reading tham-quyen-tu-01-7-2025=uy-ban-xa"),
    form("part-beyond-whole", put("5.2", 4000, layout.value_field(2)), "", unit="xa-10-2025"),
    form("wholes-differ", put("5.2", 6000, layout.value_field(3)), "", unit="xa-10-2025"),
    form("fact-blank", about("fact.area", None)),
    Example("choice-reworded", ("score", "choice-reworded.xlsx"), of_the_first_version,
            "A form that version 0.1.0 handed out, of a unit that says that it is public; 2.4 asks more now.",
            beside=("answer-blank",)),
    form("fact-unusable", about("fact.area", "Vùng sâu")),
    # the formula that reads the column can no longer be compared, and what stands in it is not read
    form("column-lacking", column_gone("value_5"), "The hidden name of the column `value_5` is gone.",
         beside=("formula-changed", "column-ignored")),
    form("row-id-unknown", row_added("9.9"), "`9.9` stands in the first column below the last row."),
    form("row-mixed-up", texts_of_another, "The title of 1.5 stands in the row of 1.6.", beside=("label-changed",)),
    form("sheet-repeated", stale_copy, "A copy of the sheet to fill in has another figure for 1.5."),
    form("key-repeated", key_twice, "The key of the unit's name stands once more, beside another name."),
    form("copy-alike", lambda one: (copied_sheet(one), one.answers)[1], "There is a copy of the sheet to fill in."),
    form("row-id-repeated", row_added("1.5"), "`1.5` stands in the first column once more, below the last row."),
    form("row-lacking", lambda one: (renamed("1.5", None)(one), one.answers)[1],
         "The id `1.5` was deleted from the first column."),
    form("looks-unknown", without_dates, "A commune's form whose styles are damaged, and without dates.", unit="xa-01",
         after=styles_broken),
    form("sheet-hidden", sheet_hidden, "The sheet to fill in is hidden."),
    form("sheet-ignored", lambda one: extra_sheet(one), "There is a sheet of somebody's own, with figures."),
    form("column-repeated", lambda one: (heading(layout.NOTE, layout.DOCUMENTS)(one), one.answers)[1],
         "The hidden name of the column `note` is `documents`, which another column has."),
    form("column-hidden", lambda one: (hide_column(one), one.answers)[1], "A column with figures is hidden."),
    form("column-ignored", lambda one: (extra_columns(one), one.answers)[1],
         "There are columns of somebody's own, with figures."),
    form("row-hidden", row_hidden, "The row of 1.5 is hidden."),
    # what the council wrote
    form("appraisal-without-reason", put("2.2", 3, layout.appraised_field(0))),
    form("appraisal-unclear", put("1.1", "có lẽ", layout.APPRAISED_EVIDENCE)),
    form("appraisal-beside-not-applicable", figures_of_the_council,
         "2.2 is declared not applicable; the council gives figures and a reason.", unit="dangbokhoi"),
    form(
        "appraisal-answer-to-nothing",
        put("2.2", "đã đếm lại", layout.UNIT_ANSWER),
        "The unit answers at 2.2, where the council wrote nothing.",
    ),
    form("appraisal-differs", council_twice, "The council gives two figures for 2.2, in two rows."),
    form("appraisal-nowhere", council_elsewhere, "The council gives a figure in the row of the second criterion."),
    form("appraisal-sheet-lacking", council_gone, "The sheet Thẩm định was deleted."),
    form("nothing-appraised", nothing, "The council has written nothing.", command="score FILE --which appraised"),
    # what was changed since the form was handed out
    form("formula-changed", put("1.1", 1, layout.POINTS_LOW)),
    form("label-changed", put("1.1", "Có nghị quyết", layout.TITLE)),
    form("choices-changed", drop_down_gone, "The drop-down of the evidence of 1.1 was removed."),
    form("changes-more", formulas_typed_over, "Numbers were typed over the points of 13 indicators.",
         beside=("formula-changed",)),
    form("bounds-take-fractions", whole_as_decimal,
         "All bounds of the sheet to fill in are of the type `decimal`, as some programs write them."),
    form("form-changed", signature_changed, "The form says that it was handed out with other formulas."),
    Example("form-not-compared", ("score", "form-not-compared.xlsx", "--criteria", "form-not-compared.yaml"),
            not_compared, "Rules with another threshold than the form was made for, under the same id and version."),
    form("result-differs", total_of_results, "The form was calculated, and shows 1 point in all.",
         after=computed_otherwise),
    Example("results-not-computed", ("score", "results-not-computed.xlsx"), not_computed,
            "An answer was changed by a program that computes nothing."),
    form("row-left-out", number_as_text, "1.5 is `12` as a text; the form was calculated, and calls the row unusable.",
         after=called_unusable),
    form("row-takes-otherwise", percent_sign,
         "2.12 is 0.84 with the format `0.00\"%\"`, which shows 0.84%; the form was calculated, and takes it for 84%.",
         after=computed_from_a_share),
    # the cells
    form("cell-error-value", put("1.5", "#DIV/0!")),
    form("cell-formula-uncalculated", put("1.5", "=10+2")),
    form("cell-not-a-number", put("1.5", "nhiều")),
    form("cell-ambiguous-number", put("4.4", "31.500")),
    form("cell-thousands-read", put("3.2", "21.840")),
    form("cell-percent-ambiguous", put("2.12", 0.84, number_format="General")),
    form("cell-percent-read", put("4.3", 0.94, "value_2", "0.00")),
    Example("cell-percent-above", ("score", "cell-percent-above.xlsx", "--criteria", "cell-percent-above.yaml"),
            above_a_hundred, "`1.04` with a percent format, by rules that let percentages be as high as 1,000%."),
    form("cell-percent-lost", put("2.12", 75.5, number_format="0.0")),
    form("cell-percent-format", put("4.4", 0.455, number_format="0.0%")),
    form("change-far-apart", put("4.3", 0.6, number_format="0.00%")),
    form("cell-holds-date", put("1.5", datetime.date(2020, 4, 3))),
    form("cell-looks-like-date", put("1.9", 43924, "value_2")),
    form("cell-three-decimals", put("1.9", 1.264)),
    form("cell-number-hidden", put("1.5", 12, number_format=";;;")),
    form("cell-shown-otherwise", put("4.4", 41.5, number_format="0,")),
    form("reason-without-mark", put("2.2", "không có trường", REASON)),
    form("cell-not-whole", put("1.5", 12.5)),
    form("cell-negative", put("1.5", -3)),
    form("cell-above-maximum", put("4.4", 501)),
    Example("cell-below-minimum", ("score", "cell-below-minimum.xlsx", "--criteria", "cell-below-minimum.yaml"),
            below_minimum, "0.5 points for 4.8, where these rules give at least 1."),
    form("cell-off-step", put("4.8", 2.3)),
    form("cell-legacy-encoding", about(layout.UNIT_NAME, "Thµnh phè SÇm S¬n")),
    form("cell-merged", cells_merged, "Two cells for figures of 1.5 are merged."),
    form("cell-word-unknown", put("1.1", "có lẽ")),
    form("numerator-above-denominator", put("2.2", 800)),
    form("denominator-zero", divided_by_zero, "The denominator of 2.2 is `0`."),
    form("parts-above-whole", more_parts_than_whole, "3.7 has more units at its levels than the `5` that there are."),
    form("not-applicable-forbidden", declare("1.1", "x", "không cần"), "1.1 is declared not applicable."),
    form("not-applicable-without-reason", reason_lacking, "The reason for 2.1 is blank.", unit="dangbokhoi"),
    form("not-applicable-unclear", put("2.2", "?", MARK)),
    form("answer-beside-not-applicable", put("2.2", 5), unit="dangbokhoi"),
    form("answer-blank", put("1.5", None)),
    form("answer-not-asked", put("3.4", "Đáp ứng tốt"), unit="truong-trung-cap-mau"),
    Example("reading-open", ("score", "reading-open.xlsx"), province, "A province's form for 2025."),
    form("evidence-lacking", put("1.1", "Không", EVIDENCE)),
    form("evidence-blank", put("1.1", None, EVIDENCE)),
    Example("answer-not-carried", ("score", "answer-not-carried.xlsx", "--criteria", "answer-not-carried.yaml"),
            not_carried, "A commune's form, scored by a variant that asks 5.1 for another figure.",
            beside=("set-differs",)),  # the form has to be of another set than the one in use
    Example("tier-ended", ("score", "tier-ended.xlsx"), lambda folder: district(folder, "tier-ended", 2025),
            "A district's form for 2025."),
)  # fmt: skip
