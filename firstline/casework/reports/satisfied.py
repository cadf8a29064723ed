"""What customers say of how their tickets were solved: how well, how many of them, and what came back."""

from dataclasses import replace

from django.db.models import F, FloatField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.models import Channel
from firstline.casework.reports.asked import ratings, tickets
from firstline.casework.reports.report import Headline, Panel, Report
from firstline.casework.reports.scan import Mark, Scan, column
from firstline.casework.reports.splits import STEP, by_row, by_step, by_tree, by_word, step
from firstline.casework.tickets.models import Rating
from firstline.reference.catalogue.models import Department, ProblemCode
from firstline.reference.staff.models import SupportCentre

GOOD, BAD = Q(score__gte=Rating.Score.GOOD), Q(score__lte=Rating.Score.BAD)
_PATHS = {name: f"ticket__{name}" for name in ("centre", "department", "code", "channel")}
_SCORES = [(str(score), f"{score} · {label}") for score, label in reversed(Rating.Score.choices)]

RATINGS = Scan(
    name="ratings",
    noun="rating",
    title=_("Ratings"),
    rows=ratings,
    at="at",
    pieces={
        "score": column("score"),
        **{name: column(path) for name, path in _PATHS.items()},
        STEP: step("at"),
    },
    # By itself the time needs nothing of the tickets.
    sets=(("score", *_PATHS), (STEP,)),
    splits=(
        replace(by_word("score", _("rating"), "score", _SCORES), order=lambda _asked: [key for key, _name in _SCORES]),
        by_row("centre", _("support centre"), SupportCentre, _PATHS["centre"]),
        by_row("department", _("department"), Department, _PATHS["department"]),
        by_row("code", _("problem code"), ProblemCode, _PATHS["code"]),
        by_word("channel", _("channel"), _PATHS["channel"], Channel.choices),
        by_step("at"),
    ),
    marks=(
        Mark("good", _("Good or very good"), lambda _asked: GOOD),
        Mark("bad", _("Bad or very bad"), lambda _asked: BAD),
        Mark("words", _("With words"), lambda _asked: ~Q(words="")),
    ),
    measure=lambda _asked: Cast(F("score"), FloatField()),
    measured=_("Average of 5"),
    is_mean=True,
)
SOLVED = Scan(
    name="solved",
    noun="ticket",
    title=_("Resolved"),
    rows=tickets,
    at="resolved_at",
    pieces={name: column(name) for name in ("centre", "code")},
    sets=(("centre", "code"),),
    splits=(by_row("centre", _("support centre"), SupportCentre), *by_tree()),
    marks=(
        Mark("rated", _("Rated"), lambda _asked: Q(pk__in=Rating.objects.order_by().values("ticket"))),
        Mark("reopened", _("Not solved, reopened"), lambda _asked: Q(reopened__gt=0)),
        Mark("confirmed", _("Confirmed by the customer"), lambda _asked: Q(confirmed_at__isnull=False)),
    ),
)
REPORT = Report(
    name="satisfaction",
    title=_("Satisfaction"),
    counted=_(
        "Counted is every rating given in the period, from 1 (very bad) to 5 (very good), and every ticket resolved in"
        " it: the share that was rated, confirmed, or not solved and reopened."
    ),
    icon="smile",
    scans=(RATINGS, SOLVED),
    panels=(
        Panel("scores", _("Distribution"), "ratings", "score", "bars", marks=("",)),
        Panel("time", _("Over time"), "ratings", "step", "columns"),
        Panel(
            "centres", _("Good or very good, by support centre"), "ratings", "centre", "bars", "good", of="",
            watch="least", has_middle=True,
        ),
        Panel(
            "departments", _("Good or very good, by department"), "ratings", "department", "bars", "good", of="",
            watch="least", has_middle=True,
        ),
        Panel(
            "codes", _("Good or very good, by problem code"), "ratings", "code", "bars", "good", of="",
            watch="least", has_middle=True,
        ),
        Panel("channels", _("Good or very good, by channel"), "ratings", "channel", "bars", "good", "", watch="least"),
        Panel("answered", _("Share rated, by support centre"), "solved", "centre", "bars", "rated", "", watch="least"),
        Panel("reopened", _("Not solved, by problem code"), "solved", "code", "bars", "reopened", of=""),
    ),
    headlines=(
        Headline(_("Average of 5"), "ratings", is_measured=True),
        Headline(_("Ratings"), "ratings"),
        Headline(_("Good or very good"), "ratings", "good", of=""),
        Headline(_("Share rated"), "solved", "rated", of=""),
        Headline(_("Not solved, reopened"), "solved", "reopened", of=""),
    ),
)  # fmt: skip
