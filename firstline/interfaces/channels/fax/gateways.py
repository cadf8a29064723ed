"""Mails in which gateways deliver faxes: HylaFAX, eFax, T38FaxVoIP, FaxBack, and others by what they have in common."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from firstline.interfaces.channels.email.message import Message
from firstline.interfaces.channels.fax.notice import FaxNotice, faxes_among, number_in

LONGEST_TEXT = 20_000
LONGEST_LABEL = 40
# Of others: more than this is a letter with a file, and no notice.
LONGEST_NOTICE = 600
_EFAX = re.compile(
    r"""e?fax\s+(?:message\s+)?from\s+["\[]?(?P<name>.*?)["\]]?\s*-\s*(?P<pages>\d{1,4})\s+page\(?s?\)?"""
    r"(?:,?\s*caller[\s-]*id:\s*(?P<number>.*))?",
    re.IGNORECASE,
)
_HYLAFAX = re.compile(r"(?:facsimile|fax)\s+received\s+from\s+(?P<name>.+)", re.IGNORECASE)
_FILE = re.compile(r"^\s*(?P<file>\S*recvq/[^\s:]+)", re.MULTILINE)
# As in sip:17774731277@callcentric.com and isdn:13195401289.
_PARTY = re.compile(r"\b(?:sips?|h323|isdn|tel):\+?(?P<number>[0-9][0-9().-]{3,24})", re.IGNORECASE)
_SAYS_FAX = re.compile(r"\b(?:e?fax(?:es)?|facsimile|t[ée]l[ée]copie|faks\w*)\b|โทรสาร|แฟกซ์", re.IGNORECASE)
_MOMENTS = ("%Y:%m:%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%m/%d/%Y %H:%M:%S")

Labels = Mapping[str, str]


def recognise(message: Message) -> FaxNotice | None:
    """What a mail tells of a fax that it brings; None for a mail that brings none. Never an error."""
    if not message.attachments and not _SAYS_FAX.search(message.subject):
        return None
    labels = _labels(message.text[:LONGEST_TEXT])
    for read in (_hylafax, _efax, _faxback, _t38, _other):
        notice = read(message, labels)
        if notice:
            return notice
    return None


def _hylafax(message: Message, labels: Labels) -> FaxNotice | None:
    found = _HYLAFAX.search(message.subject)
    is_agent = message.sender is not None and "hylafax" in message.sender.name.lower()
    if not (found or is_agent) or not ({"sender", "commid", "receivedon"} & labels.keys()):
        return None
    said = labels.get("sender") or (found["name"] if found else "")
    where = _FILE.search(message.text[:LONGEST_TEXT])
    number = number_in(labels.get("cidnumber", "") or labels.get("callid1", "")) or number_in(said)
    return FaxNotice(
        "HylaFAX",
        number,
        labels.get("cidname", "") or _name(said, number),
        _count(labels.get("pages", "")),
        _moment(labels.get("received", "")),
        place=where["file"] if where and not faxes_among(message.attachments) else "",
    )


def _efax(message: Message, _labels: Labels) -> FaxNotice | None:
    found = _EFAX.search(message.subject)
    is_theirs = bool(message.header("uprxs-efax")) or (message.sender and "efax" in message.sender.name.lower())
    if not found or not (is_theirs or message.attachments):
        return None
    number = number_in(found["number"] or "") or number_in(found["name"])
    return FaxNotice("eFax", number, _name(found["name"], number), int(found["pages"]), message.date)


def _faxback(message: Message, labels: Labels) -> FaxNotice | None:
    """Its template is the customer's own, of known variables; those of a fax that was sent have no sender's id."""
    if not {"sendercsid", "remotecsid"} & labels.keys() or not faxes_among(message.attachments):
        return None
    csid = labels.get("sendercsid") or labels.get("remotecsid", "")
    number = number_in(labels.get("callerid", "") or labels.get("ani", "")) or number_in(csid)
    pages = _count(labels.get("pagecount", "") or labels.get("pagestransferred", "") or labels.get("pages", ""))
    return FaxNotice("FaxBack", number, _name(csid, number), pages, message.date)


def _t38(message: Message, labels: Labels) -> FaxNotice | None:
    if not faxes_among(message.attachments):
        return None
    said = labels.get("callingparty", "") or message.subject
    party = _PARTY.search(said) or (_PARTY.search(message.text[:LONGEST_TEXT]) if "starttime" in labels else None)
    if not party and "callingparty" not in labels:
        return None
    number = number_in(labels.get("callerid", "")) or (party["number"] if party else number_in(said))
    return FaxNotice("T38Fax", number, "", _count(labels.get("pages", "")), _moment(labels.get("starttime", "")))


def _other(message: Message, labels: Labels) -> FaxNotice | None:
    """A short mail that says fax, with a number and pages: whoever sent it, it is a fax."""
    name = message.sender.name if message.sender else ""
    if not faxes_among(message.attachments) or len(message.text.strip()) > LONGEST_NOTICE:
        return None
    if not (_SAYS_FAX.search(message.subject) or _SAYS_FAX.search(name)):
        return None
    number = number_in(message.subject) or number_in(labels.get("from", "") or labels.get("callerid", ""))
    if not number:
        return None
    return FaxNotice("other", number, "", _count(labels.get("pages", "")), message.date)


def _labels(text: str) -> dict[str, str]:
    """Lines of "Label: value", by the letters of the label; the first of a label counts."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        label, colon, value = line.partition(":")
        letters = "".join(sign for sign in label if sign.isalnum()).casefold()
        if colon and letters and len(label.strip()) <= LONGEST_LABEL:
            found.setdefault(letters, value.strip())
    return found


def _name(said: str, number: str) -> str:
    """What a sender's id says beside the number; nothing where it says only that there is none."""
    name = said.replace(number, "").strip(" \"'[]<>()-,") if number else said.strip(" \"'[]<>")
    nobody = {"", "unknown", "anonymous", "unavailable", "unspecified", "private", "withheld", "fax"}
    return "" if name.casefold() in nobody else name


def _count(text: str) -> int | None:
    digits = re.match(r"\d{1,4}", text.strip())
    return int(digits.group()) if digits else None


def _moment(text: str) -> datetime | None:
    for form in _MOMENTS:
        try:
            return datetime.strptime(text.strip()[:19], form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None
