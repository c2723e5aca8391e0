"""Help pages in the language of the run: the command library lays them out, and every word on them is ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from xhht_score.cli.usage import no_such_command, too_many, usage_problem
from xhht_score.errors import XhhtError
from xhht_score.words import Words

HelpRow = tuple[str, str]


class _HelpPage:
    """What commands and groups of commands write on their help pages in place of the library's English."""

    words = Words("vi")

    @property
    def command_rows(self) -> tuple[HelpRow, ...]:
        """The commands of a group; a command has none."""
        return ()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        own: Any = super()  # the library's command, with which this is mixed
        try:
            rest: list[str] = own.parse_args(ctx, args)
        except TyperException as error:
            raise XhhtError([usage_problem(self.words, error, ctx)]) from error
        return rest

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = [self.words.say("label-some-options"), *(_usage(one) for one in _shown(self, ctx, "argument"))]
        pieces += [self.words.say("label-command")] if self.command_rows else []
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=f"{self.words.say('label-usage')}: ")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        for label, rows in (
            ("label-arguments", [self._row(one.metavar, one) for one in _shown(self, ctx, "argument")]),
            ("label-options", [self._row(_named(one), one) for one in _shown(self, ctx, "option")]),
            ("label-commands", self.command_rows),
        ):
            if rows:
                with formatter.section(self.words.say(label)):
                    formatter.write_dl(rows)

    def get_help_option(self, ctx: Any) -> Any:
        own: Any = super()
        option = own.get_help_option(ctx)
        option.help = self.words.say("label-help")
        return option

    def _row(self, name: str, parameter: Any) -> HelpRow:
        if not parameter.required:
            return name, parameter.help
        required = self.words.say("label-required").replace(" ", "\u00a0")  # it stays on one line
        return name, f"{parameter.help}  [{required}]"


class Command(_HelpPage, TyperCommand):
    """A command whose help page, and what is said of arguments that it does not take, are in the run's language."""

    allow_extra_args = True  # they are refused here, by name

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the arguments; raises `XhhtError` that names the first one that the command does not take."""
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise XhhtError([too_many(self.words, rest, ctx.command_path)])
        return rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command; when quiet, what ends it is said without the warnings and notices that stand beside it."""
        try:
            return super().invoke(ctx)
        except XhhtError as error:
            if not ctx.params["quiet"]:
                raise
            raise XhhtError([one for one in error.problems if one.severity == "error"] or error.problems) from error


class Group(_HelpPage, TyperGroup):
    """A group of commands in the order in which they were written, with its help page where none of them is named."""

    prefix = ""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    @property
    def command_rows(self) -> tuple[HelpRow, ...]:
        return tuple((name, self.words.say(f"short-{self.prefix}{name}")) for name in self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Give the command that is named; raises `XhhtError` with the nearest one where there is none of that name."""
        if args[0] not in self.commands and not ctx.resilient_parsing:
            raise XhhtError([no_such_command(args[0], tuple(self.commands))])
        return super().resolve_command(ctx, args)


def show_where_no_command_is_named(context: typer.Context) -> None:
    """Print the help page of a group of which nobody named a command."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _shown(command: Any, ctx: Any, kind: str) -> Iterator[Any]:
    return (one for one in command.get_params(ctx) if one.param_type_name == kind and not one.hidden)


def _named(option: Any) -> str:
    """Give an option as it is typed, its short name first."""
    names = ", ".join(sorted(option.opts, key=len))
    return names if option.is_flag else f"{names} {option.metavar}"


def _usage(argument: Any) -> str:
    """Give an argument as it stands in the first line: in braces, in brackets where it may be left out."""
    name = f"{{{argument.metavar}}}" if argument.required else f"[{argument.metavar}]"
    return name if argument.nargs == 1 else f"{name}..."
