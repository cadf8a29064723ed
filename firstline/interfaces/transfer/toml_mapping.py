"""Reading a mapping from TOML; everything that is wrong with it is said at once, before any row is read."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from firstline.interfaces.transfer.clock import ISO, SHIFTS, Clock
from firstline.interfaces.transfer.fields import NOUNS, Field
from firstline.interfaces.transfer.mapping import ENCODINGS, SHIPPED, Mapping, Origin

_KEYS = (
    "name",
    "label",
    "noun",
    "encoding",
    "delimiter",
    "sheet",
    "keep",
    "time",
    "columns",
    "constants",
    "values",
    "sources",
)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,17}")


class MappingRefused(Exception):
    """The mapping cannot be used; `problems` are whole sentences, each with the place in the file."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


def find(named: str) -> Path:
    """The file of a mapping: a path, or the name of one that is shipped."""
    shipped = {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}
    if named in shipped:
        return shipped[named]
    if Path(named).is_file():
        return Path(named)
    raise MappingRefused(
        [
            _("There is no mapping %(named)s: neither a file nor one of those shipped (%(shipped)s).")
            % {"named": named, "shipped": ", ".join(shipped)}
        ]
    )


def read(path: Path, noun: str) -> Mapping:
    """The mapping in a file, to be used for one noun ("tickets", "customers"); MappingRefused when it is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise MappingRefused([f"{path.name}: {problem.strerror}"]) from problem
    except UnicodeDecodeError as problem:
        raise MappingRefused([_("%(file)s is not UTF-8 text.") % {"file": path.name}]) from problem
    return read_text(text, noun, path.name)


def read_text(text: str, noun: str, called: str) -> Mapping:
    """The mapping in a text, which messages call `called`; MappingRefused when it is wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise MappingRefused(
            [_("%(file)s is not TOML: %(problem)s.") % {"file": called, "problem": problem}]
        ) from problem
    return _Reading(called, text, table, noun).mapping()


