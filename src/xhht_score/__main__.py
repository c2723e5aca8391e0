"""Lets the package be run: `python -m xhht_score`."""

import sys

if __name__ == "__main__":
    found = sys.path[:]
    del sys.path[0]  # the working folder, which -m puts first; whatever Python imported before this is out of our hands
    from xhht_score.processes import leave_working_folder

    sys.path[:] = found
    leave_working_folder()
    from xhht_score.cli.main import main

    sys.exit(main())
