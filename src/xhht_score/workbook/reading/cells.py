"""Any workbook file to a flat list of cells: (sheet, cell, id, field, value as found)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import zip_longest
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

from xhht_score.errors import Place, Problem, XhhtError
from xhht_score.files import content_of
from xhht_score.letters import MOST_MARKS, composed, crowded, plain
from xhht_score.merging import AnswerSource, Key, Leftover
from xhht_score.numbers import exact_text, from_float
from xhht_score.records import record
from xhht_score.spreadsheet.archive import Refused
from xhht_score.spreadsheet.cell_names import cell_name, column_letters
from xhht_score.spreadsheet.extraction import ExtractedSheet
from xhht_score.spreadsheet.limits import MEGABYTE, current_limits
from xhht_score.spreadsheet.package import Package
from xhht_score.spreadsheet.sheets import our_sheets
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.symbols import ANSWERS, APPRAISAL, CONFLICTS, INFO, LEFTOVERS, LISTS, RESULTS

#: Sheets of a form by their markers, or by their name; a form has to have the first two.
_SHEETS = {
    layout.INFO_MARKER: INFO,
    layout.ANSWERS_MARKER: ANSWERS,
    layout.RESULTS_MARKER: RESULTS,
    layout.APPRAISAL_MARKER: APPRAISAL,
    layout.CONFLICTS_MARKER: CONFLICTS,
    layout.LEFTOVERS_MARKER: LEFTOVERS,
    layout.LISTS_SHEET: LISTS,
}


#: Characters that a cell of Excel holds at the most.
LONGEST_TEXT = 32_767


class FormCell(NamedTuple):
    """One cell: where it stands, which row and field of the form it is, and its value as found ("" is blank)."""

    sheet: str
    cell: str
    id: str
    field: str
    value: Any


class CandidateCell(NamedTuple):
    """A candidate as it stands on the conflicts sheet: its cell, and whether it was chosen (None: nothing is said)."""

    cell: FormCell
    chosen: bool | None
    sources: tuple[AnswerSource, ...]

    @property
    def stands_for_figures(self) -> bool:
        """Whether it is the candidate against "not applicable"."""
        return self.cell.field == layout.FIGURES


Options = tuple[CandidateCell, ...]


@record(slots=False)
class Page:
    """One of our sheets as it was found: its title, its rows, and where fields and rows stand (counted from 0).

    The names of fields stand in the row `top`, the keys of rows in the column `left`, where the marker is.
    """

    title: str
    rows: list[list[Any]]
    top: int = 0
    left: int = 0

    @property
    def fields(self) -> Iterator[tuple[int, str]]:
        """Position and name of every column but that of the keys, as the hidden row has them, "" for none."""
        return ((at, understood(value)) for at, value in enumerate(self.rows[self.top]) if at != self.left)

    @property
    def body(self) -> Iterator[tuple[int, str, list[Any]]]:
        """Position, key ("" for none) and cells of every row but that of the fields."""
        return ((at, understood(row[self.left]), row) for at, row in enumerate(self.rows) if at != self.top)

    @cached_property
    def columns(self) -> dict[str, int]:
        """The position of each field."""
        found = {name: at for at, name in reversed([*self.fields]) if name}
        return {layout.ID: self.left, **found}

    @cached_property
    def keys(self) -> dict[str, int]:
        """The position of each row by its key, the first one where a key stands twice."""
        found: dict[str, int] = {}
        for number, key, _ in self.body:
            if key:
                found.setdefault(layout.HEADING_KEY if key in layout.ID_HEADINGS else key, number)
        return found

    def holding(self, rows: list[list[Any]]) -> Page:
        """Give the sheet with other values in its rows, its fields and keys being the same."""
        page = Page(self.title, rows, self.top, self.left)
        vars(page).update(columns=self.columns, keys=self.keys)
        return page

    def value(self, key: str, field: str) -> Any:
        """Give what stands in a row and a field, "" where there is no such cell."""
        row, column = self.keys.get(key), self.columns.get(field)
        return "" if row is None or column is None or column >= len(self.rows[row]) else self.rows[row][column]

    def cell(self, key: str, field: str) -> str:
        """Give the name of the cell of a row and a field that are there."""
        return cell_name(self.keys[key], self.columns[field])


@record
class Form:
    """A workbook that is one of ours, flattened.

    `info` holds the cells of the info sheet by key, `answers` those of the answers sheet, row by row, with what the
    council wrote on its own sheet; `fields` are the columns that were found. `contested` holds the rows of the
    conflicts sheet by field, one for each candidate; `undecided` the candidates of every field for which nobody has
    chosen, by indicator ("" for the unit itself) and field. `pages` holds our sheets as they are, `copies` the further
    sheets with the marker of each, `lists` the words of the drop-downs by columns. `doubts` says why fields that hold
    something are taken for missing, their cells here are blank; `said` is all there is to say of sheets, rows and keys
    as such, and of the `leftovers` of an old form that nobody has dealt with yet. `homeless` are the cells with figures
    that no question of the set is for, None until they were looked for. `read_in` is the year in which it is read,
    where that is known.
    """

    file: str
    info: dict[str, FormCell]
    answers: tuple[tuple[FormCell, ...], ...]
    answers_sheet: str
    fields: frozenset[str]
    package: Package
    pages: dict[str, Page]
    copies: dict[str, tuple[Page, ...]]
    lists: list[list[Any]]
    contested: tuple[dict[str, FormCell], ...] = ()
    undecided: Mapping[str, Mapping[str, Options]] = field(default_factory=dict)
    doubts: Mapping[Key, tuple[Problem, ...]] = field(default_factory=dict)
    said: tuple[Problem, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    homeless: tuple[FormCell, ...] | None = None
    read_in: int | None = None

    def place(self, cell: FormCell) -> Place:
        """Give the place of a cell, with its file."""
        return Place(self.file, None, None, cell.sheet, cell.cell)

    def doubted(self, indicator: str) -> list[Problem]:
        """Give why something in the row of an indicator is taken for missing."""
        return [one for key, problems in self.doubts.items() if key.indicator == indicator for one in problems]

    def text(self, key: str) -> str:
        """Give the cleaned text of a row of the info sheet, "" where it is blank or lacking."""
        return clean(self.info[key].value) if key in self.info else ""

    @property
    def percent_cells(self) -> bool:
        """Whether the form was handed out with a percent format in every cell whose unit is %."""
        return bool(self.text(layout.FORM_GENERATION))


def clean(value: object) -> str:
    """Give a cell's value as text: trimmed, composed (NFC), inner white space single; whole numbers without a point."""
    if isinstance(value, str):
        return clean_text(value)
    if (number := stored_number(value)) is not None:
        return exact_text(number)
    return str(value).upper() if isinstance(value, bool) else str(value)  # TRUE, as a spreadsheet shows it


