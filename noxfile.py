"""The list of checks, a session each, the same for everybody: `python -m nox --list`; `.ci/run` runs them all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from datetime import date
from itertools import chain
from pathlib import Path

import nox

TOP = Path(__file__).resolve().parent
#: The tests of the rooms that meet other libraries.
FLOOR_TESTS = (
    "tests/cli",
    "tests/loading",
    "tests/test_numbers.py",
    "tests/spreadsheet/test_kept_texts.py",
    "tests/workbook/reading/test_reading.py",
)

#: The tests that meet what another Python does otherwise: zips, XML, docstrings, and every command of the handbook.
PYTHON_TESTS = (
    "tests/test_current.py",
    "tests/workbook/test_corpus.py",
    "tests/loading",
    "tests/papers",
    "tests/spreadsheet",
)

#: The tests in which other programs read, compute, check and save forms, and look at pages.
READERS_TESTS = (
    "tests/workbook/formulas",
    "tests/workbook/test_round_trip.py",
    "tests/workbook/writing",
    "tests/reports/test_browser.py",
)

#: What README's second command is given in `.ci/run`, so that the suite runs once for its result and for its coverage.
#: The ten slowest tests are named, so that one that outgrew its budget (CONTRIBUTING.md) is seen.
COVERAGE = ("--cov", "--cov-report=term", "--durations=10")

#: What `thorough` runs: `apart` is what `agreement`, `mutants` or `fuzz` try with more, `readers` has a session.
THOROUGH = "(hypothesis or thorough or more) and not apart and not readers"

nox.options.default_venv_backend = "none"  # sessions run in the environment that nox was installed in
nox.options.sessions = ["style", "valid", "tests"]


def python(session: nox.Session, *arguments: str, **surroundings: str) -> None:
    """Run the interpreter that nox runs in; `surroundings` are added to its environment."""
    session.run(sys.executable, *arguments, env=surroundings)


def script(name: str) -> str:
    """Give the path of a command of the environment that nox runs in."""
    return str(Path(sysconfig.get_path("scripts"), name))


def lowest() -> list[str]:
    """Give what pyproject.toml asks for, each at its lower bound: `typer>=0.28` as `typer==0.28`."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    return [one.replace(">=", "==") for one in asked if not one.startswith(project["name"])]  # `dev` takes in others


@nox.session
def style(session: nox.Session) -> None:
    """Format, lint, types, imports."""
    python(session, "-m", "ruff", "format", "--check", ".")
    python(session, "-m", "ruff", "check", ".")
    python(session, "-m", "mypy")
    session.run(script("lint-imports"))


@nox.session
def current(session: nox.Session) -> None:
    """Generated files are current; the default suite says so too."""
    python(session, "docs/make.py", "--check")
    python(session, "docs/paper_templates.py", "--check")
    python(session, "examples/make.py", "--check")
    python(session, "examples/handed_out.py", "--check")


@nox.session
def valid(session: nox.Session) -> None:
    """Every set and form of the repository is valid."""
    python(session, "-m", "xhht_score", "validate", "criteria", "tests/variants", "examples", "--lang", "en")


@nox.session
def tests(session: nox.Session) -> None:
    """The default suite; what follows `--` goes to pytest."""
    python(session, "-m", "pytest", *(session.posargs or ["-n", "auto"]))


@nox.session
def coverage(session: nox.Session) -> None:
    """The default suite, and how many branches it goes through."""
    python(session, "-m", "pytest", "-n", "auto", *COVERAGE, *session.posargs)


@nox.session
def thorough(session: nox.Session) -> None:
    """The tests that try more than by default, with all that they can try, but for what another session tries whole."""
    python(session, "-m", "pytest", "-n", "auto", "--thorough", "-m", THOROUGH, *session.posargs)


@nox.session(venv_backend="venv")
def wheel(session: nox.Session) -> None:
    """A built wheel scores in an empty environment, away from the checkout."""
    scratch = session.create_tmp()
    session.run(sys.executable, "-m", "build", "--outdir", scratch, ".", external=True, silent=True)
    (built,) = Path(scratch).glob("*.whl")
    session.install("--quiet", f"{built.resolve()}[papers]")
    form = str(TOP / "examples" / "bathuoc.xlsx")
    with session.chdir(scratch):
        session.run("xhht", "score", form, "--brief")
        session.run("xhht", "criteria", "list")
        session.run("xhht", "score", form, "-o", "trang.html")
        session.run("xhht", "dossier", form, "-o", "ho-so", "--force")
        session.run("xhht", "verify", "trang.html", "ho-so/*.docx", "--form", form)


