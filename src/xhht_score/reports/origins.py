"""What a page or a workbook says of itself for programs: what it is, and the fingerprints of what it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from xhht_score.numbers import Language
from xhht_score.reports.document import Origin
from xhht_score.version import __version__


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
