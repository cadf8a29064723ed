"""The texts of the shown city, from files in which each stands once per language."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "fr", "es", "pl", "th")


@cache
def read(name: str) -> dict[str, Any]:
    """The content of `name`.toml beside this module."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


def labels(texts: Sequence[str]) -> dict[str, str]:
    """Five texts in the order of the files, as a label per language."""
    return dict(zip(LANGUAGES, texts, strict=True))
