"""Who had how much to do, by support centre and person: for planning, and not for judging anybody."""

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.models import Channel
from firstline.casework.reports.asked import contacts
from firstline.casework.reports.backlog import ended, still_open
from firstline.casework.reports.reckoning import MINUTE, seconds
from firstline.casework.reports.report import Headline, Panel, Report
from firstline.casework.reports.scan import Mark, Scan, column
from firstline.casework.reports.splits import (
    HOUR_OF_WEEK,
    STEP,
    by_hour_of_week,
    by_person,
    by_row,
    by_step,
    by_word,
    hour,
    step,
)
from firstline.reference.staff.models import SupportCentre

_BY_CENTRE = (
    by_row("centre", _("support centre"), SupportCentre),
    by_person("assignee", _("person")),
)
_TEAM = {name: column(name) for name in ("centre", "assignee")}

CONTACTS = Scan(
    name="contacts",
    noun="contact",
    title=_("Contacts taken"),
    rows=contacts,
    at="started_at",
    pieces={**{name: column(name) for name in ("taken_by", "channel")}, HOUR_OF_WEEK: hour("started_at")},
    sets=(("taken_by", "channel", HOUR_OF_WEEK),),
    splits=(
        by_person("taken_by", _("person")),
        by_word("channel", _("channel"), "channel", Channel.choices),
        by_hour_of_week("started_at"),
    ),
    measure=lambda _asked: (seconds(Coalesce("ended_at", "closed_at")) - seconds(F("started_at"))) / MINUTE,
    measured=_("Mean minutes"),
    is_mean=True,
)
SOLVED = Scan(
    name="solved",
    noun="ticket",
    title=_("Resolved or closed"),
    rows=ended,
    at="over_at",
    pieces={**_TEAM, STEP: step("over_at")},
    sets=(("centre", "assignee", STEP),),
    splits=(*_BY_CENTRE, by_step("over_at")),
)
IN_HAND = Scan(
    name="in_hand",
    noun="ticket",
    title=_("Open"),
    rows=still_open,
    at="",
    pieces=_TEAM,
    sets=(("centre", "assignee"),),
    splits=_BY_CENTRE,
    marks=(Mark("late", _("Late"), lambda asked: Q(resolve_by__lt=asked.until)),),
    is_compared=False,
)
REPORT = Report(
    name="workload",
    title=_("Workload"),
    counted=_(
        "Counted is every contact taken and every ticket resolved or closed in the period, and what was open at its"
        " end, by the support centre and person it is with now. It is meant for planning: persons can be left out."
    ),
    icon="users",
    scans=(CONTACTS, SOLVED, IN_HAND),
    panels=(
        Panel("hours", _("Contacts by weekday and hour"), "contacts", "hour", "heat"),
        Panel("channels", _("Contacts by channel"), "contacts", "channel", "bars", has_middle=True),
        Panel("centres", _("Resolved or closed, by support centre"), "solved", "centre", "bars"),
        Panel("open", _("Open, by support centre"), "in_hand", "centre", "bars"),
        Panel("taken", _("Contacts by person"), "contacts", "taken_by", "bars", has_middle=True),
        Panel("solved", _("Resolved or closed, by person"), "solved", "assignee", "bars"),
        Panel("in_hand", _("Open, by person"), "in_hand", "assignee", "bars"),
        Panel("time", _("Resolved or closed, over time"), "solved", "step", "columns"),
    ),
    headlines=(
        Headline(_("Contacts taken"), "contacts"),
        Headline(_("Mean minutes"), "contacts", is_measured=True),
        Headline(_("Resolved or closed"), "solved"),
        Headline(_("Open"), "in_hand"),
    ),
)
