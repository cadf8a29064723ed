"""Pieces of pages, each drawn once: as long as a thing does not change, it is taken from memory as it was drawn."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from secrets import token_hex

from django.core.cache import caches
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# A name that is changed elsewhere (a customer's, a code's) shows in old pieces for this long.
SECONDS = 300
# Stands behind each piece where a template draws several; nobody can know it, so no text of a person can hold it.
CUT = f"\x1e{token_hex(8)}\x1e"
# What there is to say of the pieces at these places of a list.
Facts = Callable[[list[int]], Mapping[int, object]]


def drawn(template: str, keys: Sequence[str], facts: Facts, *, now: datetime) -> list[str]:
    """A piece for each key, in the reader's language, time zone and day.

    A key says what the piece depends on. `facts` is asked only for those that have to be drawn; the template gets all
    of them at once as `pieces`, and writes `cut` behind each.
    """
    cache = caches["template_fragments"]
    reader = f"{template}:{get_language()}:{timezone.get_current_timezone_name()}:{timezone.localdate(now)}"
    whole = [f"{reader}:{key}" for key in keys]
    found = cache.get_many(whole)
    missing = [place for place, key in enumerate(whole) if key not in found]
    if missing:
        said = facts(missing)
        text = get_template(template).render({"pieces": said.values(), "cut": CUT, "now": now})
        fresh = {whole[place]: piece for place, piece in zip(said, text.split(CUT), strict=False)}
        cache.set_many(fresh, SECONDS)
        found |= fresh
    return [found.get(key, "") for key in whole]


def joined(pieces: Iterable[str]) -> SafeString:
    """Pieces one after the other, as templates take them."""
    return mark_safe("".join(pieces))  # noqa: S308 - each was drawn, and escaped, by its template
