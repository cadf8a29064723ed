"""How Django knows the clock."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ClockConfig(AppConfig):
    name = "firstline.interfaces.clock"
    label = "clock"

    def ready(self) -> None:
        """Every process knows what happens by itself: the worker keeps it, the desk shows it."""
        import_string(f"{self.name}.schedule.SCHEDULE")
