"""Kills commands at random moments while they write, and looks at what is left.

python tests/kills.py [COUNT] [--seed N]

Each kill is of one command that writes, SIGKILL at a random moment or while a file is half written. Asserted: every
output is absent, as it was, or whole; and after the next two runs of the command, side by side, all outputs are whole
and nothing else stands beside them.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
import zipfile
from collections import Counter
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, StringIO
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path

from xhht_score.cli.main import main as xhht

TOP = Path(__file__).resolve().parents[1]
FORMS = [TOP / "examples" / f"{unit}.xlsx" for unit in ("yendinh", "bathuoc", "samson")]
#: What is killed; RA stands for the output, PARTS for the folder with the parts of a form and a table of units.
COMMANDS = tuple(
    line.format(form=FORMS[0], forms=" ".join(map(str, FORMS)))
    for line in (
        "score {forms} -f md -o RA.md",
        "report {forms} -f json -o RA.json",
        "template thanh-hoa-2020 --from PARTS/bang.csv --force -o RA",
        "split {form} --force -o RA",
        "merge PARTS --force -o RA.xlsx",
        "repair {form} --force -o RA.xlsx",
    )
)
_UNITS = 4
_OLD = b"what stood here before"
_WRONG = ("HALF", "LOST", "LEFT OVER", "TAKEN FROM THE OTHER")


def run(words: list[str], folder: Path) -> None:
    """Run a command in a folder as the whole of this process, which says nothing."""
    os.chdir(folder)
    for number in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), number)
    os._exit(xhht([*words, "--quiet"]))


def here(line: str, folder: Path, parts: Path) -> None:
    """Run a command in a folder within this process."""
    with chdir(folder), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        assert xhht([*line.replace("PARTS", str(parts)).split(), "--quiet"]) in (0, 2)


def started(line: str, folder: Path, parts: Path) -> ForkProcess:
    """Start a command in a folder; the process is a fork of this one, which has imported everything."""
    process = get_context("fork").Process(target=run, args=(line.replace("PARTS", str(parts)).split(), folder))
    process.start()
    return process


def finished(process: ForkProcess) -> None:
    process.join()
    assert process.exitcode in (0, 2), process.exitcode


def killed(process: ForkProcess, folder: Path, seconds: float, rng: random.Random) -> None:
    """Kill a process: every other time at any moment, else soon after a new file stands among its outputs."""
    end, seen = time.monotonic() + seconds * rng.uniform(0.3, 1.02), rng.randint(1, 4)
    wait = rng.random() < 0.5
    while process.is_alive() and (wait or time.monotonic() < end):
        names = {path.name for path in folder.rglob(".*")} if wait else set()
        seen -= bool(names)
        if wait and names and seen <= 0:
            time.sleep(rng.random() / 1000)
            break
    process.kill()
    process.join()


def files(folder: Path) -> dict[str, bytes]:
    """Give what every file below a folder holds, by its path in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def is_whole(content: bytes, wanted: bytes) -> bool:
    """Tell whether an output is written to its end; forms differ from run to run in the times that they hold."""
    if not wanted.startswith(b"PK"):
        return content == wanted
    try:
        with zipfile.ZipFile(BytesIO(content)) as book, zipfile.ZipFile(BytesIO(wanted)) as other:
            return book.testzip() is None and book.namelist() == other.namelist()
    except zipfile.BadZipFile:
        return False


def kill(
    line: str, folder: Path, parts: Path, wanted: dict[str, bytes], seconds: float, rng: random.Random
) -> Counter[str]:
    """Kill a command, look at its outputs, run it twice side by side, and give what was found, counted."""
    found: Counter[str] = Counter()
    there = {name for name in wanted if rng.random() < 0.5}
    for name in there:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(_OLD)
    killed(started(line, folder, parts), folder, seconds, rng)
    left = files(folder)
    for name, content in left.items():
        if name not in wanted:
            found["left over until the next run"] += 1
        elif content == _OLD and name in there:
            found["as it was"] += 1
        else:
            found["whole" if is_whole(content, wanted[name]) else "HALF"] += 1
    found["absent"] += len(wanted.keys() - left.keys() - there)
    found["LOST"] += len(there - left.keys())
    for process in [started(line, folder, parts) for _ in range(2)]:
        finished(process)
    after = files(folder)
    found["LEFT OVER"] += len(after.keys() - wanted.keys())
    found["TAKEN FROM THE OTHER"] += sum(
        not is_whole(after.get(name, b""), content) for name, content in wanted.items()
    )
    return found


def kills(count: int, seed: int) -> Counter[str]:
    """Kill so many commands, and give what was found; what is in capitals should be 0."""
    rng, found = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as place:
        top, parts = Path(place), Path(place, "parts")
        here(f"split {FORMS[0]} -o {parts}", top, parts)
        rows = "".join(f"Huyện {number},{number:03}\n" for number in range(1, _UNITS + 1))
        (parts / "bang.csv").write_text(f"name,code\n{rows}", encoding="utf-8")
        known: dict[str, tuple[dict[str, bytes], float]] = {}
        for number in range(count):
            line, folder = COMMANDS[number % len(COMMANDS)], top / "killed"
            if line not in known:
                folder.mkdir()
                here(line, folder, parts)  # so that what it imports and keeps need not be had anew by each process
                wanted = files(folder)
                began = time.monotonic()
                finished(started(line, folder, parts))
                known[line] = wanted, time.monotonic() - began
                shutil.rmtree(folder)
            wanted, seconds = known[line]
            folder.mkdir()
            found += kill(line, folder, parts, wanted, seconds, rng)
            shutil.rmtree(folder)
    return found


def main() -> int:
    """Kill, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=20)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    found = kills(asked.count, asked.seed)
    wrong = {name: found[name] for name in _WRONG}
    print(f"{asked.count} kills, seed {asked.seed}: {dict(found)}; {wrong}")
    return 1 if any(wrong.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
