"""Versions of xhht as people have them: a wheel built from sources, installed with its libraries and its bytecode."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Version:
    """One installed version: what it is called, the sources it was built from, its programs, and its libraries."""

    name: str
    sources: Path
    python: Path
    xhht: Path
    libraries: Mapping[str, str]


def undisturbed(environment: Mapping[str, str]) -> dict[str, str]:
    """Give an environment without what would change how Python or xhht run.

    >>> undisturbed({"PATH": "/bin", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": "src", "XHHT_LANG": "en"})
    {'PATH': '/bin'}
    """
    return {name: value for name, value in environment.items() if not name.startswith(("PYTHON", "XHHT_"))}


def checkout(folder: Path) -> Version:
    """Install the checkout as it stands, changes that are not committed included, below an empty folder."""
    changed = " with changes" if _git("status", "--porcelain", "--", "src", "criteria", "pyproject.toml") else ""
    return install(CHECKOUT, _git("rev-parse", "--short", "HEAD").decode().strip() + changed, folder)


def revision(name: str, folder: Path, like: Version) -> Version:
    """Install a revision of the checkout below an empty folder, with the libraries that another version has."""
    sources = folder / "sources"
    with tarfile.open(fileobj=BytesIO(_git("archive", "--format=tar", name))) as archive:
        archive.extractall(sources, filter="data")
    return install(sources, name, folder, like)


def install(sources: Path, name: str, folder: Path, like: Version | None = None) -> Version:
    """Build a wheel of some sources and install it below a folder; ends the program where that does not succeed."""
    wheels, home, wanted = folder / "wheels", folder / "environment", folder / "libraries.txt"
    wheels.mkdir(parents=True)
    _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(wheels), within=sources)
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    wanted.write_text("".join(f"{one}=={number}\n" for one, number in (like.libraries if like else {}).items()))
    pip = (sys.executable, "-m", "pip", "--python", str(python))
    _run(*pip, "install", "--quiet", "--constraint", str(wanted), *map(str, wheels.iterdir()))
    _run(str(python), "-m", "compileall", "-q", str(home / "lib"))
    listed = _run(*pip, "list", "--format", "freeze", "--exclude", "xhht-score").decode().split()
    return Version(name, sources, python, home / "bin" / "xhht", dict(line.split("==") for line in listed))


def _git(*arguments: str) -> bytes:
    return _run("git", *arguments, within=CHECKOUT)


def _run(*command: str, within: Path | None = None) -> bytes:
    done = subprocess.run(command, cwd=within, capture_output=True, env=os.environ)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}\n{done.stderr.decode()}")
    return done.stdout
