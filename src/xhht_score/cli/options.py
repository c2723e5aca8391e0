"""The options that commands share; help texts are keys of the catalogue and get their words in `root.build`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xhht_score.cli.completion import levels, one_of, set_names
from xhht_score.cli.desk import DELIMITERS, PAGES
from xhht_score.words import LANGUAGES

CHANGES = ("table", "md", "html", "json", "csv")
FORMATS = ("table", "md", "html", "json", "csv", "xlsx")
ANSWERS = ("table", "md", "html", "json")
MADE = ("table", "md", "json", "csv")
SIDES = ("self", "appraised", "both")

Files = Annotated[list[Path], typer.Argument(metavar="FILE", help="help-files", readable=False)]
CriteriaOption = Annotated[str, typer.Argument(metavar="SET", help="help-set", autocompletion=set_names)]
OneFile = Annotated[Path, typer.Argument(metavar="FILE", help="help-file", readable=False)]
FormatOption = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="|".join(FORMATS), help="help-format", autocompletion=one_of(FORMATS)),
]
PageFormat = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="|".join(PAGES), help="help-format", autocompletion=one_of(PAGES)),
]
DelimiterOption = Annotated[
    str | None,
    typer.Option(
        "--delimiter", metavar="|".join(DELIMITERS), help="help-delimiter", autocompletion=one_of(tuple(DELIMITERS))
    ),
]
AnswerFormat = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="|".join(ANSWERS), help="help-format", autocompletion=one_of(ANSWERS)),
]
CheckFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="table|json|github",
        help="help-check-format",
        autocompletion=one_of(("table", "json", "github")),
    ),
]
ShownFormat = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="|".join(ANSWERS), help="help-shown-format", autocompletion=one_of(ANSWERS)),
]
MadeFormat = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="|".join(MADE), help="help-made-format", autocompletion=one_of(MADE)),
]
ChangesFormat = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="|".join(CHANGES), help="help-format", autocompletion=one_of(CHANGES)),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="help-output", readable=False)]
Criteria = Annotated[
    str | None, typer.Option("--criteria", "-c", metavar="FILE|ID", help="help-criteria", autocompletion=set_names)
]
MadeFor = Annotated[
    str | None, typer.Option("--criteria", "-c", metavar="FILE|ID", help="help-made-for", autocompletion=set_names)
]
AllowOutside = Annotated[bool, typer.Option("--allow-outside", help="help-allow-outside")]
Require = Annotated[str | None, typer.Option("--require", metavar="LEVEL", help="help-require", autocompletion=levels)]
Lower = Annotated[Path | None, typer.Option("--lower", metavar="DIR", help="help-lower", readable=False)]
LowerCriteria = Annotated[
    str | None,
    typer.Option("--lower-criteria", metavar="FILE|ID", help="help-lower-criteria", autocompletion=set_names),
]
OldCriteria = Annotated[
    str | None,
    typer.Option("--old-criteria", metavar="FILE|ID", help="help-old-criteria", autocompletion=set_names),
]
LastYear = Annotated[
    Path | None, typer.Option("--last-year", metavar="FILE|DIR", help="help-last-year", readable=False)
]
Brief = Annotated[bool, typer.Option("--brief", help="help-brief")]
Force = Annotated[bool, typer.Option("--force", help="help-force")]
Lang = Annotated[
    str | None, typer.Option("--lang", metavar="vi|en", help="help-lang", autocompletion=one_of(LANGUAGES))
]
WhichOption = Annotated[
    str | None, typer.Option("--which", metavar="self|appraised|both", help="help-which", autocompletion=one_of(SIDES))
]
WhoseOption = Annotated[
    str | None,
    typer.Option("--which", metavar="self|appraised", help="help-which-compared", autocompletion=one_of(SIDES[:2])),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="help-quiet")]
NoColor = Annotated[bool, typer.Option("--no-color", help="help-no-color")]
ReadingOption = Annotated[list[str] | None, typer.Option("--reading", metavar="ID=OPTION", help="help-reading")]
TemplatesOption = Annotated[
    Path | None, typer.Option("--templates", metavar="DIR", help="help-templates", readable=False)
]
OfficeOption = Annotated[Path | None, typer.Option("--office", metavar="FILE", help="help-office", readable=False)]
