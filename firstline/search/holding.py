"""Which objects hold certain words at all, as a condition that any query of theirs can take up."""

from collections.abc import Collection

from django.db.models import BooleanField, Func, Q, QuerySet, TextField, Value

from firstline.search.models import Document

# Rows of Django's own that no object can be.
_NONE = Q(pk__in=[])


class _Matches(Func):
    template = "tsv @@ %(expressions)s::tsquery"
    output_field = BooleanField()


def holding(kind: str, words: Collection[str], *, every: bool) -> Q:
    """The objects of a kind in which `every` word stands, else any of them; words as `analyse` gives them (`exact`)."""
    if not words:
        return ~_NONE if every else _NONE
    sign = " & " if every else " | "
    wanted = Value(sign.join(f"'{word}'" for word in sorted(words)), TextField())
    found: QuerySet[Document, int] = Document.objects.filter(_Matches(wanted), kind=kind).values_list(
        "object_id", flat=True
    )
    return Q(pk__in=found)
