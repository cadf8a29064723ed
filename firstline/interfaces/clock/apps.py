"""How Django knows the clock."""

from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "firstline.interfaces.clock"
    label = "clock"
