"""A form is read by a model where it differs from it in values alone, and comes out as if it was read whole."""

from __future__ import annotations

import re

import pytest

import corpus
import fast_ways
from containers import parts_of, with_header, zipped
from xhht_score import XhhtError, assess
from xhht_score.api.models import FormModels

BOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"
ANSWERS, INFO = corpus.answers_part(), corpus.about_part()
RESULTS = next(name for name, xml in parts_of(corpus.sound()).items() if b"xhht:results:" in xml)
APPRAISAL = next(name for name, xml in parts_of(corpus.sound()).items() if b"xhht:appraisal:" in xml)


def stored(name, inside, style=4, kind=""):
    """Give a change to the XML of a sheet after which a cell is stored like this."""
    cell = re.compile(rb'<c r="%s"[^>]*?(?:/>|>.*?</c>)' % name.encode())
    said = f'<c r="{name}" s="{style}"{kind}>{inside}</c>'.encode()
    return lambda xml: cell.sub(said.replace(b"\\", rb"\\"), xml, count=1)


def typed(name, text, **about):
    return stored(name, f'<is><t xml:space="preserve">{text}</t></is>', kind=' t="inlineStr"', **about)


def instead(old, new):
    return lambda xml: xml.replace(old.encode(), new.encode(), 1)


def computed(name, result, kind=""):
    """Give a change after which a formula has a result."""
    cell = re.compile(rb'<c r="%s"([^>]*?)>(<f>.*?</f>)<v ?/></c>' % name.encode())
    return lambda xml: cell.sub(
        lambda found: b'<c r="%s"%s%s>%s<v>%s</v></c>' % (name.encode(), found[1], kind.encode(), found[2], result), xml
    )


#: Changes of values, in which part of the file each is: it is read by the model.
VALUES = {
    "a number": (ANSWERS, stored("E8", "<v>1</v>")),
    "a fraction": (ANSWERS, stored("E27", "<v>0.84</v>")),
    "a number that is too large": (ANSWERS, stored("E44", "<v>1E+30</v>")),
    "a word": (ANSWERS, typed("E6", "Không")),
    "a word that nobody knows": (ANSWERS, typed("E6", "có lẽ")),
    "a text with signs": (ANSWERS, typed("R6", "a &amp; b &lt;c&gt; &#7921; _x0041_  ")),
    "a text like XML": (ANSWERS, typed("R6", ' t="s" &gt;&lt;v&gt;1')),
    "an old encoding": (ANSWERS, typed("R6", "TCVN3 ®Þa bµn")),
    "a number that is none": (ANSWERS, stored("E8", "<v>zwölf</v>")),
    "a blank": (ANSWERS, stored("E6", "")),
    "an empty value": (ANSWERS, stored("E6", "<v></v>")),
    "a truth value": (ANSWERS, stored("E6", "<v>1</v>", kind=' t="b"')),
    "evidence": (ANSWERS, typed("Q6", "Không")),
    "another style": (ANSWERS, stored("E27", "<v>0.84</v>", style=1)),
    "a name": (INFO, typed("C5", "Huyện Thường Xuân")),
    "no name": (INFO, stored("C5", "")),
    "a code that lost its zeros": (INFO, stored("C6", "<v>386</v>")),
    "another year": (INFO, stored("C8", "<v>2021</v>", style=5)),
    "no year": (INFO, stored("C8", "", style=5)),
    "a fact that nobody knows": (INFO, typed("C10", "Vùng sâu")),
    "no fact": (INFO, stored("C10", "")),
    "what the council says": (APPRAISAL, typed("P6", "không chấp nhận")),
    "a row of another height": (ANSWERS, instead('<row r="6" ht="66.75">', '<row r="6" spans="1:44" ht="80.25">')),
    "another cell chosen": (ANSWERS, instead('activeCell="S6" sqref="S6"', 'activeCell="E9" sqref="E9"')),
    "a result of a formula": (RESULTS, computed("C8", b"0")),
    "a result that is a text": (ANSWERS, computed("J6", b"x", kind=' t="str"')),
}

