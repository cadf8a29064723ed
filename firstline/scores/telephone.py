"""Telephony events of published formats, and whether every spelling of a number finds its customer when it rings."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from firstline.interfaces.channels.models import Call
from firstline.interfaces.channels.telephone import webhooks
from firstline.interfaces.channels.telephone.calls import hear
from firstline.reference.correspondence.models import TelephoneLine
from firstline.reference.correspondence.telephony import create_line
from firstline.reference.customers.keeping import create_customer
from firstline.scores.cases import Case, figure
from firstline.scores.lines import read_rows
from firstline.scores.phones import SPELLINGS

Out = Callable[[str], None]
Request = tuple[bytes, str]
KEYS = ("callId", "call_id")


def run(folder: Path, out: Out) -> Iterable[Case]:
    """One case per call: those of `cti_fax/webhooks.jsonl` are one contact, `phones/forms.jsonl` the right customer.

    The first are told as they stand, doubled and in several orders; the second as ring, answer and hangup.
    """
    for name, place, cases_of in (
        ("calls that are one contact", folder / "cti_fax" / "webhooks.jsonl", _calls),
        ("callers who are known in all five spellings", folder / "phones" / "forms.jsonl", _callers),
    ):
        cases = list(cases_of(place)) if place.exists() else []
        if cases:
            out(figure(name, sum(case.passed for case in cases), len(cases)))
        yield from cases


def _calls(place: Path) -> Iterator[Case]:
    """Each way of telling has a line of its own, on which every call must be exactly one contact."""
    told = [row for row in read_rows(place) if _numbers(row)]
    doubled = [row for row in told for _ in range(2)]
    shuffled = [Random(seed).sample(doubled, len(doubled)) for seed in range(3)]  # noqa: S311 - an order
    lines = []
    for number, rows in enumerate((told, doubled, told[::-1], *shuffled)):
        lines.append(line := create_line({"name": f"Told in way {number}"}, by=None))
        at = timezone.now()
        for row in rows:
            hear(line, webhooks.read(*_request(row)), at=at)
    for key in dict.fromkeys(map(_key, told)):
        numbers = {one for row in told if _key(row) == key for one in _numbers(row) if any(map(str.isdigit, one))}
        wrong = [problem for line in lines for problem in _wrong(line, key, numbers)]
        yield Case(f"call {key[:64]}", not wrong, ", ".join(wrong))


def _wrong(line: TelephoneLine, key: str, numbers: set[str]) -> Iterator[str]:
    """What is wrong with a call: it is to be one contact, which knows the number although it was withheld later."""
    calls = list(Call.objects.filter(line=line, key=key) if "|" not in key else _without_id(line, key))
    if len(calls) != 1:
        yield f"{line}: {len(calls)} contacts"
    for call in calls:
        if numbers and call.contact.caller_number not in numbers:
            yield f"{line}: {call.contact.caller_number!r}"


def _without_id(line: TelephoneLine, key: str) -> Iterable[Call]:
    caller, called = key.split("|")
    return Call.objects.filter(line=line, number=caller, own_number=called, key__contains=">")


def _callers(place: Path) -> Iterator[Case]:
    rows = list(read_rows(place))
    for number in dict.fromkeys(row["e164"] for row in rows):
        create_customer("Customer", points=[("phone", number)], by=None)
    lines: dict[str, TelephoneLine] = {}
    at = timezone.now()
    for place_of, row in enumerate(rows):
        missed = [spelling for spelling in SPELLINGS if not _is_known(row, spelling, place_of, lines, at)]
        yield Case(f"{row['region']} {row['type']} {row['e164']}", not missed, ", ".join(row[each] for each in missed))


def _is_known(row: dict[str, str], spelling: str, place: int, lines: dict[str, TelephoneLine], at: datetime) -> bool:
    region = "US" if spelling == "from_us" else row["region"]
    if region not in lines:
        lines[region] = create_line({"name": f"Desk in {region}", "region": region}, by=None)
    call = None
    for seconds, event in enumerate(("newCall", "answer", "hangup")):
        fields = {
            "event": event,
            "direction": "in",
            "callId": f"{place} {spelling}",
            "from": row[spelling],
            "to": "100",
        }
        body = urlencode(fields).encode()
        call = hear(lines[region], webhooks.read(body), at=at + timedelta(seconds=seconds))
    customer = call.contact.customer if call else None
    return customer is not None and any(point.normal == row["e164"] for point in customer.contact_points.all())


def _request(row: dict[str, Any]) -> Request:
    if "form" in row:
        pairs = row["form"].items() if isinstance(row["form"], dict) else map(tuple, row["form"])
        return urlencode([*pairs]).encode(), "application/x-www-form-urlencoded"
    return json.dumps(row["json"]).encode(), "application/json"


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    found = row.get("form") or row.get("json") or {}
    return dict(found)


def _numbers(row: dict[str, Any]) -> list[str]:
    """Both numbers; of what is no request of the telephone system but an answer to one, none."""
    fields = _fields(row)
    return [str(fields[name]) for name in ("from", "to")] if {"from", "to"} <= fields.keys() else []


def _key(row: dict[str, Any]) -> str:
    fields = _fields(row)
    return next((str(fields[name]) for name in KEYS if name in fields), "|".join(_numbers(row)))
