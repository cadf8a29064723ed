"""Undoing an import: everything it made goes again, while nothing was built on it."""

from collections import defaultdict

from django.db import models, transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import Link, WorkOrder
from firstline.interfaces.transfer.made import Ranges, joined
from firstline.interfaces.transfer.models import ImportRun, SourceKey
from firstline.interfaces.transfer.models.imports import State
from firstline.journal import taking_back
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.catalogue.models import Department, ProblemCode, ServiceCategory, ServiceProvider
from firstline.reference.customers.models import Account, Agreement, Customer, Equipment, Location
from firstline.reference.customers.searching import index_customers
from firstline.reference.handling.models import Handling
from firstline.reference.knowledge.models import Article, ArticleVersion, Attachment
from firstline.reference.knowledge.searching import index_article, index_codes_of
from firstline.reference.staff.models import SupportCentre
from firstline.search.documents import remove_many

# Everything an import can make, in the order in which it can go.
KINDS: dict[str, type[models.Model]] = {
    "work_order": WorkOrder,
    "ticket": Ticket,
    "equipment": Equipment,
    "agreement": Agreement,
    "article_version": ArticleVersion,
    "article": Article,
    "customer": Customer,
    "account": Account,
    "location": Location,
    "handling": Handling,
    "problem_code": ProblemCode,
    "service_category": ServiceCategory,
    "service_provider": ServiceProvider,
    "department": Department,
    "support_centre": SupportCentre,
}
# What stands in the index, by its word there.
SEARCHED = {
    "work_order": "work_order",
    "ticket": "ticket",
    "customer": "customer",
    "article": "article",
    "problem_code": "code",
}
NAMES: dict[type[models.Model], Promise] = {
    Contact: gettext_lazy("contacts"),
    WorkOrder: gettext_lazy("work orders"),
    Link: gettext_lazy("work orders"),
    Ticket: gettext_lazy("tickets"),
    Equipment: gettext_lazy("equipment"),
    Agreement: gettext_lazy("agreements"),
    Article: gettext_lazy("articles"),
    Attachment: gettext_lazy("articles"),
    Customer: gettext_lazy("customers"),
    Account: gettext_lazy("accounts"),
    ProblemCode: gettext_lazy("problem codes"),
    Handling: gettext_lazy("problem codes"),
}
_WORDS = {model: word for word, model in KINDS.items()}


class BuiltOn(Refused):
    """Something stands on what the import made; `built` says what."""

    def __init__(self, built: list[taking_back.Built]) -> None:
        # Things may stand on it in several ways at once.
        counts: dict[str, int] = {}
        for each in built:
            name = str(NAMES.get(each.model) or each.model._meta.verbose_name_plural)
            counts[name] = max(each.count, counts.get(name, 0))
        named = ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))
        super().__init__(
            _("It cannot be undone any more, because something was built on what it brought in: %(named)s.")
            % {"named": named}
        )


def made_by(run: ImportRun) -> dict[str, Ranges]:
    """Everything a run made, by kind, in the order in which it can go."""
    found: dict[str, list[Ranges]] = defaultdict(list)
    for made in run.batches.values_list("made", flat=True).iterator():
        for kind, ranges in made.items():
            found[kind].append(ranges)
    return {kind: joined(found[kind]) for kind in KINDS if kind in found}


@transaction.atomic
def undo(run: ImportRun) -> ImportRun:
    """Take back what a run made; `BuiltOn` while something stands on it. The keys of its rows are free again."""
    row = ImportRun.objects.select_for_update(of=("self",)).select_related("by").get(pk=run.pk)
    made = made_by(row)
    things = {KINDS[kind]: ranges for kind, ranges in made.items()}
    taking_back.hold(things)
    built = list(taking_back.built_on(things, _WORDS))
    if built:
        raise BuiltOn(built)
    stale = _Stale(made)
    counts: dict[str, int] = {}
    for kind, ranges in made.items():
        try:
            if kind == "article_version":
                # A translation stands on its original, so it goes first.
                taking_back.remove(ArticleVersion, ranges, Q(based_on__isnull=False))
            counts[kind] = taking_back.remove(KINDS[kind], ranges)
        except ProtectedError as problem:
            named = {type(each) for each in problem.protected_objects}
            raise BuiltOn([taking_back.Built(model, 1) for model in named]) from problem
        _forget(kind, ranges)
    stale.index_again()
    row.batches.all().delete()
    row.state, row.newest, row.ended_at = State.UNDONE, None, timezone.now()
    row.changed_at = row.ended_at
    row.save()
    record("import_run.undone", row, by=row.by, facts={"file": row.file_name, "counts": counts})
    return row


def _forget(kind: str, ranges: Ranges) -> None:
    """The keys of the rows, and what the search knows of them."""
    for first, last in ranges:
        SourceKey.objects.filter(kind=kind, object_id__range=(first, last)).delete()
        searched = SEARCHED.get(kind)
        for begin in range(first, last + 1, taking_back.CHUNK) if searched else ():
            remove_many(searched or "", range(begin, min(begin + taking_back.CHUNK - 1, last) + 1))


class _Stale:
    """What stays and is found by words of what goes: owners of things, codes of articles, articles of translations."""

    def __init__(self, made: dict[str, Ranges]) -> None:
        equipment, agreements = _within("equipment", made), _within("agreement", made)
        owners = (
            Customer.objects.filter(through)
            for ranges, name in ((equipment, "equipment"), (agreements, "agreements"))
            if ranges
            for through in (_prefixed(ranges, f"{name}__"), _prefixed(ranges, f"account__{name}__"))
        )
        self.customers = {pk for rows in owners for pk in rows.values_list("pk", flat=True)}
        articles = _within("article", made)
        attached = (
            Attachment.objects.filter(_prefixed(articles, "article__")) if articles else Attachment.objects.none()
        )
        self.codes = set(attached.filter(code__isnull=False).values_list("code", flat=True))
        versions = _within("article_version", made)
        translated = Article.objects.filter(_prefixed(versions, "versions__")) if versions else Article.objects.none()
        self.articles = list(translated.distinct())

    def index_again(self) -> None:
        index_customers(Customer.objects.filter(pk__in=self.customers))
        left = Article.objects.in_bulk([article.pk for article in self.articles])
        for article in self.articles:
            remove_many("article", [article.pk])
            if article.pk in left:
                index_article(left[article.pk])
            else:
                index_codes_of(article, also=self.codes)


def _within(kind: str, made: dict[str, Ranges]) -> list[tuple[int, int]]:
    return [(first, last) for first, last in made.get(kind, [])]


def _prefixed(ranges: list[tuple[int, int]], path: str) -> Q:
    found = Q(pk__in=[])
    for bounds in ranges:
        found |= Q(**{f"{path}pk__range": bounds})
    return found
