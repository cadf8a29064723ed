"""The library of workbooks, loaded when one is first read or written: it takes some ten megabytes of each process."""

from functools import cache
from importlib import import_module
from typing import Any


@cache
def of_workbooks(module: str, name: str) -> Any:
    """What the library calls so: `of_workbooks("cell", "WriteOnlyCell")`."""
    return getattr(import_module(f"openpyxl.{module}"), name)
