"""Makes the templates of office papers that come with the program, as ordinary Word files.

python docs/paper_templates.py [--check]

A template is written again only when what its parts say changes, because the bytes of a .docx differ at every save.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from paper_sheets import CENTRE, LEFT, Sheet
from xhht_score.papers.kinds import KINDS, SUFFIX

TOP = Path(__file__).resolve().parents[1]
FOLDER = TOP / "src/xhht_score/papers/templates"


def _result(sheet: Sheet) -> None:
    """Add the result of a unit: the total and the criteria, or how many indicators are met at each level."""
    sheet.when(
        "with_points",
        lambda: sheet.text(
            "Tổng điểm: *{{ total.points }}/{{ total.maximum }} điểm*, tỷ lệ đạt *{{ total.percent }}*."
        ),
        lambda: sheet.table(
            (
                ("TT", 1, CENTRE),
                ("Tiêu chí", 7, LEFT),
                ("Điểm", 2, CENTRE),
                ("Tối đa", 2, CENTRE),
                ("Tỷ lệ đạt", 2.4, CENTRE),
            ),
            (
                ("{%tr for criterion in criteria %}",),
                (
                    "{{ criterion.id }}",
                    "{{ criterion.title }}",
                    "{{ criterion.points }}",
                    "{{ criterion.maximum }}",
                    "{{ criterion.percent }}",
                ),
                ("{%tr endfor %}",),
            ),
        ),
        otherwise=(
            lambda: sheet.table(
                (("TT", 1, CENTRE), ("Tiêu chí", 8, LEFT), ("Chỉ tiêu đạt", 5, LEFT)),
                (
                    ("{%tr for criterion in criteria %}",),
                    ("{{ criterion.id }}", "{{ criterion.title }}", "{{ criterion.result }}"),
                    ("{%tr endfor %}",),
                ),
            ),
        ),
    )


def _conditions(sheet: Sheet) -> None:
    """Add the conditions of each level with what was found."""
    sheet.table(
        (("Mức, điều kiện", 6, LEFT), ("Kết quả", 6, LEFT), ("Đánh giá", 2.6, CENTRE)),
        (
            ("{%tr for level in levels %}",),
            ("{{ level.title }}: {{ level.state }}; {{ level.attained }}",),
            ("{%tr for condition in level.conditions %}",),
            ("{{ condition.says }}", "{{ condition.found }}", "{{ condition.state }}"),
            ("{%tr endfor %}",),
            ("{%tr endfor %}",),
        ),
    )


def _detail(sheet: Sheet) -> None:
    """Add the figures and the result of every indicator."""
    head = (("Chỉ tiêu", 6.2, LEFT), ("Số liệu", 4.6, LEFT))
    name, figure = "{{ indicator.id }}. {{ indicator.title }}", "{{ indicator.figure }}"
    loops = ("{%tr for criterion in criteria %}",), ("{%tr for indicator in criterion.indicators %}",)
    ends = ("{%tr endfor %}",), ("{%tr endfor %}",)
    group = ("Tiêu chí {{ criterion.id }}. {{ criterion.title }}",)
    sheet.when(
        "with_points",
        lambda: sheet.table(
            (*head, ("Điểm", 1.9, CENTRE), ("Kết quả", 2.2, CENTRE)),
            (
                loops[0], group, loops[1],
                (name, figure, "{{ indicator.points }}/{{ indicator.maximum }}", "{{ indicator.result }}"), *ends,
            ),
        ),
        otherwise=(
            lambda: sheet.table(
                (*head, ("Kết quả", 3.6, LEFT)),
                (loops[0], group, loops[1], (name, figure, "{{ indicator.result }}"), *ends),
            ),
        ),
    )  # fmt: skip


def _gaps(sheet: Sheet) -> None:
    """Add what does not apply and what is still missing, each where there is any."""
    sheet.when(
        "has_omissions",
        lambda: sheet.text("Chỉ tiêu không áp dụng, kèm lý do:"),
        lambda: sheet.each("omission", "omissions", "- {{ omission.text }}."),
    )
    sheet.when(
        "has_missing",
        lambda: sheet.text("Chỉ tiêu chưa đủ số liệu:"),
        lambda: sheet.each("one", "missing", "- {{ one.text }}."),
    )
    sheet.when(
        "has_reasons",
        lambda: sheet.text("Nội dung chưa đạt của {{ reasons_level }}:"),
        lambda: sheet.each("reason", "reasons", "- {{ reason.text }}."),
    )


def request() -> Sheet:
    """Give the unit's submission that asks for recognition."""
    sheet = Sheet()
    sheet.head()
    sheet.title(subject="Về việc {{ paper.in_subject }}")
    sheet.addressed()
    sheet.grounds()
    sheet.text(
        "{{ head.issuer_in_text }} đã tổ chức tự đánh giá theo bộ tiêu chí “{{ criteria_set.title }}” đối với "
        "{{ unit.in_text }}, số liệu năm {{ unit.year }}, và kính trình {{ paper.recipient }} xem xét với các nội dung "
        "sau:"
    )
    sheet.heading("1. Kết quả tự đánh giá")
    sheet.text("{{ verdict.says }}.")
    _result(sheet)
    sheet.heading("2. Nội dung đề nghị")
    sheet.when(
        "verdict.eligible",
        lambda: sheet.text(
            "Kính đề nghị {{ paper.recipient }} đánh giá, công nhận {{ unit.in_text }} đạt {{ recognition.award }} năm "
            "{{ unit.year }}."
        ),
        otherwise=(
            lambda: sheet.text(
                "Theo kết quả tự đánh giá, chưa mức nào chắc chắn đủ điều kiện công nhận; nội dung đề nghị: ……………"
            ),
        ),
    )
    sheet.heading("3. Hồ sơ kèm theo")
    sheet.each("attachment", "attachments", "{{ attachment.number }}. {{ attachment.title }}.")
    sheet.text("Kính trình {{ paper.recipient }} xem xét, quyết định./.")
    sheet.close()
    return sheet


