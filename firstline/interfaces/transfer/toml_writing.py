"""Writing a mapping as TOML, such as people keep in a file."""

import json
from collections.abc import Mapping
from typing import Any


def written(table: Mapping[str, Any]) -> str:
    """TOML of a mapping's table: texts and lists first, then its sections; empty ones are left out."""
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in plain.items() if value not in ("", [])]
    for name, section in table.items():
        if isinstance(section, Mapping):
            lines += _section(_key(name), section)
    return "\n".join(lines) + "\n"


def _section(name: str, table: Mapping[str, Any]) -> list[str]:
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    lines = ["", f"[{name}]", *(f"{_key(key)} = {_value(value)}" for key, value in plain.items())] if plain else []
    for key, below in table.items():
        if isinstance(below, Mapping):
            lines += _section(f"{name}.{_key(key)}", below)
    return lines


def _key(text: str) -> str:
    return text if text.isascii() and text.replace("_", "").replace("-", "").isalnum() else _value(text)


def _value(value: object) -> str:
    """JSON's texts and lists are TOML's, but for one character that TOML wants escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
