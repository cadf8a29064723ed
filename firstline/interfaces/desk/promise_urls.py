"""The addresses of what a company promises: calendars, targets, steps, protocols; and whether all is well."""

from django.urls import URLPattern, path

from firstline.interfaces.desk.views import calendars, escalation_steps, health, protocols, refitting, targets

addresses: list[URLPattern] = [
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/new/", calendars.new_calendar, name="calendar_new"),
    path("calendars/<int:pk>/", calendars.calendar, name="calendar"),
    path("calendars/<int:pk>/facts/", calendars.facts, name="calendar_facts"),
    path("calendars/<int:pk>/day/", calendars.own_day, name="calendar_day"),
    path("calendars/<int:pk>/days/", calendars.own_days, name="calendar_days"),
    path("calendars/<int:pk>/default/", calendars.default, name="calendar_default"),
    path("calendar-days/<int:pk>/removal/", calendars.own_day_removal, name="calendar_day_removal"),
    path("targets/", targets.targets, name="targets"),
    path("targets/new/", targets.new_target, name="target_new"),
    path("targets/preview/", targets.preview, name="target_preview"),
    path("targets/agreements/", targets.agreements, name="target_agreements"),
    path("targets/<int:pk>/", targets.target, name="target"),
    path("targets/<int:pk>/removal/", targets.removal, name="target_removal"),
    path("refitting/", refitting.refitting, name="refitting"),
    path("refitting/count/", refitting.count, name="refitting_count"),
    path("escalation-steps/", escalation_steps.steps, name="escalation_steps"),
    path("escalation-steps/<int:pk>/removal/", escalation_steps.removal, name="escalation_step_removal"),
    path("call-back-protocols/", protocols.protocols, name="call_back_protocols"),
    path("call-back-protocols/new/", protocols.new_protocol, name="call_back_protocol_new"),
    path("call-back-protocols/parties/", protocols.parties, name="call_back_parties"),
    path("call-back-protocols/<int:pk>/", protocols.protocol, name="call_back_protocol"),
    path("call-back-protocols/<int:pk>/removal/", protocols.removal, name="call_back_protocol_removal"),
    path("health/", health.health, name="health"),
    path("jobs/<int:pk>/run/", health.rerun, name="job_rerun"),
    path("jobs/<int:pk>/giving-up/", health.giving_up, name="job_giving_up"),
]
