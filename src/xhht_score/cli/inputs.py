"""Every file that a run reads, and what is typed for several of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from glob import has_magic
from pathlib import Path

from xhht_score.api.folders import find_workbooks
from xhht_score.installation import shipped_directory
from xhht_score.letters import composed
from xhht_score.loading.loader import files_of


def meant(paths: Iterable[Path]) -> list[Path]:
    """Give the files that paths mean where the shell did not expand wildcards, each once.

    A file of that very name comes first: `form[1].xlsx` may be one. A name that is typed composed finds the file whose
    name is stored decomposed, as some systems do, and the other way round. What fits nothing stays, to be named as
    missing.
    """
    found: dict[Path, None] = {}
    for path in map(_as_stored, paths):
        root, fitting = Path(path.anchor), list[Path]()
        if has_magic(str(path)) and not path.exists():
            fitting = sorted(root.glob(str(path.relative_to(path.anchor))))
        found.update(dict.fromkeys(fitting or [path]))
    return list(found)


def _as_stored(path: Path) -> Path:
    """Give the path of a file whose name has the same letters, composed or not; the path itself where there is none."""
    if path.exists() or path.name.isascii() or not path.parent.is_dir():
        return path
    name = composed(path.name)
    return next((one for one in path.parent.iterdir() if composed(one.name) == name), path)


def files_read(paths: Iterable[Path], sets: Iterable[str]) -> Iterator[Path]:
    """Give the files that paths mean, of folders the workbooks in them, and those of sets; shipped ones are among them.

    A set's are its own, its cases, and whatever it extends.
    """
    yield from shipped_directory().glob("*.yaml")
    for name in sets:
        yield from files_of(name)
    for path in paths:
        if path.is_dir():
            yield from find_workbooks(path)[0]
        else:
            yield path
