"""What mail servers report about a message: in fields (RFC 3464), or in words of their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from firstline.interfaces.channels.email import bounce_words
from firstline.interfaces.channels.email.message import Message

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ \-#:<,]|$)")
_EMAIL = re.compile(r"(?<![\w.+=-])[\w.+=-]{1,100}@[\w.-]{1,200}", re.ASCII)
_FIELD = re.compile(r"^([A-Za-z-]{3,40})\s*:\s?(.*)$")
# A line that begins what happened to one recipient.
_RECIPIENT = re.compile(
    r"(?:[\s>*]{0,12}(?:to )?<?([\w.+=-]{1,100}@[\w.-]{1,200}\w)>?(?:\s*[:.,]|\s*$|\s+(?:Invalid|Error|"
    r"\.\.\.|\[|on |\()))",
    re.ASCII,
)
_COPY = re.compile(
    r"^[\s>*|=-]*(?:-+ ?)?(?:below this line is a copy|this is a copy of|below is a copy|"
    r"enclosed is a copy|original message|"
    r"message headers? follow|unsent message|message text follows|returned message|undelivered message|"
    r"the (?:original )?message (?:text|header)s? (?:follow|was)|"
    r"message header:|returned mail follows|included is a copy|bounced e-?mail|return-path: ?<|"
    r"received: ?(?:from|by)|dkim-signature:)",
    re.IGNORECASE | re.MULTILINE,
)
# Somebody may have forwarded what the server wrote.
_MARKS = re.compile(r"^>(?: |$)", re.MULTILINE)
_MOST = 200
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Failure:
    """One recipient who was not reached. `status` is like 5.1.1, `reply_code` like 550; what is not told is empty."""

    recipient: str
    is_hard: bool
    status: str
    reply_code: str
    reason: str


def failures(message: Message) -> tuple[Failure, ...]:
    """Who was not reached and why; those that were reached or are only told of do not count."""
    reports = [text for kind, text in message.reports if kind.endswith("delivery-status")]
    told = words(message)
    groups = [group for text in reports for group in _groups(text)]
    if not groups and "final-recipient:" in told.lower():
        groups = list(_groups(told))
    recipients = [
        group for group in groups if "final-recipient" in group or "original-recipient" in group or "status" in group
    ]
    if recipients:
        is_single = len(recipients) == 1
        return tuple(
            _from_fields(group, told, is_single=is_single) for group in recipients[:_MOST] if _has_failed(group)
        )
    return tuple(_from_words(message, told))


def words(message: Message) -> str:
    """What the server says itself, without the message that it returns."""
    text = _MARKS.sub("", message.text[:_LONGEST])
    copy = _COPY.search(text)
    return text[: copy.start()] if copy and text[: copy.start()].strip() else text


def _groups(report: str) -> Iterator[dict[str, str]]:
    """The fields of each recipient, by name in small letters; the first group is about the message."""
    group: dict[str, str] = {}
    name = ""
    for line in report[: 10 * _LONGEST].split("\n"):
        found = _FIELD.match(line)
        if found:
            name = found[1].lower()
            if name in ("final-recipient", "original-recipient") and name in group:
                yield group
                group = {}
            group.setdefault(name, found[2].strip())
        elif line[:1] in (" ", "\t") and name in group:
            group[name] = f"{group[name]} {line.strip()}"[:_LONGEST]
        elif not line.strip():
            yield group
            group, name = {}, ""
    yield group


def _has_failed(group: dict[str, str]) -> bool:
    action = group.get("action", "failed").split(" ")[0].strip(";").lower()
    return action not in ("delivered", "relayed", "expanded", "delivered-to-mailbox")


def _from_fields(group: dict[str, str], told: str, *, is_single: bool) -> Failure:
    diagnosis = group.get("diagnostic-code", "")
    field = group.get("final-recipient") or group.get("original-recipient") or group.get("x-actual-recipient") or ""
    recipient = field.rpartition(";")[2].strip(" <>")
    about = told if is_single else _lines_about(told, recipient)
    status = _status(diagnosis, group.get("status", ""), about)
    reason, is_hard = bounce_words.decide(
        [diagnosis, about, group.get("status", "")],
        status,
        context="\n".join([*group.values(), about]),
        told=about,
    )
    code = _CODE.search(diagnosis) or _CODE.search(about)
    return Failure(recipient, is_hard, status, code[1] if code else "", reason)


def _status(*texts: str) -> str:
    """The first that says more than "something is wrong", else any."""
    all_of_them = [found for text in texts for found in _STATUS.findall(text[:_LONGEST])]
    return next((each for each in all_of_them if not each.endswith(".0.0")), all_of_them[0] if all_of_them else "")


def _lines_about(told: str, recipient: str) -> str:
    lines = told.split("\n")
    found = [place for place, line in enumerate(lines) if recipient and recipient.lower() in line.lower()][:10]
    return "\n".join("\n".join(lines[place : place + 3]) for place in found)


def _from_words(message: Message, told: str) -> Iterator[Failure]:
    sections = list(_sections(told))
    for recipient, text in sections:
        failure = _failure(recipient, text, "")
        if failure.reason:
            yield failure
    if not any(_failure(recipient, text, "").reason for recipient, text in sections):
        listed = [each for each in message.headers.get("x-failed-recipients", ()) if each][:1]
        named = listed or _EMAIL.findall(told)[:1] or [""]
        yield _failure(named[0], told, message.subject)


def _sections(told: str) -> Iterator[tuple[str, str]]:
    """Each recipient that begins a line, with what is said until the next."""
    recipient, lines = "", list[str]()
    for line in told.split("\n")[:2_000]:
        found = _RECIPIENT.match(line)
        if found and found[1].lower() != recipient.lower():
            if recipient:
                yield recipient, "\n".join(lines)
            recipient, lines = found[1], []
        lines.append(line)
    if recipient:
        yield recipient, "\n".join(lines)


def _failure(recipient: str, text: str, subject: str) -> Failure:
    status = _status(text)
    reason, is_hard = bounce_words.decide([text, subject], status, context=text)
    code = _CODE.search(text)
    return Failure(recipient, is_hard, status, code[1] if code else "", reason)