class _Reading:
    """One reading of a mapping, which collects what is wrong."""

    def __init__(self, file: str, text: str, table: dict[str, Any], noun: str) -> None:
        self.file, self.lines, self.table, self.noun = file, text.splitlines(), table, noun
        self.fields: dict[str, Field] = NOUNS[noun]
        self.problems: list[str] = []

    def mapping(self) -> Mapping:
        self.only_known("", self.table, _KEYS)
        columns = {name: self.origin(name, value) for name, value in self.section("columns").items()}
        constants = {name: self.string("constants", name, value) for name, value in self.section("constants").items()}
        values = {name: self.value_table(name, table) for name, table in self.section("values").items()}
        for section, names in (("columns", columns), ("constants", constants), ("values", values)):
            self.only_known(section, names, tuple(self.fields))
        self.check_fields(columns, constants, values)
        mapping = Mapping(
            name=self.name(),
            label=self.string("", "label", self.table.get("label", self.table.get("name", ""))),
            noun=self.noun,
            encoding=self.one_of("encoding", ENCODINGS, "utf-8"),
            delimiter=self.delimiter(),
            clock=self.clock(columns),
            keep=self.strings("", "keep", self.table.get("keep", [])),
            columns=columns,
            constants=constants,
            values=values,
            sources=self.sources(),
            sheet=self.string("", "sheet", self.table.get("sheet", "")),
        )
        if self.problems:
            raise MappingRefused(self.problems)
        return mapping

    def refuse(self, section: str, key: str, reason: str) -> None:
        place = f"[{section}] {key}".rstrip() if section else key
        self.problems.append(
            _("%(file)s, line %(line)s, %(place)s: %(reason)s")
            % {"file": self.file, "line": self.line_of(section, key), "place": place, "reason": reason}
        )

    def line_of(self, section: str, key: str) -> int:
        """Where a key stands, as far as a search for it can tell; the heading of its section, or line 1, else."""
        inside, heading = not section, 1
        for number, line in enumerate(self.lines, 1):
            found = re.match(r"\s*\[([^\]]+)\]", line)
            if found:
                inside = found[1].strip() == section
                heading = number if inside else heading
            elif inside and key and line.split("=")[0].strip().strip("\"'") == key:
                return number
        return heading

    def only_known(self, section: str, given: Iterable[str], known: Sequence[str]) -> None:
        for key in given:
            if key not in known:
                near = get_close_matches(key, known, 1)
                hint = (
                    _("Is %(near)s meant?") % {"near": near[0]}
                    if near
                    else _("Known are: %(known)s.") % {"known": ", ".join(known)}
                )
                self.refuse(section, key, _("unknown. %(hint)s") % {"hint": hint})

    def section(self, name: str) -> dict[str, Any]:
        found = self.table.get(name, {})
        if isinstance(found, dict):
            return found
        self.refuse("", name, _("must be a table."))
        return {}

    def string(self, section: str, key: str, value: object) -> str:
        if isinstance(value, str) and "\x00" not in value:
            return value
        self.refuse(section, key, _("must be a text."))
        return ""

    def strings(self, section: str, key: str, value: object) -> tuple[str, ...]:
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.refuse(section, key, _("must be a text or a list of texts."))
        return ()

    def one_of(self, key: str, choices: Sequence[str], default: str) -> str:
        value = self.string("", key, self.table.get(key, default))
        if value not in choices:
            self.refuse("", key, _("must be one of: %(choices)s.") % {"choices": ", ".join(choices)})
        return value

    def name(self) -> str:
        name = self.string("", "name", self.table.get("name", ""))
        if not _NAME.fullmatch(name):
            self.refuse("", "name", _("must be one to 18 small letters, digits, - or _: it stands before every key."))
        if self.table.get("noun", self.noun) != self.noun:
            self.refuse("", "noun", _("this mapping is for %(noun)s.") % {"noun": self.table["noun"]})
        return name

    def sources(self) -> dict[str, str]:
        table = self.section("sources")
        self.only_known("sources", table, tuple(NOUNS))
        return {noun: self.string("sources", noun, value) for noun, value in table.items()}

    def delimiter(self) -> str:
        value = self.string("", "delimiter", self.table.get("delimiter", ","))
        if len(value) != 1 or value in '"\r\n ':
            self.refuse("", "delimiter", _("must be one character."))
            return ","
        return value

    def origin(self, name: str, value: object) -> Origin:
        until = ""
        if isinstance(value, dict):
            self.only_known("columns", [key for key in value if key not in ("column", "until")], ("column", "until"))
            until = self.string("columns", name, value.get("until", ""))
            value = value.get("column")
        columns = self.strings("columns", name, value)
        if not columns and isinstance(value, list):
            self.refuse("columns", name, _("names no column."))
        return Origin(columns, until)

    def value_table(self, name: str, table: object) -> dict[str, str]:
        if not isinstance(table, dict):
            self.refuse("values", name, _("must be a table."))
            return {}
        section = f"values.{name}"
        read = {key.strip(): self.string(section, key, value) for key, value in table.items()}
        choices = self.fields[name].choices if name in self.fields else ()
        for key, value in read.items():
            if choices and value not in choices:
                self.refuse(section, key, _("must be one of: %(choices)s.") % {"choices": ", ".join(choices)})
        return read

    def check_fields(
        self, columns: dict[str, Origin], constants: dict[str, str], values: dict[str, dict[str, str]]
    ) -> None:
        for name, field in self.fields.items():
            if field.required and name not in columns and name not in constants:
                self.refuse("columns", name, _("is needed."))
            if name in constants and field.choices and constants[name] not in field.choices:
                choices = ", ".join(field.choices)
                self.refuse("constants", name, _("must be one of: %(choices)s.") % {"choices": choices})
            if name in values and name not in columns:
                self.refuse(f"values.{name}", "", _("has a table of values but no column."))
            if name in constants and (field.is_time or name == "key"):
                self.refuse("constants", name, _("cannot be the same for all rows."))

    def clock(self, columns: dict[str, Origin]) -> Clock:
        if not any(self.fields[name].is_time for name in columns if name in self.fields):
            return Clock(ZoneInfo("UTC"), (ISO,))
        table = self.section("time")
        self.only_known("time", table, ("zone", "formats", "shift"))
        shift = self.string("time", "shift", table.get("shift", ""))
        if shift not in SHIFTS:
            choices = ", ".join(filter(None, SHIFTS))
            self.refuse("time", "shift", _("must be one of: %(choices)s.") % {"choices": choices})
        return Clock(self.zone(table), self.formats(table), shift)

    def zone(self, table: dict[str, Any]) -> ZoneInfo:
        name = self.string("time", "zone", table.get("zone", ""))
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, KeyError):
            self.refuse("time", "zone", _("must be a time zone such as Europe/Paris."))
            return ZoneInfo("UTC")

    def formats(self, table: dict[str, Any]) -> tuple[str, ...]:
        formats = self.strings("time", "formats", table.get("formats", []))
        if not formats:
            self.refuse("time", "formats", _("is needed."))
        for format_ in formats:
            if format_ != ISO and not _is_whole(format_):
                self.refuse("time", "formats", _("%(format)s is no format of a date.") % {"format": format_})
        return formats


def _is_whole(format_: str) -> bool:
    """Whether a format of strptime can be read back and tells the day."""
    sample = datetime(2026, 11, 23, 13, 45, 56)  # noqa: DTZ001 a format is tried, no moment meant
    try:
        return datetime.strptime(sample.strftime(format_), format_).date() == sample.date()  # noqa: DTZ007
    except (ValueError, re.error):
        return False
