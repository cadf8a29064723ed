"""What takes longer than a page may: put down by the desk, done by the worker."""

from firstline.casework.tickets import refitting
from firstline.jobs import job
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import User


@job
def refit(by: int, priority: int | None = None) -> None:
    """Move the deadlines of open tickets to what is laid down now, as the manager `by` has decided."""
    chosen = Priority.objects.get(pk=priority) if priority is not None else None
    refitting.refit(by=User.objects.get(pk=by), priority=chosen)
