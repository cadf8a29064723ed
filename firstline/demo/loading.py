"""Loading the shown city, once, into an empty desk."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from django.db import transaction

from firstline.casework.tickets.code_words import learn_code_words
from firstline.demo import catalogue, people
from firstline.demo.articles import write_articles
from firstline.demo.criteria import propose_criteria
from firstline.demo.customers import settle
from firstline.demo.events import plan_ahead
from firstline.demo.promises import promise
from firstline.demo.scenes import play
from firstline.demo.weeks import Desk, pass_weeks
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.catalogue.searching import index_codes
from firstline.reference.customers.models import Customer
from firstline.reference.customers.searching import index_customers
from firstline.reference.handling.shipping import ship
from firstline.reference.procedures.shipping import ship_examples
from firstline.reference.staff.models import User
from firstline.search.terms import rebuild_terms


class NotEmpty(Exception):
    """The desk holds something already; the demo is only loaded into an empty one."""


@transaction.atomic
def load(now: datetime, say: Callable[[str], None]) -> None:
    """Everything or nothing. `say` hears of each step; the same `now` gives the same city."""
    if User.objects.exists() or ProblemCode.objects.exists():
        raise NotEmpty
    ship()
    say("staff, support centres and crews")
    staff = people.hire()
    centres = people.found_centres(staff)
    crews = people.form_crews(centres)
    say("catalogue in five languages")
    codes = catalogue.grow_tree()
    catalogue.carry(codes, centres, catalogue.standards(crews))
    ship_examples(codes)
    people.name_leads(staff)
    index_codes(ProblemCode.objects.all())
    write_articles(staff, now)
    say("customers")
    residents = settle(now.date())
    index_customers(Customer.objects.all())
    say("four weeks of contacts, tickets and work orders")
    carried = ProblemCode.objects.select_related("handling__centre", "category__provider__department")
    desk = Desk(staff, residents, list(carried.prefetch_related("questions").order_by("id")), Random(7), now)  # noqa: S311
    pass_weeks(desk)
    plan_ahead(desk)
    play(desk)
    promise(desk)
    propose_criteria(desk)
    rebuild_terms()
    learn_code_words(now)
