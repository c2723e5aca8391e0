"""What is known of a unit before it fills in anything: name, codes, year and facts."""

from __future__ import annotations

from collections.abc import Mapping

from xhht_score.criteria import CriteriaSet
from xhht_score.definitions import Text
from xhht_score.errors import Problem, XhhtError, nearest
from xhht_score.identity import full_code, is_lost_code, kind_above
from xhht_score.letters import composed
from xhht_score.submission import Submission, Unit


def submission_known(
    criteria_set: CriteriaSet, unit: str, code: str, parent: str, year: int | None, facts: Mapping[str, str]
) -> Submission:
    """Give what is known of a unit before it fills in anything, with codes at full width.

    Raises `XhhtError` for a code that a spreadsheet has broken, and for a fact or a choice that is none.
    """
    if lost := [one for one in (code, parent) if is_lost_code(one)]:
        raise XhhtError(Problem("code-unusable", arguments={"given": one}) for one in lost)
    above = kind_above(criteria_set.unit)
    known = Unit(
        name=unit,
        code=full_code(code, criteria_set.unit) if code else None,
        parent=full_code(parent, above) if parent and above else parent or None,
    )
    chosen: dict[str, str | None] = dict(_fact(criteria_set, name, word) for name, word in facts.items())
    return Submission(unit=known, year=year, facts=chosen)


def _fact(criteria_set: CriteriaSet, name: str, word: str) -> tuple[str, str]:
    """Give a fact and its choice, each by its id or by its title in either language."""
    named = {title: key for key, fact in criteria_set.facts.items() for title in (key, *_titles(fact.title))}
    key = named.get(composed(name).casefold())
    if key is None:
        arguments = {"given": name, "expected": tuple(criteria_set.facts), "nearest": nearest(name, named)}
        raise XhhtError([Problem("fact-unknown", arguments=arguments)])
    choices = criteria_set.facts[key].choices
    known = {title: choice for choice, text in choices.items() for title in (choice, *_titles(text))}
    if composed(word).casefold() not in known:
        arguments = {"given": word, "expected": tuple(choices), "nearest": nearest(word, known)}
        raise XhhtError([Problem("choice-unknown", arguments=arguments)])
    return key, known[composed(word).casefold()]


def _titles(text: Text) -> tuple[str, str]:
    return text.vi.casefold(), text.en.casefold()
