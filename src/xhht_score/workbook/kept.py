"""What of a form is compared when it comes back: its texts, formulas and drop-downs by name, and what its rows ask.

It is taken from a plan (`writing.handing_out`), and kept as JSON for every generation of forms that was handed out.
Both modules run on the code of any released version: `examples/handed_out.py` says where that has what they import.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from xhht_score.criteria import CriteriaSet, Indicator, Question, as_named_now
from xhht_score.records import record
from xhht_score.words import Words, rules
from xhht_score.workbook import layout
from xhht_score.workbook.symbols import ANSWERS

T = TypeVar("T")
#: Row and field of a cell, and texts by them.
Spot = tuple[str, str]
KeptTexts = Mapping[Spot, str]


@record
class Bounds:
    """What numbers a cell takes."""

    whole: bool
    least: int | float
    most: int | float


#: What may be put into a cell: the words of its drop-down, or its bounds.
Allowed = tuple[str, ...] | Bounds

#: The words of a form that results and answers are written in, by the keys of their phrases.
_WORDS = (
    "met", "condition-open", "not-met", "partly", "no-points", "level-eligible", "level-possible", "level-not_eligible",
    "yes", "no", "form-accepted", "form-refused",
    *(f"form-state-{name}" for name in layout.STATES if name in ("unusable", "doubtful", "too_fine")),
)  # fmt: skip


class Asked(NamedTuple):
    """One question of an indicator: its name and words, the kinds of its measure and its input, its unit, its choices.

    Each choice is its id and its title; the unit is "" where it has none.
    """

    name: str
    words: str
    measure: str
    input: str
    unit: str
    choices: tuple[tuple[str, str], ...]


@record
class Asks:
    """What a form asks: for each indicator what stands in `value_1`, `value_2` and so on, and the words of choices.

    `fields` are the columns that are read, `facts` and `levels` the titles of choices by id, `words` those of results
    and of what can be accepted or refused, by the keys of their phrases.
    """

    version: str
    fields: tuple[str, ...]
    questions: Mapping[str, tuple[Asked, ...]]
    facts: Mapping[str, Mapping[str, str]]
    levels: Mapping[str, str]
    words: Mapping[str, str]


@record(slots=False)
class KeptForm:
    """A form as it was handed out.

    `signature` is what the form itself says of its formulas and texts, `rows` has the keys of the rows of each sheet
    from top to bottom.
    """

    set_id: str
    language: str
    signature: tuple[str, str]
    rows: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, KeptTexts]
    formulas: Mapping[str, KeptTexts]
    allowed: Mapping[str, Mapping[Spot, Allowed]]
    asks: Asks

    @property
    def version(self) -> str:
        """The version of the set."""
        return self.asks.version

    @property
    def questions(self) -> Mapping[str, tuple[Asked, ...]]:
        """What each indicator asks."""
        return self.asks.questions

    @property
    def words(self) -> Mapping[str, str]:
        """The words of results by the keys of their phrases."""
        return self.asks.words

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each indicator."""
        return {one: self.labels[ANSWERS][one, layout.TITLE] for one in self.questions}

    @cached_property
    def first_signature(self) -> tuple[str, str]:
        """What version 0.1.0 would have said of the formulas and texts, which it took in their order in the form."""
        return _first_digest(self.formulas), _first_digest(self.labels)


def digest(found: Iterable[tuple[str, str, str, str]]) -> str:
    """Give a short name for cells by sheet, row, field and text, in whatever order they come."""
    return hashlib.sha256("\n".join(sorted("\t".join(one) for one in found)).encode()).hexdigest()[:16]


