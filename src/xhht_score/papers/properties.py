"""What a paper says of itself where nobody sees it: the custom properties of a Word file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from xhht_score.papers.word_files import CONTENT_TYPES
from xhht_score.spreadsheet.archive import escaped

_PART = "docProps/custom.xml"
_RELATIONS = "_rels/.rels"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_PREFIX = "xhht:"


class PaperProperties(NamedTuple):
    """What a paper was made from: its id in the set and its stage, fingerprints of form, set and template, the version.

    `form` names several forms of a joint paper, with blanks between them.
    """

    paper: str
    stage: str
    form: str
    criteria_set: str
    set_id: str
    template: str
    program: str


def with_properties(parts: Mapping[str, bytes], told: PaperProperties) -> dict[str, bytes]:
    """Give the parts of a Word file that holds these properties, and none that stood there before."""
    rows = "".join(
        f'<property fmtid="{_FORMAT}" pid="{number}" name="{_PREFIX}{name}">'
        f"<vt:lpwstr>{escaped(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(told._asdict().items(), 2)
    )
    custom = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{rows}</Properties>'
    )
    types, relations = parts[CONTENT_TYPES].decode(), parts[_RELATIONS].decode()
    if _TYPE not in types:
        types = _before(types, "</Types>", f'<Override PartName="/{_PART}" ContentType="{_TYPE}"/>')
    if _RELATION not in relations:
        own = f'<Relationship Id="rIdXhht" Type="{_RELATION}" Target="{_PART}"/>'
        relations = _before(relations, "</Relationships>", own)
    added = {CONTENT_TYPES: types.encode(), _RELATIONS: relations.encode(), _PART: custom.encode()}
    return {**parts, **added}


def _before(text: str, end: str, more: str) -> str:
    head, found, tail = text.rpartition(end)
    return f"{head}{more}{found}{tail}" if found else text
