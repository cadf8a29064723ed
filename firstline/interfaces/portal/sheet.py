"""The portal's style sheet: the shared colours and distances, and one small file of its own."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from firstline.interfaces.ui import bundle

OWN = Path(__file__).parent / "portal.css"


def sheet() -> bundle.Bundle:
    """Its bytes, plain and packed, and the digest that stands in its address."""
    return _joined() if settings.DEBUG else _kept()


@lru_cache
def _kept() -> bundle.Bundle:
    return _joined()


def _joined() -> bundle.Bundle:
    return bundle.joined([bundle.HOME / "css" / "tokens.css", OWN])
