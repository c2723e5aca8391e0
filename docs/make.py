"""Makes what the documentation takes from the program and its benchmarks: pages, blocks, pictures and the schema.

python docs/make.py [--check]
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from io import StringIO
from pathlib import Path

from xhht_score.api.single import assess
from xhht_score.cli.root import build
from xhht_score.loading.schema import criteria_schema
from xhht_score.loading.shipped import shipped_sets
from xhht_score.numbers import Language
from xhht_score.problems import Entry, entries, groups
from xhht_score.reports.markdown import escaped
from xhht_score.reports.schema import results_schema
from xhht_score.reports.terminal import console_for, write_terminal
from xhht_score.reports.unit import compose_unit
from xhht_score.words import LANGUAGES, Words

os.environ["COLUMNS"] = "80"  # help pages are as wide as the terminal
TOP = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TOP / "tests"), str(TOP / "examples"), str(TOP / "benchmarks")]
catalogue = import_module("catalogue")  # of the tests, which have the examples
glossary = import_module("glossary")  # of the tests, which hold the sets to it
performance = import_module("performance")  # of the benchmarks, which have the figures
#: Fonts that have every Vietnamese letter; the picture loads none from elsewhere.
FONTS = "Consolas, Menlo, 'Noto Sans Mono', 'Liberation Mono', 'DejaVu Sans Mono', monospace"
COMMANDS = (
    (),
    *(
        (name,)
        for name in (
            "score",
            "validate",
            "report",
            "compare",
            "explain",
            "template",
            "split",
            "merge",
            "status",
            "repair",
            "dossier",
            "verify",
        )
    ),
)
GROUPED = (("criteria",), *(("criteria", name) for name in ("list", "show", "guide", "diff")))


def made() -> Iterator[tuple[Path, str]]:
    """Give every file that is made, with its text."""
    yield TOP / "criteria/schema.json", criteria_schema()
    yield TOP / "docs/results.schema.json", results_schema()
    yield TOP / "docs/messages.md", messages_page()
    yield TOP / "docs/glossary.md", glossary_page()
    yield TOP / "docs/commands.md", commands_page("en")
    yield TOP / "docs/commands.vi.md", commands_page("vi")
    figures = performance.results()
    yield TOP / "docs/performance.md", "\n".join(performance.performance_page(figures)) + "\n"
    yield TOP / "benchmarks/README.md", "\n".join(performance.readme(figures)) + "\n"
    yield TOP / "docs/images/score.svg", picture("vi")
    yield TOP / "docs/images/score.en.svg", picture("en")


GLOSSARY = """\
# Glossary

Made by `docs/make.py` from `docs/glossary.yaml`: the terms that stand in the texts of shipped sets or in
messages, with the one English name of each and where they stand. A test holds every text of a shipped set to it.

| Tiếng Việt | English | Where |
|:---|:---|:---|
"""


def glossary_page() -> str:
    """Give the page of every term in use: both names, a remark, and the sets in which it stands."""
    known = glossary.terms()
    where: dict[str, list[str]] = {term.vietnamese: [] for term in known}
    places = {name: [vietnamese for vietnamese, _ in glossary.texts(name)] for name in shipped_sets()}
    places["messages"] = [text for entry in entries().values() for text in entry.vi]
    for place, texts in places.items():
        for name in dict.fromkeys(term.vietnamese for text in texts for term in glossary.used(known, text)):
            where[name].append(place if place == "messages" else f"`{place}`")
    rows = []
    for term in sorted(known, key=lambda one: one.vietnamese.casefold()):
        if where[term.vietnamese]:
            vietnamese, english = (
                f"{name} ({term.note[language]})" if term.note else name
                for language, name in (("vi", term.vietnamese), ("en", term.english[0]))
            )
            rows.append(f"| {vietnamese} | {english} | {', '.join(where[term.vietnamese])} |")
    return GLOSSARY + "\n".join(rows) + "\n"


INTRODUCTION = """\
# Messages

Made by `docs/make.py` from the catalogue of problems, `tests/catalogue.py`: what the program says of an example of
each, in Vietnamese and in English. `python tests/catalogue.py DIR` writes the files of all examples into a directory.