def self_report() -> Sheet:
    """Give the unit's report on its self-assessment."""
    sheet = Sheet()
    sheet.head()
    sheet.title(subject="{{ paper.subject }} năm {{ unit.year }}")
    sheet.grounds()
    sheet.text(
        "{{ head.issuer_in_text }} báo cáo kết quả tự đánh giá theo bộ tiêu chí “{{ criteria_set.title }}” như sau:"
    )
    sheet.heading("I. THÔNG TIN CHUNG")
    sheet.text("Đơn vị: {{ unit.name }} (mã {{ unit.code }}). Năm đánh giá: {{ unit.year }}.")
    sheet.when("unit.facts", lambda: sheet.text("{{ unit.facts }}."))
    sheet.text("Tình hình triển khai: ……………")
    sheet.heading("II. KẾT QUẢ TỰ ĐÁNH GIÁ TỪNG TIÊU CHÍ, CHỈ TIÊU")
    _detail(sheet)
    sheet.heading("III. TỔNG HỢP")
    _result(sheet)
    _conditions(sheet)
    sheet.text("*{{ verdict.says }}.*")
    _gaps(sheet)
    sheet.heading("IV. THUẬN LỢI, KHÓ KHĂN, KIẾN NGHỊ")
    sheet.text("……………")
    sheet.text("Trên đây là báo cáo kết quả tự đánh giá của {{ head.issuer_in_text }}./.")
    sheet.close()
    return sheet


