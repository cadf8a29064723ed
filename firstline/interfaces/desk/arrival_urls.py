"""The addresses of what arrives: the ledger, its messages and files, mailboxes, and rules about messages."""

from django.urls import URLPattern, path

from firstline.interfaces.desk.views import arrivals, mailboxes

addresses: list[URLPattern] = [
    path("arrivals/", arrivals.arrivals, name="arrivals"),
    path("arrivals/<int:pk>/", arrivals.arrival, name="arrival"),
    path("arrivals/<int:pk>/raw/", arrivals.raw, name="arrival_raw"),
    path("arrivals/<int:pk>/reading/", arrivals.reading, name="arrival_reading"),
    path("arrivals/<int:pk>/letting-through/", arrivals.letting_through, name="arrival_letting_through"),
    path("arrivals/<int:pk>/setting-aside/", arrivals.setting_aside, name="arrival_setting_aside"),
    path("enclosures/<int:pk>/", arrivals.enclosure, name="enclosure"),
    path("contacts/<int:number>/arrivals/", arrivals.of_contact, name="contact_arrivals"),
    path("tickets/<int:number>/arrivals/", arrivals.of_ticket, name="ticket_arrivals"),
    path("mailboxes/", mailboxes.mailboxes, name="mailboxes"),
    path("mailboxes/new/", mailboxes.new_mailbox, name="mailbox_new"),
    path("mailboxes/<int:pk>/", mailboxes.mailbox, name="mailbox"),
    path("mailboxes/<int:pk>/trial/", mailboxes.trial, name="mailbox_trial"),
    path("mailboxes/<int:pk>/retirement/", mailboxes.retirement, name="mailbox_retirement"),
    path("mailboxes/<int:pk>/restoration/", mailboxes.restoration, name="mailbox_restoration"),
    path("intake-rules/new/", mailboxes.new_rule, name="intake_rule_new"),
    path("intake-rules/<int:pk>/", mailboxes.rule, name="intake_rule"),
    path("intake-rules/<int:pk>/position/", mailboxes.rule_position, name="intake_rule_position"),
    path("intake-rules/<int:pk>/removal/", mailboxes.rule_removal, name="intake_rule_removal"),
]
