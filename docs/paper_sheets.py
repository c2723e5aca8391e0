"""One Word template as it is made: pages, heads, tables and signatures laid out by NĐ 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

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
    layout.line_spacing, layout.space_before = Pt(5), Pt(4)
    mark = OxmlElement("w:rPr")
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "4")
    mark.append(size)
    properties = paragraph._element.get_or_add_pPr()
    _in_order(properties, "w:pBdr", ("top",), "single")
    properties.append(mark)


def _framed(paragraph: Any) -> None:
    _in_order(paragraph._element.get_or_add_pPr(), "w:pBdr", ("top", "left", "bottom", "right"), "dotted", 4)


#: What stands after the borders in the properties of a paragraph, and of a table.
_AFTER_BORDERS = {
    "w:pBdr": ("shd", "tabs", "spacing", "ind", "contextualSpacing", "mirrorIndents", "jc", "outlineLvl", "rPr"),
    "w:tblBorders": ("shd", "tblLayout", "tblCellMar", "tblLook"),
}


def _in_order(properties: Any, name: str, sides: Sequence[str], kind: str, space: int = 1) -> None:
    """Put borders where they belong among the properties of a paragraph or a table: Word minds the order."""
    after = {qn(f"w:{one}") for one in _AFTER_BORDERS[name]}
    borders = _borders(name, sides, kind, space)
    later = next((one for one in properties if one.tag in after), None)
    if later is None:
        properties.append(borders)
    else:
        later.addprevious(borders)


def _borders(name: str, sides: Sequence[str], kind: str, space: int) -> Any:
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
    _in_order(table._element.tblPr, "w:tblBorders", sides, "nil")


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
