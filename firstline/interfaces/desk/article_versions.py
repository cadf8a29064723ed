"""Every version of an article in one language, and two of them compared."""

from dataclasses import dataclass
from functools import cached_property

from firstline.interfaces.desk.article_editor import Difference, changes
from firstline.interfaces.desk.forms.labels import languages
from firstline.reference.knowledge.models import Article, ArticleVersion


@dataclass(frozen=True)
class Versions:
    """The versions of one language, the newest first; `old` and `new` are the numbers to compare, as they were sent."""

    article: Article
    language: str
    old: str
    new: str

    @cached_property
    def name(self) -> str:
        return dict(languages())[self.language]

    @cached_property
    def all(self) -> list[ArticleVersion]:
        rows = self.article.versions.filter(language=self.language).order_by("-number")
        return list(rows.select_related("written_by"))

    @cached_property
    def languages(self) -> list[tuple[str, str]]:
        """The languages it is written in: code and name."""
        written = set(self.article.versions.values_list("language", flat=True).distinct().order_by())
        return [(code, name) for code, name in languages() if code in written]

    @cached_property
    def right(self) -> ArticleVersion | None:
        """The newer one: that which was asked for, else the newest."""
        return self._numbered(self.new) or next(iter(self.all), None)

    @cached_property
    def left(self) -> ArticleVersion | None:
        """The older one: that which was asked for, else the one before the newer."""
        right = self.right
        before = next((one for one in self.all if right and one.number < right.number), None)
        return self._numbered(self.old) or before

    @cached_property
    def differences(self) -> list[Difference]:
        return changes(self.left, self.right) if self.left and self.right else []

    def _numbered(self, number: str) -> ArticleVersion | None:
        return next((one for one in self.all if str(one.number) == number), None)
