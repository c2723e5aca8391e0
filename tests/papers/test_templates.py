"""Templates are foreign files: sound ones are filled in, everything else is refused before anything is rendered."""

from __future__ import annotations

import time
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

import paper_templates
from filled import file_of
from make import HERE
from word_templates import REQUEST, packed, parts, template_of, texts_of, with_part, word_file
from xhht_score.api.single import assess
from xhht_score.errors import XhhtError
from xhht_score.fingerprints import Fingerprints
from xhht_score.papers.cases import case_of
from xhht_score.papers.content import content
from xhht_score.papers.dossiers import VIETNAMESE, papers_of, written_paper
from xhht_score.papers.field_page import fields_page
from xhht_score.papers.fields import FIELDS, PaperField, paths
from xhht_score.papers.kinds import KINDS, TEMPLATE_NAMES
from xhht_score.papers.office import Office
from xhht_score.papers.template_files import Templates, checked, sandbox, shipped_templates
from xhht_score.papers.word_files import MAIN
from xhht_score.words import LANGUAGES, Words


def refused(content: bytes) -> set[str]:
    """Give the codes by which a template is refused, nothing where it is sound."""
    try:
        checked(content, "mau.docx")
    except XhhtError as error:
        return {one.code for one in error.problems}
    return set()


@pytest.fixture(scope="module")
def one():
    return assess(HERE / "tt25/xa/xa-01.xlsx")


def filled_in(one, folder, template, office=None) -> list[str]:
    """Give the texts of the unit's submission made of a template."""
    (folder / REQUEST).write_bytes(template)
    return texts_of(written_paper(one, "to-trinh", office, Templates(folder), version="1"))


def test_the_templates_that_come_with_the_program_are_what_their_script_makes():
    assert paper_templates.stale() == []


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_a_shipped_template_is_sound(name):
    assert refused(dict(shipped_templates())[name]) == set()


@pytest.mark.parametrize(
    "expression",
    [
        "{{ unit.__class__ }}",
        "{{ unit.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''.__class__ }}",
        "{{ unit['__class__'] }}",
        "{{ unit.name.__class__ }}",
        "{{ unit.name.format(unit) }}",
        "{{ unit.name.upper() }}",
        "{{ unit.name|upper }}",
        "{{ unit|attr('__class__') }}",
        "{{ unit.items }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ range(1000000000) }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ [1, 2] }}",
        "{{ unit.name ~ unit.name }}",
        "{{ unit.name if unit.code else '' }}",
        "{{ loop.index }}",
        "{{ _x }}",
        "{% set x = unit %}",
        "{% macro m() %}{% endmacro %}",
        "{% include 'a' %}",
        "{% import 'a' as a %}",
        "{% extends 'a' %}",
        "{% block a %}{% endblock %}",
        "{% call unit() %}{% endcall %}",
        "{% filter upper %}a{% endfilter %}",
        "{% with a = unit %}{% endwith %}",
        "{% raw %}{{ x }}{% endraw %}",
        "{% do unit %}",
        "{% autoescape false %}{{ unit.name }}{% endautoescape %}",
        "{% for a in range(9) %}{% endfor %}",
        "{% for a, b in criteria %}{% endfor %}",
        "{% for a in criteria if a.id %}{% endfor %}",
        "{% for a in criteria recursive %}{% endfor %}",
        "{% if unit.name.upper() %}a{% endif %}",
        "{% if unit.name in criteria %}a{% endif %}",
        "{% if unit.name is defined %}a{% endif %}",
        "{%- if unit.code %}a{% endif %}",
        "{# a #}",
        "{%p vm %}",
        "{% cellbg unit.name %}",
        "{% colspan unit.name %}",
    ],
)
def test_nothing_but_fields_loops_and_conditions_can_be_written(expression):
    assert refused(template_of("a", expression)) - {"template-syntax"}


@given(st.text(st.sampled_from("{}%# _.|()[]'\"ab*~:,unit.nameforinifendfor"), max_size=40))
def test_whatever_is_written_between_marks_is_refused_or_harmless(text):
    assert refused(template_of("{{ " + text + " }}")) is not None


def test_loops_cannot_multiply():
    """An inner loop goes over what belongs to the outer record, so that all together are as long as the data."""
    deep = ["{%p for a in criteria %}"] * 9 + ["{%p endfor %}"] * 9
    assert refused(template_of(*deep)) == {"template-loop-outside"}
    own = [
        "{%p for a in criteria %}",
        "{%p for b in a.indicators %}",
        "{%p for c in a.indicators %}",
        *["{%p endfor %}"] * 3,
    ]
    assert refused(template_of(*own)) == {"template-loop-outside"}


