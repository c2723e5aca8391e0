"""Examples of what is wrong with files and with the words of a command: a command line in a prepared folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import copy

from broken_files import foreign
from catalogue_entries.example import Example
from filled import QUIET, file_of
from make import CRITERIA, HERE

FORM = "sam-son.xlsx"


def with_form(folder: Path) -> str:
    """Write the form of a unit, with which nothing is wrong."""
    (folder / FORM).write_bytes(file_of("samson", answers=QUIET))
    return ""


def _example(
    code: str,
    line: str,
    place: str = "",
    how: str = "",
    make: Callable[[Path], object] = lambda _: None,
    environment: Mapping[str, str] | None = None,
) -> Example:
    """Give an example whose folder holds what `make` writes, and whose problem stands at `place`."""

    def prepare(folder: Path) -> str:
        make(folder)
        return place

    return Example(
        code, tuple(line.split()), prepare, how, own_folder=True, environment=environment or {}, worded=code == "usage"
    )  # fmt: skip


def _twins(folder: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        (folder / name).write_bytes(file_of("samson", answers=QUIET))


def _namesakes(folder: Path) -> None:
    (folder / "a.xlsx").write_bytes(file_of("samson"))
    (folder / "b.xlsx").write_bytes(file_of("samson", code=None))


def _mixed(folder: Path) -> None:
    (folder / "bieu").mkdir(exist_ok=True)
    (folder / "bieu" / "luong.xlsx").write_bytes(foreign())
    with_form(folder / "bieu")


def _other_yaml(folder: Path) -> None:
    (folder / "bo").mkdir(exist_ok=True)
    (folder / "bo" / "docker.yaml").write_text("version: 3\nservices: {}\n", encoding="utf-8")
    (folder / "bo" / FORM).write_bytes(file_of("samson"))


def _pipe(folder: Path) -> None:
    with_form(folder)
    os.mkfifo(folder / "ong.yaml")


def _linked(folder: Path) -> None:
    with_form(folder)
    (folder / "diem.md").symlink_to("khong-co.md")


HAS_FORM = f"`{FORM}` is a sound form."

EXAMPLES = (
    _example("file-missing", f"score {FORM}", FORM, "The folder is empty."),
    _example("file-is-directory", "score bieu", "bieu", "`bieu` is a folder.",
             lambda folder: (folder / "bieu").mkdir(exist_ok=True)),
    _example("workbook-is-set", "score bo.yaml", "bo.yaml", "`bo.yaml` is a criteria set.",
             lambda folder: copy(HERE.parent / "criteria" / f"{CRITERIA}.yaml", folder / "bo.yaml")),
    _example("set-is-workbook", f"score {FORM} --criteria {FORM}", FORM, HAS_FORM, with_form),
    _example("file-unreadable", f"score {FORM}/trang-1.xlsx", f"{FORM}/trang-1.xlsx",
             f"`{FORM}` is a form and no folder.", with_form),
    _example("file-not-regular", f"score {FORM} --criteria ong.yaml", "ong.yaml",
             f"{HAS_FORM} `ong.yaml` is a pipe.", _pipe),
    _example("directory-missing", "report --dir bieu", "bieu", "The folder is empty."),
    _example("output-unwritable", f"split {FORM} -o phan/2020", "phan/2020",
             f"{HAS_FORM} The folder `phan` does not exist.", with_form),
    _example("output-is-input", f"merge {FORM} -o {FORM} --force", FORM, HAS_FORM, with_form),
    _example("output-is-link", f"score {FORM} -o diem.md", "diem.md",
             f"{HAS_FORM} `diem.md` is a link to a file that does not exist.", _linked),
    _example("output-is-device", f"repair {FORM} -o NUL.xlsx", "NUL.xlsx", HAS_FORM, with_form),
    _example("output-exists", f"template {CRITERIA} -o {FORM}", FORM, f"`{FORM}` is there already.", with_form),
    _example("output-format-unknown", f"explain {FORM} 1.1 -f xml", "", HAS_FORM, with_form),
    _example("sheet-needs-output", f"score {FORM} -f xlsx", "", HAS_FORM, with_form),
    _example("delimiter-unknown", f"score {FORM} -f csv --delimiter ||", "", HAS_FORM, with_form),
    _example("delimiter-without-csv", f"report {FORM} -f md --delimiter ;", "", HAS_FORM, with_form),
    _example("unknown-file-kind", "validate ghi-chu.txt", "ghi-chu.txt", "`ghi-chu.txt` is a text.",
             lambda folder: (folder / "ghi-chu.txt").write_text("ghi chú", encoding="utf-8")),
    _example("nothing-found", "report --dir bieu", "bieu", "The folder `bieu` is empty.",
             lambda folder: (folder / "bieu").mkdir(exist_ok=True)),
    _example("usage", "score"),
    _example("no-such-command", "scor"),
    _example("report-what", "report"),
    _example("unknown-level", f"score {FORM} --require gold", "", HAS_FORM, with_form),
    _example("unknown-indicator-asked", f"explain {FORM} 2.02", FORM, HAS_FORM, with_form),
    _example("group-unknown", f"report {FORM} --by huyện", "", HAS_FORM, with_form),
    _example("from-another-form", f"template {CRITERIA} --from {FORM} --parent 38 -o moi.xlsx", FORM, HAS_FORM,
             with_form),
    _example("which-unknown", f"score {FORM} --which council", "", HAS_FORM, with_form),
    _example("reading-unclear", f"score {FORM} --reading thieu-thiet-che", "", HAS_FORM, with_form),
    _example("unknown-set", "template thanh-hoa-2002"),
    _example("duplicate-unit", "report a.xlsx b.xlsx", "a.xlsx", "Both are the form of one unit for one year.", _twins),
    _example("duplicate-name", "report a.xlsx b.xlsx", "b.xlsx", "The second form of the unit lacks its code.",
             _namesakes),
    _example("file-passed-over", "report --dir bieu", "bieu/luong.xlsx",
             f"`luong.xlsx` is another program's spreadsheet; `{FORM}` beside it is a sound form.", _mixed),
    _example("files-passed-over", "validate bo", "bo", "`docker.yaml` has no key of a criteria set.", _other_yaml),
    _example("input-unclear", f"score {FORM} --set 2.10", "", HAS_FORM, with_form),
    _example("input-unknown", f"score {FORM} --set 2.10.off=70", "", HAS_FORM, with_form),
    _example("input-twice", f"score {FORM} --set 3.8=8 --set 3.8.number=9", "", HAS_FORM, with_form),
    _example("input-out-of-bounds", f"score {FORM} --set 3.8=-1", "", HAS_FORM, with_form),
    _example("input-contradicts", f"score {FORM} --set 2.10.of=999999", "", HAS_FORM, with_form),
    _example("limit-passed", f"plan {FORM} --at-most 2.2.of=1", "", HAS_FORM, with_form),
    _example("limits-contradict", f"plan {FORM} --keep 2.2 --at-most 2.2.of=999", "", HAS_FORM, with_form),
    _example("budget-unclear", f"plan {FORM} --budget nhieu", "", HAS_FORM, with_form),
    _example("no-such-language", f"score {FORM} --lang fr"),
    _example("limit-unusable", f"score {FORM}", "", f"The variable `XHHT_MAX_MB` is `nhieu`. {HAS_FORM}", with_form,
             {"XHHT_MAX_MB": "nhieu"}),
)  # fmt: skip
