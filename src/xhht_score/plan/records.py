"""What a plan says, as frozen records: steps, the cases that it is for, and what blocks the way."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from xhht_score.numbers import Range
from xhht_score.records import record
from xhht_score.results import ConditionResult, LevelState

#: `known` where nothing is blank that bears on the level; else once for the best and once for the worst that it may be.
BlankCase = Literal["known", "best", "worst"]
#: Why nothing of an indicator is moved: kept as asked; a council gives its points; what the unit cannot move (a whole,
#: last year's figure) is blank; nobody knows how to read its rule; the unit declared that it lacks what is asked for.
Unmoved = Literal["kept", "given", "blank", "undecided", "lacking"]


#: Which reason it is: a figure at the edge of a level; a refusal that takes a level away; evidence that is lacking, not
#: spoken of or refused; all shares 100%; round hundreds; far from units of the same kind; as last year; a jump.
ReasonKind = Literal[
    "flip", "refusal", "evidence", "evidence-unsaid", "refused", "all-full", "hundreds", "far", "same", "jump",
]  # fmt: skip


@record
class FigureChange:
    """One figure of an indicator: its question's name, what was reported (None: blank), and what it is to be."""

    question: str
    before: Fraction | None
    after: Fraction


@record
class Step:
    """What is to be done about one indicator; of a blank: what it has to be at least.

    `evidence` says that evidence is to be handed in. `points` go from `before` to `after`, for certain; `is_met` says
    whether it is met at the level then. `effort` is the part of the indicator's effort that it takes, which
    `is_usual` where its set names none; `share` the part of the way to full.
    """

    indicator: str
    changes: tuple[FigureChange, ...]
    evidence: bool
    before: Range
    after: Range
    was_met: bool
    is_met: bool
    effort: Fraction
    is_usual: bool
    share: Fraction


@record
class StepPlan:
    """Steps that make the level certain, in the order of the set, and what the blanks have to be for that.

    `facts` are those that it counts on where they are not known. `at_least` is the effort that no way can go below,
    None where none takes less than this one: proven, unless there are too many ways to look at.
    """

    steps: tuple[Step, ...]
    blanks: tuple[Step, ...]
    facts: Mapping[str, str]
    effort: Fraction
    share: Fraction
    at_least: Fraction | None = None


@record
class Blocked:
    """A condition that even all steps together do not reach: its position among those of the level, and its result."""

    position: int
    result: ConditionResult


@record
class Outlook:
    """The plans for one case, the cheapest first; none where `blocked` says why there is no way.

    `beyond` is what the cheapest plan takes where that is more than the budget, None otherwise.
    """

    case: BlankCase
    plans: tuple[StepPlan, ...]
    blocked: tuple[Blocked, ...]
    beyond: Fraction | None = None


@record
class PlannedLevel:
    """How one unit gets to one level: its state now, the outlooks, and the conditions on dates that steps do not move.

    `unmoved` names the indicators that no step was looked for, with the reason; `usual` those whose effort no set says.
    """

    level: str
    state: LevelState
    outlooks: tuple[Outlook, ...]
    waits: tuple[Blocked, ...]
    unmoved: Mapping[str, Unmoved]


@record
class Flip:
    """The least change of one indicator's figures that alone takes a level away, or gives it.

    `evidence` says that evidence is handed in with it; where that is enough by itself, no figure changes.
    """

    indicator: str
    changes: tuple[FigureChange, ...]
    evidence: bool
    share: Fraction


@record
class Firmness:
    """How firm one level is: whether it is certain, what each indicator alone can do about it, the smallest first.

    `refusals` are the indicators whose refusal by the council together takes a certain level away, as few as can be;
    none where no refusal does, or where the level is not certain.
    """

    level: str
    is_certain: bool
    flips: tuple[Flip, ...]
    refusals: tuple[str, ...]


@record
class Reason:
    """Why an indicator should be checked: `figures` are what it was compared with, by name; "" is the whole unit."""

    indicator: str
    kind: ReasonKind
    level: str | None = None
    flip: Flip | None = None
    question: str = ""
    figures: Mapping[str, Fraction] | None = None


@record
class Ahead:
    """What lies ahead of a unit: the lowest level that is not certain (None: the highest is), and the way there.

    `firm` says of some levels, low to high, how firm they are; `planned` is None where nobody looked for a plan, and
    where none is needed.
    """

    level: str | None
    firm: tuple[Firmness, ...]
    planned: PlannedLevel | None
