"""How many wrong addresses of a wall came from one place lately."""

from collections import defaultdict
from time import monotonic

from django.conf import settings

MOST_WRONG, SECONDS = 20, 60
MOST_REMEMBERED = 10_000

_wrong: defaultdict[str, list[float]] = defaultdict(list)


class TooManyTries(Exception):
    """Too many wrong addresses came from one place: it has to wait a minute."""


def place_of(peer: str, passed: str) -> str:
    """Where a visitor sits: who is connected, or what our own proxies passed on of whoever was connected to them."""
    known = [part.strip() for part in passed.split(",") if part.strip()]
    return known[-settings.PROXIES] if 0 < settings.PROXIES <= len(known) else peer


def is_over(place: str) -> bool:
    """Whether a place has to wait before it may try again."""
    since = monotonic() - SECONDS
    recent = [at for at in _wrong.get(place, ()) if at > since]
    if recent:
        _wrong[place] = recent
    else:
        _wrong.pop(place, None)
    return len(recent) >= MOST_WRONG


def count(place: str) -> None:
    """One more from this place."""
    if len(_wrong) > MOST_REMEMBERED:
        _wrong.clear()
    _wrong[place].append(monotonic())


def forget() -> None:
    """Forget who tried what."""
    _wrong.clear()
