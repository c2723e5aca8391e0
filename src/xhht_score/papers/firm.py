"""How firm a result is, as a council's paper says it."""

from __future__ import annotations

from collections.abc import Iterator

from xhht_score.assessment import Assessment
from xhht_score.plan.firmness import firmness
from xhht_score.plan.first import level_ahead
from xhht_score.reports.firm import flip_text, level_of, refused_text
from xhht_score.words import Words

#: A paper names so many of the indicators that could change a level alone.
_MOST_FLIPS = 12


def firm_content(words: Words, one: Assessment) -> Iterator[dict[str, object]]:
    """Give how firm the level is that is reached, and the next one: the smallest changes, and the fewest refusals."""
    for level in dict.fromkeys((one.verdict.certain, level_ahead(one.verdict))):
        if level is None:
            continue
        found, title = firmness(one.criteria_set, one.submission, level), level_of(one, level).title
        key = "plan-firm-none" if not found.flips else "plan-firm-certain" if found.is_certain else "plan-firm-open"
        more = len(found.flips) - _MOST_FLIPS
        changes = [flip_text(words, one, each) for each in found.flips[:_MOST_FLIPS]]
        changes += [words.say("plan-firm-more", n=more)] if more > 0 else []
        yield {
            "says": words.say(key, level=title),
            "changes": [{"text": text.rstrip(". ")} for text in changes],
            "refusals": refused_text(words, one, found) if found.is_certain else "",
            "certain": found.is_certain,
        }
