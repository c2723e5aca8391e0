"""What a shell offers for a word that is half typed, and how it is told to ask; where nothing fits, it offers files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from xhht_score.cli.usage import no_such_shell
from xhht_score.errors import XhhtError
from xhht_score.words import Words

if TYPE_CHECKING:
    from xhht_score.criteria import CriteriaSet


#: The shells that the library writes a script for.
_SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def known_to_shell(words: Words, option: Any) -> Callable[..., None]:
    """Give what an option of the library does that installs its script for the shell, or shows it, in our words."""
    act = option.callback

    def run(context: Any, parameter: Any, wanted: Any) -> None:
        if not wanted or context.resilient_parsing:
            return
        shell = _shell(words)
        if parameter.name == "install_completion":
            from typer import completion

            library: Any = completion  # which has more than it says it gives out
            _, path = library.install(shell=shell)
            typer.echo(words.say("label-installed", shell=shell, path=path))
            raise typer.Exit
        act(context, parameter, wanted)

    return run


def _shell(words: Words) -> str:
    """Give the name of the shell that runs this; raises `XhhtError` where there is none, or one without script."""
    import shellingham

    try:
        shell: str = shellingham.detect_shell()[0]
    except shellingham.ShellDetectionFailure:
        shell = ""
    if shell not in _SHELLS:
        raise XhhtError([no_such_shell(words, shell or "–", _SHELLS)])
    return shell


def one_of(words: Sequence[str]) -> Callable[[], Sequence[str]]:
    """Give what offers some words."""
    return lambda: words


def set_names() -> list[str]:
    """Give the ids of the shipped sets, and the criteria files of this folder."""
    from xhht_score.loading.shipped import is_criteria_file, shipped_sets

    return [*shipped_sets(), *sorted(one.name for one in Path().iterdir() if is_criteria_file(one))]


def levels(context: typer.Context) -> list[str]:
    """Give the levels of the set by which is scored; those of all shipped sets where that is not known yet."""
    asked = _asked(context)
    known = (level for one in _sets(asked) for level in one.level_ids) if asked else _shipped_levels()
    return [*dict.fromkeys(known)]


def indicators(context: typer.Context) -> list[str]:
    """Give the indicators of the set by which is scored."""
    return [indicator for one in _sets(_asked(context)) for indicator in one.indicators]


def _asked(context: typer.Context) -> list[str]:
    """Give the set that is named, else those that the forms name which stand before the word."""
    if named := context.params.get("criteria"):
        return [named]
    typed = context.params.get("files") or [context.params.get("file")]
    return [*dict.fromkeys(_of_forms([one for one in typed if one] or context.args))]


def _shipped_levels() -> Iterator[str]:
    """Give the levels of every shipped set as they stand in its file: loading them all takes a second."""
    from xhht_score.loading.shipped import shipped_sets
    from xhht_score.loading.tree import plain, read_tree

    for path in shipped_sets().values():
        if (root := read_tree(path, path.name).root) is not None:
            yield from (level["id"] for level in plain(root)["recognition"]["levels"])


def _of_forms(paths: Sequence[str | Path]) -> Iterator[str]:
    from xhht_score.api.single import opened, set_named

    for path in paths:
        try:
            yield set_named(opened(path))
        except XhhtError:  # nobody can be told while a word is typed
            continue


def _sets(names: Sequence[str]) -> Iterator[CriteriaSet]:
    from xhht_score.api.single import load_criteria

    for name in names:
        try:
            yield load_criteria(name)
        except XhhtError:
            continue
