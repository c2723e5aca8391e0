"""Reports over many units: long lists name a dozen, and the parts of a report wait in a file until they are written."""

from __future__ import annotations

import gc
import pickle
import weakref
from dataclasses import replace
from io import StringIO

import pytest

from make import HERE
from xhht_score.api.batch import report_on
from xhht_score.errors import MOST_NAMED, Place, Problem, XhhtError, in_order
from xhht_score.identity import Identity
from xhht_score.reports import spool
from xhht_score.reports.delimited import csv_pieces, write_csv
from xhht_score.reports.markdown import markdown_pieces, write_markdown
from xhht_score.reports.overview import UnitEntry, compose_report, duplicates, report_json, report_records
from xhht_score.reports.plain import plain_pieces
from xhht_score.reports.spool import Spool, Spooled
from xhht_score.reports.terminal import console_for, write_terminal
from xhht_score.words import Words

PATHS = [HERE / f"{unit}.xlsx" for unit in ("bathuoc", "yendinh", "nongcong", "samson")]
LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])


def entry(file: str, code: str = "1") -> UnitEntry:
    who = Identity(code, coded=True)
    return UnitEntry(
        file, "Huyện Một", who, "một", None, frozenset(), 2020, ("mini", "1"), None, (), frozenset(), "possible"
    )


@LANGUAGES
@pytest.mark.parametrize(("count", "more"), [(MOST_NAMED + 1, 0), (MOST_NAMED + 2, 1), (100, 87)])
def test_a_unit_found_many_times_names_a_dozen_files_and_counts_the_rest(language, count, more):
    problems, unranked = duplicates(entry(f"tệp-{number:03}.xlsx") for number in range(count))
    assert len(problems) == len(unranked) == count
    for number, problem in enumerate(problems):
        said, own = Words(language).message(problem), f"tệp-{number:03}.xlsx"
        assert problem.place == Place(own)
        assert own not in said
        assert said.count(".xlsx") == MOST_NAMED
        assert (Words(language).say("more-of-them", n=more) in said) == bool(more)


def test_thousands_of_copies_are_not_held_by_each_of_them():
    problems, _ = duplicates(entry(f"{number}.xlsx") for number in range(5_000))
    assert {len(problem.arguments["other"].named) for problem in problems} == {MOST_NAMED}


@LANGUAGES
def test_a_sentence_about_many_things_names_a_dozen(language):
    names = tuple(f"t{number}" for number in range(1, 101))
    few, many = (Words(language).say("left-out-files", n=100, files=names[:count]) for count in (12, 100))
    more = Words(language).say("more-of-them", n=88)
    assert ", ".join(names[:12]) in few
    assert more not in few
    assert f"{', '.join(names[:12])} {more}" in many
    assert "t13" not in many


@LANGUAGES
def test_words_that_are_allowed_are_a_dozen_too(language):
    words = tuple(f"w{number}" for number in range(1, 101))
    said, all_said = (
        Words(language).remedy(Problem("unknown-level", arguments={"given": "x", "expected": words[:count]}))
        or Words(language).message(Problem("unknown-level", arguments={"given": "x", "expected": words[:count]}))
        for count in (100, 12)
    )
    assert "w12" in all_said
    assert Words(language).say("more-of-them", n=0) not in all_said
    assert "w12 " in said
    assert "w13" not in said
    assert Words(language).say("more-of-them", n=88) in said


def test_problems_that_say_the_same_are_said_once():
    place, arguments = Place("a"), {"given": ["a", "b"]}
    listed = [Problem("bad-id", place, arguments), Problem("bad-id", place, {"given": ["a", "c"]})]
    plain = [Problem("bad-id", place, {"given": "a"}), Problem("bad-id", place, {"given": "b"})]
    assert in_order([*listed, *plain, *listed, *plain]) == (*listed, *plain)


def outputs(form: str) -> tuple[str, ...]:
    """Give a report over the examples in every way of writing a format."""
    words = Words("vi")
    report = report_on(PATHS, words, form)
    match form:
        case "json":
            return ("".join(report_json(words, report)),)
        case "csv":
            header, rows = report_records(words, report)
            lines = list(rows)
            whole = write_csv(header, lines, "vi")
            assert "".join(csv_pieces(header, lines, "vi")) == whole
            return (whole,)
        case "md":
            document = compose_report(words, report)
            assert "".join(markdown_pieces(document)) == write_markdown(document)
            return (write_markdown(document),)
        case _:
            document, stream = compose_report(words, report), StringIO()
            write_terminal(document, console_for(stream, color=False, width=120))
            trimmed = "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"
            assert "".join(plain_pieces(document, 120)) == trimmed
            return (stream.getvalue(),)


@pytest.mark.parametrize("form", ["table", "md", "json", "csv"])
def test_a_report_is_the_same_whether_its_parts_wait_in_memory_or_in_a_file(form, monkeypatch):
    in_memory = outputs(form)
    monkeypatch.setattr(spool, "_IN_MEMORY", 1)
    assert outputs(form) == in_memory


@pytest.mark.parametrize("form", ["table", "md", "json", "csv"])
def test_what_is_held_of_a_unit_is_small(form):
    report = report_on(PATHS, Words("vi"), form)
    for one in report.entries:
        assert isinstance(one.part, Spooled)
        assert len(one.content) > 500
        assert len(pickle.dumps(replace(one, part=b"", point=b""))) < 3_000


def test_pieces_come_back_in_any_order_and_more_can_follow(monkeypatch):
    monkeypatch.setattr(spool, "_IN_MEMORY", 100)
    one = Spool()
    pieces = [bytes([number]) * (number * 7) for number in range(40)]
    kept = [one.keep(piece) for piece in pieces[:20]]
    assert [kept[number].read() for number in (19, 3, 0, 7)] == [pieces[number] for number in (19, 3, 0, 7)]
    kept += [one.keep(piece) for piece in pieces[20:]]
    assert [each.read() for each in reversed(kept)] == pieces[::-1]


def test_the_file_is_closed_when_nobody_needs_it():
    gc.freeze()  # a search of all that the tests hold takes seconds
    try:
        one = Spool()
        file, known = one._file, weakref.ref(one)
        kept = one.keep(b"piece")
        del one
        gc.collect()
        assert kept.read() == b"piece"
        del kept
        gc.collect()
        assert known() is None
        assert file.closed
    finally:
        gc.unfreeze()


def test_a_folder_for_temporary_files_that_is_full_is_said(monkeypatch):
    def full(_: bytes) -> int:
        raise OSError(28, "No space left on device")

    one = Spool()
    monkeypatch.setattr(one._file, "write", full)
    with pytest.raises(XhhtError) as raised:
        one.keep(b"piece")
    (problem,) = raised.value.problems
    assert problem.code == "output-unwritable"
    assert Words("vi").say("os-ENOSPC") in Words("vi").message(problem)
