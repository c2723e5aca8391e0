"""The sheet that shows the result while people fill in: criteria, total, each condition of each level, the verdict.

Below them stands what each indicator still lacks.
"""

from __future__ import annotations

from collections.abc import Sequence

from xhht_score.criteria import Fact, Level
from xhht_score.program.indicators import APPLIES, SCALED_HIGH, SCALED_LOW, SCALED_MAX, among
from xhht_score.program.recognition import (
    ASKED_N,
    CERTAIN,
    CODE,
    CONDITION_CODES,
    LEVEL_CODES,
    MET_N,
    POSSIBLE,
    SHORT_N,
    TOTAL,
    condition_row,
    criterion_row,
    level_row,
)
from xhht_score.program.whole import RESULTS as PROGRAM_RESULTS
from xhht_score.program.whole import YES, Integer, Name, fixed, negated
from xhht_score.words import clauses
from xhht_score.workbook import layout
from xhht_score.workbook.formulas.ahead import AHEAD_COUNT, AHEAD_TEXT, StepAhead, steps_ahead
from xhht_score.workbook.formulas.conditions import lack
from xhht_score.workbook.formulas.indicators import Context, shown_points, shown_share
from xhht_score.workbook.formulas.spoken import spoken
from xhht_score.workbook.formulas.written import FormulaWriter
from xhht_score.workbook.symbols import ANSWERS, INFO, RESULTS, all_of, any_of, at, column, own, text
from xhht_score.workbook.writing.plan import (
    PERCENT_FORMAT,
    Lists,
    Planned,
    PlannedRow,
    PlannedSheet,
    Style,
    about_row,
    fitting_height,
    head_row,
)

_POINTS = ("low", "high", "maximum", "percent_low", "percent_high")
_SCALED = (SCALED_LOW, SCALED_HIGH, SCALED_MAX)
_NUMBERS = (ASKED_N, MET_N, SHORT_N, CODE)


def plan_results(context: Context, lists: Lists) -> PlannedSheet:
    """Give the sheet; raises `Beyond`."""
    words, criteria_set = context.words, context.criteria_set
    points = criteria_set.total_points is not None
    numbers = range(1, len(criteria_set.told_apart) + 1)
    met = tuple(f"{name}_{number}" for number in numbers for name in ("met_low", "met_high", "counts"))
    shares = tuple(f"{name}_{number}" for number in numbers for name in ("share_low", "share_high"))
    shown = _POINTS if points else (*met, *shares)
    ahead = tuple(steps_ahead(words, context.program))
    hidden = (*(_SCALED if points else ()), *_NUMBERS, *((AHEAD_TEXT, AHEAD_COUNT) if ahead else ()))
    fields = ("key", layout.LABEL, layout.VALUE, "lack", *shown, *hidden)
    sheet = PlannedSheet(RESULTS, words.say("sheet-results"), layout.RESULTS_MARKER, fields, landscape=True)
    sheet.wide = {"key": 4, layout.LABEL: 44, layout.VALUE: 22, "lack": 12, **dict.fromkeys(shown, 12)}
    sheet.hidden_fields = frozenset(("key", *hidden))
    sheet.printed, sheet.repeated_rows = (layout.LABEL, shown[-1]), (2, 2)
    sheet.spread((layout.LABEL,))
    say = words.say
    sheet.toned_fields = (layout.VALUE,)
    sheet.tones = {
        say("condition-met"): "good", say("condition-open"): "open", say("condition-short"): "bad",
        say("level-eligible"): "good", say("level-possible"): "open", say("level-not_eligible"): "bad",
    }  # fmt: skip
    page = _ResultsPage(context, sheet, lists)
    page.head()
    page.criteria(points, shown)
    for level in criteria_set.recognition.levels:
        page.level(level)
    page.ahead(ahead)
    return sheet


