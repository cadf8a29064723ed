"""How codes are used and what they are called: handed down from above, so that the finder knows it (K3)."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from firstline.reference.catalogue.models import CodeUse, ProblemCode
from firstline.reference.catalogue.searching import index_codes
from firstline.search.documents import remove


@transaction.atomic
def name_articles(titles: Mapping[int, Mapping[str, Sequence[str]]]) -> None:
    """The titles, per language, of the articles that codes (by key) have now."""
    rows = [CodeUse(code_id=code, articles=dict(texts)) for code, texts in titles.items()]
    _keep(rows, ["articles"])


@transaction.atomic
def count_uses(uses: Mapping[int, tuple[int, Sequence[str]]]) -> None:
    """How many tickets codes (by key) had in the last year, and the words that stand in them again and again."""
    rows = [CodeUse(code_id=code, tickets=tickets, said=" ".join(words)) for code, (tickets, words) in uses.items()]
    _keep(rows, ["tickets", "said"])
    for row in rows:
        if not row.said:
            remove("code", row.code_id, language="")


def _keep(rows: list[CodeUse], fields: list[str]) -> None:
    CodeUse.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    index_codes(ProblemCode.objects.filter(pk__in=[row.code_id for row in rows]))
