"""How Django knows the portal."""

from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "firstline.interfaces.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever reads the ledger again, also the worker, must know how forms are read."""
        import_module("firstline.interfaces.portal.reading")
