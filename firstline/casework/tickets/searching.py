"""What of a ticket can be found by words."""

from firstline.casework.tickets.models import Ticket
from firstline.journal.writing import write
from firstline.search.documents import Document, putting_in

# The columns whose change makes the index out of date; leaving or entering the open states does too.
INDEXED = frozenset({"title", "words", "wanted", "before", "resolution", "place", "centre_id", "department_id"})


def document(ticket: Ticket) -> Document:
    """A ticket as the index takes it."""
    texts = (ticket.words, ticket.wanted, ticket.before, ticket.resolution, ticket.place)
    return Document(
        "ticket",
        ticket.pk,
        title=ticket.title,
        body="\n".join(text for text in texts if text),
        centre=ticket.centre_id,
        department=ticket.department_id,
        is_open=ticket.is_open,
    )


def index_ticket(ticket: Ticket) -> None:
    """Put a ticket into the index as it is now; to be called in the transaction that changed it."""
    statement = putting_in(document(ticket))
    if statement:
        write(*statement)
