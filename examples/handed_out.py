"""Makes what the program keeps of every form that it hands out, in `criteria/forms/GENERATION`.

    python examples/handed_out.py [--check]
    python examples/handed_out.py GENERATION COMMIT

The first makes that of the generation in work, from the code as it is. The second makes that of a released generation
from the code of its commit, once: it never changes again.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import xhht_score
from xhht_score.api.single import load_once
from xhht_score.loading.shipped import shipped_sets
from xhht_score.words import LANGUAGES, Words

TOP = Path(__file__).resolve().parents[1]
FORMS = TOP / "criteria" / "forms"
_FORMS, _KEPT, _TAKEN = (
    "xhht_score.workbook.writing.forms",
    "xhht_score.workbook.kept",
    "xhht_score.workbook.writing.handing_out",
)
#: What the two modules that run on older code import, and in which module of `workbook` that code has it.
_BEFORE = (
    ("xhht_score.workbook.layout", "STATES", "formulas.indicators"),
    ("xhht_score.workbook.symbols", "ANSWERS", "formulas.symbols"),
    (_FORMS, "formulas_of", "forms"),
    (_FORMS, "labels_of", "forms"),
    (_FORMS, "plan_form", "forms"),
)


def made() -> Iterator[tuple[str, bytes]]:
    """Give name and content of what is kept of every form that the program on the path hands out."""
    if not Path(xhht_score.__file__).is_relative_to(TOP):
        _on_older_code()
    kept, taken, forms = map(import_module, (_KEPT, _TAKEN, _FORMS))
    for name in shipped_sets():
        criteria_set = load_once(name).criteria_set
        for language in LANGUAGES if criteria_set.status != "draft" else ():
            words = Words(language)
            content = kept.encoded(taken.kept_of(forms.plan_form(words, criteria_set, ""), words, criteria_set))
            yield f"{name}.{language}.json.gz", content


def _on_older_code() -> None:
    """Put the two modules as they are now into the code on the path, and what they import where they look for it."""
    for name, what, before in _BEFORE:
        try:
            module = import_module(name)
        except ModuleNotFoundError:
            module = sys.modules[name] = ModuleType(name)
        setattr(module, what, getattr(import_module(f"xhht_score.workbook.{before}"), what))
    for name in (_KEPT, _TAKEN):
        spec = spec_from_file_location(name, TOP / "src" / f"{name.replace('.', '/')}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])


def write(folder: Path) -> None:
    """Write every file whose content is not there already, and remove what belongs to no set."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = dict(made())
    for path in folder.glob("*.json.gz"):
        if path.name not in fresh:
            path.unlink()
    for name, content in fresh.items():
        if content_of(folder / name) != content:
            (folder / name).write_bytes(gzip.compress(content, mtime=0))


def content_of(path: Path) -> bytes | None:
    """Give what a file holds, None where there is none; the packed bytes depend on the library that packs them."""
    return gzip.decompress(path.read_bytes()) if path.exists() else None


def stale(folder: Path) -> list[str]:
    """Give the names of the files of a folder that are not what is made now."""
    fresh = dict(made())
    names = {path.name for path in folder.glob("*")} | fresh.keys()
    return sorted(name for name in names if content_of(folder / name) != fresh.get(name))


def released(generation: str, commit: str) -> None:
    """Make what is kept of a released generation, by the code of its commit."""
    with tempfile.TemporaryDirectory() as scratch:
        archive = ["git", "-C", str(TOP), "archive", "--output", f"{scratch}/code.tar", commit, "src", "criteria"]
        subprocess.run(archive, check=True)
        subprocess.run([sys.executable, "-m", "tarfile", "-e", f"{scratch}/code.tar", scratch], check=True)
        command = [sys.executable, __file__, "--into", str(FORMS / generation)]
        subprocess.run(command, env={**os.environ, "PYTHONPATH": str(Path(scratch, "src"))}, check=True)


def main(arguments: list[str]) -> None:
    """Do what the arguments ask for."""
    match arguments:
        case []:
            write(FORMS / in_work())
        case ["--check"]:
            if old := stale(FORMS / in_work()):
                sys.exit(f"not current, run python examples/handed_out.py: {', '.join(old)}")
        case ["--into", folder]:
            write(Path(folder))
        case [generation, commit]:
            released(generation, commit)
        case _:
            sys.exit(__doc__)


def in_work() -> str:
    """Give the generation that the code as it is hands out."""
    from xhht_score.workbook.layout import GENERATION

    return GENERATION


if __name__ == "__main__":
    main(sys.argv[1:])
