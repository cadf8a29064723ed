"""PDF, where the extra `firstline[pdf]` is installed; everything else does without."""

from importlib import import_module
from importlib.util import find_spec

from django.utils.translation import gettext as _

from firstline.journal.refusal import Refused


def can_be_made() -> bool:
    return find_spec("weasyprint") is not None


def made_of(html: str) -> bytes:
    """A page as PDF; nothing is fetched for it from anywhere. Refused where the extra is not installed."""
    try:
        weasyprint = import_module("weasyprint")
    except (ImportError, OSError) as missing:
        raise Refused(_("PDF needs the extra firstline[pdf]: it is not installed here.")) from missing
    made: bytes = weasyprint.HTML(string=html, url_fetcher=_nothing).write_pdf()
    return made


def _nothing(address: str) -> dict[str, object]:
    raise ValueError(address)
