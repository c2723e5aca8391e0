"""What others wrote steers nothing: every command and format shows hostile letters by name, on one line each."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import unicodedata
from pathlib import Path

import pytest

from xhht_score.reports.delimited import write_csv
from xhht_score.reports.document import Cell, Column, Document, Heading, Listing, Paragraph, Table
from xhht_score.reports.markdown import escaped, write_markdown
from xhht_score.reports.plain import plain_pieces
from xhht_score.words import LANGUAGES
from xhht_score.workbook import layout

#: As a spreadsheet stores it: `_x001B_` is how a file holds ESC.
HOSTILE = "A_x001B_[2J_x0007_\u009b31m\u202e\u200b\u00ad\u2028\n|[link](http://x.vn)<b>=1+1 www.x.vn a@b.vn"
NAMED = ("‹U+001B›", "‹U+0007›", "‹U+009B›", "‹U+202E›", "‹U+200B›", "‹U+00AD›")
FILE = "\x1b[31m\u202ea\nb\udcff.xlsx"
FILE_SHOWN = "‹U+001B›[31m‹U+202E›a‹U+000A›b‹\\xff›.xlsx"

linux_names = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such file names")


def hidden_in(text: str, allowed: str = "\n") -> set[str]:
    """Give the letters of a text that steer a screen or are not seen."""
    return {
        f"U+{ord(one):04X}"
        for one in set(text)
        if one not in allowed and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    }


def _hostile(form):
    for key in (layout.UNIT_NAME, layout.UNIT_CODE, layout.UNIT_PARENT, layout.FILLED_BY, layout.DECISION_NUMBER):
        form.about(key).value = HOSTILE
    for cell in form.answers[1]:
        if cell.value in (layout.NOTE, layout.REASON, layout.DOCUMENTS):
            form.cell("1.1", cell.value).value = HOSTILE
    form.cell("1.1", "not_applicable").value = HOSTILE
    form.cell("2.1").value = HOSTILE
    form.book.create_sheet("x\u202e\u009b=1").append([HOSTILE])
    form.answers.title = "T\u202e\u009b=1+1"


@pytest.fixture(scope="module")
def folder(fill, tmp_path_factory) -> Path:
    """Give a folder with two forms of hostile texts and names, and a set and a table of such texts."""
    place = tmp_path_factory.mktemp("hostile")
    forms = place / "forms\x1b\n"
    forms.mkdir()
    form = fill("bathuoc", "vi")
    _hostile(form)
    form.save(place / "plain.xlsx")
    content = (place / "plain.xlsx").read_bytes()
    for name in (FILE, "x\u200b\ny.xlsx"):
        (forms / name).write_bytes(content)
    (forms / "broken\x1b\udcff.xlsx").write_bytes(b"no form")
    (forms / "broken\x1b\udcff.yaml").write_bytes(
        'id: x\ntitle: "\\e[2J\u202e"\ntotal_points: \u202e\n"a\\e\\n": 1\n'.encode()
    )
    return place


COMMANDS = {
    "score": ("score", "forms\x1b\n/" + FILE),
    "explain": ("explain", "forms\x1b\n/" + FILE, "2.1"),
    "validate": ("validate", "forms\x1b\n"),
    "status": ("status", "forms\x1b\n"),
    "merge": ("merge", "forms\x1b\n", "-o", "merged\u202e.xlsx"),
    "split": ("split", "forms\x1b\n/" + FILE, "-o", "parts\x1b"),
    "repair": ("repair", "forms\x1b\n/" + FILE, "-o", "repaired.xlsx"),
    "template": ("template", "thanh-hoa-2020", "--from", "forms\x1b\n", "-o", "new\x1b"),
    "template of one": ("template", "thanh-hoa-2020", "--from", "forms\x1b\n/" + FILE, "-o", "one.xlsx"),
    "diff": ("criteria", "diff", "thanh-hoa-2020", "thanh-hoa-2020", "--dir", "forms\x1b\n"),
    "no file": ("score", "x\x1b\n.xlsx"),
    "no option": ("score", "--x\x1b\n"),
    **{f"score {form}": ("score", "forms\x1b\n/" + FILE, "-f", form) for form in ("md", "csv", "json")},
    **{f"report {form}": ("report", "--dir", "forms\x1b\n", "-f", form) for form in ("table", "md", "csv", "json")},
    **{
        f"report to {name}": ("report", "--dir", "forms\x1b\n", "-o", name)
        for name in ("o.md", "o.csv", "o.json", "o.txt")
    },
}  # fmt: skip


@linux_names
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_lets_a_hostile_letter_out(run, folder, tmp_path, command):
    for each in folder.iterdir():
        (tmp_path / each.name).symlink_to(each)
    done = run(*COMMANDS[command], "--lang", "en", cwd=tmp_path)
    files = {path.name: path for path in tmp_path.iterdir() if path.suffix in (".md", ".csv", ".json", ".txt")}
    said = {"stdout": done.stdout, "stderr": done.stderr}
    said |= {name: path.read_bytes().decode("utf-8") for name, path in files.items()}
    assert done.returncode in (0, 2), done.stderr
    for where, text in said.items():
        assert not hidden_in(text, "\n\r\ufeff" if "csv" in command else "\n"), where
        assert not re.search(r"^(?:\S{0,3}b‹|y\.xlsx)", text, re.MULTILINE), f"{where}: a name makes a line of its own"
    folders = [path for path in (tmp_path / "parts\x1b", tmp_path / "new\x1b") if path.is_dir()]
    made = [path.name for made_in in folders for path in made_in.iterdir()]
    assert not hidden_in("".join(made), "")
    if command in ("score", "score md", "report table", "report md", "validate", "status", "merge"):
        assert "‹U+202E›" in done.stdout


@linux_names
@pytest.mark.parametrize("form", ["table", "md", "csv", "json"])
def test_a_batch_goes_on_past_names_that_are_not_utf_8(run, folder, form):
    done = run("report", "--dir", "forms\x1b\n", "-f", form, "--lang", "en", cwd=folder)
    assert done.returncode == 2
    whole = re.sub(r"\s", "", done.stdout.replace("\\\\", "\\"))
    if form == "json":
        files = [unit["file"] for unit in json.loads(done.stdout)["units"]]
        assert files == ["forms\x1b\n/" + FILE, "forms\x1b\n/x\u200b\ny.xlsx"]
    else:
        for name in (FILE_SHOWN, "x‹U+200B›‹U+000A›y.xlsx"):
            assert name.replace("[", "\\[" if form == "md" else "[") in whole


def test_json_holds_the_very_letters(run, folder):
    unit = json.loads(run("score", "plain.xlsx", "-f", "json", cwd=folder).stdout)["unit"]
    assert "\x1b[2J\x07\x9b31m\u202e\u200b\xad" in unit["name"]


GUARDED = ["=1+1", " =1", "\u3000=1", "\x07=1", "\u200b=1", "\t=1", "\r=1", "+1", "-1+1", "@SUM(1)", "＝1", "＋1",
           "－1", "＠x", '"=1', "\u202e\u200b =1"]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("other", [",", ";"])
def test_csv_begins_no_formula_whichever_delimiter_is_taken(language, other):
    texts = [f"{before}{one}" for before in ("", "x;", "x,", 'x";', 'x";"', "x\n") for one in GUARDED]
    text = write_csv(["=h"], [["", one, -5] for one in texts], language)
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=other):
        for field in row:
            assert not re.match(r"[\s\"]*[=+\-@＝＋－＠]", field) or re.fullmatch(r'"*;?-5', field)
    own = ";" if language == "vi" else ","
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=own))
    assert {len(row) for row in rows[1:]} == {3}
    assert {row[2] for row in rows[1:]} == {"-5"}
    assert all(row[1].startswith("'") for row in rows[1 : len(GUARDED) + 1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_csv_quotes_both_delimiters(language):
    assert write_csv(["h"], [["a;b"], ["a,b"], ["ab"]], language).splitlines()[1:] == ['"a;b"', '"a,b"', "ab"]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("http://x.vn", "http\\://x.vn"),
        ("FTP://x.vn", "FTP\\://x.vn"),
        ("www.x.vn", "www\\.x.vn"),
        ("a@b.vn", "a<!-- -->@b.vn"),
        ("mailto:a@b.vn", "mailto:a<!-- -->@b.vn"),
        ("&#64; &lt;", "&amp;\\#64; &amp;lt;"),
        ("$x$", "\\$x\\$"),
        ("11:30, 1/2", "11:30, 1/2"),
    ],
)
def test_bare_addresses_are_no_links_in_markdown(typed, written):
    assert escaped(typed) == written


@pytest.mark.parametrize(("text", "line"), [("---", "\\---"), ("===", "\\==="), ("1. a", "1\\. a"), ("- a", "\\- a"),
                                            ("-5%", "-5%"), ("1.5", "1.5")])  # fmt: skip
def test_a_text_begins_no_list_and_no_rule_in_markdown(text, line):
    assert write_markdown(Document((Paragraph(text),))) == f"{line}\n"
    assert write_markdown(Document((Listing((Cell(text),)),))) == f"- {line}\n"


def test_every_block_of_a_document_is_shown_by_name():
    bad = "a\x1b\u202e\nb"
    blocks = (Heading(1, bad), Paragraph(bad), Listing((Cell(bad),)), Table((Column(bad),), ((Cell(bad),),)))
    for text in ("".join(plain_pieces(Document(blocks), 80)), write_markdown(Document(blocks))):
        assert not hidden_in(text)
        assert text.count("‹U+202E›‹U+000A›") == 5