def summary() -> Sheet:
    """Give the table of all criteria and indicators as the unit reports them."""
    sheet = Sheet(wide=True)
    sheet.head(number="(Kèm theo hồ sơ)")
    sheet.title(subject="{{ paper.subject }} năm {{ unit.year }}")
    sheet.text("Đơn vị: *{{ unit.name }}* (mã {{ unit.code }})", indent=False, align=LEFT)
    head = (
        ("TT", 1.3, CENTRE),
        ("Chỉ tiêu", 5.6, LEFT),
        ("Yêu cầu", 5.4, LEFT),
        ("Số liệu báo cáo", 4.6, LEFT),
        ("Minh chứng", 3.4, LEFT),
    )
    start = (
        "{{ indicator.id }}",
        "{{ indicator.title }}",
        "{{ indicator.rule }}",
        "{{ indicator.figure }}",
        "{{ indicator.documents }}",
    )
    _two_tables(
        sheet, head, start,
        (("Điểm", 1.6, CENTRE), ("Tối đa", 1.6, CENTRE), ("Kết quả", 2, CENTRE)),
        ("{{ indicator.points }}", "{{ indicator.maximum }}", "{{ indicator.result }}"),
        (("Kết quả", 3, CENTRE),), ("{{ indicator.result }}",),
    )  # fmt: skip
    _total(sheet)
    sheet.close()
    return sheet


def _two_tables(
    sheet: Sheet,
    head: Sequence[tuple[str, float, Any]],
    start: Sequence[str],
    with_points: Sequence[tuple[str, float, Any]],
    points: Sequence[str],
    without: Sequence[tuple[str, float, Any]],
    met: Sequence[str],
) -> None:
    """Add the table of all indicators, with points or without."""

    def table(columns: Sequence[tuple[str, float, Any]], cells: Sequence[str], group: str) -> None:
        rows = (
            ("{%tr for criterion in criteria %}",),
            (group,),
            ("{%tr for indicator in criterion.indicators %}",),
            (*start, *cells),
            ("{%tr endfor %}",),
            ("{%tr endfor %}",),
        )
        sheet.table((*head, *columns), rows, size=11)

    named = "Tiêu chí {{ criterion.id }}. {{ criterion.title }}"
    sheet.when(
        "with_points",
        lambda: table(
            with_points,
            points,
            f"{named}: {{{{ criterion.points }}}}/{{{{ criterion.maximum }}}} điểm ({{{{ criterion.percent }}}})",
        ),
        otherwise=(lambda: table(without, met, f"{named}: {{{{ criterion.result }}}}"),),
    )


def _total(sheet: Sheet) -> None:
    sheet.when(
        "with_points",
        lambda: sheet.text(
            "*Tổng cộng: {{ total.points }}/{{ total.maximum }} điểm, tỷ lệ đạt {{ total.percent }}.*", indent=False
        ),
    )
    sheet.each(
        "level", "levels", "{{ level.title }}: {{ level.state }}; đạt {{ level.attained }}.", indent=False, after=2
    )
    sheet.text("*{{ verdict.says }}.*", indent=False, before=4)


def appraised_summary() -> Sheet:
    """Give the table of all criteria and indicators as the unit reports and as the council appraises them."""
    sheet = Sheet(wide=True)
    sheet.head(number="(Kèm theo hồ sơ)")
    sheet.title(subject="{{ paper.subject }} năm {{ unit.year }}")
    sheet.text("Đơn vị: *{{ unit.name }}* (mã {{ unit.code }})", indent=False, align=LEFT)
    head = (("TT", 1.3, CENTRE), ("Chỉ tiêu", 5, LEFT), ("Yêu cầu", 4.6, LEFT))
    start = "{{ indicator.id }}", "{{ indicator.title }}", "{{ indicator.rule }}"
    own, council, reason = ("Đơn vị tự đánh giá", 4, LEFT), ("Hội đồng thẩm định", 4, LEFT), ("Lý do", 3.4, LEFT)
    _two_tables(
        sheet, head, start,
        (own, ("Điểm tự chấm", 1.6, CENTRE), council, ("Điểm thẩm định", 1.6, CENTRE), ("Tối đa", 1.5, CENTRE), reason),
        (
            "{{ indicator.own_figure }}", "{{ indicator.own_points }}",
            "{{ indicator.figure }}\n{{ indicator.result }}",
            "{{ indicator.points }}", "{{ indicator.maximum }}", "{{ indicator.reason }}",
        ),
        (own, council, reason),
        (
            "{{ indicator.own_figure }}\n{{ indicator.own_result }}", "{{ indicator.figure }}\n{{ indicator.result }}",
            "{{ indicator.reason }}",
        ),
    )  # fmt: skip
    _total(sheet)
    sheet.close()
    return sheet


