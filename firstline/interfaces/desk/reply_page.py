"""A message to the customer as it is written: to whom it goes, what was begun, which files go along."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from firstline.casework.contacts.enclosing import enclosed_in
from firstline.casework.contacts.models import Enclosure
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.channels import replying
from firstline.interfaces.channels.models import Draft
from firstline.interfaces.channels.told_about import Reader
from firstline.interfaces.desk.forms.messages import ReplyForm
from firstline.interfaces.desk.ticket_acts import ACTS, Act
from firstline.reference.correspondence.laid_down import LaidDown
from firstline.reference.staff.models import User


@dataclass(frozen=True)
class ReplyPage:
    ticket: Ticket
    user: User

    @property
    def act(self) -> Act:
        return ACTS["messages"]

    @cached_property
    def draft(self) -> Draft:
        return replying.draft_of(self.ticket, self.user)

    @cached_property
    def files(self) -> Sequence[Enclosure]:
        return enclosed_in(self.draft) if self.draft.pk else []

    @cached_property
    def reader(self) -> Reader | None:
        return replying.reader_of(self.ticket)

    @cached_property
    def signature(self) -> str:
        """What will stand under it, in the customer's language."""
        return LaidDown().signature(self.user.pk, self.reader.language) if self.reader else ""

    def form(self, data: Any = None, files: Any = None) -> ReplyForm:
        kept = {one.pk: one.name for one in self.files}
        return ReplyForm(data, files, kept=kept, initial={"text": self.draft.text}, auto_id="id_messages_%s")
