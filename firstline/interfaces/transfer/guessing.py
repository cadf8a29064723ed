"""Guessing which column of a file fills which field, by their names."""

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from firstline.interfaces.transfer.clock import ISO, Clock
from firstline.interfaces.transfer.fields import NOUNS
from firstline.language.folding import fold

# Other names under which columns are often met, in the languages of the desk.
_ALSO = {
    "key": (
        "id",
        "number",
        "no",
        "ticket",
        "case id",
        "case enquiry id",
        "reference",
        "nr",
        "numero",
        "código",
        "identifiant",
    ),
    "name": ("full name", "customer", "customer name", "nom", "nombre", "nazwa", "imię i nazwisko", "ชื่อ"),
    "phone": ("telephone", "tel", "phone number", "téléphone", "teléfono", "telefon", "โทรศัพท์"),
    "mobile": ("cell", "cell phone", "mobile phone", "portable", "móvil", "komórka", "มือถือ"),
    "email": ("e-mail", "mail", "email address", "courriel", "correo", "อีเมล"),
    "address": ("street", "address 1", "adresse", "dirección", "adres", "ulica", "ที่อยู่"),
    "postcode": ("zip", "zip code", "postal code", "code postal", "código postal", "kod pocztowy", "รหัสไปรษณีย์"),
    "city": ("town", "ville", "ciudad", "miasto", "เมือง"),
    "area": ("district", "neighborhood", "neighbourhood", "quartier", "barrio", "dzielnica"),
    "account": ("company", "organisation", "organization", "société", "empresa", "firma"),
    "account_number": ("account", "account no", "customer number", "compte", "cuenta", "konto"),
    "note": ("notes", "remark", "remarks", "comment"),
    "serial_number": ("serial", "serial no", "s n"),
    "model_number": ("model", "type"),
    "number": ("agreement number", "contract", "contract number"),
    "starts_on": ("from", "start", "start date", "valid from"),
    "ends_on": ("until", "end", "end date", "valid until"),
    "department": ("dept", "agency", "subject", "wydział", "direction", "departamento"),
    "provider": ("service provider", "division", "queue"),
    "category": ("service category", "reason"),
    "code": ("problem code", "problem", "type", "srtype", "complaint type", "request type"),
    "centre": ("support centre", "support center", "team", "group"),
    "title": ("subject", "summary", "case title", "short description", "titre", "título", "tytuł"),
    "words": ("description", "details", "text"),
    "body": ("text", "content", "article"),
    "state": ("status", "case status", "srstatus", "état", "estado", "stan"),
    "channel": ("source", "method received", "via"),
    "opened_at": ("opened", "created", "created date", "createddate", "open dt", "date", "reported"),
    "closed_at": ("closed", "closed date", "closed dt", "closedate", "resolved"),
    "due_by": ("due", "due date", "sla target dt", "duedate"),
    "resolution": ("closure reason", "result", "outcome", "solution"),
    "place": ("location", "address", "incident address"),
    "latitude": ("lat", "y"),
    "longitude": ("lon", "lng", "long", "x"),
    "raised_at": ("raised", "created", "created date"),
    "completed_at": ("completed", "closed", "finished"),
    "customer": ("customer id", "customer key", "owner"),
    "tickets": ("ticket", "ticket id", "request"),
}


def columns(noun: str, heading: Sequence[str]) -> dict[str, str]:
    """The column that probably fills each field; no column fills two, and needed fields choose first."""
    by_name: dict[str, str] = {}
    for column in heading:
        by_name.setdefault(_plain(column), column)
    fields = sorted(NOUNS[noun].items(), key=lambda item: not item[1].required)
    found: dict[str, str] = {}
    for depth in (1, None):
        for name, _field in fields:
            for possible in _names(name)[:depth] if name not in found else ():
                met = by_name.get(_plain(possible))
                if met is not None and met not in found.values():
                    found[name] = met
                    break
    return found


def meaning(value: str, choices: Sequence[str]) -> str:
    """The choice that a value of the file probably means; "" when none is like it."""
    plain = _plain(value)
    for choice in choices:
        if plain in (_plain(choice), _plain(gettext(choice.replace("_", " ")))) or plain in _MEANINGS.get(choice, ()):
            return choice
    return ""


_DAYS = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y%m%d")
_HOURS = (" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", "")
_FORMATS = (ISO, *(day + hour for day in _DAYS for hour in _HOURS))

_MEANINGS = {
    "new": ("open", "opened", "reported"),
    "in_progress": ("assigned", "in process", "started", "work in progress"),
    "waiting": ("pending", "on hold"),
    "resolved": ("solved", "fixed"),
    "closed": ("done", "completed"),
    "completed": ("done", "closed", "finished"),
    "cancelled": ("canceled",),
    "telephone": ("phone", "call"),
    "email": ("e mail", "mail"),
    "portal": ("web", "website", "app", "online"),
    "counter": ("walk in", "in person"),
}


def formats(texts: Sequence[str]) -> tuple[str, ...]:
    """Formats that read all of these times, as far as any do: as few as possible, days before months."""
    left, found = [text.strip() for text in texts if text.strip()], []
    while left:
        fitting = {format_: [text for text in left if not _reads(format_, text)] for format_ in _FORMATS}
        best = min(_FORMATS, key=lambda format_: len(fitting[format_]))
        if len(fitting[best]) == len(left):
            break
        found.append(best)
        left = fitting[best]
    return tuple(found) or (ISO,)


def _reads(format_: str, text: str) -> bool:
    try:
        Clock(ZoneInfo("UTC"), (format_,)).read(text)
    except (ValueError, OverflowError):
        return False
    return True


def _names(name: str) -> list[str]:
    return [name.replace("_", " "), *_ALSO.get(name, ())]


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold(text)).split())
