"""What the table says of one problem: its severity, its sentences in both languages, and what its arguments are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "notice"]
Kind = Literal[
    "text", "typed", "number", "date", "list", "choices", "phrase", "criterion", "years", "limit", "system", "candidates",
]  # fmt: skip

#: A name, an id or a text of a definition, as it is.
TEXT: Kind = "text"
#: What somebody typed: a text, shortened where it is long, or a number with all its digits and no thousands mark.
TYPED: Kind = "typed"
#: A number of a rule, or how many there are; `Percentage` where it is a share.
NUMBER: Kind = "number"
DATE: Kind = "date"
#: Several of the kinds above; the first dozen are named.
LIST: Kind = "list"
#: The words that could stand in a place, or "yes_no".
CHOICES: Kind = "choices"
#: The key of a phrase.
PHRASE: Kind = "phrase"
#: The id of a criterion; "" for all of the set.
CRITERION: Kind = "criterion"
#: A period of years that may be open at either end.
YEARS: Kind = "years"
#: The name of a limit, and how much it allows.
LIMIT: Kind = "limit"
#: The name of the system's reason, such as EACCES.
SYSTEM: Kind = "system"
#: What several people said, each with who they are and where.
CANDIDATES: Kind = "candidates"


class Sentence(NamedTuple):
    """What is wrong, and what to do about it ("": nothing); arguments stand in braces."""

    wrong: str
    remedy: str


class Entry(NamedTuple):
    """What is known of one code; `takes` has the kind of every argument that a sentence needs, or a reader of it."""

    severity: Severity
    vi: Sentence
    en: Sentence
    takes: Mapping[str, Kind]


def told(severity: Severity, *, vi: tuple[str, str], en: tuple[str, str], **takes: Kind) -> Entry:
    """Give an entry of the table."""
    return Entry(severity, Sentence(*vi), Sentence(*en), takes)
