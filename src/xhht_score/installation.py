"""Where the files that come with the program stand."""

from __future__ import annotations

from pathlib import Path


def shipped_directory() -> Path:
    """Give the folder of the shipped sets: beside the package where it was installed, else in the checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parents[1] / "criteria"
