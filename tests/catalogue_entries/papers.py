"""Examples of what is said of office papers: of their templates, of office.yaml, and of what is not written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from catalogue_entries.example import Example
from filled import file_of, form_of
from word_templates import REQUEST, template_of, with_part, word_file
from xhht_score.papers.marks import MOST_MARKS
from xhht_score.papers.word_files import MAIN

FORM = "xa-01.xlsx"
#: A set whose procedure is not known.
SET = "khong-van-ban.yaml"


def _with_form(folder: Path) -> None:
    (folder / FORM).write_bytes(file_of("xa-01"))


def _template(code: str, how: str, make: Callable[[], bytes], **more: Any) -> Example:
    """Give the example of a folder of templates in which the unit's submission is what `make` gives."""

    def write(folder: Path) -> str:
        _with_form(folder)
        (folder / "mau").mkdir(exist_ok=True)
        (folder / "mau" / REQUEST).write_bytes(make())
        return str(Path("mau") / REQUEST)

    command = ("dossier", FORM, "-o", "ho-so", "--templates", "mau")
    return Example(code, command, write, how, own_folder=True, **more)


def _marked(code: str, *paragraphs: str, how: str = "") -> Example:
    shown = " ⏎ ".join(f"`{one}`" for one in paragraphs)
    return _template(code, how or f"The template: {shown}.", lambda: template_of(*paragraphs))


def _form(code: str, how: str, make: Callable[[Path], str], *more: str) -> Example:
    return Example(code, ("dossier", FORM, "-o", "ho-so", *more), make, how, own_folder=True)


def _sound(folder: Path) -> str:
    _with_form(folder)
    return ""


def _unappraised(folder: Path) -> str:
    _with_form(folder)
    return FORM


def _short(folder: Path) -> str:
    one = form_of("xa-01")
    one.cell("5.1", "appraised_1").value = 100
    one.cell("5.1", "appraised_reason").value = "Danh sách không có chữ ký"
    one.save(folder / FORM)
    return FORM


def _without_papers(folder: Path) -> str:
    """Write a variant that names no papers, and a form of the set that it extends."""
    _with_form(folder)
    text = "id: khong-van-ban\nextends: tt25-2023-xa\nversion: '1'\nstatus: illustrative\nrecognition:\n  papers: []\n"
    (folder / SET).write_text(text, encoding="utf-8", newline="\n")
    return FORM


def _office(folder: Path) -> str:
    _with_form(folder)
    (folder / "office.yaml").write_text("papers:\n  to-trin:\n    number: 5\n", encoding="utf-8", newline="\n")
    return "office.yaml:2:3"


def _no_templates(folder: Path) -> str:
    _with_form(folder)
    (folder / "mau").mkdir(exist_ok=True)
    return "mau"


def _misnamed(folder: Path) -> str:
    _with_form(folder)
    (folder / "mau").mkdir(exist_ok=True)
    (folder / "mau" / REQUEST).write_bytes(template_of("{{ unit.name }}"))
    (folder / "mau" / "quyet-din.docx").write_bytes(template_of("{{ unit.name }}"))
    return str(Path("mau") / "quyet-din.docx")


_LINK = '<Relationship Id="rId90" Type="x/attachedTemplate" Target="http://localhost/a.dotm" TargetMode="External"/>'

EXAMPLES: list[Example] = [
    _form("stage-unknown", "The form is sound.", _sound, "--stage", "hoi-dong"),
    _form("papers-none", "The set names no papers.", _without_papers, "--criteria", SET),
    _form("papers-not-appraised", "Nobody has appraised the form.", _unappraised, "--stage", "council"),
    _form("decision-not-drafted", "The council refused most of the figure of 5.1.", _short),
    _template(
        "paper-too-large", "The template repeats a page of text for each indicator.",
        lambda: template_of(
            "{%p for criterion in criteria %}", "{%p for one in criterion.indicators %}", "chữ " * 25_000,
            "{%p endfor %}", "{%p endfor %}",
        ),
        environment={"XHHT_MAX_UNPACKED_MB": "1"},
    ),
    _form("office-paper-unknown", "`office.yaml` names the paper `to-trin`.", _office, "--office", "office.yaml"),
    _form("templates-lacking", "`mau` is an empty folder.", _no_templates, "--templates", "mau"),
    _form("template-name-unknown", "`mau` holds `quyet-din.docx`.", _misnamed, "--templates", "mau"),
    _template("no-word-file", "The template is a text file.", lambda: b"{{ unit.name }}"),
    _template(
        "word-file-too-large", "The template holds more than 2 MB of text.", lambda: template_of("chữ " * 600_000),
    ),
    _template(
        "word-file-unsafe", "The template is attached to one on another computer.",
        lambda: with_part(template_of("{{ unit.name }}"), "word/_rels/document.xml.rels", "</Relationships>", _LINK),
    ),
    _template(
        "template-mark-outside", "A property of the template's text holds `{{ unit.name }}`.",
        lambda: with_part(template_of("a"), MAIN, "</w:body>", '<w:p w:rsidR="{{ unit.name }}"/>'),
    ),
    _template(
        "template-too-many-marks", f"The template has {MOST_MARKS + 1} marks.",
        lambda: template_of("{{ unit.name }}" * (MOST_MARKS + 1)),
    ),
    _marked("template-mark-open", "{{ unit.name", "}}"),
    _marked("template-not-allowed", "{{ unit.name.upper() }}"),
    _marked("template-field-unknown", "Kính gửi: {{ unit.nam }}"),
    _marked("template-no-text", "{{ unit }}"),
    _marked("template-not-a-list", "{%p for one in unit %}", "{%p endfor %}"),
    _marked(
        "template-loop-outside", "{%p for criterion in criteria %}", "{%p for level in levels %}",
        "{%p endfor %}", "{%p endfor %}",
    ),
    _marked("template-syntax", "{%p for criterion in criteria %}", "{{ criterion.id }}"),
    _template(
        "template-torn", "`for` stands in a cell of a table, `endfor` below the table.",
        lambda: word_file(_torn),
    ),
]  # fmt: skip


def _torn(document: Any) -> None:
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = "{% for criterion in criteria %}"
    document.add_paragraph("{% endfor %}")
