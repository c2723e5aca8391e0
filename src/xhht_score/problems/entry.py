"""What the table says of one problem: its severity, its sentences in both languages, and what its arguments are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "notice"]
ArgumentKind = Literal[
    "text", "typed", "number", "date", "list", "choices", "phrase", "criterion", "years", "limit", "system", "candidates",
]  # fmt: skip

#: A name, an id or a text of a definition, as it is.
TEXT: ArgumentKind = "text"
#: What somebody typed: a text, shortened where it is long, or a number with all its digits and no thousands mark.
TYPED: ArgumentKind = "typed"
#: A number of a rule, or how many there are; `Percentage` where it is a share.
NUMBER: ArgumentKind = "number"
DATE: ArgumentKind = "date"
#: Several of the kinds above; the first dozen are named.
LIST: ArgumentKind = "list"
#: The words that could stand in a place, or "yes_no".
CHOICES: ArgumentKind = "choices"
#: The key of a phrase.
PHRASE: ArgumentKind = "phrase"
#: The id of a criterion; "" for all of the set.
CRITERION: ArgumentKind = "criterion"
#: A period of years that may be open at either end.
YEARS: ArgumentKind = "years"
#: The name of a limit, and how much it allows.
LIMIT: ArgumentKind = "limit"
#: The name of the system's reason, such as EACCES.
SYSTEM: ArgumentKind = "system"
#: What several people said, each with who they are and where.
CANDIDATES: ArgumentKind = "candidates"


class Sentence(NamedTuple):
    """What is wrong, and what to do about it ("": nothing); arguments stand in braces."""

    wrong: str
    remedy: str


class Entry(NamedTuple):
    """What is known of one code; `takes` has the kind of every argument that a sentence needs, or a reader of it."""

    severity: Severity
    vi: Sentence
    en: Sentence
    takes: Mapping[str, ArgumentKind]


def told(severity: Severity, *, vi: tuple[str, str], en: tuple[str, str], **takes: ArgumentKind) -> Entry:
    """Give an entry of the table."""
    return Entry(severity, Sentence(*vi), Sentence(*en), takes)
