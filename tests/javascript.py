"""Programs of npm that read, compute, save and check forms, and look at pages; node runs a script for each.

The scripts stand in `tests/javascript/`. The packages of its `package.json` are taken from the folder that
`XHHT_NODE_MODULES` names, else from `tests/javascript/node_modules`: `npm install --prefix tests/javascript`.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from office import OfficeFailed, ended

SCRIPTS = Path(__file__).resolve().with_name("javascript")
MODULES = Path(os.environ.get("XHHT_NODE_MODULES", SCRIPTS / "node_modules"))
#: The browser that `browse.cjs` starts.
BROWSER = Path("/usr/bin/chromium")
#: The readers of npm, each by the name of its script.
READERS = ("sheetjs", "exceljs", "xlsx-populate")
#: Those that keep all of a form which they save again; SheetJS leaves out what may be put into a cell.
WRITERS = ("exceljs", "xlsx-populate")
#: What a reader finds in a workbook: by sheet and cell a value, None for a blank.
Cells = Mapping[str, Mapping[str, Any]]
#: Node starts in half a second; the largest forms take a few seconds each on a busy machine.
SECONDS_TO_START, SECONDS_A_FILE = 60, 20


def lacking() -> str:
    """Say what is lacking before scripts can run ("": nothing)."""
    if shutil.which("node") is None:
        return "node is not installed"
    wanted = json.loads((SCRIPTS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    missing = [name for name, version in wanted.items() if _version(name) != version]
    return f"node packages are not installed: {', '.join(missing)}" if missing else ""


def browser_lacking() -> str:
    """Say that the browser is lacking in which pages are looked at ("": it is there); in CI it has to be there."""
    lacks = "" if BROWSER.exists() else f"{BROWSER} is not installed"
    assert not lacks or os.environ.get("CI") != "true", lacks
    return lacks


def _version(name: str) -> str | None:
    try:
        return json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))["version"]
    except FileNotFoundError:
        return None


def ran(script: str, paths: Sequence[Path]) -> str:
    """Give what a script prints of some files; raises `OfficeFailed`."""
    command = ["node", str(SCRIPTS / script), *map(str, paths)]
    return ended(command, SECONDS_TO_START + SECONDS_A_FILE * len(paths), {**os.environ, "NODE_PATH": str(MODULES)})


def read_by(reader: str, paths: Sequence[Path]) -> list[Cells]:
    """Give the cells of workbooks as one of `READERS` finds them; raises `OfficeFailed`."""
    found: list[Cells] = json.loads(ran(f"{reader}.cjs", paths))
    return found


def recalculated_by_hyperformula(paths: Sequence[Path], directory: Path) -> list[Path]:
    """Give the files with what HyperFormula computes in place of their formulas; raises `OfficeFailed`."""
    return _made("hyperformula.cjs", paths, directory)


def saved_by(writer: str, paths: Sequence[Path], directory: Path) -> list[Path]:
    """Give the files as one of `WRITERS` reads and saves them; raises `OfficeFailed`."""
    return _made(f"saved-by-{writer}.cjs", paths, directory)


def _made(script: str, paths: Sequence[Path], directory: Path) -> list[Path]:
    directory.mkdir(parents=True, exist_ok=True)
    made = [directory / path.name for path in paths]
    ran(script, [one for pair in zip(paths, made, strict=True) for one in pair])
    if missing := [path.name for path in made if not path.exists()]:
        raise OfficeFailed(f"{script} left out {len(missing)} of {len(paths)} files: {', '.join(missing[:5])}")
    return made
