"""A telephone line of the shown city, a call that nobody answered, and a fax with two pages."""

import io
from datetime import timedelta

from PIL import Image, ImageDraw, ImageFont

from firstline.casework.contacts.models import Channel
from firstline.demo.weeks import Desk
from firstline.interfaces.channels import intake, ledger
from firstline.interfaces.channels.telephone.calls import hear
from firstline.interfaces.channels.telephone.event import End, Event, What
from firstline.reference.correspondence import telephony
from firstline.reference.customers.models import ContactPoint, Customer

OWN_NUMBER = "+1 415 555 9000"
PAGE = (1728, 2200)
FIRST = """FAX

To: City of Riverton, bulky waste
From: {name}

Please fetch a refrigerator and a
washing machine from our yard.
Both are disconnected."""
SECOND = """Where: {place}

The gate is open from eight to four.
Please call before you come:
{number}"""


def ring(desk: Desk) -> None:
    """The line with those who answer, who called in vain, and what came out of the fax machine."""
    line = telephony.create_line({"name": "Front desk", "region": "US"}, by=None)
    analysts = [user for user in desk.staff.values() if user.role == "analyst"]
    for place, user in enumerate(analysts):
        telephony.put_at(line, str(101 + place), user, by=None)
    at = desk.now - timedelta(minutes=38)
    missed = Event(What.RANG, "demo-1", _number_of(desk.people.residents[5]), OWN_NUMBER)
    hear(line, missed, at=at)
    ended = Event(What.ENDED, "demo-1", missed.number, OWN_NUMBER, end=End.UNANSWERED, cause="noAnswer")
    hear(line, ended, at=at + timedelta(seconds=41))
    _fax(desk, next(one for one in desk.people.residents[8:] if one.language == "en"))


def _fax(desk: Desk, sender: Customer) -> None:
    line = telephony.create_fax_line({"name": "Fax of the front desk", "folder": "front-desk", "region": "US"}, by=None)
    number, at = _number_of(sender), desk.now - timedelta(minutes=19)
    said = {"name": sender.name, "place": str(sender.location or ""), "number": number}
    first, *others = (_page(text.format(**said)) for text in (FIRST, SECOND))
    kept = io.BytesIO()
    first.save(kept, "TIFF", compression="group4", save_all=True, append_images=others, tiffinfo={270: number})
    arrival = ledger.store(Channel.FAX, f"fax_line:{line.pk}", "fax00001.tif|1", kept.getvalue(), at=at)
    intake.end(arrival, at=at)


def _page(text: str) -> Image.Image:
    page = Image.new("1", PAGE, 1)
    ImageDraw.Draw(page).multiline_text((140, 200), text, fill=0, font=ImageFont.load_default(56), spacing=24)
    return page


def _number_of(customer: Customer) -> str:
    points = customer.contact_points.exclude(kind=ContactPoint.Kind.EMAIL)
    return next((point.value for point in points), "")
