"""How Django knows the desk."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class DeskConfig(AppConfig):
    name = "firstline.interfaces.desk"
    label = "desk"

    def ready(self) -> None:
        """Every process knows what can be exported: the worker writes it, too."""
        import_string(f"{self.name}.listed.LISTINGS")
