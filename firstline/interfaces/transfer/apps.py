"""How Django knows files in and out."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class TransferConfig(AppConfig):
    name = "firstline.interfaces.transfer"
    label = "transfer"

    def ready(self) -> None:
        """The journal can be taken out like any list."""
        import_string(f"{self.name}.event_log.LISTING")
