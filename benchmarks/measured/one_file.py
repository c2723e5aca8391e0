"""Reads every sheet of one form with calamine, in a process that imports the libraries that scoring it takes."""

import sys

import python_calamine
import rich.console
import rich.table
import typer
import yaml
from pydantic import BaseModel, BeforeValidator, Field, model_validator

__all__ = ["BaseModel", "BeforeValidator", "Field", "model_validator", "rich", "typer", "yaml"]

book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
