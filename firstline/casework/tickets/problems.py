"""Which of a contact's problems a ticket is."""

from firstline.casework.tickets.models import Ticket


def problem_of(ticket: Ticket) -> int:
    """How many tickets had been made from the same contact before; 0 for the first, and for one from no contact."""
    return Ticket.objects.filter(contact=ticket.contact_id, pk__lt=ticket.pk).count() if ticket.contact_id else 0
