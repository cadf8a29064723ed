"""Where a ticket has been: a team that it leaves is remembered with whoever had it there, and known when it is back."""

from datetime import datetime
from typing import Any

from firstline.casework.tickets.models import Stay, Ticket
from firstline.reference.staff.models import SupportCentre, User
from firstline.reference.staff.roles import Right, may


def leave_for(held: Ticket, centre: SupportCentre, tier: int, *, at: datetime) -> dict[str, Any]:
    """Part of a verb that moves a held ticket: remember the team it leaves, and give the columns of the one it joins.

    A team is a support centre and tier. Coming back to one counts as a return; two of them are ping-pong.
    """
    been = {(stay.centre_id, stay.tier): stay for stay in held.stays.all()}
    left = been.get((held.centre_id, held.tier)) or Stay(ticket=held, centre_id=held.centre_id, tier=held.tier)
    left.owner_id, left.left_at = held.assignee_id or left.owner_id, at
    left.save()
    is_return = (centre.pk, tier) in been
    return {"centre_id": centre.pk, "tier": tier, "returns": held.returns + is_return}


def ping_pong(held: Ticket) -> dict[str, Any]:
    """What the entry of a move tells where a ticket has come back to a team a second time: how often."""
    return {"ping_pong": held.returns} if held.is_ping_pong else {}


def earlier_owners(ticket: Ticket) -> list[Stay]:
    """The teams that had a ticket and who had it there last, latest first; to be offered when it goes back to them."""
    stays = ticket.stays.select_related("centre", "owner").order_by("-left_at")
    return [stay for stay in stays if stay.owner and _works(stay.owner)]


def earlier_owner(ticket: Ticket, centre: SupportCentre, tier: int) -> User | None:
    """Who had it last when it was at this team, if they still work on tickets."""
    stay = ticket.stays.select_related("owner").filter(centre=centre, tier=tier).first()
    return stay.owner if stay and stay.owner and _works(stay.owner) else None


def _works(user: User) -> bool:
    return user.is_active and may(user, Right.WORK_TICKETS)
