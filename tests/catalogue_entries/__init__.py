"""The entries of the catalogue of problems, by what is wrong: rules and cases, commands, workbooks, several workbooks."""
