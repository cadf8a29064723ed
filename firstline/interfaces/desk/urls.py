"""All addresses of the desk, noun by noun."""

from django.urls import URLPattern, path

from firstline.interfaces.desk.views import (
    accounts,
    board,
    bulletin,
    contact_customers,
    contact_fields,
    contact_tickets,
    contacts,
    customers,
    home,
    queue,
    regular_orders,
    tickets,
    work_order_acts,
    work_order_tasks,
    work_order_tickets,
    work_orders,
)

app_name = "desk"

urlpatterns: list[URLPattern] = [
    # contacts
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/", contacts.contacts, name="contact_new"),
    path("contacts/<int:number>/", contacts.contact, name="contact"),
    path("contacts/<int:number>/kind/", contacts.kind, name="contact_kind"),
    path("contacts/<int:number>/end/", contacts.end, name="contact_end"),
    path("contacts/<int:number>/closing/", contacts.contact_closing, name="contact_closing"),
    path("contacts/<int:number>/reopening/", contacts.reopening, name="contact_reopening"),
    path("contacts/<int:number>/problem/dropping/", contacts.dropping, name="contact_dropping"),
    path("contacts/<int:number>/fields/", contact_fields.field, name="contact_fields"),
    path("contacts/<int:number>/choice/", contact_fields.choice, name="contact_choice"),
    path("contacts/<int:number>/codes/", contact_fields.codes, name="contact_codes"),
    path("contacts/<int:number>/places/", contact_fields.places, name="contact_places"),
    path("contacts/<int:number>/equipment/", contact_fields.equipment, name="contact_equipment"),
    path("contacts/<int:number>/about/<str:name>/", contact_fields.about, name="contact_about"),
    *(
        path(f"contacts/<int:number>/{name}/", contact_fields.part, {"name": name}, name=f"contact_{name}")
        for name in ("path", "questions", "place", "known", "know", "reaches")
    ),
    path("contacts/<int:number>/callers/", contact_customers.callers, name="contact_callers"),
    path("contacts/<int:number>/customer/", contact_customers.customer, name="contact_customer"),
    path("contacts/<int:number>/customer/forgetting/", contact_customers.forgetting, name="contact_forgetting"),
    path("contacts/<int:number>/customer/new/", contact_customers.new_customer, name="contact_new_customer"),
    path("contacts/<int:number>/file/", contact_customers.file, name="contact_file"),
    path("contacts/<int:number>/tickets/", contact_tickets.tickets, name="contact_tickets"),
    path("contacts/<int:number>/tickets/covered/", contact_tickets.covered, name="contact_covered"),
    path("contacts/<int:number>/tickets/duplicate/", contact_tickets.duplicate, name="contact_duplicate"),
    path("contacts/<int:number>/tickets/repeat/", contact_tickets.repeat, name="contact_repeat"),
    # queue and tickets
    path("", home.home, name="home"),
    path("queue/", queue.queue, name="queue"),
    path("queue/filters/", queue.queue_filters, name="queue_filters"),
    path("queue/views/", queue.queue_views, name="queue_views"),
    path("queue/views/<int:key>/removal/", queue.queue_view_removal, name="queue_view_removal"),
    path("tickets/taking/", tickets.taking, name="tickets_taking"),
    path("tickets/notes/", tickets.notes_on, name="tickets_notes"),
    path("tickets/assignment/", tickets.assigning, name="tickets_assignment"),
    path("tickets/transfer/", tickets.transfer, name="tickets_transfer"),
    # work orders, board, bulletin
    path("work-orders/", work_orders.work_orders, name="work_orders"),
    path("work-orders/<int:number>/", work_orders.work_order, name="work_order"),
    path("work-orders/<int:number>/fields/", work_orders.fields, name="work_order_fields"),
    path("work-orders/<int:number>/planning/", work_order_acts.plan, name="work_order_planning"),
    path("work-orders/<int:number>/unplanning/", work_order_acts.unplan, name="work_order_unplanning"),
    path("work-orders/<int:number>/appointment/", work_order_acts.appoint, name="work_order_appointment"),
    path("work-orders/<int:number>/release/", work_order_acts.release, name="work_order_release"),
    path("work-orders/<int:number>/start/", work_order_acts.start, name="work_order_start"),
    path("work-orders/<int:number>/completion/", work_order_acts.complete, name="work_order_completion"),
    path("work-orders/<int:number>/reopening/", work_order_acts.reopen, name="work_order_reopening"),
    path("work-orders/<int:number>/cancellation/", work_order_acts.cancel, name="work_order_cancellation"),
    path("work-orders/<int:number>/announcement/", work_order_acts.announce, name="work_order_announcement"),
    path("work-orders/<int:number>/tasks/", work_order_tasks.tasks, name="work_order_tasks"),
    path("work-orders/<int:number>/tasks/<int:key>/", work_order_tasks.task, name="work_order_task"),
    path("work-orders/<int:number>/tasks/<int:key>/undoing/", work_order_tasks.undoing, name="work_order_task_undoing"),
    path("work-orders/<int:number>/tickets/", work_order_tickets.links, name="work_order_tickets"),
    path(
        "work-orders/<int:number>/tickets/<int:ticket>/unlinking/",
        work_order_tickets.unlinking,
        name="work_order_unlinking",
    ),
    path("work-orders/<int:number>/tickets/<int:ticket>/told/", work_order_tickets.told, name="work_order_told"),
    path("tickets/<int:number>/work-orders/", work_order_tickets.ticket_orders, name="ticket_work_orders"),
    path("tickets/<int:number>/work-orders/<int:order>/", work_order_tickets.link_ticket, name="ticket_work_order"),
    path("board/", board.board, name="board"),
    path("board/<int:number>/", board.day, name="board_day"),
    path("board/<int:number>/removal/", board.removal, name="board_removal"),
    path("bulletin/", bulletin.bulletin, name="bulletin"),
    path("bulletin/new/", bulletin.announce, name="notice_new"),
    path("bulletin/<int:key>/", bulletin.notice, name="notice"),
    path("bulletin/<int:key>/withdrawal/", bulletin.withdrawal, name="notice_withdrawal"),
    path("regular-orders/", regular_orders.regular_orders, name="regular_orders"),
    path("regular-orders/new/", regular_orders.lay_down, name="regular_order_new"),
    path("regular-orders/places/", regular_orders.places, name="regular_order_places"),
    path("regular-orders/<int:key>/", regular_orders.regular_order, name="regular_order"),
    path("regular-orders/<int:key>/end/", regular_orders.end, name="regular_order_end"),
    # customers
    path("customers/", customers.customers, name="customers"),
    path("customers/new/", customers.new_customer, name="customer_new"),
    path("customers/<int:pk>/", customers.customer, name="customer"),
    path("customers/<int:pk>/fields/", customers.customer_fields, name="customer_fields"),
    path("customers/<int:pk>/contact-points/", customers.contact_points, name="contact_points"),
    path("contact-points/<int:pk>/removal/", customers.contact_point_removal, name="contact_point_removal"),
    path("customers/<int:pk>/location/", customers.location, name="customer_location"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.new_account, name="account_new"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/edit/", accounts.account_edit, name="account_edit"),
    path("accounts/<int:pk>/numbers/", accounts.account_numbers, name="account_numbers"),
    path("account-numbers/<int:pk>/removal/", accounts.account_number_removal, name="account_number_removal"),
    *(
        path(f"{owner}s/<int:pk>/{thing}/", view, {"owner": owner}, name=f"{owner}_{thing}")
        for owner in ("customer", "account")
        for thing, view in (("agreements", accounts.new_agreement), ("equipment", accounts.new_equipment))
    ),
    path("agreements/<int:pk>/", accounts.agreement, name="agreement"),
    path("equipment/<int:pk>/", accounts.equipment, name="equipment"),
    path("equipment/<int:pk>/retirement/", accounts.equipment_retirement, name="equipment_retirement"),
    # catalogue and what codes carry
    # staff, centres, priorities
    # finding anything, one's own settings, live updates
]
