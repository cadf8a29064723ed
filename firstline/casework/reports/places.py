"""Where the tickets of a period are."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstline.casework.reports.asked import tickets
from firstline.casework.reports.report import Headline, Panel, Report
from firstline.casework.reports.scan import Mark, Scan, column
from firstline.casework.reports.splits import by_cell, by_word, cell
from firstline.casework.tickets.models import OPEN

LOCATED = Q(latitude__isnull=False, longitude__isnull=False)
_AREA = "location__area"

REPORT = Report(
    name="places",
    title=_("Places"),
    counted=_(
        "Counted is every ticket opened in the period whose place has coordinates; each point stands for a square of a"
        " hundredth of a degree. The table of areas counts those without coordinates, too."
    ),
    icon="map-pin",
    scans=(
        Scan(
            name="located",
            noun="ticket",
            title=_("Tickets with a place"),
            rows=lambda asked: tickets(asked).filter(LOCATED),
            at="opened_at",
            pieces={"cell": cell},
            sets=(("cell",),),
            splits=(by_cell(),),
            marks=(Mark("open", _("Still open"), lambda _asked: OPEN),),
        ),
        Scan(
            name="tickets",
            noun="ticket",
            title=_("Tickets"),
            rows=tickets,
            at="opened_at",
            pieces={"area": column(_AREA)},
            sets=(("area",),),
            splits=(by_word("area", _("area"), _AREA),),
            marks=(Mark("open", _("Still open"), lambda _asked: OPEN),),
        ),
    ),
    panels=(
        Panel("map", _("Map of places"), "located", "cell", "points"),
        Panel("areas", _("By area"), "tickets", "area", "bars"),
    ),
    headlines=(Headline(_("Tickets with a place"), "located"), Headline(_("Tickets"), "tickets")),
)
