"""The sheet that says how to fill in the form, from the rules."""

from __future__ import annotations

from xhht_score.criteria import CriteriaSet
from xhht_score.words import Words, clauses
from xhht_score.workbook.writing.plan import Planned, PlannedRow, PlannedSheet, fitting_height

GUIDE = "guide"
_STEPS = 9


def plan_guide(words: Words, criteria_set: CriteriaSet) -> PlannedSheet:
    """Give the sheet: steps, notes of the set, and the documents that prove each indicator."""
    sheet = PlannedSheet(GUIDE, words.say("sheet-guide"), "", ("text",), wide={"text": 100})
    said = [words.say(f"guide-{number}", file="….xlsx") for number in range(1, _STEPS + 1)]
    lines = [f"{number}. {one}" for number, one in enumerate(said, 1)] + [""]
    lines += [clauses.decider(words, one) for one in criteria_set.recognition.decided_by]
    lines += [clauses.deadline(words, one, None) for one in criteria_set.recognition.deadlines]
    lines += [clauses.reading(words, one) for one in criteria_set.readings.values()]
    lines += [words.text(note) for note in criteria_set.notes]
    for indicator in criteria_set.indicators.values():
        if indicator.evidence.documents:
            asked = "; ".join(words.text(one) for one in indicator.evidence.documents)
            lines.append(f"{indicator.id} {words.text(indicator.title)}. {words.say('guide-evidence')}: {asked}")
    title = words.say("form-title", title=words.text(criteria_set.title))
    rows = ({"text": Planned(one)} for one in lines)
    sheet.rows = [
        PlannedRow("", {"text": Planned(title, style="strong")}),
        *(PlannedRow("", cells, fitting_height(cells, sheet.wide)) for cells in rows),
    ]
    return sheet
