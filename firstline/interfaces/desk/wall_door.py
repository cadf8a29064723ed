"""The door of the wall: whether an address opens it, asked without anybody being signed in."""

from firstline.interfaces.desk import wall_tries
from firstline.reference.staff.models import WallLink
from firstline.reference.staff.wall_links import wall_link_of

LARGEST_KEY = 2**63
MOST_REMEMBERED = 1_000

_right: set[tuple[str, str]] = set()


def opened(key: str, secret: str, place: str) -> WallLink | None:
    """The link that an address opens; None where it is wrong or was withdrawn. `place` is where the visitor sits.

    Raises `wall_tries.TooManyTries`. Walls that were open before stay open, whatever others try who come through the
    same proxy.
    """
    if wall_tries.is_over(place) and (key, secret) not in _right:
        raise wall_tries.TooManyTries
    link = _link(key, secret)
    if link is None:
        _right.discard((key, secret))
        wall_tries.count(place)
        return None
    if len(_right) > MOST_REMEMBERED:
        _right.clear()
    _right.add((key, secret))
    return link


def forget() -> None:
    """Forget who was let in, and who tried what."""
    _right.clear()
    wall_tries.forget()


def _link(key: str, secret: str) -> WallLink | None:
    if not (key.isascii() and key.isdigit() and len(key) < 20 and int(key) < LARGEST_KEY and secret.isascii()):
        return None
    return wall_link_of(int(key), secret)
