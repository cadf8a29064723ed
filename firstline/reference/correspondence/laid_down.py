"""All that is laid down about messages, read once for as many of them as are to be written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings

from firstline.language.translated import FALLBACKS, pick
from firstline.reference.correspondence.models import (
    Dispatch,
    NoticeRule,
    PersonalChoice,
    Sender,
    Signature,
    Template,
)
from firstline.reference.correspondence.occasions import DIGESTS, RULED, Occasion

NO_RULE = NoticeRule(is_on=True)
NOBODYS = Sender(name="Firstline", address="firstline@localhost")


@dataclass(frozen=True)
class Texts:
    """A template in the language it is in, which may be another than was asked for."""

    language: str
    subject: str
    body: str


class LaidDown:
    """Templates, rules, senders, signatures and choices as they are now; each is read when it is first asked for."""

    @cached_property
    def _templates(self) -> Mapping[tuple[str, str], Template]:
        return {(row.occasion, row.language): row for row in Template.objects.all()}

    @cached_property
    def _rules(self) -> Mapping[tuple[str, int | None], NoticeRule]:
        return {(row.occasion, row.department_id): row for row in NoticeRule.objects.all()}

    @cached_property
    def _senders(self) -> Mapping[int | None, Sender]:
        return {row.department_id: row for row in Sender.objects.all()}

    @cached_property
    def _choices(self) -> Mapping[tuple[int, str], str]:
        return {(row.user_id, row.occasion): row.way for row in PersonalChoice.objects.all()}

    @cached_property
    def _signatures(self) -> Mapping[int | None, Mapping[str, str]]:
        return {row.user_id: row.texts for row in Signature.objects.all()}

    @cached_property
    def dispatch(self) -> Dispatch:
        return Dispatch.objects.first() or Dispatch()

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        """The addresses that our messages come from, in small letters."""
        return frozenset(row.address.lower() for row in self._senders.values())

    def texts(self, occasion: str, language: str) -> Texts:
        """The template of an occasion in this language, else in the nearest there is; the bare text where none is."""
        for one in dict.fromkeys((language[:2], settings.LANGUAGE_CODE, *FALLBACKS)):
            if row := self._templates.get((occasion, one)):
                return Texts(one, row.subject, row.body)
        return Texts(
            language, "{number} {title}", "{list}" if occasion in DIGESTS else "{text}\n\n{link}\n\n{signature}"
        )

    def rule(self, occasion: str, department: int | None) -> NoticeRule:
        """What is laid down for an occasion and a department; what nobody has laid down is sent at once."""
        if occasion not in RULED:
            return NO_RULE
        return self._rules.get((occasion, department)) or self._rules.get((occasion, None)) or NO_RULE

    def sender(self, department: int | None) -> Sender:
        """Who messages about a department's tickets come from."""
        return self._senders.get(department) or self._senders.get(None) or NOBODYS

    def own_signature(self, user: int | None, language: str) -> str:
        """What somebody, or the organisation, has written in just this language."""
        return self._signatures.get(user, {}).get(language, "")

    def signature(self, user: int | None, language: str) -> str:
        """What stands under a message in a language: of whoever wrote it, else of the organisation."""
        own = pick(self._signatures.get(user, {}), language)[0] if user else ""
        return own or pick(self._signatures.get(None, {}), language)[0]

    def way(self, user: int, occasion: Occasion | str) -> str:
        """How a member of staff wishes to hear of an occasion."""
        return self._choices.get((user, occasion), PersonalChoice.Way.AT_ONCE)
