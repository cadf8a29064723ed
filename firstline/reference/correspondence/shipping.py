"""The texts that come with Firstline, in five languages, and the rules of a fresh installation."""

import tomllib
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop

from firstline.reference.correspondence.models import Dispatch, NoticeRule, Sender, Template
from firstline.reference.correspondence.occasions import CUSTOMER, RULED, Occasion

FOLDER = Path(__file__).parent / "shipped"
NAME = gettext_noop("Service desk")
# So long what one event says to a customer waits for what else it says to them.
TOGETHER = 2


def ship_messages() -> None:
    """Put in what is missing: texts of occasions that have none in a language, and rules where there never were any."""
    there = set(Template.objects.values_list("occasion", "language"))
    Template.objects.bulk_create(row for row in shipped() if (row.occasion, row.language) not in there)
    if not NoticeRule.objects.exists():
        NoticeRule.objects.bulk_create(
            NoticeRule(occasion=one, gather_minutes=TOGETHER if one in CUSTOMER and one != Occasion.RECEIVED else 0)
            for one in RULED
        )
    if not Sender.objects.exists():
        Sender.objects.create(name=NAME, address="desk@localhost")
    if not Dispatch.objects.exists():
        Dispatch.objects.create()


def shipped() -> list[Template]:
    """The texts of all occasions in all languages, as they are shipped; not stored."""
    return [
        Template(occasion=occasion, language=language, subject=texts["subject"], body=texts["body"].strip())
        for language, _name in settings.LANGUAGES
        for occasion, texts in tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")).items()
    ]
