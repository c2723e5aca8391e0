"""Every rule as Excel formulas: whole numbers only, in functions that Excel, LibreOffice and WPS share.

References are symbols, `{sheet|row|field}`: an empty sheet is the formula's own, an empty row its own row, `*` every
row of a column. `writing/plan` puts cells in their place, `returned/fingerprint` reads them back as symbols.
"""
