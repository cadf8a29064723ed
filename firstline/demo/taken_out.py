"""A report that the shown city's manager has sent to the council every week."""

from firstline.demo.weeks import Desk
from firstline.interfaces.transfer.regular_reports import regulate


def take_out(desk: Desk) -> None:
    regulate(
        "report-volume",
        "week",
        ["council@riverton.example"],
        address="channel=telephone",
        by=desk.staff["mateo"],
        at=desk.now,
    )
