"""What every installation starts with, so that the first ticket has a priority and a place to go."""

from django.db import transaction

from firstline.reference.correspondence.shipping import ship_messages
from firstline.reference.procedures.shipping import ship_default
from firstline.reference.service_levels.shipping import ship_priorities, ship_promises
from firstline.reference.staff.shipping import ship_catch_all


@transaction.atomic
def ship() -> None:
    """Put in what is missing: to be called after every migration, and doing nothing the second time."""
    ship_priorities()
    ship_promises()
    ship_catch_all()
    ship_default()
    ship_messages()
