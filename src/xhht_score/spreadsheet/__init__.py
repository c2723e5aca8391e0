"""Files of spreadsheet programs: packages, sheets, cells, formats, read within limits; it knows no rule and no form."""
