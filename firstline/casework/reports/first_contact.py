"""How many contacts were dealt with in the first contact."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.models import Contact, Outcome
from firstline.casework.reports.asked import Asked, contacts
from firstline.casework.reports.contact_volume import PIECES, SPLITS
from firstline.casework.reports.report import Headline, Panel, Report
from firstline.casework.reports.scan import Mark, Scan
from firstline.casework.reports.splits import STEP
from firstline.casework.tickets.models import Ticket

ENDED = (Outcome.ANSWERED, Outcome.TICKETED)


def _ended(asked: Asked) -> QuerySet[Contact]:
    return contacts(asked).filter(outcome__in=ENDED)


def _answered(_asked: Asked) -> Q:
    return Q(outcome=Outcome.ANSWERED)


def _solved_at_once(_asked: Asked) -> Q:
    """It ended with tickets; all of them were resolved before it was closed, and stayed so."""
    later = Q(reopened__gt=0) | Q(resolved_at=None) | Q(resolved_at__gt=OuterRef("closed_at"))
    unsolved = Ticket.objects.filter(later, contact=OuterRef("pk"))
    return Q(~Exists(unsolved), outcome=Outcome.TICKETED, closed_at__isnull=False)


REPORT = Report(
    name="first-contact",
    title=_("First-contact resolution"),
    counted=_(
        "Counted is every contact of the period that ended answered or with a ticket; it was resolved in the first"
        " contact when it was answered, or when all its tickets were resolved before it was closed and never reopened."
    ),
    icon="circle-check-big",
    scans=(
        Scan(
            name="contacts",
            noun="contact",
            title=_("Contacts"),
            rows=_ended,
            at="started_at",
            pieces=PIECES,
            sets=(("kind", "channel", "language", "code", STEP),),
            splits=SPLITS,
            marks=(Mark("first", _("In the first contact"), _answered, _solved_at_once),),
        ),
    ),
    panels=(
        Panel("time", _("Over time"), "contacts", "step", "columns", mark="first"),
        Panel("departments", _("By department"), "contacts", "department", "bars", "first", of="", watch="least"),
        Panel("channels", _("By channel"), "contacts", "channel", "bars", "first", of="", watch="least"),
        Panel("kinds", _("By kind"), "contacts", "kind", "bars", "first", of="", watch="least"),
        Panel("languages", _("By language"), "contacts", "language", "bars", "first", of="", watch="least"),
        Panel("categories", _("By service category"), "contacts", "category", "bars", "first", of="", watch="least"),
        Panel("codes", _("By problem code"), "contacts", "code", "bars", "first", of="", watch="least"),
    ),
    headlines=(
        Headline(_("In the first contact"), "contacts", "first", of=""),
        Headline(_("Contacts"), "contacts"),
    ),
)
