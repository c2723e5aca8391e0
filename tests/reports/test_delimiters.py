"""CSV with another delimiter: every field comes back whole, decimal commas included."""

from __future__ import annotations

import csv
from fractions import Fraction
from io import StringIO

import pytest

from make import HERE, PILOT
from xhht_score.reports.delimited import write_csv
from xhht_score.words import LANGUAGES

DELIMITERS = {",": ",", ";": ";", "tab": "\t"}


def rows_of(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", [("report", *PILOT), ("score", "yendinh.xlsx")], ids=["report", "score"])
def test_the_fields_are_the_same_with_every_delimiter(run, command, language):
    usual = run(*command, "-f", "csv", "--lang", language, cwd=HERE).stdout
    rows = rows_of(usual, ";" if language == "vi" else ",")
    assert len(rows) > 4
    for name, delimiter in DELIMITERS.items():
        text = run(*command, "-f", "csv", "--lang", language, "--delimiter", name, cwd=HERE).stdout
        assert rows_of(text, delimiter) == rows


def test_a_decimal_comma_between_commas_is_quoted():
    row: list[str | Fraction | None] = [Fraction("92.73"), "a\tb;c", None]
    assert write_csv(["x", "y", "z"], [row], "vi", ",").splitlines()[1] == '"92,73","a‹U+0009›b;c",'
    assert write_csv(["x", "y", "z"], [row], "vi", "\t").splitlines()[1] == '92,73\t"a‹U+0009›b;c"\t'


def test_a_real_tab_is_taken_for_one(run):
    done = run("report", *PILOT, "-f", "csv", "--delimiter", "\t", cwd=HERE)
    assert done.stdout.splitlines()[1].count("\t") > 20