@nox.session(venv_backend="venv")
def floors(session: nox.Session) -> None:
    """The lowest versions that pyproject.toml allows, installed together: they check, build and pass tests."""
    pins = Path(session.create_tmp(), "lowest.txt")
    pins.write_text("\n".join(lowest()), encoding="utf-8")
    session.install("--quiet", "--constraint", str(pins), "--editable", ".[dev]")
    session.run("python", "-m", "pip", "check")
    session.run("nox", "--list")
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")
    session.run("mypy", "--cache-dir", session.create_tmp())  # `style` may run beside it
    session.run("lint-imports", "--no-cache")
    session.run("python", "-m", "build", "--no-isolation", "--outdir", session.create_tmp(), ".", silent=True)
    session.run("python", "-m", "pytest", *(session.posargs or ["-n", "auto", *FLOOR_TESTS]))


def pythons() -> list[tuple[tuple[int, int], str]]:
    """Give the releases of Python that the machine has and that are newer than this one, oldest first, with a path."""
    kept = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser() / "versions"
    folders = [*os.environ.get("PATH", "").split(os.pathsep), *map(str, kept.glob("3.*/bin"))]
    found = {}
    for minor in range(sys.version_info.minor + 1, 30):
        for path in filter(None, (shutil.which(f"python3.{minor}", path=folder) for folder in folders)):
            if subprocess.run([path, "-c", "import venv, ctypes"], capture_output=True).returncode == 0:
                found[3, minor] = path
    return sorted(found.items())


@nox.session
def newest(session: nox.Session) -> None:
    """The newest Python that the machine has, where that is not this one, passes the tests that would tell."""
    if not (listed := pythons()):
        session.skip("this machine has no newer Python")
    scratch = Path(session.create_tmp()).resolve()
    session.run(listed[-1][1], "-m", "venv", str(scratch), external=True)
    other = str(scratch / ("Scripts" if os.name == "nt" else "bin") / "python")
    session.run(other, "-m", "pip", "install", "--quiet", "--editable", ".[dev]", external=True)
    session.run(other, "-m", "pytest", *(session.posargs or PYTHON_TESTS), external=True)


@nox.session
def agreement(session: nox.Session) -> None:
    """Forms compute what the engine computes, in doubles, LibreOffice, Gnumeric, HyperFormula: 20,000 rows."""
    python(session, "tests/agreement.py", *(session.posargs or ["20000"]))


@nox.session
def readers(session: nox.Session) -> None:
    """Other programs read, compute, check and save the forms of every set: IronCalc, and npm's, which are installed."""
    modules = os.environ.get("XHHT_NODE_MODULES")
    if modules is None:
        scratch = Path(session.create_tmp()).resolve()
        for name in ("package.json", ".npmrc"):
            shutil.copy(TOP / "tests" / "javascript" / name, scratch)
        session.run("npm", "install", "--prefix", str(scratch), external=True)
        modules = str(scratch / "node_modules")
    arguments = ["--thorough", "-m", "readers", *READERS_TESTS, *session.posargs]
    python(session, "-m", "pytest", *arguments, CI="true", XHHT_NODE_MODULES=modules)


@nox.session
def witness(session: nox.Session) -> None:
    """The engine answers 20,000 rows of every set as it did before rules became terms."""
    python(session, "tests/witness.py", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Every nudged threshold and flipped comparison of a shipped set makes some case fail."""
    python(session, "tests/mutants.py", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Five hundred harmed forms: nothing breaks, no score is wrong in silence; what is repeated costs its length."""
    python(session, "tests/fuzz.py", *(session.posargs or ["500"]))
    python(session, "tests/hostile.py", "30000")


@nox.session
def ways(session: nox.Session) -> None:
    """Forms read by a model and whole give the same: all that is kept, a tenth of 5,000 harmed and of 1,000 random."""
    day = str(date.today().timetuple().tm_yday)
    python(session, "tests/fast_ways.py", *(session.posargs or ["--fuzz", "500", "--random", "100", "--seed", day]))


@nox.session
def kills(session: nox.Session) -> None:
    """Twenty commands killed while they write: no half file, and nothing is left after the next run."""
    python(session, "tests/kills.py", *(session.posargs or ["20"]))


@nox.session
def plans(session: nox.Session) -> None:
    """Plans are held against every cheaper way and an integer solver: a tenth of 2,000 and of 200, others each day."""
    python(session, "-m", "pip", "install", "--quiet", "scipy>=1.13")
    day = str(date.today().timetuple().tm_yday)
    python(session, "tests/plans.py", *(session.posargs or ["--small", "200", "--solver", "20", "--seed", day]))


@nox.session
def seeded(session: nox.Session) -> None:
    """Six of the harms of `tests/seeded.py`, others each day: the default suite notices them."""
    sample = ["--sample", "6", "--seed", str(date.today().timetuple().tm_yday)]
    python(session, "tests/seeded.py", *(session.posargs or sample))
