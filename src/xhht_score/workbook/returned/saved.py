"""Who saved a workbook last: a merged form says that `xhht merge` did, until any other program saves it."""

from __future__ import annotations

from pathlib import Path

from xhht_score.errors import XhhtError
from xhht_score.files import content_of
from xhht_score.spreadsheet.archive import Archive, Clock, Refused, walk
from xhht_score.spreadsheet.limits import MEGABYTE, current_limits

#: Who a merged form says saved it last.
MERGE = "xhht merge"
_ABOUT, _SAVED_BY = "docProps/core.xml", "lastModifiedBy"


def is_as_merged(path: Path) -> bool:
    """Tell whether a file is a form that merging wrote, and nobody has saved since."""
    limits = current_limits()
    inside, found = False, list[str]()

    def start(name: str, _: object) -> None:
        nonlocal inside
        inside = name.endswith(_SAVED_BY)

    try:
        clock = Clock(limits)
        archive = Archive(content_of(path, limits.megabytes * MEGABYTE), limits, clock)
        walk(archive.xml(_ABOUT), clock, start, text=lambda text: found.append(text) if inside else None)
    except (XhhtError, Refused):
        return False
    return "".join(found).strip() == MERGE
