"""Writing forms and reading them back with every check, beside the bare libraries that do the same.

python benchmarks/forms.py [--count FORMS] [--runs N] [--against REV] [--json] [--profile]

The forms that are read were saved by LibreOffice, so that results are stored in them; no two are the same. A quarter
as many are written, and with 300 also one for each of the 10,599 communes of the country.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from batch import report
from figures import Command
from session import HERE, Benchmark, Session, main
from versions import Version

A_CALL = 20
CRITERIA = "thanh-hoa-2020"
READ_BARE, READ = "read with calamine alone", "xhht report --all over forms saved by LibreOffice"
WRITE_BARE, WRITE = "write as many cells and styles with openpyxl alone", "xhht template"
COUNTRY = "xhht template --from, a form for each commune"
#: Forms made in memory: the first, and as many more as are read.
IN_MEMORY = {
    what: (f"make the first form, {said}", f"make the first form and more, {said}")
    for what, said in (("blank", "blank"), ("carried", "with carried answers and their results"))
}
#: The first is written; with the second comes what all others are stamped with.
FIRST = 2
_COMMUNES = 10_599


def saved(session: Session, count: int) -> Path:
    """Give a folder of so many forms that LibreOffice saved."""
    plain = sorted(session.forms(count).iterdir())
    forms = session.folder("saved")
    profile = f"-env:UserInstallation={session.folder('profile').as_uri()}"
    for start in range(0, len(plain), A_CALL):
        command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(forms)]
        subprocess.run([*command, *map(str, plain[start : start + A_CALL])], check=True, capture_output=True)
    return forms


def communes(count: int) -> int:
    """Give for how many communes forms are written: all of them where 300 forms are read."""
    return _COMMUNES * count // FORMS.count


def measure(session: Session, count: int, runs: int) -> None:
    """Measure reading and writing by turns; or print where the time of reading goes."""
    forms, measured = saved(session, count), HERE / "measured"
    if session.profile:
        command = [str(session.oldest.python), "-m", "cProfile", "-s", "tottime", "-m", "xhht_score"]
        subprocess.run([*command, *map(str, report(session.oldest, forms, 1)[1:])], check=True, stdout=sys.stderr)
        return
    written, units, cells = count // 4, session.scratch / "units.csv", session.scratch / "cells.json"
    country = session.scratch / "country.csv"
    for table, many in ((units, written), (country, communes(count))):
        lines = [f"Đơn vị số {number},{number:05},2020" for number in range(many)]
        table.write_text("\n".join(["name,code,year", *lines]) + "\n", encoding="utf-8")
    model = session.scratch / "model.xlsx"
    session.prepare(session.oldest.xhht, "template", CRITERIA, "-o", model, "--quiet")
    session.prepare(session.oldest.python, measured / "write_bare.py", "cells", model, cells)
    out = session.folder("written")

    def commands(version: Version) -> Iterator[Command]:
        bare: list[object] = [version.python, measured / "read_bare.py", "calamine", forms, 1]
        yield Command(READ_BARE, bare, bare=True)
        yield Command(READ, report(version, forms, 1))
        bare = [version.python, measured / "write_bare.py", "write", cells, out, written]
        yield Command(WRITE_BARE, bare, bare=True)
        template = [version.xhht, "template", CRITERIA, "--from", units, "-o", out, "--force", "--quiet"]
        yield Command(WRITE, template)
        everywhere = session.folder("country")
        template = [version.xhht, "template", CRITERIA, "--from", country, "-o", everywhere, "--force", "--quiet"]
        yield Command(COUNTRY, template)
        for what, (first, more) in IN_MEMORY.items():
            make = [version.python, measured / "make_forms.py", what]
            yield from (
                Command(first, [*make, FIRST, FIRST + count]),
                Command(more, [*make, FIRST + count, FIRST + count]),
            )

    session.turns(commands, runs)


FORMS = Benchmark("forms", measure, count=300, runs=3)

if __name__ == "__main__":
    main(FORMS)
