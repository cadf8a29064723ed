"""How many contacts there were, of which kind, by which channel, about what, and when."""

from decimal import Decimal

from django.conf import settings
from django.db.models import Case, DecimalField, Q, Sum, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.models import Channel, Kind, Outcome
from firstline.casework.reports.asked import Asked, contacts, tickets
from firstline.casework.reports.report import Headline, Panel, Report
from firstline.casework.reports.scan import Mark, Scan, column
from firstline.casework.reports.splits import (
    HOUR_OF_WEEK,
    STEP,
    attribute,
    by_attribute,
    by_hour_of_week,
    by_step,
    by_tree,
    by_word,
    hour,
    step,
)

# What a contact is taken apart by, whatever is counted of it.
PIECES = {
    **{name: column(name) for name in ("kind", "channel", "language")},
    "code": lambda _asked: Coalesce("first_code", "code"),
    STEP: step("started_at"),
}
SPLITS = (
    by_word("kind", _("kind"), "kind", Kind.choices),
    by_word("channel", _("channel"), "channel", Channel.choices),
    by_word("language", _("language"), "language", settings.LANGUAGES),
    *by_tree("first_code"),
    by_step("started_at"),
)

CONTACTS = Scan(
    name="contacts",
    noun="contact",
    title=_("Contacts"),
    rows=contacts,
    at="started_at",
    pieces={**PIECES, "outcome": column("outcome"), HOUR_OF_WEEK: hour("started_at")},
    sets=(("kind", "channel", "outcome", "language", "code", STEP), (HOUR_OF_WEEK,)),
    splits=(
        *SPLITS,
        by_word("outcome", _("outcome"), "outcome", Outcome.choices, blank=_("still open")),
        by_hour_of_week("started_at"),
    ),
    marks=(
        Mark("ticketed", _("Became a ticket"), lambda _asked: Q(outcome=Outcome.TICKETED)),
        Mark("abandoned", _("Abandoned"), lambda _asked: Q(outcome=Outcome.ABANDONED)),
    ),
)
# What was brought in from elsewhere came without contacts; it is taken apart by what the rows themselves said.
IMPORTED = Scan(
    name="imported",
    noun="ticket",
    title=_("Imported tickets"),
    rows=lambda asked: tickets(asked).exclude(imported={}),
    at="opened_at",
    pieces={"attribute": attribute},
    sets=(("attribute",),),
    splits=(by_attribute(),),
)
NUMBER = r"^-?[0-9]{1,15}([.][0-9]{1,6})?$"


def added_up(asked: Asked) -> Decimal:
    """The sum of the attribute that is asked for, over the imported tickets that have a number there."""
    number = Case(When(said__regex=NUMBER, then=Cast("said", DecimalField(max_digits=24, decimal_places=6))))
    rows = IMPORTED.within(asked).annotate(said=KeyTextTransform(asked.attribute, "imported"))
    total: Decimal | None = rows.aggregate(total=Sum(number))["total"]
    return total or Decimal()


REPORT = Report(
    name="volume",
    title=_("Contact volume"),
    counted=_("Counted is every contact that began in the period, abandoned ones included."),
    icon="headset",
    scans=(CONTACTS, IMPORTED),
    panels=(
        Panel("time", _("Over time"), "contacts", "step", "columns"),
        Panel("hours", _("By weekday and hour"), "contacts", "hour", "heat", marks=("", "abandoned")),
        Panel("departments", _("By department"), "contacts", "department", "bars"),
        Panel("channels", _("By channel"), "contacts", "channel", "bars"),
        Panel("kinds", _("By kind"), "contacts", "kind", "bars"),
        Panel("outcomes", _("By outcome"), "contacts", "outcome", "bars", marks=("",)),
        Panel("providers", _("By service provider"), "contacts", "provider", "bars"),
        Panel("categories", _("By service category"), "contacts", "category", "bars"),
        Panel("codes", _("By problem code"), "contacts", "code", "bars"),
        Panel("languages", _("By language"), "contacts", "language", "bars"),
        Panel("attributes", _("By an imported attribute"), "imported", "attribute", "bars", asks_attribute=True),
    ),
    headlines=(
        Headline(_("Contacts"), "contacts"),
        Headline(_("Became a ticket"), "contacts", "ticketed", of=""),
        Headline(_("Abandoned"), "contacts", "abandoned", of=""),
    ),
)
