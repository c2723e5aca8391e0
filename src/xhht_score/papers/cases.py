"""What one paper is written of, what it is called, and who is certain to decide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xhht_score.assessment import Assessment
from xhht_score.criteria import Deadline, Decider, Paper
from xhht_score.papers.kinds import DOTS
from xhht_score.procedure import Procedure
from xhht_score.records import record
from xhht_score.reports.unit import level_title
from xhht_score.words import Words

Content = dict[str, Any]

#: How the name of a unit begins where it is a kind of unit, which stands in small letters within a sentence.
_COMMON = ("xã ", "phường ", "thị trấn ", "đặc khu ", "huyện ", "quận ", "thị xã ", "thành phố ", "tỉnh ")
_PROPER = ("thành phố hồ chí minh",)


@record
class PaperCase:
    """What one paper is written of: the unit's own result, the council's where there is one, and the other papers.

    `units` are all those of a joint decision, each with the result that counts; `beside` are the papers of the dossier.
    """

    paper: Paper
    own: Assessment
    council: Assessment | None
    units: tuple[Assessment, ...] = ()
    beside: tuple[Paper, ...] = ()

    @property
    def counting(self) -> Assessment:
        """The result that the paper reports: the council's in its own papers."""
        return self.council if self.council is not None and self.paper.stage == "council" else self.own


def in_text(name: str) -> str:
    """Give the name of a unit as it stands within a sentence.

    >>> in_text("Xã Mẫu Một"), in_text("Ban Tuyên giáo"), in_text("Thành phố Hồ Chí Minh")
    ('xã Mẫu Một', 'Ban Tuyên giáo', 'Thành phố Hồ Chí Minh')
    """
    folded = name.casefold()
    if folded.startswith(_COMMON) and not folded.startswith(_PROPER):
        return name[0].lower() + name[1:]
    return name


def titled(words: Words, paper: Paper, one: Assessment) -> str:
    """Give what a paper is called, with the unit and the title of recognition put in."""
    return with_names(words, words.text(paper.title), one)


def listed(words: Words, paper: Paper, one: Assessment) -> str:
    """Give what a paper is called among others: a decision is only a draft until somebody signs it."""
    title = titled(words, paper, one)
    return words.say("paper-draft", title=title) if paper.kind in ("decision", "joint_decision") else title


def with_names(words: Words, text: str, one: Assessment) -> str:
    """Give a text of a set with the title of recognition and the unit's name put in."""
    title = words.text(one.criteria_set.title_for(one.submission.facts))
    return text.replace("{title}", title).replace("{unit}", in_text(one.submission.unit.name))


def award(words: Words, one: Assessment) -> str:
    """Give what a unit is recognised as, within a sentence: the title and the level reached for certain."""
    title = words.text(one.criteria_set.title_for(one.submission.facts))
    if len(one.criteria_set.recognition.levels) == 1:
        return words.say("paper-award-only", title=title)
    certain = one.verdict.certain
    level = DOTS if certain is None else level_title(words, one.criteria_set, certain)
    return words.say("paper-award", title=title, level=lowered(level))


def lowered(level: str) -> str:
    """Give the title of a level within a sentence."""
    return level[0].lower() + level[1:]


def certain_decider(found: Procedure) -> Decider | None:
    """Give who decides on the day, None where that is not certain."""
    one = found.deciders[0] if len(found.deciders) == 1 else None
    return one if one is not None and one.certainty is None and not one.is_applicant else None


def step_of(paper: Paper, found: Procedure) -> Deadline | None:
    """Give the step of a paper that holds on its day, None where none is known."""
    return next((one for one in found.steps if paper.step is not None and one.id == paper.step), None)


def case_of(
    paper: Paper, assessment: Assessment, beside: Iterable[Paper] = (), units: Iterable[Assessment] = ()
) -> PaperCase:
    """Give what a paper is written of, from an assessment that may hold both results."""
    own, council = assessment.both or ((assessment, None) if assessment.which == "self" else (assessment, assessment))
    return PaperCase(paper, own, council, tuple(units), tuple(beside))
