"""`xhht score --set`: what if."""

from __future__ import annotations

from collections.abc import Sequence

from xhht_score.api.planned import looking_ahead
from xhht_score.api.supposed import as_if, supposed_of
from xhht_score.assessment import Assessment
from xhht_score.cli.desk import Desk
from xhht_score.errors import Problem
from xhht_score.reports.document import Document
from xhht_score.reports.supposed import AsIf, compose_supposed, supposed_object


def deliver_supposed(
    desk: Desk, found: Sequence[Assessment], given: Sequence[str], unread: Sequence[Problem], brief: bool
) -> None:
    """Give each unit's real result and the one as if; raises `XhhtError` where a figure cannot be supposed."""
    cases = []
    for one in found:
        supposed = supposed_of(one.criteria_set, given)
        cases.append(AsIf(one, supposed, looking_ahead(as_if(one, supposed))))
    if desk.format == "json":
        desk.deliver_answer({"units": [supposed_object(desk.words, one) for one in cases]}, unread)
    elif cases:
        pages = [compose_supposed(desk.words, one, brief=brief) for one in cases]
        desk.deliver(Document(tuple(block for page in pages for block in page.blocks)))