def stored_number(value: object) -> Fraction | None:
    """Give the exact number that a cell stores, None where it stores none: also for infinity, which a file can hold."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return from_float(float(value))


def clean_text(value: str) -> str:
    """Clean a text as `clean` does."""
    return _kept_clean(value) if len(value) < _WORTH_KEEPING else _cleaned(value)


def understood(value: object) -> str:
    """Give a cell's value as what it says, for reading and comparing: cleaned, in `letters.plain` letters."""
    return (
        (_kept_plain(value) if len(value) < _WORTH_KEEPING else plain(value))
        if isinstance(value, str)
        else clean(value)
    )


def folded(value: str) -> str:
    """Give a text as it is understood, without regard to capitals, for comparing words."""
    return _kept_folded(value) if len(value) < _WORTH_KEEPING else plain(value).casefold()


def _cleaned(value: str) -> str:
    return " ".join(composed(value).split())


#: The same few texts come again in every form.
_kept_clean = lru_cache(maxsize=2048)(_cleaned)
_kept_plain = lru_cache(maxsize=2048)(plain)
_WORTH_KEEPING = 1_000


@lru_cache(maxsize=2048)
def _kept_folded(value: str) -> str:
    return plain(value).casefold()


def open_form(path: Path, read_in: int | None = None) -> Form:
    """Read a workbook file (.xlsx, .xls, .ods) and find its info and answers sheets; `read_in` is the year of reading.

    Raises `XhhtError` where the file cannot be read, is no workbook, or is none of our forms.
    """
    return form_in(package_at(path), path, read_in)


