"""What came in through the customers' portal: a report with a photo, its question answered; and one held back."""

from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from firstline.casework.contacts.models import Kind
from firstline.casework.tickets import assignment, resolution
from firstline.casework.tickets.models import Ticket
from firstline.demo.weeks import Desk
from firstline.interfaces.portal.photos import Photo
from firstline.interfaces.portal.telling import send

WORDS = "Il y a un grand trou dans la chaussée devant la boulangerie. Un vélo a failli tomber."
QUESTION = "Le trou est-il sur la piste cyclable ou sur la route ?"
ANSWER = "Sur la piste cyclable, juste après le passage piéton."


def report(desk: Desk) -> None:
    """A pothole, from a telephone, this morning; and an advertisement that a manager finds in quarantine."""
    at, code = desk.now - timedelta(hours=3), next(code for code in desk.codes if code.key == "pothole")
    sent = {
        "language": "fr",
        "kind": str(Kind.ACTION),
        "words": WORDS,
        "code": str(code.pk),
        "place": "Devant la boulangerie, 12 Ferry Street",
        "name": "Camille Roux",
        "email": "camille.roux@example.com",
    }
    ticket = send("demo-1", sent, [Photo("trou.png", "image/png", _photo())], held="", at=at).ticket
    assignment.take(_found(ticket), by=desk.staff["ines"], at=at + timedelta(minutes=20))
    resolution.ask_customer(_found(ticket), QUESTION, by=desk.staff["ines"], at=at + timedelta(minutes=25))
    answer = {"language": "fr", "words": ANSWER, "verdict": "", "ticket": _found(ticket).number}
    send("demo-2", answer, held="", at=at + timedelta(minutes=50))
    advertisement = {"language": "en", "kind": str(Kind.INFORMATION), "words": "Buy followers: https://example.com"}
    send("demo-3", advertisement, held="a field was filled in that no person sees", at=at + timedelta(hours=1))


def _found(ticket: Ticket | None) -> Ticket:
    if ticket is None:
        raise LookupError("the report of the portal has opened no ticket")
    return ticket


def _photo() -> bytes:
    """A grey road with a hole in it, drawn."""
    picture = Image.new("RGB", (480, 320), "#8d9296")
    pen = ImageDraw.Draw(picture)
    pen.polygon([(0, 120), (480, 90), (480, 110), (0, 140)], fill="#e8e6df")
    pen.ellipse((150, 170, 330, 270), fill="#2b2d2f", outline="#6a6e72", width=8)
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()
