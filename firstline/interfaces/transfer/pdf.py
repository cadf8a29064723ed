"""PDF, where the extra `firstline[pdf]` is installed; everything else does without."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation import gettext as _

from firstline.journal.refusal import Refused

SHEET = Path(__file__).parent / "report.css"


def can_be_made() -> bool:
    return find_spec("weasyprint") is not None


def made_of(html: str) -> bytes:
    """A page as PDF in the sheet of reports; nothing is fetched from anywhere. Refused where the extra is missing."""
    try:
        weasyprint = import_module("weasyprint")
    except (ImportError, OSError) as missing:
        raise Refused(_("PDF needs the extra firstline[pdf]: it is not installed here.")) from missing
    sheet = weasyprint.CSS(string=SHEET.read_text(encoding="utf-8"), url_fetcher=_nothing)
    made: bytes = weasyprint.HTML(string=html, url_fetcher=_nothing).write_pdf(stylesheets=[sheet])
    return made


def _nothing(address: str) -> dict[str, object]:
    raise ValueError(address)
