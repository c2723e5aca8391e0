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
    key = meant_by("fact-unknown", name, {key: fact.title for key, fact in criteria_set.facts.items()})
    return key, meant_by("choice-unknown", word, criteria_set.facts[key].choices)


def meant_by(code: str, given: str, titles: Mapping[str, Text]) -> str:
    """Give the id that a word means: the id itself, or its title in either language, in capitals or not.

    Raises `XhhtError` with a problem of `code` for a word that is none of them.
    """
    known = {word.casefold(): key for key, title in titles.items() for word in (key, title.vi, title.en)}
    if (key := known.get(composed(given).casefold())) is not None:
        return key
    arguments = {"given": given, "expected": tuple(titles.values()), "nearest": nearest(given, known)}
    raise XhhtError([Problem(code, arguments=arguments)])
