"""Makes the templates of office papers that come with the program, as ordinary Word files laid out by NĐ 30/2020/NĐ-CP.

python docs/paper_templates.py [--check]

A template is written again only when what its parts say changes, because the bytes of a .docx differ at every save.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from xhht_score.papers.kinds import KINDS, SUFFIX

TOP = Path(__file__).resolve().parents[1]
FOLDER = TOP / "src/xhht_score/papers/templates"
FONT = "Times New Roman"
CENTRE, LEFT, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY,
)  # fmt: skip
BODY, SMALL, TABLE = 14, 12, 12
#: No part says when it was made.
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Sheet:
    """One template as it is made: A4 with the margins of the decree, upright, or lying where tables are wide."""

    def __init__(self, *, wide: bool = False) -> None:
        self.document = Document()
        self._body = self.document
        self.width = 165.0
        self._styles()
        self._page(wide)
        self._margins()

    def _styles(self) -> None:
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(BODY)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(name), FONT)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "vi-VN")
        normal.element.get_or_add_rPr().append(language)
        normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)

    def _page(self, wide: bool) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.top_margin = section.bottom_margin = Mm(20)
        if wide:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
            section.left_margin, section.right_margin = Mm(20), Mm(15)
            section.top_margin = Mm(25)
            self.width = 262.0
        section.header_distance, section.footer_distance = Mm(10), Mm(8)

    def _margins(self) -> None:
        """Put the page number into the top margin, but not on page 1, and the small line at the foot of all pages."""
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = CENTRE
        _page_number(paragraph)
        for footer in (section.footer, section.first_page_footer):
            line = footer.paragraphs[0]
            line.alignment = RIGHT
            _run(line, "{{ fingerprint }}", size=7, italic=True)

    def text(
        self,
        text: str,
        *,
        align: Any = BOTH,
        size: float = BODY,
        bold: bool = False,
        italic: bool = False,
        indent: bool = True,
        before: float = 0,
        after: float = 6,
        keep: bool = False,
    ) -> Any:
        """Add a paragraph; parts of the text between two `*` are bold."""
        paragraph = self._body.add_paragraph()
        paragraph.alignment = align
        layout = paragraph.paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
        layout.line_spacing = 1.15 if indent else 1.0
        layout.keep_with_next = keep
        if indent:
            layout.first_line_indent = Cm(1.27)
        for at, piece in enumerate(text.split("*")):
            if piece:
                _run(paragraph, piece, size=size, bold=bold or bool(at % 2), italic=italic)
        return paragraph

    def mark(self, mark: str) -> None:
        """Add a paragraph that holds only a mark, and is gone in the paper."""
        self.text(f"{{%p {mark} %}}", indent=False, after=0)

    def heading(self, text: str) -> None:
        """Add the heading of a part of the text."""
        self.text(text, bold=True, before=6, keep=True)

    def each(self, row: str, rows: str, text: str, **layout: Any) -> None:
        """Add a paragraph for each record of a list."""
        self.mark(f"for {row} in {rows}")
        self.text(text, **layout)
        self.mark("endfor")

    def when(self, field: str, *inner: Callable[[], object], otherwise: Sequence[Callable[[], object]] = ()) -> None:
        """Add what stands there only where a field says so."""
        self.mark(f"if {field}")
        for add in inner:
            add()
        if otherwise:
            self.mark("else")
            for add in otherwise:
                add()
        self.mark("endif")

    def table(
        self, columns: Sequence[tuple[str, float, Any]], rows: Sequence[Sequence[str]], *, size: float = TABLE
    ) -> None:
        """Add a table of (heading, share of the width, alignment); a row of one cell holds a mark or spans them all.

        Its head is repeated on each page, and no row is torn.
        """
        table = self._body.add_table(rows=1, cols=len(columns))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        whole = sum(share for _, share, _ in columns)
        widths = [Mm(self.width * share / whole) for _, share, _ in columns]
        _widths(table, widths)
        _repeated(table.rows[0])
        for cell, (title, _, _), width in zip(table.rows[0].cells, columns, widths, strict=True):
            _fill(cell, title, CENTRE, size, bold=True)
            cell.paragraphs[0].paragraph_format.keep_with_next = True
            cell.width = width
        for texts in rows:
            row = table.add_row()
            _whole(row)
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
            if len(texts) == 1:
                joined = row.cells[0].merge(row.cells[-1])
                _fill(joined, texts[0], LEFT, size, bold=not texts[0].startswith("{%"))
                for paragraph in joined.paragraphs:
                    paragraph.paragraph_format.keep_with_next = True
                continue
            for cell, text, (_, _, align) in zip(row.cells, texts, columns, strict=True):
                _fill(cell, text, align, size)
        self.text("", indent=False, after=4, size=6)

    def saved(self) -> bytes:
        """Give the template as a Word file in which nothing says when it was made."""
        core = self.document.core_properties
        core.author, core.title, core.comments, core.keywords = "xhht", "", "", ""
        core.created = core.modified = datetime(2026, 1, 1)
        whole, out = BytesIO(), BytesIO()
        self.document.save(whole)
        with ZipFile(whole) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():
                if not name.startswith(("customXml/", "docProps/thumbnail")):
                    entry = ZipInfo(name, _EPOCH)
                    entry.compress_type = ZIP_DEFLATED
                    new.writestr(entry, _without_customs(name, old.read(name)))
        return out.getvalue()

    # ------------------------------------------------------------------ what stands around every text

    def head(self, *, number: str = "Số: {{ head.number }}/{{ head.symbol }}", under_number: str = "") -> None:
        """Add the head: issuing body and number on the left, the nation's or the Party's name, place and date right."""
        left, right = self.width * 0.4, self.width * 0.6
        table = self._body.add_table(rows=2, cols=2)
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _no_borders(table)
        _widths(table, [Mm(left), Mm(right)])
        body, nation = table.rows[0].cells
        _lines(body, ("{%p if head.superior %}", "{{ head.superior }}", "{%p endif %}"), 13)
        _add(body, "{{ head.issuer }}", 13, bold=True)
        _rule(body, 0.35, left)
        _add(nation, "{%p if head.party %}", 13)
        _add(nation, "ĐẢNG CỘNG SẢN VIỆT NAM", 14, bold=True)
        _rule(nation, 0.62, right)
        _add(nation, "{%p else %}", 13)
        _add(nation, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True)
        _add(nation, "Độc lập - Tự do - Hạnh phúc", 13, bold=True)
        _rule(nation, 0.66, right)
        _add(nation, "{%p endif %}", 13)
        left_cell, day = table.rows[1].cells
        _add(left_cell, number, 13)
        if under_number:
            _add(left_cell, under_number, 12)
        _add(day, "{{ head.place_and_date }}", 13, italic=True)
        for cell in (body, nation, left_cell, day):
            first = cell.paragraphs[0]
            if not first.text:
                first._element.getparent().remove(first._element)

    def title(self, *, document: str = "{{ paper.document }}", subject: str = "{{ paper.subject }}") -> None:
        """Add kind of document and subject with the line under them, then the notes of the draft."""
        kind = self.text(document, align=CENTRE, bold=True, indent=False, before=14, after=0)
        for run in kind.runs:
            run.font.all_caps = True
        self.text(subject, align=CENTRE, bold=True, indent=False, after=0)
        _line_under(self.text("", indent=False, size=4, after=6, align=CENTRE), self.width, 0.24)
        self.notes()

    def notes(self) -> None:
        """Add the notes of the draft, each in a frame."""
        self.mark("for note in paper.notes")
        note = self.text("Ghi chú của dự thảo: {{ note.text }}", italic=True, size=SMALL, indent=False, after=4)
        _framed(note)
        self.mark("endfor")

    def addressed(self) -> None:
        """Add to whom the paper goes."""
        self.text("Kính gửi: {{ paper.recipient }}", align=CENTRE, indent=False, before=6, after=10)

    def grounds(self) -> None:
        """Add the grounds, each a paragraph in italics."""
        self.each("ground", "grounds", "{{ ground.text }}", italic=True)

    def close(self) -> None:
        """Add who gets copies, and who signs."""
        table = self._body.add_table(rows=1, cols=2)
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _no_borders(table)
        copies, signer = table.rows[0].cells
        _widths(table, [Mm(self.width * 0.48), Mm(self.width * 0.52)])
        _whole(table.rows[0])
        _add(copies, "Nơi nhận:", 12, bold=True, italic=True, align=LEFT)
        _add(copies, "{%p for copy in copies %}", 11, align=LEFT)
        _add(copies, "{{ copy.text }}", 11, align=LEFT)
        _add(copies, "{%p endfor %}", 11, align=LEFT)
        _lines(signer, ("{%p if signer.authority %}", "{{ signer.authority }}", "{%p endif %}"), 14, bold=True)
        _add(signer, "{{ signer.position }}", 14, bold=True)
        for _ in range(3):
            _add(signer, "", 14)
        _add(signer, "{{ signer.name }}", 14, bold=True)
        for cell in (copies, signer):
            first = cell.paragraphs[0]
            first._element.getparent().remove(first._element)

    def signatures(self, *who: str) -> None:
        """Add places for several to sign, side by side."""
        table = self._body.add_table(rows=1, cols=len(who))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        _no_borders(table)
        _whole(table.rows[0])
        for cell, name in zip(table.rows[0].cells, who, strict=True):
            _fill(cell, name, CENTRE, BODY, bold=True)
            for text in ("(Ký, ghi rõ họ tên)", "", "", "", "……………"):
                _add(cell, text, 13, italic=text.startswith("("))


# ---------------------------------------------------------------------- what Word needs for it


def _run(paragraph: Any, text: str, *, size: float, bold: bool = False, italic: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold or None, italic or None
    return run


def _page_number(paragraph: Any) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("end", "")):
        run = _run(paragraph, "", size=13)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)


def _fill(cell: Any, text: str, align: Any, size: float, *, bold: bool = False) -> None:
    """Write lines into a cell, the first into the paragraph that it has."""
    for at, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
        _run(paragraph, line, size=size, bold=bold)


def _add(cell: Any, text: str, size: float, *, bold: bool = False, italic: bool = False, align: Any = CENTRE) -> Any:
    paragraph = cell.add_paragraph()
    paragraph.alignment = align
    if text:
        _run(paragraph, text, size=size, bold=bold, italic=italic)
    return paragraph


def _lines(cell: Any, texts: Sequence[str], size: float, *, bold: bool = False) -> None:
    for text in texts:
        _add(cell, text, size, bold=bold and not text.startswith("{%"))


def _rule(cell: Any, share: float, width: float) -> None:
    """Add a line under a text, a share of the cell's width long."""
    _line_under(_add(cell, "", 4), width - 4, share)


