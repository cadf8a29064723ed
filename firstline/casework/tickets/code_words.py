"""What the tickets of a code say, told to the finder of codes every night (K3)."""

from datetime import datetime, timedelta

from django.db.models import Count

from firstline.casework.tickets.models import Ticket
from firstline.language.little_words import is_common
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.catalogue.usage import count_uses
from firstline.search.frequent import frequent_words

YEAR = timedelta(days=365)
# So many of the newest tickets of a code are read: more say nothing new.
READ = 300
MOST_WORDS = 40


def learn_code_words(at: datetime) -> None:
    """Count the tickets of the last year by code, and gather the words that stand in them again and again."""
    recent = Ticket.objects.filter(opened_at__gt=at - YEAR, opened_at__lte=at)
    counts = dict(recent.values_list("code").annotate(Count("pk")).order_by())
    uses = {}
    for code in ProblemCode.objects.values_list("pk", flat=True):
        newest = list(recent.filter(code=code).order_by("-opened_at").values_list("pk", flat=True)[:READ])
        words = frequent_words("ticket", newest, limit=2 * MOST_WORDS) if newest else []
        uses[code] = counts.get(code, 0), [word for word in words if not is_common(word)][:MOST_WORDS]
    count_uses(uses)
