"""Makes the pages that say how fast xhht is: every number on them comes from benchmarks/results/.

`docs/make.py` writes them, and says with --check whether they are current.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from batch import PROCESSES
from figures import RESULTS, Results, table
from forms import COUNTRY, IN_MEMORY, READ, READ_BARE, WRITE, WRITE_BARE
from growth import SETS
from outputs import BOOK, BOOK_BARE, PAGE, PAGE_BARE, SCORED
from planned import CHECK, REPORT, SIZES, command_of
from startup import BARE

#: A machine whose load is above this before anything is measured does something else as well.
QUIET = 0.5


@dataclass(frozen=True, slots=True)
class Aim:
    """Something that is to stay small (or large): its words, how it comes from the figures, and where it should stand.

    `limit` is None where it is only told. `unit` stands behind the number.
    """

    what: str
    of: Callable[[Results], float]
    limit: float | None = None
    unit: str = ""
    at_least: bool = False

    def reached(self, results: Results) -> bool | None:
        """Say whether it is reached, by the number as it is shown; None where nothing is aimed at."""
        if self.limit is None:
            return None
        shown = round(self.of(results), 2)
        return shown >= self.limit if self.at_least else shown <= self.limit

    def row(self, results: Results) -> str:
        """Give its row of a table of aims."""
        verdict = {None: "", True: "reached", False: "**missed**"}[self.reached(results)]
        return f"| {self.what} | {self.of(results):.2f}{self.unit} | {self.aimed} | {verdict} |"

    @property
    def aimed(self) -> str:
        """Where it should stand, in words."""
        if self.limit is None:
            return "none"
        return f"at {'least' if self.at_least else 'most'} {self.limit:g}{self.unit}"


@dataclass(frozen=True, slots=True)
class Section:
    """What is said of one benchmark: its name, a heading, what is measured, and its aims."""

    benchmark: str
    heading: str
    about: str
    aims: tuple[Aim, ...]


def ratio(of: str, to: str) -> Callable[[Results], float]:
    """Give the seconds of one command as a multiple of those of another."""
    return lambda results: results.figures[of].wall / results.figures[to].wall


def further(what: str) -> Callable[[Results], float]:
    """Give the milliseconds that each further form of a unit takes, made in memory."""
    first, more = IN_MEMORY[what]
    return lambda results: (results.figures[more].wall - results.figures[first].wall) / results.count * 1000


def seconds(command: str) -> Callable[[Results], float]:
    """Give the seconds of a command for the whole count; `{}` in its name stands for the count."""
    return lambda results: results.figures[command.format(f"{results.count:,}")].wall


def beyond(of: str, bare: str) -> Callable[[Results], float]:
    """Give a report as a multiple of scoring its forms and writing it with a bare library."""
    return lambda results: results.figures[of].cpu / (results.figures[SCORED].cpu + results.figures[bare].cpu)


def beside_scoring(size: int) -> Callable[[Results], float]:
    """Give the seconds of the processor that a plan takes more than a score of the same form."""
    return lambda results: (
        results.figures[command_of("plan", size)].cpu - results.figures[command_of("score", size)].cpu
    )


def times_a_quarter(command: str) -> Callable[[Results], float]:
    """Give how many times as long the whole count takes as a quarter of it."""
    return lambda results: seconds(command)(results) / results.figures[command.format(f"{results.count // 4:,}")].wall


def memory_of(forms: Callable[[int], int]) -> Callable[[Results], float]:
    """Give the peak memory in MB for so many forms of the whole count."""
    return lambda results: results.figures[f"xhht report --all, {forms(results.count):,} forms"].peak


def memory_a_form(results: Results) -> float:
    """Give how many KB more each form takes, from a fifth of the count to the whole."""
    few, many = memory_of(lambda count: count // 5)(results), memory_of(lambda count: count)(results)
    return (many - few) * 1000 / (results.count - results.count // 5)


SECTIONS = (
    Section(
        "startup",
        "Start",
        "One form of the pilot. What a bare script does is the least that is possible with these libraries: it imports "
        "them, and reads the form's sheets.",
        (
            Aim("`xhht --help` to `import typer`", ratio("xhht --help", "import typer"), 1.3),
            Aim("`xhht score` to the bare script", ratio("xhht score", BARE), 1.9),
            Aim("`xhht score --format json` to the bare script", ratio("xhht score --format json", BARE), 1.6),
        ),
    ),
    Section(
        "forms",
        "Forms",
        "Reading is `xhht report --all --format json` in one process over forms in which LibreOffice stored results, "
        "which are compared; no two forms are the same. Writing is `xhht template` with a table of units, a quarter as "
        "many, beside openpyxl writing as many sheets, cells and styles and nothing else.",
        (
            Aim("reading with every check to calamine alone", ratio(READ, READ_BARE), 2.5),
            Aim("reading, a form", lambda results: results.figures[READ].wall / results.count * 1000, unit=" ms"),
            Aim("`xhht template` to openpyxl alone", ratio(WRITE, WRITE_BARE)),
            Aim(
                "writing, a form", lambda results: results.figures[WRITE].wall / (results.count // 4) * 1000, unit=" ms"
            ),
            Aim("a unit's further form, blank", further("blank"), 1, " ms"),
            Aim("a unit's further form, with carried answers and their results", further("carried"), 3, " ms"),
            Aim("a form for each commune", lambda results: results.figures[COUNTRY].wall, 15, " s"),
        ),
    ),
    Section(
        "batch",
        "Many files",
        "`xhht report --all --format json` beside bare readers of every sheet of the same files, with as many "
        "processes. No two forms are the same: one answer in twenty is blank, one in ten has no evidence, the numbers "
        "differ. No results are stored in them.",
        (
            *(
                Aim(f"to calamine alone, {said}", ratio(f"xhht report --all, {said}", f"calamine alone, {said}"), 2.3)
                for said in PROCESSES
            ),
            *(
                Aim(
                    f"faster than openpyxl read-only, {said}",
                    ratio(f"openpyxl alone, {said}", f"xhht report --all, {said}"),
                    5,
                    " times",
                    at_least=True,
                )
                for said in PROCESSES
            ),
        ),
    ),
    Section(
        "memory",
        "Memory",
        "`xhht report --all --format json` in one process over forms of which no two are the same: the most memory "
        "that the process held at any moment.",
        (
            Aim("each further form", memory_a_form, 3, " KB"),
            Aim("a fifth of the forms", memory_of(lambda count: count // 5), unit=" MB"),
            Aim("all forms", memory_of(lambda count: count), unit=" MB"),
        ),
    ),
    Section(
        "outputs",
        "Pages and workbooks",
        "`xhht report --all` in one process, as CSV, which is scoring and little else, as a page of HTML and as a "
        "workbook; beside them the finished page and the finished workbook, written once more with html.escape and "
        "with openpyxl and nothing else. All by the seconds of the processor.",
        (
            Aim("HTML to scoring and html.escape", beyond(PAGE, PAGE_BARE), 2),
            Aim("workbook to scoring and openpyxl", beyond(BOOK, BOOK_BARE), 2),
        ),
    ),
    Section(
        "growth",
        "Large sets",
        "A form of a set of about so many indicators, handed out and scored: short questions (yes or no, a count, a "
        "share), and the pilot's own, with their evidence, offices and rules for difficult areas, as often as needed. "
        "Four times as many indicators take at most four times as long where no step compares them all with all.",
        tuple(
            aim
            for said in SETS.values()
            for command in ("template", "score")
            for name in (f"xhht {command}, {{}} {said}",)
            for aim in (
                Aim(f"`xhht {command}`, {said}", seconds(name), 2, " s"),
                Aim(f"`xhht {command}`, {said}, to a quarter of them", times_a_quarter(name)),
            )
        ),
    ),
    Section(
        "planned",
        "Plans",
        "`xhht plan` beside `xhht score` of the same form, of about so many of the pilot's own indicators: what it "
        "takes more, start and reading aside. `xhht plan --check` beside `xhht report --all` in one process over the "
        "same forms, of which no two are the same. All by the seconds of the processor.",
        (
            *(
                Aim(f"a plan for {size} indicators, to scoring them", beside_scoring(size), limit, " s")
                for size, limit in zip(SIZES, (0.2, 2), strict=True)
            ),
            Aim(
                "`xhht plan --check` to `xhht report --all`",
                lambda results: results.figures[CHECK].cpu / results.figures[REPORT].cpu,
                1.5,
            ),
        ),
    ),
)


def results() -> dict[str, Results]:
    """Give the results that are kept, by the names of the benchmarks; those not measured yet are lacking."""
    paths = {one.benchmark: RESULTS / f"{one.benchmark}.json" for one in SECTIONS}
    return {name: Results.read(path) for name, path in paths.items() if path.exists()}


MADE = "<!-- made by docs/make.py from benchmarks/results: python benchmarks/all.py measures -->"
AIMS = ("| what | measured | aim | |", "|---|---:|---:|---|")


def missed(found: Mapping[str, Results]) -> str:
    """Say how many aims there are, and which are missed."""
    aims = [(aim, found.get(one.benchmark)) for one in SECTIONS for aim in one.aims if aim.limit is not None]
    reached = [aim.reached(one) for aim, one in aims if one is not None]
    said = f"Of {len(aims)} aims {sum(map(bool, reached))} are reached and {reached.count(False)} missed"
    return f"{said}; {len(aims) - len(reached)} not measured yet." if len(reached) < len(aims) else f"{said}."


def machine(one: Results) -> str:
    """Say when, where and of what a benchmark was measured, and how busy the machine was with other work."""
    before, after = one.load
    said = (
        f"{one.date}, version {one.version}, Python {one.python}, {one.cores} cores, {one.system}; "
        f"load {before:g} before and {after:g} after."
    )
    if before > QUIET:
        said += " **The machine was busy with other work**, so the seconds are too long and the ratios unsteady."
    return said


def performance_page(found: Mapping[str, Results]) -> Iterator[str]:
    """Give the lines of docs/performance.md."""
    yield from ("# Performance", "", MADE, "")
    yield (
        "Medians of whole processes of an installed wheel, start and imports included, run by turns so that whatever "
        "else the machine does hits all alike. Nothing of this is a test: an aim may be missed with nothing broken, "
        f"and then this page says so. {missed(found)} Where no other set is named, forms are those of `thanh-hoa-2020`."
    )
    for section in SECTIONS:
        yield from ("", f"## {section.heading}", "", section.about, "")
        if (one := found.get(section.benchmark)) is None:
            yield f"Not measured yet: `python benchmarks/{section.benchmark}.py --json`."
            continue
        yield from (f"`{one.command}`: {machine(one)}", "")
        yield from (*table(one.figures), "", *AIMS, *(aim.row(one) for aim in section.aims))
    yield from ("", "## How it is measured", "")
    yield "[benchmarks/README.md](../benchmarks/README.md) says how to measure again, and how to compare two revisions."


README = """\
python benchmarks/all.py     # measures everything and keeps the figures
python docs/make.py          # makes this page and docs/performance.md of them"""

