"""The version of the program, where whatever writes pages can take it from."""

__version__ = "0.2.0.dev0"
