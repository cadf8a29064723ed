"""How Django knows the queue."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "firstline.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