HOW = """\
## One of them

`python benchmarks/NAME.py` with `startup`, `forms`, `batch`, `memory`, `outputs`, `growth` or `planned` measures one.

| option | |
|---|---|
| `--count N` | so many forms, or indicators |
| `--runs N` | so many rounds; none begins 45 seconds after the first |
| `--json` | keeps the figures in `benchmarks/results/` |
| `--against REV` | installs a revision as well and runs both by turns: is it slower than before? |
| `--profile` | `forms` only: where the time of reading goes |

With `--against` the forms come from the examples of the other revision, as every version reads what an older one
handed out, and both have the same libraries. What is found is printed, and with `--json` kept as `NAME-against.json`,
apart from these pages.

## What makes them honest

- **What people have.** A wheel of the checkout is built, installed with its libraries into an empty environment, and
  compiled; `PYTHON…` and `XHHT_…` are taken out of the variables, and the processes run elsewhere. (Until 0.1.0 an
  editable checkout was measured, which under `PYTHONDONTWRITEBYTECODE` compiles our modules at every start.)
- **Whole processes, by turns:** A B A B …, never A A B B. The tables have medians, the fastest and the slowest, seconds
  on the clock and of the processor (of all its processes), and the peak memory of the largest process.
- **The bare scripts** of `measured/` run in the same environment, with the same bytecode of the same libraries.
- **Load is told:** the average of a minute before anything began, and at the end, when what was measured is part of
  it. Pages made on a busy machine say so. Seconds of the processor suffer less from load than those on the clock.
- **Forms differ.** `workload.py` varies the example units: blanks, evidence, other numbers in every form. It knows of a
  form only the names in its hidden first row and column, so it serves every version.
- **A command that fails is never measured:** an exit code that is not 0 ends the benchmark.

They run on Linux and macOS; `forms` needs LibreOffice. `hatchling` and `pip` are those of the Python they run with."""


def readme(found: Mapping[str, Results]) -> Iterator[str]:
    """Give the lines of benchmarks/README.md."""
    yield from ("# Benchmarks", "", MADE, "", "```sh", README, "```", "")
    minutes = sum(one.seconds for one in found.values()) / 60
    yield (
        f"What follows took {minutes:.1f} minutes to measure. {missed(found)} "
        "What each figure means, and those it comes from, stand in [docs/performance.md](../docs/performance.md)."
    )
    yield from ("", "| benchmark | what | measured | aim | |", "|---|---|---:|---:|---|")
    for section in SECTIONS:
        one = found.get(section.benchmark)
        for aim in section.aims:
            yield f"| {section.benchmark} " + (
                aim.row(one) if one else f"| {aim.what} | not measured yet | {aim.aimed} | |"
            )
    yield ""
    yield from (f"- {name}: {machine(one)}" for name, one in found.items())
    yield from ("", HOW)
