"""Makes the pictures of the form on docs/form.md and of pages, and counts pages; on demand only, as fonts differ.

python docs/pictures.py           draw the pictures, with LibreOffice, poppler and ImageMagick
python docs/pictures.py --html    draw pages of HTML only, with Chromium and ImageMagick
python docs/pictures.py --pages   count the pages of a blank form of every shipped set, with LibreOffice and poppler
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from xhht_score import split_form, write_form

TOP = Path(__file__).resolve().parents[1]
IMAGES = TOP / "docs" / "images"
FORM = TOP / "examples" / "bathuoc.xlsx"
#: The same example as 0.1.0 wrote it.
BEFORE = TOP / "tests" / "generations" / "0.1.0" / "bathuoc.xlsx"
PART = "lao-dong"
SETS = (
    "thanh-hoa-2020", "tt22-2020-don-vi", "tt24-2023-huyen", "tt24-2023-tinh",
    "tt25-2023-huyen", "tt25-2023-tinh", "tt25-2023-xa",
)  # fmt: skip
#: What only the first page of each sheet says, in the order of the sheets.
SHEETS = {
    "Thông tin": "Chỉ điền vào các ô",
    "Tự đánh giá": "Số liệu cần nhập",
    "Kết quả": "Kết quả tự tính:",
    "Thẩm định": "Dành cho hội đồng",
    "Hướng dẫn": "1. Điền tên đơn vị",
}
_DOTS, _COLOURS = 110, 64
#: What is drawn of a page: the picture, the places on telephones (none: a screen), width and height, dark or not.
REPORT = TOP / "examples" / "report.html"
HTML_PICTURES = (
    ("page-report", (), (1280, 1330), False),
    ("page-report-dark", (), (1024, 900), True),
    ("page-report-phone", ("", "#figure-1", "#figure-2"), (360, 900), False),
)
CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip


class Picture(NamedTuple):
    """A page to draw: whose form, the sheet, which of its pages (-1 is the last one), how much of it from above."""

    name: str
    form: str
    sheet: str
    page: int
    share: float


PICTURES = (
    Picture("form-info", "now", "Thông tin", 0, 0.35),
    Picture("form-answers", "now", "Tự đánh giá", 0, 1),
    Picture("form-answers-last", "now", "Tự đánh giá", -1, 0.6),
    Picture("form-results", "now", "Kết quả", 0, 0.45),
    Picture("form-appraisal", "now", "Thẩm định", -1, 1),
    Picture("form-guide", "now", "Hướng dẫn", 0, 1),
    Picture("form-part", "part", "Tự đánh giá", 0, 0.6),
)


def main() -> None:
    """Draw the pictures, or count pages."""
    with tempfile.TemporaryDirectory() as scratch:
        if "--pages" in sys.argv[1:]:
            count(Path(scratch))
            return
        if "--html" not in sys.argv[1:]:
            draw_all(Path(scratch))
        draw_pages(Path(scratch))


def draw_all(scratch: Path) -> None:
    """Print the forms, find the pages, and draw each."""
    parts = split_form(FORM, scratch / "parts").paths
    forms = {"now": FORM, "part": next(one for one in parts if one.stem.endswith(PART)), "before": BEFORE}
    printed = {name: printed_form(form, scratch / name) for name, form in forms.items()}
    for one in PICTURES:
        pages = sheets_of(printed[one.form])[one.sheet]
        draw(printed[one.form], pages[one.page], one.share, IMAGES / f"{one.name}.png")
    texts = pages_of(printed["before"])
    left = next(at for at, text in enumerate(texts, 1) if "Giátrị" in text) - 1
    halves = [draw(printed["before"], left + at, 1, scratch / f"half{at}.png") for at in (0, 1)]
    run("convert", *map(str, halves), "+append", "-resize", "1600x", *_few_colours(IMAGES / "form-before.png"))


def draw_pages(scratch: Path) -> None:
    """Draw pages of HTML: a screen, and telephones side by side, each in a frame of its own width."""
    for name, telephones, (width, height), dark in HTML_PICTURES:
        frames = "".join(f'<iframe src="{REPORT.as_uri()}{place}" width="{width}" height="{height}"></iframe>'
                         for place in telephones)  # fmt: skip
        page = scratch / f"{name}.html"
        page.write_text(f"<style>* {{ margin: 0; border: 0 }} iframe {{ margin-right: 16px }}</style>{frames}", "utf-8")
        shown = REPORT if not telephones else page
        whole = (width + 20) * len(telephones) if telephones else width
        scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
        picture = IMAGES / f"{name}.png"
        run("chromium", *CHROMIUM, f"--user-data-dir={scratch / 'browser'}", scheme, f"--window-size={whole},{height}",
            f"--screenshot={picture}", shown.as_uri())  # fmt: skip
        run("convert", str(picture), *_few_colours(picture))


def count(scratch: Path) -> None:
    """Print how many pages each sheet of a blank form of each set has, of the example, and of the same in 0.1.0."""
    forms = {one: write_form(one, scratch / f"{one}.xlsx").paths[0] for one in SETS} | {"examples/bathuoc.xlsx": FORM}
    print(row(("set", *SHEETS, "pages")), row(("---", *("--:" for _ in SHEETS), "--:")), sep="\n")
    for name, form in forms.items():
        pages = [len(one) for one in sheets_of(printed_form(form, scratch)).values()]
        print(row((f"`{name}`", *map(str, pages), str(sum(pages)))))
    print("the example as 0.1.0 wrote it:", len(pages_of(printed_form(BEFORE, scratch / "before"))))


def row(cells: Iterable[str]) -> str:
    """Give a row of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def sheets_of(printed: Path) -> dict[str, list[int]]:
    """Give the numbers of the pages of each sheet that is printed, counted from 1."""
    found: dict[str, list[int]] = {}
    coming = [*SHEETS]
    for number, text in enumerate(pages_of(printed), 1):
        start = next((name for name in coming if squeezed(SHEETS[name]) in text), None)
        if start is not None:
            coming = coming[coming.index(start) + 1 :]
            found[start] = []
        found[[*found][-1]].append(number)
    return found


