"""Whether the knowledge base helped: searches, articles used, what is missing, and whether the search came first."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.models import Act, Contact, LookUp
from firstline.casework.reports.article_gaps import bare
from firstline.casework.reports.asked import Asked, contacts, entries, look_ups
from firstline.casework.reports.facts import actor, by_actor, by_fact, by_fact_row, fact
from firstline.casework.reports.report import Headline, Panel, Report
from firstline.casework.reports.scan import Mark, Scan, column
from firstline.casework.reports.search_first import ACTS
from firstline.casework.reports.splits import STEP, by_row, by_step, by_tree, by_word, step
from firstline.journal.models import Entry
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.knowledge.models import ArticleVersion

IN_VAIN = Q(act=Act.SEARCHED, found=0)
USED = (Act.OPENED, Act.READ_OUT, Act.ANSWERED_BY, Act.NOT_HELPFUL)
_DONE = fact("search_first", "done")
_BEFORE = [(verb, before.label) for verb, before in ACTS.items()]


def _demanded(asked: Asked) -> QuerySet[Entry]:
    return entries(asked, list(ACTS)).filter(facts__has_key="search_first")


def _without_article(asked: Asked) -> QuerySet[Contact]:
    """Contacts about a code for which nothing can be read."""
    codes = bare(ProblemCode.objects.order_by()).values("pk")
    return contacts(asked).filter(Q(first_code__in=codes) | Q(first_code=None, code__in=codes))


def _used(asked: Asked) -> QuerySet[LookUp]:
    return look_ups(asked).filter(act__in=USED)


def _act(name: str, title: Any, act: Act) -> Mark:
    return Mark(name, title, lambda _asked: Q(act=act))


LOOK_UPS = Scan(
    name="look_ups",
    noun="look_up",
    title=_("Uses of the knowledge base"),
    rows=look_ups,
    at="at",
    pieces={**{name: column(name) for name in ("act", "language")}, STEP: step("at")},
    sets=(("act", "language", STEP),),
    splits=(
        by_word("act", _("what was done"), "act", Act.choices),
        by_word("language", _("language"), "language", settings.LANGUAGES),
        by_step("at"),
    ),
    marks=(
        _act("searched", _("Searches"), Act.SEARCHED),
        Mark("in_vain", _("In vain"), lambda _asked: IN_VAIN),
        _act("answered", _("Answered by it"), Act.ANSWERED_BY),
    ),
)
USES = Scan(
    name="uses",
    noun="look_up",
    title=_("Uses of articles"),
    rows=_used,
    at="at",
    pieces={"version": column("version")},
    sets=(("version",),),
    splits=(by_row("version", _("article"), ArticleVersion),),
    marks=(
        _act("opened", _("Opened"), Act.OPENED),
        _act("read_out", _("Read out"), Act.READ_OUT),
        _act("answered", _("Answered by it"), Act.ANSWERED_BY),
        _act("not_helpful", _("Not helpful"), Act.NOT_HELPFUL),
    ),
)
VAIN = Scan(
    name="vain",
    noun="look_up",
    title=_("Searches in vain"),
    rows=lambda asked: look_ups(asked).filter(IN_VAIN),
    at="at",
    pieces={"folded": column("folded")},
    sets=(("folded",),),
    splits=(by_word("folded", _("words"), "folded"),),
)
BARE = Scan(
    name="bare",
    noun="contact",
    title=_("Contacts about a code without an article"),
    rows=_without_article,
    at="started_at",
    pieces={"code": lambda _asked: Coalesce("first_code", "code")},
    sets=(("code",),),
    splits=by_tree("first_code"),
)
FIRST = Scan(
    name="first",
    noun="entry",
    title=_("A search was demanded"),
    rows=_demanded,
    at="at",
    pieces={
        "verb": column("verb"),
        "of_code": fact("search_first", "code"),
        "skipped": fact("search_first", "skipped"),
        "actor": actor,
    },
    sets=(("verb", "of_code", "skipped", "actor"),),
    splits=(
        by_word("verb", _("before what"), "verb", _BEFORE),
        by_fact_row("of_code", _("problem code"), ProblemCode, "search_first", "code"),
        by_fact("skipped", _("reason"), "search_first", "skipped", blank=_("not skipped")),
        by_actor(_("analyst")),
    ),
    marks=(
        Mark("done", _("Searched first"), lambda _asked: Q(Exact(_DONE(None), "true"))),
        Mark("skipped", _("Skipped"), lambda _asked: Q(Exact(_DONE(None), "false"))),
    ),
)
REPORT = Report(
    name="knowledge",
    title=_("Articles: use and gaps"),
    counted=_(
        "Counted is every search and every use of an article in the period, every contact about a problem code for"
        " which there is no article, and every act before which a search was demanded."
    ),
    icon="book-open",
    scans=(LOOK_UPS, USES, VAIN, BARE, FIRST),
    panels=(
        Panel("articles", _("Uses by article"), "uses", "version", "bars"),
        Panel("vain", _("Searches in vain, by words"), "vain", "folded", "bars"),
        Panel("not_helpful", _("Not helpful, by article"), "uses", "version", "bars", "not_helpful"),
        Panel("codes", _("Without an article, by problem code"), "bare", "code", "bars"),
        Panel("acts", _("What was done"), "look_ups", "act", "bars", marks=("",)),
        Panel("time", _("Over time"), "look_ups", "step", "columns"),
        Panel("first", _("Searched first, before what"), "first", "verb", "bars", "done", of="", watch="least"),
        Panel(
            "first_codes", _("Searched first, by problem code"), "first", "of_code", "bars", "done", "", watch="least"
        ),
        Panel("reasons", _("Why the search was skipped"), "first", "skipped", "bars", "skipped", marks=("", "skipped")),
        Panel("persons", _("Searched first, by person"), "first", "actor", "bars", "done", of="", watch="least"),
    ),
    headlines=(
        Headline(_("Searches"), "look_ups", "searched"),
        Headline(_("In vain"), "look_ups", "in_vain", of="searched"),
        Headline(_("Answered by an article"), "look_ups", "answered"),
        Headline(_("Searched first"), "first", "done", of=""),
        Headline(_("Contacts about a code without an article"), "bare"),
    ),
)
