"""Files of strangers that were tried on version 0.1.0: what every command that reads them says now."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from make import HERE

HOSTILE = HERE.parent / "tests/faults/hostile"


@pytest.mark.parametrize("form", ["table", "md", "csv", "json"])
def test_a_name_that_redraws_the_screen_is_shown_as_what_it_is(run, form):
    done = run("score", HOSTILE / "escape-in-name.xlsx", "-f", form)
    assert "EVIL" in done.stdout
    assert not [one for one in done.stdout + done.stderr if one < " " and one not in "\r\n"]


@pytest.mark.parametrize("delimiter", [";", ","])
def test_no_field_begins_with_a_formula_whichever_delimiter_is_taken(run, delimiter):
    for language in ("vi", "en"):
        done = run("report", HOSTILE / "csv-other-delimiter.xlsx", "-f", "csv", "--lang", language)
        rows = [*csv.reader(StringIO(done.stdout), delimiter=delimiter)]
        assert any("calc" in field for row in rows for field in row)
        assert not [field for row in rows for field in row if field.lstrip(" \"'").startswith("=") and field[0] != "'"]


SET = HOSTILE / "extends-outside.yaml"


@pytest.mark.parametrize(
    "line",
    [
        ("validate", SET), ("template", SET), ("criteria", "show", SET), ("criteria", "guide", SET),
        ("criteria", "diff", "thanh-hoa-2020", SET), ("score", HERE / "bathuoc.xlsx", "--criteria", SET),
    ],
)  # fmt: skip
def test_a_set_that_extends_a_file_outside_is_refused_by_every_command(run, line, tmp_path):
    done = run(*line, "--lang", "en")
    assert done.returncode == 2
    assert "extends leads out of the folder" in done.stdout + done.stderr
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("command", ["validate", "template"])
def test_a_fact_with_more_choices_than_a_form_holds_is_a_fault_of_the_set(run, command, tmp_path):
    done = run(command, HOSTILE / "fact-70-choices.yaml", "--lang", "en")
    assert done.returncode == 2
    assert "fact-70-choices.yaml:16:5: error" in done.stdout + done.stderr
    assert not [*tmp_path.iterdir()]
