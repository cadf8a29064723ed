"""What the knowledge base lacks (A4): searches in vain, articles that do not help, codes without one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from firstline.casework.contacts.models import Act, Contact, LookUp
from firstline.reference.catalogue.models import CodeQuerySet, CodeUse, ProblemCode
from firstline.reference.knowledge.models import ArticleVersion, Attachment

MOST = 50
MOST_REASONS = 5
# Fewer uses than these are no reason to write an article.
OFTEN = 3


@dataclass(frozen=True)
class InVain:
    """Words that were searched for and found nothing, as somebody typed them, and the languages of who did."""

    words: str
    times: int
    languages: list[str]
    last_at: datetime


@dataclass(frozen=True)
class NotHelpful:
    """A text that did not help, how often, and the last reasons; how often contacts were answered by it."""

    version: ArticleVersion
    times: int
    reasons: list[str]
    answered: int


@dataclass(frozen=True)
class Uncovered:
    """A code without an article for it, and how often it was used."""

    code: ProblemCode
    times: int


def searches_in_vain(*, since: datetime) -> list[InVain]:
    """Searches without a result, the same words counted together; gone as soon as the words find something."""
    nothing, something = Q(found=0), Q(found__gt=0)
    rows = (
        LookUp.objects.filter(act=Act.SEARCHED, at__gte=since)
        .order_by()
        .values("folded")
        .annotate(
            times=Count("pk", filter=nothing),
            words=Max("query", filter=nothing),
            languages=ArrayAgg("language", filter=nothing, distinct=True, default=Value([])),
            last_at=Max("at", filter=nothing),
            found_at=Max("at", filter=something),
        )
        .filter(Q(found_at=None) | Q(found_at__lt=F("last_at")), times__gt=0)
        .order_by("-times", "-last_at")[:MOST]
    )
    return [InVain(row["words"], row["times"], [*filter(None, row["languages"])], row["last_at"]) for row in rows]


def not_helpful(*, since: datetime) -> list[NotHelpful]:
    """Texts of which somebody said that they do not help, the most often first; gone when a new text is published."""
    complaints = LookUp.objects.filter(
        act=Act.NOT_HELPFUL, at__gte=since, version__is_current=True, version__article__retired_at=None
    )
    counted = complaints.order_by().values("version").annotate(times=Count("pk"), last=Max("pk"))
    times = {row["version"]: row["times"] for row in counted.order_by("-times", "-last")[:MOST]}
    versions = ArticleVersion.objects.select_related("article").defer("body", "script", "words").in_bulk(times)
    reasons = _reasons(complaints.filter(version__in=times).order_by("-pk").values_list("version", "reason"))
    used = LookUp.objects.filter(act=Act.ANSWERED_BY, at__gte=since, version__in=times).order_by().values("version")
    answered = dict(used.annotate(times=Count("pk")).values_list("version", "times"))
    return [NotHelpful(versions[pk], count, reasons[pk], answered.get(pk, 0)) for pk, count in times.items()]


def codes_without_article(*, since: datetime) -> list[Uncovered]:
    """Codes in use that have no article, nor has their category, the most often used first.

    Counts last year's tickets (`CodeUse`, reckoned nightly) and the contacts since then that ended without a ticket.
    """
    ended = Contact.objects.filter(code=OuterRef("pk"), closed_at__gte=since).order_by().values("code")
    codes = bare(ProblemCode.objects.in_use().with_path())
    tickets = Subquery(CodeUse.objects.filter(code=OuterRef("pk")).values("tickets"), output_field=IntegerField())
    contacts = Subquery(ended.annotate(times=Count("pk")).values("times"), output_field=IntegerField())
    used = codes.annotate(times=Coalesce(tickets, 0) + Coalesce(contacts, 0)).filter(times__gte=OFTEN)
    times = dict(used.order_by("-times", "pk").values_list("pk", "times")[:MOST])
    found = codes.in_bulk(times)
    return [Uncovered(found[pk], count) for pk, count in times.items()]


def bare(codes: CodeQuerySet) -> CodeQuerySet:
    """Those of these codes for which nothing can be read, nor for their category."""
    own = Q(code=OuterRef("pk")) | Q(category=OuterRef("category"))
    covering = Attachment.objects.filter(own, article__live_at__isnull=False, article__retired_at=None)
    return codes.filter(~Exists(covering))


def _reasons(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """The last reasons for each text, each once, the newest first."""
    found: dict[int, list[str]] = {}
    for version, reason in rows:
        known = found.setdefault(version, [])
        if len(known) < MOST_REASONS and reason not in known:
            known.append(reason)
    return found
