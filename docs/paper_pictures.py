"""Makes the pictures of papers on docs/papers.md; on demand only, as fonts differ.

python docs/paper_pictures.py           draw them, with LibreOffice, poppler and ImageMagick
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from xhht_score import write_dossier

TOP = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TOP / "tests"), str(TOP / "examples")]
filled = import_module("filled")  # of the tests, which fill in the council's sheet
IMAGES = TOP / "docs" / "images"
#: What the council writes into the form of the example commune.
APPRAISAL = {"appraised_1": 3_100, "appraised_reason": "Đối chiếu danh sách: trừ 27 người trùng tên"}
OFFICE = """\
unit:
  place: Mẫu Một
  number: 12
  date: 2025-02-20
  signer: {authority: TM. ỦY BAN NHÂN DÂN, position: CHỦ TỊCH, name: Nguyễn Văn Mẫu}
council: {place: Huyện Mẫu}
decider: {place: Huyện Mẫu, superior: Ủy ban nhân dân huyện Mẫu}
"""
_DOTS, _COLOURS = 60, 16


def main() -> None:
    """Draw the papers of the unit and those of the council, the first page of each."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        office = folder / "office.yaml"
        office.write_text(OFFICE, encoding="utf-8")
        form = folder / "xa-01.xlsx"
        one = filled.form_of("xa-01")
        for field, value in APPRAISAL.items():
            one.cell("5.1", field).value = value
        one.book.save(form)
        for stage, shown in (("unit", (0, 1, 2)), ("council", (0, 1, 4))):
            paths = write_dossier(form, folder / stage, office=office, stage=stage).paths
            draw([paths[at] for at in shown], folder / stage, IMAGES / f"papers-{stage}.png")


def draw(papers: Sequence[Path], folder: Path, target: Path) -> None:
    """Draw the first pages of some papers side by side."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, papers))
    pages = []
    for number, paper in enumerate(papers):
        page = folder / f"page{number}"
        pdf = paper.with_suffix(".pdf")
        run("pdftoppm", "-r", str(_DOTS), "-png", "-f", "1", "-l", "1", "-singlefile", str(pdf), str(page))
        pages.append(f"{page}.png")
    tiles = ("-tile", f"{len(pages)}x1", "-geometry", "+6+6", "-background", "#888")
    run("montage", *pages, *tiles, "-colors", str(_COLOURS), "-define", "png:compression-level=9", str(target))


def run(*line: str) -> None:
    """Run a program; raises where it fails."""
    subprocess.run(line, check=True, capture_output=True)


if __name__ == "__main__":
    main()
