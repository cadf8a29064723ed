"""Loading the shown city, once, into an empty desk."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from django.db import transaction

from firstline.casework.tickets.code_words import learn_code_words
from firstline.demo import catalogue, people
from firstline.demo.articles import write_articles
from firstline.demo.brought_in import bring_file_in
from firstline.demo.calls import ring
from firstline.demo.counted import count_rows
from firstline.demo.criteria import propose_criteria
from firstline.demo.customers import settle
from firstline.demo.events import plan_ahead
from firstline.demo.from_portal import report
from firstline.demo.letters import write_letters
from firstline.demo.looked_up import look_up
from firstline.demo.mails import bring_mail
from firstline.demo.promises import promise
from firstline.demo.ratings import rate_some
from firstline.demo.scenes import play
from firstline.demo.taken_out import take_out
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
    count_rows()
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
    people.hang_a_wall(staff)
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
    report(desk)
    promise(desk)
    rate_some(desk)
    look_up(desk)
    propose_criteria(desk)
    ring(desk)
    bring_mail(desk)
    write_letters(desk)
    bring_file_in(desk)
    take_out(desk)
    rebuild_terms()
    learn_code_words(now)
