"""Where is it? Locations by the beginnings of the words of their address, alias, landmark or area."""

from django.db import connection

from firstline.language.tokens import analyse
from firstline.reference.customers.models import Location

LONGEST_QUESTION = 300
MOST_WORDS = 8

_FOUND = """
SELECT id FROM customers_location WHERE array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery LIMIT 200
"""


def find_places(text: str, *, limit: int = 8) -> list[Location]:
    """Locations that hold a word beginning with each word typed, in any order; never an error, whatever was typed."""
    words = {token.exact for token in analyse(text[:LONGEST_QUESTION], MOST_WORDS)}
    if not words:
        return []
    # Folded words hold letters, digits and marks only, so there is nothing to escape in them.
    wanted = " & ".join(f"'{word}':*" for word in sorted(words))
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [wanted])
        found = Location.objects.in_bulk([ident for (ident,) in cursor.fetchall()])
    return sorted(found.values(), key=lambda place: (not place.alias, place.alias, place.address, place.pk))[:limit]