def pages_of(printed: Path) -> list[str]:
    """Give the text of each page without white space, which a PDF puts anywhere."""
    return [squeezed(one) for one in run("pdftotext", "-layout", str(printed), "-").split("\f")[:-1]]


def printed_form(form: Path, folder: Path) -> Path:
    """Print a form to a PDF file in a folder."""
    profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(form))
    return folder / f"{form.stem}.pdf"


def draw(printed: Path, page: int, share: float, picture: Path) -> Path:
    """Draw the upper part of one page as a PNG file of few colours."""
    about = run("pdfinfo", "-f", str(page), "-l", str(page), str(printed))
    size = next(line for line in about.splitlines() if line.startswith("Page") and "size" in line)
    width, height = (float(word) * _DOTS / 72 for word in size.split(":")[1].split()[:3:2])
    part = ["-x", "0", "-y", "0", "-W", str(int(width)), "-H", str(int(height * share))]
    number = ["-f", str(page), "-l", str(page), "-singlefile"]
    run("pdftoppm", "-png", "-r", str(_DOTS), *number, *part, str(printed), str(picture.with_suffix("")))
    run("convert", str(picture), *_few_colours(picture))
    return picture


def _few_colours(picture: Path) -> list[str]:
    """Give how ImageMagick is to write a picture so that its file is small."""
    return ["+dither", "-colors", str(_COLOURS), "-strip", f"PNG8:{picture}"]


def squeezed(text: str) -> str:
    """Give a text without white space."""
    return "".join(text.split())


def run(*command: str) -> str:
    """Run a program and give what it prints."""
    return subprocess.run(command, check=True, capture_output=True, timeout=300).stdout.decode("utf-8")


if __name__ == "__main__":
    main()