class _ResultsPage:
    def __init__(self, context: Context, sheet: PlannedSheet, lists: Lists) -> None:
        self._context, self._words, self._set = context, context.words, context.criteria_set
        self._sheet, self._lists = sheet, lists

    @property
    def _shown_fields(self) -> list[str]:
        return [name for name in self._sheet.wide if name not in self._sheet.hidden_fields]

    def _row(self, key: str, cells: dict[str, Planned], height: float | None = None, *, hidden: bool = False) -> None:
        self._sheet.rows.append(PlannedRow(key, cells, height, hidden))

    def head(self) -> None:
        """Add the title, the verdict, the progress, and whether anything can be computed yet."""
        words = self._words
        across = len(self._shown_fields)
        self._sheet.rows.append(about_row(layout.LABEL, across))
        lines = [words.say("form-results-title", title=words.text(self._set.recognition.title))]
        lines += [words.say(f"{self._set.status}-line")] if self._set.status != "official" else []
        self._sheet.rows += [head_row(layout.LABEL, line, self._sheet.wide, across) for line in lines]
        self._row("verdict", self._live("form-verdict", self._verdict(), span=across - 1), 34)
        done = f'SUM({column(layout.DONE)})&"/"&SUM({column(APPLIES)})'
        self._row("progress", self._live("form-progress-label", spoken(words, "form-progress", n=done)), 20)
        facts = [self._chosen(name, fact) for name, fact in self._set.facts.items()]
        known = f"IF({all_of(facts)},1,0)" if facts else "1"
        self._row("facts", {layout.VALUE: Planned(formula=known, style="hidden")}, hidden=True)
        fine = f"COUNTIF({column(layout.STATE)},{text(words.say('form-state-too_fine'))})=0"
        ready = f"IF({at(RESULTS, 'facts', layout.VALUE)}=1,IF({fine},1,0),0)"
        self._row("ready", {layout.VALUE: Planned(formula=ready, style="hidden")}, hidden=True)
        for key in (CERTAIN, POSSIBLE):
            self._row(key, {layout.VALUE: self._step(key, layout.VALUE)}, hidden=True)
        self._row("", {})

    def _step(self, row: str, field: str, style: Style = "hidden", number_format: str = "") -> Planned:
        """Give the cell of a step of the program."""
        step = self._context.program.steps[Name(PROGRAM_RESULTS, row, field)]
        return Planned(formula=self._context.results(row).number(step), style=style, number_format=number_format)

    def _chosen(self, name: str, fact: Fact) -> str:
        """Give the condition that a fact is chosen, or not asked."""
        write, asked = FormulaWriter(), among(self._set, fact.applies_when)
        left_out = write.claim(negated(asked)) if asked != YES else ""
        return any_of((f"{at(INFO, layout.FACT_PREFIX + name, layout.POSITION)}>0", left_out))

    def _live(self, label: str, formula: str, span: int = 1) -> dict[str, Planned]:
        return {
            layout.LABEL: Planned(self._words.say(label), style="criterion"),
            layout.VALUE: Planned(formula=formula, style="live", span=span),
        }

    def _verdict(self) -> str:
        words, recognition = self._words, self._set.recognition
        none = words.text(recognition.no_level) if recognition.no_level else words.say("no-level")
        titles = (none, *(words.text(level.title) for level in recognition.levels))
        cells = self._lists.cells(titles)
        certain, possible = (at(RESULTS, key, layout.VALUE) for key in (CERTAIN, POSSIBLE))
        named = [f"CHOOSE({one}+1,{','.join(cells)})" for one in (certain, possible)]
        reached, higher = (spoken(words, key, level=named[0]) for key in ("verdict-certain", "verdict-none"))
        sure = f"IF({certain}>0,{reached},{higher})"
        more, some = (
            spoken(words, key, certain=named[0], possible=named[1]) for key in ("verdict-more", "verdict-open")
        )
        perhaps = f"IF({certain}>0,{more},{some})"
        said = f"IF(OR({possible}={certain},{possible}=0),{sure},{perhaps})"
        lacking = tuple(fact.title for fact in self._set.facts.values())
        facts = text(words.say("form-facts-first", facts=lacking)) if lacking else '""'
        unready = f"IF({at(RESULTS, 'facts', layout.VALUE)}=1,{text(words.say('form-too-fine'))},{facts})"
        known = f"IF({at(RESULTS, 'ready', layout.VALUE)}=1,{said},{unready})"
        return f"IF({at(INFO, layout.CHOICES, layout.VALUE)}>0,{text(words.say('form-merge-first'))},{known})"

    def _shown(self, formula: str) -> str:
        return f'IF({at(RESULTS, "ready", layout.VALUE)}=1,{formula},"?")'

    def criteria(self, points: bool, shown: tuple[str, ...]) -> None:
        """Add a row for each criterion and for the total."""
        words = self._words
        headings = {layout.LABEL: Planned(words.say("form-criterion"), style="heading", span=3)}
        headings |= {name: Planned(self._heading(name), style="heading") for name in shown}
        self._row("", headings, fitting_height(headings, self._sheet.wide))
        for criterion in self._set.criteria:
            label = words.say("criterion-heading", id=criterion.id, title=words.text(criterion.title))
            self._sums(criterion_row(criterion.id), label, points)
        self._sums(TOTAL, words.say("total"), points)
        self._row("", {})

    def _heading(self, name: str) -> str:
        kind, _, number = name.rpartition("_")
        if not number.isdigit():
            return self._words.say(f"form-result-{name}")
        level = self._words.text(self._set.recognition.levels[int(number) - 1].title)
        return self._words.say(f"form-result-{kind}", level=level)

    def _sums(self, row: str, label: str, points: bool) -> None:
        """Add the row of a criterion or of the total."""
        cells = {layout.LABEL: Planned(label, style="criterion", span=3)}

        def step(field: str) -> Integer:
            return self._context.program.step(Name(PROGRAM_RESULTS, row, field))

        if points:
            for scaled, name in zip(_SCALED, ("low", "high", "maximum"), strict=True):
                cells[scaled] = self._step(row, scaled)
                said = shown_points(self._context, self._context.results(row), step(scaled), step(SCALED_MAX))
                cells[name] = Planned(formula=self._shown(said), style="live")
            for scaled, name in ((SCALED_LOW, "percent_low"), (SCALED_HIGH, "percent_high")):
                cells[name] = self._share(row, step(scaled), step(SCALED_MAX))
        else:
            for number in range(1, len(self._set.told_apart) + 1):
                for name in ("met_low", "met_high", "counts"):
                    cells[f"{name}_{number}"] = self._step(row, f"{name}_{number}", "live", "0")
                for name, met in (("share_low", "met_low"), ("share_high", "met_high")):
                    cells[f"{name}_{number}"] = self._share(row, step(f"{met}_{number}"), step(f"counts_{number}"))
        self._row(row, cells, fitting_height(cells, self._sheet.wide))

    def _share(self, row: str, part: Integer, whole: Integer) -> Planned:
        write = self._context.results(row)
        formula = self._shown(f'IF({write.number(whole)}=0,"–",{shown_share(self._context, write, part, whole)})')
        return Planned(formula=formula, style="live", number_format=PERCENT_FORMAT)

    def level(self, level: Level) -> None:
        """Add a level with its state, and each of its conditions."""
        words, conditions = self._words, self._set.recognition.conditions(level)
        states = [text(words.say(f"level-{state}")) for state in LEVEL_CODES]
        state = f"CHOOSE({own(CODE)}+1,{','.join(states)})"
        self._row(
            level_row(level.id),
            {
                layout.LABEL: Planned(words.text(level.title), style="heading"),
                layout.VALUE: Planned(formula=self._shown(state), style="live"),
                "lack": Planned(words.say("form-lack"), style="heading"),
                CODE: self._step(level_row(level.id), CODE),
            },
            24,
        )
        for position, condition in enumerate(conditions, 1):
            key = condition_row(level.id, position)
            lacks, percent = lack(self._context.program, condition, level.id, self._context.results(key))
            label = clauses.condition(words, condition)
            states = [text(words.say(f"condition-{state}")) for state in CONDITION_CODES]
            shown = self._shown(f'IF({own(CODE)}=3,{lacks},"")')
            cells = {
                layout.LABEL: Planned(label, style="criterion"),
                layout.VALUE: Planned(formula=self._shown(f"CHOOSE({own(CODE)}+1,{','.join(states)})"), style="live"),
                "lack": Planned(formula=shown, style="live", number_format=PERCENT_FORMAT if percent else ""),
                **{name: self._step(key, name) for name in _NUMBERS},
            }
            self._row(key, cells, fitting_height(cells, self._sheet.wide))

    def ahead(self, found: Sequence[StepAhead]) -> None:
        """Add what each indicator still lacks, part by part, for those who fill in: it is not put on paper."""
        if not found:
            return
        before = len(self._sheet.rows)
        words, span = self._words, len(self._shown_fields) - 1
        self._row("", {})
        headings = {layout.LABEL: Planned(words.say("form-ahead"), style="heading")}
        headings[layout.VALUE] = Planned(words.say("form-ahead-how"), style="heading", span=span)
        self._row("", headings, fitting_height(headings, self._sheet.wide))
        for one in found:
            indicator = one.indicator
            label = f"{indicator.id}. {words.text(indicator.title)}"
            label += f" – {words.text(indicator.parts[one.part].title)}" if one.part else ""
            write = self._context.results(one.row)
            cells = {
                layout.LABEL: Planned(label, style="criterion"),
                layout.VALUE: Planned(formula=self._lacking(one), style="live", span=span),
                **{name: Planned(formula=write.number(step), style="hidden") for name, step in one.steps.items()},
            }
            self._row(one.row, cells, fitting_height(cells, self._sheet.wide))
        self._sheet.on_screen = len(self._sheet.rows) - before

    def _lacking(self, one: StepAhead) -> str:
        """Give what an answered row lacks, a dash where nothing; of any other row how it stands."""
        asked = f"CHOOSE({own(AHEAD_TEXT)},{','.join(map(text, one.texts))})"
        if one.count != fixed(0):
            counted = spoken(self._words, "form-ahead-fewer" if one.falls else "form-ahead-more", n=own(AHEAD_COUNT))
            asked = f'IF({own(AHEAD_COUNT)}>0,{counted},"")&{asked}'
        answered = text(self._words.say("form-state-answered"))
        state = at(ANSWERS, one.indicator.id, layout.STATE)
        return self._shown(f'IF({state}={answered},IF({own(AHEAD_TEXT)}=0,"–",{asked}),{state})')
