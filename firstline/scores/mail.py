"""Mail as it is: broken messages, bounces and replies of published test sets.

A message of the corpus passes where it goes through the intake and ends exactly once in the ledger, also when it is
handed over a second time, and where its sender and subject can be read if it has them.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from firstline.casework.contacts.models import Contact
from firstline.interfaces.channels import ledger
from firstline.interfaces.channels.email import html_replies, markup, replies
from firstline.interfaces.channels.email.bodies import RULE
from firstline.interfaces.channels.email.delivery_reports import Failure
from firstline.interfaces.channels.email.machine import verdict
from firstline.interfaces.channels.email.message import Defect, Message, Part
from firstline.interfaces.channels.email.reading import read
from firstline.interfaces.channels.intake import end
from firstline.interfaces.channels.models import End
from firstline.scores.cases import Case, figure
from firstline.scores.lines import read_rows

Out = Callable[[str], None]
TO_REACH = {"corpus": 1.0, "mime": 0.95, "bounces": 0.97, "not bounces": 1.0, "replies": 0.90}
SOURCE = "score"
_BLANKS = re.compile(r"\s+")
# What became of a message without being a failure to deliver it.
_NO_FAILURES = {"vacation", "feedback", "delivered"}


def run(folder: Path, out: Out) -> Iterable[Case]:
    """One case per message of the sets that are there: `email/{corpus,mime,bounces,replies}`."""
    home = folder / "email"
    sets = {
        "corpus": (home / "corpus" / "manifest.jsonl", _corpus),
        "mime": (home / "mime" / "expected.jsonl", _mime),
        "bounces": (home / "bounces" / "expected.jsonl", _bounces),
        "not bounces": (home / "bounces" / "not_bounces", _not_bounces),
        "replies": (home / "replies", _replies),
    }
    for name, (place, cases_of) in sets.items():
        cases = list(cases_of(place)) if place.exists() else []
        if cases:
            share = sum(case.passed for case in cases) / len(cases)
            out(figure(f"{name} ({len(cases)} cases)", share, TO_REACH[name]))
        yield from cases


def _corpus(manifest: Path) -> Iterator[Case]:
    for row in read_rows(manifest):
        raw = (manifest.parent / row["file"]).read_bytes()
        message = read(raw)
        wrong = [name for name in ("from", "subject") if not _is_readable(message, row["stdlib"].get(name) or "", name)]
        wrong += ["exception"] if Defect.UNREADABLE in message.defects else []
        yield Case(f"corpus {row['file']}", *_passed([*wrong, *_not_once(row["file"], raw)]))


def _passed(wrong: list[str]) -> tuple[bool, str]:
    return not wrong, ", ".join(wrong)


def _not_once(name: str, raw: bytes) -> Iterator[str]:
    """What is wrong with the ledger after the message came, and came again; nothing, if nothing is."""
    arrival, contacts = ledger.store("email", SOURCE, name, raw), Contact.objects.count()
    for _time in range(2):
        end(arrival)
    again = end(ledger.store("email", SOURCE, f"{name} again", raw))
    opened = Contact.objects.count() - contacts
    if again.pk != arrival.pk or again.end not in End.values:
        yield f"ends as {again.end or 'nothing'}"
    if opened != (again.end == End.CONTACT) and again.times == 2:
        yield f"{opened} contacts"
    if ledger.missing():
        yield f"{ledger.missing()} missing in the ledger"


def _is_readable(message: Message, plain: str, name: str) -> bool:
    """Whether there is one where an ordinary library finds one too, without letters lost on our way."""
    ours = (
        message.subject
        if name == "subject"
        else "".join((message.sender.name, message.sender.email) if message.sender else ())
    )
    return ours.count("\ufffd") * 4 <= len(ours) if ours else not plain.strip()


def _mime(expected: Path) -> Iterator[Case]:
    for row in read_rows(expected):
        message = read((expected.parent / "messages" / Path(row["file"]).name).read_bytes())
        wrong = [key for key, value in row["expected"].items() if not _is_right(message, key, value, expected.parent)]
        yield Case(f"mime {row['file']}", not wrong, ", ".join(wrong))


def _is_right(message: Message, key: str, value: Any, home: Path) -> bool:
    if key in ("text", "html"):
        # Of several texts, which we show with a rule between, the published answer is the first.
        ours = message.text if key == "text" else markup.text_of(message.html)
        return _folded(ours.partition(RULE)[0]) == _folded(_body(home / "bodies" / value))
    if key == "parts":
        return bool(_tree(message.structure) == _wanted_tree(value))
    if key == "attachments":
        return bool(len(message.attachments) == value)
    if key == "Date":
        wanted = datetime.strptime(value["date"] + value["timezone"].replace("UTC", "+0000"), "%Y-%m-%d %H:%M:%S.%f%z")
        return message.date == wanted
    if key in ("From", "To", "Cc", "Reply-To"):
        people = {"From": (message.sender,), "To": message.to, "Cc": message.cc, "Reply-To": message.reply_to}[key]
        first = people[0] if people else None
        return first is not None and {"name": first.name, "email": first.email} == {"name": "", **value} | (
            {} if "name" in value else {"name": first.name}
        )
    if key == "Message-ID":
        return bool(message.message_id == value)
    return bool((message.subject if key == "Subject" else message.header(key.lower())) == value)


def _body(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _folded(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _tree(part: Part) -> Any:
    return (part.media_type, [_tree(each) for each in part.parts])


def _wanted_tree(value: Any) -> Any:
    """The published form: lists of leaves, and objects whose keys are types or, for leaves, numbers."""
    nodes = _wanted_nodes(value)
    return nodes[0] if len(nodes) == 1 else ("", nodes)


def _wanted_nodes(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [(value, [])]
    if isinstance(value, list):
        return [node for each in value for node in _wanted_nodes(each)]
    return [
        node
        for key, each in value.items()
        for node in (_wanted_nodes(each) if key.isdigit() else [(key, _wanted_nodes(each))])
    ]


def _bounces(expected: Path) -> Iterator[Case]:
    for row in read_rows(expected):
        found = verdict(read((expected.parent / "messages" / Path(row["file"]).name).read_bytes()))
        wanted = {each["hardbounce"] for each in row["results"] if each["reason"] not in _NO_FAILURES}
        ours = {failure.is_hard for failure in found.failures}
        passed = found.is_machine and (not wanted or bool(ours & wanted if len(wanted) > 1 else ours == wanted))
        reasons = ", ".join(each["reason"] for each in row["results"])
        yield Case(f"bounce {row['file']}", passed, f"{found.kind} {_told(found.failures)}, not {reasons}")


def _told(failures: tuple[Failure, ...]) -> str:
    return ", ".join(f"{'hard' if each.is_hard else 'soft'} {each.status} {each.reason}" for each in failures)


def _not_bounces(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.iterdir()):
        found = verdict(read(path.read_bytes()))
        yield Case(f"no bounce {path.name}", not found.is_delivery_failure, f"{found.kind} {_told(found.failures)}")


def _replies(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.glob("*_cases.jsonl")):
        for row in read_rows(path):
            passed, ours = _checked(row) if "check" in row else _compared(row)
            yield Case(f"reply {row['source'].rpartition('/')[2]}", passed, repr(ours[:200]))


def _checked(row: dict[str, Any]) -> tuple[bool, str]:
    """A case about the new words alone: they equal, contain or do not contain a value, or come within its seconds."""
    began = time.monotonic()
    ours, value = replies.trimmed(row["input"]).text, row["value"]
    seconds = time.monotonic() - began
    answers = {
        "equals": ours == value.strip(),
        "contains": value in ours,
        "not_contains": value not in ours,
        "max_seconds": row["check"] == "max_seconds" and seconds <= float(value),
    }
    return answers[row["check"]], ours


def _compared(row: dict[str, Any]) -> tuple[bool, str]:
    """A case about quotations alone: the signature stays."""
    if row["kind"] == "html":
        ours = html_replies.trimmed_html(markup.sanitised(row["input"]))[0]
        # The answers were written by another library, which adds the frame of a page and writes letters otherwise.
        return _bare(ours) == _bare(row["expected"]), ours
    ours = replies.unquoted(row["input"])[0]
    return ours.strip() == row["expected"].strip(), ours


def _bare(html: str) -> str:
    return _BLANKS.sub("", markup.sanitised(html))
