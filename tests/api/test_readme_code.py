"""README's Python code, run as it stands there on every example form: it gives what `assess` gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xhht_score import Verdict, assess, judge
from xhht_score.submission import Dates

TOP = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.vi.md")
FORMS = sorted(path.relative_to(TOP).as_posix() for path in (TOP / "examples").rglob("*.xlsx"))
#: What README's code names, and another form needs otherwise.
SET, FORM = '"thanh-hoa-2020"', '"examples/bathuoc.xlsx"'


def code_of(readme: str) -> str:
    (code,) = re.findall(r"```python\n(.*?)```", (TOP / readme).read_text(encoding="utf-8"), re.DOTALL)
    return code


def ran(code: str, form: str, criteria: str) -> Verdict:
    """Run the code for a form and give the verdict that it comes to."""
    assert (code.count(SET), code.count(FORM)) == (1, 1)
    found: dict[str, object] = {}
    exec(code.replace(SET, repr(criteria)).replace(FORM, repr(form)), found)
    verdict = found["verdict"]
    assert isinstance(verdict, Verdict)
    return verdict


@pytest.mark.parametrize("code", dict.fromkeys(map(code_of, READMES)), ids=lambda code: f"{len(code)} letters")
def test_the_code_gives_the_verdict_of_every_example_form(code, monkeypatch):
    """Where both READMEs have the same code, it is run once."""
    monkeypatch.chdir(TOP)
    holding, decided = [], []
    for form in FORMS:
        assessment = assess(form)
        holding += [form] if assessment.submission.dates.decision else []
        assert ran(code, form, assessment.criteria_set.id) == assessment.verdict, form
        undated = assessment.submission.model_copy(update={"dates": Dates()})
        if judge(assessment.criteria_set, assessment.scorecard, undated).certain != assessment.verdict.certain:
            decided.append(form)
    assert len(holding) >= 9, "README's code has to be tried on forms that hold a decision"
    assert decided, "no example form whose decision takes a level away"
