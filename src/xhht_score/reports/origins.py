"""What a page or a workbook says of itself for programs: what it is, and the fingerprints of what it was made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xhht_score.assessment import Assessment
from xhht_score.criteria import CriteriaSet
from xhht_score.numbers import Language
from xhht_score.reports.document import Origin
from xhht_score.version import __version__


def asked_of_sets(sides: Iterable[str], sets: Iterable[CriteriaSet]) -> Iterator[tuple[str, str]]:
    """Give whose results were asked for, and which readings of the sets were turned, each to which option."""
    yield "which", " ".join(dict.fromkeys(sides))
    turned = ((name, one.readings[name].taken) for one in sets for name in one.turned)
    yield from dict.fromkeys((f"reading:{name}", option) for name, option in turned)


def side_of(assessment: Assessment) -> str:
    """Give whose result an assessment has: `self`, `appraised`, or `both`."""
    return "both" if assessment.beside is not None else assessment.which


def properties_of(origin: Origin | None, form: str, language: Language) -> Iterator[tuple[str, str]]:
    """Give named texts: `program`, `format`, `language`, and where it is known what it is, `kind`, `asked:…`, `form:…`.

    Forms are numbered from 1; of each there are the fingerprints of form and set, the id of the set, and the file.
    """
    yield "program", __version__
    yield "format", form
    yield "language", language
    if origin is None:
        return
    yield "kind", origin.kind
    yield from ((f"asked:{name}", said) for name, said in origin.asked)
    for number, one in enumerate(origin.sources, 1):
        yield f"form:{number}", f"{one.made_from.form} {one.made_from.criteria_set} {one.criteria_set} {one.file}"
