"""The fields that a template may name: texts, yes and no, records of them, and lists of records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Literal

from xhht_score.records import record

FieldKind = Literal["text", "flag", "record", "list"]


@record
class PaperField:
    """One field: what it is, and the fields of a record or of each record of a list."""

    kind: FieldKind
    inner: Mapping[str, PaperField] = field(default_factory=dict)

    def at(self, name: str) -> PaperField | None:
        """Give an inner field, None where there is none of this name."""
        return self.inner.get(name)


_TEXT, _FLAG = PaperField("text"), PaperField("flag")


def _record(**inner: PaperField) -> PaperField:
    return PaperField("record", inner)


def _list(**inner: PaperField) -> PaperField:
    return PaperField("list", inner)


def _texts(*names: str) -> dict[str, PaperField]:
    return dict.fromkeys(names, _TEXT)


_INDICATOR = _list(
    **_texts(
        "id", "title", "rule", "figure", "points", "maximum", "result", "documents",
        "own_figure", "own_points", "own_result", "reason", "answer",
    ),
    changed=_FLAG,
)  # fmt: skip
#: Everything that stands at the top of a template's world.
FIELDS = _record(
    head=_record(
        **_texts("superior", "issuer", "issuer_in_text", "number", "symbol", "place_and_date"), party=_FLAG
    ),
    paper=_record(
        **_texts("document", "title", "subject", "in_subject", "reference", "recipient"), notes=_list(text=_TEXT)
    ),
    unit=_record(**_texts("name", "in_text", "code", "year", "facts")),
    criteria_set=_record(**_texts("id", "title", "version")),
    recognition=_record(**_texts("title", "level", "award", "valid_months", "decider"), valid=_FLAG),
    verdict=_record(**_texts("says"), eligible=_FLAG),
    total=_record(**_texts("points", "maximum", "percent")),
    with_points=_FLAG,
    criteria=_list(
        **_texts("id", "title", "points", "maximum", "percent", "result"),
        indicators=_INDICATOR,
    ),
    levels=_list(
        **_texts("title", "state", "attained"),
        conditions=_list(**_texts("says", "found", "state")),
    ),
    own_verdict=_TEXT,
    has_changes=_FLAG,
    changes=_list(**_texts("id", "title", "own", "council", "reason", "answer")),
    reasons_level=_TEXT,
    reasons=_list(text=_TEXT),
    has_reasons=_FLAG,
    omissions=_list(text=_TEXT),
    has_omissions=_FLAG,
    missing=_list(text=_TEXT),
    has_missing=_FLAG,
    firm=_list(**_texts("says", "refusals"), changes=_list(text=_TEXT), certain=_FLAG),
    grounds=_list(text=_TEXT),
    attachments=_list(**_texts("number", "title")),
    units=_list(**_texts("number", "name", "code", "points", "percent", "award")),
    signer=_record(**_texts("authority", "position", "name")),
    copies=_list(text=_TEXT),
    fingerprint=_TEXT,
)  # fmt: skip
#: What a loop knows of itself.
LOOP = _record(index=_TEXT, first=_FLAG, last=_FLAG)


def paths(within: PaperField = FIELDS, before: str = "") -> Iterator[tuple[str, PaperField]]:
    """Give every field with its path from the top, in the order in which they are declared."""
    for name, one in within.inner.items():
        path = f"{before}{name}"
        yield path, one
        yield from paths(one, f"{path}.")
