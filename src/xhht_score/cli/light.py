"""Makes a start cost less, and what is made of forms: fewer searches for garbage, and none for plugins."""

from __future__ import annotations

import gc
import os
import sys
from types import ModuleType

#: Objects that come up between two searches for garbage, and so many of these searches go by before one that looks at
#: what the earlier ones left. What a command makes lives until it is written, and next to nothing of it is garbage that
#: goes round in a circle (a thousand objects of 400,000): at Python's own 700 and 10, looking through it time and again
#: takes a fifth of a large form, and each search a tenth of one. A form of 2,000 indicators comes to a million.
_BETWEEN_SEARCHES = (2_000_000, 100)


def lighten() -> None:
    """Let this process search for garbage seldom, and for no plugins of the validation library."""
    gc.set_threshold(*_BETWEEN_SEARCHES)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some would slow every start
    _leave_plugins_out()


def _leave_plugins_out() -> None:
    """Stand in for what finds plugins of the validation library: even to find none, it loads what knows of packages.

    That is email, sockets and CSV, a twentieth of a start. Where the library looks for plugins elsewhere one day, this
    is not asked, and nothing else changes.
    """
    finder = ModuleType("pydantic.plugin._loader")
    vars(finder).update(get_plugins=tuple)
    if os.environ["PYDANTIC_DISABLE_PLUGINS"] == "__all__":
        sys.modules.setdefault(finder.__name__, finder)