def test_a_template_that_makes_too_much_is_stopped(one, tmp_path):
    inner = [
        "{%p for a in criteria %}",
        "{%p for b in a.indicators %}",
        "".join(map(str, range(250_000))),
        *["{%p endfor %}"] * 2,
    ]
    start = time.thread_time()
    with pytest.raises(XhhtError) as error:
        filled_in(one, tmp_path, template_of(*inner))
    assert [one.code for one in error.value.problems] == ["paper-too-large"]
    assert time.thread_time() - start < 5


def test_many_openings_without_an_end_are_refused_quickly():
    start = time.thread_time()
    assert refused(template_of("{{r " * 900)) == {"template-mark-open"}
    assert refused(template_of("{" * 20_000)) == {"word-file-too-large"}
    assert time.thread_time() - start < 5


def _bomb() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, part in parts(template_of("a")).items():
            archive.writestr(name, part)
        archive.writestr("word/media/image9.png", b"\0" * 50_000_000)
    return out.getvalue()


SOUND = template_of("{{ unit.name }}")
ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<Relationship Id="rId91" Type="x/{}" Target="http://localhost/x" TargetMode = \'External\'/>'
RELATIONS = "word/_rels/document.xml.rels"


def _field(instruction: str) -> bytes:
    run = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
    return with_part(SOUND, MAIN, "</w:p>", run + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')


HOSTILE = {
    "no zip": (b"PK", "no-word-file"),
    "a text": (b"{{ unit.name }}", "no-word-file"),
    "nothing": (b"", "no-word-file"),
    "cut short": (SOUND[: len(SOUND) // 2], "no-word-file"),
    "a workbook": (file_of("xa-01"), "no-word-file"),
    "broken XML": (packed({**parts(SOUND), MAIN: b"<w:document"}), "no-word-file"),
    "a zip bomb": (_bomb(), "word-file-too-large"),
    "entities": (
        packed({**parts(SOUND), MAIN: parts(SOUND)[MAIN].replace(b"<w:doc", f"{ENTITIES}<w:doc".encode(), 1)}),
        "word-file-unsafe",
    ),
    "macros": (packed({**parts(SOUND), "word/vbaProject.bin": b"x"}), "word-file-unsafe"),
    "a docm": (
        packed(
            {
                name: part.replace(
                    b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    b"vnd.ms-word.document.macroEnabled.main+xml",
                )
                for name, part in parts(SOUND).items()
            }
        ),
        "word-file-unsafe",
    ),
    "an object": (packed({**parts(SOUND), "word/embeddings/oleObject1.bin": b"x"}), "word-file-unsafe"),
    "a template elsewhere": (
        with_part(SOUND, RELATIONS, "</Relationships>", EXTERNAL.format("attachedTemplate")), "word-file-unsafe",
    ),
    "a picture elsewhere": (
        with_part(SOUND, RELATIONS, "</Relationships>", EXTERNAL.format("image")), "word-file-unsafe",
    ),
    "a link": (with_part(SOUND, RELATIONS, "</Relationships>", EXTERNAL.format("hyperlink")), "word-file-unsafe"),
    "a mail merge": (
        with_part(SOUND, "word/settings.xml", "</w:settings>", "<w:mailMerge/>"), "word-file-unsafe",
    ),
    "DDE": (_field(r"DDEAUTO c:\\windows\\system32\\cmd.exe /k calc"), "word-file-unsafe"),
    "an include": (_field("INCLUDETEXT c:\\\\secret.txt"), "word-file-unsafe"),
    "a link made of a field": (_field("HYPERLINK {{ unit.name }}"), "word-file-unsafe"),
    "a simple field": (
        with_part(SOUND, MAIN, "</w:p>", '<w:fldSimple w:instr="DDE a b"><w:r/></w:fldSimple>'), "word-file-unsafe",
    ),
    "a mark in a property": (
        with_part(SOUND, MAIN, "</w:p>", '<w:hyperlink w:anchor="{{ unit.name }}"/>'), "template-mark-outside",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_by_name(name):
    content, code = HOSTILE[name]
    assert refused(content) == {code}


def test_properties_of_a_template_are_never_filled_in(one, tmp_path):
    def fill(document):
        document.core_properties.title = "{{ unit.__class__ }}"
        document.add_paragraph("{{ unit.name }}")

    (tmp_path / REQUEST).write_bytes(word_file(fill))
    made = written_paper(one, "to-trinh", None, Templates(tmp_path), version="1")
    assert Document(BytesIO(made)).core_properties.title == "{{ unit.__class__ }}"
    assert "Xã Mẫu Một" in texts_of(made)


def test_the_sandbox_knows_no_function_filter_or_test():
    found = sandbox()
    assert (found.globals, found.filters, found.tests) == ({}, {}, {})
    assert found.autoescape is True


def test_a_field_that_is_not_there_is_named_with_the_nearest_and_its_paragraph():
    content = template_of("a", "{%p for one in criteria %}", "b", "{{ one.titel }}", "{%p endfor %}", "{{ unti.name }}")
    with pytest.raises(XhhtError) as error:
        checked(content, "mau.docx")
    found = {
        (one.code, one.arguments["given"], one.arguments["nearest"], one.arguments["paragraph"])
        for one in error.value.problems
    }
    assert found == {
        ("template-field-unknown", "one.titel", "one.title", 4), ("template-field-unknown", "unti.name", "unit", 6),
    }  # fmt: skip


def test_marks_that_word_tore_apart_are_understood(one, tmp_path):
    def fill(document):
        paragraph = document.add_paragraph()
        for piece in ("Đơn vị {", "{ unit", ".na", "me }", "} năm {{ unit.year }}"):
            paragraph.add_run(piece).bold = piece == ".na"

    assert "Đơn vị Xã Mẫu Một năm 2024" in filled_in(one, tmp_path, word_file(fill))


EVIL = [
    "{{ unit.__class__ }}", "{% for a in criteria %}", "<w:p/>", "</w:t></w:r>", "&lt;b&gt; & \"c\" 'd'", "{_{ a }_}",
    "=HYPERLINK(1)", "a\x07b\x0cc", "a\u202eb", "\\a \\n", "]]>",
]  # fmt: skip


@pytest.fixture(scope="module")
def clean(one):
    """Give the overview of a commune as its form says."""
    return written_paper(one, "tong-hop", version="1")


@pytest.mark.parametrize("text", EVIL)
def test_what_a_form_says_stays_text(text, one, clean):
    """Nothing from a form becomes a field, markup or a link: it is read back as one text of one paragraph."""
    unit = one.submission.unit.model_copy(update={"name": text})
    answers = {"1.1": one.submission.answers["1.1"].model_copy(update={"documents": text})}
    evil = replace(one, submission=one.submission.model_copy(update={"unit": unit, "answers": answers}))
    made = written_paper(evil, "tong-hop", version="1")
    assert {*texts_of(made)} - {*texts_of(clean)}
    before, after = (Document(BytesIO(content)).element.body for content in (clean, made))
    assert [one.tag for one in before.iter()] == [one.tag for one in after.iter()]


def test_the_page_of_fields_names_each_field_in_both_languages():
    for words in map(Words, LANGUAGES):
        page = fields_page(words)
        assert all(f"`{path}`" in page for path, _ in paths())


def _has_shape(value, field: PaperField, path: str) -> None:
    match field.kind:
        case "text":
            assert isinstance(value, str), path
        case "flag":
            assert isinstance(value, bool), path
        case "list":
            assert isinstance(value, list), path
            for one in value:
                _has_shape(one, PaperField("record", field.inner), path)
        case "record":
            assert isinstance(value, dict), path
            assert value.keys() == field.inner.keys(), path
            for name, one in value.items():
                _has_shape(one, field.inner[name], f"{path}.{name}")


@pytest.mark.parametrize(
    "file", ["bathuoc.xlsx", "dangbokhoi.xlsx", "tt25/huyen-mau.xlsx", "tt24/ban-tuyen-giao-mau.xlsx"]
)
def test_what_a_paper_says_has_exactly_the_fields_that_templates_may_name(file):
    one = assess(HERE / file)
    prints = Fingerprints("a" * 16, "b" * 16, "1")
    for paper in one.criteria_set.recognition.papers:
        case = case_of(paper, one, papers_of(one).papers, (one,))
        _has_shape(content(VIETNAMESE, case, Office(), prints, "c" * 64), FIELDS, "")


def test_every_kind_has_its_template():
    assert len({one.template for one in KINDS.values()}) == len(KINDS)
    assert {name for name, _ in shipped_templates()} == set(TEMPLATE_NAMES)
