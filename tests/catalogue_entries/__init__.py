"""The entries of the catalogue of problems: rules and cases, commands, single workbooks, several workbooks."""
