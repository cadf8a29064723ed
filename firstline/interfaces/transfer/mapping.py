"""The mapping: which column of a file fills which field, and how its values are to be read."""

import re
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from pathlib import Path

from firstline.interfaces.transfer.clock import Clock

SHIPPED = Path(__file__).resolve().parent / "mappings"
ENCODINGS = ("utf-8", "utf-16", "latin-1", "cp1252", "cp1250", "iso-8859-2", "cp874", "tis-620")
# An apostrophe by which exports keep spreadsheets from working out a text; it is no part of it.
_GUARDED = re.compile(r"^'(?=\s*[=+\-@＝＋－＠])")
EVERY_OTHER = "*"
EVERY_COLUMN = "*"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the text of a field comes from: the first of these columns that is not empty, up to `until`."""

    columns: tuple[str, ...]
    until: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping that has been read and found right; only its columns are still to be looked for in the file.

    `name` stands before each row's key, so that two files never meet; `keep` names the columns kept as given.
    `sources` says under which names other kinds came in, whose keys the rows name; `sheet` which sheet is read.
    """

    name: str
    label: str
    noun: str
    encoding: str
    delimiter: str
    clock: Clock
    keep: tuple[str, ...]
    columns: dict[str, Origin]
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    sheet: str = ""

    def source(self, key: str, noun: str = "") -> str:
        """A key as it is unique here; that of another noun stands under the name by which that noun came in."""
        return f"{self.sources.get(noun, self.name)}:{key}"

    def text(self, name: str, row: Table[str, str]) -> str:
        """The text of a field in one row, without outer blanks, through its table of values; "" when there is none.

        KeyError when the field has a table of values in which the text does not stand.
        """
        found = self._as_written(name, row)
        table = self.values.get(name)
        if table is None or not found:
            return found or self.constants.get(name, "")
        if found in table:
            return table[found]
        if EVERY_OTHER in table:
            return table[EVERY_OTHER]
        raise KeyError(found)

    def _as_written(self, name: str, row: Table[str, str]) -> str:
        origin = self.columns.get(name)
        if origin is None:
            return ""
        for column in origin.columns:
            found = _GUARDED.sub("", row[column].strip())
            if found:
                return found.partition(origin.until)[0].strip() if origin.until else found
        return ""

    def needed_columns(self) -> list[str]:
        """Every column that a file must have."""
        named = [column for origin in self.columns.values() for column in origin.columns]
        return list(dict.fromkeys([*named, *(column for column in self.keep if column != EVERY_COLUMN)]))

    def kept(self, row: Table[str, str]) -> dict[str, str]:
        """The columns to keep, as given: blanks and empty texts stay what they are."""
        if EVERY_COLUMN in self.keep:
            return dict(row)
        return {column: row[column] for column in self.keep}
