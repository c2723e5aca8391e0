"""The commands: what each takes, and the call it makes. Nothing heavy is imported before a command runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xhht_score.cli.completion import indicators, levels, one_of, set_names
from xhht_score.cli.entry import PLAIN, begin_several, open_desk, run, trusted
from xhht_score.cli.options import (
    ANSWERS,
    CHANGES,
    FORMATS,
    MADE,
    AllowOutside,
    AnswerFormat,
    Brief,
    ChangesFormat,
    CheckFormat,
    Criteria,
    CriteriaOption,
    DelimiterOption,
    Files,
    Force,
    FormatOption,
    Lang,
    LastYear,
    Lower,
    LowerCriteria,
    MadeFor,
    MadeFormat,
    NoColor,
    OfficeOption,
    OldCriteria,
    OneFile,
    Output,
    Quiet,
    ReadingOption,
    Require,
    ShownFormat,
    TemplatesOption,
    WhichOption,
    WhoseOption,
)
from xhht_score.cli.pages import Command
from xhht_score.cli.usage import whole
from xhht_score.words import LANGUAGES

every = typer.Typer(**PLAIN)


@every.command(cls=Command, help="help-score", short_help="short-score", epilog="example-score")
def score(
    files: Files,
    form: FormatOption = None,
    output: Output = None,
    delimiter: DelimiterOption = None,
    brief: Brief = False,
    criteria: Criteria = None,
    require: Require = None,
    lower: Lower = None,
    lower_criteria: LowerCriteria = None,
    last_year: LastYear = None,
    which: WhichOption = None,
    reading: ReadingOption = None,
    supposed: Annotated[list[str] | None, typer.Option("--set", metavar="INPUT=VALUE", help="help-set-figure")] = None,
    allow_outside: AllowOutside = False,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """Score workbooks."""
    from xhht_score.cli.scoring import read_beside, readings_of, run_score, which_side

    desk = open_desk(quiet, no_color)
    criteria, lower_criteria = trusted(criteria, allow_outside), trusted(lower_criteria, allow_outside)
    desk.reads(*files, lower, last_year, sets=[criteria, lower_criteria])
    desk.aim(form, output, ANSWERS if supposed else FORMATS, delimiter=delimiter)
    side = which_side(which, "both")
    beside = read_beside(
        desk,
        lower,
        last_year,
        criteria=criteria,
        lower_criteria=lower_criteria,
        which=side,
        readings=readings_of(reading or ()),
    )
    return run_score(desk, files, beside, brief=brief, criteria=criteria, require=require, supposed=supposed or ())


@every.command(cls=Command, help="help-validate", short_help="short-validate", epilog="example-validate")
def validate(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="help-paths", readable=False)],
    form: CheckFormat = None,
    output: Output = None,
    criteria: Criteria = None,
    allow_outside: AllowOutside = False,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """Check criteria files, their cases, and workbooks."""
    from xhht_score.cli.validating import run_validate

    desk = open_desk(quiet, no_color)
    criteria = trusted(criteria, allow_outside)
    desk.reads(*paths, sets=[criteria])
    desk.aim(form, output, ("table", "json", "github"))
    return run_validate(desk, paths, criteria=criteria, outside=allow_outside)


@every.command(cls=Command, help="help-report", short_help="short-report", epilog="example-report")
def report(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE", help="help-files", readable=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help="help-all")] = False,
    directory: Annotated[Path | None, typer.Option("--dir", metavar="DIR", help="help-dir", readable=False)] = None,
    form: FormatOption = None,
    output: Output = None,
    delimiter: DelimiterOption = None,
    criteria: Criteria = None,
    require: Require = None,
    which: WhichOption = None,
    reading: ReadingOption = None,
    by: Annotated[str | None, typer.Option("--by", metavar="parent|FACT", help="help-by")] = None,
    plans: Annotated[bool, typer.Option("--plan", help="help-report-plan")] = False,
    jobs: Annotated[int | None, typer.Option("--jobs", parser=whole, metavar="N", help="help-jobs")] = None,
    allow_outside: AllowOutside = False,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """Report on many workbooks."""
    begin_several(files or [], directory, jobs)
    from xhht_score.cli.reporting import gather, run_report
    from xhht_score.cli.scoring import readings_of, which_side

    desk = open_desk(quiet, no_color)
    found = gather(files or [], everything, directory)
    criteria = trusted(criteria, allow_outside)
    desk.reads(*found.paths, sets=[criteria])
    desk.aim(form, output, FORMATS, delimiter=delimiter)
    side = which_side(which, "self")
    turned = readings_of(reading or ())
    return run_report(
        desk, found, criteria=criteria, require=require, jobs=jobs, which=side, readings=turned, by=by, plans=plans
    )


@every.command(cls=Command, help="help-compare", short_help="short-compare", epilog="example-compare")
def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="help-compare-old", readable=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="help-compare-new", readable=False)],
    form: ChangesFormat = None,
    output: Output = None,
    criteria: Criteria = None,
    old_criteria: OldCriteria = None,
    which: WhoseOption = None,
    jobs: Annotated[int | None, typer.Option("--jobs", parser=whole, metavar="N", help="help-jobs")] = None,
    allow_outside: AllowOutside = False,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """Compare the forms of two times."""
    from xhht_score.api.compared import gather_both
    from xhht_score.cli.comparing import run_compare, whose_result

    desk = open_desk(quiet, no_color)
    criteria, old_criteria = trusted(criteria, allow_outside), trusted(old_criteria, allow_outside)
    desk.reads(old, new, sets=[criteria, old_criteria])
    desk.aim(form, output, CHANGES)
    side, both = whose_result(which), gather_both(old, new)
    return run_compare(desk, both, criteria=criteria, old_criteria=old_criteria, which=side, jobs=jobs)


@every.command(cls=Command, help="help-verify", short_help="short-verify", epilog="example-verify")
def verify(
    papers: Annotated[list[Path], typer.Argument(metavar="PAPER", help="help-papers", readable=False)],
    forms: Annotated[
        list[Path], typer.Option("--form", "-F", metavar="FILE|DIR", help="help-proof-form", readable=False)
    ],
    templates: TemplatesOption = None,
    office: OfficeOption = None,
    criteria: Criteria = None,
    lower: Lower = None,
    lower_criteria: LowerCriteria = None,
    last_year: LastYear = None,
    form: AnswerFormat = None,
    output: Output = None,
    allow_outside: AllowOutside = False,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """Hold papers against the forms they were made from."""
    from xhht_score.cli.proving import inputs_of, run_verify
    from xhht_score.cli.scoring import read_beside

    desk = open_desk(quiet, no_color)
    criteria, lower_criteria = trusted(criteria, allow_outside), trusted(lower_criteria, allow_outside)
    desk.reads(*papers, *forms, office, lower, last_year, sets=[criteria, lower_criteria])
    desk.aim(form, output, ANSWERS)
    beside = read_beside(desk, lower, last_year, criteria=criteria, lower_criteria=lower_criteria)
    return run_verify(desk, papers, inputs_of(forms, templates, office, criteria, beside))


@every.command(cls=Command, help="help-explain", short_help="short-explain", epilog="example-explain")
def explain(
    file: OneFile,
    indicator: Annotated[str, typer.Argument(metavar="INDICATOR", help="help-indicator", autocompletion=indicators)],
    form: AnswerFormat = None,
    output: Output = None,
    criteria: Criteria = None,
    lower: Lower = None,
    lower_criteria: LowerCriteria = None,
    last_year: LastYear = None,
    reading: ReadingOption = None,
    allow_outside: AllowOutside = False,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """Show how one number arose."""
    from xhht_score.cli.scoring import read_beside, readings_of, run_explain

    desk = open_desk(quiet, no_color)
    criteria, lower_criteria = trusted(criteria, allow_outside), trusted(lower_criteria, allow_outside)
    desk.reads(file, lower, last_year, sets=[criteria, lower_criteria])
    desk.aim(form, output, ANSWERS)
    turned = readings_of(reading or ())
    beside = read_beside(desk, lower, last_year, criteria=criteria, lower_criteria=lower_criteria, readings=turned)
    return run_explain(desk, file, indicator, beside, criteria=criteria)


@every.command(cls=Command, help="help-plan", short_help="short-plan", epilog="example-plan")
def plan(
    files: Files,
    level: Annotated[
        str | None, typer.Option("--level", metavar="LEVEL", help="help-plan-level", autocompletion=levels)
    ] = None,
    keep: Annotated[list[str] | None, typer.Option("--keep", metavar="INDICATOR", help="help-keep")] = None,
    at_most: Annotated[list[str] | None, typer.Option("--at-most", metavar="INPUT=N", help="help-at-most")] = None,
    budget: Annotated[str | None, typer.Option("--budget", metavar="N", help="help-budget")] = None,
    plans: Annotated[int | None, typer.Option("--plans", parser=whole, metavar="N", help="help-plans")] = None,
    check: Annotated[bool, typer.Option("--check", help="help-plan-check")] = False,
    form: AnswerFormat = None,
    output: Output = None,
    criteria: Criteria = None,
    which: WhoseOption = None,
    reading: ReadingOption = None,
    allow_outside: AllowOutside = False,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """Find the cheapest way to a level."""
    from xhht_score.cli.comparing import whose_result
    from xhht_score.cli.planning import Wish, run_check, run_plan
    from xhht_score.cli.scoring import readings_of

    desk = open_desk(quiet, no_color)
    criteria = trusted(criteria, allow_outside)
    desk.reads(*files, sets=[criteria])
    desk.aim(form, output, ANSWERS)
    wish = Wish(level, keep or (), at_most or (), budget, plans or 1)
    side, turned = whose_result(which), readings_of(reading or ())
    if check:
        return run_check(desk, files, criteria=criteria, which=side, readings=turned)
    return run_plan(desk, files, wish, criteria=criteria, which=side, readings=turned)


@every.command(cls=Command, help="help-template", short_help="short-template", epilog="example-template")
def template(
    criteria_set: CriteriaOption,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE|DIR", help="help-template-output", readable=False)
    ] = None,
    source: Annotated[Path | None, typer.Option("--from", metavar="FILE|DIR", help="help-from", readable=False)] = None,
    unit: Annotated[str, typer.Option("--unit", metavar="NAME", help="help-unit")] = "",
    code: Annotated[str, typer.Option("--code", metavar="CODE", help="help-code")] = "",
    parent: Annotated[str, typer.Option("--parent", metavar="CODE", help="help-parent")] = "",
    fact: Annotated[list[str] | None, typer.Option("--fact", metavar="NAME=CHOICE", help="help-fact")] = None,
    year: Annotated[int | None, typer.Option("--year", parser=whole, metavar="YYYY", help="help-year")] = None,
    last_year: Annotated[
        Path | None, typer.Option("--last-year", metavar="FILE|DIR", help="help-filled-from", readable=False)
    ] = None,
    form: MadeFormat = None,
    force: Force = False,
    allow_outside: AllowOutside = False,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """Write a form to fill in."""
    from xhht_score.cli.templates import WantedForm, run_template

    desk = open_desk(quiet, no_color)
    desk.aim(form, formats=MADE)
    wanted = WantedForm(unit, code, year, force, parent, tuple(fact or ()), last_year, form)
    return run_template(desk, trusted(criteria_set, allow_outside), output, source, wanted)


@every.command(cls=Command, help="help-split", short_help="short-split", epilog="example-split")
def split(
    file: OneFile,
    directory: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="help-split-output", readable=False)],
    by: Annotated[Path | None, typer.Option("--by", metavar="LIST", help="help-split-by", readable=False)] = None,
    form: ShownFormat = None,
    criteria: MadeFor = None,
    force: Force = False,
    allow_outside: AllowOutside = False,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """Split a form among its assignees."""
    from xhht_score.cli.parts import run_split

    desk = open_desk(quiet, no_color)
    desk.aim(form, formats=ANSWERS)
    return run_split(desk, file, directory, by=by, criteria=trusted(criteria, allow_outside), force=force)


@every.command(cls=Command, help="help-merge", short_help="short-merge", epilog="example-merge")
def merge(
    parts: Annotated[list[Path], typer.Argument(metavar="PART", help="help-parts", readable=False)],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FORM", help="help-merge-output", readable=False)],
    form: ShownFormat = None,
    criteria: MadeFor = None,
    force: Force = False,
    allow_outside: AllowOutside = False,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """Merge parts into one form."""
    from xhht_score.cli.inputs import meant
    from xhht_score.cli.parts import run_merge

    desk = open_desk(quiet, no_color)
    desk.aim(form, formats=ANSWERS)
    return run_merge(desk, meant(parts), output, criteria=trusted(criteria, allow_outside), force=force)


@every.command(cls=Command, help="help-status", short_help="short-status", epilog="example-status")
def status(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="help-status-dir", readable=False)],
    form: AnswerFormat = None,
    output: Output = None,
    criteria: MadeFor = None,
    allow_outside: AllowOutside = False,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """Show who has delivered what."""
    from xhht_score.cli.parts import run_status

    desk = open_desk(quiet, no_color)
    criteria = trusted(criteria, allow_outside)
    desk.reads(directory, sets=[criteria])
    desk.aim(form, output, ANSWERS)
    return run_status(desk, directory, criteria=criteria)


@every.command(cls=Command, help="help-repair", short_help="short-repair", epilog="example-repair")
def repair(
    context: typer.Context,
    file: OneFile,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FORM", help="help-repair-output", readable=False)],
    criteria: Annotated[
        str | None,
        typer.Option("--criteria", "-c", metavar="FILE|ID", help="help-repair-criteria", autocompletion=set_names),
    ] = None,
    force: Force = False,
    allow_outside: AllowOutside = False,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="vi|en", help="help-repair-lang", autocompletion=one_of(LANGUAGES))
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Make a clean form of an old one."""
    from xhht_score.cli.forms import run_repair

    asked = lang or context.find_root().params.get("lang")
    language = run.words.language if asked else None
    criteria = trusted(criteria, allow_outside)
    return run_repair(open_desk(quiet, True), file, output, criteria=criteria, language=language, force=force)


@every.command(cls=Command, help="help-dossier", short_help="short-dossier", epilog="example-dossier")
def dossier(
    files: Annotated[list[Path], typer.Argument(metavar="FORM", help="help-dossier-files", readable=False)],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="help-dossier-output", readable=False)],
    office: OfficeOption = None,
    templates: TemplatesOption = None,
    stage: Annotated[
        str | None,
        typer.Option("--stage", metavar="unit|council", help="help-stage", autocompletion=one_of(("unit", "council"))),
    ] = None,
    criteria: Criteria = None,
    reading: ReadingOption = None,
    force: Force = False,
    allow_outside: AllowOutside = False,
    lang: Lang = None,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> int:
    """Write the papers of a dossier."""
    from xhht_score.cli.dossier import WantedDossier, run_dossier
    from xhht_score.cli.scoring import readings_of

    criteria = trusted(criteria, allow_outside)
    wanted = WantedDossier(criteria, readings_of(reading or ()), office, templates, stage, force)
    return run_dossier(open_desk(quiet, no_color), files, output, wanted)
