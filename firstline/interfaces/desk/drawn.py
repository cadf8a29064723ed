"""Pieces of lists, each drawn once: as long as a thing does not change, it is taken from memory as it was drawn."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.core.cache import caches
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# A name that is changed elsewhere (a customer's, a code's) shows in old pieces for this long.
SECONDS = 300
Contexts = Callable[[list[int]], Iterable[tuple[int, dict[str, object]]]]


def drawn(template: str, keys: Sequence[str], contexts: Contexts, *, now: datetime) -> list[str]:
    """A piece for each key, in the reader's language, time zone and day.

    A key says what the piece depends on. `contexts` is asked, by their positions, only for those that have to be drawn.
    """
    cache = caches["template_fragments"]
    reader = f"{template}:{get_language()}:{timezone.get_current_timezone_name()}:{timezone.localdate(now)}"
    whole = [f"{reader}:{key}" for key in keys]
    found = cache.get_many(whole)
    missing = [place for place, key in enumerate(whole) if key not in found]
    if missing:
        draw = get_template(template)
        fresh = {whole[place]: draw.render({**facts, "now": now}) for place, facts in contexts(missing)}
        cache.set_many(fresh, SECONDS)
        found |= fresh
    return [found.get(key, "") for key in whole]


def joined(pieces: Iterable[str]) -> SafeString:
    """Pieces one after the other, as templates take them."""
    return mark_safe("".join(pieces))  # noqa: S308 - each was drawn, and escaped, by its template
