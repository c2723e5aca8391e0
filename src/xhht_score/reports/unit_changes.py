"""What changed for one unit: its totals, its levels, and each indicator with the figure that changed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xhht_score.assessment import Whose
from xhht_score.compare.shifts import Shift
from xhht_score.compare.units import LevelChange, ScoredUnit, UnitChange
from xhht_score.errors import Problem
from xhht_score.records import record
from xhht_score.reports.attainment import counts
from xhht_score.reports.change_cells import (
    became_cell,
    change_cell,
    ends_of,
    in_order_of_weight,
    passage_cell,
    through_text,
)
from xhht_score.reports.document import Block, Cell, Column, Heading, Listing, Paragraph, Table, Tone
from xhht_score.reports.figures import tally_cells
from xhht_score.results import LevelResult, LevelState
from xhht_score.words import Words
from xhht_score.words.bounded import bounded

#: How the two parts of a change stand in a table: between which of the three results each lies.
_WHOLE, _RULE, _FIGURES = (0, 2), (0, 1), (1, 2)


@record
class ComparedForm:
    """One of the two forms: its file, and whose result counts, the unit's own or the council's."""

    file: str
    which: Whose


@record
class ComparedPair:
    """The two forms of a unit, what changed between them, and what there is to say of both.

    `other_land` says that the unit may have had other land before, because 1 July 2025 lies between.
    """

    change: UnitChange
    old: ComparedForm
    new: ComparedForm
    other_land: bool
    problems: tuple[Problem, ...]

    @property
    def unit(self) -> str:
        """The name of the unit, as the later form has it."""
        return self.change.new.submission.unit.name


def unit_changes(words: Words, pair: ComparedPair) -> Iterator[Block]:
    """Give the section of one unit, its headings from level 3 on."""
    found = pair.change
    yield Paragraph(
        words.say("compare-files", old=_form(words, pair.old, found.old), new=_form(words, pair.new, found.new)),
        "muted",
    )
    if pair.other_land:
        yield Paragraph(words.say("compare-land"), "open")
    changed = in_order_of_weight(found, found.changed)
    if not changed and not found.facts and not any(one.moved for one in found.levels) and not _totals_differ(found):
        yield Paragraph(words.say("compare-nothing"), "strong")
        yield from _problems(words, pair)
        return
    if found.rule_changed:
        yield Paragraph(words.say("compare-split"), "muted")
    yield _totals(words, found)
    yield from _facts(words, found)
    yield Heading(3, words.say("compare-levels"))
    yield _levels(words, found)
    yield Heading(3, words.say("compare-indicators"))
    if changed:
        columns = (
            Column(words.say("col-id")),
            Column(words.say("col-title"), share=3),
            Column(words.say("compare-col-passage"), share=2),
            Column(words.say("compare-col-change"), share=2),
            Column(words.say("compare-col-through"), share=3),
        )
        titles = {
            name: one.title for side in (found.old, found.new) for name, one in side.criteria_set.indicators.items()
        }
        yield Table(
            columns,
            tuple(
                (
                    Cell(one.id),
                    Cell(words.text(titles[one.id])),
                    passage_cell(words, found, one),
                    became_cell(words, found, one),
                    Cell(through_text(words, found, one)),
                )
                for one in changed
            ),
        )
    yield Paragraph(words.say("compare-unchanged", n=len(found.indicators) - len(changed)), "muted")
    yield from _problems(words, pair)


def _form(words: Words, form: ComparedForm, side: ScoredUnit) -> str:
    """Give a form by its file, its year, its set, and whose result it is."""
    year = side.submission.year
    said = words.say("year-unknown") if year is None else str(year)
    named = f"{side.criteria_set.id} {side.criteria_set.version}"
    return words.say(
        "compare-form", file=form.file, year=said, set=named, which=words.say(f"compare-which-{form.which}")
    )


def _totals_differ(found: UnitChange) -> bool:
    return found.points is not None and found.points.old != found.points.new


def _totals(words: Words, found: UnitChange) -> Table:
    """Give the total, the attainment, and how many indicators are met at each level, before and now."""
    sides = (found.old, found.between, found.new)
    rows = []
    if found.points is not None or any(one.criteria_set.total_points is not None for one in sides):
        cells = [_tally(words, one) for one in sides]
        rows += [
            _total_row(words, found, words.say(key), [each[at] for each in cells])
            for at, key in enumerate(("col-points", "col-maximum", "compare-percent"))
        ]
    else:
        for level in found.levels:
            met = [_met(one) for one in (level.old, level.between, level.new)]
            name = words.say("compare-met-at", level=_level_title(words, found, level.id))
            rows.append(_total_row(words, found, name, met))
    split = (Column(words.say("compare-by-rule"), right=True), Column(words.say("compare-by-figures"), right=True))
    columns = (
        Column(words.say("compare-col-what"), share=1),
        Column(words.say("compare-col-before"), right=True),
        Column(words.say("compare-col-now"), right=True),
        Column(words.say("compare-col-change"), right=True),
        *(split if found.rule_changed else ()),
    )
    return Table(columns, tuple(rows))


def _tally(words: Words, side: ScoredUnit) -> tuple[Cell, Cell, Cell]:
    """Give points, maximum and attainment; dashes where the set has no points."""
    if side.criteria_set.total_points is None:
        return (Cell("–", "muted"),) * 3
    return tally_cells(words, side.criteria_set, side.scorecard.total)


def _met(level: LevelResult | None) -> Cell:
    if level is None:
        return Cell("–", "muted")
    met, applicable = counts(level.attainment)
    return Cell(f"{met}/{applicable}", value=level.attainment.met)


def _total_row(words: Words, found: UnitChange, name: str, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    parts = (_WHOLE, _RULE, _FIGURES) if found.rule_changed else (_WHOLE,)
    ends = [ends_of(cell) for cell in cells]
    changes = (change_cell(words, ends[one], ends[other]) for one, other in parts)
    return Cell(name, "strong"), cells[0], cells[2], *changes


def _level_title(words: Words, found: UnitChange, level: str) -> str:
    each = {one.id: one for side in (found.old, found.new) for one in side.criteria_set.recognition.levels}
    return words.text(each[level].title)


def _facts(words: Words, found: UnitChange) -> Iterator[Block]:
    """List the facts of the unit that are not as they were."""
    items = []
    for name in found.facts:
        said = []
        for side in (found.old, found.new):
            fact, choice = side.criteria_set.facts.get(name), side.submission.facts.get(name)
            known = fact is not None and choice in fact.choices
            said.append(words.text(fact.choices[choice]) if fact and choice and known else words.say("fact-open"))
        title = words.text(found.new.criteria_set.facts[name].title)
        items.append(Cell(words.say("compare-figure", what=title, old=said[0], new=said[1])))
    if items:
        yield Heading(3, words.say("compare-facts"))
        yield Listing(tuple(items))


def _levels(words: Words, found: UnitChange) -> Table:
    columns = (
        Column(words.say("col-level"), share=2),
        Column(words.say("compare-col-before"), share=1),
        Column(words.say("compare-col-now"), share=1),
        Column(words.say("compare-col-change"), share=1),
        Column(words.say("compare-col-through"), share=3),
    )
    return Table(columns, tuple(_level_row(words, found, one) for one in found.levels))


def _level_row(words: Words, found: UnitChange, one: LevelChange) -> tuple[Cell, ...]:
    tones: dict[str, Tone] = {"gained": "good", "lost": "bad", "open": "open", "same": "muted"}
    return (
        Cell(_level_title(words, found, one.id), "strong"),
        Cell(_state(words, one.states[0])),
        Cell(_state(words, one.states[2])),
        Cell(words.say(f"compare-level-{one.outcome}"), tones.get(one.outcome, "plain")),
        Cell(_level_through(words, found, one)),
    )


def _state(words: Words, state: LevelState | None) -> str:
    return words.say("compare-not-in-set") if state is None else words.say(f"level-{state}")


def _level_through(words: Words, found: UnitChange, one: LevelChange) -> str:
    """Give what moved a level: the rule alone, the figures, or with one rule just the indicators."""
    if one.moved is None and one.by_rule is None and one.by_figures is None:
        return "–"
    if not found.rule_changed:
        return moved_by(words, one.moved)
    parts = (("compare-through-rule", one.by_rule), ("compare-through-figures", one.by_figures))
    return "; ".join(words.say(key, what=moved_by(words, shift)) for key, shift in parts if shift is not None)


def moved_by(words: Words, shift: Shift | None) -> str:
    """Give what moved a level: indicators by id, then the conditions whose state changed."""
    if shift is None:
        return "–"
    said = [", ".join(shift.indicators)] if shift.indicators else []
    said += [words.say(f"kind-of-{kind}") for kind in shift.conditions if kind not in ("all_met", "indicators")]
    return "; ".join(said) or "–"


def _problems(words: Words, pair: ComparedPair) -> Iterator[Block]:
    """List what is wrong with both forms, and what has to be looked at."""
    if pair.problems:
        yield Heading(3, words.say("compare-problems"))
        yield Listing(tuple(Cell(words.line(one)) for one in bounded(pair.problems)))