def form_in(package: Package, path: Path, read_in: int | None = None) -> Form:
    """Find the sheets of a form in a workbook that was opened, as `open_form` does; raises `XhhtError`."""
    file = str(path)
    found = _sheets_of(package, file, tuple(_SHEETS))
    alike = {name: _main_first(name, sheets) for mark, sheets in found.items() for name in (_SHEETS[mark],)}
    if lacking := [name for name in (INFO, ANSWERS) if name not in alike]:
        raise XhhtError(_without(file, lacking) if alike else [Problem("workbook-foreign", Place(file))])
    pages = {name: sheets[0] for name, sheets in alike.items()}
    lists = pages.pop(LISTS, Page("", []))
    answers = pages[ANSWERS]
    return Form(
        file,
        info_cells(pages[INFO]),
        with_council(answer_rows(answers), answer_rows(pages[APPRAISAL]) if APPRAISAL in pages else ()),
        answers.title,
        frozenset(answers.columns),
        package,
        pages,
        {name: tuple(sheets[1:]) for name, sheets in alike.items() if len(sheets) > 1},
        [list(column) for column in zip_longest(*lists.rows, fillvalue="")],
        tuple(_contested_rows(pages[CONFLICTS])) if CONFLICTS in pages else (),
        read_in=read_in,
    )


def package_at(path: Path) -> Package:
    """Open a workbook file, without reading any cell; raises `XhhtError` where it is none, or over a limit."""
    limits = current_limits()
    with _refusals(str(path)):
        return Package(content_of(path, limits.megabytes * MEGABYTE + 1), limits)


def sheets_in(path: Path) -> tuple[Package, dict[str, list[ExtractedSheet]]]:
    """Give a workbook within its limits, and all of its sheets, under "".

    Raises `XhhtError` where the file cannot be read or is no workbook.
    """
    package = package_at(path)
    return package, _sheets_of(package, str(path), ())


def _sheets_of(package: Package, file: str, markers: tuple[str, ...]) -> dict[str, list[ExtractedSheet]]:
    """Give the sheets of each marker; raises `XhhtError` where the workbook cannot be read."""
    with _refusals(file):
        found = our_sheets(package, markers)
    _check_texts(found, file)
    return found


@contextmanager
def _refusals(file: str) -> Iterator[None]:
    """Turn what is said of a container into problems of its file."""
    try:
        yield
    except Refused as refused:
        place = Place(file, None, None, refused.sheet, refused.cell)
        kind = refused.arguments.get("kind")
        said = {"reason": how_to_save(file, str(kind))} if kind else refused.arguments
        raise XhhtError([Problem(refused.code, place, said)]) from None


def how_to_save(file: str, kind: str) -> str:
    """Give the key of what to do so that a file of this kind tells its formats.

    Excel opens a file under the suffix of its own kind only.
    """
    if kind == "xlsx":
        return "save-again"
    return "save-as-xlsx" if Path(file).suffix.lower() == f".{kind}" else f"save-renamed-{kind}"


def _check_texts(found: Mapping[str, Iterable[ExtractedSheet]], file: str) -> None:
    """Refuse texts that no program could have taken from a keyboard; raises `XhhtError` with the first of them."""
    for title, rows, *_ in (sheet for sheets in found.values() for sheet in sheets):
        for number, row in enumerate(rows):
            for text in [one for one in row if type(one) is str and len(one) > MOST_MARKS]:
                if code := unfit(text):
                    most = LONGEST_TEXT if code == "text-too-long" else MOST_MARKS
                    place = Place(file, None, None, title, cell_name(number, row.index(text)))
                    raise XhhtError([Problem(code, place, {"most": most})])


def unfit(text: str) -> str:
    """Give why a text is refused, "" where it is not."""
    if len(text) > LONGEST_TEXT:
        return "text-too-long"
    return "marks-too-many" if not text.isascii() and crowded(text) else ""


def _main_first(name: str, sheets: Iterable[ExtractedSheet]) -> list[Page]:
    """Give the sheets with one marker, first the one that has the title that the form was handed out with."""
    ours = {Words(language).say(f"sheet-{name}") for language in LANGUAGES} if name != LISTS else set()
    return sorted((Page(*sheet) for sheet in sheets), key=lambda page: page.title not in ours)


