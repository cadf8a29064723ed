"""Tickets as one of the nouns that can be brought in."""

from collections.abc import Sequence

from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.past import PastTicket, bring_in
from firstline.interfaces.transfer.importing import Loaded
from firstline.interfaces.transfer.made import Made
from firstline.interfaces.transfer.mapping import Mapping
from firstline.interfaces.transfer.places import Named, Places
from firstline.interfaces.transfer.reading import Row
from firstline.interfaces.transfer.ticket_rows import TicketRow, read_ticket
from firstline.search.terms import rebuild_terms


class Tickets:
    """Rows become tickets without a contact: nobody was in touch with this desk, so its volumes stay exact."""

    def __init__(self, mapping: Mapping) -> None:
        self.origin = mapping.label
        self.named = Named()

    def read(self, mapping: Mapping, row: Row) -> TicketRow:
        return read_ticket(mapping, row)

    def note(self, draft: TicketRow) -> None:
        self.named.note(draft)

    def prepare(self, *, dry_run: bool) -> Made:
        self.places = Places(self.named)
        return Made() if dry_run else self.places.grow()

    def load(self, drafts: Sequence[TicketRow]) -> Loaded:
        known = bring_in([self._past(draft) for draft in drafts], origin=self.origin)
        new = [draft.source for draft in drafts if draft.source not in known]
        made = Ticket.objects.filter(source__in=new).values_list("pk", flat=True)
        return Loaded(known, made=Made(ticket=list(made)))

    def rehearse(self, drafts: Sequence[TicketRow]) -> Loaded:
        rows = Ticket.objects.filter(source__in=[draft.source for draft in drafts])
        return Loaded({source: pk for source, pk in rows.values_list("source", "pk") if source})

    def newest(self) -> int:
        return Ticket.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def count_words(self) -> None:
        rebuild_terms(["ticket"])

    def _past(self, draft: TicketRow) -> PastTicket:
        place = self.places.of(draft)
        return PastTicket(
            source=draft.source,
            code_id=place.code_id,
            department_id=place.department_id,
            centre_id=place.triage.centre.pk,
            tier=place.triage.tier,
            route_because=place.triage.route_because,
            priority_id=place.triage.priority.pk,
            priority_rank=place.triage.priority.rank,
            priority_because=place.triage.priority_because,
            title=draft.title,
            words=draft.words,
            wanted=draft.wanted,
            place=draft.place,
            latitude=draft.latitude,
            longitude=draft.longitude,
            language=draft.language,
            channel=draft.channel,
            state=draft.state,
            opened_at=draft.opened_at,
            resolve_by=draft.due_by,
            closed_at=draft.closed_at,
            resolution=draft.resolution,
            imported=draft.imported,
            flags=draft.flags,
        )