def _meeting(sheet: Sheet, chair: str) -> None:
    sheet.text("Thời gian: …… giờ ……, ngày …… tháng …… năm ……")
    sheet.text("Địa điểm: ……………")
    sheet.text("Thành phần:")
    sheet.text(f"- {chair}: ……………")
    sheet.text("- Thư ký: ……………")
    sheet.text("- Các thành viên: ……………")


def minutes() -> Sheet:
    """Give the minutes of the unit's own meeting."""
    sheet = Sheet()
    sheet.head()
    sheet.title(subject="{{ paper.subject }} năm {{ unit.year }}")
    sheet.heading("I. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN")
    _meeting(sheet, "Chủ trì")
    sheet.heading("II. NỘI DUNG")
    sheet.text("1. Xem xét kết quả tự đánh giá {{ unit.in_text }} theo bộ tiêu chí “{{ criteria_set.title }}”.")
    _result(sheet)
    sheet.text("2. Ý kiến thảo luận: ……………")
    sheet.heading("III. KẾT LUẬN")
    sheet.text("{{ verdict.says }}.")
    _gaps(sheet)
    sheet.text("Cuộc họp kết thúc hồi …… giờ …… cùng ngày. Biên bản được đọc lại và thống nhất thông qua.")
    sheet.signatures("THƯ KÝ", "CHỦ TRÌ")
    return sheet


def appraisal_minutes() -> Sheet:
    """Give the minutes of the council's meeting."""
    sheet = Sheet()
    sheet.head()
    sheet.title()
    sheet.heading("I. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN")
    _meeting(sheet, "Chủ tịch Hội đồng")
    sheet.heading("II. NỘI DUNG THẨM ĐỊNH")
    sheet.text("1. Hồ sơ của {{ unit.in_text }}, năm đánh giá {{ unit.year }}. Tự đánh giá: {{ own_verdict }}.")
    sheet.text("2. Kết quả thẩm định:")
    _result(sheet)
    _changed(sheet)
    sheet.text("3. Ý kiến thảo luận, kết quả biểu quyết: ……………")
    sheet.heading("III. KẾT LUẬN")
    sheet.text("{{ verdict.says }}.")
    sheet.signatures("THƯ KÝ", "CHỦ TỊCH HỘI ĐỒNG")
    return sheet


def _changed(sheet: Sheet) -> None:
    """Add what the council changed, with its reasons and what the unit says to them."""
    sheet.when(
        "has_changes",
        lambda: sheet.text("Những chỉ tiêu Hội đồng thay đổi hoặc ghi lý do:", keep=True),
        lambda: sheet.table(
            (
                ("TT", 1, CENTRE),
                ("Chỉ tiêu", 3.4, LEFT),
                ("Tự đánh giá", 2.8, LEFT),
                ("Thẩm định", 2.8, LEFT),
                ("Lý do", 2.6, LEFT),
                ("Giải trình của đơn vị", 2.6, LEFT),
            ),
            (
                ("{%tr for change in changes %}",),
                (
                    "{{ change.id }}",
                    "{{ change.title }}",
                    "{{ change.own }}",
                    "{{ change.council }}",
                    "{{ change.reason }}",
                    "{{ change.answer }}",
                ),
                ("{%tr endfor %}",),
            ),
        ),
        otherwise=(lambda: sheet.text("Hội đồng không thay đổi kết quả tự đánh giá của chỉ tiêu nào."),),
    )


def _firm(sheet: Sheet) -> None:
    """Add how firm each level is: what alone would change it, and the fewest refusals that would take it away."""
    sheet.mark("for level in firm")
    sheet.text("{{ level.says }}", keep=True)
    sheet.each("change", "level.changes", "- {{ change.text }}.")
    sheet.when("level.certain", lambda: sheet.text("{{ level.refusals }}"))
    sheet.mark("endfor")


