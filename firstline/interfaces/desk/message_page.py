"""What Setup > Messages shows: occasions with their texts and rules, and a text as it would be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from firstline.interfaces.channels.email.composing import paragraphs
from firstline.interfaces.channels.models import Outgoing
from firstline.interfaces.channels.trying import sample
from firstline.interfaces.desk.forms.labels import languages
from firstline.interfaces.ui.clean_text import clean
from firstline.reference.correspondence.filling import filled, filled_line, unknown_in
from firstline.reference.correspondence.laid_down import LaidDown
from firstline.reference.correspondence.models import NoticeRule, Sender, Template
from firstline.reference.correspondence.occasions import CUSTOMER, RULED, STAFF, Occasion, placeholders


@dataclass(frozen=True)
class Row:
    """An occasion: the languages in which it has a text, the rule that holds for it, and those of departments."""

    occasion: Occasion
    texts: Sequence[tuple[str, bool]]
    rule: NoticeRule | None
    own: Sequence[NoticeRule]

    @property
    def is_ruled(self) -> bool:
        return self.occasion in RULED


@dataclass(frozen=True)
class Preview:
    """A text with the facts of an example; `wrong` are words in braces that stand for nothing."""

    subject: str
    body: SafeString
    language: str
    wrong: Sequence[str]


class TemplatesPage:
    """All occasions, of customers and of staff."""

    @cached_property
    def laid(self) -> LaidDown:
        return LaidDown()

    @cached_property
    def _written(self) -> set[tuple[str, str]]:
        return set(Template.objects.values_list("occasion", "language"))

    @cached_property
    def _rules(self) -> list[NoticeRule]:
        return list(NoticeRule.objects.select_related("department"))

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        of = ((_("To customers"), CUSTOMER), (_("To staff"), STAFF))
        return [(title, [self._row(Occasion(one)) for one in occasions]) for title, occasions in of]

    def _row(self, occasion: Occasion) -> Row:
        rules = [rule for rule in self._rules if rule.occasion == occasion]
        return Row(
            occasion,
            [(code, (occasion, code) in self._written) for code, _name in languages()],
            next((rule for rule in rules if rule.department is None), None),
            [rule for rule in rules if rule.department],
        )

    @property
    def senders(self) -> list[Sender]:
        return list(Sender.objects.select_related("department"))

    @cached_property
    def trouble(self) -> int:
        found: int = Outgoing.objects.aggregate(
            n=Count("pk", filter=Q(state__in=("failed", "bounced"), seen_to_at=None))
        )["n"]
        return found


def named(_occasion: str) -> list[tuple[str, str]]:
    """The languages in which an occasion may have a text, with their names."""
    return languages()


def previewed(occasion: str, language: str, subject: str, body: str) -> Preview:
    """A text as its reader would get it; `Unclean` where it could not even be kept."""
    subject, body = clean(subject), clean(body)
    facts = sample(LaidDown(), language)
    wrong = unknown_in(f"{subject}\n{body}", placeholders(occasion))
    known = {**facts, **{one.strip("{}"): one for one in wrong}}
    shown = mark_safe(paragraphs(filled(body, known)))  # noqa: S308 - its words are escaped one by one
    return Preview(filled_line(subject, known), shown, language, wrong)