def _line_under(paragraph: Any, width: float, share: float) -> None:
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = Mm(width * (1 - share) / 2)
    layout.line_spacing, layout.space_before = Pt(5), Pt(3)
    mark = OxmlElement("w:rPr")
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "4")
    mark.append(size)
    properties = paragraph._element.get_or_add_pPr()
    borders = _borders("w:pBdr", ("top",), "single")
    _in_order(properties, borders)
    properties.append(mark)


def _framed(paragraph: Any) -> None:
    _in_order(paragraph._element.get_or_add_pPr(), _borders("w:pBdr", ("top", "left", "bottom", "right"), "dotted", 4))


#: What stands after the borders in the properties of a paragraph.
_AFTER_BORDERS = tuple(
    qn(f"w:{name}")
    for name in ("shd", "tabs", "spacing", "ind", "contextualSpacing", "mirrorIndents", "jc", "outlineLvl", "rPr")
)


def _in_order(properties: Any, borders: Any) -> None:
    later = next((one for one in properties if one.tag in _AFTER_BORDERS), None)
    if later is None:
        properties.append(borders)
    else:
        later.addprevious(borders)


def _borders(name: str, sides: Sequence[str], kind: str, space: int = 1) -> Any:
    borders = OxmlElement(name)
    for side in sides:
        one = OxmlElement(f"w:{side}")
        for key, value in (("val", kind), ("sz", "6"), ("space", str(space)), ("color", "000000")):
            one.set(qn(f"w:{key}"), value)
        borders.append(one)
    return borders


