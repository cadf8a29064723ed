"""What is asked when a ticket goes to another tier, or gets another priority by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.casework.tickets import teams
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk.forms.tickets import TIERS, ActForm, Words, workers
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre


class TeamForm(ActForm):
    """Where it goes and who gets it there; `seen` is the version of the ticket that whoever decides had read."""

    tier = forms.TypedChoiceField(label=gettext_lazy("Tier"), coerce=int, choices=[(tier, str(tier)) for tier in TIERS])
    centre = forms.TypedChoiceField(label=gettext_lazy("Support centre"), coerce=int)
    to = forms.TypedChoiceField(label=gettext_lazy("Who gets it"), coerce=int, required=False, empty_value=None)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(centre.pk, centre.label) for centre in SupportCentre.objects.filter(retired_at=None)]
        self.fields["centre"].choices = offered  # type: ignore[attr-defined]

    def offer(self, ticket: Ticket) -> None:
        """Whoever had the ticket before stands first among those who can get it."""
        earlier = [
            (stay.owner.pk, _("%(name)s, at %(centre)s, tier %(tier)s") % facts)
            for stay in teams.earlier_owners(ticket)
            if stay.owner and (facts := {"name": stay.owner.name, "centre": stay.centre.label, "tier": stay.tier})
        ]
        known = {pk for pk, _name in earlier}
        others = [(pk, name) for pk, name in workers() if pk not in known]
        groups = [(_("Had it before"), earlier)] if earlier else []
        offered = [("", _("nobody yet: it waits in the queue")), *groups, (_("Others"), others)]
        self.fields["to"].choices = offered  # type: ignore[attr-defined]


class EscalationForm(TeamForm):
    reason = Words(label=gettext_lazy("Why it has to go up"), rows=2)
    tried = Words(label=gettext_lazy("What was tried"), rows=2)
    expected = Words(label=gettext_lazy("What is expected of the next tier"), rows=2)


class DeEscalationForm(TeamForm):
    reason = Words(label=gettext_lazy("Why it goes down, and what the next one needs to know"), rows=2)


class PriorityForm(ActForm):
    """Another priority than the criteria decided."""

    priority = forms.TypedChoiceField(label=gettext_lazy("Priority"), coerce=int)
    reason = Words(
        label=gettext_lazy("Why the criteria are wrong here"),
        rows=2,
        help_text=gettext_lazy("From now on they leave this ticket alone. The promises are reckoned anew."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(priority.pk, priority.label) for priority in Priority.objects.filter(retired_at=None)]
        self.fields["priority"].choices = offered  # type: ignore[attr-defined]
