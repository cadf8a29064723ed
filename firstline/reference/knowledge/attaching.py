"""Which codes an article belongs to: to one, or to all of a category, provider or department."""

from datetime import datetime
from typing import Any

from django.db import transaction

from firstline.journal.recording import kind_of, record
from firstline.reference.catalogue.models import Department, ProblemCode, ServiceCategory, ServiceProvider
from firstline.reference.knowledge.models import Article, Attachment
from firstline.reference.knowledge.searching import index_codes_of
from firstline.reference.knowledge.writing import locked
from firstline.reference.staff.models import User

Target = Department | ServiceProvider | ServiceCategory | ProblemCode
FIELDS: dict[type[Target], str] = {
    Department: "department",
    ServiceProvider: "provider",
    ServiceCategory: "category",
    ProblemCode: "code",
}


@transaction.atomic
def attach(article: Article, target: Target, *, by: User | None, at: datetime | None = None) -> Attachment:
    """Suggest the article where this code, or one below this, is chosen; a second time changes nothing."""
    row = locked(article)
    wanted: dict[str, Any] = {"article": row, FIELDS[type(target)]: target}
    attachment, is_new = Attachment.objects.get_or_create(**wanted)
    if is_new:
        facts = {"kind": kind_of(target), "id": target.pk, "labels": target.labels}
        record("article.attached", row, by=by, at=at, facts=facts)
        index_codes_of(row)
    return attachment


@transaction.atomic
def detach(attachment: Attachment, *, by: User | None, at: datetime | None = None) -> None:
    """No longer; what is gone already needs no taking off."""
    row = locked(attachment.article)
    if Attachment.objects.filter(pk=attachment.pk).delete()[0]:
        target = attachment.target
        facts = {"kind": kind_of(target), "id": target.pk, "labels": target.labels}
        record("article.detached", row, by=by, at=at, facts=facts)
        index_codes_of(row, also=[attachment.code_id] if attachment.code_id else [])
