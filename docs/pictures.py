"""Makes the pictures of the form on docs/form.md, with LibreOffice and poppler; on demand only, as fonts differ.

python docs/pictures.py
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
FORM = TOP / "examples" / "bathuoc.xlsx"
#: The name of each picture, what its page says at the top, how many pages after that, and how much of it is shown.
PICTURES = (
    ("form-info", "Chỉ điền vào các ô", 0, 0.36),
    ("form-answers", "đã nhập 38/38", 0, 0.90),
    ("form-points", "đã nhập 38/38", 1, 0.90),
    ("form-results", "Kết quả tự tính", 0, 0.68),
)
_DOTS = 96


def main() -> None:
    """Print the form, find the pages, and draw each."""
    with tempfile.TemporaryDirectory() as scratch:
        profile = f"-env:UserInstallation={Path(scratch, 'profile').as_uri()}"
        run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", scratch, str(FORM))
        printed = Path(scratch, f"{FORM.stem}.pdf")
        pages = run("pdftotext", "-layout", str(printed), "-").split("\f")
        for name, said, further, share in PICTURES:
            page = 1 + further + next(at for at, text in enumerate(pages) if squeezed(said) in squeezed(text))
            draw(printed, page, share, TOP / "docs" / "images" / name)


def draw(printed: Path, page: int, share: float, picture: Path) -> None:
    """Draw the upper part of one page as a PNG file."""
    about = run("pdfinfo", "-f", str(page), "-l", str(page), str(printed))
    size = next(line for line in about.splitlines() if line.startswith("Page") and "size" in line)
    width, height = (float(word) * _DOTS / 72 for word in size.split(":")[1].split()[:3:2])
    part = ["-x", "0", "-y", "0", "-W", str(int(width)), "-H", str(int(height * share))]
    number = ["-f", str(page), "-l", str(page), "-singlefile"]
    run("pdftoppm", "-png", "-r", str(_DOTS), *number, *part, str(printed), str(picture))


def squeezed(text: str) -> str:
    """Give a text without white space, which a PDF puts anywhere."""
    return "".join(text.split())


def run(*command: str) -> str:
    """Run a program and give what it prints."""
    return subprocess.run(command, check=True, capture_output=True, timeout=300).stdout.decode("utf-8")


if __name__ == "__main__":
    main()
