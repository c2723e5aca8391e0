"""Makes what the documentation takes from the program: pages, blocks, pictures and the schema.

python docs/make.py [--check]
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

from xhht_score.api.single import assess
from xhht_score.cli.commands import build
from xhht_score.errors import SEVERITIES
from xhht_score.loading.schema import criteria_schema
from xhht_score.numbers import Language
from xhht_score.reports.terminal import console_for, write_terminal
from xhht_score.reports.unit import compose_unit
from xhht_score.words import Words
from xhht_score.words.messages_english import MESSAGES as ENGLISH
from xhht_score.words.messages_vietnamese import MESSAGES as VIETNAMESE

os.environ["COLUMNS"] = "80"  # help pages are as wide as the terminal
TOP = Path(__file__).resolve().parents[1]
#: Fonts that have every Vietnamese letter; the picture loads none from elsewhere.
FONTS = "Consolas, Menlo, 'Noto Sans Mono', 'Liberation Mono', 'DejaVu Sans Mono', monospace"
COMMANDS = (
    (),
    *((name,) for name in ("score", "validate", "report", "explain", "template", "split", "merge", "status", "repair")),
)
GROUPED = (("criteria",), *(("criteria", name) for name in ("list", "show", "guide", "diff")))


def made() -> Iterator[tuple[Path, str]]:
    """Give every file that is made, with its text."""
    yield TOP / "criteria/schema.json", criteria_schema()
    yield TOP / "docs/messages.md", messages_page()
    yield TOP / "docs/commands.md", commands_page("en")
    yield TOP / "docs/commands.vi.md", commands_page("vi")
    yield TOP / "docs/images/score.svg", picture("vi")
    yield TOP / "docs/images/score.en.svg", picture("en")


def messages_page() -> str:
    """Give the page of every message: code, severity, and the sentences in both languages."""
    lines = [
        "# Messages",
        "",
        "Made by `docs/make.py` from the catalogue. `{…}` stands for what the message names. An error is something",
        "that could not be used, a warning something to look at, a notice something good to know.",
        "",
        "| code | severity | tiếng Việt | English |",
        "|---|---|---|---|",
    ]
    for code, severity in SEVERITIES.items():
        both = (f"{what} → {remedy}" if remedy else what for what, remedy in (VIETNAMESE[code], ENGLISH[code]))
        lines.append(f"| `{code}` | {severity} | " + " | ".join(both) + " |")
    return "\n".join(lines) + "\n"


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
