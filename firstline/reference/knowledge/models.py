"""Articles, their versions in each language, and the codes, categories, providers and departments they belong to."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from firstline.reference.catalogue.models import Department, ProblemCode, ServiceCategory, ServiceProvider
from firstline.reference.retiring import Retirable
from firstline.reference.staff.models import User


class Audience(models.TextChoices):
    STAFF = "staff", _("staff only")
    CUSTOMERS = "customers", _("staff and customers")


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    PUBLISHED = "published", _("published")
    OUTDATED = "outdated", _("outdated")


class ArticleQuerySet(models.QuerySet["Article"]):
    def live(self) -> "ArticleQuerySet":
        """Articles that have a published text which still holds: those that are suggested and read out."""
        return self.filter(live_at__isnull=False, retired_at=None)

    def attached_below(self, department: int) -> "ArticleQuerySet":
        """Articles attached to a department or to anything below it."""
        through = (
            Q(department=department)
            | Q(provider__department=department)
            | Q(category__provider__department=department)
            | Q(code__category__provider__department=department)
        )
        return self.filter(Exists(Attachment.objects.filter(through, article=OuterRef("pk"))))


class Article(Retirable):
    """One page of the knowledge base; its texts stand in its versions.

    `state` is that of the newest text: an article whose change is a draft is still read as it was published, since
    `live_at`.
    """

    number = models.PositiveIntegerField(unique=True)
    audience = models.CharField(_("for"), max_length=9, choices=Audience.choices, default=Audience.STAFF)
    source_language = models.CharField(_("first written in"), max_length=8, default="en")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    live_at = models.DateTimeField(null=True, blank=True)
    review_by = models.DateField(_("to be reviewed by"), null=True, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return f"A-{self.number}"

    @property
    def is_live(self) -> bool:
        return self.live_at is not None and self.retired_at is None

    @property
    def is_public(self) -> bool:
        """Whether customers may read it."""
        return self.is_live and self.audience == Audience.CUSTOMERS


class ArticleVersion(models.Model):
    """A text of an article in one language, never changed once written.

    `words` is the body without its marks, for search and excerpts. `read_out` and `links` are lists of `[label,
    number]` and `[label, address]`. `based_on` is the version it translates. One of a language is what is read
    (`is_current`); the one with the highest number is what is worked on.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(_("language"), max_length=8)
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    words = models.TextField(blank=True)
    script = models.TextField(_("script"), blank=True)
    read_out = models.JSONField(_("numbers to read out"), default=list, blank=True)
    links = models.JSONField(_("links"), default=list, blank=True)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="translations")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    is_current = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["language", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint("article", "language", "number", name="article_version"),
            models.UniqueConstraint(
                "article", "language", condition=Q(is_current=True), name="one_current_article_version"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Attachment(models.Model):
    """An article belongs to a problem code, or to all codes of a category, provider or department."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="attachments")
    code = models.ForeignKey(ProblemCode, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey(ServiceCategory, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    provider = models.ForeignKey(ServiceProvider, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "article", "code", "category", "provider", "department", name="one_attachment", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(code__isnull=False, category=None, provider=None, department=None)
                | Q(code=None, category__isnull=False, provider=None, department=None)
                | Q(code=None, category=None, provider__isnull=False, department=None)
                | Q(code=None, category=None, provider=None, department__isnull=False),
                name="attached_to_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.target)

    @property
    def target(self) -> Department | ServiceProvider | ServiceCategory | ProblemCode:
        """What the article is attached to."""
        target = self.code or self.category or self.provider or self.department
        assert target is not None  # noqa: S101 - the database holds it so
        return target
