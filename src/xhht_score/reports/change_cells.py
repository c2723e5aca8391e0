"""What changed between two forms of a unit, in cells: numbers with how much they went up, indicators, figures."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from xhht_score.compare.units import IndicatorChange, MetChange, ReportedChange, ScoredUnit, UnitChange
from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.numbers import Range
from xhht_score.reports.attainment import met_cell
from xhht_score.reports.document import Cell, Tone
from xhht_score.reports.figures import indicator_points, points_shown
from xhht_score.results import IndicatorResult
from xhht_score.words import Words, rules

_TONES: dict[MetChange, Tone] = {"gained": "good", "lost": "bad", "open": "open"}
#: What is told first of several changes.
_WEIGHT: tuple[MetChange, ...] = ("lost", "gained", "open", "asked", "dropped", "same")


def ends_of(cell: Cell) -> Range | None:
    """Give the shown number of a cell as a range, None where it shows none."""
    if isinstance(cell.value, Range):
        return cell.value
    return Range.of(cell.value) if isinstance(cell.value, Fraction) else None


def ends_text(found: Range | None) -> str:
    """Give a whole number, or from where to where it may be; a dash where there is none."""
    if found is None:
        return "–"
    return str(found.low) if found.known else f"{found.low} – {found.high}"


def indicator_shown(side: ScoredUnit, result: IndicatorResult | None) -> Range:
    """Give the points of an indicator as they are shown; nothing where the set does not have it."""
    return Range.of(0) if result is None else points_shown(side.criteria_set, result.points, result.maximum, result.id)


def signed(words: Words, value: Fraction) -> str:
    """Give how much a number went up, with its sign: `+2,5`, `-1`, `0`."""
    return f"+{words.exact(value)}" if value > 0 else words.exact(value)


def change_cell(words: Words, old: Range | None, new: Range | None, *, better: Tone = "good") -> Cell:
    """Give how much a shown number went up; that it is open where one of the two is a range, a dash where one lacks."""
    if old is None or new is None:
        return Cell("–", "muted")
    if not (old.known and new.known):
        return Cell(words.say("compare-open"), "open") if old != new else Cell(words.say("compare-still-open"), "open")
    by = new.low - old.low
    return Cell(signed(words, by), better if by > 0 else "bad" if by < 0 else "muted", by)


def _weightiest(found: UnitChange, one: IndicatorChange) -> MetChange:
    """Give the weightiest of what became of an indicator: at the levels, or with points in its points."""
    if found.points is None:
        return min((one.met(level) for level in one.standing), key=_WEIGHT.index, default="same")
    old, new = one.points.old, one.points.new
    if not (old.known and new.known):
        return "open"
    return "lost" if new.low < old.low else "gained" if new.low > old.low else "same"


def became_cell(words: Words, found: UnitChange, one: IndicatorChange) -> Cell:
    """Give what became of an indicator: points gained or lost, and levels at which it is newly met, or no longer."""
    said: list[str] = []
    tone: Tone = "plain"
    if one.old is None or one.new is None:
        said.append(words.say("compare-new-indicator" if one.old is None else "compare-gone-indicator"))
    elif _with_points(found):
        cell = change_cell(words, indicator_shown(found.old, one.old), indicator_shown(found.new, one.new))
        if cell.text != "0":
            said.append(cell.text if cell.value is None else words.say("compare-points", n=cell.text))
            tone = cell.tone
    if one.old is not None and one.new is not None and _asks_to_be_met(found, one):
        became = {level: one.met(level) for level in one.standing}
        for kind in _WEIGHT[:-1]:
            levels = [level for level, what in became.items() if what == kind]
            if levels and not (kind == "open" and said):
                said.append(_at_levels(words, found.new.criteria_set, kind, levels, len(became)))
                tone = tone if tone != "plain" else _TONES.get(kind, "plain")
    return Cell("; ".join(said) or words.say("compare-same-result"), tone if said else "muted")


def _with_points(found: UnitChange) -> bool:
    return found.points is not None


def _asks_to_be_met(found: UnitChange, one: IndicatorChange) -> bool:
    criteria_set = found.new.criteria_set
    return criteria_set.total_points is None or one.id in criteria_set.asked_to_be_met


def _at_levels(words: Words, criteria_set: CriteriaSet, kind: MetChange, levels: list[str], known: int) -> str:
    said = words.say(f"compare-{kind}")
    if len(levels) == known and (known == 1 or kind in ("asked", "dropped")):
        return said
    return words.say("compare-at", what=said, levels=rules.level_titles(words, criteria_set, levels))


def passage_cell(words: Words, found: UnitChange, one: IndicatorChange) -> Cell:
    """Give what an indicator came to before and now: `2 → 3,5`, `Mức 2: chưa đạt → đạt`."""
    sides = [(found.old, one.old), (found.new, one.new)]
    before, after = (
        words.say("compare-not-in-set") if result is None else _came_to(words, side.criteria_set, result)
        for side, result in sides
    )
    return Cell(before if before == after else words.say("compare-passage", old=before, new=after))


def _came_to(words: Words, criteria_set: CriteriaSet, result: IndicatorResult) -> str:
    if result.state in ("not_applicable", "not_asked"):
        return words.say(result.state)
    if criteria_set.total_points is not None:
        return indicator_points(words, criteria_set, result).text
    levels = [(name, at) for name, at in zip(criteria_set.level_ids, result.levels, strict=True) if at.asked]
    said = {name: _level_word(words, criteria_set, result, name) for name, _ in levels}
    if len(set(said.values())) == 1:
        return next(iter(said.values()))
    return ", ".join(f"{rules.level_titles(words, criteria_set, [name])}: {one}" for name, one in said.items())


def _level_word(words: Words, criteria_set: CriteriaSet, result: IndicatorResult, level: str) -> str:
    return met_cell(words, criteria_set, result, criteria_set.level_ids.index(level)).text


def through_text(words: Words, found: UnitChange, one: IndicatorChange) -> str:
    """Give through what an indicator changed: each figure before and now, and the rule where that had a part in it."""
    said = [reported_text(words, found, one.id, each) for each in one.reported]
    if found.rule_changed and one.through_rule:
        said.append(_rule_part(words, found, one))
    return "; ".join(said) or "–"


def _rule_part(words: Words, found: UnitChange, one: IndicatorChange) -> str:
    """Give what the rule alone changed; in points where both sets have the indicator and nothing is open."""
    if not _with_points(found) or one.old is None or one.between is None:
        return words.say("compare-rule")
    before, after = indicator_shown(found.old, one.old), indicator_shown(found.between, one.between)
    if not (before.known and after.known) or before == after:
        return words.say("compare-rule")
    return words.say("compare-rule-points", n=signed(words, after.low - before.low))


def reported_text(words: Words, found: UnitChange, indicator: str, one: ReportedChange) -> str:
    """Give what was reported before and now, as the measure says it."""
    before, after = (side.criteria_set.indicators[indicator] for side in (found.old, found.new))
    match one.kind:
        case "value":
            sides = [_figure(words, each, one.question, value) for each, value in ((before, one.old), (after, one.new))]
            asked = next(each for each in after.questions if each.name == one.question)
            return words.say("compare-figure", what=rules.question(words, after, asked), old=sides[0], new=sides[1])
        case "evidence":
            said = [words.say(f"compare-evidence-{value}") for value in (one.old, one.new)]
            return words.say("compare-figure", what=words.say("compare-evidence"), old=said[0], new=said[1])
        case "omission":
            said = [words.say("compare-applicable") if value is None else words.say("compare-omitted", why=value)
                    for value in (one.old, one.new)]  # fmt: skip
            return words.say("compare-passage", old=said[0], new=said[1])
        case "refused":
            return words.say("compare-refused" if one.new else "compare-not-refused")


def _figure(words: Words, indicator: Indicator, question: str | None, value: object) -> str:
    asked = next(each for each in indicator.questions if each.name == question)
    assert value is None or isinstance(value, Fraction)
    return rules.reported(words, asked.input, value)


def in_order_of_weight(found: UnitChange, changes: Iterable[IndicatorChange]) -> list[IndicatorChange]:
    """Give changes as a reader wants them: what was lost, what was gained, what is open, and all else as in the set."""
    return sorted(changes, key=lambda one: _WEIGHT.index(_weightiest(found, one)))
