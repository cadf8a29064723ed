"""The addresses of messages: their texts and rules, the outbox, and what was sent to a customer."""

from django.urls import URLPattern, path

from firstline.interfaces.desk.views import message_rules, messages, outgoing, replies

addresses: list[URLPattern] = [
    path("messages/", messages.templates, name="messages"),
    path("messages/<str:occasion>/<str:language>/", messages.template, name="message_template"),
    path("messages/<str:occasion>/<str:language>/preview/", messages.preview, name="message_preview"),
    path("messages/<str:occasion>/<str:language>/trial/", messages.trial, name="message_trial"),
    path("message-rules/", message_rules.rules, name="message_rules"),
    path("message-rules/<str:occasion>/", message_rules.rule, name="message_rule"),
    path("message-rules/<int:pk>/removal/", message_rules.removal, name="message_rule_removal"),
    path("message-signature/", message_rules.signature, name="message_signature"),
    path("senders/new/", message_rules.new_sender, name="sender_new"),
    path("senders/<int:pk>/", message_rules.sender, name="sender"),
    path("senders/<int:pk>/removal/", message_rules.sender_removal, name="sender_removal"),
    path("dispatch/", message_rules.dispatch, name="dispatch"),
    path("outgoing/", outgoing.outbox, name="outgoing"),
    path("outgoing/<int:pk>/", outgoing.message, name="outgoing_message"),
    path("outgoing/<int:pk>/files/<int:file>/", outgoing.file, name="outgoing_file"),
    path("outgoing/<int:pk>/sending/", outgoing.sending, name="outgoing_sending"),
    path("outgoing/<int:pk>/care/", outgoing.care, name="outgoing_care"),
    path("tickets/<int:number>/outgoing/", outgoing.of_ticket, name="ticket_outgoing"),
    path("contacts/<int:number>/outgoing/", outgoing.of_contact, name="contact_outgoing"),
    path("tickets/<int:number>/messages/", replies.message, name="ticket_messages"),
    path("tickets/<int:number>/messages/draft/", replies.draft, name="ticket_draft"),
    path("settings/notices/", replies.notices, name="settings_notices"),
    path("settings/signature/", replies.signature, name="settings_signature"),
]