def _widths(table: Any, widths: Sequence[Any]) -> None:
    """Set the width of each column: in the grid, which LibreOffice reads, and in the cells, which Word reads."""
    for at, width in enumerate(widths):
        table.columns[at].width = width
        for row in table.rows:
            row.cells[at].width = width


def _no_borders(table: Any) -> None:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    table._element.tblPr.append(_borders("w:tblBorders", sides, "nil"))


def _repeated(row: Any) -> None:
    row._element.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    row._element.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: Any) -> None:
    row._element.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _without_customs(name: str, part: bytes) -> bytes:
    """Give a part that names no part which is left out."""
    if not name.endswith(".rels") and name != "[Content_Types].xml":
        return part
    from lxml import etree

    root = etree.fromstring(part)
    for one in list(root):
        target = one.get("Target", "") + one.get("PartName", "")
        if "customXml/" in target or "thumbnail" in target:
            root.remove(one)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


# ---------------------------------------------------------------------- the papers


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
                (*head, ("Kết quả", 3.6, LEFT)), (loops[0], group, loops[1], (name, figure, "{{ indicator.result }}"), *ends)
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
        "{{ unit.in_text }}, số liệu năm {{ unit.year }}, và kính trình {{ paper.recipient }} xem xét với các nội dung sau:"
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
            "{{ indicator.own_figure }}", "{{ indicator.own_points }}", "{{ indicator.figure }}\n{{ indicator.result }}",
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
    sheet.text("1. Hồ sơ của {{ unit.in_text }}, năm đánh giá {{ unit.year }}. Đơn vị tự đánh giá: {{ own_verdict }}.")
    sheet.text("2. Kết quả thẩm định:")
    _result(sheet)
    _changed(sheet)
    sheet.text("3. Ý kiến thảo luận, kết quả biểu quyết: ……………")
    sheet.heading("III. KẾT LUẬN")
    sheet.text("{{ verdict.says }}.")
    sheet.signatures("THƯ KÝ", "CHỦ TỊCH HỘI ĐỒNG")
    return sheet


