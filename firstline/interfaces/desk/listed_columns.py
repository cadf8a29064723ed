"""The columns of each list when it is exported."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.models import Act, Channel, Kind, Outcome, Tone
from firstline.casework.tickets.models import CallBack
from firstline.casework.tickets.models import State as TicketState
from firstline.casework.work_orders.models import State as OrderState
from firstline.interfaces.listings import Cell, Column, Teller, choices, labels, moments, names, texts, yes_no
from firstline.reference.catalogue.models import Department, ProblemCode, ServiceCategory, ServiceProvider
from firstline.reference.knowledge.models import Audience
from firstline.reference.knowledge.models import State as ArticleState
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import Crew, SupportCentre, User


def _above(level: str) -> Callable[[], Teller]:
    """What stands above a code, by the code's key: read once, for there are far fewer codes than rows."""

    def tells() -> Teller:
        told: dict[int | None, Cell] = {None: ""}
        for code in ProblemCode.objects.with_path():
            category = code.category
            found = {"category": category, "provider": category.provider, "department": category.provider.department}
            told[code.pk] = found[level].label
        return lambda key: told.get(key, "")

    return tells


def _joined() -> Teller:
    return lambda values: "; ".join(value for value in values or () if value)


def _hours() -> Teller:
    return lambda value: round(value.total_seconds() / 3600, 2) if value is not None else None


def _words_of_languages() -> Teller:
    return lambda value: "; ".join(word for words in (value or {}).values() for word in words)


_CODE = (
    Column(_("Department"), "code_id", _above("department")),
    Column(_("Service provider"), "code_id", _above("provider")),
    Column(_("Service category"), "code_id", _above("category")),
    Column(_("Problem code"), "code_id", labels(ProblemCode)),
)

TICKETS = (
    Column(_("Number"), "number"),
    Column(_("Title"), "title"),
    Column(_("State"), "state", choices(TicketState.choices)),
    Column(_("Priority"), "priority_id", labels(Priority)),
    Column(_("Support centre"), "centre_id", labels(SupportCentre)),
    Column(_("Tier"), "tier"),
    Column(_("Assignee"), "assignee_id", names(User)),
    *_CODE,
    Column(_("Customer"), "customer_name"),
    Column(_("Contact"), "contact_number"),
    Column(_("Channel"), "channel", choices(Channel.choices)),
    Column(_("Language"), "language"),
    Column(_("Place"), "place"),
    Column(_("Latitude"), "latitude"),
    Column(_("Longitude"), "longitude"),
    Column(_("Opened"), "opened_at", moments),
    Column(_("Respond by"), "respond_by", moments),
    Column(_("Responded"), "responded_at", moments),
    Column(_("Update the customer by"), "update_by", moments),
    Column(_("Resolve by"), "resolve_by", moments),
    Column(_("Resolved"), "resolved_at", moments),
    Column(_("Closed"), "closed_at", moments),
    Column(_("Reopened"), "reopened"),
    Column(_("Duplicate of"), "first_number"),
    Column(_("Repeat of"), "repeated_number"),
    Column(_("The customer's words"), "words"),
    Column(_("Resolution"), "resolution"),
)

CONTACTS = (
    Column(_("Number"), "number"),
    Column(_("Kind"), "kind", choices(Kind.choices)),
    Column(_("Channel"), "channel", choices(Channel.choices)),
    Column(_("Outbound"), "outbound", yes_no(_("yes"))),
    Column(_("Started"), "started_at", moments),
    Column(_("Ended"), "ended_at", moments),
    Column(_("Closed"), "closed_at", moments),
    Column(_("Outcome"), "outcome", choices(Outcome.choices)),
    Column(_("Taken by"), "taken_by_id", names(User)),
    Column(_("Customer"), "customer__name"),
    Column(_("Account"), "account__name"),
    Column(_("Name of the caller"), "caller_name"),
    Column(_("Telephone"), "caller_number"),
    Column(_("E-mail"), "caller_email"),
    Column(_("Language"), "language"),
    *_CODE,
    Column(_("Place"), "place"),
    Column(_("The customer's words"), "words"),
    Column(_("Answer given"), "answer"),
    Column(_("Comment is"), "tone", choices(Tone.choices)),
    Column(_("About department"), "about_department_id", labels(Department)),
    Column(_("About service provider"), "about_provider_id", labels(ServiceProvider)),
    Column(_("Note"), "note"),
)

