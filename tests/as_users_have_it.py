"""What has to be said before openpyxl is imported: workbooks are written without lxml, as the command writes them."""

import os

os.environ.setdefault("OPENPYXL_LXML", "False")