#: Changes of anything else: it is read whole.
OTHERS = {
    "a label": (ANSWERS, instead("lãnh đạo", "")),
    "a number beside the answers": (ANSWERS, instead('s="12" t="n"><v>3</v>', 's="12" t="n"><v>4</v>')),
    "an id": (ANSWERS, typed("A6", "1.9", style=11)),
    "a formula": (ANSWERS, instead("<f>300</f>", "<f>200</f>")),
    "a number for a formula": (ANSWERS, instead('<c r="AG6"><f>300</f><v />', '<c r="AG6"><v>300</v>')),
    "a cell left open in place of a formula": (ANSWERS, instead('<c r="AG6"><f>300</f><v /></c>', '<c r="AG6">')),
    "a formula whose cell is left open": (ANSWERS, instead('<f>300</f><v /></c>', "<f>300</f>")),
    "a result whose cell is left open": (ANSWERS, instead('<f>300</f><v /></c>', "<f>300</f><v>1</v>")),
    "a word for a number that nobody looks at": (ANSWERS, computed("AG6", b"x")),
    "a result that nobody could type": (ANSWERS, computed("AG6", b"e" + "\u0301".encode() * 50, kind=' t="str"')),
    "a result that is no text": (ANSWERS, computed("AG6", b"\xff", kind=' t="str"')),
    "an entity that nobody declared": (ANSWERS, computed("AG6", b"&amp;x&y;", kind=' t="str"')),
    "a formula in an answer": (ANSWERS, stored("E8", "<f>1+1</f><v>2</v>")),
    "an error in an answer": (ANSWERS, stored("E8", "<v>#REF!</v>", kind=' t="e"')),
    "an error as a result": (ANSWERS, computed("AH6", b"#REF!", kind=' t="e"')),
    "a date by its type": (ANSWERS, stored("E8", "<v>2020-01-01</v>", kind=' t="d"')),
    "a text that is too long": (ANSWERS, typed("R6", "x" * 40_000)),
    "marks beyond measure": (ANSWERS, typed("R6", "e" + "\u0301" * 50)),
    "a hidden row": (ANSWERS, instead('<row r="6" ht', '<row r="6" hidden="1" ht')),
    "a hidden column": (ANSWERS, instead('customWidth="1" min="5"', 'customWidth="1" hidden="1" min="5"')),
    "merged cells": (ANSWERS, instead("</sheetData>", '</sheetData><mergeCells><mergeCell ref="E6:E7"/></mergeCells>')),
    "other bounds": (ANSWERS, instead("<formula2>4</formula2>", "<formula2>5</formula2>")),
    "a word of a drop-down": ("xl/worksheets/sheet6.xml", instead("Có", "Co")),
    "a cell more": (ANSWERS, instead("</row></sheetData>", '<c r="ZZ50"><v>1</v></c></row></sheetData>')),
    "a cell less": (ANSWERS, instead('<c r="I6" s="9" />', "")),
    "a cell twice": (ANSWERS, instead('<c r="F6" s="9" />', '<c r="E6" s="9" />')),
    "another spelling": (ANSWERS, instead('<row r="6" ', "<row r='6' ")),
    "a sheet of another name": (BOOK, instead('name="', 'name="x')),
    "a hidden sheet": (BOOK, instead('state="visible"', 'state="hidden"')),
    "other days": (BOOK, instead("<workbookPr", '<workbookPr date1904="1"')),
    "other formats": (STYLES, instead("0.00######%", "0.00")),
    "no styles": (STYLES, lambda _: b"<styleSheet"),
}  # fmt: skip


def harmed(part, change):
    parts = parts_of(corpus.sound())
    before = parts[part]
    parts[part] = change(before)
    assert parts[part] != before, "the change has to change something"
    return zipped(parts)


def taken(path, base=None):
    """Give what both ways give of a file, and whether the model was used."""
    models = FormModels()
    models.read(base or write(path.with_name("base.xlsx"), corpus.sound()))
    found = []
    for reader in (models.read, None):
        try:
            found.append(assess(path, reader=reader))
        except XhhtError as error:
            found.append(error.problems)
    return *found, models.read_by_model


def write(path, content):
    path.write_bytes(content)
    return path


def told(found):
    """Give an assessment but for the file in the places of its answers, which a model leaves out."""
    if isinstance(found, tuple):
        return found
    submission = found.submission.model_dump(exclude={"answers": {"__all__": {"places", "evidence_place"}}})
    both = None if found.beside is None else found.beside.problems
    return found.problems, submission, found.verdict, found.scorecard.total, found.otherwise, both


@pytest.mark.parametrize("name", VALUES)
def test_a_form_that_differs_in_values_is_read_by_the_model(tmp_path, name):
    fast, whole, used = taken(write(tmp_path / "x.xlsx", harmed(*VALUES[name])))
    assert told(fast) == told(whole)
    assert used == 1


@pytest.mark.parametrize("name", OTHERS)
def test_a_form_that_differs_in_anything_else_is_read_whole(tmp_path, name):
    fast, whole, used = taken(write(tmp_path / "x.xlsx", harmed(*OTHERS[name])))
    assert told(fast) == told(whole)
    assert used == 0


def test_shared_texts_are_texts_wherever_they_stand(tmp_path):
    parts = parts_of(corpus.sound())
    corpus.shared_strings(parts)
    base = write(tmp_path / "base.xlsx", zipped(parts))
    texts = parts["xl/sharedStrings.xml"]
    parts["xl/sharedStrings.xml"] = texts.replace(b"<si>", b"<si><t>one more</t></si><si>", 1)
    for name in [one for one in parts if one.startswith("xl/worksheets/")]:
        number = re.compile(rb'(t="s"><v>)(\d+)')
        parts[name] = number.sub(lambda found: found[1] + b"%d" % (int(found[2]) + 1), parts[name])
    fast, whole, used = taken(write(tmp_path / "x.xlsx", zipped(parts)), base)
    assert told(fast) == told(whole)
    assert used == 1


