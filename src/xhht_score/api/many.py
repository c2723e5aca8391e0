"""Many files in a notebook: every form assessed, and what is wrong with those that could not be."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

from xhht_score.api.folders import find_workbooks, softened
from xhht_score.api.single import assess, load_for_use
from xhht_score.assessment import Assessment, Which
from xhht_score.errors import Place, Problem, XhhtError, has_errors, in_order
from xhht_score.loading.loader import Readings
from xhht_score.records import record

#: A file, a folder with everything in it and below, or several of both.
Where = str | Path | Iterable[str | Path]


@record
class Assessed:
    """Units that were assessed, in the order of their files; `problems` are those of files that gave none.

    It is gone through as its assessments are: `for one in assessed`, `len(assessed)`.
    """

    assessments: tuple[Assessment, ...]
    problems: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[Assessment]:
        return iter(self.assessments)

    def __len__(self) -> int:
        return len(self.assessments)

    def __repr__(self) -> str:
        return f"Assessed(assessments={len(self.assessments)}, problems={len(self.problems)})"


def assess_all(
    where: Where,
    criteria: str | None = None,
    *,
    which: Which = "both",
    readings: Readings = (),
    today: datetime.date | None = None,
) -> Assessed:
    """Assess every form of a folder and below, or of several files and folders; all arguments are those of `assess`.

    One file that cannot be used does not keep the others from being assessed: what is wrong with it is among the
    problems. In a folder, spreadsheets that are no forms, blank forms, hidden and lock files are passed over with a
    notice. Raises `XhhtError` where a single place is named and there is no form, and for a set that cannot be used.

    All results are held in memory, about 100 KB a unit; `xhht report` needs less for tens of thousands.
    """
    several = [where] if isinstance(where, str | Path) else where
    files, problems = _files([Path(one) for one in several])
    if not files and isinstance(where, str | Path):
        raise XhhtError(problems if has_errors(problems) else [*problems, Problem("nothing-found", Place(str(where)))])
    if criteria is not None:
        load_for_use(criteria, readings)
    found: list[Assessment] = []
    for path, in_folder in files.items():
        try:
            found.append(assess(path, criteria, which=which, readings=readings, today=today))
        except XhhtError as error:
            said = [one if one.place.file else one.within(str(path)) for one in error.problems]
            problems += map(softened, said) if in_folder else said
    return Assessed(tuple(found), in_order(problems))


def _files(places: Iterable[Path]) -> tuple[dict[Path, bool], list[Problem]]:
    """Give each file once, and whether it was found in a folder, with what there is to say of the others."""
    files: dict[Path, bool] = {}
    problems: list[Problem] = []
    for place in places:
        if place.is_dir():
            found, passed = find_workbooks(place)
            problems += passed
            for path in found:
                files.setdefault(path, True)
        elif place.exists():
            files[place] = False
        else:
            problems.append(Problem("file-missing", Place(str(place))))
    return files, problems
