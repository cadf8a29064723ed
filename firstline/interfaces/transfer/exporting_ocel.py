"""The event log as OCEL 2.0 in JSON (https://www.ocel-standard.org), written as it is read."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC
from typing import Any, BinaryIO

from firstline.interfaces.listings import Wanted
from firstline.interfaces.transfer.event_log import entries_of, things_in
from firstline.interfaces.transfer.exporting_progress import counted, gone_through

CHUNK = 2000
FACTS = ("pk", "at", "verb", "subject_kind", "subject_id", "context_kind", "context_id", "actor_id")


def write_log(wanted: Wanted, target: BinaryIO, tell: Callable[[int, int], None]) -> int:
    """Write the whole log and give how many events are in it."""
    rows = entries_of(wanted)
    last = rows.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = rows.filter(pk__lte=last)
    of = rows.order_by().count()
    tell(0, of)
    events = counted(rows.values_list(*FACTS).iterator(chunk_size=CHUNK), lambda done: tell(done, of))
    target.write(b"{\n")
    done = _member(target, "events", map(_event, events))
    # Asked after the events: the journal only grows, so that nothing an event names can be missing here.
    verbs = rows.order_by("verb").values_list("verb", flat=True).distinct()
    kinds = sorted({kind for kind, _key in things_in(rows)})
    things = ({"id": f"{kind}:{key}", "type": kind, "attributes": []} for kind, key in things_in(rows))
    _member(target, "objects", things)
    _member(target, "eventTypes", ({"name": verb, "attributes": []} for verb in verbs))
    _member(target, "objectTypes", ({"name": kind, "attributes": []} for kind in kinds), ending="\n]\n}\n")
    return done


def _member(target: BinaryIO, name: str, things: Iterable[dict[str, Any]], *, ending: str = "\n],\n") -> int:
    """One member of the log, which is a list, and how long it is."""
    target.write(f'"{name}": ['.encode())
    count = 0
    with gone_through(things) as rows:
        for thing in rows:
            between = ",\n" if count else "\n"
            target.write(f"{between}{json.dumps(thing, ensure_ascii=False)}".encode())
            count += 1
    target.write(ending.encode())
    return count


def _event(row: tuple[Any, ...]) -> dict[str, Any]:
    pk, at, verb, kind, key, context_kind, context_id, actor = row
    about = [{"objectId": f"{kind}:{key}", "qualifier": "subject"}]
    if context_id is not None:
        about.append({"objectId": f"{context_kind}:{context_id}", "qualifier": "context"})
    if actor is not None:
        about.append({"objectId": f"user:{actor}", "qualifier": "actor"})
    moment = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
    return {"id": str(pk), "type": verb, "time": moment, "attributes": [], "relationships": about}
