"""Changes cells of a workbook in LibreOffice as a user does; run by the Python that LibreOffice comes with.

    python3 uno_edit.py PIPE < '{"file": …, "out": …, "changes": [[sheet, cell, value], …]}'

Connects to the office that listens on a pipe, and prints the height of each changed cell's row before and after.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any


def main() -> None:
    import uno
    from com.sun.star.beans import PropertyValue

    asked = json.load(sys.stdin)
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    there = connected(resolver, f"uno:pipe,name={sys.argv[1]};urp;StarOffice.ComponentContext")
    desktop = there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
    document = desktop.loadComponentFromURL(
        Path(asked["file"]).as_uri(), "_blank", 0, (PropertyValue("Hidden", 0, True, 0),)
    )
    heights = []
    for sheet, name, value in asked["changes"]:
        cell = document.Sheets.getByName(sheet).getCellRangeByName(name)
        row = cell.Rows.getByIndex(0)
        before = row.Height
        if isinstance(value, str):
            cell.String = value
        else:
            cell.Value = value
        heights.append([before, row.Height])
    document.storeToURL(Path(asked["out"]).as_uri(), (PropertyValue("FilterName", 0, "Calc MS Excel 2007 XML", 0),))
    document.close(True)
    desktop.terminate()
    print(json.dumps(heights))


def connected(resolver: Any, where: str) -> Any:
    """Wait for the office to listen."""
    until = time.monotonic() + 60
    while True:
        try:
            return resolver.resolve(where)
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    main()
