"""Every rule as Excel formulas: whole numbers only, in functions that Excel, LibreOffice and WPS share.

References are symbols, `{sheet|row|field}`: an empty sheet is the formula's own, an empty row its own row, `*` every
row of a column. `plan` puts cells in their place, `fingerprint` reads cells back as symbols.
"""
