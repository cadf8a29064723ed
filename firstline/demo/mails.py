"""Mails that came in this morning: one to look at, one that answers it, a machine's, and one that was held up."""

from datetime import timedelta

from firstline.demo.weeks import Desk
from firstline.interfaces.channels import ledger
from firstline.interfaces.channels.intake import end
from firstline.reference.correspondence import intake_rules

SOURCE = "smtp"
HEAD = "From: {sender}\nTo: help@city.example\nSubject: {subject}\nMessage-ID: <{key}@mail.example>\n{more}"
BODY = "MIME-Version: 1.0\nContent-Type: {form}\n\n{text}"
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAE0lEQVR42mNkYPhfz4AHMA4nBQBn+gYBE1nTgQAAAABJRU5ErkJggg=="
WITH_PICTURE = (
    "--part\nContent-Type: text/plain; charset=utf-8\n\n{text}\n--part\nContent-Type: image/png; name=swing.png\n"
    "Content-Disposition: attachment; filename=swing.png\nContent-Transfer-Encoding: base64\n\n{picture}\n--part--\n"
)
SWING = "The swing in the park by the river hangs on one chain. Children still climb on it.\n\nMaya Okafor"
MORE = "It is the left one of the two. A neighbour has tied it up for now.\n\n> The swing in the park by the river"
LAMP = "ไฟถนนหน้าโรงเรียนดับมาสามคืนแล้ว เด็กๆ กลับบ้านลำบากค่ะ"
TEXT = "text/plain; charset=utf-8"


def bring_mail(desk: Desk) -> None:
    """Everything through the one door, as it would come by itself."""
    noise = {"all": [{"field": "sender", "is": "contains", "value": "newsletter@"}]}
    intake_rules.lay_down({"name": "Newsletters", "condition": noise, "is_machine": True}, by=None, at=desk.now)
    maya, letter = "Maya Okafor <maya.okafor@mail.example>", WITH_PICTURE.format(text=SWING, picture=PICTURE)
    answering = "References: <swing@mail.example>\n"
    for minutes, sender, subject, key, more, form, text in (
        (95, maya, "Broken swing", "swing", "", "multipart/mixed; boundary=part", letter),
        (60, maya, "Re: Broken swing", "swing-2", answering, TEXT, MORE),
        (50, "Nok <nok@mail.example>", "ไฟถนนดับ", "lamp", "", TEXT, LAMP),
        (
            40,
            "Post <postmaster@mail.example>",
            "I am away",
            "away",
            "Auto-Submitted: auto-replied\n",
            TEXT,
            "Back soon.",
        ),
        (30, "", "Please call me", "nobody", "", TEXT, "It is urgent!"),
    ):
        at = desk.now - timedelta(minutes=minutes)
        raw = HEAD.format(sender=sender, subject=subject, key=key, more=more) + BODY.format(form=form, text=text)
        end(ledger.store("email", SOURCE, key, raw.encode(), at=at), at=at)