def appraisal_report() -> Sheet:
    """Give the council's report on its appraisal."""
    sheet = Sheet()
    sheet.head()
    sheet.title()
    sheet.grounds()
    sheet.text(
        "{{ head.issuer_in_text }} báo cáo kết quả thẩm định hồ sơ của {{ unit.in_text }} theo bộ tiêu chí "
        "“{{ criteria_set.title }}”, số liệu năm {{ unit.year }}, như sau:"
    )
    sheet.heading("1. Kết quả tự đánh giá của đơn vị")
    sheet.text("{{ own_verdict }}.")
    sheet.heading("2. Kết quả thẩm định")
    _result(sheet)
    _changed(sheet)
    sheet.heading("3. Đối chiếu điều kiện công nhận")
    _conditions(sheet)
    _gaps(sheet)
    sheet.heading("4. Mức độ chắc chắn của kết quả")
    _firm(sheet)
    sheet.heading("5. Kết luận và đề nghị")
    sheet.text("{{ verdict.says }}.")
    sheet.text("Ý kiến khác của Hội đồng: ……………")
    sheet.close()
    return sheet


def proposal() -> Sheet:
    """Give the submission that asks whoever decides to recognise the unit."""
    sheet = Sheet()
    sheet.head()
    sheet.title(subject="Về việc {{ paper.in_subject }}")
    sheet.addressed()
    sheet.grounds()
    sheet.text(
        "Sau khi thẩm định hồ sơ của {{ unit.in_text }} (năm đánh giá {{ unit.year }}), {{ head.issuer_in_text }} kính "
        "trình {{ paper.recipient }} như sau:"
    )
    sheet.text("1. Kết quả thẩm định. {{ verdict.says }}.")
    _result(sheet)
    sheet.text(
        "2. Kính đề nghị {{ paper.recipient }} xem xét, quyết định công nhận {{ unit.in_text }} đạt "
        "{{ recognition.award }} năm {{ unit.year }}."
    )
    sheet.text("3. Hồ sơ kèm theo:")
    sheet.each("attachment", "attachments", "- {{ attachment.title }};")
    sheet.text("Kính trình {{ paper.recipient }} xem xét, quyết định./.")
    sheet.close()
    return sheet


def _decided(sheet: Sheet) -> None:
    """Add the head of a decision, up to the word that everything follows."""
    sheet.head()
    sheet.title(subject="Về việc {{ paper.in_subject }} năm {{ unit.year }}")
    decider = sheet.text("{{ recognition.decider }}", align=CENTRE, bold=True, indent=False, before=4, after=8)
    for run in decider.runs:
        run.font.all_caps = True
    sheet.grounds()
    sheet.text("QUYẾT ĐỊNH:", align=CENTRE, bold=True, indent=False, before=6, after=8)


def _held(sheet: Sheet) -> None:
    sheet.when(
        "recognition.valid",
        lambda: sheet.text(
            "*Điều 2.* Kết quả công nhận được bảo lưu trong thời hạn {{ recognition.valid_months }} tháng tiếp theo "
            "năm được công nhận."
        ),
        otherwise=(lambda: sheet.text("*Điều 2.* Thời hạn công nhận: ……………"),),
    )


def decision() -> Sheet:
    """Give the draft of the decision on one unit."""
    sheet = Sheet()
    _decided(sheet)
    sheet.text("*Điều 1.* Công nhận {{ unit.in_text }} đạt {{ recognition.award }} năm {{ unit.year }}.")
    _held(sheet)
    sheet.text(
        "*Điều 3.* Quyết định này có hiệu lực kể từ ngày ký. ……………, {{ unit.in_text }} và các cơ quan, đơn vị có liên "
        "quan chịu trách nhiệm thi hành Quyết định này./."
    )
    sheet.close()
    return sheet


