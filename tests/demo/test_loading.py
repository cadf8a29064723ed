"""The shown city: small, whole, in all states, and the same every time."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.utils import timezone

from firstline.casework.contacts.models import Contact, Kind
from firstline.casework.tickets import models as tickets
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.trial import try_on_past
from firstline.casework.work_orders import bulletin
from firstline.casework.work_orders import models as work_orders
from firstline.casework.work_orders.models import WorkOrder
from firstline.demo.loading import load
from firstline.journal.models import Entry
from firstline.language.translated import FALLBACKS
from firstline.reference.catalogue.models import Department, ProblemCode, ServiceCategory, ServiceProvider
from firstline.reference.customers.models import Customer
from firstline.reference.handling.models import Question, StandardTask, StandardWorkOrder
from firstline.reference.knowledge.editions import lacking
from firstline.reference.knowledge.finding import best_for
from firstline.reference.knowledge.models import Article, ArticleVersion
from firstline.reference.service_levels.models import CriteriaTable
from firstline.reference.staff.models import Membership, SupportCentre, User
from firstline.reference.staff.roles import Role
from firstline.search.querying import query
from tests.demo.conftest import NOW

pytestmark = pytest.mark.django_db


def picture() -> list[tuple[object, ...]]:
    """What somebody would see of the city; numbers of rows may differ from one loading to the next."""
    seen = Ticket.objects.order_by("number").values_list("number", "title", "state", "customer__name", "opened_at")
    orders = WorkOrder.objects.order_by("number").values_list("number", "title", "state", "planned_start")
    contacts = Contact.objects.order_by("number").values_list("number", "kind", "words", "outcome", "started_at")
    return [*seen, *orders, *contacts]


def test_it_says_what_it_does(city):
    assert len(city) == 4


def test_there_are_twelve_staff_in_four_support_centres_with_tiers(city):
    centres = SupportCentre.objects.filter(is_catch_all=False)
    assert (User.objects.count(), centres.count(), set(User.objects.values_list("role", flat=True))) == (
        12,
        4,
        set(Role),
    )
    assert sorted(set(Membership.objects.values_list("tier", flat=True))) == [1, 2, 3]


def test_the_catalogue_has_some_sixty_codes_in_five_languages(city):
    rows = [row for model in (Department, ServiceProvider, ServiceCategory, ProblemCode) for row in model.objects.all()]
    rows += [*StandardWorkOrder.objects.all(), *StandardTask.objects.all()]
    assert [row.labels for row in rows if sorted(row.labels) != sorted(FALLBACKS) or not all(row.labels.values())] == []
    assert [q.texts for q in Question.objects.all() if sorted(q.texts) != sorted(FALLBACKS)] == []
    assert (ProblemCode.objects.count(), ProblemCode.objects.filter(handling=None).count()) == (61, 0)


def test_there_are_three_hundred_customers_who_can_be_reached(city):
    assert (Customer.objects.count(), Customer.objects.filter(contact_points=None).count()) == (300, 0)


def test_every_state_is_shown(city):
    assert set(Ticket.objects.values_list("state", flat=True)) == set(tickets.State)
    assert set(WorkOrder.objects.values_list("state", flat=True)) == set(work_orders.State)
    assert set(Contact.objects.values_list("kind", flat=True)) == {"", *Kind}
    assert Contact.objects.filter(closed_at=None).count() >= 2


def test_nothing_happens_after_now(city):
    assert Entry.objects.filter(subject_kind__in=["ticket", "contact"], at__gt=timezone.now()).count() == 0
    assert Ticket.objects.filter(opened_at__gt=NOW).count() == 0


def test_one_work_order_is_done_for_many_customers(city):
    most = max(order.links.count() for order in WorkOrder.objects.all())
    assert most >= 4


def test_a_code_and_a_customer_are_found_by_words(city):
    codes = query("ตู้เย็น", kinds=["code"], limit=1)
    assert ProblemCode.objects.get(pk=codes[0].object_id).key == "appliance"
    kowalska = Customer.objects.filter(name__contains="Kowalska").first()
    found = [hit.object_id for hit in query(f"{kowalska.name}", kinds=["customer"], limit=50)]
    assert kowalska.pk in found


def test_what_is_planned_stands_on_the_bulletin(city):
    in_force = bulletin.standing(NOW).filter(starts_at__lte=NOW)
    assert [notice.title for notice in in_force] == ["Water main, Harbour quarter"]
    assert bulletin.standing(NOW).count() == 2


def test_it_is_the_same_every_time(city):
    first = picture()
    with transaction.atomic():
        _empty()
        load(NOW, str)
        again = picture()
        transaction.set_rollback(True)
    assert again == first


def _empty() -> None:
    """Everything out of the way, for the time of this transaction."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names() if not name.startswith(("django_", "procr"))]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")


def test_a_desk_that_holds_something_is_left_alone(city):
    with pytest.raises(CommandError, match="not loaded"):
        call_command("demo")


def test_a_draft_of_criteria_is_worth_trying(city):
    table = CriteriaTable.objects.get(kind="priority", state="draft")
    found = try_on_past(table, 500)
    assert (found.changed > 0, CriteriaTable.objects.filter(state="live").count()) == (True, 1)


def test_there_are_articles_in_all_states_some_behind_and_some_not_in_every_language(city):
    states = dict(Article.objects.values_list("state").annotate(models.Count("pk")).order_by())
    assert (Article.objects.count(), states) == (13, {"published": 11, "review": 1, "outdated": 1})
    wanting = {
        article.number: [(one.language, one.is_stale) for one in editions]
        for article, editions in lacking(Article.objects.live())
    }
    assert wanting == {1: [("pl", True), ("th", True)], 5: [("th", False)]}
    assert set(ArticleVersion.objects.values_list("language", flat=True)) == set(FALLBACKS)


@pytest.mark.parametrize(
    ("words", "language", "number"),
    [("fridge", "en", 1), ("frigo", "fr", 1), ("contraseña", "es", 8), ("drukarka", "pl", 9), ("น้ำไม่ไหล", "th", 4)],
)
def test_its_articles_are_found_in_five_languages(city, words, language, number):
    assert best_for(words, language=language)[0].number == number
