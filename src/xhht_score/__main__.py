"""Lets the package be run: `python -m xhht_score`."""

import sys

from xhht_score.processes import leave_working_folder

if __name__ == "__main__":
    leave_working_folder()  # which -m has put first
    from xhht_score.cli.main import main

    sys.exit(main())
