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
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from xhht_score.api.single import load_once
from xhht_score.loading.shipped import shipped_sets
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook.forms import plan_form

TOP = Path(__file__).resolve().parents[1]
FORMS = TOP / "criteria" / "forms"
#: Older code has no such module; this one runs with all that were released.
KEPT = TOP / "src" / "xhht_score" / "workbook" / "kept.py"


def made() -> Iterator[tuple[str, bytes]]:
    """Give name and content of what is kept of every form that the program on the path hands out."""
    kept = _kept_module()
    for name in shipped_sets():
        criteria_set = load_once(name).criteria_set
        for language in LANGUAGES if criteria_set.status != "draft" else ():
            words = Words(language)
            content = kept.encoded(kept.kept_of(plan_form(words, criteria_set, ""), words, criteria_set))
            yield f"{name}.{language}.json.gz", content


def _kept_module() -> ModuleType:
    spec = spec_from_file_location("kept_now", KEPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


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
