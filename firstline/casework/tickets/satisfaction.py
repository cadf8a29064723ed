"""What the customer thinks of it: asked once after resolution, and said once."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.tickets.editing import lock, said, written
from firstline.casework.tickets.models import Rating, Ticket
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User


class RatedAlready(Refused):
    """The ticket has a rating, and a second one would count one customer twice."""

    def __init__(self) -> None:
        super().__init__(_("This has been rated already. Thank you."))


def may_be_rated(ticket: Ticket) -> bool:
    """Whether the customer can be asked: it is solved, and nothing was said yet. One query."""
    return not ticket.is_open and not Rating.objects.filter(ticket=ticket).exists()


@transaction.atomic
def rate(ticket: Ticket, score: int, words: str = "", *, by: User | None, at: datetime | None = None) -> Rating:
    """Keep the customer's rating of a resolved ticket, 1 to 5; saying the same once more changes nothing."""
    if score not in Rating.Score.values:
        raise Refused(_("Choose one of the five."), field="score")
    words, at = written(words, "words"), at or timezone.now()
    held = lock(ticket)
    if held.is_open:
        raise Refused(_("It can be rated when it is solved."))
    given = Rating.objects.filter(ticket=held).first()
    if given and given.score == score and words in ("", given.words):
        return given
    if given:
        raise RatedAlready
    made = Rating.objects.create(ticket=held, score=score, words=words, at=at, by=by)
    record("ticket.rated", held, by=by, at=at, facts={"score": score, "text": words})
    return made


@transaction.atomic
def explain(rating: Rating, words: str, *, by: User | None, at: datetime | None = None) -> Rating:
    """Add to a rating why it was given, once."""
    words = said(words, "words", _("Write down why."))
    held = Rating.objects.select_for_update().select_related("ticket").get(pk=rating.pk)
    if held.words:
        raise RatedAlready
    held.words = words
    held.save(update_fields=["words"])
    record("ticket.rating_explained", held.ticket, by=by, at=at, facts={"text": words})
    return held