WORK_ORDERS = (
    Column(_("Number"), "number"),
    Column(_("Title"), "title"),
    Column(_("State"), "state", choices(OrderState.choices)),
    Column(_("Crew"), "crew_id", names(Crew)),
    *_CODE,
    Column(_("Place"), "place"),
    Column(_("Hours"), "duration", _hours),
    Column(_("Raised"), "raised_at", moments),
    Column(_("Planned start"), "planned_start", moments),
    Column(_("Planned end"), "planned_end", moments),
    Column(_("Appointment from"), "appointment_start", moments),
    Column(_("Appointment until"), "appointment_end", moments),
    Column(_("Permanent fix by"), "permanent_fix_by", moments),
    Column(_("Started"), "started_at", moments),
    Column(_("Completed"), "completed_at", moments),
    Column(_("Tickets"), "ticket_count"),
    Column(_("Tasks"), "task_count"),
    Column(_("Tasks done"), "done_count"),
    Column(_("Result"), "result"),
)

CUSTOMERS = (
    Column(_("Name"), "name"),
    Column(_("Account"), "account__name"),
    Column(_("Telephone"), "phones", _joined),
    Column(_("E-mail"), "emails", _joined),
    Column(_("Language"), "language"),
    Column(_("Address"), "location__address"),
    Column(_("Postcode"), "location__postcode"),
    Column(_("City"), "location__city"),
    Column(_("Preferred channel"), "preferred_channel", choices(Channel.choices)),
    Column(_("Preferred hours"), "preferred_hours"),
    Column(_("Entered"), "created_at", moments),
    Column(_("Key of the import"), "source"),
    Column(_("Note"), "note"),
)

CALL_BACKS = (
    Column(_("Due by"), "due_by", moments),
    Column(_("State"), "state", choices(CallBack.State.choices)),
    Column(_("Customer"), "customer__name"),
    Column(_("Name of the caller"), "contact__caller_name"),
    Column(_("Telephone"), "number"),
    Column(_("What about"), "because"),
    Column(_("Contact"), "contact__number"),
    Column(_("Tickets"), "covered", lambda: lambda numbers: "; ".join(map(str, numbers or ()))),
    Column(_("Made"), "made_at", moments),
    Column(_("Settled"), "settled_at", moments),
    Column(_("In vain"), "misses"),
    Column(_("With the supervisors"), "to_supervisor", yes_no(_("yes"))),
)

ARTICLES = (
    Column(_("Number"), "number"),
    Column(_("Title"), "first_title"),
    Column(_("Language"), "source_language"),
    Column(_("State"), "state", choices(ArticleState.choices)),
    Column(_("For"), "audience", choices(Audience.choices)),
    Column(_("Published in"), "languages", _joined),
    Column(_("Published"), "live_at", moments),
    Column(_("State since"), "state_at", moments),
    Column(_("To be reviewed by"), "review_by"),
    Column(_("Retired"), "retired_at", moments),
)

CODES = (
    Column(_("Department"), "category__provider__department_id", labels(Department)),
    Column(_("Service provider"), "category__provider_id", labels(ServiceProvider)),
    Column(_("Service category"), "category_id", labels(ServiceCategory)),
    Column(_("Key"), "key"),
    Column(_("Problem code"), "labels", texts),
    Column(_("Synonyms"), "synonyms", _words_of_languages),
    Column(_("Support centre"), "handling__centre_id", labels(SupportCentre)),
    Column(_("Priority"), "handling__priority_id", labels(Priority)),
    Column(_("Retired"), "retired_at", moments),
)

# Rows that only reports show.
RATINGS = (
    Column(_("Ticket"), "ticket__number"),
    Column(_("Rating"), "score"),
    Column(_("Words"), "words"),
    Column(_("Time"), "at", moments),
    Column(_("Who"), "by_id", names(User)),
    Column(_("Support centre"), "ticket__centre_id", labels(SupportCentre)),
    Column(_("Problem code"), "ticket__code_id", labels(ProblemCode)),
    Column(_("Channel"), "ticket__channel", choices(Channel.choices)),
)
LOOK_UPS = (
    Column(_("Contact"), "contact__number"),
    Column(_("What was done"), "act", choices(Act.choices)),
    Column(_("Words"), "query"),
    Column(_("Found"), "found"),
    Column(_("Article"), "version__title"),
    Column(_("Reason"), "reason"),
    Column(_("Language"), "language"),
    Column(_("Time"), "at", moments),
    Column(_("Who"), "by_id", names(User)),
)
THINGS = (("ticket", _("Ticket")), ("contact", _("Contact")), ("work_order", _("Work order")))
ENTRIES = (
    Column(_("About"), "thing", choices(THINGS)),
    Column(_("Number"), "thing_number"),
    Column(_("Activity"), "verb"),
    Column(_("Words"), "said"),
    Column(_("Time"), "at", moments),
    Column(_("Who"), "actor_name"),
)