@pytest.mark.parametrize("moved", [1, 100_000])
def test_a_shared_text_that_is_another_one_leaves_the_model(tmp_path, moved):
    parts = parts_of(corpus.sound())
    corpus.shared_strings(parts)
    base = write(tmp_path / "base.xlsx", zipped(parts))
    label = re.compile(rb'(<c r="B6"[^>]*t="s"><v>)(\d+)')
    parts[ANSWERS] = label.sub(lambda found: found[1] + b"%d" % (int(found[2]) + moved), parts[ANSWERS])
    fast, whole, used = taken(write(tmp_path / "x.xlsx", zipped(parts)), base)
    assert told(fast) == told(whole)
    assert used == 0


def test_damaged_styles_are_not_those_of_a_form_without_any(tmp_path):
    parts = parts_of(corpus.sound())
    base = write(tmp_path / "base.xlsx", zipped({name: xml for name, xml in parts.items() if name != STYLES}))
    fast, whole, used = taken(write(tmp_path / "x.xlsx", zipped({**parts, STYLES: b"<styleSheet"})), base)
    assert told(fast) == told(whole)
    assert used == 0


def test_a_damaged_file_is_refused_beside_its_model(tmp_path):
    content = with_header(corpus.sound(), ANSWERS, 16, "<I", 0)  # another sum than that of its bytes
    fast, whole, used = taken(write(tmp_path / "x.xlsx", content))
    assert [one.code for one in fast] == ["workbook-damaged"]
    assert told(fast) == told(whole)
    assert used == 0


@pytest.mark.parametrize("name", ["a hidden row", "a label", "other bounds", "merged cells"])
def test_a_form_that_is_not_sound_is_no_model(tmp_path, name):
    base = write(tmp_path / "base.xlsx", harmed(*OTHERS[name]))
    *_, used = taken(base, base)
    assert used == 0


def test_a_cell_that_was_read_in_its_place_is_not_taken_in_another_one(tmp_path):
    parts, models = parts_of(corpus.sound()), FormModels()
    for number in ("", "1", "2", "3"):  # so that the model knows these cells with these values
        sheet = parts[ANSWERS]
        for name in ("E8", "E9") if number else ():
            sheet = stored(name, f"<v>{number}</v>")(sheet)
        models.read(write(tmp_path / f"{number}.xlsx", zipped(parts | {ANSWERS: sheet})))
    assert models.read_by_model == 3
    first, second = (re.search(rb'<c r="%s" .*?</c>' % name, sheet)[0] for name in (b"E8", b"E9"))
    swapped = sheet.replace(first, b"<->").replace(second, first).replace(b"<->", second)
    path = write(tmp_path / "swapped.xlsx", zipped(parts | {ANSWERS: swapped}))
    with pytest.raises(XhhtError) as error:
        models.read(path)
    assert [one.code for one in error.value.problems] == ["cells-unclear"]


def test_a_row_says_something_else_where_the_unit_is_another_one(tmp_path):
    number = re.search(rb'<c r="A(\d+)"[^>]*><is><t>2\.1<', parts_of(corpus.sound())[ANSWERS])[1].decode()
    parts = parts_of(corpus.sound())
    models = FormModels()
    models.read(write(tmp_path / "base.xlsx", corpus.sound()))
    parts[ANSWERS] = typed(f"P{number}", "không có")(typed(f"O{number}", "x")(parts[ANSWERS]))
    for kind in ("Huyện", "Đảng bộ khối", "Huyện"):
        parts[INFO] = typed("C9", kind)(parts[INFO])
        path = write(tmp_path / "x.xlsx", zipped(parts))
        assert told(assess(path, reader=models.read)) == told(assess(path))
    assert models.read_by_model == 3


def test_a_row_that_is_hidden_while_it_is_blank_makes_no_model(tmp_path):
    def blank(xml):
        hidden = OTHERS["a hidden row"][1](xml)
        for name in ("E6", "Q6", "R6", "T6"):
            hidden = stored(name, "")(hidden)
        return hidden

    parts = parts_of(corpus.sound())
    base = write(tmp_path / "base.xlsx", zipped({**parts, ANSWERS: blank(parts[ANSWERS])}))
    other = zipped({**parts, ANSWERS: typed("E6", "Có")(blank(parts[ANSWERS]))})
    fast, whole, used = taken(write(tmp_path / "x.xlsx", other), base)
    assert "row-hidden" not in [one.code for one in assess(base).problems]
    assert "row-hidden" in [one.code for one in fast.problems]
    assert told(fast) == told(whole)
    assert used == 0


def test_a_formula_in_an_answer_of_the_model_is_no_result(tmp_path):
    base = write(tmp_path / "base.xlsx", harmed(ANSWERS, stored("E44", "<f>D44*2</f><v>10</v>")))
    fast, whole, used = taken(write(tmp_path / "x.xlsx", harmed(ANSWERS, stored("E44", "<f>D44*2</f><v>20</v>"))), base)
    assert told(fast) == told(whole)
    assert used == 0


def test_both_ways_give_the_same_of_everything(tmp_path):
    ways = fast_ways.run(fuzzed=20, filled=20, seed=5, kept=False)
    assert ways.differing == [], str(ways)
    assert ways.models.read_by_model > 0