def _changed(sheet: Sheet) -> None:
    """Add what the council changed, with its reasons."""
    sheet.when(
        "has_changes",
        lambda: sheet.text("Những chỉ tiêu Hội đồng thay đổi hoặc ghi lý do:", keep=True),
        lambda: sheet.table(
            (
                ("TT", 1, CENTRE),
                ("Chỉ tiêu", 4, LEFT),
                ("Tự đánh giá", 3.4, LEFT),
                ("Thẩm định", 3.4, LEFT),
                ("Lý do", 3.4, LEFT),
            ),
            (
                ("{%tr for change in changes %}",),
                (
                    "{{ change.id }}",
                    "{{ change.title }}",
                    "{{ change.own }}",
                    "{{ change.council }}",
                    "{{ change.reason }}",
                ),
                ("{%tr endfor %}",),
            ),
        ),
        otherwise=(lambda: sheet.text("Hội đồng không thay đổi kết quả tự đánh giá của chỉ tiêu nào."),),
    )


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
    sheet.heading("4. Kết luận và đề nghị")
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
    sheet.text("1. Kết quả thẩm định: {{ verdict.says }}.")
    _result(sheet)
    sheet.text(
        "2. Kính đề nghị {{ paper.recipient }} xem xét, quyết định công nhận {{ unit.in_text }} đạt {{ recognition.award }} "
        "năm {{ unit.year }}."
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
            "*Điều 2.* Kết quả công nhận được bảo lưu trong thời hạn {{ recognition.valid_months }} tháng tiếp theo năm "
            "được công nhận."
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
        "*Điều 3.* Quyết định này có hiệu lực kể từ ngày ký. ……………, các đơn vị có tên tại Điều 1 và các cơ quan, đơn vị "
        "có liên quan chịu trách nhiệm thi hành Quyết định này./."
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
        "Sau khi thẩm định hồ sơ của {{ unit.in_text }} (năm đánh giá {{ unit.year }}), {{ head.issuer_in_text }} trả lời "
        "như sau:"
    )
    sheet.text("1. Kết quả thẩm định: {{ verdict.says }}.")
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