def _first_digest(sheets: Mapping[str, KeptTexts]) -> str:
    lines = ("\t".join((sheet, *spot, text)) for sheet, cells in sheets.items() for spot, text in cells.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def asks_of(words: Words, criteria_set: CriteriaSet) -> Asks:
    """Give what a form for a set asks now in the language of `words`."""
    return Asks(
        criteria_set.version,
        layout.needed_fields(criteria_set),
        {
            name: tuple(asked(words, indicator, one) for one in indicator.questions)
            for name, indicator in criteria_set.indicators.items()
        },
        {
            name: {choice: words.text(title) for choice, title in fact.choices.items()}
            for name, fact in criteria_set.facts.items()
        },
        {level.id: words.text(level.title) for level in criteria_set.recognition.levels},
        {key: words.say(key) for key in _WORDS},
    )


def questions_cell(words: Words, indicator: Indicator) -> str:
    """Give the questions of an indicator as they stand in its row, a line for each."""

    def said() -> str:
        return "\n".join(
            words.say("form-asked-item", n=number, label=rules.question(words, indicator, one))
            for number, one in enumerate(indicator.questions, 1)
        )

    return said() if indicator.measure is None else words.once(indicator.measure, "questions", said)


def asked(words: Words, indicator: Indicator, one: Question) -> Asked:
    """Give what is kept of a question."""
    return Asked(
        one.name,
        rules.question(words, indicator, one),
        one.measure.kind,
        one.input.kind,
        words.text(one.input.unit) if one.input.unit else "",
        tuple((choice, words.text(title)) for choice, title in one.input.choices),
    )


# ---------------------------------------------------------------- as JSON


def encoded(kept: KeptForm) -> bytes:
    """Give what is kept as JSON, always the same for the same."""
    lists = dict.fromkeys(one for cells in kept.allowed.values() for one in cells.values() if isinstance(one, tuple))
    places = {one: at for at, one in enumerate(lists)}
    data = {
        "set": kept.set_id,
        "version": kept.version,
        "language": kept.language,
        "signature": kept.signature,
        "rows": kept.rows,
        "labels": _nested(kept.labels),
        "formulas": _nested(kept.formulas),
        "lists": list(lists),
        "allowed": _nested(
            {
                sheet: {
                    spot: places[one] if isinstance(one, tuple) else [one.whole, one.least, one.most]
                    for spot, one in cells.items()
                }
                for sheet, cells in kept.allowed.items()
            }
        ),
        "questions": kept.questions,
        "fields": kept.asks.fields,
        "facts": kept.asks.facts,
        "levels": kept.asks.levels,
        "words": kept.words,
    }
    return json.dumps(data, ensure_ascii=False, indent=0, separators=(",", ":")).encode()


def decoded(content: bytes) -> KeptForm:
    """Give what `encoded` wrote."""
    data = json.loads(content)
    lists = [tuple(one) for one in data["lists"]]

    def allowed(one: Any) -> Allowed:
        return lists[one] if isinstance(one, int) else Bounds(*one)

    questions = {
        name: tuple(
            Asked(as_named_now(asked), words, measure, kind, unit, tuple((choice, title) for choice, title in choices))
            for asked, words, measure, kind, unit, choices in one
        )
        for name, one in data["questions"].items()
    }
    return KeptForm(
        data["set"],
        data["language"],
        tuple(data["signature"]),
        {sheet: tuple(keys) for sheet, keys in data["rows"].items()},
        _flat(data["labels"]),
        _flat(data["formulas"]),
        {sheet: {spot: allowed(one) for spot, one in cells.items()} for sheet, cells in _flat(data["allowed"]).items()},
        Asks(data["version"], tuple(data["fields"]), questions, data["facts"], data["levels"], data["words"]),
    )


def _nested(sheets: Mapping[str, Mapping[Spot, T]]) -> dict[str, dict[str, dict[str, T]]]:
    found: dict[str, dict[str, dict[str, T]]] = {}
    for sheet, cells in sheets.items():
        for (key, field), value in cells.items():
            found.setdefault(sheet, {}).setdefault(key, {})[field] = value
    return found


def _flat(sheets: Mapping[str, Mapping[str, Mapping[str, T]]]) -> dict[str, dict[Spot, T]]:
    return {
        sheet: {(key, field): value for key, fields in rows.items() for field, value in fields.items()}
        for sheet, rows in sheets.items()
    }
