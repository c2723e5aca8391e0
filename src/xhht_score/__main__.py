"""Lets the package be run: `python -m xhht_score`."""

import sys

from xhht_score.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