An **error** is something that could not be used, a **warning** something to look at, a **notice** something good to
know.
"""
#: So many lines of a criteria file are shown.
MOST_LINES = 3


def messages_page() -> str:
    """Give the page of every problem code, group by group, with what is said of its example in both languages."""
    lines = [INTRODUCTION]
    for group, codes in groups().items():
        links = ", ".join(f"[`{code}`](#{code})" for code in codes)
        lines.append(f"- [{titled(group)}](#{anchor(group)}): {links}")
    for group, codes in groups().items():
        lines += ["", f"## {titled(group)}"]
        for code, entry in codes.items():
            section = section_of(code, entry) if code in catalogue.examples() else without_example(code, entry)
            lines += ["", f"### `{code}`", "", *section]
    return "\n".join(lines) + "\n"


def titled(group: str) -> str:
    """Give the name of a group as a heading."""
    return group[0].upper() + group[1:]


def anchor(heading: str) -> str:
    """Give the name by which GitHub links to a heading.

    >>> anchor("Workbooks: the cells")
    'workbooks-the-cells'
    """
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def section_of(code: str, entry: Entry) -> Iterator[str]:
    """Give what stands under the heading of a code: severity, command, how the example is made, and what is said."""
    example = catalogue.examples()[code]
    settings = "".join(f"{name}={value} " for name, value in example.environment.items())
    facts = [entry.severity, f"`{settings}xhht {' '.join(example.command)}`", example.how]
    if example.source is not None:
        path = example.source.relative_to(TOP).as_posix()
        facts.append(f"[{path}](../{path})")
    if example.beside:
        facts.append("With it comes " + ", ".join(f"[`{one}`](#{one})" for one in example.beside) + ".")
    yield " · ".join(filter(None, facts))
    for language in LANGUAGES:
        problem = next(one for one in catalogue.raised(code, language).problems if one.code == code)
        yield from ("", f"> {escaped(Words(language).line(problem))}")
    if example.source is not None and (shown := lines_of(code, example.source)):
        yield from ("", "```yaml", *shown, "```")


def lines_of(code: str, source: Path) -> list[str]:
    """Give the lines of a criteria file that the problems of an example stand on, none where they are many."""
    found = {one.place.line for one in catalogue.raised(code).problems if one.place.line is not None}
    text = source.read_text(encoding="utf-8", errors="replace").splitlines()
    shown = [text[number - 1] for number in sorted(found) if number <= len(text)]
    return shown if len(shown) <= MOST_LINES and "\ufffd" not in "".join(shown) else []


def without_example(code: str, entry: Entry) -> Iterator[str]:
    """Give what stands under the heading of a code that has no example, as no file is known to raise it."""
    yield f"{entry.severity} · {catalogue.WITHOUT.get(code, 'No example yet.')}"
    for sentence in (entry.vi, entry.en):
        yield from ("", f"> {escaped(f'{sentence.wrong} → {sentence.remedy}')}")


def commands_page(language: Language) -> str:
    """Give the help pages of every command, as the program prints them."""
    root = build(Words(language))
    lines = ["# " + ("Commands" if language == "en" else "Các lệnh"), "", "<!-- made by docs/make.py -->", ""]
    for path in (*COMMANDS, *GROUPED):
        command, context = root, root.make_context("xhht", [], resilient_parsing=True)
        for name in path:
            command = command.commands[name]
            context = command.make_context(name, [], parent=context, resilient_parsing=True)
        page = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        lines += [f"## {' '.join(('xhht', *path))}", "", "```text", page, "```", ""]
    return "\n".join(lines)


def picture(language: Language) -> str:
    """Give a picture of what `xhht score examples/bathuoc.xlsx --brief` prints."""
    words = Words(language)
    console = console_for(StringIO(), width=92)
    console.record = True
    file = "examples/bathuoc.xlsx"
    write_terminal(compose_unit(words, replace(assess(TOP / file), file=file), brief=True), console)
    svg = console.export_svg(title="xhht score examples/bathuoc.xlsx --brief", unique_id="xhht")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", FONTS).replace("Fira Code", "monospace")
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


if __name__ == "__main__":
    old = [path for path, text in made() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        if old:
            names = ", ".join(str(path.relative_to(TOP)) for path in old)
            sys.exit(f"not current, run python docs/make.py: {names}")
    else:
        for path, text in made():
            path.write_text(text, encoding="utf-8", newline="\n")
