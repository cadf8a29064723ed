"""Praise and complaints: about which department, service provider or person, and from where."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.models import Channel, Kind, Tone
from firstline.casework.reports.asked import contacts
from firstline.casework.reports.report import Headline, Panel, Report
from firstline.casework.reports.scan import Mark, Scan, column
from firstline.casework.reports.splits import STEP, by_person, by_row, by_step, by_tree, by_word, step
from firstline.reference.catalogue.models import Department, ServiceProvider

_ABOUT = ("about_department", "about_provider", "about_person")

REPORT = Report(
    name="comments",
    title=_("Comments"),
    counted=_("Counted is every comment of the period, by whom or what it is about as its contact says."),
    icon="message-square-quote",
    scans=(
        Scan(
            name="comments",
            noun="contact",
            title=_("Comments"),
            rows=lambda asked: contacts(asked).filter(kind=Kind.COMMENT),
            at="started_at",
            pieces={
                **{name: column(name) for name in ("tone", "channel", *_ABOUT, "code")},
                STEP: step("started_at"),
            },
            sets=(("tone", "channel", *_ABOUT), ("code", STEP)),
            splits=(
                by_word("tone", _("comment is"), "tone", Tone.choices),
                by_word("channel", _("channel"), "channel", Channel.choices),
                by_row("about_department", _("about the department"), Department),
                by_row("about_provider", _("about the service provider"), ServiceProvider),
                by_person("about_person", _("about the person")),
                *by_tree(),
                by_step("started_at"),
            ),
            marks=(
                Mark("praise", _("Praise"), lambda _asked: Q(tone=Tone.PRAISE)),
                Mark("complaint", _("Complaints"), lambda _asked: Q(tone=Tone.COMPLAINT)),
                Mark("remark", _("Remarks"), lambda _asked: Q(tone=Tone.REMARK)),
            ),
        ),
    ),
    panels=(
        Panel("tones", _("Praise and complaints"), "comments", "tone", "bars", marks=("",)),
        Panel("departments", _("Complaints, by department"), "comments", "about_department", "bars", "complaint"),
        Panel("praised", _("Praise, by department"), "comments", "about_department", "bars", "praise"),
        Panel("providers", _("Complaints, by service provider"), "comments", "about_provider", "bars", "complaint"),
        Panel("codes", _("By problem code"), "comments", "code", "bars"),
        Panel("persons", _("By the person it is about"), "comments", "about_person", "bars"),
        Panel("channels", _("By channel"), "comments", "channel", "bars"),
        Panel("time", _("Over time"), "comments", "step", "columns"),
    ),
    headlines=(
        Headline(_("Comments"), "comments"),
        Headline(_("Praise"), "comments", "praise", of=""),
        Headline(_("Complaints"), "comments", "complaint", of=""),
    ),
)
