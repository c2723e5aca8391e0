"""The page that comes with the templates: every field that they may name, and how marks are written."""

from __future__ import annotations

from xhht_score.papers.fields import paths
from xhht_score.words import Words

#: The name of the page among the templates.
FIELDS_PAGE = "CAC-TRUONG.md"


def fields_page(words: Words) -> str:
    """Give the page as Markdown."""
    head = [words.say(f"paper-{name}-column") for name in ("fields", "kind", "says")]
    lines = [f"# {words.say('paper-fields-title')}", "", words.say("paper-fields-how"), ""]
    lines += [f"| {' | '.join(head)} |", "|:---|:---|:---|"]
    for path, field in paths():
        kind, says = words.say(f"paper-kind-{field.kind}"), words.say(f"paper-field-{path}")
        lines.append(f"| `{path}` | {kind} | {says} |")
    return "\n".join(lines) + "\n"
