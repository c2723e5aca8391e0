"""The sheet about the unit: who, which year, its facts, what it holds already, and what the form was made for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from xhht_score.criteria import CriteriaSet
from xhht_score.merging import Conflict, FormPart
from xhht_score.submission import Decision, Submission
from xhht_score.words import Words, fields, rules
from xhht_score.workbook import layout
from xhht_score.workbook.formulas.cleaned import chosen
from xhht_score.workbook.formulas.spoken import spoken
from xhht_score.workbook.formulas.values import FormSpot
from xhht_score.workbook.kept import Bounds
from xhht_score.workbook.reading.cleaning import PLAUSIBLE_YEARS
from xhht_score.workbook.symbols import INFO, at, own, text
from xhht_score.workbook.writing.conflicts_sheet import pending
from xhht_score.workbook.writing.plan import (
    DATE_FORMATS,
    TEXT_FORMAT,
    Lists,
    Planned,
    PlannedRow,
    PlannedSheet,
    PlannedValue,
    fitting_height,
    listed,
)

#: What the line about the unit says, and what stands in it for what nobody has filled in yet.
ABOUT_KEYS = {"unit": layout.UNIT_NAME, "code": layout.UNIT_CODE, "year": layout.YEAR}
BLANK = "……"


def plan_info(
    words: Words,
    criteria_set: CriteriaSet,
    lists: Lists,
    *,
    sha256: str,
    part: FormPart | None,
    conflicts: Sequence[Conflict],
    leftovers: int,
    live: bool,
) -> PlannedSheet:
    """Give the sheet with nothing about a unit yet; `live` adds the formulas that the others rest on."""
    columns = ("key", layout.LABEL, layout.VALUE, *((layout.POSITION,) if live else ()))
    sheet = PlannedSheet(INFO, words.say("sheet-info"), layout.INFO_MARKER, columns)
    sheet.wide = {"key": 4, layout.LABEL: 46, layout.VALUE: 60, layout.POSITION: 8}
    sheet.hidden_fields = frozenset(("key", layout.POSITION))
    sheet.spread((layout.LABEL, layout.VALUE))
    page = _InfoPage(words, criteria_set, sheet, lists, live)
    page.lines()
    page.unit()
    page.dates()
    for key, value in (
        (layout.SET_ID, criteria_set.id),
        (layout.SET_VERSION, criteria_set.version),
        (layout.SET_SHA256, sha256),
    ):
        page.field(key, value, locked=True)
    sheet.rows[-1].hidden = True  # no fingerprint is read by people, or printed
    page.part(part, sum(len(one.candidates) > 1 for one in conflicts), leftovers)
    page.about()
    if live:
        counted = Planned(formula=pending(), style="hidden") if conflicts else Planned(0, style="hidden")
        sheet.rows.append(PlannedRow(layout.CHOICES, {layout.VALUE: counted}, hidden=True))
    return sheet


def info_values(
    words: Words, criteria_set: CriteriaSet, submission: Submission, filled_by: str
) -> Iterator[tuple[FormSpot, PlannedValue]]:
    """Give what stands in the cells about a unit."""
    unit, held = submission.unit, submission.dates.decision or Decision()
    said: dict[str, PlannedValue] = {
        layout.UNIT_NAME: unit.name or None,
        layout.UNIT_CODE: unit.code,
        layout.UNIT_PARENT: unit.parent,
        layout.YEAR: submission.year,
        layout.FILLED_BY: filled_by or None,
        layout.DECISION_NUMBER: held.number,
        layout.DECISION_DATE: held.date,
        layout.DECISION_LEVEL: next(
            (words.text(one.title) for one in criteria_set.recognition.levels if one.id == held.level), None
        ),
        layout.REQUEST_DATE: submission.dates.requested,
    }
    for name, chosen_ in submission.facts.items():
        if chosen_ and name in criteria_set.facts:
            said[layout.FACT_PREFIX + name] = words.text(criteria_set.facts[name].choices[chosen_])
    for key, value in said.items():
        yield (INFO, key, layout.VALUE), value


class _InfoPage:
    def __init__(self, words: Words, criteria_set: CriteriaSet, sheet: PlannedSheet, lists: Lists, live: bool) -> None:
        self._words, self._set, self._sheet, self._lists, self._live = words, criteria_set, sheet, lists, live

    def lines(self) -> None:
        words = self._words
        self._line(words.say("form-title", title=words.text(self._set.title)), strong=True)
        if self._set.status != "official":
            self._line(words.say(f"{self._set.status}-line"), strong=True)
        self._line(words.say("form-fill"))

    def unit(self) -> None:
        words = self._words
        self.field(layout.UNIT_NAME, None)
        self.field(layout.UNIT_CODE, None)
        self.field(layout.UNIT_PARENT, None)
        year = own(layout.VALUE)
        sound = f"AND({year}>={PLAUSIBLE_YEARS.start},{year}<{PLAUSIBLE_YEARS.stop},INT({year})={year})"
        formula = f'IF(ISERROR({year}),"",IF(ISNUMBER({year}),IF({sound},{year},""),""))'
        bounds = Bounds(True, PLAUSIBLE_YEARS.start, PLAUSIBLE_YEARS.stop - 1)
        self.field(layout.YEAR, None, "0", formula, bounds=bounds)
        for name, fact in self._set.facts.items():
            options = tuple(words.text(choice) for choice in fact.choices.values())
            self._choice(layout.FACT_PREFIX + name, options, label=rules.fact(words, self._set, fact))
        self.field(layout.FILLED_BY, None)

    def part(self, part: FormPart | None, conflicts: int, leftovers: int) -> None:
        """Add whose part the form is, and how many conflicts and leftovers the reader looks for."""
        if part is not None and part.office:
            self.field(layout.PART_OFFICE, fields.office(self._words, self._set, part.office), locked=True)
            if part.deadline is not None:
                self.field(layout.PART_DEADLINE, part.deadline, DATE_FORMATS[self._words.language], locked=True)
        if part is not None:
            self.field(layout.PART_ROWS, ",".join(part.rows), locked=True)
            self._sheet.rows[-1].hidden = True
        if conflicts:
            self.field(layout.CONFLICTS, conflicts, "0", locked=True)
        if leftovers:
            self.field(layout.LEFTOVERS, leftovers, "0", locked=True)

    def dates(self) -> None:
        """Add what a unit holds already and when it asks."""
        titles = tuple(self._words.text(level.title) for level in self._set.recognition.levels)
        self.field(layout.DECISION_NUMBER, None)
        self._date(layout.DECISION_DATE)
        self._choice(layout.DECISION_LEVEL, titles)
        self._date(layout.REQUEST_DATE)

    def about(self) -> None:
        """Add, out of sight, the line about the unit that stands on every page."""
        cells, blank = {name: at(INFO, key, layout.VALUE) for name, key in ABOUT_KEYS.items()}, text(BLANK)
        filled = {name: f'IF(ISERROR({one}),{blank},IF(TRIM({one})="",{blank},{one}))' for name, one in cells.items()}
        formula = spoken(self._words, "form-about", **filled)
        self._sheet.rows.append(
            PlannedRow(layout.FORM_ABOUT, {layout.VALUE: Planned(formula=formula, style="hidden")}, hidden=True)
        )

    def _line(self, said: str, *, strong: bool = False) -> None:
        cells = {layout.LABEL: Planned(said, style="strong" if strong else "text", span=2)}
        self._sheet.rows.append(PlannedRow("", cells, 34 if strong else 20))

    def _date(self, key: str) -> None:
        cell = own(layout.VALUE)
        sound = f"AND({cell}>=DATE({PLAUSIBLE_YEARS.start},1,1),{cell}<DATE({PLAUSIBLE_YEARS.stop},1,1))"
        formula = f'IF(ISERROR({cell}),"",IF(ISNUMBER({cell}),IF({sound},INT({cell}),""),""))'
        days = Bounds(True, _serial(PLAUSIBLE_YEARS.start), _serial(PLAUSIBLE_YEARS.stop) - 1)
        number_format, prompt = DATE_FORMATS[self._words.language], self._words.say("form-date")
        self.field(key, None, number_format, formula, bounds=days, prompt=prompt, error=prompt)

    def _choice(self, key: str, options: tuple[str, ...], label: str = "") -> None:
        cell = own(layout.VALUE)
        position = chosen(cell, self._lists.cells(options), "-1")
        formula = f"IF(ISERROR({cell}),0,{position}+1)"
        self.field(key, None, formula=formula, label=label, options=options, prompt=self._words.say("form-choose"))

    def field(
        self,
        key: str,
        value: PlannedValue,
        number_format: str = TEXT_FORMAT,
        formula: str = "",
        *,
        label: str = "",
        locked: bool = False,
        options: tuple[str, ...] = (),
        bounds: Bounds | None = None,
        prompt: str = "",
        error: str = "",
    ) -> None:
        """Add one row: its label and its value."""
        cells = {
            layout.LABEL: Planned(label or self._words.say(f"form-{key}"), style="criterion"),
            layout.VALUE: Planned(
                value,
                style="criterion" if locked else "input",
                number_format=number_format,
                options=options,
                bounds=bounds,
                prompt=prompt,
                error=error or listed(options),
            ),
        }
        if formula and self._live:
            cells[layout.POSITION] = Planned(formula=formula, style="hidden")
        self._sheet.rows.append(PlannedRow(key, cells, max(fitting_height(cells, self._sheet.wide), 20)))


def _serial(year: int) -> int:
    """Give the first day of a year as a spreadsheet counts days."""
    return (datetime.date(year, 1, 1) - datetime.date(1899, 12, 30)).days