def _without(file: str, lacking: Iterable[str]) -> Iterator[Problem]:
    """Say of a form which sheets are not found by their markers."""
    markers = {name: marker for marker, name in _SHEETS.items()}
    for name in lacking:
        yield Problem("marker-lacking", Place(file), {"given": markers[name], "reason": f"sheet-{name}"})


def info_cells(page: Page) -> dict[str, FormCell]:
    """Give the cells of the info sheet that hold values by the keys of their rows, the first one of a key."""
    cells: dict[str, FormCell] = {}
    column = value_columns(page)[0]
    for number, key, row in page.body:
        if key and len(row) > column:
            cells.setdefault(key, FormCell(page.title, cell_name(number, column), key, layout.VALUE, row[column]))
    return cells


def value_columns(page: Page) -> list[int]:
    """Give where the values of the info sheet stand, counted from 0: one column, unless somebody copied it."""
    return [at for at, field in page.fields if field == layout.VALUE] or [page.left + layout.INFO_VALUE_COLUMN]


def answer_rows(page: Page) -> tuple[tuple[FormCell, ...], ...]:
    """Give the cells that people fill in, row by row, for every row with an id; blank ones where a blank matters."""
    columns = filled_columns(page)
    return tuple(
        answer_row(page, columns, number, identifier, row)
        for number, identifier, row in page.body
        if identifier and identifier not in layout.ID_HEADINGS
    )


#: Position, letters and field of a column, and whether its blank cells say something.
FilledColumn = tuple[int, str, str, bool]


def filled_columns(page: Page) -> list[FilledColumn]:
    """Give the columns that people fill in; of two of a field none, because none can be trusted."""
    fields = [field for _, field in page.fields]
    return [
        (column, column_letters(column), field, field not in (layout.DOCUMENTS, layout.NOTE))
        for column, field in page.fields
        if field and layout.is_filled_in(field) and fields.count(field) == 1
    ]


def answer_row(
    page: Page, columns: Iterable[FilledColumn], number: int, identifier: str, row: Sequence[Any]
) -> tuple[FormCell, ...]:
    """Give the cells of a row (counted from 0) that people fill in, that of its id before them."""
    title, place = page.title, str(number + 1)
    cells = [FormCell(title, column_letters(page.left) + place, identifier, layout.ID, row[page.left])]
    for at, letters, name, wanted in columns:
        if wanted or row[at] != "":
            cells.append(FormCell(title, letters + place, identifier, name, row[at]))
    return tuple(cells)


def with_council(
    rows: Iterable[tuple[FormCell, ...]], decisions: Iterable[tuple[FormCell, ...]]
) -> tuple[tuple[FormCell, ...], ...]:
    """Give the rows of the answers sheet with what the council wrote on a sheet of its own, in the first row of an id.

    Of several rows of an id the first that holds something counts, field by field. What stands beside the answers, as
    forms of the first generation have it, counts where the sheet is blank.
    """
    council: dict[str, dict[str, FormCell]] = {}
    for row in decisions:
        for cell in row[1:] if row[0].id else ():
            if layout.is_appraised(cell.field):
                mine = council.setdefault(row[0].id, {})
                if cell.field not in mine or (not clean(mine[cell.field].value) and clean(cell.value)):
                    mine[cell.field] = cell
    found = []
    for row in rows:
        decided, own = council.pop(row[0].id, {}), {cell.field: cell for cell in row[1:]}
        counts = {field: cell for field, cell in decided.items() if field not in own or clean(cell.value)}
        found.append((row[0], *(own | counts).values()))
    return tuple(found)


def _contested_rows(page: Page) -> Iterator[dict[str, FormCell]]:
    """Give the rows of the conflicts sheet that name a field."""
    for number, identifier, row in page.body:
        field = understood(row[page.columns[layout.FIELD]]) if layout.FIELD in page.columns else ""
        if field:
            yield {
                name: FormCell(page.title, cell_name(number, at), identifier, field, row[at])
                for name, at in page.columns.items()
            }
