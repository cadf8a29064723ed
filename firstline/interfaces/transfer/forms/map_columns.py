"""The form in which a person says which column is what: drawn from a mapping, and made into one."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.text import slugify

from firstline.interfaces.transfer import guessing, sniffing
from firstline.interfaces.transfer.field_words import word_for
from firstline.interfaces.transfer.fields import NOUNS
from firstline.interfaces.transfer.mapping import ENCODINGS, EVERY_OTHER
from firstline.interfaces.transfer.sniffing import DELIMITERS, Form, Preview
from firstline.interfaces.transfer.toml_writing import written

Table = dict[str, Any]
_SAMPLE = 200
# Whose keys rows of a kind may name.
REFERS_TO = {"equipment": ("customers",), "agreements": ("customers",), "work_orders": ("tickets",)}


@dataclass(frozen=True)
class ValueLine:
    """A value that stands in the file, and what it means."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True)
class FieldLine:
    """One field: the column that fills it, the text it gets where that is empty, and the meaning of its values."""

    name: str
    word: str
    is_required: bool
    column: str
    always: str
    choices: Sequence[str] = ()
    values: Sequence[ValueLine] = field(default_factory=list)
    other: str = ""


def first_table(kind: str, file_name: str, path: Path) -> Table:
    """The mapping that the file itself suggests."""
    form = sniffing.guess(path)
    seen = sniffing.preview(path, form)
    columns = guessing.columns(kind, seen.heading)
    stem = Path(file_name).stem
    table: Table = {
        "name": re.sub(r"[^a-z0-9_-]", "", slugify(stem))[:18].strip("-_") or kind[:18],
        "label": stem[:100],
        "noun": kind,
        "encoding": form.encoding,
        "delimiter": form.delimiter,
        "columns": columns,
        "constants": {},
        "values": {},
    }
    times = [column for name, column in columns.items() if NOUNS[kind][name].is_time]
    if times:
        texts = [text for column in times for text in sniffing.values(path, form, column)[:_SAMPLE]]
        zone = timezone.get_current_timezone_name()
        table["time"] = {"zone": zone, "formats": list(guessing.formats(texts))}
    for name, column in columns.items():
        choices = NOUNS[kind][name].choices
        if choices:
            found = {value: guessing.meaning(value, choices) for value in sniffing.values(path, form, column)}
            table["values"][name] = {value: meaning for value, meaning in found.items() if meaning}
    return table


def sent_table(kind: str, sent: QueryDict) -> Table:
    """The mapping that was sent."""
    table: Table = {name: sent.get(name, "").strip() for name in ("name", "label", "encoding", "sheet")}
    table |= {"noun": kind, "delimiter": sent.get("delimiter", ","), "keep": ["*"] if sent.get("keep") else []}
    names = NOUNS[kind]
    table["columns"] = {name: column for name in names if (column := sent.get(f"column-{name}", ""))}
    table["constants"] = {name: text for name in names if (text := sent.get(f"always-{name}", "").strip())}
    if any(names[name].is_time for name in table["columns"]):
        formats = [text.strip() for text in sent.get("formats", "").splitlines() if text.strip()]
        table["time"] = {"zone": sent.get("zone", "").strip(), "formats": formats}
    table["sources"] = {noun: name for noun in NOUNS if (name := sent.get(f"source-{noun}", "").strip())}
    table["values"] = {name: found for name in table["columns"] if (found := _sent_values(name, sent))}
    return table


def _sent_values(name: str, sent: QueryDict) -> dict[str, str]:
    pairs = zip(sent.getlist(f"value-{name}"), sent.getlist(f"meaning-{name}"), strict=False)
    found = {value.strip(): meaning for value, meaning in pairs if meaning}
    other = sent.get(f"other-{name}", "")
    return {**found, EVERY_OTHER: other} if other else found


@dataclass(frozen=True)
class MapForm:
    """The form of one file, drawn from `table`; `text` is what was written instead, if the form cannot show it."""

    kind: str
    path: Path
    table: Table
    text: str = ""

    encodings = ENCODINGS

    @classmethod
    def of_text(cls, kind: str, path: Path, text: str) -> "MapForm":
        """From a kept mapping; one that says more than the form can show is shown as text."""
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            return cls(kind, path, {}, text)
        return cls(kind, path, table, "" if _is_plain(table) else text)

    @property
    def toml(self) -> str:
        return self.text or written(self.table)

    @property
    def is_text(self) -> bool:
        return bool(self.text)

    @cached_property
    def form(self) -> Form:
        given = {name: self.table.get(name) for name in ("encoding", "delimiter", "sheet")}
        return Form(**{name: value for name, value in given.items() if isinstance(value, str) and value})

    @cached_property
    def preview(self) -> Preview:
        return sniffing.preview(self.path, self.form)

    @property
    def delimiters(self) -> list[tuple[str, str]]:
        return [(one, "⇥" if one == "\t" else one) for one in DELIMITERS]

    @property
    def formats(self) -> str:
        return "\n".join(self.table.get("time", {}).get("formats", []))

    @property
    def zone(self) -> str:
        return str(self.table.get("time", {}).get("zone") or timezone.get_current_timezone_name())

    @property
    def keeps_all(self) -> bool:
        return self.table.get("keep") == ["*"]

    @property
    def has_times(self) -> bool:
        return any(each.is_time for each in NOUNS[self.kind].values())

    @property
    def sources(self) -> list[tuple[str, str]]:
        given = self.table.get("sources", {})
        return [(noun, given.get(noun, "")) for noun in REFERS_TO.get(self.kind, ())]

    @property
    def lines(self) -> list[FieldLine]:
        return [self._line(name) for name in NOUNS[self.kind]]

    def _line(self, name: str) -> FieldLine:
        of, column = NOUNS[self.kind][name], self.table.get("columns", {}).get(name, "")
        meanings: Mapping[str, str] = self.table.get("values", {}).get(name, {})
        values: list[ValueLine] = []
        if of.choices and column:
            there = dict.fromkeys([*sniffing.values(self.path, self.form, column), *meanings])
            values = [ValueLine(name, each, meanings.get(each, "")) for each in there if each != EVERY_OTHER]
        always = self.table.get("constants", {}).get(name, "")
        return FieldLine(
            name, word_for(name), of.required, column, always, of.choices, values, meanings.get(EVERY_OTHER, "")
        )


def _is_plain(table: Table) -> bool:
    """Whether the form can show all of it."""
    columns, time = table.get("columns", {}), table.get("time", {})
    sections = all(
        isinstance(table.get(name, {}), dict) for name in ("columns", "constants", "values", "time", "sources")
    )
    if not sections or not all(isinstance(column, str) for column in columns.values()):
        return False
    values = table.get("values", {}).values()
    is_listed = isinstance(time.get("formats", []), list) and not time.get("shift")
    return is_listed and all(isinstance(each, dict) for each in values) and table.get("keep", []) in ([], ["*"])
