"""What the clock does with messages: first what happened is told, then what is due is sent."""

from datetime import datetime

from firstline.interfaces.channels import delivery, notices


def tell_and_send(at: datetime) -> int:
    """Returns how many messages were dealt with."""
    notices.read(at)
    return delivery.send_waiting(at)
