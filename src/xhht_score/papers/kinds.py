"""The kinds of papers: which template makes each, what it is called, whose it is, and how it is abbreviated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from xhht_score.criteria import PaperKind

#: Who writes a paper: the unit, the council that appraises, or whoever decides.
Writer = Literal["unit", "council", "decider"]


class Kind(NamedTuple):
    """One kind of paper: the name of its template, who writes it, its kind of document (NĐ 30/2020) and what is put
    before the issuer's abbreviation in its number ("" where the decree has none)."""

    template: str
    writer: Writer
    document: str
    symbol: str = ""


KINDS: Mapping[PaperKind, Kind] = {
    "request": Kind("to-trinh-de-nghi", "unit", "Tờ trình", "TTr"),
    "self_report": Kind("bao-cao-tu-danh-gia", "unit", "Báo cáo", "BC"),
    "summary": Kind("ban-tong-hop", "unit", "Bản tổng hợp"),
    "minutes": Kind("bien-ban-tu-danh-gia", "unit", "Biên bản", "BB"),
    "appraisal_report": Kind("bao-cao-tham-dinh", "council", "Báo cáo", "BC"),
    "appraised_summary": Kind("ban-tong-hop-tham-dinh", "council", "Bản tổng hợp"),
    "appraisal_minutes": Kind("bien-ban-tham-dinh", "council", "Biên bản", "BB"),
    "proposal": Kind("to-trinh-cong-nhan", "council", "Tờ trình", "TTr"),
    "decision": Kind("quyet-dinh", "decider", "Quyết định", "QĐ"),
    "reply": Kind("van-ban-tra-loi", "decider", "Văn bản"),
    "joint_decision": Kind("quyet-dinh-danh-sach", "decider", "Quyết định", "QĐ"),
}
SUFFIX = ".docx"
TEMPLATE_NAMES = tuple(f"{one.template}{SUFFIX}" for one in KINDS.values())
#: What stands where something is not known.
DOTS = "……………"
