"""Tables of the index. They are written and read by SQL in this package alone; the models keep their shape."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

# Indexes are partial per kind with literal conditions: a search over 5,000 articles never reads a million tickets.
KINDS = ("article", "code", "contact", "customer", "ticket", "work_order")

# A short pending list keeps a search right after many writes quick; the writers pay for it in small instalments.
PENDING_KB = 256


class Document(models.Model):
    """The words of one object, or of one language edition of it."""

    pk = models.CompositePrimaryKey("kind", "object_id", "language")
    kind = models.TextField()
    object_id = models.BigIntegerField()
    language = models.TextField(default="", db_default="")
    centre = models.BigIntegerField(null=True)
    department = models.BigIntegerField(null=True)
    public = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)
    doc_len = models.IntegerField()
    tsv = SearchVectorField()

    class Meta:
        db_table = "search_doc"
        constraints = (models.CheckConstraint(condition=Q(kind__in=KINDS), name="search_doc_kind"),)
        indexes = (
            *(
                GinIndex(
                    fields=["tsv"],
                    name=f"search_doc_{kind}",
                    condition=Q(kind=kind),
                    gin_pending_list_limit=PENDING_KB,
                )
                for kind in KINDS
            ),
            GinIndex(
                fields=["tsv"],
                name="search_doc_open_ticket",
                condition=Q(kind="ticket", is_open=True),
                gin_pending_list_limit=PENDING_KB,
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.language}".rstrip()


class Term(models.Model):
    """In how many documents of a kind a lexeme stands, as of the last nightly count."""

    pk = models.CompositePrimaryKey("kind", "term")
    kind = models.TextField()
    term = models.TextField(db_collation="C")
    df = models.IntegerField()

    class Meta:
        db_table = "search_term"

    def __str__(self) -> str:
        return f"{self.term}: {self.df} of {self.kind}"


class Statistic(models.Model):
    """How many documents a kind has, and their mean length in words, as of the last nightly count."""

    kind = models.TextField(primary_key=True)
    docs = models.BigIntegerField()
    avg_len = models.FloatField()

    class Meta:
        db_table = "search_stat"

    def __str__(self) -> str:
        return f"{self.kind}: {self.docs}"