def joint_decision() -> Sheet:
    """Give the draft of one decision on several units, with their list."""
    sheet = Sheet()
    _decided(sheet)
    sheet.text("*Điều 1.* Công nhận các đơn vị có tên trong danh sách kèm theo Quyết định này, năm {{ unit.year }}.")
    _held(sheet)
    sheet.text(
        "*Điều 3.* Quyết định này có hiệu lực kể từ ngày ký. ……………, các đơn vị có tên tại Điều 1 và các cơ quan, đơn "
        "vị có liên quan chịu trách nhiệm thi hành Quyết định này./."
    )
    sheet.close()
    first = sheet.text("DANH SÁCH", align=CENTRE, bold=True, indent=False, after=0)
    first.paragraph_format.page_break_before = True
    sheet.text("Đơn vị được công nhận năm {{ unit.year }}", align=CENTRE, bold=True, indent=False, after=0)
    sheet.text(
        "(Kèm theo Quyết định số {{ head.number }}/{{ head.symbol }})",
        align=CENTRE,
        italic=True,
        indent=False,
        after=10,
    )
    name = (("TT", 1, CENTRE), ("Đơn vị", 5.4, LEFT), ("Mã", 2.2, CENTRE))
    row = "{{ one.number }}", "{{ one.name }}", "{{ one.code }}"
    loop, end = ("{%tr for one in units %}",), ("{%tr endfor %}",)
    award = ("Được công nhận", 5, LEFT)
    sheet.when(
        "with_points",
        lambda: sheet.table(
            (*name, ("Điểm", 1.8, CENTRE), ("Tỷ lệ đạt", 2.2, CENTRE), award),
            (loop, (*row, "{{ one.points }}", "{{ one.percent }}", "{{ one.award }}"), end),
        ),
        otherwise=(lambda: sheet.table((*name, award), (loop, (*row, "{{ one.award }}"), end)),),
    )
    return sheet


def reply() -> Sheet:
    """Give the written reply to a unit that is not recognised, with the reasons."""
    sheet = Sheet()
    sheet.head(under_number="V/v trả lời kết quả đánh giá, công nhận năm {{ unit.year }}")
    sheet.text("Kính gửi: {{ paper.recipient }}", align=CENTRE, indent=False, before=14, after=10)
    sheet.notes()
    sheet.grounds()
    sheet.text(
        "Sau khi thẩm định hồ sơ của {{ unit.in_text }} (năm đánh giá {{ unit.year }}), {{ head.issuer_in_text }} trả "
        "lời như sau:"
    )
    sheet.text("1. Kết quả thẩm định. {{ verdict.says }}.")
    _result(sheet)
    sheet.text("2. Lý do không đạt {{ reasons_level }}:")
    sheet.each("reason", "reasons", "- {{ reason.text }}.")
    _changed(sheet)
    sheet.text("Đề nghị {{ paper.recipient }} xem xét, tiếp tục thực hiện những nội dung chưa đạt./.")
    sheet.close()
    return sheet


MAKERS: dict[str, Callable[[], Sheet]] = {
    "request": request,
    "self_report": self_report,
    "summary": summary,
    "minutes": minutes,
    "appraisal_report": appraisal_report,
    "appraised_summary": appraised_summary,
    "appraisal_minutes": appraisal_minutes,
    "proposal": proposal,
    "decision": decision,
    "reply": reply,
    "joint_decision": joint_decision,
}


def parts_said(content: bytes) -> dict[str, bytes]:
    """Give what the parts of a Word file say, by their names."""
    with ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist() if name.startswith("word/")}


def templates() -> Iterator[tuple[Path, bytes]]:
    """Give every template as it is made now, with its path."""
    for kind, one in KINDS.items():
        yield FOLDER / f"{one.template}{SUFFIX}", MAKERS[kind]().saved()


def stale() -> list[Path]:
    """Give the templates that do not say what is made now."""
    return [
        path
        for path, content in templates()
        if not path.exists() or parts_said(path.read_bytes()) != parts_said(content)
    ]


def main(arguments: Sequence[str]) -> int:
    """Write the templates that changed, or with `--check` only name them."""
    old = stale()
    if "--check" in arguments:
        print("\n".join(f"{path.relative_to(TOP)} is not current" for path in old) or "templates are current")
        return 1 if old else 0
    FOLDER.mkdir(exist_ok=True)
    for path, content in templates():
        if path in old:
            path.write_bytes(content)
            print(f"wrote {path.relative_to(TOP)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
